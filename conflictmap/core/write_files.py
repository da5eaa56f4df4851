"""Write rows of a layer as a file of a binary format: GeoPackage and FlatGeobuf by GDAL, GeoParquet 1.1 by Arrow.

A row is the tuple of its values in the order of the layer's columns, and its geometry (GeoJSON, lon, lat in degrees) last. Rows go through
as batches, so memory is constant; the same rows give the same bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
from shapely import to_wkb
from shapely.geometry import shape

from .dictionary import LAYERS, Column, Layer
from .geojson import Json
from .write_text import JOINED_BY, Row

BATCH_ROWS = 5000
#: A GeoPackage says when it was written; the same rows are to give the same bytes.
_SAME_TIME = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"}
_DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf"}
_ARROW = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("ms", tz="UTC"),
}
#: A little-endian point of well-known binary.
_POINT = struct.Struct("<BIdd")


def write_file(layer: str, form: str, rows: Iterable[Row], path: Path) -> None:
    """Write the rows as `gpkg`, `fgb` or `parquet` to a path where nothing is yet."""
    described = LAYERS[layer]
    with_lists = form == "parquet"
    schema = _schema(described, with_lists=with_lists)
    batches = _batches(described, schema, rows, with_lists=with_lists)
    if form == "parquet":
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        return
    pyogrio.set_gdal_config_options(_SAME_TIME)
    pyogrio.raw.write_arrow(
        pa.RecordBatchReader.from_batches(schema, batches),
        str(path),
        layer=layer,
        driver=_DRIVERS[form],
        geometry_name="geometry",
        geometry_type=described.geometry[0] if len(described.geometry) == 1 else "Unknown",
        crs="EPSG:4326",
    )


def _schema(layer: Layer, *, with_lists: bool) -> pa.Schema:
    fields = [pa.field(column.name, _arrow_type(column, with_lists=with_lists)) for column in layer.columns]
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": list(layer.geometry)}},
    }
    return pa.schema([*fields, pa.field("geometry", pa.binary())], metadata={"geo": json.dumps(geo)})


def _arrow_type(column: Column, *, with_lists: bool) -> pa.DataType:
    if column.type in ("slugs", "texts") and with_lists:
        return pa.list_(pa.string())
    return _ARROW.get(column.type, pa.string())


def _batches(layer: Layer, schema: pa.Schema, rows: Iterable[Row], *, with_lists: bool) -> Iterator[pa.RecordBatch]:
    cells = [_cell(column, with_lists=with_lists) for column in layer.columns]
    left = iter(rows)
    while batch := list(islice(left, BATCH_ROWS)):
        columns = list(zip(*batch, strict=True))
        values = [
            [None if value is None else cell(value) for value in column]
            for cell, column in zip(cells, columns[:-1], strict=True)
        ]
        yield pa.record_batch([*values, list(map(_wkb, columns[-1]))], schema=schema)


def _cell(column: Column, *, with_lists: bool) -> Callable[[Any], Any]:
    match column.type:
        case "integer" | "number" | "flag":
            return _same
        case "date":
            return _date
        case "moment":
            return _moment
        case "slugs" | "texts":
            return _list if with_lists else _joined
    return str


def _same(value: Any) -> Any:
    return value


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC)


def _list(value: Iterable[Any]) -> list[str]:
    return list(map(str, value))


def _joined(value: Iterable[Any]) -> str:
    return JOINED_BY.join(map(str, value))


def _wkb(geometry: Json) -> bytes:
    if geometry["type"] == "Point":
        return _POINT.pack(1, 1, *geometry["coordinates"])
    return bytes(to_wkb(shape(geometry), byte_order=1))
