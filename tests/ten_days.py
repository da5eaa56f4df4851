"""Ten days of the named cast, and their release."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conflictmap.core import timeline_pieces
from conflictmap.core.records import Snapshot
from conflictmap.core.release import ReleaseFiles, compile_release
from tests.cast import (
    ALEPPO,
    ARMY,
    BASELINE,
    HAMA,
    MAARAT,
    NORTHERN_COUNTRYSIDE,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    WIRE,
    claim,
    day,
    noon,
)

EMPTY: dict[str, Any] = {"type": "FeatureCollection", "features": []}
CLAIMS = (
    *BASELINE,
    claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30)),
    claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(29)),
    claim(ARMY, "denies", OPPOSITION, MAARAT, day(1)),
    claim(WIRE, "entered", OPPOSITION, HAMA, day(1), date_end=day(3)),
    claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(2), reported_at=noon(day(4))),
    claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(5)),
)


def compile_(rows: Snapshot, **options: Any) -> ReleaseFiles:
    return compile_release(rows, strikes=(), reports=(), basemap=EMPTY, **options)


def content(release: ReleaseFiles, name: str) -> Any:
    found = release.files[name]
    return json.loads(found if isinstance(found, bytes) else found.read_bytes())


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    """Divide ten days into four pieces."""
    monkeypatch.setattr(timeline_pieces, "PIECE_DAYS", 3)
    return 3
