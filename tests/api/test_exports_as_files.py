"""Exports in binary formats, read by what researchers read them with: GDAL, geopandas and DuckDB."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pyogrio
import pytest
from django.test import Client

from conflictmap.api import exported_files
from conflictmap.core.dictionary import LAYERS
from conflictmap.core.formats import FILE_FORMATS
from conflictmap.models import Release

from .conftest import Cast


def fetch(reader: Client, layer: str, form: str, **query: str) -> bytes:
    response: Any = reader.get(f"/api/v1/exports/{layer}.{form}", {"theatre": "two-banks", **query})
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{layer}.{form}"'
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("form", FILE_FORMATS)
@pytest.mark.parametrize("layer", LAYERS)
def test_geopandas_reads_what_the_geojson_holds(
    reader: Client, two_banks: Cast, tmp_path: Path, layer: str, form: str
) -> None:
    path = tmp_path / f"{layer}.{form}"
    path.write_bytes(fetch(reader, layer, form))
    read = geopandas.read_parquet(path) if form == "parquet" else geopandas.read_file(path)
    told = json.loads(fetch(reader, layer, "geojson"))["features"]
    assert [name for name in read.columns if name != "geometry"] == list(LAYERS[layer].names)
    assert read.crs.to_epsg() in (4326, None) or "CRS84" in str(read.crs)
    there = geopandas.GeoDataFrame.from_features(told)
    # FlatGeobuf orders by where things are.
    assert sorted(map(str, read.geometry)) == sorted(map(str, there.geometry))
    assert len(read) == len(told) > 0


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_a_file_of_a_release_is_always_the_same(reader: Client, two_banks: Cast, release: Release, form: str) -> None:
    first = fetch(reader, "strikes", form, release=release.hash)
    two_banks.strike("late", "birch", "river-watch", 5, "fliers")
    assert fetch(reader, "strikes", form, release=release.hash) == first


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_a_file_of_nothing_has_all_columns(reader: Client, two_banks: Cast, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"claims.{form}"
    path.write_bytes(fetch(reader, "claims", form, bbox="1,1,2,2"))
    read = geopandas.read_parquet(path) if form == "parquet" else geopandas.read_file(path)
    assert len(read) == 0
    assert [name for name in read.columns if name != "geometry"] == list(LAYERS["claims"].names)


def test_types_are_kept(reader: Client, two_banks: Cast, tmp_path: Path) -> None:
    path = tmp_path / "strikes.parquet"
    path.write_bytes(fetch(reader, "strikes", "parquet"))
    rows = duckdb.sql(
        "SELECT place, attackers, killed_civilians_best, date_start + INTERVAL 1 DAY AS next, year(reported_at) "
        f"FROM '{path}' WHERE list_contains(attackers, 'southmen')"
    ).fetchall()
    ((place, attackers, killed, next_day, year),) = rows
    assert (place, attackers, killed, str(next_day)[:10], year) == (
        "alder",
        ["fliers", "southmen"],
        4,
        "2031-03-03",
        2031,
    )
    geopackage = tmp_path / "claims.gpkg"
    geopackage.write_bytes(fetch(reader, "claims", "gpkg"))
    told = pyogrio.read_info(geopackage)
    types = dict(zip(told["fields"], told["dtypes"], strict=True))
    assert (told["layer_name"], types["on_the_spot"], types["confidence"]) == ("claims", "bool", "float64")
    assert types["date_start"].startswith("datetime64")


def test_more_rows_than_are_made_at_once_are_refused(
    reader: Client, two_banks: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported_files, "MOST_ROWS", 2)
    response = reader.get("/api/v1/exports/claims.gpkg")
    assert response.status_code == 400
    assert "claims.geojsonl" in response.json()["detail"]


def test_the_head_of_a_file_is_had_without_making_it(reader: Client, two_banks: Cast) -> None:
    response = reader.head("/api/v1/exports/claims.parquet")
    assert response["Content-Type"] == "application/vnd.apache.parquet"
    assert io.BytesIO(response.content).read() == b""
