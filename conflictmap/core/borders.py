"""Cut triangles and whole ones -> the borders between all pieces of a day, matched across the network's edges.

Coordinates are longitude, latitude in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .clip import Flags
from .mesh import Floats, Integers, Mesh
from .pieces import CutTriangles, spread_over
from .skeleton import Skeleton

#: Where along its edge a point lies, in whole numbers: points of one edge are the same or farther apart than this.
_ALONG = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Straight borders, each from a point to a point (their numbers), with a piece on the left and one on the right (-1: outside).

    `points` is (n, 2), lon, lat in degrees, not rounded; `narrow` marks those that must not be, `seam` borders on the antimeridian.
    """

    points: Floats
    narrow: Flags
    start: Integers
    end: Integers
    left: Integers
    right: Integers
    seam: Flags


def borders_of(mesh: Mesh, skeleton: Skeleton, cut: CutTriangles) -> Borders:
    """Number all points, and match what lies on both sides of every border."""
    triangles, edges = mesh.triangles, skeleton.edges
    vertices, size = len(mesh.vertices), len(triangles)
    points, cuts, rims = cut.points, cut.cuts, cut.rims

    # 1. Points. Two triangles find the same points on the edge between them; a point that only one of them has lies on a straight
    #    side of the other's piece, so it must stay exactly where it is.
    on_edge = np.flatnonzero(points.side >= 0)
    edge = skeleton.edge_of[points.triangle[on_edge], points.side[on_edge]]
    key = edge * (2 * _ALONG) + np.rint(points.along[on_edge] * _ALONG).astype(np.int64)
    keys, example, shared, copies = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    edge = keys // (2 * _ALONG)
    number = vertices + len(keys) + np.arange(len(points.side))
    number[on_edge] = vertices + shared
    at = np.concatenate([mesh.degrees, points.at[on_edge[example]], points.at])
    narrow = np.zeros(len(at), dtype=np.bool_)
    narrow[number[points.narrow]] = True
    narrow[vertices + np.flatnonzero((copies == 1) & (np.minimum(skeleton.left, skeleton.right)[edge] >= 0))] = True

    first_made, first_piece = (_first_rows(rows.triangle, size) for rows in (points, cut.pieces))

    def numbered(triangle: Integers, local: Integers) -> Integers:
        found = triangles[triangle, np.minimum(local, 2)]
        made = np.flatnonzero(local >= 3)
        found[made] = number[first_made[triangle[made]] + local[made] - 3]
        return found

    def piece_of(triangle: Integers, local: Integers) -> Integers:
        return np.asarray(size + first_piece[triangle] + local)

    # 2. Edges that no cut meets: from end to end.
    left, right = skeleton.left.copy(), skeleton.right.copy()
    met, first, inside = np.unique(edge, return_index=True, return_counts=True)
    nth = np.full(len(edges), -1)
    nth[met] = np.arange(len(met))
    edge_of, piece = skeleton.edge_of[rims.triangle, rims.side], piece_of(rims.triangle, rims.piece)
    start, end = numbered(rims.triangle, rims.start), numbered(rims.triangle, rims.end)
    upwards, plain = start == edges[edge_of, 0], nth[edge_of] < 0
    left[edge_of[plain & upwards]] = piece[plain & upwards]
    right[edge_of[plain & ~upwards]] = piece[plain & ~upwards]
    whole = np.flatnonzero(nth < 0)

    # 3. Edges that cuts meet: from stop to stop. The stops of an edge are its lower vertex, the points on it, its higher vertex.
    low = first + 2 * np.arange(len(met))
    high = low + inside + 1
    within = np.arange(len(keys)) + 2 * nth[edge] + 1
    stops = np.empty(len(keys) + 2 * len(met), dtype=np.int64)
    stops[low], stops[high], stops[within] = edges[met, 0], edges[met, 1], vertices + np.arange(len(keys))
    on = np.repeat(met, inside + 2)

    def rank(point: Integers, edge: Integers) -> Integers:
        found = np.where(point == edges[edge, 0], low[nth[edge]], high[nth[edge]])
        made = np.flatnonzero(point >= vertices)
        found[made] = within[point[made] - vertices]
        return np.asarray(found)

    parts = np.flatnonzero(~plain)
    edge_of = edge_of[parts]
    one, other = spread_over(rank(start[parts], edge_of), rank(end[parts], edge_of), piece[parts], len(stops))
    legs = np.ones(len(stops), dtype=np.bool_)
    legs[high] = False
    leg = np.flatnonzero(legs)
    one = np.where(one[leg] < 0, left[on[leg]], one[leg])
    other = np.where(other[leg] < 0, right[on[leg]], other[leg])

    # 4. Cuts inside triangles.
    return Borders(
        at,
        narrow,
        np.concatenate([edges[whole, 0], stops[leg], numbered(cuts.triangle, cuts.start)]),
        np.concatenate([edges[whole, 1], stops[leg + 1], numbered(cuts.triangle, cuts.end)]),
        np.concatenate([left[whole], one, piece_of(cuts.triangle, cuts.left)]),
        np.concatenate([right[whole], other, piece_of(cuts.triangle, cuts.right)]),
        np.concatenate([skeleton.seam[whole], skeleton.seam[on[leg]], np.zeros(len(cuts.triangle), dtype=np.bool_)]),
    )


def _first_rows(triangle: Integers, size: int) -> Integers:
    """Return where the rows of each triangle start."""
    count = np.bincount(triangle, minlength=size)
    starts: Integers = count.cumsum() - count
    return starts
