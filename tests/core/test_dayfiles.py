"""A day's map is written as three files, the same whatever was written before it, and no older day is kept."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date, timedelta
from typing import Any

import numpy as np

from conflictmap.core.dayfiles import DayFiles
from conflictmap.core.field import Field
from conflictmap.core.records import Area, Evidence, Frontline, State
from conflictmap.core.walk import DayMap
from tests.cast import ACTORS, ALEPPO, FIRST_DAY, IDLIB, snapshot

NOTHING = Field({}, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
RING = ((36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 35.0))


def a_day(on: date, east: float = 37.0, confidence: float = 0.8, corners: int = 4) -> DayMap:
    """Return an invented day: one area as far east as that, of so many corners, one front and two places."""
    arc = tuple((east, 35.0 + step / corners) for step in range(corners - 3))
    area = Area("government", "government", "held", (), ((RING[0], *arc, RING[2], RING[3]),), 12.5, confidence)
    line = Frontline(("government", "opposition"), ("government", "opposition"), RING[:2], 100.0, 3.5)
    evidence = (Evidence("two", "monitor", 0.85), Evidence("one", "interested", 0.4))
    states = (
        State("aleppo", "government", "held", confidence, since=FIRST_DAY, evidence=evidence),
        State("idlib", None, "unknown", 0.0),
    )
    return DayMap(on, states, NOTHING, (area,), (line,))


def a_writer() -> DayFiles:
    return DayFiles(snapshot(places=(ALEPPO, IDLIB)), {"one": 2, "two": 17}, {"lens": "assessed"})


def written(writer: DayFiles, day: DayMap) -> dict[str, str]:
    return {name: "".join(pieces) for name, pieces in writer.of(day)}


def features(files: dict[str, str], layer: str) -> list[dict[str, Any]]:
    found = json.loads(files[f"{layer}-{FIRST_DAY}.geojson"])
    assert (found["type"], found["date"], found["lens"]) == ("FeatureCollection", str(FIRST_DAY), "assessed")
    return list(found["features"])


def test_a_day_is_areas_frontlines_and_states() -> None:
    files = written(a_writer(), a_day(FIRST_DAY))
    assert list(files) == [f"{layer}-{FIRST_DAY}.geojson" for layer in ("areas", "frontline", "states")]
    (area,), (line,) = features(files, "areas"), features(files, "frontline")
    assert (area["properties"]["holder"], area["properties"]["confidence"]) == ("government", 0.8)
    assert (line["properties"]["between"], line["properties"]["width_km"]) == (["government", "opposition"], 3.5)


def test_a_state_names_its_claims_by_their_lines_and_the_rules_that_weighed_them() -> None:
    held, unknown = features(written(a_writer(), a_day(FIRST_DAY)), "states")
    assert held["geometry"]["coordinates"] == [ALEPPO.longitude, ALEPPO.latitude]
    assert held["properties"] == {
        "place": "aleppo",
        "name": "Aleppo",
        "holder": "government",
        "side": ACTORS[0].side,
        "status": "held",
        "contenders": [],
        "confidence": 0.8,
        "since": "2024-11-26",
        "doubted": False,
        "claims": [2, 17],
        "evidence": [
            {"line": 17, "rule": "monitor", "weight": 0.85},
            {"line": 2, "rule": "interested", "weight": 0.4},
        ],
    }
    assert (unknown["properties"]["holder"], unknown["properties"]["claims"]) == (None, [])


def test_a_day_is_written_the_same_whatever_was_written_before() -> None:
    days = [
        a_day(FIRST_DAY + timedelta(n), east, sure) for n, (east, sure) in enumerate([(37, 0.8), (37, 0.7), (38, 0.7)])
    ]
    days.append(a_day(FIRST_DAY + timedelta(3), 37, 0.8))
    writer = a_writer()
    for day in days:
        assert written(writer, day) == written(a_writer(), day)


def test_no_more_than_a_day_is_remembered() -> None:
    def grown(count: int) -> int:
        writer = a_writer()
        tracemalloc.start()
        for number in range(count):
            written(writer, a_day(FIRST_DAY + timedelta(number), 37 + number / 1000, corners=2000))
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return kept

    # A day's area is some 300 kB here; forty days may not weigh three.
    assert grown(1) > 100_000
    assert grown(40) < 3 * grown(1)
