"""A theatre's records -> the files of a release: the same records give the same bytes, and the bytes give the name.

docs/release-format.md describes every file. Coordinates are longitude, latitude in degrees.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .daymap import network_of
from .field import QUANTUM
from .mesh import SCALE
from .records import Casualties, Claim, Place, Report, Snapshot, Strike
from .timeline import CLOCKS, FORMAT, build_timeline, days_of

HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """A release not yet written: its hash, and the bytes of each file by name."""

    hash: str
    files: dict[str, bytes]
    days: int


def compile_release(
    snapshot: Snapshot,
    *,
    strikes: Iterable[Strike],
    reports: Iterable[Report],
    basemap: dict[str, Any],
    progress: Callable[[str], None] = lambda step: None,
) -> ReleaseFiles:
    """Compile every file of a release. `progress` is told each step in words."""
    progress("network")
    files = {
        "network.json": _network(snapshot),
        "places.json": {"places": [_place(place) for place in sorted(snapshot.places, key=lambda p: p.slug)]},
        "claims.json": _claims(snapshot, reports),
        "strikes.json": {"strikes": [_strike(strike, snapshot) for strike in sorted(strikes, key=_by_date)]},
        "basemap.json": basemap,
    }
    timelines: dict[str, dict[str, str]] = {}
    for lens in snapshot.theatre.lenses:
        for clock in CLOCKS:
            progress(f"timeline {lens.slug} {clock}")
            name = f"timeline-{lens.slug}-{clock}.json"
            files[name] = build_timeline(snapshot, lens=lens.slug, clock=clock)
            timelines.setdefault(lens.slug, {})[clock] = name
    encoded = {name: canonical_json(content) for name, content in sorted(files.items())}
    manifest = _manifest(snapshot, timelines, encoded)
    encoded["release.json"] = canonical_json(manifest)
    return ReleaseFiles(_hash(encoded), encoded, len(days_of(snapshot.theatre)))


def canonical_json(value: object) -> bytes:
    """Encode to the one JSON text of a value: keys as built, no spaces, UTF-8, no NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:HASH_DIGITS]


def _manifest(snapshot: Snapshot, timelines: dict[str, dict[str, str]], files: dict[str, bytes]) -> dict[str, Any]:
    theatre = snapshot.theatre
    return {
        "format": FORMAT,
        "theatre": {
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
        },
        "actors": [
            {
                "slug": actor.slug,
                "name": actor.name,
                "name_ar": actor.name_ar,
                "short_name": actor.short_name or actor.name,
                "side": actor.side,
                "colour": actor.colour,
                "can_hold": actor.can_hold,
            }
            for actor in sorted(snapshot.actors, key=lambda actor: (actor.order, actor.slug))
        ],
        "lenses": [{"slug": lens.slug, "name": lens.name, "name_ar": lens.name_ar} for lens in theatre.lenses],
        "clocks": list(CLOCKS),
        "days": [day.isoformat() for day in days_of(theatre)],
        "timelines": timelines,
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        },
        "quantum": QUANTUM,
    }


def _network(snapshot: Snapshot) -> dict[str, Any]:
    mesh = network_of(snapshot)
    return {
        "lon": mesh.vertices[:, 0].tolist(),
        "lat": mesh.vertices[:, 1].tolist(),
        "triangles": mesh.triangles.ravel().tolist(),
        "places": list(mesh.places),
        "scale": SCALE,
    }


def _place(place: Place) -> dict[str, Any]:
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


def _by_date(row: Claim | Strike) -> tuple[date, date, str]:
    return (row.date_start, row.date_end, row.id)


def _claims(snapshot: Snapshot, reports: Iterable[Report]) -> dict[str, Any]:
    return {
        "sources": [
            {
                "slug": source.slug,
                "name": source.name,
                "name_ar": source.name_ar,
                "kind": source.kind,
                "alignment": source.alignment,
                "url": source.url,
            }
            for source in sorted(snapshot.sources, key=lambda source: source.slug)
        ],
        "reports": [
            {
                "id": report.key,
                "title": report.title,
                "source": report.source,
                "url": report.url,
                "published_at": _moment(report.published_at),
                "is_summary": report.is_summary,
                # Other people's texts are not ours to publish; our summaries are.
                "summary": report.text if report.is_summary else "",
            }
            for report in sorted(reports, key=lambda report: (report.published_at, report.key))
        ],
        "claims": [_claim(claim, snapshot) for claim in sorted(snapshot.claims, key=_by_date)],
    }


def _claim(claim: Claim, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": claim.id,
        "place": claim.place,
        "actor": claim.actor,
        "relation": claim.relation,
        "share": claim.share,
        "basis": claim.basis,
        "voice": claim.voice,
        **_statement(claim, snapshot),
        "confidence": claim.confidence,
    }


def _strike(strike: Strike, snapshot: Snapshot) -> dict[str, Any]:
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
        **_statement(strike, snapshot),
    }


def _statement(row: Claim | Strike, snapshot: Snapshot) -> dict[str, Any]:
    zone = ZoneInfo(snapshot.theatre.time_zone)
    return {
        "date_start": row.date_start.isoformat(),
        "date_end": row.date_end.isoformat(),
        "date_precision": row.date_precision,
        "reported_at": _moment(row.reported_at),
        "known_on": row.reported_at.astimezone(zone).date().isoformat(),
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


def _moment(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
