"""A release read as it was known by some day: one clock more beside those that it holds, whose days are derived when they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from .release_reading import Json, ReleaseReading
from .release_snapshot import read_snapshot
from .timeline_known_by import piece_known_by


class ReadingKnownBy(ReleaseReading):
    """A release with the timelines of one more clock, named by the day `known_by`. Raises OtherFormat where too little is in it."""

    def __init__(self, reading: ReleaseReading, known_by: date) -> None:
        snapshot, clock = read_snapshot(reading), known_by.isoformat()
        made: dict[str, tuple[str, int]] = {}
        manifest: Json = {**reading.manifest, "timelines": {}}
        for lens, clocks in reading.manifest["timelines"].items():
            pieces = [{**piece, "timeline": f"{lens} {clock} {n}"} for n, piece in enumerate(clocks["now"]["pieces"])]
            made.update((piece["timeline"], (lens, number)) for number, piece in enumerate(pieces))
            manifest["timelines"][lens] = {**clocks, clock: {**clocks["now"], "pieces": pieces}}

        def read(name: str) -> Any:
            if name == "release.json":
                return manifest
            if name not in made:
                return reading.read(name)
            lens, number = made[name]
            days: int = manifest["piece_days"]
            return piece_known_by(snapshot, number=number, lens=lens, day=known_by, piece_days=days).timeline

        super().__init__(reading.hash, read)
