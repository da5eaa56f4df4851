"""Rows of a theatre's folder, read strictly: what is wrong is named by file, line and field.

A row is a JSON object whose fields are taken one by one with the type they must have; a field that nobody took is
unknown and refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal, NoReturn, cast, get_args

from shapely import GEOSException
from shapely.geometry import shape
from shapely.validation import explain_validity

from conflictmap.importers.fixture_files import FixtureError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_URL = re.compile(r"https?://[^\s/?#<>\"']+[^\s<>\"']*")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(slots=True)
class Row:
    """One object of a file. `line` counts from 1; None when the file is one object."""

    file: str
    line: int | None
    data: dict[str, Any]
    path: str = ""
    taken: set[str] = field(default_factory=set)

    def fail(self, name: str, message: str) -> NoReturn:
        raise FixtureError(self.file, self.line, self.path + name, message)

    def has(self, name: str) -> bool:
        return name in self.data

    def take(self, name: str) -> Any:
        """Return the field's raw value; it is required."""
        self.taken.add(name)
        if name not in self.data:
            self.fail(name, "is missing")
        return self.data[name]

    def text(self, name: str, default: str | None = None, *, limit: int = 300) -> str:
        """Return a string of at most `limit` characters; required and not blank unless a default is given."""
        if default is not None and not self.has(name):
            return default
        value = self.take(name)
        if not isinstance(value, str):
            self.fail(name, "is not a text")
        if not value.strip() and default is None:
            self.fail(name, "is empty")
        if len(value) > limit:
            self.fail(name, f"is longer than {limit} characters")
        return value

    def slug(self, name: str, *, limit: int = 80) -> str:
        value = self.text(name, limit=limit)
        if not _SLUG.fullmatch(value):
            self.fail(name, f"{value!r} is no slug: small letters, digits and single hyphens")
        return value

    def key(self, name: str) -> str:
        value = self.text(name, limit=120)
        if not _KEY.fullmatch(value):
            self.fail(name, f"{value!r} is no key: letters, digits, hyphens, dots and underscores")
        return value

    def url(self, name: str) -> str:
        value = self.text(name, "", limit=500)
        if value and not _URL.fullmatch(value):
            self.fail(name, "is no http or https address")
        return value

    def texts(self, name: str, *, limit: int = 200) -> tuple[str, ...]:
        """Return a list of distinct, non-blank strings; empty when left out."""
        if not self.has(name):
            return ()
        value = self.take(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fail(name, "is not a list of texts")
        if any(len(item) > limit for item in value):
            self.fail(name, f"has an entry longer than {limit} characters")
        if len(set(value)) != len(value):
            self.fail(name, "names something twice")
        return tuple(value)

    def choice(self, name: str, literal: object, default: str | None = None) -> Any:
        """Return one of the values of a `Literal` type."""
        if default is not None and not self.has(name):
            return default
        value, allowed = self.take(name), get_args(literal)
        if value not in allowed:
            self.fail(name, f"{str(value)[:60]!r} is none of {', '.join(allowed)}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        if not self.has(name):
            return default
        value = self.take(name)
        if not isinstance(value, bool):
            self.fail(name, "is neither true nor false")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        if default is not None and not self.has(name):
            return default
        value = self.take(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # NaN
            self.fail(name, "is not a number")
        if not low <= value <= high:
            self.fail(name, f"{str(value)[:40]} is not between {low:g} and {high:g}")
        return float(value)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        if default is not None and not self.has(name):
            return default
        value = self.take(name)
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(name, "is not a whole number")
        if not low <= value <= high:
            self.fail(name, f"{str(value)[:40]} is not between {low} and {high}")
        return value

    def decimal(self, name: str, low: float, high: float) -> float:
        """Return a number that stands as text, as in CSV."""
        value = self.text(name, limit=30)
        if not _DECIMAL.fullmatch(value):
            self.fail(name, f"{value!r} is not a number")
        return Row(self.file, self.line, {name: float(value)}, self.path).number(name, low, high)

    def day(self, name: str, default: date | None = None) -> date:
        """Return a day of the theatre, written YYYY-MM-DD."""
        if default is not None and not self.has(name):
            return default
        value = self.take(name)
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.fail(name, f"{value} is not in the calendar")
        return self.fail(name, "is no date written YYYY-MM-DD")

    def moment(self, name: str) -> datetime:
        """Return an aware moment in UTC, from ISO 8601 with a zone."""
        value = self.take(name)
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
            if moment is not None and moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        return self.fail(name, "is no moment of ISO 8601 with a zone, such as 2024-12-01T18:00:00Z")

    def row(self, name: str) -> Row:
        """Return an object within this one, whose errors name the whole way to the field."""
        value = self.take(name)
        if not isinstance(value, dict):
            self.fail(name, "is not an object")
        return Row(self.file, self.line, value, f"{self.path}{name}.")

    def rows(self, name: str) -> list[Row]:
        """Return the objects of a list within this one."""
        value = self.take(name)
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.fail(name, "is not a list of objects")
        return [Row(self.file, self.line, part, f"{self.path}{name}[{n}].") for n, part in enumerate(value)]

    def reference(self, name: str, known: Collection[str]) -> str:
        """Return a slug or key that must be among the known."""
        value = self.text(name)
        if value not in known:
            self.fail(name, f"{value[:80]!r} is unknown")
        return value

    def geometry(self, name: str, types: tuple[Literal["Polygon", "MultiPolygon"], ...]) -> dict[str, Any]:
        """Return a valid GeoJSON geometry of one of the types; lon, lat in degrees."""
        value = self.take(name)
        if not isinstance(value, dict) or value.get("type") not in types or set(value) != {"type", "coordinates"}:
            self.fail(name, f"is no GeoJSON {' or '.join(types)}")
        for pair in _pairs(value["coordinates"], 2 if value["type"] == "Polygon" else 3):
            if pair is None or not (abs(pair[0]) <= 180 and abs(pair[1]) <= 90):
                self.fail(name, "has a point that is no longitude and latitude in degrees")
        polygons = [value["coordinates"]] if value["type"] == "Polygon" else value["coordinates"]
        if any(len(ring) < 4 or ring[0] != ring[-1] for polygon in polygons for ring in polygon):
            self.fail(name, "is not made of closed rings of at least four points")
        try:
            ground = shape(value)
        except (ValueError, TypeError, IndexError, GEOSException):
            self.fail(name, "is no shape")
        if not ground.is_valid:
            self.fail(name, f"is not valid: {explain_validity(ground)}")
        if ground.is_empty or ground.area == 0:
            self.fail(name, "encloses no ground")
        return cast(dict[str, Any], value)

    def landmark(self, name: str) -> dict[str, Any]:
        """Return a GeoJSON point, line or polygon that needs not be a valid ground; lon, lat in degrees."""
        value = self.take(name)
        depths = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in depths or set(value) != {"type", "coordinates"}:
            self.fail(name, f"is no GeoJSON {', '.join(depths)}")
        for pair in _pairs(value["coordinates"], depths[kind]):
            if pair is None or not (abs(pair[0]) <= 180 and abs(pair[1]) <= 90):
                self.fail(name, "has a point that is no longitude and latitude in degrees")
        return cast(dict[str, Any], value)

    def done(self) -> None:
        """Refuse fields that nobody took."""
        for name in self.data:
            if name not in self.taken:
                self.fail(name[:60], "is no field of this file")


def _pairs(value: Any, depth: int) -> Iterator[tuple[float, float] | None]:
    """Every coordinate pair of nested lists `depth` deep; None where something else stands."""
    if not isinstance(value, list) or not value:
        yield None
    elif depth:
        for part in value:
            yield from _pairs(part, depth - 1)
    elif len(value) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in value):
        yield None
    else:
        yield (value[0], value[1])
