"""OGC API – Features: each class of the standard that is named is kept, and wrong questions are refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from django.test import Client

from conflictmap.ogc.collections import COLLECTIONS, CONFORMS_TO

from .conftest import Cast

GEOJSON = "application/geo+json"


def items(reader: Client, name: str, query: str = "") -> Any:
    response = reader.get(f"/ogc/collections/{name}/items{query}")
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == GEOJSON
    return response.json()


def links(body: Any) -> dict[str, str]:
    return {each["rel"]: each["href"] for each in body["links"]}


def path(address: str) -> str:
    return address.removeprefix("http://testserver")


# --- core -----------------------------------------------------------------------------------------------------------
def test_every_page_is_found_from_the_landing_page(reader: Client, two_banks: Cast) -> None:
    landing = reader.get("/ogc/").json()
    found = links(landing)
    assert reader.get(path(found["conformance"])).json()["conformsTo"] == list(CONFORMS_TO)
    collections = reader.get(path(found["data"])).json()["collections"]
    assert [each["id"] for each in collections] == list(COLLECTIONS)
    for each in collections:
        alone = reader.get(f"/ogc/collections/{each['id']}").json()
        assert {**alone, "links": []} == {**each, "links": []}
        assert alone["extent"]["spatial"]["bbox"] == [[10, 50, 12, 52]]
        for address in links(each).values():
            assert path(address).startswith("http") or reader.get(path(address)).status_code == 200
    assert reader.get(path(found["service-desc"]))["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"


@pytest.mark.parametrize("name", ["places", "claims", "strikes"])
def test_rows_are_those_of_the_api(reader: Client, two_banks: Cast, name: str) -> None:
    page = items(reader, name)
    assert page["features"] == reader.get(f"/api/v1/{name}/?format=geojson").json()["features"] != []
    assert page["numberMatched"] == page["numberReturned"] == len(page["features"])


@pytest.mark.parametrize("name", ["areas", "frontline"])
def test_what_is_derived_is_that_of_the_api(reader: Client, two_banks: Cast, name: str) -> None:
    days = {each["properties"]["date"] for each in items(reader, name)["features"]}
    assert days == {"2031-03-05"}, "without a datetime it is the newest day"
    page = items(reader, name, "?datetime=2031-03-03&lens=northern")
    same = reader.get(f"/api/v1/theatres/two-banks/{name}/?date=2031-03-03&lens=northern").json()["features"]
    assert [each["geometry"] for each in page["features"]] == [each["geometry"] for each in same]
    assert all(each["properties"]["theatre"] == "two-banks" for each in page["features"])


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_pages_follow_each_other_without_a_gap(reader: Client, two_banks: Cast, name: str) -> None:
    span = "?datetime=2031-03-01/..&limit="
    whole = items(reader, name, f"{span}10000")["features"]
    assert len(whole) > 1
    found: list[Any] = []
    page = items(reader, name, f"{span}1")
    while True:
        assert 0 < page["numberReturned"] == len(page["features"]) == 1
        found += page["features"]
        if "next" not in links(page):
            break
        page = reader.get(path(links(page)["next"])).json()
    assert found == whole
    assert len({each["id"] for each in found}) == len(found)


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_an_item_is_found_by_its_id(reader: Client, two_banks: Cast, name: str) -> None:
    feature = items(reader, name)["features"][-1]
    response = reader.get(f"/ogc/collections/{name}/items/{feature['id']}")
    assert response["Content-Type"] == GEOJSON
    found = response.json()
    assert path(links(found)["collection"]) == f"/ogc/collections/{name}"
    del found["links"]
    assert found == feature


def test_a_box_selects_what_touches_it(reader: Client, two_banks: Cast) -> None:
    place = items(reader, "places", "?place=alder")["features"][0]
    longitude, latitude = place["geometry"]["coordinates"]
    box = f"{longitude - 0.01},{latitude - 0.01},{longitude + 0.01},{latitude + 0.01}"
    assert place in items(reader, "places", f"?bbox={box}")["features"]
    west, south, east, north = box.split(",")
    with_heights = items(reader, "places", f"?bbox={west},{south},0,{east},{north},9000")
    assert with_heights["features"] == items(reader, "places", f"?bbox={box}")["features"]
    assert items(reader, "places", "?bbox=0,0,1,1")["features"] == []
    everything, touched = items(reader, "areas")["features"], items(reader, "areas", f"?bbox={box}")["features"]
    assert 0 < len(touched) < len(everything)
    assert items(reader, "areas", "?bbox=0,0,1,1")["features"] == []
    assert items(reader, "areas", "?bbox=170,0,-170,1")["features"] == []


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2031-03-02", 2, 2),
        ("2031-03-02T08:00:00Z", 2, 2),
        ("2031-03-02/2031-03-03", 2, 3),
        ("../2031-03-02", 1, 2),
        ("2031-03-04/..", 4, 5),
        ("/2031-03-02", 1, 2),
    ],
)
def test_a_datetime_selects_days(reader: Client, two_banks: Cast, asked: str, first: int, last: int) -> None:
    days = {each["properties"]["date"] for each in items(reader, "areas", f"?datetime={asked}&limit=1000")["features"]}
    assert days == {date(2031, 3, number).isoformat() for number in range(first, last + 1)}
    for claim in items(reader, "claims", f"?datetime={asked}")["features"]:
        assert claim["properties"]["date_start"] <= date(2031, 3, last).isoformat()
        assert claim["properties"]["date_end"] >= date(2031, 3, first).isoformat()


def test_properties_narrow_a_collection(reader: Client, two_banks: Cast) -> None:
    found = items(reader, "claims", "?actor=southmen")["features"]
    assert found and {each["properties"]["actor"] for each in found} == {"southmen"}
    assert len(found) < items(reader, "claims")["numberMatched"]


def test_a_limit_above_the_most_is_no_error(reader: Client, two_banks: Cast) -> None:
    assert items(reader, "claims", "?limit=999999999")["features"] == items(reader, "claims")["features"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=1,9,2,3", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2031-03-05/2031-03-01", "datetime"),
        ("datetime=../..", "datetime"),
        ("datetime=2031-03-01/2031-03-02/2031-03-03", "datetime"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=2&limit=3", "limit"),
        ("cursor=nonsense", "cursor"),
        ("f=xml", "f"),
        ("unknown=1", "unknown"),
        ("theatre=nowhere", "theatre"),
    ],
)
@pytest.mark.parametrize("name", ["claims", "areas"])
def test_a_wrong_parameter_is_named(reader: Client, two_banks: Cast, name: str, query: str, field: str) -> None:
    response = reader.get(f"/ogc/collections/{name}/items?{query}")
    assert response.status_code in ((404,) if name == "areas" and field == "theatre" else (400,))
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["field"] == field


@pytest.mark.parametrize(
    "address",
    [
        "collections/roads",
        "collections/roads/items",
        "collections/claims/items/1",
        "collections/areas/items/a:b:c",
        "nothing",
    ],
)
def test_what_is_not_there_is_a_problem(reader: Client, two_banks: Cast, address: str) -> None:
    response = reader.get(f"/ogc/{address}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_pages_of_any_origin_may_read_it(reader: Client, two_banks: Cast) -> None:
    assert reader.get("/ogc/collections")["Access-Control-Allow-Origin"] == "*"


# --- html -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", ["", "conformance", "collections", "collections/claims", "collections/claims/items"]
)
def test_every_page_is_html_for_people(reader: Client, two_banks: Cast, address: str) -> None:
    two_banks.place("villain", 10.2, 50.2, note="", name_ar="<script>alert(1)</script>")
    for response in (
        reader.get(f"/ogc/{address}?f=html"),
        reader.get(f"/ogc/{address}", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}),
    ):
        assert response["Content-Type"].startswith("text/html")
        assert "<h1>" in response.content.decode()
    places = reader.get("/ogc/collections/places/items?f=html").content.decode()
    assert "<script>alert" not in places and "&lt;script&gt;alert" in places


# --- oas30 ----------------------------------------------------------------------------------------------------------
def test_every_answer_is_what_the_openapi_document_says(reader: Client, two_banks: Cast) -> None:
    document = json.loads(reader.get("/ogc/api").content)
    assert document["openapi"].startswith("3.0")
    for address, operations in document["paths"].items():
        name = address.split("/")[2] if address.count("/") > 1 else ""
        if "{item}" in address:
            address = address.replace("{item}", items(reader, name)["features"][0]["id"])
        response = reader.get(f"/ogc{address}")
        content = operations["get"]["responses"]["200"]["content"]
        assert response["Content-Type"] in content
        schema = {**content[response["Content-Type"]]["schema"], "components": document["components"]}
        jsonschema.validate(json.loads(response.content), schema)
        if address.endswith("/items"):
            named = [each["name"] for each in operations["get"]["parameters"]]
            assert named[:4] == ["bbox", "datetime", "limit", "cursor"]
            wrong = reader.get(f"/ogc{address}?beside=1").json()["detail"]
            assert all(name in wrong for name in named)
