"""Triangles whose ground is not all one -> their pieces, and the straight borders of these, as tables.

Coordinates are longitude, latitude in degrees. A triangle is cut first where evidence is too far, then by the largest
membership, then by the holder's largest status, exactly (`clip`). Within a triangle pieces are numbered from 0, and so are points: 0,
1 and 2 are its corners, those that cuts make follow.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from .clip import SIDES, Flags, Polygons, clip, dot, envelope, join, whole_triangles
from .cut import Layers, contenders_of
from .field import STATUSES
from .mesh import SCALE, Floats, Integers, Mesh
from .skeleton import Skeleton

#: Degrees: a point closer than this to a line that it does not lie on could change sides when coordinates are rounded to 1e-6.
NARROW = 3e-6
#: Three whole numbers of a line in one, each between -2**20 and 2**20.
_PACKED = np.array([1 << 42, 1 << 21, 1], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of some triangles, ordered by triangle."""

    triangle: Integers

    def where(self, rows: Flags | Integers) -> Self:
        return type(self)(*(getattr(self, each.name)[rows] for each in fields(self)))

    def merged(self, other: Self) -> Self:
        """Return the rows of both, ordered by triangle; no triangle is in both."""
        order = np.concatenate([self.triangle, other.triangle]).argsort(kind="stable")
        return type(self)(
            *(np.concatenate([getattr(self, each.name), getattr(other, each.name)])[order] for each in fields(self))
        )


@dataclass(frozen=True, slots=True, eq=False)
class Pieces(Rows):
    """Convex pieces of one ground. `weights` (n, 3): the integrals of the corners' weights over it, in shares of its triangle."""

    holder: Integers
    status: Integers
    contender: Integers
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Points(Rows):
    """Where cuts meet a side (its number; `along` it from the edge's lower vertex to the higher, 0 to 1), or each other (-1).

    `at` is (n, 2), lon, lat in degrees. `narrow` marks those of triangles in which rounding could carry a point over a line.
    """

    side: Integers
    along: Floats
    at: Floats
    narrow: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Cuts(Rows):
    """Straight borders inside a triangle, from point to point, a piece on the left and one on the right."""

    start: Integers
    end: Integers
    left: Integers
    right: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Rims(Rows):
    """The parts of a triangle's sides, from point to point with the piece on the left."""

    side: Integers
    start: Integers
    end: Integers
    piece: Integers


@dataclass(frozen=True, slots=True, eq=False)
class CutTriangles:
    """All that is known of some triangles, whatever their neighbours."""

    pieces: Pieces
    points: Points
    cuts: Cuts
    rims: Rims

    def of(self, triangles: Flags) -> CutTriangles:
        """Return the rows of the triangles that are marked."""
        pieces, points, cuts, rims = (triangles[rows.triangle] for rows in self._tables())
        return CutTriangles(
            self.pieces.where(pieces), self.points.where(points), self.cuts.where(cuts), self.rims.where(rims)
        )

    def merged(self, other: CutTriangles) -> CutTriangles:
        """Return the rows of both; no triangle is in both."""
        return CutTriangles(
            self.pieces.merged(other.pieces),
            self.points.merged(other.points),
            self.cuts.merged(other.cuts),
            self.rims.merged(other.rims),
        )

    def _tables(self) -> tuple[Pieces, Points, Cuts, Rims]:
        return self.pieces, self.points, self.cuts, self.rims


