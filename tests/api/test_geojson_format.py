"""Places, claims and strikes as GeoJSON, by `format` or by the Accept header."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from shapely.geometry import shape

from .conftest import Cast

LOCATED = ("places", "claims", "strikes")


@pytest.mark.parametrize("resource", LOCATED)
@pytest.mark.parametrize(
    "how", [{"query_params": {"format": "geojson"}}, {"headers": {"accept": "application/geo+json"}}]
)
def test_geojson_is_given_to_whoever_asks_for_it(reader: Client, two_banks: Cast, resource: str, how: Any) -> None:
    response = reader.get(f"/api/v1/{resource}/", **how)
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert body["type"] == "FeatureCollection"
    assert body["next"] is None
    rows = reader.get(f"/api/v1/{resource}/").json()["results"]
    assert [feature["id"] for feature in body["features"]] == [row["id"] for row in rows]
    for feature, row in zip(body["features"], rows, strict=True):
        assert feature["type"] == "Feature"
        assert shape(feature["geometry"]).is_valid
        assert feature["properties"].items() <= row.items()


def test_json_is_what_a_browser_gets(reader: Client, two_banks: Cast) -> None:
    response = reader.get("/api/v1/claims/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert response["Content-Type"] == "application/json"


def test_an_explicit_format_wins_over_the_accept_header(reader: Client, two_banks: Cast) -> None:
    response = reader.get("/api/v1/claims/?format=geojson", headers={"accept": "text/html"})
    assert response["Content-Type"] == "application/geo+json"


def test_an_area_is_drawn_by_its_extent_wherever_it_appears(reader: Client, two_banks: Cast) -> None:
    (place,) = reader.get("/api/v1/places/?format=geojson&place=dale").json()["features"]
    (strike,) = reader.get("/api/v1/strikes/?format=geojson&place=dale").json()["features"]
    assert strike["geometry"] == place["geometry"]
    assert shape(place["geometry"]).exterior.is_ccw
    (row,) = reader.get("/api/v1/places/?place=dale").json()["results"]
    assert row["extent"] == place["geometry"]


def test_a_point_has_its_longitude_first(reader: Client, two_banks: Cast) -> None:
    (place,) = reader.get("/api/v1/places/?format=geojson&place=alder").json()["features"]
    assert place["geometry"] == {"type": "Point", "coordinates": [10.5, 51.5]}


@pytest.mark.parametrize("resource", LOCATED)
def test_a_single_row_is_a_single_feature(reader: Client, two_banks: Cast, resource: str) -> None:
    (first, *_) = reader.get(f"/api/v1/{resource}/?format=geojson").json()["features"]
    assert reader.get(f"/api/v1/{resource}/{first['id']}/?format=geojson").json() == first


def test_pages_of_features_link_to_each_other(reader: Client, two_banks: Cast) -> None:
    url, seen = "/api/v1/claims/?format=geojson&page_size=2", []
    while url:
        page = reader.get(url).json()
        seen += [feature["id"] for feature in page["features"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 6


def test_what_has_no_geometry_is_not_to_be_had_as_geojson(reader: Client, two_banks: Cast) -> None:
    response = reader.get("/api/v1/actors/?format=geojson")
    assert response.status_code == 400
    assert response.json()["field"] == "format"
    assert reader.get("/api/v1/actors/", headers={"accept": "application/geo+json"}).status_code == 406
