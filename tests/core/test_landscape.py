"""What lies around and under a theatre: borders between provinces, rivers, a lake; for orientation only."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from conflictmap.core.basemap import BasemapError, with_landmarks
from conflictmap.core.landscape import lake_along, province_borders, rivers_of
from conflictmap.core.records import Landmark

BOX = (0.0, 0.0, 4.0, 4.0)


def rivers(*lines: list[list[int]]) -> dict[str, Any]:
    return {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": list(lines),
        "objects": {"rivers": {"geometries": [{"type": "LineString", "arcs": [n]} for n in range(len(lines))]}},
    }


def test_only_the_border_between_provinces_is_drawn_not_the_countrys_own():
    halves = [shapely.box(0, 0, 2, 4).wkb, shapely.box(2, 0, 4, 4).wkb]
    drawn = shape(province_borders(halves, BOX).geometry)
    assert drawn.length == pytest.approx(4, abs=0.1)
    assert set(drawn.coords.xy[0]) == {2.0}


def test_arcs_of_one_river_become_one_line_and_far_ones_are_left_out():
    found = rivers_of(rivers([[0, 10], [10, 0]], [[10, 10], [10, 0]], [[900, 900], [10, 0]]), BOX)
    assert [one.geometry["type"] for one in found] == ["LineString"]
    assert shape(found[0].geometry).length == pytest.approx(2)


def test_a_lake_is_wide_where_the_rivers_line_is_its_middle_and_says_that_it_is_rough():
    courses = rivers_of(rivers([[0, 10], [40, 0]]), BOX)
    lake = lake_along(courses, shapely.box(1, 0, 2, 4))
    west, south, east, north = shape(lake.geometry).bounds
    assert lake.schematic and 0.9 < west < 1 and 2 < east < 2.1
    assert 0.02 < north - south < 0.1


def test_a_file_without_rivers_is_refused_by_what_is_missing():
    with pytest.raises(BasemapError, match="rivers"):
        rivers_of(rivers([[0, 0], [1, 1]]) | {"objects": {}}, BOX)


def test_landmarks_follow_the_countries_and_say_their_kind():
    road = Landmark("road", {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "M5", schematic=True)
    land = {"type": "FeatureCollection", "features": [{"properties": {"name": "Land"}}]}
    features = with_landmarks(land, [road])["features"]
    assert [one["properties"].get("kind") for one in features] == [None, "road"]
    assert features[1]["properties"] == {"kind": "road", "name": "M5", "name_ar": "", "schematic": True}
