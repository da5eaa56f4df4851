"""OpenAPI schemas of a theatre's day: its states, areas and frontlines."""

from __future__ import annotations

from typing import Any, get_args

from conflictmap.core.records import Status

from .schema_geojson import Json, feature_schema, geometry_schema


def _object(**members: Json) -> Json:
    return {"type": "object", "required": list(members), "properties": members}


def _list_of(item: Json) -> Json:
    return {"type": "array", "items": item}


def _or_null(schema: Json) -> Json:
    return {**schema, "nullable": True}


_TEXT: Json = {"type": "string"}
_DAY: Json = {"type": "string", "format": "date"}
_ID: Json = {"type": "string", "format": "uuid"}
_SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
_AMOUNT: Json = {"type": "number", "minimum": 0}

_CONTROL: dict[str, Any] = {
    "holder": _or_null({**_TEXT, "description": "The actor that holds it, by its slug; null if unknown."}),
    "side": _or_null({**_TEXT, "description": "The holder's side."}),
    "status": {"type": "string", "enum": list(get_args(Status))},
    "contenders": _list_of({**_TEXT, "description": "Actors that dispute it."}),
}

#: What every answer says of itself, as foreign members.
DAY_MEMBERS: Json = {
    "theatre": _TEXT,
    "date": _DAY,
    "lens": _TEXT,
    "known_by": _or_null({**_DAY, "description": "Claims reported later than this day are left out; null for none."}),
    "attribution": _TEXT,
    "data_licence": _TEXT,
}

LAYER_FEATURES: dict[str, Json] = {
    "states": feature_schema(
        geometry_schema("Point", "Polygon"),
        _object(
            place=_TEXT,
            name=_TEXT,
            name_ar=_TEXT,
            **_CONTROL,
            confidence=_SHARE,
            since=_or_null({**_DAY, "description": "The day from which the holder has held."}),
            claims=_list_of(_ID),
            evidence=_list_of(_object(claim=_ID, rule=_TEXT, weight=_SHARE)),
        ),
        with_id=True,
    ),
    "areas": feature_schema(geometry_schema("Polygon"), _object(**_CONTROL, area_km2=_AMOUNT), with_id=False),
    "frontline": feature_schema(
        geometry_schema("LineString"),
        _object(between=_list_of(_TEXT), sides=_list_of(_TEXT), length_km=_AMOUNT),
        with_id=False,
    ),
}
