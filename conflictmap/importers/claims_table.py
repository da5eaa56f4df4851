"""Two tables and a boundary -> all that the engine needs of a theatre, without a database.

`places.csv` has `id,name,longitude,latitude[,kind]`, `claims.csv` has
`place_id,date,actor[,relation,basis,source,kind,alignment,reported_at,confidence]`; see docs/derive.md. Longitude before latitude,
degrees. Days and moments are in UTC. What is wrong in either table is collected and raised together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from typing import BinaryIO, get_args

import shapely
from shapely.geometry import shape

from conflictmap.core.ids import public_id
from conflictmap.core.records import (
    EXTENDED_KINDS,
    Actor,
    Basis,
    Claim,
    Lens,
    Place,
    PlaceKind,
    Relation,
    Snapshot,
    Source,
    SourceKind,
    Theatre,
)
from conflictmap.importers.boundary_file import Json, boundary_km2, read_boundary
from conflictmap.importers.csv_rows import CsvFile, Problems, Row, choice, day, moment, number

PLACE_COLUMNS = ("id", "name", "longitude", "latitude")
CLAIM_COLUMNS = ("place_id", "date", "actor")
MORE_PLACE_COLUMNS = ("kind",)
MORE_CLAIM_COLUMNS = ("relation", "basis", "source", "kind", "alignment", "reported_at", "confidence")
#: Alignments that are none, in any case.
NO_SIDE = frozenset({"", "independent", "none"})
ASSESSED, MONITORS = "assessed", "monitors"
MOST_ACTORS = 50  # every one is three layers of the field
#: Where a zone is missing, a report may seem to come some hours before the day that it tells of.
EARLIEST_REPORT = timedelta(days=1)
LEAST_FILLER_KM = 5.0
LEAST_FILLERS = 1000  # with fewer places than this the network would be too coarse to show where support ends
ROOM_OF_A_FILLER = sqrt(3) / 2  # of a triangular grid, in squares of its spacing


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """A theatre as its files tell it. `line_of` finds a claim's line in the file of claims by its id.

    `remarks` are sentences for whoever gave the files: what was ignored, and what looks unintended.
    """

    snapshot: Snapshot
    line_of: Mapping[str, int]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file open for reading bytes, and what to call it in errors."""

    file: BinaryIO
    name: str


@dataclass(slots=True)
class _Claims:
    """What a file of claims amounts to so far."""

    claims: dict[str, Claim] = field(default_factory=dict)
    line_of: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    source_lines: dict[str, int] = field(default_factory=dict)
    repeats: int = 0


def read_claims_table(places: NamedFile, claims: NamedFile, boundary: NamedFile, *, support_km: float) -> ClaimsTable:
    """Read a theatre from its files whole. Raises TableError, which names every bad row by file, line and column.

    Actors are those that claims speak of, each a side of its own, in the order of their names. A source is named by its text; claims
    without one share an unnamed source of their kind and alignment, so that they make places held but never corroborate each other.
    The same rows in another order give the same theatre; a row that repeats another wholly counts once.
    """
    ground = read_boundary(boundary.file, boundary.name)
    problems = Problems()
    place_file = CsvFile(places.file, places.name, required=PLACE_COLUMNS, optional=MORE_PLACE_COLUMNS)
    found, ids = _places(place_file, problems)
    claim_file = CsvFile(claims.file, claims.name, required=CLAIM_COLUMNS, optional=MORE_CLAIM_COLUMNS)
    if not ids and place_file.whole and not problems.bad_rows:
        problems.add(places.name, None, "", "has no row under its header")
    # Of places that could not be read nobody can say that there is none.
    read = _claims(claim_file, ids if ids and place_file.whole else None, problems)
    names = sorted({claim.actor for claim in read.claims.values()})
    if len(names) > MOST_ACTORS:
        problems.add(claims.name, None, "actor", f"names {len(names)} actors: more than {MOST_ACTORS} are not drawn")
    problems.check()
    snapshot = Snapshot(
        theatre=_theatre(ground, found, read, support_km),
        actors=tuple(Actor(name, name, name, "#777777", order) for order, name in enumerate(names)),
        sources=tuple(read.sources[name] for name in sorted(read.sources)),
        places=tuple(sorted(found.values(), key=lambda place: place.slug)),
        claims=tuple(read.claims[claim] for claim in sorted(read.claims)),
    )
    remarks = [*_ignored(place_file), *_ignored(claim_file), *_doubts(snapshot, read, claims.name)]
    return ClaimsTable(snapshot, read.line_of, tuple(remarks))


