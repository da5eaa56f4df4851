"""Exports: the whole of what the filters select, streamed as one valid file."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from django.test import Client

from conflictmap.models import Claim

from .conftest import Cast, day, moment

LOCATED = ("places", "claims", "strikes")


def read(response: Any) -> Any:
    assert response.status_code == 200
    assert response.streaming
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(response.streaming_content))


@pytest.mark.parametrize("layer", LOCATED)
def test_an_export_holds_the_features_of_the_list(reader: Client, two_banks: Cast, layer: str) -> None:
    response = reader.get(f"/api/v1/exports/{layer}.geojson")
    assert response["Content-Disposition"] == f'attachment; filename="{layer}.geojson"'
    listed = reader.get(f"/api/v1/{layer}/?format=geojson").json()
    assert listed["features"]
    assert read(response)["features"] == listed["features"]


@pytest.mark.parametrize("layer", LOCATED)
def test_an_export_of_nothing_is_an_empty_collection(reader: Client, db: None, layer: str) -> None:
    assert read(reader.get(f"/api/v1/exports/{layer}.geojson"))["features"] == []


@pytest.mark.parametrize("query", ["place=alder", "actor=southmen&from=2031-03-02", "bbox=10.4,51.4,10.6,51.6"])
def test_an_export_takes_the_filters_of_the_list(reader: Client, two_banks: Cast, query: str) -> None:
    listed = reader.get(f"/api/v1/claims/?format=geojson&{query}").json()["features"]
    assert 0 < len(listed) < 6
    assert read(reader.get(f"/api/v1/exports/claims.geojson?{query}"))["features"] == listed


def test_an_export_is_geojson_whatever_is_accepted(reader: Client, two_banks: Cast) -> None:
    read(reader.get("/api/v1/exports/claims.geojson", headers={"accept": "text/html"}))


def test_asking_for_the_head_of_an_export_reads_no_rows(
    reader: Client, two_banks: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
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
