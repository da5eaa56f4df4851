"""A theatre's folder -> records: all of it, or an error that names file, line and field. See `fixtures/README.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from conflictmap.core.records import Actor, Claim, Landmark, Place, Report, Source, Strike, Theatre
from conflictmap.importers import geonames
from conflictmap.importers.baseline_rows import read_baseline
from conflictmap.importers.fixture_files import FixtureError, read_object, read_objects
from conflictmap.importers.fixture_rows import Row
from conflictmap.importers.statement_rows import Known, claim_of, report_of, strike_of
from conflictmap.importers.theatre_rows import actor_of, landmark_of, merged, place_of, source_of, theatre_of

T = TypeVar("T")

LANDSCAPE = "landscape.jsonl"

__all__ = ["LANDSCAPE", "FixtureError", "TheatreFolder", "read_landscape", "read_theatre_folder"]


@dataclass(frozen=True, slots=True)
class TheatreFolder:
    """A theatre and everything about it. `places` are the curated ones and the gazetteer's; `claims` without `baseline`.

    In claims and strikes, `denies` and `supersedes` are public ids, `report` is a report's key.
    """

    theatre: Theatre
    actors: tuple[Actor, ...]
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    baseline: tuple[Claim, ...]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    strikes: tuple[Strike, ...]
    landscape: tuple[Landmark, ...] = ()


class _Keyed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def supersedes(self) -> str: ...


def read_theatre_folder(path: Path | str) -> TheatreFolder:
    """Read a theatre's folder whole.

    Raises FixtureError, naming file, line and field, at the first thing that is wrong; nothing partial is returned.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise FixtureError(str(path), None, "", "is no folder")
    theatre_row = Row("theatre.json", None, read_object(folder, "theatre.json"))
    theatre = theatre_of(theatre_row)
    actors, actor_rows = _table(folder, "actors.jsonl", actor_of, lambda actor: actor.slug, "slug")
    if not actors:
        raise FixtureError("actors.jsonl", None, "", "names no actor")
    _check_once(actors, actor_rows, "order", lambda actor: actor.order)
    sides = {actor.side for actor in actors.values()}
    for lens in theatre.lenses:
        if lens.alignment and lens.alignment not in sides:
            theatre_row.fail("lenses", f"{lens.alignment!r} is no actor's side")
    sources, _ = _table(folder, "sources.jsonl", lambda row: source_of(row, sides), lambda s: s.slug, "slug")
    places = _places(folder, theatre)
    reports, report_rows = _table(folder, "reports.jsonl", lambda row: report_of(row, sources), lambda r: r.key, "key")
    _check_once(reports, report_rows, "text", lambda report: report.text)
    known = Known(theatre, actors, sources, places, reports)
    baseline = read_baseline(folder, known)
    claims, claim_rows = _table(folder, "claims.jsonl", lambda row: claim_of(row, known), lambda c: c.key, "key")
    strikes, strike_rows = _table(folder, "strikes.jsonl", lambda row: strike_of(row, known), lambda s: s.key, "key")
    for key in baseline:
        if key in claims:
            claim_rows[key].fail("key", f"{key!r} is a row of baseline.csv")
    every_claim = {**baseline, **claims}
    _check_succession(every_claim, claim_rows)
    _check_succession(strikes, strike_rows)
    return TheatreFolder(
        theatre=theatre,
        actors=tuple(sorted(actors.values(), key=lambda actor: actor.order)),
        sources=tuple(sources.values()),
        places=tuple(places.values()),
        baseline=tuple(baseline.values()),
        reports=tuple(reports.values()),
        claims=tuple(_with_ids(claim, every_claim, claim_rows) for claim in claims.values()),
        strikes=tuple(replace(s, supersedes=_id_of(s.supersedes, strikes)) for s in strikes.values()),
        landscape=read_landscape(folder),
    )


def read_landscape(folder: Path) -> tuple[Landmark, ...]:
    """Read what is drawn around and under the theatre; a folder may do without."""
    if not (folder / LANDSCAPE).is_file():
        return ()
    return tuple(landmark_of(Row(LANDSCAPE, line, data)) for line, data in read_objects(folder, LANDSCAPE))


