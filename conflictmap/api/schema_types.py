"""The types that OpenAPI schemas of a theatre's readings are put together from."""

from __future__ import annotations

from typing import Any, get_args

from conflictmap.core.records import Status

from .schema_geojson import Json


def object_of(**members: Json) -> Json:
    """Return the schema of an object that has all of these members."""
    return {"type": "object", "required": list(members), "properties": members}


def list_of(item: Json) -> Json:
    return {"type": "array", "items": item}


def or_null(schema: Json) -> Json:
    return {**schema, "nullable": True}


def said(schema: Json, description: str) -> Json:
    """Return a schema with what it means in words."""
    return {**schema, "description": description}


TEXT: Json = {"type": "string"}
DAY: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
ID: Json = {"type": "string", "format": "uuid"}
SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
AMOUNT: Json = {"type": "number", "minimum": 0}
COUNT: Json = {"type": "integer", "minimum": 0}
STATUS: Json = {"type": "string", "enum": list(get_args(Status))}
LONGITUDE: Json = {"type": "number", "minimum": -180, "maximum": 180}
LATITUDE: Json = {"type": "number", "minimum": -90, "maximum": 90}

CONTROL: dict[str, Any] = {
    "holder": or_null(said(TEXT, "The actor that holds it, by its slug; null if unknown.")),
    "side": or_null(said(TEXT, "The holder's side.")),
    "status": STATUS,
    "contenders": list_of(said(TEXT, "Actors that dispute it.")),
}

#: What every answer says of itself, beside its day or days.
ANSWER_MEMBERS: Json = {
    "theatre": TEXT,
    "lens": TEXT,
    "known_by": or_null(said(DAY, "Claims reported later than this day are left out; null for none.")),
    "attribution": TEXT,
    "data_licence": TEXT,
}
