"""The pages of the standard: landing, conformance, collections, items. Each is JSON, or HTML by `f=html` or the Accept header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from conflictmap.api.renderers import GEOJSON_MEDIA_TYPE
from conflictmap.core.geojson import Json
from conflictmap.models import Theatre
from conflictmap.web.views import frame

from .collections import COLLECTIONS, CONFORMS_TO, CRS84, Collection
from .items import item_of, page_of
from .openapi import MEDIA_TYPE as OPENAPI_MEDIA_TYPE
from .openapi import document
from .query import Query, read

JSON, HTML = "application/json", "text/html"
TITLE = "Conflict map"
DESCRIPTION = (
    "Places, dated claims of control with their sources, strikes, and the areas and frontlines derived from the claims."
)


class OgcPage(APIView):
    """A page that is JSON or HTML, with links to itself in both."""

    schema = None  # the API's own OpenAPI document leaves these out: they have one of their own
    http_method_names = ["get", "head"]
    media_type = JSON
    title = TITLE

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Take JSON for errors too; `_answer` chooses between JSON and HTML."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    def _answer(self, request: Request, body: Json, title: str, above: Sequence[tuple[str, str]] = ()) -> HttpResponse:
        """Answer with `body` and the links of the page itself; `above` are the pages it lies under, for people."""
        html = wants_html(request)
        types = {self.media_type: "json", HTML: "html"}
        own = HTML if html else self.media_type
        links = [
            link("self" if kind == own else "alternate", _in_format(request, name), kind, f"{title} as {name.upper()}")
            for kind, name in types.items()
        ]
        body = {**body, "links": [*links, *body.get("links", [])]}
        if html:
            response = render(
                request._request, "ogc/page.html", {**frame("en"), **for_people(body, title), "above": above}
            )
        else:
            response = JsonResponse(body, content_type=self.media_type, json_dumps_params={"ensure_ascii": False})
        response["Link"] = ", ".join(
            f'<{each["href"]}>; rel="{each["rel"]}"; type="{each["type"]}"' for each in body["links"]
        )
        response["Vary"] = "Accept"
        response["Cache-Control"] = "public, no-cache"
        return response


class Landing(OgcPage):
    def get(self, request: Request) -> HttpResponse:
        read(request._request.GET, (), ("f",))
        links = [
            link("service-desc", at(request, "ogc:api"), OPENAPI_MEDIA_TYPE, "The definition of this API"),
            link("service-doc", at(request, "api:docs"), HTML, "The documentation of the map's whole API"),
            link("conformance", at(request, "ogc:conformance"), JSON, "What of the standard is kept"),
            link("data", at(request, "ogc:collections"), JSON, "The collections"),
        ]
        return self._answer(request, {"title": TITLE, "description": DESCRIPTION, "links": links}, TITLE)


class Conformance(OgcPage):
    def get(self, request: Request) -> HttpResponse:
        read(request._request.GET, (), ("f",))
        return self._answer(request, {"conformsTo": list(CONFORMS_TO)}, "Conformance", [_landing(request)])


class Definition(OgcPage):
    """The OpenAPI document of these pages."""

    def get(self, request: Request) -> HttpResponse:
        read(request._request.GET, (), ("f",))
        body = document(TITLE, DESCRIPTION, at(request, "ogc:landing"))
        return JsonResponse(body, content_type=OPENAPI_MEDIA_TYPE)


class Collections(OgcPage):
    def get(self, request: Request) -> HttpResponse:
        read(request._request.GET, (), ("f",))
        found = [describe(request, collection) for collection in COLLECTIONS.values()]
        return self._answer(request, {"collections": found}, "Collections", [_landing(request)])


class OneCollection(OgcPage):
    def get(self, request: Request, name: str) -> HttpResponse:
        collection = find(name)
        read(request._request.GET, (), ("f",))
        above = [_landing(request), ("Collections", at(request, "ogc:collections"))]
        return self._answer(request, describe(request, collection), collection.title, above)


class Items(OgcPage):
    media_type = GEOJSON_MEDIA_TYPE

    def get(self, request: Request, name: str) -> HttpResponse:
        collection = find(name)
        query: Query = read(request._request.GET, collection.filters)
        page = page_of(collection, query, request)
        links = [link(rel, href, self.media_type, title) for rel, href, title in (
            ("next", page.next, "The next page"), ("prev", page.previous, "The page before"),
        ) if href]  # fmt: skip
        links.append(link("collection", at(request, "ogc:collection", name), JSON, collection.title))
        body: Json = {"type": "FeatureCollection", "features": page.features, "links": links}
        body |= {"timeStamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"), "numberReturned": len(page.features)}
        if page.matched is not None:
            body["numberMatched"] = page.matched
        return self._answer(request, body, f"{collection.title}: items", _above(request, collection))


class Item(OgcPage):
    media_type = GEOJSON_MEDIA_TYPE

    def get(self, request: Request, name: str, item: str) -> HttpResponse:
        collection = find(name)
        read(request._request.GET, (), ("f",))
        found = item_of(collection, item)
        links = [link("collection", at(request, "ogc:collection", name), JSON, collection.title)]
        return self._answer(
            request, {**found, "links": links}, f"{collection.title}: {item}", _above(request, collection)
        )


# --- The parts of a page ------------------------------------------------------------------------------------------------


def find(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[name]


def describe(request: Request, collection: Collection) -> Json:
    """Return what a collection says of itself, with the box (degrees) and days of all theatres."""
    theatres = list(Theatre.objects.order_by("slug").only("west", "south", "east", "north", "date_start", "date_end"))
    extent: Json = {}
    if theatres:
        corners = zip(*((each.west, each.south, each.east, each.north) for each in theatres), strict=True)
        bbox = [most(values) for most, values in zip((min, min, max, max), corners, strict=True)]
        extent["spatial"] = {"bbox": [bbox], "crs": CRS84}
        if collection.dated:
            days = min(each.date_start for each in theatres), max(each.date_end for each in theatres)
            extent["temporal"] = {"interval": [[f"{days[0]}T00:00:00Z", f"{days[1]}T23:59:59Z"]]}
    items = at(request, "ogc:items", collection.name)
    licences = sorted({url for url in Theatre.objects.values_list("data_licence", flat=True) if url.startswith("http")})
    return {
        "id": collection.name,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "crs": [CRS84],
        **({"extent": extent} if extent else {}),
        "links": [
            link("items", items, GEOJSON_MEDIA_TYPE, f"{collection.title} as GeoJSON"),
            link("items", f"{items}?f=html", HTML, f"{collection.title} as HTML"),
            *(link("license", url, HTML, "Licence") for url in licences),
        ],
    }


def wants_html(request: Request) -> bool:
    """Tell whether HTML is asked for: by `f`, or by an Accept header that prefers it to JSON."""
    if "f" in request._request.GET:
        return request._request.GET["f"] == "html"
    preferred = request._request.get_preferred_type([JSON, GEOJSON_MEDIA_TYPE, HTML])
    return preferred == HTML


def link(rel: str, href: str, kind: str, title: str) -> dict[str, str]:
    return {"rel": rel, "href": href, "type": kind, "title": title}


def at(request: Request, name: str, *parts: str) -> str:
    address: str = request.build_absolute_uri(reverse(name, args=parts))
    return address


def _in_format(request: Request, name: str) -> str:
    query = request._request.GET.copy()
    query["f"] = name
    address: str = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return address


def _landing(request: Request) -> tuple[str, str]:
    return TITLE, at(request, "ogc:landing")


def _above(request: Request, collection: Collection) -> list[tuple[str, str]]:
    return [
        _landing(request),
        ("Collections", at(request, "ogc:collections")),
        (collection.title, at(request, "ogc:collection", collection.name)),
    ]


# --- For people -----------------------------------------------------------------------------------------------------


def for_people(body: Json, title: str) -> dict[str, Any]:
    """Return what the HTML page shows of an answer: a text, a list, or a table of features."""
    features = body.get("features", [body] if body.get("type") == "Feature" else [])
    columns = list(dict.fromkeys(name for each in features for name in each["properties"]))
    return {
        "title": title,
        "description": body.get("description", ""),
        "links": body["links"],
        "listed": body.get("conformsTo", []),
        "collections": body.get("collections", []),
        "matched": body.get("numberMatched"),
        "columns": columns,
        "rows": [
            (each["id"], quote(str(each["id"])), [_cell(each["properties"].get(name)) for name in columns])
            for each in features
        ],
    }


def _cell(value: Any) -> str:
    match value:
        case None:
            return "–"
        case dict():
            return ", ".join(f"{name} {_cell(each)}" for name, each in value.items())
        case list():
            return ", ".join(_cell(each) for each in value) or "–"
    return str(value)
