"""`manage.py export`: a published release as files, the same that the API gives, and as one archive."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import geopandas
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client

from conflictmap.core.dictionary import LAYERS
from conflictmap.models import Release

from .conftest import Cast


def export(what: str, path: Path, **options: Any) -> Path:
    call_command("export", what, "two-banks", output=path, verbosity=0, **options)
    return path


@pytest.mark.parametrize("layer", ["places", "claims", "strikes", "changes"])
@pytest.mark.parametrize("form", ["csv", "gpkg"])
def test_a_file_is_that_of_the_api(reader: Client, release: Release, tmp_path: Path, layer: str, form: str) -> None:
    response: Any = reader.get(f"/api/v1/exports/{layer}.{form}?release={release.hash}")
    path = export(layer, tmp_path / f"{layer}.{form}", format=form)
    assert path.read_bytes() == b"".join(response.streaming_content)


@pytest.mark.parametrize("layer", ["states", "areas", "frontline"])
def test_of_what_changes_by_day_there_is_every_day(
    reader: Client, release: Release, tmp_path: Path, layer: str
) -> None:
    features = json.loads(export(layer, tmp_path / "all", format="geojson").read_text())["features"]
    days = [f"2031-03-0{number}" for number in range(1, 6)]
    told: list[Any] = []
    for day in days:
        response: Any = reader.get(f"/api/v1/exports/{layer}.geojson?release={release.hash}&date={day}")
        told += json.loads(b"".join(response.streaming_content))["features"]
    assert features == told != []


def test_a_bundle_holds_every_layer_and_how_to_cite_it(release: Release, tmp_path: Path) -> None:
    path = export("bundle", tmp_path / "bundle.zip")
    with ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    out = tmp_path / "out"
    for layer, described in LAYERS.items():
        for table in (geopandas.read_file(out / f"{layer}.gpkg"), geopandas.read_parquet(out / f"{layer}.parquet")):
            assert [name for name in table.columns if name != "geometry"] == list(described.names)
            assert len(table) > 0
    for line in (out / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert len((out / "SHA256SUMS").read_text().splitlines()) == len(list(out.iterdir())) - 1
    cited = yaml.safe_load((out / "CITATION.cff").read_text())
    assert (cited["cff-version"], cited["version"]) == ("1.2.0", release.hash)
    assert cited["date-released"] == release.published_at.date()
    metadata = json.loads((out / "datacite.json").read_text())
    assert metadata["version"] == release.hash
    assert metadata["geoLocations"][0]["geoLocationBox"]["westBoundLongitude"] == 10


def test_the_same_release_gives_the_same_bundle(two_banks: Cast, release: Release, tmp_path: Path) -> None:
    first = export("bundle", tmp_path / "first.zip")
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    assert export("bundle", tmp_path / "second.zip").read_bytes() == first.read_bytes()


def test_what_cannot_be_exported_is_said(release: Release, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    for wrong, options in {
        "is there already": {"path": there},
        "There is no release 'nothing'": {"path": tmp_path / "new", "release": "nothing"},
        "There is no lens 'pink'": {"path": tmp_path / "new", "lens": "pink"},
        "There is no folder": {"path": tmp_path / "nowhere" / "new"},
    }.items():
        with pytest.raises(CommandError, match=wrong):
            export("places", **options)  # type: ignore[arg-type]
    assert there.read_text() == "mine"
