"""Rows as GeoJSON features: the place's geometry, and the row's own fields as properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from conflictmap.core.geojson import feature, geometry_of

from .listings import Listing


def features_of(listing: Listing, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield a feature for every row of a listing that has geometry, one at a time."""
    if listing.properties is None:
        raise TypeError(f"{listing.name} have no geometry")
    serializer = listing.properties()
    for row in rows:
        place = listing.place_of(row)
        geometry = geometry_of(place, row.theatre.coordinate_decimals)
        yield feature(geometry, serializer.to_representation(row), str(row.pk))
