"""A theatre's boundary -> its land on the network's grid.

Coordinates are longitude, latitude in whole 1e-5 degrees. A theatre across the antimeridian may be given as RFC 7946 asks (cut
there into a MultiPolygon, with a box whose west is greater than its east) or with longitudes that run on beyond 180. Here its
longitudes run on: from its western end, in [-180, 180), eastwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import affinity
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

SCALE = 100_000  # units in a degree
ANTIMERIDIAN = 180 * SCALE
TURN = 360 * SCALE

Box = tuple[float, float, float, float]


class MeshError(ValueError):
    """The boundary or the places can't be turned into a network; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """`ground` is all of it; `parts` are polygons that no meridian of 180 degrees crosses, their common borders included."""

    ground: BaseGeometry
    parts: tuple[BaseGeometry, ...]

    def longitude(self, degrees: float) -> int:
        """Return a longitude in whole units, counted on from the western end of the land where that lies within it."""
        west, _, east, _ = self.ground.bounds
        plain = round(degrees * SCALE)
        return next((x for x in (plain, plain + TURN, plain - TURN) if west <= x <= east), plain)


def land_of(boundary: dict[str, Any], box: Box) -> Land:
    """Return the land within a GeoJSON Polygon or MultiPolygon; `box` is west, south, east, north in degrees.

    Raises MeshError when the boundary is no valid polygon, or encloses nothing on a grid of about a metre.
    """
    geometry = shape(boundary)
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty or not geometry.is_valid:
        raise MeshError("The theatre's boundary is no valid polygon.")
    if _crosses(geometry, box):
        geometry = shapely.MultiPolygon(_run_on(_polygons(geometry)))
        ground = shapely.union_all([_gridded(part) for part in geometry.geoms], grid_size=1.0)
    else:
        ground = _gridded(geometry)
    west, south, east, north = ground.bounds
    if ground.is_empty:
        raise MeshError("The theatre's boundary encloses no ground: the network's grid is about a metre.")
    if not west < ANTIMERIDIAN < east:
        return Land(ground, _polygons(ground))
    halves = (shapely.box(west, south, ANTIMERIDIAN, north), shapely.box(ANTIMERIDIAN, south, east, north))
    cut = (shapely.normalize(shapely.intersection(ground, half, grid_size=1.0)) for half in halves)
    parts = [part for half in cut for part in _polygons(half)]
    return Land(shapely.union_all(parts, grid_size=1.0), tuple(parts))


def _gridded(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(shapely.transform(geometry, lambda xy: xy * SCALE), 1.0)


def _polygons(geometry: BaseGeometry) -> tuple[BaseGeometry, ...]:
    return tuple(part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon")


def _crosses(geometry: BaseGeometry, box: Box) -> bool:
    """Tell whether the longitudes of a boundary, in degrees, go across the antimeridian."""
    bounds = [part.bounds for part in _polygons(geometry)]
    one_at_either_end = [(west <= -180, east >= 180) for west, _, east, _ in bounds]
    return (
        box[0] > box[2]
        or geometry.bounds[0] < -180
        or geometry.bounds[2] > 180
        or ((True, False) in one_at_either_end and (False, True) in one_at_either_end)
    )


def _run_on(parts: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Turn polygons around the world, by 360 degrees at a time, so that the widest gap between them is where counting starts."""
    turned = sorted(
        (affinity.translate(part, xoff=-360 * ((part.bounds[0] + 180) // 360)) for part in parts),
        key=lambda part: part.bounds,
    )
    reach, gaps = turned[-1].bounds[2] - 360, []
    for part in turned:
        gaps.append(part.bounds[0] - reach)
        reach = max(reach, part.bounds[2])
    first = gaps.index(max(gaps))
    return [*turned[first:], *(affinity.translate(part, xoff=360) for part in turned[:first])]
