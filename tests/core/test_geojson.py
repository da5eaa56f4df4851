"""Records turn into GeoJSON that every tool reads: lon before lat, shells counter-clockwise, streams always whole."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from conflictmap.core.geojson import (
    area_feature,
    encoder,
    feature,
    feature_collection,
    frontline_feature,
    geometry_of,
    polygon,
    state_feature,
    stream_collection,
    stream_texts,
)
from conflictmap.core.records import Area, Evidence, Frontline, Place, State

SQUARE = [[10.0, 50.0], [10.0, 52.0], [12.0, 52.0], [12.0, 50.0], [10.0, 50.0]]
HOLE = [[10.5, 50.5], [11.0, 50.5], [11.0, 51.0], [10.5, 51.0], [10.5, 50.5]]


def a_place(**changes: object) -> Place:
    values = {"slug": "alder", "name": "Alder", "kind": "town", "longitude": 10.54321, "latitude": 51.51234}
    return Place(**{**values, **changes})  # type: ignore[arg-type]


def test_a_point_place_is_a_point_with_its_longitude_first() -> None:
    assert geometry_of(a_place()) == {"type": "Point", "coordinates": [10.54321, 51.51234]}


def test_an_area_is_its_extent_and_runs_by_the_right_hand_rule() -> None:
    geometry = geometry_of(a_place(extent={"type": "Polygon", "coordinates": [SQUARE, HOLE]}))
    made = shape(geometry)
    assert made.exterior.is_ccw
    assert not made.interiors[0].is_ccw
    assert made.equals(shape({"type": "Polygon", "coordinates": [SQUARE, HOLE]}))


@pytest.mark.parametrize(
    "extent",
    [
        {},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
        {"type": "Polygon", "coordinates": [SQUARE[:2] + SQUARE[:1]]},
        {"type": "Polygon", "coordinates": [["a", "b", "c", "a"]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 1.0], *SQUARE[1:-1], [float("nan"), 1.0]]]},
        {"type": "Point", "coordinates": [1, 2]},
    ],
)
def test_an_extent_that_is_no_closed_polygon_gives_the_point(extent: dict[str, object]) -> None:
    assert geometry_of(a_place(extent=extent))["type"] == "Point"


def test_coordinates_are_rounded_where_the_theatre_asks_for_it() -> None:
    assert geometry_of(a_place(), decimals=1)["coordinates"] == [10.5, 51.5]


def test_a_state_tells_who_holds_the_place_and_by_which_claims() -> None:
    evidence = (Evidence("one", "monitor", 0.7), Evidence("two", "alone", 0.2), Evidence("one", "corroborates", 0.1))
    state = State("alder", "southmen", "contested", 0.8, ("northmen",), date(2031, 3, 3), evidence)
    made = state_feature(a_place(), state, {"southmen": "south"}, "an-id")
    assert made["id"] == "an-id"
    assert made["properties"] == {
        "place": "alder",
        "name": "Alder",
        "name_ar": "",
        "holder": "southmen",
        "side": "south",
        "status": "contested",
        "contenders": ["northmen"],
        "confidence": 0.8,
        "since": "2031-03-03",
        "doubted": False,
        "claims": ["one", "two"],
        "evidence": [
            {"claim": "one", "rule": "monitor", "weight": 0.7},
            {"claim": "two", "rule": "alone", "weight": 0.2},
            {"claim": "one", "rule": "corroborates", "weight": 0.1},
        ],
    }


def test_a_place_that_nobody_holds_has_neither_holder_nor_side() -> None:
    made = state_feature(a_place(), State("alder", None, "unknown", 0.0), {})["properties"]
    assert (made["holder"], made["side"], made["since"], made["claims"]) == (None, None, None, [])


def test_an_area_runs_counter_clockwise_even_when_its_rings_do_not() -> None:
    rings = (tuple((lon, lat) for lon, lat in SQUARE),)
    made = area_feature(Area(None, None, "unknown", (), rings, 12.5))
    assert shape(made["geometry"]).exterior.is_ccw
    assert made["properties"]["holder"] is None
    assert made["properties"]["area_km2"] == 12.5


def test_an_area_says_who_holds_it_how_large_it_is_and_how_sure_that_is() -> None:
    rings = (tuple((lon, lat) for lon, lat in SQUARE),)
    made = area_feature(Area("southmen", "south", "contested", ("northmen",), rings, 12.5, 0.75))
    assert made["properties"] == {
        "holder": "southmen",
        "side": "south",
        "status": "contested",
        "contenders": ["northmen"],
        "area_km2": 12.5,
        "confidence": 0.75,
    }


def test_a_frontline_names_the_two_between_whom_it_runs_and_the_band_in_which_it_lies() -> None:
    made = frontline_feature(Frontline(("a", "b"), ("north", "south"), ((10.0, 50.0), (11.0, 51.0)), 130.2, 4.5))
    assert made["geometry"] == {"type": "LineString", "coordinates": [[10.0, 50.0], [11.0, 51.0]]}
    assert made["properties"] == {
        "between": ["a", "b"],
        "sides": ["north", "south"],
        "length_km": 130.2,
        "width_km": 4.5,
    }


texts = st.dictionaries(
    st.text(max_size=8), st.none() | st.booleans() | st.text() | st.floats(allow_nan=False, allow_infinity=False)
)


@given(st.lists(texts, max_size=5), texts.map(lambda members: {"x" + key: value for key, value in members.items()}))
def test_a_streamed_collection_reads_back_as_the_same_collection(
    rows: list[dict[str, object]], members: dict[str, object]
) -> None:
    features = [feature({"type": "Point", "coordinates": [1.0, 2.0]}, row) for row in rows]
    streamed = "".join(stream_collection(iter(features), members))
    assert json.loads(streamed) == feature_collection(features, members)


def test_features_that_are_written_already_make_the_same_stream() -> None:
    features = [feature({"type": "Point", "coordinates": [1.0, 2.0]}, {"name": "Älder"})] * 2
    text = encoder()
    for members in ({}, {"date": "2031-03-03"}):
        assert "".join(stream_texts(map(text, features), text(members))) == "".join(
            stream_collection(features, members)
        )


def test_a_stream_takes_one_feature_at_a_time() -> None:
    taken: list[int] = []

    def endless() -> object:
        number = 0
        while True:
            taken.append(number)
            yield feature({"type": "Point", "coordinates": [0.0, 0.0]}, {"number": number})
            number += 1

    stream = stream_collection(endless())  # type: ignore[arg-type]
    for _ in range(4):
        next(stream)
    assert len(taken) == 3


def test_a_number_that_json_has_not_is_refused_rather_than_written() -> None:
    broken = feature(polygon([SQUARE]), {"weight": float("nan")})
    with pytest.raises(ValueError, match="JSON compliant"):
        "".join(stream_collection([broken]))
