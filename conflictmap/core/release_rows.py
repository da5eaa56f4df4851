"""Records -> the JSON of a release's rows. docs/release-format.md describes every field."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .names import normalise
from .records import Actor, Casualties, Claim, Lens, Place, Report, Source, Strike, Theatre


def theatre_json(theatre: Theatre) -> dict[str, Any]:
    return {
        **_same(theatre, "slug name name_ar time_zone"),
        "date_start": theatre.date_start.isoformat(),
        "date_end": theatre.date_end.isoformat(),
        "bbox": list(theatre.bbox),
        **_same(theatre, "boundary attribution data_licence support_km filler_km"),
    }


def lens_json(lens: Lens) -> dict[str, Any]:
    return _same(lens, "slug name name_ar alignment kind")


def actor_json(actor: Actor) -> dict[str, Any]:
    return {
        **_same(actor, "slug name name_ar"),
        "short_name": actor.short_name or actor.name,
        **_same(actor, "side colour can_hold"),
    }


def source_json(source: Source) -> dict[str, Any]:
    return _same(source, "slug name name_ar kind alignment url")


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as it is cited; its text is not in it."""
    return {
        "id": report.key,
        **_same(report, "title source url"),
        "published_at": _moment(report.published_at),
        "is_summary": report.is_summary,
    }


def place_json(place: Place) -> dict[str, Any]:
    return _same(
        place,
        "slug name name_ar kind longitude latitude population precision precision_m extent parent geonames_id provenance",
    )


def name_keys(place: Place) -> list[str]:
    """Return the keys under which a place's other spellings meet (core/names.py), without those of its two names."""
    own = {"", normalise(place.name), normalise(place.name_ar)}
    return sorted({normalise(name) for name in place.names} - own)


def claim_json(claim: Claim, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **_same(claim, "id place actor relation share basis voice on_the_spot"),
        **_statement(claim, zone),
        "confidence": claim.confidence,
    }


def strike_json(strike: Strike, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **_same(strike, "id place"),
        "attackers": list(strike.attackers),
        **_same(strike, "kind weapon target"),
        "killed": casualties_json(strike.killed),
        "injured": casualties_json(strike.injured),
        **_same(strike, "grading basis"),
        **_statement(strike, zone),
    }


def _statement(row: Claim | Strike, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "date_start": row.date_start.isoformat(),
        "date_end": row.date_end.isoformat(),
        "date_precision": row.date_precision,
        "reported_at": _moment(row.reported_at),
        "known_on": known_on(row, zone).isoformat(),
        **_same(row, "source via report summary quote provenance"),
    }


def _same(record: object, names: str) -> dict[str, Any]:
    """Return the fields that a row has by the same name as its record."""
    return {name: getattr(record, name) for name in names.split()}


def casualties_json(casualties: Casualties) -> dict[str, Any]:
    """Return ranges by group; a bound that nobody gave is null, never 0."""
    return asdict(casualties)


def known_on(row: Claim | Strike, zone: ZoneInfo) -> date:
    """Return the theatre's own day in which a source spoke."""
    return row.reported_at.astimezone(zone).date()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
