"""Which places lie in which named area. Longitude before latitude, degrees."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import shapely

from .records import EXTENDED_KINDS, Place


def members_of_areas(places: Iterable[Place], wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each wanted area's slug, the slugs of the point places inside its extent, in order.

    An area without an extent has no members: where it lies is not known well enough to say.
    """
    if not wanted:
        return {}
    rows = list(places)
    points = sorted((place for place in rows if place.kind not in EXTENDED_KINDS), key=lambda place: place.slug)
    tree = shapely.STRtree(shapely.points([(place.longitude, place.latitude) for place in points])) if points else None
    members = {}
    for area in rows:
        if area.slug in wanted and area.extent is not None and tree is not None:
            inside = tree.query(shapely.geometry.shape(area.extent), predicate="intersects")
            members[area.slug] = tuple(points[index].slug for index in sorted(inside))
    return members
