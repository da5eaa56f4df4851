"""Cursor pagination by keyset: constant cost at any depth, and no row skipped or doubled while others are added.

DRF's own CursorPagination compares the first sort field only and counts on through ties up to a limit, which a day with
thousands of strikes passes; this compares the whole sort key.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Protocol, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q
from django.utils import timezone
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .cursor import Cursor
from .params import PAGE_SIZE, Given
from .problem import invalid


class Listing(Protocol):
    """The view that pages: its parsed parameters and its sort key, whose last field is unique."""

    given: Given
    sort_key: tuple[str, ...]
    newest_first: bool


class KeysetPagination(BasePagination):
    """Page through rows in the order of the view's `sort_key`."""

    next_link: str | None = None
    previous_link: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        listing: Listing = view
        size: int = listing.given.get("page_size", PAGE_SIZE)
        cursor: Cursor | None = listing.given.get("cursor")
        backwards = cursor is not None and cursor.backwards
        descending = listing.newest_first != backwards
        if cursor is not None:
            queryset = queryset.filter(_beyond(queryset.model, listing.sort_key, cursor, descending))
        rows = list(queryset.order_by(*(f"-{name}" if descending else name for name in listing.sort_key))[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        if rows and (backwards or more):
            self.next_link = self._link(request, rows[-1], listing.sort_key, backwards=False)
        if rows and (more if backwards else cursor is not None):
            self.previous_link = self._link(request, rows[0], listing.sort_key, backwards=True)
        return rows

    def _link(self, request: Request, row: Model, sort_key: tuple[str, ...], *, backwards: bool) -> str:
        cursor = Cursor(tuple(_as_text(getattr(row, name)) for name in sort_key), backwards)
        return replace_query_param(request.build_absolute_uri(), "cursor", str(cursor))

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next_link, "previous": self.previous_link, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {**LINKS_SCHEMA, "results": schema},
        }


_LINK_SCHEMA = {"type": "string", "format": "uri", "nullable": True}
LINKS_SCHEMA = {
    "next": {**_LINK_SCHEMA, "description": "The next page, or null at the end."},
    "previous": {**_LINK_SCHEMA, "description": "The page before, or null at the beginning."},
}


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _beyond(model: type[Model], sort_key: tuple[str, ...], cursor: Cursor, descending: bool) -> Q:
    """Select what follows the cursor's row: (a, b) > (x, y) is a ≥ x and (a > x or b > y), which an index on a can serve."""
    if len(cursor.key) != len(sort_key):
        raise invalid("cursor", "It is no cursor that this list gave.")
    try:
        values = [_field_value(model, name, text) for name, text in zip(sort_key, cursor.key, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        raise invalid("cursor", "It is no cursor that this list gave.") from None
    step = "lt" if descending else "gt"
    chosen = Q(**{f"{sort_key[-1]}__{step}": values[-1]})
    for name, value in reversed(list(zip(sort_key[:-1], values[:-1], strict=True))):
        chosen = Q(**{f"{name}__{step}e": value}) & (Q(**{f"{name}__{step}": value}) | chosen)
    return chosen


def _field_value(model: type[Model], name: str, text: str) -> Any:
    field = cast("Field[Any, Any]", model._meta.get_field(name))
    value = field.to_python(text)
    if value is None or (isinstance(value, datetime) and timezone.is_naive(value)):
        raise ValueError(text)
    # Moments at either end of the calendar overflow here, and not later in the database's driver.
    return value.astimezone(UTC) if isinstance(value, datetime) else value
