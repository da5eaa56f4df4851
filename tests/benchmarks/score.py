"""How near a map is to the truth, on one grid for all methods.

Holders are whole numbers per grid point or place, -1 where unknown; points are (n, 2) kilometres. A front is where neighbouring
grid points have different holders, both known: the middle between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tests.benchmarks.truth import COUNTRY, Floats, Integers

SPACING_KM = 3.0
BELT_KM = 30.0
FARTHEST_KM = 500.0  # what a map without any front is charged

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The points of a square grid inside the country, and which two of them are neighbours."""

    points: Floats
    pairs: Integers

    @classmethod
    def over(cls, land: shapely.MultiPolygon = COUNTRY, spacing_km: float = SPACING_KM) -> Grid:
        west, south, east, north = land.bounds
        x, y = (np.arange(low + spacing_km / 2, high, spacing_km) for low, high in ((west, east), (south, north)))
        every = np.stack(np.meshgrid(x, y), axis=-1)
        inside = shapely.contains_xy(land, every[..., 0], every[..., 1])
        number = np.where(inside, np.cumsum(inside).reshape(inside.shape) - 1, -1)
        sideways = np.stack([number[:, :-1], number[:, 1:]], axis=-1).reshape(-1, 2)
        upwards = np.stack([number[:-1], number[1:]], axis=-1).reshape(-1, 2)
        pairs = np.vstack([sideways, upwards])
        return cls(every[inside], pairs[(pairs >= 0).all(axis=1)])

    def front(self, holders: Integers) -> Floats:
        """Return points along the front between any two holders."""
        one, other = self.pairs.T
        meet = (holders[one] != holders[other]) & (holders[one] >= 0) & (holders[other] >= 0)
        return np.asarray((self.points[one[meet]] + self.points[other[meet]]) / 2)


def overlap(found: Integers, true: Integers) -> float:
    """Return intersection over union of every actor's ground, the mean weighted by true ground; unknown counts against."""
    actors, ground = np.unique(true, return_counts=True)
    each = [((found == actor) & (true == actor)).sum() / ((found == actor) | (true == actor)).sum() for actor in actors]
    return float(np.average(each, weights=ground))


def belt(grid: Grid, true_front: Floats, within_km: float = BELT_KM) -> Booleans:
    """Tell which grid points lie near the true front."""
    if not len(true_front):
        return np.zeros(len(grid.points), dtype=bool)
    return np.asarray(cKDTree(true_front).query(grid.points)[0] <= within_km)


def front_distance(found: Floats, true: Floats) -> float:
    """Return the mean distance between two fronts in kilometres: there and back, halved."""
    if not len(true):
        return float("nan")
    if not len(found):
        return FARTHEST_KM
    there, back = cKDTree(found).query(true)[0], cKDTree(true).query(found)[0]
    return float((there.mean() + back.mean()) / 2)


def share_right(found: Integers, true: Integers, where: Booleans) -> float:
    """Return the share of `where` that is right; nan where there is nothing."""
    return float((found == true)[where].mean()) if where.any() else float("nan")


def brier(found: Integers, confidence: Floats, true: Integers) -> float:
    """Return the mean square of confidence less what was so (1 right, 0 wrong), over ground that is called known."""
    known = found >= 0
    return float(((confidence - (found == true)) ** 2)[known].mean()) if known.any() else float("nan")


def coverage(line: Floats, half_width_km: Floats, true_front: Floats) -> float:
    """Return the share of the true front within the band of the derived line; nan where no line has a width."""
    if not len(true_front) or not (half_width_km > 0).any():
        return float("nan")
    distance, index = cKDTree(line).query(true_front)
    return float((distance <= half_width_km[index]).mean())


def lag_days(days: Sequence[int], found: Sequence[Integers], true: Sequence[Integers]) -> float:
    """Return the median of days from a true change of a place until it shows; days after the last one count as one more day.

    `found` and `true` hold the places' holders on each of `days`, in order. A change back before it showed counts until then.
    """
    waits = []
    for place in range(len(true[0])):
        for start in range(1, len(days)):
            if true[start][place] == true[start - 1][place]:
                continue
            shown = [later for later in range(start, len(days)) if found[later][place] == true[start][place]]
            waits.append((days[shown[0]] if shown else days[-1] + 1) - days[start])
    return float(np.median(waits)) if waits else float("nan")
