"""The smallest theatre's folder in which every kind of row occurs, for tests to break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class TinyTheatre:
    """Rows to change before `write()`; by default all is well. It names no country, so no gazetteer is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theatre: dict[str, Any] = {
            "slug": "tiny",
            "name": "Tiny",
            "bbox": [0, 0, 2, 2],
            "boundary": square(0, 0, 2, 2),
            "date_start": "2024-01-01",
            "date_end": "2024-01-05",
            "time_zone": "Asia/Damascus",
            "lenses": [{"slug": "assessed", "name": "All"}, {"slug": "red", "name": "Red", "alignment": "red"}],
        }
        self.actors: Rows = [
            {"slug": "reds", "name": "Reds", "side": "red", "colour": "#aa0000", "order": 1},
            {"slug": "blues", "name": "Blues", "side": "blue", "colour": "#0000aa", "order": 2},
            {"slug": "airmen", "name": "Airmen", "side": "blue", "colour": "#00aaaa", "order": 3, "can_hold": False},
        ]
        self.sources: Rows = [
            {"slug": "paper", "name": "Paper", "kind": "outlet"},
            {"slug": "red-staff", "name": "Red staff", "kind": "belligerent", "alignment": "red"},
            {"slug": "record", "name": "Public record", "kind": "background"},
        ]
        self.places: Rows = [
            {"slug": "town", "name": "Town", "kind": "town", "longitude": 0.5, "latitude": 0.5, "provenance": "report"},
            {
                "slug": "fields",
                "name": "Fields",
                "kind": "area",
                "longitude": 1.5,
                "latitude": 1.5,
                "extent": square(1, 1, 2, 2),
                "provenance": "background",
            },
        ]
        self.baseline = ["geonames_id,name,actor,confidence", "place:town,Town,reds,0.9"]
        self.reports: Rows = [
            {
                "key": "paper-1",
                "source": "paper",
                "title": "Summary: a town",
                "text": "The town fell.",
                "published_at": "2024-01-03T18:00:00Z",
                "is_summary": True,
            }
        ]
        self.claims: Rows = [
            {
                "key": "paper-town",
                "report": "paper-1",
                "place": "town",
                "actor": "blues",
                "relation": "controls",
                "date_start": "2024-01-02",
                "source": "paper",
                "voice": "own",
                "summary": "The blues took the town.",
                "provenance": "report",
            },
            {
                "key": "staff-denial",
                "report": "paper-1",
                "place": "town",
                "actor": "blues",
                "relation": "denies",
                "denies": "paper-town",
                "date_start": "2024-01-02",
                "date_end": "2024-01-03",
                "date_precision": "range",
                "source": "red-staff",
                "reported_at": "2024-01-03T09:00:00+03:00",
                "summary": "The red staff denies it.",
                "provenance": "report",
            },
            {
                "key": "background-fields",
                "place": "fields",
                "actor": "blues",
                "relation": "controls",
                "date_start": "2024-01-04",
                "source": "record",
                "reported_at": "2024-01-04T20:00:00Z",
                "confidence": 0.6,
                "summary": "Public record: the fields too.",
                "provenance": "background",
            },
        ]
        self.strikes: Rows = [
            {
                "key": "paper-strike",
                "report": "paper-1",
                "place": "town",
                "kind": "air-strike",
                "date_start": "2024-01-02",
                "source": "paper",
                "attackers": ["airmen"],
                "killed": {"civilians": {"low": 7}, "wording": "at least seven"},
                "injured": {"unknown": {"low": 24, "high": 99}, "wording": "dozens"},
                "summary": "Aircraft struck the town.",
                "provenance": "report",
            }
        ]

    def write(self) -> Path:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "theatre.json").write_text(json.dumps(self.theatre), encoding="utf-8")
        for name in ("actors", "sources", "places", "reports", "claims", "strikes"):
            rows: Rows = getattr(self, name)
            text = "".join(json.dumps(row) + "\n" for row in rows)
            (self.folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        (self.folder / "baseline.csv").write_text("\n".join(self.baseline) + "\n", encoding="utf-8")
        return self.folder
