"""Exports of what is derived of days, and of what was published: the same columns, from the answers and the release's files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from conflictmap.core.dictionary import LAYERS
from conflictmap.models import Release
from conflictmap.pipeline.publish import publish
from conflictmap.pipeline.releases import withdraw_release

from .conftest import Cast

DAYS = ("states", "areas", "frontline")


def ask(reader: Client, layer: str, form: str = "geojson", status: int = 200, **query: str) -> str:
    response: Any = reader.get(f"/api/v1/exports/{layer}.{form}", query)
    assert response.status_code == status, getattr(response, "content", response)
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()


def features(reader: Client, layer: str, **query: str) -> list[Any]:
    found: list[Any] = json.loads(ask(reader, layer, **query))["features"]
    return found


@pytest.mark.parametrize("query", [{}, {"date": "2031-03-03", "lens": "northern", "known_by": "2031-03-03"}])
@pytest.mark.parametrize("layer", DAYS)
def test_a_day_is_exported_as_it_is_answered(
    reader: Client, two_banks: Cast, layer: str, query: dict[str, str]
) -> None:
    answered = reader.get(f"/api/v1/theatres/two-banks/{layer}/", query).json()
    exported = features(reader, layer, theatre="two-banks", **query)
    for there, feature in zip(answered["features"], exported, strict=True):
        assert (feature["geometry"], feature.get("id")) == (there["geometry"], there.get("id"))
        columns = feature["properties"]
        assert [columns[name] for name in ("theatre", "date", "lens", "known_by")] == [
            answered[name] for name in ("theatre", "date", "lens", "known_by")
        ]
        shared = columns.keys() & there["properties"].keys()
        assert len(shared) > 3
        assert {name: columns[name] for name in shared} == {name: there["properties"][name] for name in shared}
    if not query:
        assert exported


def test_changes_are_exported_as_they_are_answered(reader: Client, two_banks: Cast) -> None:
    flips = reader.get("/api/v1/theatres/two-banks/changes/").json()["flips"]
    assert flips
    for flip, feature in zip(flips, features(reader, "changes", theatre="two-banks"), strict=True):
        columns = feature["properties"]
        assert list(columns) == list(LAYERS["changes"].names)
        assert (columns["day"], columns["place"]) == (flip["day"], flip["place"])
        assert (columns["from_holder"], columns["to_status"]) == (flip["from"]["holder"], flip["to"]["status"])
        assert columns["gained_km2_best"] == (flip["gained_km2"] or {}).get("best")


def test_a_table_of_areas_has_their_shape(reader: Client, two_banks: Cast) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(reader, "areas", "csv", theatre="two-banks"), newline="")))
    assert rows
    assert all(row["wkt"].startswith("POLYGON ((") for row in rows)


def test_a_day_wants_a_theatre(reader: Client, two_banks: Cast) -> None:
    assert json.loads(ask(reader, "areas", status=400))["field"] == "theatre"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_release_is_exported_as_it_was_published(
    reader: Client, two_banks: Cast, release: Release, layer: str
) -> None:
    before = features(reader, layer, theatre="two-banks")
    then = ask(reader, layer, release=release.hash)
    assert [feature["geometry"] for feature in json.loads(then)["features"]] == [each["geometry"] for each in before]
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    two_banks.strike("late", "birch", "river-watch", 5, "fliers")
    two_banks.place("elm", 11.5, 50.5)
    assert ask(reader, layer, release=release.hash) == then


#: What a release does not hold of a row.
NOT_IN_A_RELEASE = {"names", "country_code", "place_as_written", "denies", "supersedes"}


@pytest.mark.parametrize("layer", ["places", "claims", "strikes"])
def test_rows_of_a_release_are_those_of_the_database(
    reader: Client, two_banks: Cast, release: Release, layer: str
) -> None:
    now, then = features(reader, layer), features(reader, layer, release=release.hash)
    for one, other in zip(now, then, strict=True):
        assert one["id"] == other["id"]
        for name, value in one["properties"].items():
            if name not in NOT_IN_A_RELEASE:
                assert other["properties"][name] == value, name


@pytest.mark.parametrize(
    "query",
    [
        {"place": "alder"},
        {"actor": "southmen"},
        {"source": "river-watch", "from": "2031-03-03"},
        {"alignment": "none"},
        {"alignment": "north", "to": "2031-03-04"},
        {"bbox": "10.4,51.4,10.6,51.6"},
        {"bbox": "11.4,50,10.6,52"},
        {"basis": "claimed"},
    ],
)
@pytest.mark.parametrize("layer", ["claims", "strikes"])
def test_filters_select_the_same_rows_of_a_release(
    reader: Client, two_banks: Cast, release: Release, layer: str, query: dict[str, str]
) -> None:
    now = [feature["id"] for feature in features(reader, layer, **query)]
    assert [feature["id"] for feature in features(reader, layer, release=release.hash, **query)] == now


@pytest.mark.parametrize("layer", LAYERS)
def test_a_withdrawn_release_says_why_and_an_unknown_one_is_not_found(
    reader: Client, two_banks: Cast, release: Release, layer: str
) -> None:
    assert json.loads(ask(reader, layer, status=404, release="0" * 16))["field"] == "release"
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    publish(theatre=two_banks.theatre)
    release.refresh_from_db()
    withdraw_release(release=release, reason="A place was shown too precisely.")
    assert "A place was shown too precisely." in ask(reader, layer, status=410, release=release.hash)


def test_strikes_are_selected_by_their_grading(reader: Client, two_banks: Cast, release: Release) -> None:
    graded = two_banks.strike("sure", "birch", "river-watch", 5, "fliers", grading="confirmed")
    assert [feature["id"] for feature in features(reader, "strikes", grading="confirmed")] == [str(graded.pk)]
    assert [row["id"] for row in reader.get("/api/v1/strikes/?grading=confirmed").json()["results"]] == [str(graded.pk)]
    assert features(reader, "strikes", grading="confirmed", release=release.hash) == []
    assert len(features(reader, "strikes", grading="fair", release=release.hash)) == 2
    assert json.loads(ask(reader, "strikes", status=400, grading="sure"))["field"] == "grading"
    assert json.loads(ask(reader, "claims", status=400, grading="fair"))["field"] == "grading"
