"""OpenAPI schemas of the exports, made from the data dictionary."""

from __future__ import annotations

from conflictmap.core.dictionary import Column, Layer, Type
from conflictmap.core.formats import FILE_FORMATS

from .schema_geojson import Json, collection_schema, feature_schema, geometry_schema

_TYPES: dict[Type, Json] = {
    "id": {"type": "string", "format": "uuid"},
    "text": {"type": "string"},
    "slug": {"type": "string"},
    "slugs": {"type": "array", "items": {"type": "string"}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "code": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
}


def export_schema(layer: Layer, form: str) -> Json:
    """Return the schema of a layer's file in a format; formats of lines and cells are strings to OpenAPI."""
    if form in FILE_FORMATS:
        return {"type": "string", "format": "binary"}
    if form != "geojson":
        return {"type": "string"}
    with_id = layer.names[0] == "id"
    columns = layer.columns[1:] if with_id else layer.columns
    properties: Json = {
        "type": "object",
        "required": [column.name for column in columns],
        "properties": {column.name: _column(column) for column in columns},
    }
    feature = feature_schema(geometry_schema(*layer.geometry), properties, with_id=with_id)
    return collection_schema(feature, {"name": {"type": "string"}})


def _column(column: Column) -> Json:
    schema: Json = {**_TYPES[column.type], "description": column.meaning}
    if column.codes:
        schema["enum"] = list(column.codes)
    return schema if column.type in ("slugs", "texts") else {**schema, "nullable": True}