def filler_spacing(km2: float, places: int) -> float:
    """Return the spacing in kilometres of a grid that has about as many points as there are places, and not fewer than `LEAST_FILLERS`.

    Never less than `LEAST_FILLER_KM`: below that they would cost more than they show.
    """
    return max(LEAST_FILLER_KM, round(sqrt(km2 / ROOM_OF_A_FILLER / max(places, LEAST_FILLERS)), 1))


# --- Places -----------------------------------------------------------------------------------------------------------


def _places(table: CsvFile, problems: Problems) -> tuple[dict[str, Place], dict[str, int]]:
    """Return the good places by id, and the line of every id, good or not: claims about a bad row are not wrong as well."""
    found: dict[str, Place] = {}
    lines: dict[str, int] = {}
    for row in table.rows(problems):
        slug = row.needed("id", str)
        name = row.needed("name", str)
        longitude = row.needed("longitude", lambda text: number(text, -180, 180))
        latitude = row.needed("latitude", lambda text: number(text, -90, 90))
        kind = row.given("kind", _place_kind) or "village"
        if slug and lines.setdefault(slug, row.line) != row.line:
            row.fail("id", f"{slug[:60]!r} stands already on line {lines[slug]}")
        if row.good and slug and name and longitude is not None and latitude is not None:
            found[slug] = Place(slug, name, kind, longitude, latitude)
    return found, lines


def _place_kind(text: str) -> PlaceKind:
    """Return a kind of ours; any other word, such as a feature code of GeoNames, is a settlement's."""
    return next((kind for kind in get_args(PlaceKind) if kind == text.casefold()), "village")


# --- Claims -----------------------------------------------------------------------------------------------------------


def _claims(table: CsvFile, places: Mapping[str, int] | None, problems: Problems) -> _Claims:
    read = _Claims()
    for row in table.rows(problems):
        place = row.needed("place_id", str)
        if place and places is not None and place not in places:
            row.fail("place_id", f"{place[:60]!r} is no place's id")
        on = row.needed("date", day)
        actor = row.needed("actor", str)
        relation: Relation = row.given("relation", _relation) or "controls"
        basis: Basis = row.given("basis", _basis) or "claimed"
        source = _source(row, read)
        reported = row.given("reported_at", moment)
        confidence = row.given("confidence", lambda text: number(text, 0, 1))
        if on and reported and on - reported.date() > EARLIEST_REPORT:
            row.fail("reported_at", "is before the date: nobody reports what has not happened")
        if not (row.good and place and on and actor and source):
            continue
        if reported is None:
            reported = datetime.combine(on, datetime.min.time(), UTC)
        # An id of the content, and not of the line: rows in another order are the same claims.
        said = (place, on, actor, relation, basis, source.slug, reported, confidence)
        claim = Claim(
            id=str(public_id("claim", *said)),
            place=place,
            actor=actor,
            relation=relation,
            date_start=on,
            date_end=on,
            source=source.slug,
            reported_at=reported,
            summary="",
            basis=basis,
            confidence=confidence,
            provenance="background" if source.kind == "background" else "report",
        )
        if read.line_of.setdefault(claim.id, row.line) != row.line:
            read.repeats += 1
        read.claims[claim.id] = claim
    return read


def _relation(text: str) -> Relation:
    return choice(text, get_args(Relation))


def _basis(text: str) -> Basis:
    return choice(text, get_args(Basis))


