"""Records -> the JSON of a release's rows. docs/release-format.md describes every field."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .records import Actor, Casualties, Claim, Place, Report, Source, Strike, Theatre


def theatre_json(theatre: Theatre) -> dict[str, Any]:
    return {
        "slug": theatre.slug,
        "name": theatre.name,
        "name_ar": theatre.name_ar,
        "time_zone": theatre.time_zone,
        "date_start": theatre.date_start.isoformat(),
        "date_end": theatre.date_end.isoformat(),
        "bbox": list(theatre.bbox),
        "boundary": theatre.boundary,
        "attribution": theatre.attribution,
        "data_licence": theatre.data_licence,
        "support_km": theatre.support_km,
    }


def actor_json(actor: Actor) -> dict[str, Any]:
    return {
        "slug": actor.slug,
        "name": actor.name,
        "name_ar": actor.name_ar,
        "short_name": actor.short_name or actor.name,
        "side": actor.side,
        "colour": actor.colour,
        "can_hold": actor.can_hold,
    }


def source_json(source: Source) -> dict[str, Any]:
    return {
        "slug": source.slug,
        "name": source.name,
        "name_ar": source.name_ar,
        "kind": source.kind,
        "alignment": source.alignment,
        "url": source.url,
    }


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as it is cited; its text is not in it."""
    return {
        "id": report.key,
        "title": report.title,
        "source": report.source,
        "url": report.url,
        "published_at": _moment(report.published_at),
        "is_summary": report.is_summary,
    }


def place_json(place: Place) -> dict[str, Any]:
    return {
        "slug": place.slug,
        "name": place.name,
        "name_ar": place.name_ar,
        "kind": place.kind,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "population": place.population,
        "precision": place.precision,
        "precision_m": place.precision_m,
        "extent": place.extent,
        "parent": place.parent,
        "geonames_id": place.geonames_id,
        "provenance": place.provenance,
    }


def claim_json(claim: Claim, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": claim.id,
        "place": claim.place,
        "actor": claim.actor,
        "relation": claim.relation,
        "share": claim.share,
        "basis": claim.basis,
        "voice": claim.voice,
        **_statement(claim, zone),
        "confidence": claim.confidence,
    }


def strike_json(strike: Strike, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": strike.id,
        "place": strike.place,
        "attackers": list(strike.attackers),
        "kind": strike.kind,
        "weapon": strike.weapon,
        "target": strike.target,
        "killed": casualties_json(strike.killed),
        "injured": casualties_json(strike.injured),
        "grading": strike.grading,
        "basis": strike.basis,
        **_statement(strike, zone),
    }


def _statement(row: Claim | Strike, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "date_start": row.date_start.isoformat(),
        "date_end": row.date_end.isoformat(),
        "date_precision": row.date_precision,
        "reported_at": _moment(row.reported_at),
        "known_on": known_on(row, zone).isoformat(),
        "source": row.source,
        "via": row.via,
        "report": row.report,
        "summary": row.summary,
        "quote": row.quote,
        "provenance": row.provenance,
    }


def casualties_json(casualties: Casualties) -> dict[str, Any]:
    """Return ranges by group; a bound that nobody gave is null, never 0."""
    return asdict(casualties)


def known_on(row: Claim | Strike, zone: ZoneInfo) -> date:
    """Return the theatre's own day in which a source spoke."""
    return row.reported_at.astimezone(zone).date()


def _moment(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
