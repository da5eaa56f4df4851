"""Exports: the whole of what the filters select, streamed as one valid file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from typing import Any

import pytest
from django.test import Client

from conflictmap.core.dictionary import LAYERS
from conflictmap.models import Claim, Theatre

from .conftest import Cast, day, moment

LOCATED = ("places", "claims", "strikes")


def read(response: Any) -> Any:
    assert response.status_code == 200
    assert response.streaming
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(response.streaming_content))


def flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Return a list's properties as columns: a casualty range is three."""
    columns = {name: value for name, value in properties.items() if name not in ("killed", "injured", "superseded_by")}
    for outcome in ("killed", "injured"):
        for group, bounds in properties.get(outcome, {}).items():
            if group == "wording":
                columns[f"{outcome}_wording"] = bounds
            else:
                columns |= {f"{outcome}_{group}_{bound}": count for bound, count in bounds.items()}
    return columns


@pytest.mark.parametrize("layer", LOCATED)
def test_an_export_holds_the_features_of_the_list(reader: Client, two_banks: Cast, layer: str) -> None:
    response = reader.get(f"/api/v1/exports/{layer}.geojson")
    assert response["Content-Disposition"] == f'attachment; filename="{layer}.geojson"'
    listed = reader.get(f"/api/v1/{layer}/?format=geojson").json()["features"]
    exported = read(response)["features"]
    assert listed
    for there, feature in zip(listed, exported, strict=True):
        assert (feature["id"], feature["geometry"]) == (there["id"], there["geometry"])
        columns = feature["properties"]
        for name, value in flat(there["properties"]).items():
            assert (sorted(value) if name == "attackers" else value) == columns[name], name
        assert list(columns) == list(LAYERS[layer].names[1:])


@pytest.mark.parametrize("layer", LOCATED)
def test_lines_are_the_features_of_the_collection(reader: Client, two_banks: Cast, layer: str) -> None:
    response: Any = reader.get(f"/api/v1/exports/{layer}.geojsonl")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert [json.loads(line) for line in lines] == read(reader.get(f"/api/v1/exports/{layer}.geojson"))["features"]