def _source_kind(text: str) -> SourceKind:
    return choice(text, get_args(SourceKind))


def _source(row: Row, read: _Claims) -> Source | None:
    """Return the row's source, the same one for the same name; a name that is two kinds or on two sides is an error."""
    alignment = row.given("alignment", str) or ""
    if alignment.casefold() in NO_SIDE:
        alignment = ""
    if alignment in (ASSESSED, MONITORS):
        row.fail("alignment", f"{alignment!r} is the name of a lens")
    kind: SourceKind = row.given("kind", _source_kind) or ("belligerent" if alignment else "monitor")
    name = row.given("source", str) or " ".join(filter(None, ("unnamed", kind, alignment)))
    if not row.good:
        return None
    source = read.sources.get(name)
    if source is None:
        source = read.sources[name] = Source(name, name, kind, alignment)
        read.source_lines[name] = row.line
    at = f"but on line {read.source_lines[name]} the source {name[:60]!r} is"
    if source.alignment != alignment:
        row.fail("alignment", f"is {alignment or 'independent'!r}, {at} {source.alignment or 'independent'!r}")
    elif source.kind != kind:
        row.fail("kind", f"is {kind!r}, {at} {source.kind!r}")
    return source


# --- The theatre ------------------------------------------------------------------------------------------------------


def _theatre(ground: Json, places: Mapping[str, Place], read: _Claims, support_km: float) -> Theatre:
    sides = sorted({source.alignment for source in read.sources.values()} - {""})
    dates = [claim.date_start for claim in read.claims.values()]
    west, south, east, north = shape(ground).bounds
    return Theatre(
        slug="claims-table",
        name="Claims table",
        boundary=ground,
        bbox=(west, south, east, north),
        date_start=min(dates, default=date.min),
        date_end=max(dates, default=date.max),
        time_zone="UTC",
        lenses=(
            Lens(ASSESSED, "All sources, weighed"),
            *(Lens(side, f"Sources on the side of {side}", alignment=side) for side in sides),
            Lens(MONITORS, "Monitors", kind="monitor"),
        ),
        support_km=support_km,
        filler_km=filler_spacing(boundary_km2(ground), len(places)),
    )


# --- What to say of the files -----------------------------------------------------------------------------------------


def _ignored(table: CsvFile) -> list[str]:
    names = ", ".join(repr(name) for name in table.ignored)
    return [f"{table.name}: columns that are not read: {names}."] if names else []


def _doubts(snapshot: Snapshot, read: _Claims, claims_name: str) -> list[str]:
    doubts = []
    points = [place for place in snapshot.places if place.kind not in EXTENDED_KINDS]
    if wide := len(snapshot.places) - len(points):
        doubts.append(
            f"{_count(wide, 'place')} of the kinds {', '.join(sorted(EXTENDED_KINDS))}: not points, so not used."
        )
    ground = shape(snapshot.theatre.boundary)
    shapely.prepare(ground)
    inside = shapely.contains_xy(ground, [(place.longitude, place.latitude) for place in points]) if points else ()
    if outside := len(points) - int(sum(inside)):
        hint = " Are longitude and latitude exchanged?" if outside == len(points) else ""
        doubts.append(
            f"{_count(outside, 'place')} of {len(points)} outside the boundary: without effect on the areas.{hint}"
        )
    if read.repeats:
        doubts.append(f"{claims_name}: {_count(read.repeats, 'row')} repeating another wholly: counted once.")
    if not snapshot.claims:
        doubts.append(f"{claims_name} has no row under its header: all is unknown.")
    actors = {actor.slug for actor in snapshot.actors}
    strangers = sorted({source.alignment for source in snapshot.sources} - actors - {""})
    if strangers and actors:
        names = ", ".join(repr(name) for name in strangers[:5])
        doubts.append(
            f"{claims_name}: the alignment {names} is the name of no actor ({', '.join(sorted(actors)[:5])}): "
            "what such sources say of any actor counts as said against their interest."
        )
    return doubts


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