def cut_triangles(mesh: Mesh, skeleton: Skeleton, layers: Layers, triangles: Integers) -> CutTriangles:
    """Cut the triangles of these numbers, given in rising order. What is found in one never depends on the others."""
    # 1. The pieces, and who has each.
    corners = mesh.triangles[triangles]
    sums = layers.sums(layers.values[corners]).transpose(0, 2, 1)
    polygons, holder, status = _divide(layers, corners, sums)
    contender = contenders_of(_means(polygons, sums), holder, status)
    pieces = Pieces(triangles[polygons.of], holder, status, contender, _integrals(polygons))

    # 2. Their sides: where each starts and ends, its line, and the piece on its left.
    piece, slot = np.nonzero(polygons.used)
    first = polygons.count.cumsum() - polygons.count
    following = first[piece] + (slot + 1) % polygons.count[piece]
    row, weights = polygons.of[piece], polygons.points[piece, slot]
    made, made_weights, number = _number_points(row, weights)
    local = piece - np.searchsorted(polygons.of, row)
    sides = _Sides(
        row, _turned(polygons.lines[piece, slot]), weights, weights[following], number, number[following], local
    )

    # 3. Those along the triangle's own sides, and those inside, where pieces meet.
    outer = (sides.line != 0).sum(axis=1) == 1
    rims = sides.where(outer)
    line_row, lines, cuts = _meetings(sides.where(~outer), triangles)
    narrow = _narrow(skeleton.per_degree[triangles], made, made_weights, line_row, lines)
    return CutTriangles(
        pieces,
        _placed(mesh, triangles[made], made_weights, narrow[made]),
        cuts,
        Rims(triangles[rims.triangle], rims.line.argmax(axis=1), rims.start, rims.end, rims.piece),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sides(Rows):
    """Sides of pieces; `triangle` is a row of the triangles at hand. `tail` and `head` are the weights at both ends."""

    line: Integers
    tail: Integers
    head: Integers
    start: Integers
    end: Integers
    piece: Integers


def _divide(layers: Layers, corners: Integers, sums: Integers) -> tuple[Polygons, Integers, Integers]:
    """Return the pieces of (n, 3) triangles with the numbers of holder and status, ordered by these; `sums` is (n, actors, 3)."""
    known = layers.known[corners]
    whole, never = whole_triangles(len(corners)), np.zeros(len(corners), dtype=np.bool_)
    _, far = clip(whole, -known, never)
    _, near = clip(whole, known, never)
    anybody = np.asarray(sums.any(axis=(1, 2)))[near.of]
    wanted, nobody = near.take(np.flatnonzero(anybody)), near.take(np.flatnonzero(~anybody))
    _, holder, held = envelope(wanted, sums[wanted.of])
    by_status = layers.values[corners].reshape(len(corners), 3, layers.actors, len(STATUSES))[held.of, :, holder]
    row, status, parts = envelope(held, by_status.transpose(0, 2, 1))
    unknown = np.full(len(far.of) + len(nobody.of), -1)
    polygons = join([far, nobody, parts])
    holder, status = np.concatenate([unknown, holder[row]]), np.concatenate([unknown, status])
    order = np.lexsort((status, holder, polygons.of))
    return polygons.take(order), holder[order], status[order]


def _shares(polygons: Polygons) -> Floats:
    """Return the weights of the corners at each point, (n, k, 3), adding up to 1; unused places repeat the first point."""
    shares = polygons.points / np.maximum(dot(polygons.points, np.ones(3, dtype=np.int64)), 1)[..., None]
    return np.where(polygons.used[..., None], shares, shares[:, :1])


def _means(polygons: Polygons, sums: Integers) -> Floats:
    """Return each actor's mean membership over a piece's points, (n, actors), to a millionth: what is closer is equal."""
    shares, used = _shares(polygons), polygons.used
    total = np.zeros((len(used), 3))
    # Added one by one, and not by sum(): its order depends on the length of the table.
    for slot in range(used.shape[1]):
        total += shares[:, slot] * used[:, slot, None]
    mean, own = total / polygons.count[:, None], sums[polygons.of]
    by_actor = own[..., 0] * mean[:, None, 0] + own[..., 1] * mean[:, None, 1] + own[..., 2] * mean[:, None, 2]
    return np.asarray(by_actor.round(6))


def _integrals(polygons: Polygons) -> Floats:
    """Return the integrals of the three weights over each piece, in shares of the triangle: a fan of triangles from its first point."""
    shares = _shares(polygons)
    total = np.zeros((len(shares), 3))
    first = shares[:, 0]
    for slot in range(1, shares.shape[1] - 1):
        one, two = shares[:, slot], shares[:, slot + 1]
        u, v = one - first, two - first
        total += (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])[:, None] * (first + one + two) / 3
    return total


def _turned(lines: Integers) -> Integers:
    """Return (n, 3) lines with their first number that is not 0 positive: one way to write each."""
    sign = np.sign(lines)
    first = np.where(sign[:, 0] != 0, sign[:, 0], np.where(sign[:, 1] != 0, sign[:, 1], sign[:, 2]))
    return lines * first[:, None]


def _number_points(triangle: Integers, weights: Integers) -> tuple[Integers, Integers, Integers]:
    """Number the points within each triangle. Returns triangle and weights of those that cuts made, and the number of every one."""
    number = weights.argmax(axis=1)
    loose = np.flatnonzero((weights == 0).sum(axis=1) < 2)
    order = loose[np.lexsort((*weights[loose].T, triangle[loose]))]
    row, at = triangle[order], weights[order]
    fresh = _fresh(row, *at.T)
    made = row[fresh]
    number[order] = 3 + fresh.cumsum() - 1 - np.searchsorted(made, row)
    return made, at[fresh], number