@pytest.mark.parametrize("layer", LOCATED)
def test_a_table_holds_what_the_features_hold(reader: Client, two_banks: Cast, layer: str) -> None:
    response: Any = reader.get(f"/api/v1/exports/{layer}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = csv.reader(io.StringIO(b"".join(response.streaming_content).decode(), newline=""))
    assert tuple(head) == LAYERS[layer].names
    features = read(reader.get(f"/api/v1/exports/{layer}.geojson"))["features"]
    for line, feature in zip(lines, features, strict=True):
        assert line == [cell(value) for value in (feature["id"], *feature["properties"].values())]


def cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return ";".join(value) if isinstance(value, list) else str(value)


def test_a_packed_export_is_the_same_file(reader: Client, two_banks: Cast) -> None:
    plain: Any = reader.get("/api/v1/exports/claims.csv")
    packed: Any = reader.get("/api/v1/exports/claims.csv", headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(b"".join(packed.streaming_content)) == b"".join(plain.streaming_content)
    refused = reader.get("/api/v1/exports/claims.csv", headers={"accept-encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused


def test_an_unchanged_export_is_not_sent_twice(reader: Client, two_banks: Cast) -> None:
    def ask(known: str = "") -> Any:
        return reader.get("/api/v1/exports/claims.csv", headers={"if-none-match": known} if known else {})

    assert "ETag" not in ask(), "the theatre does not say when it changed"
    Theatre.objects.update(changed_at=moment(4))
    known = ask()["ETag"]
    assert ask(known).status_code == 304
    assert reader.get("/api/v1/exports/claims.csv?place=alder")["ETag"] != known
    assert reader.get("/api/v1/exports/claims.csv", headers={"accept-encoding": "gzip"})["ETag"] != known
    Theatre.objects.update(changed_at=moment(5))
    assert ask(known).status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_in_a_table_is_a_formula(reader: Client, two_banks: Cast, start: str) -> None:
    two_banks.claim("bad", "alder", "northmen", "almanac", 1, summary=f"{start}HYPERLINK(1)", place_as_written="1-2")
    two_banks.place("south", -10.5, 51.5)
    text = b"".join(reader.get("/api/v1/exports/claims.csv").streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert f"'{start}HYPERLINK(1)" in [row["summary"] for row in rows]
    assert "1-2" in [row["place_as_written"] for row in rows]
    places = reader.get("/api/v1/exports/places.csv?place=south").streaming_content  # type: ignore[attr-defined]
    assert b",-10.5,51.5," in b"".join(places), "a number is no text"


def test_coordinates_are_as_precise_as_the_theatre_publishes_them(reader: Client, two_banks: Cast) -> None:
    Theatre.objects.update(coordinate_decimals=0)
    (feature,) = read(reader.get("/api/v1/exports/places.geojson?place=cedar"))["features"]
    assert feature["geometry"]["coordinates"] == [10, 50]
    assert (feature["properties"]["longitude"], feature["properties"]["latitude"]) == (10, 50)


@pytest.mark.parametrize("layer", LOCATED)
def test_an_export_of_nothing_is_an_empty_collection(reader: Client, db: None, layer: str) -> None:
    assert read(reader.get(f"/api/v1/exports/{layer}.geojson"))["features"] == []


@pytest.mark.parametrize("query", ["place=alder", "actor=southmen&from=2031-03-02", "bbox=10.4,51.4,10.6,51.6"])
def test_an_export_takes_the_filters_of_the_list(reader: Client, two_banks: Cast, query: str) -> None:
    listed = reader.get(f"/api/v1/claims/?format=geojson&{query}").json()["features"]
    assert 0 < len(listed) < 6
    exported = read(reader.get(f"/api/v1/exports/claims.geojson?{query}"))["features"]
    assert [each["id"] for each in exported] == [each["id"] for each in listed]


def test_an_export_is_geojson_whatever_is_accepted(reader: Client, two_banks: Cast) -> None:
    read(reader.get("/api/v1/exports/claims.geojson", headers={"accept": "text/html"}))


def test_asking_for_the_head_of_an_export_reads_no_rows(
    reader: Client, two_banks: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        response = reader.head("/api/v1/exports/claims.geojson")
    assert response["Content-Disposition"] == 'attachment; filename="claims.geojson"'
    assert "Content-Length" not in response
    assert b"".join(response.streaming_content) == b""  # type: ignore[attr-defined]


def many_claims(cast: Cast, first: int, last: int) -> None:
    rows = [
        Claim(
            theatre=cast.theatre, key=f"bulk-{number}", place=cast.places["alder"], actor=cast.actors["northmen"],
            source=cast.sources["river-watch"], date_start=day(2), date_end=day(2), reported_at=moment(2),
            summary=f"Claim number {number}. " + "It says so. " * 40, provenance="background",
        )
        for number in range(first, last)
    ]  # fmt: skip
    for row in rows:
        row.assign_id()
    Claim.objects.bulk_create(rows, batch_size=500)


def test_memory_does_not_grow_with_the_export(reader: Client, two_banks: Cast) -> None:
    def most_memory_held() -> tuple[int, int]:
        response = reader.get("/api/v1/exports/claims.geojson")
        tracemalloc.start()
        try:
            written = sum(len(piece) for piece in response.streaming_content)
            return tracemalloc.get_traced_memory()[1], written
        finally:
            tracemalloc.stop()

    list(reader.get("/api/v1/exports/claims.geojson").streaming_content)  # type: ignore[attr-defined]  # imports, once
    many_claims(two_banks, 0, 1100)
    small, small_bytes = most_memory_held()
    many_claims(two_banks, 1100, 4400)
    large, large_bytes = most_memory_held()
    assert large_bytes > 3.5 * small_bytes
    assert large < 1.5 * small
