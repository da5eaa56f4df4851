"""One day's layers and the ground that comes of them, checked here and by the front end's tests from the same file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from conflictmap.core.areas import derive_areas
from conflictmap.core.daymap import day_field, day_states, holders, network_of
from conflictmap.core.field import STATUSES
from conflictmap.core.frontlines import front_of, width_km
from conflictmap.core.ground import GroundWalker
from tests.cast import (
    ALEPPO,
    BASELINE,
    BROADCASTER,
    HAMA,
    OPPOSITION,
    REBEL_COMMAND,
    SHEIKH_NAJJAR,
    THEATRE,
    WIRE,
    claim,
    day,
    snapshot,
)

GOLDEN = Path(__file__).parent / "golden" / "one_day.json"


def one_day() -> dict[str, Any]:
    """Return a day with every status: its network, its layers, and square degrees and degrees of front as derived here."""
    claims = [
        *BASELINE,
        *(claim(o, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own") for o in (WIRE, BROADCASTER)),
        claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)),
        claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(1)),
    ]
    rows = snapshot(*claims, theatre=replace(THEATRE, support_km=25))
    field = day_field(rows, day_states(rows, day=day(1), lens="assessed", known_by=None))
    mesh, actors = network_of(rows), holders(rows)
    areas, lines = derive_areas(mesh, field, actors, 25)
    # Places in the east are known less precisely, so that the band has all it follows from.
    precision = np.where(mesh.degrees[:, 0] > 37, 5000.0, 1000.0)
    drawn = GroundWalker(mesh, actors, 25).step(field)
    front = front_of(drawn.layout)
    middles = (drawn.layout.borders.points[front.start] + drawn.layout.borders.points[front.end]) / 2
    ground: Counter[str] = Counter()
    for area in areas:
        name = f"{area.holder}:{area.status}" if area.holder else "unknown"
        ground[name] += shapely.Polygon(area.rings[0], area.rings[1:]).area  # type: ignore[assignment]
    return {
        "lon": mesh.vertices[:, 0].tolist(),
        "lat": mesh.vertices[:, 1].tolist(),
        "scale": 100000,
        "triangles": mesh.triangles.ravel().tolist(),
        "actors": [
            {
                "slug": actor.slug,
                "side": actor.side,
                **{
                    status: field.memberships[actor.slug, status].tolist()
                    for status in STATUSES
                    if (actor.slug, status) in field.memberships
                },
            }
            for actor in actors
        ],
        "support": field.support.tolist(),
        "confidence": field.confidence.tolist(),
        "precision_m": precision.tolist(),
        "plane_km": mesh.plane.round(6).tolist(),
        "support_km": 25,
        "square_degrees": {name: round(size, 5) for name, size in sorted(ground.items())},
        "band": np.column_stack([middles, width_km(drawn, precision)]).round(4).tolist(),
        "front_degrees": round(sum(shapely.LineString(line.path).length for line in lines), 3),
    }


def test_the_engine_cuts_the_ground_of_the_golden_day():
    assert one_day() == json.loads(GOLDEN.read_text())


def test_the_golden_day_shows_every_status():
    said = {name.partition(":")[2] for name in one_day()["square_degrees"]}
    assert said == {"held", "contested", "claimed", ""}
