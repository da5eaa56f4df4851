"""Take in what others made: a report's text, and a theatre's folder of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from conflictmap.core import records
from conflictmap.importers.theatre_folder import TheatreFolder
from conflictmap.models import (
    CASUALTY_FIELDS,
    MAX_REPORT_CHARACTERS,
    Actor,
    Claim,
    Place,
    Report,
    Source,
    Strike,
    Theatre,
)

from .record import BATCH, record_claims, record_strikes, supersede_claim, supersede_strike, touch_theatre
from .stories import link_story

Row = TypeVar("Row", Claim, Strike)
Named = TypeVar("Named", Actor, Source)
Statement = TypeVar("Statement", records.Claim, records.Strike)


class AlreadyTakenIn(ValidationError):
    """The text is there, from the same source."""

    def __init__(self) -> None:
        super().__init__({"text": "This text has already been taken in."})


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a folder brought: new ones, and changed ones that superseded."""

    theatre: Theatre
    new: int
    superseded: int


@transaction.atomic
def ingest_report(
    *,
    theatre: Theatre,
    source: Source,
    title: str,
    text: str,
    published_at: datetime,
    url: str = "",
    language: str = "en",
    is_summary: bool = False,
    notes: str = "",
    key: str = "",
    address: str = "",
    supersedes: Report | None = None,
) -> Report:
    """Take in one report, or the newer version of one. The same text of a source enters a theatre once.

    Raises ValidationError naming the field: no text, more than MAX_REPORT_CHARACTERS, NUL characters, a text already taken in.
    """
    if not text.strip():
        raise ValidationError({"text": "A report needs a text."})
    if len(text) > MAX_REPORT_CHARACTERS:
        raise ValidationError(
            {"text": f"The text has {len(text):,} characters; {MAX_REPORT_CHARACTERS:,} is the most."}
        )
    if source.theatre_id != theatre.pk:
        raise ValidationError({"source": "belongs to another theatre"})
    digest = text_hash(text)
    if Report.objects.newest().filter(theatre=theatre, source=source, sha256=digest).exists():
        raise AlreadyTakenIn
    report = Report(
        theatre=theatre,
        source=source,
        title=title,
        text=text,
        sha256=digest,
        url=url,
        language=language,
        is_summary=is_summary,
        notes=notes,
        key=key,
        published_at=published_at,
        address=address,
        version=supersedes.version + 1 if supersedes else 1,
        supersedes=supersedes,
    )
    report.assign_id()
    report.full_clean()
    report.save(force_insert=True)
    return link_story(report=report)


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, its white space folded, so that a re-wrapped copy is the same text."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def load_theatre(*, folder: TheatreFolder) -> Loaded:
    """Write a theatre's folder whole, or nothing of it. Rows that are there already stay; changed claims and strikes supersede."""
    theatre = _save_theatre(folder.theatre, folder.landscape)
    actors = {row.slug: _keep(Actor, theatre, asdict(row)) for row in folder.actors}
    sources = {row.slug: _keep(Source, theatre, asdict(row)) for row in folder.sources}
    places = _save_places(theatre, folder.places)
    reports = {row.key: _save_report(theatre, sources, row) for row in folder.reports}
    claims, strikes = _Known(Claim, theatre), _Known(Strike, theatre)
    for claim in _named_first([*folder.baseline, *folder.claims]):
        fields = {
            **_statement_fields(claim, theatre, places, sources, reports),
            "actor": actors[claim.actor],
            "denies": claims.by_id(claim.denies) if claim.denies else None,
            **{name: getattr(claim, name) for name in ("relation", "share", "voice", "on_the_spot", "confidence")},
        }
        head = claims.to_supersede(claim.key, fields)
        if head is not None:
            record_claims(claims=claims.waiting())
            claims.superseded(supersede_claim(claim=head, changes=fields))
        elif claim.supersedes and not claims.has(claim.key):
            record_claims(claims=claims.waiting())
            older = claims.by_id(claim.supersedes)
            claims.superseded(supersede_claim(claim=older, changes=fields, key=claim.key))
        elif not claims.has(claim.key):
            claims.add(Claim(key=claim.key, theatre=theatre, **fields))
    record_claims(claims=claims.waiting())
    attackers_of: dict[str, list[Actor]] = {}

    def record_waiting() -> None:
        record_strikes(strikes=[(row, attackers_of[row.key]) for row in strikes.waiting()])

    for strike in _named_first(folder.strikes):
        fields = {
            **_statement_fields(strike, theatre, places, sources, reports),
            **{name: getattr(strike, name) for name in ("kind", "weapon", "target", "grading")},
            **_casualty_columns(strike),
        }
        attackers = [actors[slug] for slug in strike.attackers]
        old = strikes.to_supersede(strike.key, fields, attackers)
        if old is not None:
            record_waiting()
            strikes.superseded(supersede_strike(strike=old, changes=fields, attackers=attackers))
        elif strike.supersedes and not strikes.has(strike.key):
            record_waiting()
            earlier = strikes.by_id(strike.supersedes)
            strikes.superseded(supersede_strike(strike=earlier, changes=fields, attackers=attackers, key=strike.key))
        elif not strikes.has(strike.key):
            attackers_of[strike.key] = attackers
            strikes.add(Strike(key=strike.key, theatre=theatre, **fields))
    record_waiting()
    touch_theatre(theatre=theatre)
    return Loaded(theatre, claims.new + strikes.new, claims.changed + strikes.changed)


