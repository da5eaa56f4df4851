"""The features of a collection, a page at a time: rows as they are recorded, or what is derived of days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework.request import Request
from shapely import box
from shapely.geometry import shape

from conflictmap.api.cursor import Cursor
from conflictmap.api.features import features_of
from conflictmap.api.listings import Listing
from conflictmap.api.pagination import KeysetPagination
from conflictmap.api.params import Bbox, Given
from conflictmap.api.problem import ProblemError, invalid
from conflictmap.api.theatre_answer import find_theatre
from conflictmap.api.theatre_day import TheatreDay, find_moment
from conflictmap.core.geojson import Json
from conflictmap.models import Theatre

from .collections import Collection
from .query import Query


@dataclass(frozen=True, slots=True)
class Page:
    """Some features, where the pages beside them are, and how many there are in all, where that is known without making them."""

    features: list[Json]
    next: str | None
    previous: str | None
    matched: int | None


def page_of(collection: Collection, query: Query, request: Request) -> Page:
    """Return the page that a query asks for. Raises ProblemError (400)."""
    if collection.listing is not None:
        return _rows(collection, collection.listing, query, request)
    return _derived(collection, query, request)


def item_of(collection: Collection, name: str) -> Json:
    """Return one feature by its id. Raises Http404."""
    if collection.listing is not None:
        try:
            row = collection.listing.select({}).get(pk=name)
        except (ValidationError, ValueError, collection.listing.rows().model.DoesNotExist):
            raise Http404 from None
        return next(features_of(collection.listing, [row]))
    try:
        slug, day, number = name.split(":")
        theatre = find_theatre(slug)
        return _features_of_day(collection, theatre, date.fromisoformat(day), {})[int(number)]
    except (ValueError, IndexError, ProblemError):
        raise Http404 from None


# --- Rows -----------------------------------------------------------------------------------------------------------


class _Paged:
    """What the API's pagination asks of a view."""

    def __init__(self, listing: Listing, query: Query) -> None:
        self.sort_key, self.newest_first = listing.sort_key, listing.newest_first
        self.given: Given = {"page_size": query.limit}
        if query.cursor:
            self.given = {**self.given, "cursor": Cursor.parse(query.cursor)}


def _rows(collection: Collection, listing: Listing, query: Query, request: Request) -> Page:
    given: dict[str, Any] = dict(query.given)
    if query.bbox:
        given["bbox"] = query.bbox
    if query.days and collection.dated:
        given |= {name: day for name, day in zip(("from", "to"), query.days, strict=True) if day}
    rows = listing.select(given)
    pagination = KeysetPagination()
    page = pagination.paginate_queryset(rows, request, _Paged(listing, query))
    features = [json.loads(json.dumps(each, default=str)) for each in features_of(listing, page)]
    return Page(features, pagination.next_link, pagination.previous_link, rows.order_by().count())


# --- What is derived of days ------------------------------------------------------------------------------------------


def _derived(collection: Collection, query: Query, request: Request) -> Page:
    begin = _begin(query.cursor) if query.cursor else None
    features: list[Json] = []
    for theatre, day in _days(query):
        if begin and (theatre.slug, day) < begin[:2]:
            continue
        found = _features_of_day(collection, theatre, day, query.given)
        first = begin[2] if begin and (theatre.slug, day) == begin[:2] else 0
        for number, each in enumerate(found[first:], first):
            if query.bbox and not _touches(each, query.bbox):
                continue
            if len(features) == query.limit:
                cursor = Cursor((theatre.slug, day.isoformat(), str(number)))
                return Page(features, _address(request, str(cursor)), None, None)
            features.append(each)
    return Page(features, None, None, None if begin else len(features))


def _days(query: Query) -> Iterator[tuple[Theatre, date]]:
    """Yield the days of each theatre that are asked for, in order: without any, its last."""
    theatres = [find_theatre(query.given["theatre"])] if "theatre" in query.given else Theatre.objects.order_by("slug")
    for theatre in theatres:
        first, last = query.days or (theatre.date_end, theatre.date_end)
        day, end = max(first or theatre.date_start, theatre.date_start), min(last or theatre.date_end, theatre.date_end)
        while day <= end:
            yield theatre, day
            day += timedelta(days=1)


def _features_of_day(collection: Collection, theatre: Theatre, day: date, given: Given) -> list[Json]:
    """Return what is derived of one day, as the API answers it and keeps it, each with an id and its day."""
    if collection.layer is None:
        raise TypeError(f"{collection.name} are not derived of days")
    layer: TheatreDay = collection.layer()
    asked = find_moment(theatre, {**{name: given[name] for name in given if name != "theatre"}, "date": day})
    features: list[Json] = json.loads(layer.text(theatre, asked))["features"]
    for number, each in enumerate(features):
        each["id"] = f"{theatre.slug}:{day}:{number}"
        each["properties"] = {"theatre": theatre.slug, "date": day.isoformat(), **each["properties"]}
    return features


def _touches(feature: Json, bbox: Bbox) -> bool:
    west, south, east, north = bbox
    boxes = (
        [box(west, south, east, north)]
        if west <= east
        else [box(west, south, 180, north), box(-180, south, east, north)]
    )
    found = shape(feature["geometry"])
    return any(found.intersects(each) for each in boxes)


def _begin(cursor: str) -> tuple[str, date, int]:
    try:
        slug, day, number = Cursor.parse(cursor).key
        return slug, date.fromisoformat(day), max(int(number), 0)
    except ValueError:
        raise invalid("cursor", "It is no cursor that this list gave.") from None


def _address(request: Request, cursor: str) -> str:
    query = request._request.GET.copy()
    query["cursor"] = cursor
    address: str = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return address
