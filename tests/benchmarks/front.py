"""How true the derived front is, on a synthetic theatre of known truth, beside the simple methods on the same claims.

Longitude before latitude, degrees. The truth is invented: a winding front with a salient, and a pocket behind it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree

from conflictmap.core.areas import ground_at
from conflictmap.core.cut import stack_layers
from conflictmap.core.field import spread
from conflictmap.core.mesh import build_mesh
from conflictmap.core.records import Place, State
from tests.cast import ACTORS, THEATRE

Points = NDArray[np.float64]
SEEDS = (1, 2, 3, 4, 5)
SHARES = (1.0, 0.2, 0.1)
PLACES = 600
BOX = THEATRE.bbox


def truth(points: Points) -> NDArray[np.bool_]:
    """Tell where the second actor holds: west of a winding front, and in a pocket."""
    x, y = points[:, 0] - BOX[0], points[:, 1] - BOX[1]
    winding = 0.6 + 0.12 * np.sin(9 * y) + 0.25 * np.exp(-((y - 0.55) ** 2) / 0.01)
    pocket = (x - 1.05) ** 2 + (y - 0.25) ** 2 < 0.011
    return (x < winding) | pocket


def settled(seed: int) -> Points:
    """Scatter places unevenly: half in clusters, half anywhere."""
    rng = np.random.default_rng(seed)
    low, high = np.array(BOX[:2]), np.array(BOX[2:])
    centres = rng.uniform(low, high, (12, 2))
    near = centres[rng.integers(0, 12, PLACES // 2)] + rng.normal(0, 0.06, (PLACES // 2, 2))
    anywhere = rng.uniform(low, high, (PLACES - len(near), 2))
    wrapped: Points = low + (np.vstack([near, anywhere]) - low) % (high - low)
    return wrapped


def nearest(known: Points, held: NDArray[np.bool_], grid: Points) -> NDArray[np.bool_]:
    return np.asarray(held[cKDTree(known).query(grid)[1]])


def inverse_distance(known: Points, held: NDArray[np.bool_], grid: Points) -> NDArray[np.bool_]:
    distance, index = cKDTree(known).query(grid, k=12)
    weight = 1 / np.maximum(distance, 1e-9) ** 2
    return np.asarray((weight * held[index]).sum(axis=1) / weight.sum(axis=1) >= 0.5)


def linear_rbf(known: Points, held: NDArray[np.bool_], grid: Points) -> NDArray[np.bool_]:
    field = RBFInterpolator(known, held.astype(float), neighbors=30, kernel="linear")
    return np.asarray(field(grid) >= 0.5)


def engine(known: Points, held: NDArray[np.bool_], grid: Points) -> NDArray[np.bool_]:
    theatre = replace(THEATRE, filler_km=8)
    places = [Place(f"p{n:04}", "", "village", x, y) for n, (x, y) in enumerate(known.tolist())]
    mesh = build_mesh(theatre, places)
    actors = ACTORS[:2]
    states = [
        State(place.slug, actors[int(b)].slug, "held", 0.8, mass=((actors[int(b)].slug, 1.0),))
        for place, b in zip(places, held, strict=True)
    ]
    layers = stack_layers(spread(mesh, states, actors), actors, 1000)
    return np.array([ground[0] == 1 for ground in ground_at(mesh, layers, grid)])


METHODS = {
    "nearest claim (Voronoi)": nearest,
    "inverse distance, 12": inverse_distance,
    "linear RBF, 30": linear_rbf,
    "the engine": engine,
}


def main() -> None:
    sides = [np.linspace(BOX[axis] + 0.002, BOX[axis + 2] - 0.002, 120) for axis in (0, 1)]
    grid = np.array(np.meshgrid(*sides)).reshape(2, -1).T
    expected = truth(grid)
    print(
        f"Synthetic front: IoU of the second side's ground, mean of {len(SEEDS)} seeds, {PLACES} places, by share claimed"
    )
    print(f"{'':26}" + "".join(f"{share:>8.0%}" for share in SHARES))
    for name, method in METHODS.items():
        row = []
        for share in SHARES:
            scores = []
            for seed in SEEDS:
                places = settled(seed)
                chosen = np.random.default_rng(100 + seed).random(len(places)) < share
                known = places[chosen]
                found = method(known, truth(known), grid)
                scores.append((found & expected).sum() / (found | expected).sum())
            row.append(float(np.mean(scores)))
        print(f"{name:26}" + "".join(f"{score:8.3f}" for score in row))
    print()
