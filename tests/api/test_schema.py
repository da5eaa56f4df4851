"""The OpenAPI schema is complete, free of warnings, and true of what the API answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator

from conflictmap.api.params import PARAMETERS
from conflictmap.core.dictionary import LAYERS
from conflictmap.models import Release

from .conftest import Cast, moment

LISTS = ("theatres", "actors", "places", "sources", "reports", "claims", "strikes", "releases")


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    written: Path = tmp_path_factory.mktemp("schema") / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(written))
    return yaml.safe_load(written.read_text())


def validator(schema: Any, path: str, status: int, media_type: str) -> Draft202012Validator:
    """Return the validator of an answer. OpenAPI 3.0 writes `nullable` where JSON Schema writes a null type."""

    def with_nulls(node: Any) -> Any:
        if isinstance(node, list):
            return [with_nulls(each) for each in node]
        if not isinstance(node, dict):
            return node
        node = {key: with_nulls(value) for key, value in node.items()}
        return {"anyOf": [node, {"type": "null"}]} if node.pop("nullable", False) is True else node

    answer = schema["paths"][path]["get"]["responses"][str(status)]["content"][media_type]["schema"]
    return Draft202012Validator(with_nulls({**answer, "components": schema["components"]}))


def test_the_site_serves_the_schema_that_it_checks(reader: Client, db: None, schema: Any) -> None:
    assert json.loads(reader.get("/api/v1/schema/?format=json").content)["paths"].keys() == schema["paths"].keys()
    assert schema["openapi"].startswith("3.")


def test_every_operation_lists_its_parameters_and_its_problems(schema: Any) -> None:
    described = set()
    for path, operations in schema["paths"].items():
        assert set(operations) == ({"get", "post"} if path == "/api/v1/notices/" else {"get"}), path
        names = {parameter["name"] for parameter in operations["get"].get("parameters", ())}
        described |= names
        assert operations["get"]["responses"]["400"]["content"].keys() == {"application/problem+json"}
        if "{" in path:
            assert "application/problem+json" in operations["get"]["responses"]["404"]["content"]
    assert described >= set(PARAMETERS)


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_rows_are_as_described(reader: Client, two_banks: Cast, schema: Any, name: str) -> None:
    Release.objects.create(
        theatre=two_banks.theatre,
        hash="ab",
        published_at=moment(5),
        days=5,
        claim_count=1,
        strike_count=1,
        size_bytes=1,
    )
    key, slot = ("slug", "theatre") if name == "theatres" else ("id", "id")
    for asked, media_type in (("json", "application/json"), ("geojson", "application/geo+json")):
        if media_type not in schema["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]:
            continue
        listed = reader.get(f"/api/v1/{name}/?format={asked}&page_size=2").json()
        validator(schema, f"/api/v1/{name}/", 200, media_type).validate(listed)
        (row, *_) = listed["results"] if asked == "json" else listed["features"]
        single = reader.get(f"/api/v1/{name}/{row[key]}/?format={asked}").json()
        validator(schema, f"/api/v1/{name}/{{{slot}}}/", 200, media_type).validate(single)


@pytest.mark.parametrize("name", LISTS)
def test_a_row_has_no_field_that_the_schema_leaves_out(reader: Client, two_banks: Cast, schema: Any, name: str) -> None:
    for row in reader.get(f"/api/v1/{name}/").json()["results"]:
        described = schema["components"]["schemas"][name.removesuffix("s").title()]
        assert set(row) == set(described["properties"]) == set(described["required"])


@pytest.mark.parametrize("layer", ["states", "areas", "frontline"])
def test_days_are_as_described(reader: Client, two_banks: Cast, schema: Any, layer: str) -> None:
    body = reader.get(f"/api/v1/theatres/two-banks/{layer}/").json()
    assert body["features"]
    validator(schema, f"/api/v1/theatres/{{theatre}}/{layer}/", 200, "application/geo+json").validate(body)


@pytest.mark.parametrize("at", ["lon=10.6&lat=51.4", "lon=11.9&lat=50.1", "lon=11&lat=51&known_by=2001-01-01"])
def test_why_is_as_described(reader: Client, two_banks: Cast, schema: Any, at: str) -> None:
    body = reader.get(f"/api/v1/theatres/two-banks/why/?{at}").json()
    path = "/api/v1/theatres/{theatre}/why/"
    validator(schema, path, 200, "application/json").validate(body)
    validator(schema, path, 404, "application/problem+json").validate(
        reader.get("/api/v1/theatres/two-banks/why/?lon=1&lat=1").json()
    )
    required = {each["name"] for each in schema["paths"][path]["get"]["parameters"] if each.get("required")}
    assert required == {"theatre", "lon", "lat"}
    described = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(body) == set(described["properties"])


@pytest.mark.parametrize("layer", ["timeline", "evidence"])
def test_days_known_by_another_day_are_as_described(
    reader: Client, two_banks: Cast, release: Release, schema: Any, layer: str
) -> None:
    path = f"/api/v1/theatres/{{theatre}}/{layer}/"
    asked = {"release": release.hash, "known_by": "2031-03-02"}
    body = reader.get(f"/api/v1/theatres/two-banks/{layer}/", asked).json()
    validator(schema, path, 200, "application/json").validate(body)
    described = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(body) == set(described["properties"])
    required = {each["name"] for each in schema["paths"][path]["get"]["parameters"] if each.get("required")}
    assert required == {"theatre", "release", "known_by"}


def test_a_places_history_is_as_described(reader: Client, release: Release, schema: Any) -> None:
    asked = {"release": release.hash, "place": "alder"}
    body = reader.get("/api/v1/theatres/two-banks/history/", asked).json()
    validator(schema, "/api/v1/theatres/{theatre}/history/", 200, "application/json").validate(body)


def test_changes_are_as_described(reader: Client, two_banks: Cast, schema: Any) -> None:
    body = reader.get("/api/v1/theatres/two-banks/changes/").json()
    assert body["flips"]
    path = "/api/v1/theatres/{theatre}/changes/"
    validator(schema, path, 200, "application/json").validate(body)
    described = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for told, properties in (
        (body, described["properties"]),
        (body["flips"][0], described["properties"]["flips"]["items"]["properties"]),
        (body["days"][0], described["properties"]["days"]["items"]["properties"]),
    ):
        assert set(told) == set(properties)


@pytest.mark.parametrize("layer", LAYERS)
def test_exports_are_as_described(reader: Client, two_banks: Cast, schema: Any, layer: str) -> None:
    response: Any = reader.get(f"/api/v1/exports/{layer}.geojson?theatre=two-banks")
    body = json.loads(b"".join(response.streaming_content))
    assert body["features"]
    validator(schema, f"/api/v1/exports/{layer}.geojson", 200, "application/geo+json").validate(body)


def test_problems_are_as_described(reader: Client, two_banks: Cast, schema: Any) -> None:
    for query in ("bbox=1", "bbox=1&from=2", "colour=red"):
        body = reader.get(f"/api/v1/claims/?{query}").json()
        validator(schema, "/api/v1/claims/", 400, "application/problem+json").validate(body)
