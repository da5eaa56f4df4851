"""A field after the other -> the ground of each day: pieces that tile the theatre, and the straight borders between them.

Coordinates are longitude, latitude in degrees. Triangles whose layers are as they were keep their pieces from the day before;
what comes out never depends on that day, and is the same byte for byte as from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from .clip import Flags
from .cut import CONTESTED, Layers, contenders_of, holders_of, mixed_triangles, stack_layers
from .field import Field
from .mesh import Floats, Integers, Mesh
from .pieces import CutTriangles, cut_triangles, spread_over
from .records import Actor
from .skeleton import Skeleton, skeleton_of

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


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The ground of one day. Pieces are rows: a triangle that is all one is a piece, then come those of cut triangles.

    `triangle`, `holder`, `status` and `contender` are (pieces,); -1 is nobody. `weights` (pieces, 3) are the integrals of the three
    corners' weights over a piece, in shares of its triangle, 0 for a triangle that is cut. `memberships` is (vertices, actors).
    """

    mesh: Mesh
    skeleton: Skeleton
    actors: tuple[Actor, ...]
    support_km: float
    triangle: Integers
    holder: Integers
    status: Integers
    contender: Integers
    weights: Floats
    borders: Borders
    memberships: Integers
    confidence: Integers

    def sides(self) -> Integers:
        """Return the number of each piece's side, -1 for nobody's."""
        names = sorted({actor.side for actor in self.actors})
        numbers = np.array([*(names.index(actor.side) for actor in self.actors), -1], dtype=np.int64)
        return np.asarray(numbers[self.holder])

    def regions(self) -> Integers:
        """Number the pieces by the ground that hangs together: one holder, status and contender, across shared borders."""
        b, size = self.borders, len(self.holder)
        same = (b.left >= 0) & (b.right >= 0) & ~b.seam
        for layer in (self.holder, self.status, self.contender):
            same &= layer[b.left] == layer[b.right]
        links = np.ones(int(same.sum()), dtype=np.int8)
        graph = coo_matrix((links, (b.left[same], b.right[same])), shape=(size, size))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


class GroundWalker:
    """Derive the ground of one day after the other, in whatever order, from the pieces of the last."""

    def __init__(self, mesh: Mesh, actors: Sequence[Actor], support_km: float) -> None:
        self.mesh, self.actors, self.support_km = mesh, tuple(actors), support_km
        self._skeleton = skeleton_of(mesh)
        self._last: tuple[Layers, CutTriangles] | None = None

    def step(self, field: Field) -> Ground:
        """Return the ground of a field over the mesh."""
        layers = stack_layers(field, self.actors, self.support_km)
        holder, status = holders_of(layers, layers.values, layers.known)
        mixed = mixed_triangles(self.mesh, holder, status)
        cut = self._cut(layers, mixed)
        self._last = layers, cut
        return self._ground(field, layers, holder, status, mixed, cut)

    def _cut(self, layers: Layers, mixed: Integers) -> CutTriangles:
        if self._last is None:
            return cut_triangles(self.mesh, self._skeleton, layers, mixed)
        before, cut = self._last
        stale = np.ones(len(self.mesh.triangles), dtype=np.bool_)
        stale[mixed] = self._changed(before, layers, mixed)
        kept = cut.without(stale)
        fresh = ~stale
        fresh[kept.pieces.triangle] = False
        todo = mixed[stale[mixed] | fresh[mixed]]
        return kept.merged(cut_triangles(self.mesh, self._skeleton, layers, todo)) if len(todo) else kept

    def _changed(self, before: Layers, layers: Layers, mixed: Integers) -> Flags:
        """Tell which triangles have other layers than before. Where evidence is near enough, how near does not matter."""
        corners = self.mesh.triangles[mixed]
        other = (layers.values != before.values).any(axis=1)
        far = (layers.known <= 0) | (before.known <= 0)
        moved = layers.known != before.known
        return np.asarray(other[corners].any(axis=1) | far[corners].any(axis=1) & moved[corners].any(axis=1))

    def _ground(
        self, field: Field, layers: Layers, holder: Integers, status: Integers, mixed: Integers, cut: CutTriangles
    ) -> Ground:
        corners = self.mesh.triangles
        memberships = np.asarray(layers.sums(layers.values), dtype=np.int64)
        holder, status = np.maximum(holder[corners[:, 0]], -1), status[corners[:, 0]]
        contender = np.full(len(corners), -1)
        disputed = np.flatnonzero(status == CONTESTED)
        totals = memberships[corners[disputed]].sum(axis=1)
        contender[disputed] = contenders_of(totals, holder[disputed], status[disputed])
        weights = np.full((len(corners), 3), 1 / 3)
        weights[mixed] = 0
        return Ground(
            self.mesh,
            self._skeleton,
            self.actors,
            self.support_km,
            np.concatenate([np.arange(len(corners)), cut.pieces.triangle]),
            np.concatenate([holder, cut.pieces.holder]),
            np.concatenate([status, cut.pieces.status]),
            np.concatenate([contender, cut.pieces.contender]),
            np.concatenate([weights, cut.pieces.weights]),
            _borders(self.mesh, self._skeleton, cut),
            memberships,
            field.confidence,
        )


