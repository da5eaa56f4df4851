"""What is said: the rows of reports, claims and strikes, whose references are checked against the rest of the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from conflictmap.core.ids import public_id
from conflictmap.core.records import (
    Actor,
    Basis,
    Casualties,
    Claim,
    DatePrecision,
    Grading,
    Place,
    Provenance,
    Range,
    Relation,
    Report,
    Share,
    Source,
    Strike,
    StrikeKind,
    Theatre,
    Voice,
)
from conflictmap.importers.fixture_rows import Row

MAX_REPORT_CHARACTERS = 200_000
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may refer to, by slug or key."""

    theatre: Theatre
    actors: Mapping[str, Actor]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    reports: Mapping[str, Report]


@dataclass(frozen=True, slots=True)
class Telling:
    """What claims and strikes have in common: who says it, when, of when, and where it stands."""

    source: str
    via: str
    report: str
    provenance: Provenance
    date_start: date
    date_end: date
    date_precision: DatePrecision
    reported_at: datetime

    def fields(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def report_of(row: Row, sources: Mapping[str, Source]) -> Report:
    report = Report(
        key=row.key("key"),
        source=row.reference("source", sources),
        title=row.text("title"),
        text=row.text("text", limit=MAX_REPORT_CHARACTERS),
        published_at=row.moment("published_at"),
        url=row.url("url"),
        language=row.text("language", "en", limit=12),
        is_summary=row.flag("is_summary", False),
        notes=row.text("notes", "", limit=5000),
    )
    row.done()
    return report


def claim_of(row: Row, known: Known) -> Claim:
    """Read a claim. `denies` and `supersedes` still hold keys: the rows that they name may stand further down."""
    key = row.key("key")
    telling = _telling(row, known)
    actor = row.reference("actor", known.actors)
    if not known.actors[actor].can_hold:
        row.fail("actor", f"{actor!r} can't hold ground")
    background = telling.provenance == "background"
    claim = Claim(
        id=str(public_id("claim", known.theatre.slug, key)),
        key=key,
        place=row.reference("place", known.places),
        actor=actor,
        relation=row.choice("relation", Relation),
        share=row.choice("share", Share, "whole"),
        basis=row.choice("basis", Basis, "claimed"),
        voice=row.choice("voice", Voice, "attributed"),
        on_the_spot=row.flag("on_the_spot", False),
        summary=row.text("summary", limit=2000),
        quote=row.text("quote", "", limit=2000),
        place_as_written=row.text("place_as_written", ""),
        confidence=row.number("confidence", 0, 1) if background or row.has("confidence") else None,
        **telling.fields(),
        denies=row.key("denies") if row.has("denies") else "",
        supersedes=row.key("supersedes") if row.has("supersedes") else "",
    )
    row.done()
    if claim.denies and claim.relation != "denies":
        row.fail("denies", f"is for the relation denies, not {claim.relation}")
    return claim


def strike_of(row: Row, known: Known) -> Strike:
    """Read a strike. `supersedes` still holds a key."""
    key = row.key("key")
    telling = _telling(row, known)
    attackers = row.texts("attackers")
    for attacker in attackers:
        if attacker not in known.actors:
            row.fail("attackers", f"{attacker[:80]!r} is unknown")
    strike = Strike(
        id=str(public_id("strike", known.theatre.slug, key)),
        key=key,
        place=row.reference("place", known.places),
        kind=row.choice("kind", StrikeKind),
        attackers=attackers,
        weapon=row.text("weapon", "", limit=200),
        target=row.text("target", ""),
        killed=_casualties(row, "killed"),
        injured=_casualties(row, "injured"),
        grading=row.choice("grading", Grading, "fair"),
        basis=row.choice("basis", Basis, "claimed"),
        summary=row.text("summary", limit=2000),
        quote=row.text("quote", "", limit=2000),
        place_as_written=row.text("place_as_written", ""),
        **telling.fields(),
        supersedes=row.key("supersedes") if row.has("supersedes") else "",
    )
    row.done()
    return strike


def _telling(row: Row, known: Known) -> Telling:
    date_start = row.day("date_start")
    date_end = row.day("date_end", date_start)
    if date_end < date_start:
        row.fail("date_end", "is before date_start")
    date_precision: DatePrecision = row.choice("date_precision", DatePrecision, "day")
    if date_precision == "day" and date_end != date_start:
        row.fail("date_precision", "is day, but date_end is another day than date_start")
    source = row.reference("source", known.sources)
    provenance: Provenance = row.choice("provenance", Provenance)
    report = _report(row, provenance, known.sources[source], known.reports)
    reported_at = row.moment("reported_at") if report is None or row.has("reported_at") else report.published_at
    if reported_at.astimezone(ZoneInfo(known.theatre.time_zone)).date() < date_start:
        row.fail("reported_at", "is before date_start: nobody reports what has not happened")
    if report is not None and reported_at > report.published_at:
        row.fail("reported_at", "is after the report was published")
    via = row.reference("via", known.sources) if row.has("via") else report.source if report else ""
    return Telling(
        source, via, report.key if report else "", provenance, date_start, date_end, date_precision, reported_at
    )


def _report(row: Row, provenance: Provenance, source: Source, reports: Mapping[str, Report]) -> Report | None:
    """The report that a row is from. What no report says is never given to one, nor the other way round."""
    if provenance == "report":
        if source.kind == "background":
            row.fail("source", "is a background source, but provenance is report")
        return reports[row.reference("report", reports)]
    for name in ("report", "via"):
        if row.has(name):
            row.fail(name, f"names one, but provenance is {provenance}")
    if source.kind != "background":
        row.fail("source", f"is no background source, but provenance is {provenance}")
    return None


def _casualties(row: Row, name: str) -> Casualties:
    if not row.has(name):
        return Casualties()
    part = row.row(name)
    found = Casualties(
        civilians=_range(part, "civilians"),
        combatants=_range(part, "combatants"),
        unknown=_range(part, "unknown"),
        wording=part.text("wording", "", limit=200),
    )
    part.done()
    return found


def _range(row: Row, name: str) -> Range:
    if not row.has(name):
        return Range()
    part = row.row(name)
    given = {bound: part.whole(bound, 0, MOST_PEOPLE) for bound in ("low", "best", "high") if part.has(bound)}
    part.done()
    bounds = list(given.items())
    for (lower, count), (upper, other) in pairwise(bounds):
        if count > other:
            part.fail(upper, f"is less than {lower}")
    return Range(**given)


def first_moment(theatre: Theatre) -> datetime:
    """Return when the theatre's first day begins, in UTC."""
    start = datetime.combine(theatre.date_start, datetime.min.time(), ZoneInfo(theatre.time_zone))
    return start.astimezone(UTC)
