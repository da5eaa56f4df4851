"""Places -> a triangulated network that is the theatre.

Coordinates are longitude, latitude in whole 1e-5 degrees (about a metre), so that the same places give the same network on any
machine. The plane for triangulating is those coordinates scaled by the cosine of the middle latitude, in kilometres: affine,
so that straight edges stay straight.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from .records import EXTENDED_KINDS, Place, Theatre

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Segment = tuple[tuple[int, int], tuple[int, int]]

SCALE = 100_000  # units in a degree
ANTIMERIDIAN = 180 * SCALE
KM_PER_DEGREE = 111.195  # of a great circle on the mean Earth
CLEARANCE = 0.5  # fillers keep this many spacings away from places and the boundary
MOST_SPLITS = 60  # rounds of halving boundary edges before a boundary is refused


class MeshError(ValueError):
    """The boundary or the places can't be turned into a network; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """One triangulation. `vertices` is (n, 2) whole 1e-5 degrees, the places first; `triangles` is (m, 3), counter-clockwise.

    `places` are the slugs of the first vertices; `vertex_of` finds the vertex of every place inside the theatre, those that
    share a point with another included. `plane` is (n, 2) kilometres.
    """

    vertices: Integers
    triangles: Integers
    places: tuple[str, ...]
    vertex_of: dict[str, int]
    plane: Floats

    @property
    def degrees(self) -> Floats:
        return self.vertices / SCALE


def build_mesh(theatre: Theatre, places: Iterable[Place]) -> Mesh:
    """Triangulate the point places inside the boundary, the boundary itself, and a sparse grid of fillers.

    Raises MeshError when the boundary is no valid polygon or can't be followed by edges of the triangulation.
    """
    # 1. The boundary, on the grid of whole units, its long edges divided.
    land = _land(theatre.boundary)
    scale = np.array([np.cos(np.radians(land.centroid.y / SCALE)), 1.0]) * KM_PER_DEGREE / SCALE
    segments, ring_points = _ring_segments(land, theatre.filler_km, scale)

    # 2. The places inside it, each point once.
    vertex_of, place_points, slugs = _place_vertices(land, places)
    boundary_points = [point for point in ring_points if tuple(point) not in {tuple(p) for p in place_points}]

    # 3. Fillers, clear of both.
    fixed = np.array([*place_points, *boundary_points], dtype=np.int64)
    fillers = _fillers(land, fixed * scale, theatre.filler_km, scale)
    points = np.vstack([fixed, fillers]) if len(fillers) else fixed

    # 4. Triangulate; halve boundary edges that the triangulation misses until it follows the boundary.
    points, triangles = _conform(points, segments, scale, land)
    return Mesh(points, triangles, tuple(slugs), vertex_of, points * scale)


def _land(boundary: dict[str, object]) -> BaseGeometry:
    geometry = shape(boundary)
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty or not geometry.is_valid:
        raise MeshError("The theatre's boundary is no valid polygon.")
    scaled = shapely.transform(geometry, lambda xy: xy * SCALE)
    return shapely.set_precision(scaled, 1.0)


def _ring_segments(land: BaseGeometry, spacing_km: float, scale: Floats) -> tuple[set[Segment], list[tuple[int, int]]]:
    segments: set[Segment] = set()
    points: dict[tuple[int, int], None] = {}
    for polygon in getattr(land, "geoms", [land]):
        for ring in (polygon.exterior, *polygon.interiors):
            line = np.asarray(ring.coords, dtype=np.float64).round().astype(np.int64)
            dense: list[tuple[int, int]] = []
            for start, end in itertools.pairwise(line):
                pieces = max(1, int(np.ceil(np.hypot(*((end - start) * scale)) / spacing_km)))
                for step in range(pieces):
                    x, y = start + (end - start) * step // pieces
                    dense.append((int(x), int(y)))
            for start, end in zip(dense, [*dense[1:], dense[0]], strict=True):
                if start != end:
                    segments.add((min(start, end), max(start, end)))
            points.update(dict.fromkeys(dense))
    return segments, list(points)


def _place_vertices(
    land: BaseGeometry, places: Iterable[Place]
) -> tuple[dict[str, int], list[tuple[int, int]], list[str]]:
    shapely.prepare(land)
    vertex_of: dict[str, int] = {}
    at: dict[tuple[int, int], int] = {}
    slugs: list[str] = []
    for place in sorted(places, key=lambda place: place.slug):
        point = (round(place.longitude * SCALE), round(place.latitude * SCALE))
        if place.kind in EXTENDED_KINDS or not shapely.contains_xy(land, *point):
            continue
        if point not in at:
            at[point] = len(at)
            slugs.append(place.slug)
        vertex_of[place.slug] = at[point]
    return vertex_of, list(at), slugs


def _fillers(land: BaseGeometry, fixed_km: Floats, spacing_km: float, scale: Floats) -> Integers:
    west, south, east, north = land.bounds
    step = spacing_km / scale
    columns = np.arange(west, east, step[0])
    rows = np.arange(south, north, step[1] * np.sqrt(3) / 2)
    grid = np.array(
        [(x + (index % 2) * step[0] / 2, y) for index, y in enumerate(rows) for x in columns], dtype=np.float64
    ).reshape(-1, 2)
    grid = grid.round()
    inside = grid[shapely.contains_xy(land, grid)] if len(grid) else grid
    if not len(inside):
        return np.empty((0, 2), dtype=np.int64)
    distance, _ = cKDTree(fixed_km).query(inside * scale)
    clear: Integers = inside[distance > CLEARANCE * spacing_km].astype(np.int64)
    return clear


def _conform(points: Integers, segments: set[Segment], scale: Floats, land: BaseGeometry) -> tuple[Integers, Integers]:
    vertices = [(int(x), int(y)) for x, y in points]
    index = {point: number for number, point in enumerate(vertices)}
    for _ in range(MOST_SPLITS):
        triangles = Delaunay(np.array(vertices) * scale).simplices
        edges = {tuple(sorted(edge)) for a, b, c in triangles.tolist() for edge in ((a, b), (b, c), (c, a))}
        missing = [s for s in sorted(segments) if tuple(sorted((index[s[0]], index[s[1]]))) not in edges]
        if not missing:
            return np.array(vertices, dtype=np.int64), _inside(np.array(vertices), triangles, segments)
        for start, end in missing:
            middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
            segments.discard((start, end))
            if middle in (start, end):
                raise MeshError("The theatre's boundary passes too close to itself or to a place.")
            if middle not in index:
                index[middle] = len(vertices)
                vertices.append(middle)
            segments.add((min(start, middle), max(start, middle)))
            segments.add((min(middle, end), max(middle, end)))
    raise MeshError("The theatre's boundary can't be followed by the network.")


def _inside(vertices: Integers, triangles: NDArray[np.int32], segments: set[Segment]) -> Integers:
    """Keep the triangles within the boundary, turned counter-clockwise, in a fixed order."""
    rings = shapely.polygonize([shapely.linestrings(segment) for segment in sorted(segments)])
    # A ring within a ring is a hole: land is what an odd number of rings cover.
    land = shapely.Polygon()
    for ring in rings.geoms:
        land = land.symmetric_difference(shapely.Polygon(ring.exterior))
    shapely.prepare(land)
    corners = vertices[triangles]
    kept = triangles[shapely.contains_xy(land, corners.mean(axis=1))].astype(np.int64)
    a, b, c = (vertices[kept[:, corner]] for corner in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    kept = kept[turn != 0]
    turn = turn[turn != 0]
    kept[turn < 0] = kept[turn < 0][:, ::-1]
    first = kept.argmin(axis=1)
    rolled = np.array([np.roll(row, -start) for row, start in zip(kept, first, strict=True)], dtype=np.int64)
    ordered: Integers = rolled[np.lexsort(rolled.T[::-1])]
    return ordered
