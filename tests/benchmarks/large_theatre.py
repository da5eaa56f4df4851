"""The invented war as a published theatre of any size, with strikes: what a reader's page is measured on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from conflictmap.core.records import Casualties, Range, Snapshot, Strike, StrikeKind
from conflictmap.core.release import compile_release
from conflictmap.core.release_store import MemoryStore
from tests.benchmarks.sized import sized_snapshot

PLACES, DAYS, CLAIMS, STRIKES = 1800, 769, 20_000, 20_000
KINDS: tuple[StrikeKind, ...] = ("air-strike", "shelling", "missile", "drone")
LONGEST = 3  # days from the first to the last that a strike may be of


def write_theatre(
    folder: Path, places: int = PLACES, days: int = DAYS, claims: int = CLAIMS, strikes: int = STRIKES
) -> str:
    """Publish the war into `folder` as a page reads it, and return the theatre's slug. What is there already is left."""
    snapshot = sized_snapshot(places, days, claims)
    root = folder / snapshot.theatre.slug
    if (root / "latest.json").is_file():
        return snapshot.theatre.slug
    made = compile_release(
        snapshot, strikes=sized_strikes(snapshot, strikes), reports=(), basemap=_land(snapshot), store=MemoryStore()
    )
    (root / made.hash).mkdir(parents=True)
    for name, content in made.files.items():
        (root / made.hash / name).write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    pointer = {
        "format": 2,
        "theatre": snapshot.theatre.slug,
        "release": made.hash,
        "path": f"{made.hash}/release.json",
        "published_at": "2026-01-01T00:00:00Z",
    }
    (root / "latest.json").write_text(json.dumps(pointer), encoding="utf-8")
    return snapshot.theatre.slug


def sized_strikes(snapshot: Snapshot, count: int, seed: int = 1) -> list[Strike]:
    """Return that many strikes on places and days of the theatre, each killing up to a dozen people."""
    rng = np.random.default_rng([seed, 5])
    first, span = snapshot.theatre.date_start, (snapshot.theatre.date_end - snapshot.theatre.date_start).days
    found = []
    for number in range(count):
        day = first + timedelta(days=int(rng.integers(0, span + 1)))
        last = min(
            day + timedelta(days=int(rng.integers(0, LONGEST)) * int(rng.random() < 0.1)), snapshot.theatre.date_end
        )
        low = int(rng.integers(0, 8))
        group = Range(low, None, low + int(rng.integers(0, 5)))
        found.append(
            Strike(
                id=f"s{number:05}",
                place=snapshot.places[int(rng.integers(0, len(snapshot.places)))].slug,
                kind=KINDS[int(rng.integers(0, len(KINDS)))],
                date_start=day,
                date_end=last,
                source=snapshot.sources[0].slug,
                reported_at=datetime.combine(last, time(18), UTC),
                summary=f"Strike number {number}.",
                killed=Casualties(civilians=group) if rng.random() < 0.6 else Casualties(combatants=group),
            )
        )
    return found


def _land(snapshot: Snapshot) -> dict[str, Any]:
    """Return one country as large as the theatre."""
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "Invented"}, "geometry": snapshot.theatre.boundary}],
    }
