"""The ground of one day, or of two laid over each other -> pieces that are each one thing on every one of them.

Coordinates are longitude, latitude in degrees. Inside a triangle all layers are linear, so wherever two of them change places there
is a straight line: every triangle is split along all such lines, until no piece has one inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .cut import Layers, grounds_of
from .equal_area import equal_area_plane
from .field import STATUSES
from .mesh import Floats, Integers, Mesh

POINT = 4  # columns of a corner before its layers: lon, lat in degrees, and x, y in kilometres
LEAST_KM2 = 1e-9  # thinner pieces are nothing but rounding


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Triangular pieces of ground: the size of each, and its middle in kilometres of the mesh's plane.

    `grounds` has an (n, 3) table a day: who has each piece, as the numbers of a `Ground`.
    """

    km2: Floats
    middle: Floats
    grounds: tuple[Integers, ...]


def lay_over(mesh: Mesh, days: Sequence[Layers], triangles: Integers) -> Pieces:
    """Cut these triangles of the mesh into pieces that have one holder, status and contender on each day."""
    # 1. Every corner with its point (degrees, then kilometres) and, day after day, all layers there and how far inside the support it is.
    corners = mesh.triangles[triangles]
    parts = [mesh.degrees[corners], mesh.plane[corners]]
    for day in days:
        parts += [day.values[corners], day.known[corners][:, :, None]]
    table = np.concatenate(parts, axis=2)

    # 2. Where the corners are not all one, split along every line on which one layer overtakes another.
    mixed = _differ(corners, days)
    cut = table[mixed]
    for line in _lines(days):
        cut = _split(cut, cut @ line)
    table = np.concatenate([table[~mixed], cut])

    # 3. Measure the pieces, and see who has them.
    km2 = _km2(table)
    enough = km2 > LEAST_KM2
    middles = table[enough].mean(axis=1)
    grounds, first = [], POINT
    for day in days:
        last = first + day.values.shape[1]
        grounds.append(np.array(grounds_of(day, middles[:, first:last], middles[:, last])).reshape(-1, 3))
        first = last + 1
    return Pieces(km2[enough], middles[:, 2:POINT], tuple(grounds))


def _differ(corners: Integers, days: Sequence[Layers]) -> NDArray[np.bool_]:
    """Tell which triangles have different ground at their corners on any day; linear layers are all one where it is the same."""
    differ = np.zeros(len(corners), dtype=bool)
    for day in days:
        at_corner = np.array(grounds_of(day, day.values, day.known)).reshape(-1, 3)[corners]
        differ |= (at_corner != at_corner[:, :1]).any(axis=(1, 2))
    return differ


def _lines(days: Sequence[Layers]) -> Iterator[Floats]:
    """Yield, as one column of factors each, the linear functions that change their sign where the ground changes."""
    width = POINT + sum(day.values.shape[1] + 1 for day in days)
    first = POINT
    for day in days:
        members = [
            range(first + actor * len(STATUSES), first + (actor + 1) * len(STATUSES)) for actor in range(day.actors)
        ]
        present = [group for actor, group in enumerate(members) if day.sums(day.values)[:, actor].any()]
        known = np.zeros(width)
        known[first + day.values.shape[1]] = 1
        yield known
        for one, other in combinations(present, 2):
            line = np.zeros(width)
            line[one], line[other] = 1, -1
            yield line
        for group in present:
            for status, other_status in combinations(group, 2):
                line = np.zeros(width)
                line[status], line[other_status] = 1, -1
                yield line
        first += day.values.shape[1] + 1


def _split(table: Floats, value: Floats) -> Floats:
    """Split the triangles (n, 3 corners, columns) that the line where the (n, 3) linear `value` is 0 passes through."""
    above = value >= 0
    crossed = above.any(axis=1) & ~above.all(axis=1)
    if not crossed.any():
        return table
    # Turn each so that the corner alone on its side comes first.
    apart = above[crossed]
    lone = np.where(apart.sum(axis=1) == 1, apart.argmax(axis=1), (~apart).argmax(axis=1))
    turned = (lone[:, None] + np.arange(3)) % 3
    rows = np.arange(len(lone))[:, None]
    corner, at = table[crossed][rows, turned], value[crossed][rows, turned]
    a, b, c = corner[:, 0], corner[:, 1], corner[:, 2]
    on_b = a + (b - a) * (at[:, 0] / (at[:, 0] - at[:, 1]))[:, None]
    on_c = a + (c - a) * (at[:, 0] / (at[:, 0] - at[:, 2]))[:, None]
    parts = [np.stack(part, axis=1) for part in ((a, on_b, on_c), (on_b, b, c), (on_b, c, on_c))]
    return np.concatenate([table[~crossed], *parts])


def _km2(table: Floats) -> Floats:
    x, y = equal_area_plane(table[:, :, :2].reshape(-1, 2)).reshape(-1, 3, 2).transpose(2, 0, 1)
    doubled = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    return np.asarray(np.abs(doubled) / 2)
