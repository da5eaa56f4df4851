"""The standard's own parameters: bbox, datetime, limit and f. Each parser raises ValueError with what is wrong.

Boxes are west, south, east, north in degrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import QueryDict

from conflictmap.api import params
from conflictmap.api.cursor import Cursor
from conflictmap.api.params import Bbox, Given, shown
from conflictmap.api.problem import INVALID_PARAMETER, UNKNOWN_PARAMETER, Fault, ProblemError

LIMIT, MAX_LIMIT = 100, 10_000
FORMATS = ("json", "html")
OWN = ("f", "bbox", "datetime", "limit", "cursor")
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a collection's items. `given` has the API's own parameters; either of the `days` may be open."""

    given: Given
    bbox: Bbox | None = None
    days: Days | None = None
    limit: int = LIMIT
    #: Where the page begins, as a page before told.
    cursor: str = ""


def read(query: QueryDict, names: Iterable[str], own: Iterable[str] = OWN) -> Query:
    """Return a query whose own parameters are among `own`, the API's among `names`. Raises ProblemError (400) naming what is wrong."""
    names, own = tuple(names), tuple(own)
    if unknown := [name for name in query if name not in (*names, *own)]:
        known = ", ".join(sorted((*names, *own)))
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            UNKNOWN_PARAMETER,
            [(name, f"{shown(name)} is no parameter here; there are {known}.") for name in unknown],
        )
    theirs = QueryDict(mutable=True)
    for name in names:
        if name in query:
            theirs.setlist(name, query.getlist(name))
    values: dict[str, Any] = {"given": params.read(theirs, names)}
    faults: list[Fault] = []
    for name in own:
        if name not in query:
            continue
        text = str(query[name])
        try:
            if len(query.getlist(name)) > 1:
                raise ValueError("It is given more than once.")
            if len(text) > params.MAX_CHARACTERS:
                raise ValueError(f"It is longer than {params.MAX_CHARACTERS} characters.")
            values[_MEMBER.get(name, name)] = _PARSERS[name](text)
        except ValueError as error:
            faults.append((name, str(error)))
    if faults:
        raise ProblemError(HTTPStatus.BAD_REQUEST, INVALID_PARAMETER, faults)
    values.pop("f", None)
    return Query(**values)


def parse_bbox(text: str) -> Bbox:
    """Read four numbers, or six: with heights, which nothing here has."""
    parts = text.split(",")
    return params.parse_bbox(",".join([*parts[:2], *parts[3:5]]) if len(parts) == 6 else text)


def parse_days(text: str) -> Days:
    """Read a day or moment, or two with a slash between them, of which one may be open: empty or `..`."""
    ends = text.split("/")
    if len(ends) > 2:
        raise ValueError(f"{shown(text)} has more than two ends.")
    first, *rest = (None if end in ("", "..") else _day(end) for end in ends)
    last = rest[0] if rest else first
    if first is None and last is None:
        raise ValueError(f"{shown(text)} is open at both ends: give a day, a moment or an interval.")
    if first and last and first > last:
        raise ValueError(f"{first} is later than {last}.")
    return first, last


def parse_limit(text: str) -> int:
    """Read a number of features; more than the most are the most, as the standard asks."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise ValueError(f"{shown(text)} is not a whole number from 1 on.")
    return min(int(text), MAX_LIMIT)


def parse_cursor(text: str) -> str:
    Cursor.parse(text)
    return text


def _day(text: str) -> date:
    if "T" not in text.upper():
        return params.parse_date(text)
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError(
            f"{shown(text)} is neither a day nor a moment: write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."
        ) from None
    return params.parse_date(moment.date().isoformat())


_MEMBER = {"datetime": "days"}
_PARSERS = {
    "bbox": parse_bbox,
    "datetime": parse_days,
    "limit": parse_limit,
    "cursor": parse_cursor,
    "f": params.one_of(FORMATS),
}
