"""Write rows of a layer as text, in pieces of constant size: GeoJSON (RFC 7946), GeoJSON a line each (RFC 8142 without the
separators, as GDAL and jq read it) and CSV (RFC 4180).

A row is the tuple of its values in the order of the layer's columns, and its geometry (GeoJSON, lon, lat in degrees) last.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, TypeVar

import orjson
from shapely.geometry import shape

from .dictionary import Layer

_T = TypeVar("_T")
Row = tuple[Any, ...]
Writer = Callable[[Layer, Iterable[Row]], Iterator[bytes]]

PIECE_ROWS = 500
JOINED_BY = ";"
#: What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), and what they write for East Asia.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_JSON = orjson.OPT_UTC_Z


def write_geojson(layer: Layer, rows: Iterable[Row]) -> Iterator[bytes]:
    """Write one FeatureCollection, a feature a line."""
    yield b'{"type":"FeatureCollection","name":' + orjson.dumps(layer.name) + b',"features":['
    separator = b"\n"
    for features in _pieces(_features(layer, rows)):
        yield separator + b",\n".join(features)
        separator = b",\n"
    yield b"\n]}\n"


def write_geojson_lines(layer: Layer, rows: Iterable[Row]) -> Iterator[bytes]:
    """Write a Feature a line, and nothing around them."""
    for features in _pieces(_features(layer, rows)):
        yield b"\n".join(features) + b"\n"


def write_csv(layer: Layer, rows: Iterable[Row]) -> Iterator[bytes]:
    """Write a table that is safe to open in a spreadsheet: a text that would be a formula begins with an apostrophe.

    Layers without a longitude and latitude have their geometry as WKT in a last column, `wkt`.
    """
    with_wkt = not layer.has_points
    cells = [_CELLS.get(column.type, _text_cell) for column in layer.columns]
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer)
    table.writerow([*layer.names, "wkt"] if with_wkt else layer.names)
    for piece in _pieces(iter(rows)):
        for row in piece:
            line = ["" if value is None else cell(value) for cell, value in zip(cells, row[:-1], strict=True)]
            if with_wkt:
                line.append(shape(row[-1]).wkt)
            table.writerow(line)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()


def _features(layer: Layer, rows: Iterable[Row]) -> Iterator[bytes]:
    dumps = orjson.dumps
    if layer.names[0] == "id":
        names = layer.names[1:]
        for identifier, *values, geometry in rows:
            properties = dict(zip(names, values, strict=True))
            yield dumps(
                {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}, option=_JSON
            )
    else:
        for *values, geometry in rows:
            properties = dict(zip(layer.names, values, strict=True))
            yield dumps({"type": "Feature", "geometry": geometry, "properties": properties}, option=_JSON)


def _pieces(of: Iterator[_T]) -> Iterator[list[_T]]:
    while piece := list(islice(of, PIECE_ROWS)):
        yield piece


def _text_cell(value: Any) -> str:
    text = str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _list_cell(value: Iterable[Any]) -> str:
    return _text_cell(JOINED_BY.join(map(str, value)))


def _flag_cell(value: bool) -> str:
    return "true" if value else "false"


def _moment_cell(value: datetime | str) -> str:
    return value if isinstance(value, str) else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _date_cell(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


#: How cells are written that are no text, which alone can be a formula.
_CELLS: dict[str, Callable[[Any], str]] = {
    "integer": str,
    "number": repr,
    "flag": _flag_cell,
    "moment": _moment_cell,
    "date": _date_cell,
    "slugs": _list_cell,
    "texts": _list_cell,
}

WRITERS: dict[str, Writer] = {"geojson": write_geojson, "geojsonl": write_geojson_lines, "csv": write_csv}
