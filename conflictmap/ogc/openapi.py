"""The OpenAPI 3.0 document of /ogc/, made from the table of collections and the parameters' own."""

from __future__ import annotations

from collections.abc import Iterable

from conflictmap.api import params
from conflictmap.core.geojson import Json

from .collections import COLLECTIONS, Collection
from .query import FORMATS, LIMIT, MAX_LIMIT

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.0"
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_OBJECT = {"type": "object"}


def document(title: str, description: str, server: str) -> Json:
    """Return the document, for a server at that address."""
    paths: Json = {
        "/": _operation("landing", "The landing page", "application/json", "Landing"),
        "/api": _operation("api", "This document", MEDIA_TYPE, "Anything"),
        "/conformance": _operation("conformance", "What of the standard is kept", "application/json", "Conformance"),
        "/collections": _operation("collections", "The collections", "application/json", "Collections"),
    }
    for collection in COLLECTIONS.values():
        at, name = f"/collections/{collection.name}", collection.name
        paths[at] = _operation(f"collection-{name}", collection.title, "application/json", "Collection")
        paths[f"{at}/items"] = _operation(
            f"items-{name}", collection.description, "application/geo+json", "Features", _parameters(collection)
        )
        item = {"name": "item", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"{at}/items/{{item}}"] = _operation(
            f"item-{name}", f"One of the {name}", "application/geo+json", "Feature", [item]
        )
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "description": description, "version": "1"},
        "servers": [{"url": server.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


def _operation(name: str, summary: str, kind: str, schema: str, parameters: Iterable[Json] = ()) -> Json:
    answers: Json = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    if schema != "Anything":
        answers["text/html"] = {"schema": {"type": "string"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [*parameters, _FORMAT],
            "responses": {
                "200": {"description": summary, "content": answers},
                "400": {"description": "A parameter is wrong", "content": problem},
                "404": {"description": "There is no such thing", "content": problem},
            },
        }
    }


def _parameters(collection: Collection) -> list[Json]:
    theirs = [params.PARAMETERS[name] for name in collection.filters]
    return [
        *_STANDARD,
        *(_query(each.name, each.description, dict(each.schema)) for each in theirs),
    ]


def _query(name: str, description: str, schema: Json, **more: object) -> Json:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **more}


_FORMAT = _query("f", "The format, instead of the Accept header's.", {"type": "string", "enum": list(FORMATS)})
_COMMAS: Json = {"style": "form", "explode": False}
_STANDARD = [
    _query(
        "bbox",
        "Features in the box west,south,east,north (degrees, CRS84), or with lowest and highest heights, which are passed over.",
        {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": {"type": "number"},
        },
        **_COMMAS,
    ),
    _query(
        "datetime",
        "A day or moment (RFC 3339), or an interval of two with a slash, either open as `..`. Of a moment the day counts.",
        {"type": "string"},
        **_COMMAS,
    ),
    _query(
        "limit",
        "Features a page; more than the most are the most.",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
        **_COMMAS,
    ),
    _query("cursor", "Where a page begins: taken from a `next` link, not made by hand.", {"type": "string"}),
]
_FEATURE: Json = {
    "type": "object",
    "required": ["type", "geometry", "properties", "id"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": _OBJECT,
        "properties": _OBJECT,
        "links": _LINKS,
    },
}
_COLLECTION: Json = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        **{name: {"type": "string"} for name in ("id", "title", "description", "itemType")},
        "extent": _OBJECT,
        "crs": {"type": "array", "items": {"type": "string"}},
        "links": _LINKS,
    },
}
_SCHEMAS: Json = {
    "Anything": _OBJECT,
    "Link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
    },
    "Landing": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": {"type": "string"}, "description": {"type": "string"}, "links": _LINKS},
    },
    "Conformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": {"type": "string"}}},
    },
    "Collection": _COLLECTION,
    "Collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {"links": _LINKS, "collections": {"type": "array", "items": _COLLECTION}},
    },
    "Feature": _FEATURE,
    "Features": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": _FEATURE},
            "links": _LINKS,
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "field": {"type": "string"},
        },
    },
}
