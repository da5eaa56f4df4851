"""The tables of a theatre of three places, for tests to change and to break."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from conflictmap.importers.claims_table import ClaimsTable, NamedFile, read_claims_table
from conflictmap.importers.csv_rows import TableError

SQUARE = {"type": "Polygon", "coordinates": [[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]]}
PLACES = """\
id,name,longitude,latitude,kind
1,Alder,10.2,50.5,city
2,Birch,11.0,50.5,PPL
3,"Cedar, Upper",11.8,50.5,
"""
CLAIMS = """\
place_id,date,actor,relation,basis,source,kind,alignment,reported_at,confidence
1,2031-03-01,Reds,controls,claimed,Observer,monitor,independent,2031-03-02,
2,2031-03-01,Blues,,,Blue staff,,Blues,2031-03-01T22:30:00+02:00,0.4
3,2031-03-03,Blues,entered,,,,,,
"""


def table(
    places: str | bytes = PLACES,
    claims: str | bytes = CLAIMS,
    boundary: object = SQUARE,
    support_km: float = 25,
) -> ClaimsTable:
    def file(content: str | bytes, name: str) -> NamedFile:
        return NamedFile(io.BytesIO(content.encode() if isinstance(content, str) else content), name)

    ground = boundary if isinstance(boundary, str | bytes) else json.dumps(boundary)
    return read_claims_table(
        file(places, "places.csv"),
        file(claims, "claims.csv"),
        file(ground, "boundary.geojson"),
        support_km=support_km,
    )


def problems(**files: Any) -> list[str]:
    with pytest.raises(TableError) as caught:
        table(**files)
    return str(caught.value).splitlines()
