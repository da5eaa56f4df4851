"""Places -> a triangulated network that is the theatre.

Coordinates are longitude, latitude in whole 1e-5 degrees (about a metre), so that the same places give the same network on any
machine; in a theatre across the antimeridian longitudes run on beyond 180, and edges follow the antimeridian. The plane for
triangulating is those coordinates scaled by the cosine of the middle latitude, in kilometres: affine, so that straight edges stay
straight.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry.base import BaseGeometry

from .land import ANTIMERIDIAN as ANTIMERIDIAN
from .land import SCALE as SCALE
from .land import Land, land_of
from .land import MeshError as MeshError
from .records import EXTENDED_KINDS, Place, Theatre

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Point = tuple[int, int]
Segment = tuple[Point, Point]

KM_PER_DEGREE = 111.195  # of a great circle on the mean Earth
CLEARANCE = 0.5  # fillers keep this many spacings away from places and the boundary
MOST_SPLITS = 60  # rounds of halving boundary edges before a boundary is refused
NEAR = 2  # a place that is no farther from the boundary, in whole units, is on it


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
    """Triangulate the point places inside the boundary or on it, the boundary itself, and a sparse grid of fillers.

    Raises MeshError when the boundary is no valid polygon or can't be followed by edges of the triangulation.
    """
    # 1. The boundary, on the grid of whole units, its long edges divided.
    land = land_of(theatre.boundary, theatre.bbox)
    scale = np.array([np.cos(np.radians(land.ground.centroid.y / SCALE)), 1.0]) * KM_PER_DEGREE / SCALE
    segments, ring_points = _ring_segments(land, theatre.filler_km, scale)

    # 2. The places, each point once.
    vertex_of, place_points, slugs = _place_vertices(land, places, segments)
    taken = set(place_points)
    boundary_points = [point for point in ring_points if point not in taken]

    # 3. Fillers, clear of both.
    fixed = np.array([*place_points, *boundary_points], dtype=np.int64)
    fillers = _fillers(land.ground, fixed * scale, theatre.filler_km, scale)
    points = np.vstack([fixed, fillers]) if len(fillers) else fixed

    # 4. Triangulate; halve boundary edges that the triangulation misses until it follows the boundary.
    points, triangles = _conform(points, segments, scale)
    unused = np.setdiff1d(np.arange(len(slugs)), triangles)
    if len(unused):
        raise MeshError(f"The theatre's boundary passes too close to itself at {slugs[unused[0]]}.")
    return Mesh(points, triangles, tuple(slugs), vertex_of, points * scale)


def _ring_segments(land: Land, spacing_km: float, scale: Floats) -> tuple[dict[Segment, bool], list[Point]]:
    """Return the edges of the land, none longer than a spacing, and their points in the order of the rings.

    True marks the edges that two parts of the land have in common, along the antimeridian: they are no boundary.
    """
    segments: dict[Segment, bool] = {}
    points: dict[Point, None] = {}
    rings = [
        [(round(x), round(y)) for x, y in ring.coords]
        for part in land.parts
        for ring in (part.exterior, *part.interiors)
    ]
    # The parts on both sides of the antimeridian divide it alike: from south to north, at each point that either has there.
    seam = sorted({y for ring in rings for x, y in ring if x == ANTIMERIDIAN}) if len(land.parts) > 1 else []
    for ring in rings:
        dense: list[Point] = []
        for start, end in pairwise(ring):
            if start[0] == end[0] == ANTIMERIDIAN:
                low, high = sorted((start[1], end[1]))
                stops = [low, *(y for y in seam if low < y < high), high]
                upwards = [
                    point
                    for one, other in pairwise(stops)
                    for point in _divided((ANTIMERIDIAN, one), (ANTIMERIDIAN, other), spacing_km, scale)
                ]
                dense += upwards if start[1] == low else [(ANTIMERIDIAN, high), *upwards[:0:-1]]
            else:
                dense += _divided(start, end, spacing_km, scale)
        for start, end in zip(dense, [*dense[1:], dense[0]], strict=True):
            if start != end:
                edge = (min(start, end), max(start, end))
                segments[edge] = edge in segments
        points.update(dict.fromkeys(dense))
    return segments, list(points)


def _divided(start: Point, end: Point, spacing_km: float, scale: Floats) -> list[Point]:
    """Return the points that divide an edge, its start first, its end left out."""
    along = np.array(end) - np.array(start)
    pieces = max(1, int(np.ceil(np.hypot(*(along * scale)) / spacing_km)))
    steps = np.array(start) + along * np.arange(pieces)[:, None] // pieces
    return [(int(x), int(y)) for x, y in steps.tolist()]


def _place_vertices(
    land: Land, places: Iterable[Place], segments: dict[Segment, bool]
) -> tuple[dict[str, int], list[Point], list[str]]:
    """Number the points of the places inside the boundary or on it, and lead the boundary through those that are on it."""
    found = sorted(
        (place.slug, (land.longitude(place.longitude), round(place.latitude * SCALE)))
        for place in places
        if place.kind not in EXTENDED_KINDS
    )
    points = list(dict.fromkeys(point for _, point in found))
    shapely.prepare(land.ground)
    inside = shapely.contains_xy(land.ground, points) if points else ()
    stands: dict[Point, Point] = {point: point for point, within in zip(points, inside, strict=True) if within}
    stands |= _lead_through(segments, points)

    vertex_of: dict[str, int] = {}
    at: dict[Point, int] = {}
    slugs: list[str] = []
    for slug, point in found:
        if point in stands:
            stand = stands[point]
            if stand not in at:
                at[stand] = len(at)
                slugs.append(slug)
            vertex_of[slug] = at[stand]
    return vertex_of, list(at), slugs


def _lead_through(segments: dict[Segment, bool], points: list[Point]) -> dict[Point, Point]:
    """Lead the boundary through the points that are on it, and tell where each of these stands.

    A point very near to a corner stands at the corner. The antimeridian stays straight: only points exactly on it are.
    """
    ordered = sorted(segments)
    tree = shapely.STRtree(shapely.linestrings(ordered))
    dots = shapely.points(points) if points else np.empty(0, dtype=object)
    which, near = tree.query(dots, predicate="dwithin", distance=NEAR)
    away = shapely.distance(dots[which], tree.geometries[near])
    stands: dict[Point, Point] = {}
    by_way: dict[Segment, list[Point]] = defaultdict(list)
    for dot, number, distance in sorted(
        zip(which.tolist(), near.tolist(), away.tolist(), strict=True), key=lambda hit: (hit[0], hit[2], hit[1])
    ):
        point, (start, end) = points[dot], ordered[number]
        if point in stands or (distance > 0 and segments[start, end]):
            continue
        corner = min((start, end), key=lambda one: (np.hypot(one[0] - point[0], one[1] - point[1]), one))
        stands[point] = corner if np.hypot(corner[0] - point[0], corner[1] - point[1]) <= NEAR else point
        if stands[point] == point != corner:
            by_way[start, end].append(point)
    for (start, end), stops in by_way.items():
        along = np.array(end) - np.array(start)
        stops.sort(key=lambda stop: (int(along @ (np.array(stop) - np.array(start))), stop))
        common = segments.pop((start, end))
        segments |= {(min(leg), max(leg)): common for leg in pairwise([start, *stops, end])}
    return stands


def _fillers(land: BaseGeometry, fixed_km: Floats, spacing_km: float, scale: Floats) -> Integers:
    west, south, east, north = land.bounds
    step = spacing_km / scale
    columns = np.arange(west, east, step[0])
    rows = np.arange(south, north, step[1] * np.sqrt(3) / 2)
    x = columns + (np.arange(len(rows)) % 2 * step[0] / 2)[:, None]
    grid = np.stack([x, np.broadcast_to(rows[:, None], x.shape)], axis=2).reshape(-1, 2).round()
    inside = grid[shapely.contains_xy(land, grid)] if len(grid) else grid
    if not len(inside):
        return np.empty((0, 2), dtype=np.int64)
    distance, _ = cKDTree(fixed_km).query(inside * scale)
    clear: Integers = inside[distance > CLEARANCE * spacing_km].astype(np.int64)
    return clear


def _conform(points: Integers, segments: dict[Segment, bool], scale: Floats) -> tuple[Integers, Integers]:
    vertices = [(int(x), int(y)) for x, y in points.tolist()]
    index = {point: number for number, point in enumerate(vertices)}
    centre = points.mean(axis=0).round().astype(np.int64)
    edge_of = {segment: segment for segment in segments}
    for _ in range(MOST_SPLITS):
        size = len(vertices)
        # Around the middle, so that large coordinates don't cost digits: points a metre apart must stay apart.
        at = np.array(vertices, dtype=np.int64)
        triangles = Delaunay((at - centre) * scale).simplices.astype(np.int64)
        wanted = sorted(edge_of)
        ends = np.sort([(index[start], index[end]) for start, end in wanted], axis=1)
        keys = ends[:, 0] * size + ends[:, 1]
        missing = np.flatnonzero(~np.isin(keys, _edge_keys(triangles, size)))
        if not len(missing):
            common = np.array([segments[edge_of[segment]] for segment in wanted])
            return at, _inside(at, triangles, keys[~common])
        for number in missing.tolist():
            start, end = wanted[number]
            edge = edge_of.pop((start, end))
            middle = _middle(start, end, edge)
            if middle in (start, end):
                raise MeshError("The theatre's boundary passes too close to itself or to a place.")
            if middle not in index:
                index[middle] = len(vertices)
                vertices.append(middle)
            edge_of[min(start, middle), max(start, middle)] = edge
            edge_of[min(middle, end), max(middle, end)] = edge
    raise MeshError("The theatre's boundary can't be followed by the network.")


def _middle(start: Point, end: Point, edge: Segment) -> Point:
    """Return the point of the grid nearest to the middle of a part of an edge, on the edge itself: halving never drifts away."""
    (x, y), (to_x, to_y) = edge
    run_x, run_y = to_x - x, to_y - y
    along = Fraction(
        (start[0] + end[0] - 2 * x) * run_x + (start[1] + end[1] - 2 * y) * run_y, 2 * (run_x**2 + run_y**2)
    )
    half = Fraction(1, 2)
    return math.ceil(x + run_x * along - half), math.ceil(y + run_y * along - half)


def _edge_keys(triangles: Integers, size: int) -> Integers:
    """Return a number for each side of (m, 3) triangles, (m, 3): that opposite to each corner, the same from either side."""
    start, end = np.roll(triangles, -1, axis=1), np.roll(triangles, -2, axis=1)
    return np.asarray(np.minimum(start, end) * size + np.maximum(start, end))


def _inside(vertices: Integers, triangles: Integers, boundary: Integers) -> Integers:
    """Keep the triangles within the boundary, turned counter-clockwise, in a fixed order.

    The boundary's edges part the triangles into groups. What lies outside of all triangles is outside, and every step over the
    boundary goes in or out.
    """
    outside = len(triangles)
    keys = _edge_keys(triangles, len(vertices)).ravel()
    order = keys.argsort(kind="stable")
    edges, first, count = np.unique(keys[order], return_index=True, return_counts=True)
    one, other = order[first] // 3, np.where(count == 2, order[first + count - 1] // 3, outside)
    border = np.isin(edges, boundary)
    size = outside + 1
    links = coo_matrix((np.ones(len(one) - border.sum()), (one[~border], other[~border])), shape=(size, size))
    groups, group = connected_components(links, directed=False)
    steps = coo_matrix((np.ones(border.sum()), (group[one[border]], group[other[border]])), shape=(groups, groups))
    depth = dijkstra(steps.tocsr(), directed=False, unweighted=True, indices=group[outside])
    kept = triangles[depth[group[:outside]] % 2 == 1]

    a, b, c = (vertices[kept[:, corner]] for corner in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    kept = np.where(turn[:, None] < 0, kept[:, ::-1], kept)[turn != 0]
    if not len(kept):
        raise MeshError("The theatre's boundary encloses no ground: the network's grid is about a metre.")
    first = kept.argmin(axis=1)
    rolled = np.take_along_axis(kept, (first[:, None] + np.arange(3)) % 3, axis=1)
    ordered: Integers = rolled[np.lexsort(rolled.T[::-1])]
    return ordered