def _borders(mesh: Mesh, skeleton: Skeleton, cut: CutTriangles) -> Borders:
    """Number all points, and match what lies on both sides of every border."""
    triangles, edges = mesh.triangles, skeleton.edges
    vertices, uniform = len(mesh.vertices), len(triangles)

    # 1. Points. Two triangles find the same points on the edge between them; a point that only one of them has lies on a straight
    #    side of the other's piece, so it must stay exactly where it is.
    points, cuts, rims = cut.points, cut.cuts, cut.rims
    on_edge = np.flatnonzero(points.side >= 0)
    edge = skeleton.edge_of[points.triangle[on_edge], points.side[on_edge]]
    key = edge * (2 * _ALONG) + np.rint(points.along[on_edge] * _ALONG).astype(np.int64)
    keys, example, shared, copies = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    number = vertices + len(keys) + np.arange(len(points.side))
    number[on_edge] = vertices + shared
    at = np.concatenate([mesh.degrees, points.at[on_edge[example]], points.at])
    narrow = np.zeros(len(at), dtype=np.bool_)
    narrow[number[points.narrow]] = True
    lonely = (copies == 1) & (np.minimum(skeleton.left, skeleton.right)[keys // (2 * _ALONG)] >= 0)
    narrow[vertices + np.flatnonzero(lonely)] = True

    def numbered(triangle: Integers, local: Integers) -> Integers:
        made = np.searchsorted(points.triangle, triangle) + local - 3
        return np.where(local < 3, triangles[triangle, np.minimum(local, 2)], np.append(number, 0)[np.maximum(made, 0)])

    def piece_of(triangle: Integers, local: Integers) -> Integers:
        return np.asarray(uniform + np.searchsorted(cut.pieces.triangle, triangle) + local)

    # 2. Edges that no cut meets: from end to end.
    left, right = skeleton.left.copy(), skeleton.right.copy()
    broken = np.zeros(len(edges), dtype=np.bool_)
    broken[edge] = True
    edge = skeleton.edge_of[rims.triangle, rims.side]
    start, end, piece = (
        numbered(rims.triangle, rims.start),
        numbered(rims.triangle, rims.end),
        piece_of(rims.triangle, rims.piece),
    )
    upwards = start == edges[edge, 0]
    plain = ~broken[edge]
    left[edge[plain & upwards]] = piece[plain & upwards]
    right[edge[plain & ~upwards]] = piece[plain & ~upwards]

    # 3. Edges that cuts meet: from stop to stop.
    parts = np.flatnonzero(~plain)
    edge = edge[parts]
    stops = np.concatenate([start[parts], end[parts]])
    along = np.where(stops < vertices, (stops == np.tile(edges[edge, 1], 2)) * _ALONG, 0)
    inside = stops >= vertices
    key = np.tile(edge, 2) * (2 * _ALONG) + along
    key[inside] = keys[stops[inside] - vertices]
    key, example, rank = np.unique(key, return_index=True, return_inverse=True)
    one, other = spread_over(rank[: len(parts)], rank[len(parts) :], piece[parts], len(key))
    inner = np.flatnonzero(key % (2 * _ALONG) != _ALONG)
    on, stops = key[inner] // (2 * _ALONG), stops[example]
    one = np.where(one[inner] < 0, left[on], one[inner])
    other = np.where(other[inner] < 0, right[on], other[inner])

    # 4. Cuts inside triangles.
    whole = np.flatnonzero(~broken)
    return Borders(
        at,
        narrow,
        np.concatenate([edges[whole, 0], stops[inner], numbered(cuts.triangle, cuts.start)]),
        np.concatenate([edges[whole, 1], stops[inner + 1], numbered(cuts.triangle, cuts.end)]),
        np.concatenate([left[whole], one, piece_of(cuts.triangle, cuts.left)]),
        np.concatenate([right[whole], other, piece_of(cuts.triangle, cuts.right)]),
        np.concatenate([skeleton.seam[whole], skeleton.seam[on], np.zeros(len(cuts.triangle), dtype=np.bool_)]),
    )