# --- Rows of a folder -----------------------------------------------------------------------------------------------------


class _Known(Generic[Row]):
    """The rows of a theatre by key, with every chain's members, so that a second load changes nothing.

    New rows wait to be recorded together; they are recorded before a row that supersedes.
    """

    def __init__(self, model: type[Row], theatre: Theatre) -> None:
        self.rows: dict[str, Row] = {}
        self.chains: dict[str, list[Row]] = {}
        self.ids: dict[str, Row] = {}
        self._waiting: list[Row] = []
        self.new = self.changed = 0
        for row in model.objects.filter(theatre=theatre).prefetch_related(*(["attackers"] if model is Strike else ())):
            self._keep(row)

    def has(self, key: str) -> bool:
        return key in self.rows

    def by_id(self, public_id: str) -> Row:
        return self.ids[public_id]

    def add(self, row: Row) -> None:
        row.assign_id()
        self._waiting.append(row)
        self._keep(row)
        self.new += 1

    def waiting(self) -> list[Row]:
        """Return the new rows that are not recorded yet, in their order, and take them for recorded."""
        waiting, self._waiting = self._waiting, []
        return waiting

    def superseded(self, row: Row) -> None:
        self._keep(row)
        self.changed += 1

    def to_supersede(self, key: str, fields: Mapping[str, Any], attackers: Iterable[Actor] = ()) -> Row | None:
        """Return the head of the key's chain if no row of the chain says what `fields` say, else None."""
        chain = self.chains.get(key, ())
        if not chain or any(_says(row, fields, attackers) for row in chain):
            return None
        return max(chain, key=lambda row: int(row.key.partition("~")[2] or 1))

    def _keep(self, row: Row) -> None:
        self.rows[row.key] = row
        self.chains.setdefault(row.key.partition("~")[0], []).append(row)
        self.ids[str(row.pk)] = row


def _says(row: Claim | Strike, fields: Mapping[str, Any], attackers: Iterable[Actor]) -> bool:
    if isinstance(row, Strike) and {actor.pk for actor in row.attackers.all()} != {actor.pk for actor in attackers}:
        return False
    # A row that another refers to is compared by its id: no query.
    return all(
        getattr(row, f"{name}_id") == value.pk if isinstance(value, Model) else getattr(row, name) == value
        for name, value in fields.items()
    )


def _save_theatre(row: records.Theatre, landscape: Iterable[records.Landmark]) -> Theatre:
    west, south, east, north = row.bbox
    fields = {
        name: getattr(row, name)
        for name in (
            "name name_ar boundary date_start date_end time_zone support_km filler_km data_licence attribution is_default"
        ).split()
    }
    theatre = Theatre.objects.filter(slug=row.slug).first() or Theatre(slug=row.slug)
    for name, value in fields.items():
        setattr(theatre, name, value)
    theatre.west, theatre.south, theatre.east, theatre.north = west, south, east, north
    theatre.lenses = [asdict(lens) for lens in row.lenses]
    theatre.country_codes = list(row.country_codes)
    theatre.landscape = [asdict(landmark) for landmark in landscape]
    theatre.assign_id()
    theatre.full_clean()
    theatre.save()
    return theatre


