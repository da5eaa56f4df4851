"""Where people live in the invented country: towns in clusters, villages along the roads between them, a desert with few.

Points are (n, 2) east, north in kilometres on the country's own plane.
"""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial import Delaunay, cKDTree

from conflictmap.core.records import Place
from tests.benchmarks.truth import COUNTRY, ENCLAVES, LONE_KM, Floats, degrees

PLACES = 1805
TOWNS = 30
IN_TOWNS, ON_ROADS = 0.45, 0.35  # shares of the places; the rest lies anywhere
DESERT = ((250.0, 150.0), (60.0, 42.0))  # centre and half axes
LIVES_IN_DESERT = 0.07  # of the places that fall into it, so many stay
APART_KM = 0.8
GARRISON_PLACES = 7
CANDIDATES = 3  # scattered for each one wanted


def settle(seed: int, count: int = PLACES) -> Floats:
    """Return that many points: the enclaves' towns first, in the order of `ENCLAVES`, the garrison's villages after them."""
    rng = np.random.default_rng([seed, 2])
    towns = _inside(rng.uniform(COUNTRY.bounds[:2], COUNTRY.bounds[2:], (40 * TOWNS, 2)))[:TOWNS]
    scattered = [np.array([enclave.centre for enclave in ENCLAVES], dtype=np.float64)]
    for enclave in ENCLAVES:
        if not enclave.lone:
            scattered.append(_ring(rng, enclave.centre, enclave.radius_km, GARRISON_PLACES))
    kept = np.vstack(scattered)
    while len(kept) < count:
        wanted = CANDIDATES * count
        found = np.vstack(
            [
                _around_towns(rng, towns, round(IN_TOWNS * wanted)),
                _along_roads(rng, towns, round(ON_ROADS * wanted)),
                rng.uniform(COUNTRY.bounds[:2], COUNTRY.bounds[2:], (round((1 - IN_TOWNS - ON_ROADS) * wanted), 2)),
            ]
        )
        found = _livable(rng, _inside(found))
        kept = _apart(kept, rng.permutation(found), count)
    return kept


def as_places(points: Floats) -> tuple[Place, ...]:
    """Return the points as places, `p00000` upwards, rounded as a gazetteer gives them."""
    return tuple(
        Place(f"p{number:05}", f"Place {number}", "village", round(x, 5), round(y, 5))
        for number, (x, y) in enumerate(degrees(points).tolist())
    )


def _inside(points: Floats) -> Floats:
    return np.asarray(points[shapely.contains_xy(COUNTRY.buffer(-1), points)])


def _ring(rng: np.random.Generator, centre: tuple[float, float], radius: float, count: int) -> Floats:
    """Return points around a town, evenly spread and well within its ground."""
    angles = np.arange(count) * 2 * np.pi / count + rng.uniform(0, 1)
    return np.asarray(centre + radius * rng.uniform(0.35, 0.85, (count, 1)) * np.c_[np.cos(angles), np.sin(angles)])


def _around_towns(rng: np.random.Generator, towns: Floats, count: int) -> Floats:
    which = rng.integers(0, len(towns), count)
    size = rng.uniform(6, 18, len(towns))[which]
    return np.asarray(towns[which] + rng.normal(0, 1, (count, 2)) * size[:, None])


def _along_roads(rng: np.random.Generator, towns: Floats, count: int) -> Floats:
    corners = Delaunay(towns).simplices
    roads = np.unique(np.sort(corners[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)
    start, end = towns[roads[:, 0]], towns[roads[:, 1]]
    length = np.hypot(*(end - start).T)
    short = length < 110
    which = rng.choice(np.flatnonzero(short), count, p=length[short] / length[short].sum())
    share = rng.uniform(0, 1, (count, 1))
    return np.asarray(start[which] + share * (end - start)[which] + rng.normal(0, 1.5, (count, 2)))


def _livable(rng: np.random.Generator, points: Floats) -> Floats:
    (x, y), (wide, high) = DESERT
    desert = ((points[:, 0] - x) / wide) ** 2 + ((points[:, 1] - y) / high) ** 2 < 1
    kept = ~desert | (rng.uniform(0, 1, len(points)) < LIVES_IN_DESERT)
    for enclave in ENCLAVES:
        # A lone town has no neighbour inside its ground, nor just outside.
        bare = 2 * LONE_KM if enclave.lone else 0.0
        kept &= np.hypot(*(points - enclave.centre).T) > bare
    return np.asarray(points[kept])


def _apart(kept: Floats, found: Floats, count: int) -> Floats:
    """Add found points, in their order, that are far enough from all before them, until there are enough."""
    together = np.vstack([kept, found])
    taken = np.ones(len(together), dtype=bool)
    for one, other in sorted(cKDTree(together).query_pairs(APART_KM)):
        if taken[one] and other >= len(kept):
            taken[other] = False
    return np.asarray(together[taken][:count])
