"""Convex pieces of triangles, cut by the lines on which linear layers are equal: exactly, in whole numbers, many at once.

Layers are whole numbers at the corners of a triangle and linear inside, so every cut can be exact. A line is three whole
numbers: at the triangle's three corners, the values of a linear function that is 0 along it. A point is three whole numbers, not
negative: its weights of the three corners, up to a factor (homogeneous barycentric coordinates). The point where two lines meet is
their cross product; on which side of a line a point lies is the sign of their scalar product. With layers below 2**17 the
largest number is below 2**56. Pieces that share a point find the same three numbers for it, whatever cut them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .mesh import Integers

Flags = NDArray[np.bool_]

CORNERS = np.eye(3, dtype=np.int64)
#: The line of the side that leaves each corner: where the weight of the corner opposite is 0.
SIDES = CORNERS[[2, 0, 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Polygons:
    """Convex polygons, counter-clockwise. `of` is (n,), the row of the triangle that each is part of.

    `points` is (n, k, 3), `lines` (n, k, 3) the line of the side that leaves each point; of each row `count` are used.
    """

    of: Integers
    points: Integers
    lines: Integers
    count: Integers

    def take(self, rows: Integers) -> Polygons:
        return Polygons(self.of[rows], self.points[rows], self.lines[rows], self.count[rows])

    @property
    def used(self) -> Flags:
        return np.asarray(np.arange(self.points.shape[1]) < self.count[:, None])


def whole_triangles(number: int) -> Polygons:
    """Return that many whole triangles."""
    return Polygons(
        np.arange(number, dtype=np.int64),
        np.tile(CORNERS, (number, 1, 1)),
        np.tile(SIDES, (number, 1, 1)),
        np.full(number, 3, dtype=np.int64),
    )


def join(parts: list[Polygons]) -> Polygons:
    """Put polygons under each other."""
    most = max(part.points.shape[1] for part in parts)
    return Polygons(
        np.concatenate([part.of for part in parts]),
        np.concatenate([_widen(part.points, most) for part in parts]),
        np.concatenate([_widen(part.lines, most) for part in parts]),
        np.concatenate([part.count for part in parts]),
    )


def clip(polygons: Polygons, lines: Integers, strict: Flags) -> tuple[Integers, Polygons]:
    """Keep of each polygon where the function of its line, (n, 3), is not negative; return the rows that keep anything.

    Where the function is 0 all over the polygon is kept, unless `strict`.
    """
    used = polygons.used
    value = dot(polygons.points, lines[:, None]) * used
    low, high = value.min(axis=1), value.max(axis=1)
    kept = np.flatnonzero((high > 0) | (low == 0) & ~strict)
    crossed = np.flatnonzero((low < 0) & (high > 0))
    if not len(crossed):
        return kept, polygons.take(kept)
    halves = _halves(polygons.take(crossed), reduced(lines[crossed]), value[crossed])
    most = max(polygons.points.shape[1], halves.points.shape[1])
    points, sides, count = _widen(polygons.points, most), _widen(polygons.lines, most), polygons.count.copy()
    points[crossed], sides[crossed] = _widen(halves.points, most), _widen(halves.lines, most)
    count[crossed] = halves.count
    return kept, Polygons(polygons.of[kept], points[kept], sides[kept], count[kept])


def envelope(polygons: Polygons, functions: Integers) -> tuple[Integers, Integers, Polygons]:
    """Divide polygons by which of several functions is the largest; of equal ones the earlier has the ground.

    `functions` is (n, f, 3), none negative; one that is 0 all over a triangle has none of it. Returns the row of each part
    in `polygons`, the number of its function, and the parts, ordered by both.
    """
    possible = _possible(functions)
    row, member = np.nonzero(possible)
    parts = polygons.take(row)
    for rival in range(functions.shape[1]):
        against = possible[row, rival] & (member != rival)
        if against.any():
            # Nothing is negative on the line (0, 0, 0): a part without this rival stays whole.
            lines = (functions[row, member] - functions[row, rival]) * against[:, None]
            kept, parts = clip(parts, lines, against & (rival < member))
            row, member = row[kept], member[kept]
    return row, member, parts


def reduced(triples: Integers) -> Integers:
    """Divide each of (n, 3) whole numbers by what the three have in common."""
    common = np.gcd(np.gcd(triples[:, 0], triples[:, 1]), triples[:, 2])
    return np.asarray(triples // np.maximum(common, 1)[:, None])


def dot(one: Integers, other: Integers) -> Integers:
    """Return the scalar products over a last axis of three."""
    return np.asarray(one[..., 0] * other[..., 0] + one[..., 1] * other[..., 1] + one[..., 2] * other[..., 2])


def cross(one: Integers, other: Integers) -> Integers:
    """Return the cross products of (n, 3) and (n, 3)."""
    (a, b, c), (d, e, f) = one.T, other.T
    return np.stack([b * f - c * e, c * d - a * f, a * e - b * d], axis=1)


def _possible(functions: Integers) -> Flags:
    """Tell which functions, (n, f), are the largest anywhere: those that no single other exceeds at all three corners."""
    a, b, c = functions[..., 0], functions[..., 1], functions[..., 2]
    alive = np.asarray((a > 0) | (b > 0) | (c > 0))
    for one in range(functions.shape[1]):
        # Among equals the earlier wins: a later function must exceed by one.
        lead = (np.arange(functions.shape[1]) <= one).astype(np.int64)
        beaten = (a[:, one, None] - a >= lead) & (b[:, one, None] - b >= lead) & (c[:, one, None] - c >= lead)
        alive &= ~beaten
    return alive


def _halves(polygons: Polygons, lines: Integers, value: Integers) -> Polygons:
    """Cut polygons that their lines do cross; `value` is (n, k), the function at each point."""
    used = polygons.used
    following = np.roll(value, -1, axis=1)
    following[np.arange(len(value)), polygons.count - 1] = value[:, 0]
    stays = used & (value >= 0)
    leaves = used & (value >= 0) & (following < 0)
    enters = used & (value < 0) & (following > 0)
    met = (value > 0) & leaves | enters

    # Every point may be followed by one where its side meets the line.
    places = np.stack([stays, met], axis=2).reshape(len(value), -1)
    target = places.cumsum(axis=1) - 1
    count = target[:, -1] + 1
    points = np.zeros((len(value), int(count.max()), 3), dtype=np.int64)
    sides = points.copy()
    stay_at, met_at = target[:, 0::2], target[:, 1::2]
    row, slot = np.nonzero(stays)
    points[row, stay_at[row, slot]] = polygons.points[row, slot]
    # A side that leaves from a point on the line itself runs along the line.
    along = leaves & (value == 0)
    sides[row, stay_at[row, slot]] = np.where(along[row, slot][:, None], lines[row], polygons.lines[row, slot])
    row, slot = np.nonzero(met)
    meeting = cross(polygons.lines[row, slot], lines[row])
    points[row, met_at[row, slot]] = reduced(np.where(meeting.sum(axis=1)[:, None] < 0, -meeting, meeting))
    sides[row, met_at[row, slot]] = np.where(leaves[row, slot][:, None], lines[row], polygons.lines[row, slot])
    return Polygons(polygons.of, points, sides, count)


def _widen(table: Integers, most: int) -> Integers:
    wide = np.zeros((len(table), most, 3), dtype=np.int64)
    wide[:, : table.shape[1]] = table
    return wide