def _keep(model: type[Named], theatre: Theatre, fields: dict[str, Any]) -> Named:
    row = model.objects.filter(theatre=theatre, slug=fields["slug"]).first() or model(theatre=theatre)
    for name, value in fields.items():
        setattr(row, name, value)
    row.assign_id()
    row.full_clean()
    row.save()
    return row


def _save_places(theatre: Theatre, rows: Iterable[records.Place]) -> dict[str, Place]:
    known = {place.slug: place for place in Place.objects.filter(theatre=theatre)}
    wanted = list(rows)
    for row in wanted:
        place = known.setdefault(row.slug, Place(theatre=theatre, slug=row.slug))
        for name, value in asdict(row).items():
            if name not in ("slug", "parent", "names"):
                setattr(place, name, value)
        place.names = list(row.names)
        place.assign_id()
        place.clean_fields(exclude={"theatre", "parent"})
        place.clean()
    written = [field.name for field in Place._meta.concrete_fields if not field.primary_key and field.name != "parent"]
    Place.objects.bulk_create(
        [known[row.slug] for row in wanted], update_conflicts=True, unique_fields=["id"], update_fields=written
    )
    # Parents last: a part may stand before its whole.
    moved = []
    for row in wanted:
        parent = known[row.parent] if row.parent else None
        if known[row.slug].parent_id != (parent and parent.pk):
            known[row.slug].parent = parent
            moved.append(known[row.slug])
    Place.objects.bulk_update(moved, ["parent"], batch_size=BATCH)
    return known


def _save_report(theatre: Theatre, sources: Mapping[str, Source], row: records.Report) -> Report:
    known = Report.objects.filter(theatre=theatre, key=row.key).first()
    if known is None:
        return ingest_report(
            theatre=theatre,
            source=sources[row.source],
            title=row.title,
            text=row.text,
            published_at=row.published_at,
            url=row.url,
            language=row.language,
            is_summary=row.is_summary,
            notes=row.notes,
            key=row.key,
        )
    if known.text != row.text:
        # Spans of the old text mean nothing in the new one.
        known.mentions.all().delete()
        known.text, known.sha256, known.extracted_at = row.text, text_hash(row.text), None
    for name in ("title", "published_at", "url", "language", "is_summary", "notes"):
        setattr(known, name, getattr(row, name))
    known.source = sources[row.source]
    known.full_clean()
    known.save()
    return known


def _named_first(rows: Iterable[Statement]) -> list[Statement]:
    """Order rows so that whatever a row denies or supersedes comes before it; the reader has refused circles."""
    by_id = {row.id: row for row in rows}
    ordered: dict[str, Statement] = {}
    for first in by_id.values():
        # Not by recursion: a chain may be longer than the stack.
        todo = [first]
        while todo:
            row = todo[-1]
            denied = row.denies if isinstance(row, records.Claim) else ""
            named = [by_id[name] for name in (denied, row.supersedes) if name in by_id and name != row.id]
            before = [other for other in named if other.id not in ordered]
            if before:
                todo.append(before[0])
            else:
                ordered.setdefault(row.id, row)
                todo.pop()
    return list(ordered.values())


def _statement_fields(
    row: records.Claim | records.Strike,
    theatre: Theatre,
    places: Mapping[str, Place],
    sources: Mapping[str, Source],
    reports: Mapping[str, Report],
) -> dict[str, Any]:
    copied = (
        "basis date_start date_end date_precision reported_at summary quote place_as_written provenance"  # same names
    ).split()
    return {
        **{name: getattr(row, name) for name in copied},
        "place": places[row.place],
        "source": sources[row.source],
        "via": sources[row.via] if row.via else None,
        "report": reports[row.report] if row.report else None,
    }


def _casualty_columns(strike: records.Strike) -> dict[str, Any]:
    columns: dict[str, Any] = {
        field.name: getattr(getattr(getattr(strike, field.outcome), field.group), field.bound)
        for field in CASUALTY_FIELDS
    }
    return columns | {"killed_wording": strike.killed.wording, "injured_wording": strike.injured.wording}
