"""The land around a theatre: as fine as its reader can see, and no larger."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from conflictmap.core.basemap import BasemapError, clip_basemap

COAST = 40_000  # points


def topology() -> dict[str, Any]:
    """Return one country whose coast winds in and out by a tenth of a degree, all around 20 east, 45 north."""
    turns = (2 * pi * step / COAST for step in range(COAST))
    points = [(away * cos(t), away * sin(t)) for t in turns for away in [15 + 0.1 * sin(40 * t) + 0.02 * sin(900 * t)]]
    arc, before = [], (0, 0)
    for x, y in [*points, points[0]]:
        here = (round((x + 20) * 10_000), round((y + 45) * 10_000))
        arc.append([here[0] - before[0], here[1] - before[1]])
        before = here
    return {
        "transform": {"scale": [1e-4, 1e-4], "translate": [0, 0]},
        "arcs": [arc],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Coast"}}]}},
    }


def corners(bbox: tuple[float, float, float, float]) -> int:
    return int(shapely.get_num_coordinates(land(bbox)))


def land(bbox: tuple[float, float, float, float]) -> Any:
    found = clip_basemap(topology(), bbox)
    assert [feature["properties"]["name"] for feature in found["features"]] == ["Coast"]
    return shape(found["features"][0]["geometry"])


def test_the_wider_the_theatre_the_coarser_its_coast():
    narrow, wide = corners((34.0, 44.0, 36.0, 46.0)), corners((5.0, 30.0, 35.0, 60.0))
    # The wide one sees twenty times as much of it.
    assert 100 < narrow < wide < 8 * narrow


def test_the_coast_is_true_to_less_than_a_pixel_of_the_whole_theatre():
    for bbox in ((34.0, 44.0, 36.0, 46.0), (5.0, 30.0, 35.0, 60.0)):
        whole = shape({"type": "Polygon", "coordinates": [line(topology())]})
        side = bbox[2] - bbox[0]
        seen = shapely.box(*bbox)
        drawn = land(bbox).intersection(seen).boundary
        far = drawn.hausdorff_distance(whole.intersection(seen).boundary)
        assert far < max(0.0035, side / 900)


def line(of: dict[str, Any]) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for step_x, step_y in of["arcs"][0]:
        x, y = x + step_x, y + step_y
        points.append((x / 10_000, y / 10_000))
    return points


def test_land_far_from_the_theatre_is_left_out():
    assert clip_basemap(topology(), (80.0, 0.0, 82.0, 2.0))["features"] == []


def test_around_a_theatre_across_the_antimeridian_both_sides_are_kept_and_no_more():
    step = 3_600_000  # a country all around the world, between 10 degrees north and south
    ring = [[-step // 2, -100_000], [step, 0], [0, 200_000], [-step, 0], [0, -200_000]]
    found = clip_basemap({**topology(), "arcs": [ring]}, (178.0, -2.0, -177.0, 2.0))
    kept = shape(found["features"][0]["geometry"])
    assert [part.bounds for part in sorted(kept.geoms, key=lambda part: part.bounds)] == [
        (-180.0, -5.75, -173.25, 5.75),
        (174.25, -5.75, 180.0, 5.75),
    ]


@pytest.mark.parametrize("missing", ["transform", "arcs", "objects"])
def test_what_is_no_topology_is_refused_by_what_is_missing(missing):
    broken = topology()
    del broken[missing]
    with pytest.raises(BasemapError, match=missing):
        clip_basemap(broken, (0, 0, 1, 1))
