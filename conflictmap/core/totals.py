"""How much ground each actor and side has on a day, and how long the front is, without building polygons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .borders import Borders
from .equal_area import equal_area_plane
from .field import Field
from .frontlines import front_of
from .ground import Ground, GroundWalker
from .mesh import Floats, Integers, Mesh
from .records import Actor


@dataclass(frozen=True, slots=True)
class Totals:
    """Square kilometres by actor and by side (`unknown` is neither), and kilometres of frontline."""

    actors_km2: dict[str, float]
    sides_km2: dict[str, float]
    front_km: float


def measure(mesh: Mesh, field: Field, actors: Sequence[Actor], support_km: float) -> Totals:
    """Measure the ground of one field. For one day after the other: `GroundWalker` and `totals_of`."""
    return totals_of(GroundWalker(mesh, actors, support_km).step(field))


def totals_of(ground: Ground) -> Totals:
    """Add up the ground of a day, to tenths; the same ground as its areas and frontlines."""
    layout, actors = ground.layout, ground.layout.actors
    held = km2_by(layout.borders, layout.holder + 1, len(actors) + 1).tolist()
    by_side: dict[str, float] = defaultdict(float)
    for actor, km2 in zip(actors, held[1:], strict=True):
        by_side[actor.side] += km2
    unknown = {"unknown": _tenths(held[0])}
    return Totals(
        {actor.slug: _tenths(km2) for actor, km2 in zip(actors, held[1:], strict=True)} | unknown,
        {side: _tenths(km2) for side, km2 in by_side.items()} | unknown,
        _tenths(float(front_of(layout).km.sum())),
    )


def _tenths(value: float) -> float:
    """Round to tenths, and make a plain 0 of -0.0."""
    return round(value, 1) + 0.0


def km2_by(borders: Borders, group: Integers, count: int) -> Floats:
    """Return the square kilometres of each group of pieces, (count,); `group` is the number of each piece's.

    By the borders between groups alone (the shoelace formula on the plane of `equal_area`), so that what is put together has
    the area of its parts.
    """
    of = np.append(group, -1)
    left, right = of[borders.left], of[borders.right]
    parting = np.flatnonzero(left != right)
    left, right = left[parting], right[parting]
    points = borders.points[np.concatenate([borders.start[parting], borders.end[parting]])]
    # Relative to the middle, so that large coordinates don't cost digits.
    plane = equal_area_plane(points) - equal_area_plane(borders.points[:1])
    (ax, ay), (bx, by) = plane[: len(parting)].T, plane[len(parting) :].T
    swept = (ax * by - bx * ay) / 2
    total = np.zeros(count)
    total += np.bincount(left[left >= 0], swept[left >= 0], count)
    total -= np.bincount(right[right >= 0], swept[right >= 0], count)
    return total
