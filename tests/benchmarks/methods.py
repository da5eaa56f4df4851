"""The methods that are compared: three simple ones that spread the latest claim of each place, and the engine.

Each answers with who holds the points asked for (-1 where it calls the ground unknown) and how likely it takes that to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree

from conflictmap.core.daymap import network_of
from conflictmap.core.field import QUANTUM, Field
from conflictmap.core.likely import lead_of, likely
from conflictmap.core.mesh import Mesh
from conflictmap.core.records import Area, Frontline
from conflictmap.core.walk import walk_days
from conflictmap.core.weigh import KnownBy
from tests.benchmarks.claims import SUPPORT_KM, USUAL_SUPPORT_KM, Case
from tests.benchmarks.truth import ACTORS, Floats, Integers, day_date, degrees, plane

IDW_NEIGHBOURS, IDW_POWER = 12, 3
RBF_NEIGHBOURS = 30
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of one day: holder and confidence per point, and its front as a band where it has one.

    `front` is (n, 2) points on the derived front in kilometres, `half_width_km` the band's half width at each.
    """

    holders: Integers
    confidence: Floats
    front: Floats
    half_width_km: Floats


def nearest(case: Case, points: Floats, days: Sequence[int]) -> Iterator[Answer]:
    """Give every point the holder of the nearest place with a claim (Voronoi cells); as sure as can be."""
    for known, held in _known(case, days):
        _, index = cKDTree(known).query(points)
        yield _plain(held[index], np.ones(len(points)))


def inverse_distance(case: Case, points: Floats, days: Sequence[int]) -> Iterator[Answer]:
    """Let the nearest places vote by inverse distance; the winner's share of the votes is the confidence."""
    for known, held in _known(case, days):
        distance, index = cKDTree(known).query(points, k=IDW_NEIGHBOURS)
        weight = np.maximum(distance, 1e-3) ** -float(IDW_POWER)
        votes = np.stack([(weight * (held[index] == actor)).sum(axis=1) for actor in range(len(ACTORS))], axis=1)
        yield _plain(votes.argmax(axis=1), votes.max(axis=1) / votes.sum(axis=1))


def linear_rbf(case: Case, points: Floats, days: Sequence[int]) -> Iterator[Answer]:
    """Spread 1 and 0 of each actor by SciPy's linear radial basis functions; the winner's value is the confidence."""
    for known, held in _known(case, days):
        one_hot = (held[:, None] == np.arange(len(ACTORS))).astype(float)
        values = RBFInterpolator(known, one_hot, neighbors=RBF_NEIGHBOURS, kernel="linear")(points)
        yield _plain(values.argmax(axis=1), np.clip(values.max(axis=1), 0, 1))


def engine(case: Case, points: Floats, days: Sequence[int], support_km: float = SUPPORT_KM) -> Iterator[Answer]:
    """Ask the map itself: whose area a point lies in, and the field's confidence there."""
    snapshot = case.snapshot(support_km)
    mesh = network_of(snapshot)
    lonlat = degrees(points)
    tree = shapely.STRtree(shapely.points(lonlat))
    corners, weights = _within(mesh, lonlat)
    known_by: KnownBy = "each" if case.protocol.known_by_each else None
    walked = walk_days(snapshot, days=[day_date(day) for day in days], lens="assessed", known_by=known_by)
    for day in walked:
        holders = _in_areas(day.areas, tree, len(points))
        evidence = (day.field.confidence[corners] * weights).sum(axis=1) / QUANTUM
        lead = lead_of(_memberships(day.field, corners, weights), holders, np.arange(len(ACTORS)))
        front, half_width = _band(day.frontlines)
        yield Answer(holders, likely(evidence, lead / QUANTUM), front, half_width)


Method = Callable[[Case, Floats, Sequence[int]], Iterator[Answer]]
METHODS: dict[str, Method] = {
    "nearest claim (Voronoi)": nearest,
    "inverse distance, 12": inverse_distance,
    "linear RBF, 30": linear_rbf,
    "the engine": engine,
    f"the engine, support {USUAL_SUPPORT_KM:.0f} km": partial(engine, support_km=USUAL_SUPPORT_KM),
}


def _known(case: Case, days: Iterable[int]) -> Iterator[tuple[Floats, Integers]]:
    for day in days:
        places, held = case.latest(day)
        yield case.points[places], held


def _plain(holders: NDArray[np.int64], confidence: Floats) -> Answer:
    return Answer(holders.astype(np.int64), confidence, np.empty((0, 2)), np.empty(0))


def _in_areas(areas: Iterable[Area], tree: shapely.STRtree, count: int) -> Integers:
    holders = np.full(count, UNKNOWN, dtype=np.int64)
    for area in areas:
        if area.holder is not None:
            shell, *holes = area.rings
            inside = tree.query(shapely.Polygon(shell, holes), predicate="intersects")
            holders[inside] = ACTORS.index(area.holder)
    return holders


def _memberships(field: Field, corners: Integers, weights: Floats) -> Floats:
    """Return (points, actors) what each actor has of points inside triangles."""
    found = np.zeros((len(corners), len(ACTORS)))
    for (actor, _), layer in field.memberships.items():
        found[:, ACTORS.index(actor)] += (layer[corners] * weights).sum(axis=1)
    return found


def _within(mesh: Mesh, lonlat: Floats) -> tuple[Integers, Floats]:
    """Return the vertices of each point's triangle and its barycentric weights."""
    corners = mesh.degrees[mesh.triangles]
    found = shapely.STRtree(shapely.polygons(corners)).nearest(shapely.points(lonlat))
    a, b, c = (corners[found, corner] for corner in range(3))

    def twice(p: Floats, q: Floats, r: Floats) -> Floats:
        return np.asarray((q[:, 0] - p[:, 0]) * (r[:, 1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0]))

    parts = np.stack([twice(lonlat, b, c), twice(a, lonlat, c), twice(a, b, lonlat)], axis=1)
    weights = np.clip(parts / twice(a, b, c)[:, None], 0, 1)
    return mesh.triangles[found], weights / weights.sum(axis=1, keepdims=True)


def _band(lines: Iterable[Frontline]) -> tuple[Floats, Floats]:
    points, widths = [np.empty((0, 2))], [np.empty(0)]
    for line in lines:
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(plane(np.array(line.path))), 1.0))
        points.append(dense)
        widths.append(np.full(len(dense), line.width_km / 2))
    return np.vstack(points), np.concatenate(widths)
