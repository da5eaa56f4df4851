"""GDAL, and so QGIS and R, reads /ogc/ of the running site."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

import pyogrio
import pytest

from conflictmap.ogc.collections import COLLECTIONS
from tests.installation import Site


def ask(address: str) -> Any:
    with urlopen(address) as response:
        return json.load(response)


def test_gdal_lists_the_collections(live_site: Site) -> None:
    layers = pyogrio.list_layers(f"OAPIF:{live_site.url}/ogc/")
    assert sorted(name for name, _ in layers) == sorted(COLLECTIONS)


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_gdal_counts_the_features_that_there_are(live_site: Site, name: str) -> None:
    there = len(ask(f"{live_site.url}/ogc/collections/{name}/items?limit=10000")["features"])
    # Pages smaller than the whole: the links from one to the next are followed too.
    fields, _, geometries, _ = pyogrio.raw.read(f"OAPIF:{live_site.url}/ogc/", layer=name, PAGE_SIZE=20)
    assert len(geometries) == there > 0
    assert len(fields["fields"]) > 3


def test_gdal_asks_for_a_box(live_site: Site) -> None:
    box = (37.0, 36.1, 37.3, 36.3)
    _, _, found, _ = pyogrio.raw.read(f"OAPIF:{live_site.url}/ogc/", layer="places", bbox=box)
    there = ask(f"{live_site.url}/ogc/collections/places/items?limit=10000&bbox=37.0,36.1,37.3,36.3")["features"]
    assert len(found) == len(there) > 0
