"""Every query parameter of the API, once: this table parses them, words their errors and documents them in OpenAPI.

`parse` takes the text as sent and returns the value, or raises ValueError with what is wrong. Boxes are west, south, east,
north in degrees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any, get_args

from django.http import QueryDict

from conflictmap.core import records

from .cursor import Cursor
from .problem import INVALID_PARAMETER, UNKNOWN_PARAMETER, Fault, ProblemError

Bbox = tuple[float, float, float, float]
Given = Mapping[str, Any]

MAX_CHARACTERS = 1000
PAGE_SIZE, MAX_PAGE_SIZE = 100, 1000
#: Outside these years no moment of the day exists in every time zone, and no conflict that this maps.
FIRST_YEAR, LAST_YEAR = 1900, 2199
FORMATS = ("json", "geojson")
#: Stands for sources without an alignment, which an empty value could not.
NO_ALIGNMENT = "none"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_RELEASE = re.compile(r"[0-9a-f]{16}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter. `schema` is its OpenAPI schema; a `required` one has to be given wherever it is taken."""

    name: str
    parse: Callable[[str], Any]
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: str = ""
    required: bool = False


def shown(text: str) -> str:
    """Return what was sent, quoted and short enough to repeat in an error."""
    return repr(text if len(text) <= 60 else text[:60] + "…")


