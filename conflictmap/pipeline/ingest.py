"""Take in what others made: a report's text, and a theatre's folder of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

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

from .record import record_claim, record_strike, supersede_claim, supersede_strike, touch_theatre

Row = TypeVar("Row", Claim, Strike)
Named = TypeVar("Named", Actor, Source)
Statement = TypeVar("Statement", records.Claim, records.Strike)


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
) -> Report:
    """Take in one report. The same text enters a theatre once.

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
    if Report.objects.filter(theatre=theatre, sha256=digest).exists():
        raise ValidationError({"text": "This text has already been taken in."})
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
    )
    report.assign_id()
    report.full_clean()
    report.save(force_insert=True)
    return report


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
            claims.superseded(supersede_claim(claim=head, changes=fields))
        elif claim.supersedes and not claims.has(claim.key):
            older = claims.by_id(claim.supersedes)
            claims.superseded(supersede_claim(claim=older, changes=fields, key=claim.key))
        elif not claims.has(claim.key):
            claims.added(record_claim(key=claim.key, theatre=theatre, **fields))
    for strike in _named_first(folder.strikes):
        fields = {
            **_statement_fields(strike, theatre, places, sources, reports),
            **{name: getattr(strike, name) for name in ("kind", "weapon", "target", "grading")},
            **_casualty_columns(strike),
        }
        attackers = [actors[slug] for slug in strike.attackers]
        old = strikes.to_supersede(strike.key, fields, attackers)
        if old is not None:
            strikes.superseded(supersede_strike(strike=old, changes=fields, attackers=attackers))
        elif strike.supersedes and not strikes.has(strike.key):
            earlier = strikes.by_id(strike.supersedes)
            strikes.superseded(supersede_strike(strike=earlier, changes=fields, attackers=attackers, key=strike.key))
        elif not strikes.has(strike.key):
            strikes.added(record_strike(key=strike.key, theatre=theatre, attackers=attackers, **fields))
    touch_theatre(theatre=theatre)
    return Loaded(theatre, claims.new + strikes.new, claims.changed + strikes.changed)


# --- Rows of a folder -----------------------------------------------------------------------------------------------------


class _Known(Generic[Row]):
    """The rows of a theatre by key, with every chain's members, so that a second load changes nothing."""

    def __init__(self, model: type[Row], theatre: Theatre) -> None:
        rows = model.objects.filter(theatre=theatre).with_names()
        self.rows: dict[str, Row] = {row.key: row for row in rows}
        self.new = self.changed = 0

    def has(self, key: str) -> bool:
        return key in self.rows

    def by_id(self, public_id: str) -> Row:
        return next(row for row in self.rows.values() if str(row.pk) == public_id)

    def added(self, row: Row) -> None:
        self.rows[row.key] = row
        self.new += 1

    def superseded(self, row: Row) -> None:
        self.rows[row.key] = row
        self.changed += 1

    def to_supersede(self, key: str, fields: Mapping[str, Any], attackers: Iterable[Actor] = ()) -> Row | None:
        """Return the head of the key's chain if no row of the chain says what `fields` say, else None."""
        chain = [row for name, row in self.rows.items() if name == key or name.startswith(f"{key}~")]
        if not chain or any(_says(row, fields, attackers) for row in chain):
            return None
        return max(chain, key=lambda row: int(row.key.partition("~")[2] or 1))


def _says(row: Claim | Strike, fields: Mapping[str, Any], attackers: Iterable[Actor]) -> bool:
    if isinstance(row, Strike) and {actor.pk for actor in row.attackers.all()} != {actor.pk for actor in attackers}:
        return False
    return all(getattr(row, name) == value for name, value in fields.items())


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
        place = known.get(row.slug) or Place(theatre=theatre, slug=row.slug)
        for name, value in asdict(row).items():
            if name not in ("slug", "parent", "names"):
                setattr(place, name, value)
        place.names = list(row.names)
        place.assign_id()
        place.clean_fields()
        place.clean()
        place.save()
        known[row.slug] = place
    # Parents last: a part may stand before its whole.
    for row in wanted:
        parent = known[row.parent] if row.parent else None
        if known[row.slug].parent_id != (parent and parent.pk):
            known[row.slug].parent = parent
            known[row.slug].save(update_fields=["parent"])
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

    def add(row: Statement) -> None:
        if row.id not in ordered:
            denied = row.denies if isinstance(row, records.Claim) else ""
            for named in filter(None, (denied, row.supersedes)):
                if named in by_id and named != row.id:
                    add(by_id[named])
            ordered[row.id] = row

    for row in by_id.values():
        add(row)
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
