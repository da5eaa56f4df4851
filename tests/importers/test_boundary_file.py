"""A boundary is read from what GIS tools write, or refused with the member that is wrong."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from conflictmap.importers.boundary_file import boundary_km2, read_boundary
from conflictmap.importers.csv_rows import TableError

RING = [[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]
ISLAND = [[13, 50], [14, 50], [14, 51], [13, 50]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
TWO = {"type": "MultiPolygon", "coordinates": [[RING], [ISLAND]]}


def read(content: object) -> dict[str, Any]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_boundary(io.BytesIO(raw), "land.geojson")


def feature(geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": "Land"}, "geometry": geometry}


@pytest.mark.parametrize("geometry", [SQUARE, TWO])
def test_a_geometry_a_feature_and_a_collection_of_one_are_the_same_boundary(geometry: dict[str, Any]) -> None:
    for content in (geometry, feature(geometry), {"type": "FeatureCollection", "features": [feature(geometry)]}):
        made = read(content)
        assert made["type"] == geometry["type"]
        assert shape(made).equals(shape(geometry))


def test_heights_a_byte_order_mark_and_the_way_round_change_nothing() -> None:
    high = {"type": "Polygon", "coordinates": [[[*point, 300.5] for point in RING]]}
    assert read(b"\xef\xbb\xbf" + json.dumps(high).encode()) == read(SQUARE)
    assert shape(read({"type": "Polygon", "coordinates": [RING[::-1]]})).equals(shape(SQUARE))


def test_the_old_crs_is_allowed_where_it_says_what_is_so_anyway() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read({**SQUARE, "crs": crs}) == read(SQUARE)


def test_its_ground_is_measured_without_its_holes() -> None:
    hole = [[10.5, 50.2], [11, 50.2], [11, 50.7], [10.5, 50.2]]
    whole, holed = read(SQUARE), read({"type": "Polygon", "coordinates": [RING, hole]})
    assert boundary_km2(whole) == pytest.approx(15_700, rel=0.01)
    assert boundary_km2(holed) == pytest.approx(
        boundary_km2(whole) - boundary_km2(read({"type": "Polygon", "coordinates": [hole]}))
    )


def ring(*points: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [list(points)]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1 is not JSON: Expecting value (character 1)"),
        (b'{"type":\n "Polygon"', "line 2 is not JSON: Expecting ',' delimiter (character 11)"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 100_000, "is nested too deep"),
        (b'{"a":' + b"9" * 5000 + b"}", "has a number that is too long"),
        ([], "is no GeoJSON object"),
        ({}, "type is null: the boundary is a Polygon or a MultiPolygon"),
        ({"type": "Point", "coordinates": [1, 2]}, 'type is "Point": the boundary is a Polygon or a MultiPolygon'),
        (feature(None), "geometry.type is null: the boundary is a Polygon or a MultiPolygon"),
        (
            {"type": "FeatureCollection", "features": [feature(SQUARE)] * 3},
            "has 3 features: the boundary is one, with a Polygon or a MultiPolygon",
        ),
        (
            {"type": "FeatureCollection", "features": None},
            "has no features: the boundary is one, with a Polygon or a MultiPolygon",
        ),
        (
            {"type": "FeatureCollection", "features": [7]},
            "features[0].type is null: the boundary is a Polygon or a MultiPolygon",
        ),
        ({"type": "Polygon", "coordinates": []}, "coordinates is no list of rings"),
        ({"type": "MultiPolygon", "coordinates": {}}, "coordinates is no list of polygons"),
        ({"type": "MultiPolygon", "coordinates": []}, "coordinates is no list of polygons"),
        (
            {"type": "Polygon", "coordinates": [[[179, 50], [181, 50], [181, 51], [179, 50]]]},
            "coordinates[0][1] is out of range: 181, 50 is no longitude and latitude in degrees; "
            "cut the ground at the antimeridian (RFC 7946, section 3.1.9)",
        ),
        ({"type": "MultiPolygon", "coordinates": [[RING], [7]]}, "coordinates[1][0] is no list of positions"),
        (feature(ring(*RING[:-1])), "geometry.coordinates[0] is no closed ring of four or more positions"),
        (ring([10, 50], [11, "x"]), "coordinates[0][1] is no longitude and latitude"),
        (ring([10, 50], [True, 50]), "coordinates[0][1] is no longitude and latitude"),
        (
            ring([1_113_194, 6_446_275]),
            "coordinates[0][0] is out of range: 1113194, 6446275 is no longitude and latitude in degrees",
        ),
        (
            b'{"type":"Polygon","coordinates":[[[NaN,1]]]}',
            "coordinates[0][0] is out of range: nan, 1 is no longitude and latitude in degrees",
        ),
        (
            ring([10, 50], [12, 51], [12, 50], [10, 51], [10, 50]),
            "coordinates is no valid Polygon: Self-intersection[11 50.5]",
        ),
        (ring([10, 50], [10.0001, 50], [10, 50.0001], [10, 50]), "coordinates encloses no ground"),
        (
            {**SQUARE, "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}},
            "crs is another than WGS 84, longitude and latitude in degrees, which is all that GeoJSON has",
        ),
    ],
)
def test_what_is_no_boundary_is_refused_with_the_member_that_is_wrong(content: object, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read(content)
    assert str(caught.value) == f"land.geojson: {message}"


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "features", "geometry"]), inner)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(anything, st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]))
def test_no_json_whatever_ends_in_anything_but_a_boundary_or_a_sentence(value: object, kind: str) -> None:
    for content in (value, {"type": kind, "coordinates": value, "geometry": value, "features": value}):
        try:
            read(content)
        except TableError as error:
            assert str(error).startswith("land.geojson: ")
