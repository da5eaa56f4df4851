"""Claims -> a few files by place, so that whoever asks why of one place loads a part of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from .records import Claim, Report, Snapshot
from .release_numbers import Numbers
from .release_rows import claim_json, report_json
from .release_store import Part, Store, canonical_json, engine_digest

MOST_IN_ONE = 400  # claims of a small theatre, which come with the first picture: about 15 kB compressed
MOST_IN_EACH = 100  # on average where they are divided: about 4 kB for each place that somebody asks about


def claim_files(count: int) -> list[str]:
    """Return the names of the files over which so many claims are divided: 1, 2, 4, 8 …"""
    files = 1
    while count > MOST_IN_ONE and count > files * MOST_IN_EACH:
        files *= 2
    return [f"claims-{number:04}.json" for number in range(files)]


def keep_claims(
    snapshot: Snapshot, numbers: Numbers, reports: Sequence[Report], said: Mapping[str, bytes], store: Store
) -> Iterator[Part]:
    """Make and keep the files of claims. The claims about place number n of places.json are in file n modulo their number.

    In each file claims stand by place, each place's from the first reported: that order is what pieces count them by. The reports that
    they cite stand beside them. `said` is `claim_texts`.
    """
    names = claim_files(len(snapshot.claims))
    zone = ZoneInfo(snapshot.theatre.time_zone)
    by_key = {report.key: report for report in reports}
    slugs = list(numbers.place)
    for number, name in enumerate(names):
        claims = [claim for slug in slugs[number :: len(names)] for claim in numbers.claims.get(slug, ())]
        cited = cited_reports(claims, by_key)
        digest = hashlib.sha256(f"{engine_digest()} {name} {zone.key} {len(claims)}".encode())
        for claim in claims:
            digest.update(said[claim.id])
        for report in cited:
            digest.update(repr(report_json(report)).encode())
        key = f"{name.removesuffix('.json')}-{digest.hexdigest()[:32]}"
        yield store.get(key) or store.put(key, {name: _content(claims, cited, zone)}, {})


def cited_reports(rows: Sequence[object], by_key: Mapping[str, Report]) -> list[Report]:
    """Return the reports that claims or strikes cite, in the order of their keys."""
    keys = {getattr(row, "report", "") for row in rows}
    return [by_key[key] for key in sorted(keys & by_key.keys())]


def _content(claims: Sequence[Claim], cited: Sequence[Report], zone: ZoneInfo) -> bytes:
    return canonical_json(
        {
            "claims": [claim_json(claim, zone) for claim in claims],
            "reports": [report_json(report) for report in cited],
        }
    )