def parse_date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a date: write YYYY-MM-DD.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day of the calendar.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{text} is outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def parse_bbox(text: str) -> Bbox:
    """Return (west, south, east, north) in degrees; west > east crosses the antimeridian."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{shown(text)} is not a box: write four decimal numbers, west,south,east,north.")
    west, south, east, north = (float(part) for part in parts)
    if not all(math.isfinite(number) and abs(number) <= 180 for number in (west, east)):
        raise ValueError("West and east must lie between -180 and 180 degrees.")
    if not all(math.isfinite(number) and abs(number) <= 90 for number in (south, north)):
        raise ValueError("South and north must lie between -90 and 90 degrees.")
    if south > north:
        raise ValueError(
            f"The south ({parts[1]}) is north of the north ({parts[3]}); the order is west,south,east,north."
        )
    return west, south, east, north


def degrees_within(limit: int) -> Callable[[str], float]:
    """Return a parser of decimal degrees from -limit to limit."""

    def parse(text: str) -> float:
        if not _NUMBER.fullmatch(text) or not -limit <= float(text) <= limit:
            raise ValueError(f"{shown(text)} is not a decimal number of degrees from -{limit} to {limit}.")
        return float(text)

    return parse


def parse_slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a slug: small letters, digits and single hyphens.")
    return text


def parse_release(text: str) -> str:
    if not _RELEASE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not the hash of a release: 16 hexadecimal digits.")
    return text


def parse_clock(text: str) -> str:
    return text if text in ("now", "then") else parse_date(text).isoformat()


def parse_page_size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_PAGE_SIZE:
        raise ValueError(f"{shown(text)} is not a whole number from 1 to {MAX_PAGE_SIZE}.")
    return int(text)


def one_of(values: Iterable[str]) -> Callable[[str], str]:
    """Return a parser that takes these values only."""
    known = tuple(values)

    def parse(text: str) -> str:
        if text not in known:
            raise ValueError(f"{shown(text)} is unknown; it is one of {', '.join(known)}.")
        return text

    return parse


_DATE_SCHEMA = {"type": "string", "format": "date"}
_SLUG_SCHEMA = {"type": "string", "pattern": f"^{_SLUG.pattern}$"}
BASES = get_args(records.Basis)
GRADINGS = get_args(records.Grading)

PARAMETERS: dict[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("theatre", parse_slug, "Rows of this theatre only, by its slug.", _SLUG_SCHEMA, "northern-syria"),
        Parameter("place", parse_slug, "Rows about this place only, by its slug.", _SLUG_SCHEMA, "aleppo"),
        Parameter("actor", parse_slug, "Claims about this actor, or strikes by it, by its slug.", _SLUG_SCHEMA, "sdf"),
        Parameter("source", parse_slug, "What this source says, by its slug.", _SLUG_SCHEMA, "sohr"),
        Parameter(
            "alignment",
            parse_slug,
            f"What sources of this side say, or `{NO_ALIGNMENT}` for those of no side.",
            _SLUG_SCHEMA,
            "government",
        ),
        Parameter(
            "basis",
            one_of(BASES),
            "Rows of this basis only. `retracted` selects rows that were withdrawn, which no other list shows.",
            {"type": "string", "enum": list(BASES)},
        ),
        Parameter(
            "grading",
            one_of(GRADINGS),
            "Strikes of this grading only: how well they are attested.",
            {"type": "string", "enum": list(GRADINGS)},
        ),
        Parameter(
            "from",
            parse_date,
            "Rows whose dates reach this day of their theatre or later; changes of this day of the theatre or later.",
            _DATE_SCHEMA,
            "2024-11-27",
        ),
        Parameter(
            "to",
            parse_date,
            "Rows whose dates begin on this day of their theatre or earlier; changes of this day of the theatre or earlier.",
            _DATE_SCHEMA,
            "2024-12-01",
        ),
        Parameter(
            "bbox",
            parse_bbox,
            "Rows whose place lies in the box west,south,east,north (degrees, WGS 84). A west greater than the east crosses "
            "the antimeridian; a south greater than the north is an error.",
            {"type": "string"},
            "36.5,35.5,37.8,36.6",
        ),
        Parameter(
            "lon",
            degrees_within(180),
            "The point's longitude in degrees (WGS 84).",
            {"type": "number", "minimum": -180, "maximum": 180},
            "37.16",
            required=True,
        ),
        Parameter(
            "lat",
            degrees_within(90),
            "The point's latitude in degrees (WGS 84).",
            {"type": "number", "minimum": -90, "maximum": 90},
            "36.2",
            required=True,
        ),
        Parameter("cursor", Cursor.parse, "Where a page begins: taken from `next` or `previous`, not made by hand."),
        Parameter(
            "page_size",
            parse_page_size,
            "Rows a page.",
            {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
        ),
        Parameter(
            "format",
            one_of(FORMATS),
            "The format, instead of the Accept header's.",
            {"type": "string", "enum": list(FORMATS)},
        ),
        Parameter(
            "date", parse_date, "The day shown, as it was at its end. The theatre's last day if absent.", _DATE_SCHEMA
        ),
        Parameter(
            "lens",
            str,
            "Whose claims count: one of the theatre's lenses.",
            {**_SLUG_SCHEMA, "default": "assessed"},
            "assessed",
        ),
        Parameter(
            "known_by",
            parse_date,
            "Only claims that were reported on or before this day of the theatre. All if absent.",
            _DATE_SCHEMA,
        ),
        Parameter(
            "clock",
            parse_clock,
            "What was known when: `now`, as known today; `then`, each day as it was known at its end; or the day by which it was known.",
            {"type": "string", "pattern": r"^(now|then|\d{4}-\d{2}-\d{2})$", "default": "now"},
        ),
        Parameter(
            "release",
            parse_release,
            "Answer from the rows of this published release, by its hash, whatever has been recorded since. What is recorded now "
            "if absent.",
            {"type": "string", "pattern": f"^{_RELEASE.pattern}$"},
        ),
    )
}


def read(query: QueryDict, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of the parameters in a query, of which only `names` are allowed.

    Raises ProblemError (400) naming every parameter that is unknown, given twice, malformed or missing.
    """
    allowed = tuple(names)
    unknown: list[Fault] = [
        (name, f"{shown(name)} is no parameter here; there are {', '.join(sorted(allowed)) or 'none'}.")
        for name in query
        if name not in allowed
    ]
    if unknown:
        raise ProblemError(HTTPStatus.BAD_REQUEST, UNKNOWN_PARAMETER, unknown)
    values: dict[str, Any] = {}
    faults: list[Fault] = [
        (name, "It has to be given.") for name in allowed if PARAMETERS[name].required and name not in query
    ]
    for name in query:
        texts = query.getlist(name)
        try:
            if len(texts) > 1:
                raise ValueError("It is given more than once.")
            if len(texts[0]) > MAX_CHARACTERS:
                raise ValueError(f"It is longer than {MAX_CHARACTERS} characters.")
            values[name] = PARAMETERS[name].parse(texts[0])
        except ValueError as error:
            faults.append((name, str(error)))
    if "from" in values and "to" in values and values["from"] > values["to"]:
        faults.append(("from", f"{values['from']} is later than `to`, {values['to']}."))
    if faults:
        raise ProblemError(HTTPStatus.BAD_REQUEST, INVALID_PARAMETER, faults)
    return values
