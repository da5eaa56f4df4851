"""A theatre's records -> the files of a release: the same records give the same bytes, and the bytes give the name.

docs/release-format.md describes every file, docs/release-format.schema.json checks it. Coordinates are longitude, latitude in
degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .daymap import network_of
from .field import QUANTUM
from .mesh import SCALE
from .records import Claim, Report, Snapshot, Strike
from .release_claims import cited_reports, claim_files, keep_claims
from .release_numbers import SURENESS, Numbers, gaps
from .release_rows import (
    actor_json,
    known_on,
    lens_json,
    name_keys,
    place_json,
    report_json,
    source_json,
    strike_json,
    theatre_json,
)
from .release_store import FileDigest, MemoryStore, Part, Store, canonical_json, digest_of
from .timeline import CLOCKS, FORMAT, PIECE_DAYS, Walk, Walks, days_of
from .timeline_pieces import Plan, claim_texts, plan_pieces
from .timeline_walks import Share, make_all
from .timeline_writer import CONFIDENCE_QUANTUM

HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """A release not yet written: its hash, and each file's content, or where it is kept, by name."""

    hash: str
    files: Mapping[str, bytes | Path]
    digests: Mapping[str, FileDigest]
    days: int
    claims: int
    strikes: int


def compile_release(
    snapshot: Snapshot,
    *,
    strikes: Iterable[Strike],
    reports: Iterable[Report],
    basemap: dict[str, Any],
    store: Store | None = None,
    walk: Walk | None = None,
    share: Share | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> ReleaseFiles:
    """Compile every file of a release, taking over from `store` what is kept there and keeping there what is made.

    `share` is told which walks are to be made, should others want to help; what they have put into the store in the meantime is
    not made here. `progress` is told each step in words.
    """
    store = store or MemoryStore()
    strikes, reports = sorted(strikes, key=_by_date), sorted(reports, key=lambda one: (one.published_at, one.key))
    said = claim_texts(snapshot)
    progress("network")
    whole = {
        "network.json": _network(snapshot),
        "places.json": {"places": [place_json(place) for place in sorted(snapshot.places, key=lambda one: one.slug)]},
        "names.json": {"names": [name_keys(place) for place in sorted(snapshot.places, key=lambda one: one.slug)]},
        "basemap.json": basemap,
        "strikes.json": _strikes(strikes, reports, ZoneInfo(snapshot.theatre.time_zone)),
        "reports.json": {"reports": [_report(report) for report in reports]},
    }
    parts = [_keep(name, canonical_json(content), store) for name, content in whole.items()]
    progress("claims")
    numbers = Numbers(snapshot)
    parts.extend(keep_claims(snapshot, numbers, reports, said, store))
    plan = plan_pieces(snapshot, numbers, said)
    made = make_all(snapshot, numbers, plan, store, walk or Walks(), share, progress)
    files: dict[str, bytes | Path] = {}
    digests: dict[str, FileDigest] = {}
    for part in (*parts, *made.values()):
        files.update(part.files)
        digests.update(part.digests)
    files["release.json"] = manifest = canonical_json(_manifest(snapshot, strikes, plan, made))
    digests["release.json"] = digest_of(manifest)
    listed = canonical_json(
        {"format": FORMAT, "files": {name: asdict(digest) for name, digest in sorted(digests.items())}}
    )
    files["files.json"], digests["files.json"] = listed, digest_of(listed)
    name = digests["files.json"].sha256[:HASH_DIGITS]
    return ReleaseFiles(name, files, digests, len(days_of(snapshot.theatre)), len(snapshot.claims), len(strikes))


# --- The manifest and the small files -----------------------------------------------------------------------------------------


def _manifest(
    snapshot: Snapshot,
    strikes: Sequence[Strike],
    plan: Plan,
    made: Mapping[str, Part],
) -> dict[str, Any]:
    theatre = snapshot.theatre
    told = {claim.place for claim in snapshot.claims if claim.provenance == "report"}
    told |= {strike.place for strike in strikes}
    timelines: dict[str, dict[str, Any]] = {}
    for (lens, clock), pieces in plan.items():
        changed = [made[piece.key].about["changed"] for piece in pieces]
        timelines.setdefault(lens, {})[clock] = {
            "changed": max((day for day in changed if day), default=None),
            "pieces": [
                {
                    "first": piece.first.isoformat(),
                    "days": len(piece.made_of),
                    "timeline": piece.timeline,
                    "evidence": piece.evidence,
                }
                for piece in pieces
            ],
        }
    return {
        "format": FORMAT,
        "theatre": theatre_json(theatre),
        "actors": [actor_json(one) for one in sorted(snapshot.actors, key=lambda one: (one.order, one.slug))],
        "sources": [source_json(one) for one in sorted(snapshot.sources, key=lambda one: one.slug)],
        "lenses": [lens_json(lens) for lens in theatre.lenses],
        "clocks": list(CLOCKS),
        "days": [day.isoformat() for day in days_of(theatre)],
        "piece_days": PIECE_DAYS,
        "quantum": {"membership": QUANTUM, "confidence": CONFIDENCE_QUANTUM, "sureness": SURENESS},
        "timelines": timelines,
        "claims": claim_files(len(snapshot.claims)),
        "strikes": len(strikes),
        "told": gaps([n for n, slug in enumerate(sorted(place.slug for place in snapshot.places)) if slug in told]),
        "reported": _reported(snapshot, strikes),
    }


def _reported(snapshot: Snapshot, strikes: Sequence[Strike]) -> dict[str, dict[str, list[int]]]:
    """Count what reports tell of each day: by the day that it is about, and by the day on which it was said."""
    zone, theatre = ZoneInfo(snapshot.theatre.time_zone), snapshot.theatre
    size = len(days_of(theatre))
    rows: dict[str, Sequence[Claim | Strike]] = {
        "claims": [claim for claim in snapshot.claims if claim.provenance == "report"],
        "strikes": strikes,
    }
    counted: dict[str, dict[str, list[int]]] = {clock: {kind: [0] * size for kind in rows} for clock in CLOCKS}
    for kind, found in rows.items():
        for row in found:
            for clock, day in (("now", row.date_start), ("then", known_on(row, zone))):
                number = (day - theatre.date_start).days
                if 0 <= number < size:
                    counted[clock][kind][number] += 1
    return counted


def _keep(name: str, content: bytes, store: Store) -> Part:
    """Keep a file under the hash of its content: it is compressed once, however many releases have it."""
    key = f"{name.removesuffix('.json')}-{digest_of(content).sha256[:32]}"
    return store.get(key) or store.put(key, {name: content}, {})


def _network(snapshot: Snapshot) -> dict[str, Any]:
    mesh = network_of(snapshot)
    return {
        "lon": mesh.vertices[:, 0].tolist(),
        "lat": mesh.vertices[:, 1].tolist(),
        "triangles": mesh.triangles.ravel().tolist(),
        "places": list(mesh.places),
        "scale": SCALE,
    }


def _strikes(strikes: Sequence[Strike], reports: Sequence[Report], zone: ZoneInfo) -> dict[str, Any]:
    cited = cited_reports(strikes, {report.key: report for report in reports})
    return {
        "strikes": [strike_json(strike, zone) for strike in strikes],
        "reports": [report_json(report) for report in cited],
    }


def _report(report: Report) -> dict[str, Any]:
    # Other people's texts are not ours to publish; our summaries are.
    return {**report_json(report), "summary": report.text if report.is_summary else ""}


def _by_date(row: Strike) -> tuple[object, ...]:
    return (row.date_start, row.date_end, row.id)