def _fresh(*columns: Integers | Floats) -> Flags:
    """Tell of rows in order which differ from the row before."""
    fresh = np.ones(len(columns[0]), dtype=np.bool_)
    if len(fresh):
        fresh[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return fresh


def _meetings(sides: _Sides, triangles: Integers) -> tuple[Integers, Integers, Cuts]:
    """Match the sides on both sides of every line inside a triangle, divided where either ends.

    Returns the row of each line's triangle, the lines, and the borders.
    """
    size = len(sides.triangle)
    key = dot(sides.line, _PACKED)
    order = np.lexsort((key, sides.triangle))
    fresh = _fresh(sides.triangle[order], key[order])
    line = np.empty(size, dtype=np.int64)
    line[order] = fresh.cumsum() - 1
    lines_of, lines = sides.triangle[order][fresh], sides.line[order][fresh]

    # How far along its line each end is, by the weight that changes fastest along it.
    run = np.roll(sides.line, -1, axis=1) - np.roll(sides.line, -2, axis=1)
    axis, rows = np.abs(run).argmax(axis=1), np.arange(size)
    along = np.concatenate([ends[rows, axis] / ends.sum(axis=1) for ends in (sides.tail, sides.head)])
    stop, on = np.concatenate([sides.start, sides.end]), np.concatenate([line, line])
    order = np.lexsort((stop, along, on))
    fresh = _fresh(on[order], stop[order])
    rank = np.empty(2 * size, dtype=np.int64)
    rank[order] = fresh.cumsum() - 1
    stops, on = stop[order][fresh], on[order][fresh]
    left, right = spread_over(rank[:size], rank[size:], sides.piece, len(stops))
    met = np.flatnonzero(left >= 0)
    return lines_of, lines, Cuts(triangles[lines_of[on[met]]], stops[met], stops[met + 1], left[met], right[met])


def spread_over(start: Integers, end: Integers, piece: Integers, size: int) -> tuple[Integers, Integers]:
    """Give the intervals from each stop to the next their pieces: those that run up the stops are on the left, others on the right."""
    low, span = np.minimum(start, end), np.abs(end - start)
    which = np.repeat(np.arange(len(start)), span)
    interval = np.arange(len(which)) - (span.cumsum() - span - low)[which]
    upwards = (start < end)[which]
    left, right = np.full(size, -1), np.full(size, -1)
    left[interval[upwards]] = piece[which[upwards]]
    right[interval[~upwards]] = piece[which[~upwards]]
    return left, right


def _placed(mesh: Mesh, triangle: Integers, weights: Integers, narrow: Flags) -> Points:
    """Place the points that cuts made. On a side they follow from the two ends of its edge alone, the lower vertex first."""
    corners, rows = mesh.triangles[triangle], np.arange(len(triangle))
    on_side = (weights == 0).any(axis=1)
    side = np.where(on_side, (weights == 0).argmax(axis=1), -1)
    one, two = (side + 1) % 3, (side + 2) % 3
    lower, upper = np.where(corners[rows, one] < corners[rows, two], [one, two], [two, one])
    along = weights[rows, upper] / np.maximum(weights[rows, lower] + weights[rows, upper], 1)
    own = mesh.vertices[corners].astype(np.float64)
    start, end = own[rows, lower], own[rows, upper]
    shares = weights / weights.sum(axis=1)[:, None]
    inside = own[:, 0] * shares[:, :1] + own[:, 1] * shares[:, 1:2] + own[:, 2] * shares[:, 2:]
    at = np.where(on_side[:, None], start + (end - start) * along[:, None], inside) / SCALE
    return Points(triangle, side, along, at, narrow)


def _narrow(slopes: Floats, made: Integers, weights: Integers, line_row: Integers, lines: Integers) -> Flags:
    """Tell of each triangle whether a point in it lies closer than `NARROW` to a line that it is not on.

    `slopes` is (n, 3, 2): how fast each corner's weight rises, a degree.
    """
    count = len(slopes)
    rows = np.concatenate([np.repeat(np.arange(count), 3), line_row])
    lines = np.concatenate([np.tile(SIDES, (count, 1)), lines])
    rise = lines[:, :1] * slopes[rows, 0] + lines[:, 1:2] * slopes[rows, 1] + lines[:, 2:] * slopes[rows, 2]
    slope = np.hypot(*rise.T) * NARROW
    near = (np.abs(lines) < slope[:, None]) & (lines != 0)
    narrow = np.zeros(count, dtype=np.bool_)
    narrow[rows[near.any(axis=1)]] = True

    first = np.searchsorted(made, np.arange(count + 1))
    span = (first[1:] - first[:-1])[rows]
    line = np.repeat(np.arange(len(rows)), span)
    point = np.arange(len(line)) - (span.cumsum() - span - first[rows])[line]
    value = np.abs(dot(lines[line], weights[point]))
    narrow[rows[line[(value != 0) & (value < slope[line] * weights[point].sum(axis=1))]]] = True
    return narrow