def _table(
    folder: Path, file: str, record_of: Callable[[Row], T], name_of: Callable[[T], str], name_field: str
) -> tuple[dict[str, T], dict[str, Row]]:
    """Read a file's records and their rows, by slug or key, which must be the row's own."""
    found: dict[str, T] = {}
    rows: dict[str, Row] = {}
    for line, data in read_objects(folder, file):
        row = Row(file, line, data)
        record = record_of(row)
        name = name_of(record)
        if name in rows:
            row.fail(name_field, f"{name!r} stands already on line {rows[name].line}")
        found[name], rows[name] = record, row
    return found, rows


def _check_once(table: Mapping[str, T], rows: Mapping[str, Row], field: str, value_of: Callable[[T], object]) -> None:
    seen: dict[object, str] = {}
    for name, record in table.items():
        first = seen.setdefault(value_of(record), name)
        if first != name:
            rows[name].fail(field, f"is the same as that of {first!r}")


def _places(folder: Path, theatre: Theatre) -> dict[str, Place]:
    """The curated places, then the gazetteer's others; a gazetteer's slug that is taken has its GeoNames id appended."""
    curated, rows = _table(folder, "places.jsonl", place_of, lambda place: place.slug, "slug")
    by_id: dict[int, str] = {}
    for slug, place in curated.items():
        if place.parent and place.parent not in curated:
            rows[slug].fail("parent", f"{place.parent!r} is unknown")
        if place.geonames_id is not None and by_id.setdefault(place.geonames_id, slug) != slug:
            rows[slug].fail("geonames_id", f"is the same as that of {by_id[place.geonames_id]!r}")
        _check_parents(place, curated, rows[slug])
    places = {slug: _with_gazetteer(place, theatre, rows[slug]) for slug, place in curated.items()}
    for place in geonames.populated_places(theatre.boundary, theatre.country_codes):
        if place.geonames_id not in by_id:
            slug = f"{place.slug}-{place.geonames_id}" if place.slug in places else place.slug
            places[slug] = replace(place, slug=slug)
    return places


def _with_gazetteer(place: Place, theatre: Theatre, row: Row) -> Place:
    if place.geonames_id is None or place.country_code not in theatre.country_codes:
        return place
    gazetteer = geonames.place_of(place.geonames_id, theatre.country_codes)
    if gazetteer is None:
        row.fail("geonames_id", f"{place.geonames_id} is no populated place in {', '.join(theatre.country_codes)}")
    return merged(place, gazetteer)


def _check_parents(place: Place, places: Mapping[str, Place], row: Row) -> None:
    seen = {place.slug}
    while place.parent and place.parent in places:
        if place.parent in seen:
            row.fail("parent", "leads back to the place itself")
        seen.add(place.parent)
        place = places[place.parent]


def _check_succession(table: Mapping[str, _Keyed], rows: Mapping[str, Row]) -> None:
    """Refuse rows that supersede the unknown, themselves, or what another row supersedes already."""
    superseded: dict[str, str] = {}
    for key, record in table.items():
        older = record.supersedes
        if not older:
            continue
        if older not in table:
            rows[key].fail("supersedes", f"{older!r} is unknown")
        if superseded.setdefault(older, key) != key:
            rows[key].fail("supersedes", f"{older!r} is superseded already, by {superseded[older]!r}")
        if key in _chain(older, table):
            rows[key].fail("supersedes", "leads back to the row itself")


def _chain(key: str, table: Mapping[str, _Keyed]) -> Iterable[str]:
    """The key and all that it supersedes in turn; ends at the latest where it comes round."""
    seen: dict[str, None] = {}
    while key in table and key not in seen:
        seen[key] = None
        key = table[key].supersedes
    return seen


def _with_ids(claim: Claim, table: Mapping[str, Claim], rows: Mapping[str, Row]) -> Claim:
    if claim.denies and claim.denies not in table:
        rows[claim.key].fail("denies", f"{claim.denies!r} is unknown")
    if claim.denies == claim.key:
        rows[claim.key].fail("denies", "is the row itself")
    return replace(claim, denies=_id_of(claim.denies, table), supersedes=_id_of(claim.supersedes, table))


def _id_of(key: str, table: Mapping[str, _Keyed]) -> str:
    return table[key].id if key else ""
