"""Rows of places, claims and strikes as the data dictionary has them, read without making model instances.

A row is the tuple of its values in the order of its layer's columns, and its geometry (GeoJSON, lon, lat in degrees) last.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Aggregate, F, OuterRef, QuerySet, Subquery

from conflictmap.core.dictionary import LAYERS
from conflictmap.core.geojson import polygon_of

from .strike import Strike
from .theatre import Theatre

#: Rows that a cursor brings at once.
CHUNK_ROWS = 2000
_STATEMENT_PATHS = {
    "theatre": "theatre__slug",
    "place": "place__slug",
    "place_name": "place__name",
    "longitude": "place__longitude",
    "latitude": "place__latitude",
    "source": "source__slug",
    "via": "via__slug",
    "report": "report_id",
    "supersedes": "supersedes_id",
    "known_on": "reported_at",
}
#: Where a column's value is read from, if not from the field of its name.
_PATHS: dict[str, dict[str, str]] = {
    "places": {"theatre": "theatre__slug", "parent": "parent__slug"},
    "claims": {**_STATEMENT_PATHS, "actor": "actor__slug", "denies": "denies_id"},
    "strikes": {**_STATEMENT_PATHS, "attackers": "attacker_slugs"},
}
_EXTENTS = {"places": "extent", "claims": "place__extent", "strikes": "place__extent"}


class _Joined(Aggregate):
    """Join slugs by commas, which no slug has."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def exported_rows(layer: str, rows: QuerySet[Any]) -> Generator[tuple[Any, ...]]:
    """Yield the rows of a layer that a query selects, in its order, by a cursor of the server where it has one.

    Coordinates are as precise as each theatre publishes them. All are of one moment, whatever is recorded meanwhile.
    """
    names = LAYERS[layer].names
    zones = {
        slug: (ZoneInfo(time_zone), decimals)
        for slug, time_zone, decimals in Theatre.objects.values_list("slug", "time_zone", "coordinate_decimals")
    }
    paths = [_PATHS[layer].get(name, name) for name in names]
    if layer == "strikes":
        rows = rows.annotate(attacker_slugs=_attackers())
    theatre, longitude, latitude = (names.index(name) for name in ("theatre", "longitude", "latitude"))
    known_on = names.index("known_on") if "known_on" in names else -1
    attackers = names.index("attackers") if "attackers" in names else -1
    combinations: dict[str | None, list[str]] = {None: []}
    found = rows.prefetch_related(None).values_list(*(F(path) for path in paths), _EXTENTS[layer])
    with _one_moment():
        for values in found.iterator(chunk_size=CHUNK_ROWS):
            row = list(values)
            zone, decimals = zones[row[theatre]]
            if decimals is not None:
                row[longitude] = round(row[longitude], decimals)
                row[latitude] = round(row[latitude], decimals)
            if known_on >= 0:
                row[known_on] = row[known_on].astimezone(zone).date()
            if attackers >= 0:
                slugs = row[attackers]
                if slugs not in combinations:
                    combinations[slugs] = sorted(slugs.split(","))
                row[attackers] = combinations[slugs]
            extent = row[-1]
            row[-1] = (extent and polygon_of(extent, decimals)) or {
                "type": "Point",
                "coordinates": (row[longitude], row[latitude]),
            }
            yield tuple(row)


def _attackers() -> Subquery:
    links = Strike.attackers.through._default_manager.filter(strike_id=OuterRef("pk")).order_by()
    joined: QuerySet[Any, Any] = links.values("strike_id").annotate(slugs=_Joined("actor__slug"))
    return Subquery(joined.values("slugs"))


def _one_moment() -> AbstractContextManager[Any]:
    """Read within a transaction: a cursor that outlived one would have the server copy all of its rows first."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
