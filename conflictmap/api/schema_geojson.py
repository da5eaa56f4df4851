"""OpenAPI schemas of GeoJSON (RFC 7946): geometries, features and collections."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

POSITION: Json = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": "number"},
    "description": "Longitude and latitude in degrees (WGS 84).",
}
_LINE: Json = {"type": "array", "minItems": 2, "items": POSITION}
_RINGS: Json = {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 4, "items": POSITION}}
_COORDINATES = {
    "Point": POSITION,
    "LineString": _LINE,
    "Polygon": _RINGS,
    "MultiPolygon": {"type": "array", "minItems": 1, "items": _RINGS},
}


def geometry_schema(*kinds: str) -> Json:
    """Return the schema of a geometry that is one of these kinds."""
    schemas = [
        {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {"type": {"type": "string", "enum": [kind]}, "coordinates": _COORDINATES[kind]},
        }
        for kind in kinds
    ]
    return schemas[0] if len(schemas) == 1 else {"oneOf": schemas}


def feature_schema(geometry: Json, properties: Json, *, with_id: bool) -> Json:
    """Return the schema of a Feature."""
    members: Json = {"type": {"type": "string", "enum": ["Feature"]}}
    if with_id:
        members["id"] = {"type": "string", "format": "uuid"}
    members |= {"geometry": geometry, "properties": properties}
    return {"type": "object", "required": list(members), "properties": members}


def collection_schema(feature: Json, members: Json) -> Json:
    """Return the schema of a FeatureCollection with these foreign members."""
    return {
        "type": "object",
        "required": ["type", *members, "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            **members,
            "features": {"type": "array", "items": feature},
        },
    }
