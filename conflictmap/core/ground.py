"""A field after the other -> the ground of each day: pieces that tile the theatre, and the straight borders between them.

Coordinates are longitude, latitude in degrees. Triangles whose layers are as they were keep their pieces from the day before;
what comes out never depends on that day, and is the same byte for byte as from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from .borders import Borders, borders_of
from .clip import Flags
from .cut import CONTESTED, Layers, contenders_of, holders_of, mixed_triangles, stack_layers
from .field import STATUSES, Field
from .mesh import Floats, Integers, Mesh
from .pieces import CutTriangles, cut_triangles
from .records import Actor
from .skeleton import Skeleton, skeleton_of


@dataclass(frozen=True, eq=False)
class Layout:
    """Who has which piece. Pieces are rows: a triangle that is all one is a piece, then come those of cut triangles.

    `triangle`, `holder`, `status` and `contender` are (pieces,); -1 is nobody. `weights` (pieces, 3) are the integrals of the three
    corners' weights over a piece, in shares of its triangle, 0 for a triangle that is cut.
    """

    mesh: Mesh
    skeleton: Skeleton
    actors: tuple[Actor, ...]
    triangle: Integers
    holder: Integers
    status: Integers
    contender: Integers
    weights: Floats
    borders: Borders

    @cached_property
    def sides(self) -> Integers:
        """The number of each piece's side, -1 for nobody's."""
        return np.append(side_numbers(self.actors), -1)[self.holder]

    @cached_property
    def regions(self) -> Integers:
        """The number of each piece's region: what hangs together across borders and has one holder, status and contender."""
        borders, size = self.borders, len(self.holder)
        kind = (self.holder * len(STATUSES) + self.status) * (len(self.actors) + 1) + self.contender
        # Outside, -1, is none of any piece's kinds.
        kind = np.append(kind, kind.min(initial=0) - 1)
        same = np.flatnonzero((kind[borders.left] == kind[borders.right]) & ~borders.seam)
        ends = borders.left[same].astype(np.int32), borders.right[same].astype(np.int32)
        graph = coo_matrix((np.ones(len(same)), ends), shape=(size, size))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The ground of one day: who has which piece, `memberships` (vertices, actors) and `confidence` (vertices,)."""

    layout: Layout
    support_km: float
    memberships: Integers
    confidence: Integers


def side_numbers(actors: Sequence[Actor]) -> Integers:
    """Return the number of each actor's side."""
    names = sorted({actor.side for actor in actors})
    return np.array([names.index(actor.side) for actor in actors], dtype=np.int64)


class GroundWalker:
    """Derive the ground of one day after the other, in whatever order, from the pieces of the last.

    A day on which no border moves has the same `layout` as the day before: what is derived of it need not be derived again.
    """

    def __init__(self, mesh: Mesh, actors: Sequence[Actor], support_km: float) -> None:
        self.mesh, self.actors, self.support_km = mesh, tuple(actors), support_km
        self._skeleton = skeleton_of(mesh)
        self._last: _Day | None = None

    def step(self, field: Field) -> Ground:
        """Return the ground of a field over the mesh."""
        layers = stack_layers(field, self.actors, self.support_km)
        memberships = layers.sums(layers.values)
        holder, status = holders_of(layers, layers.values, layers.known)
        mixed = mixed_triangles(self.mesh, holder, status)
        whole = self._whole(memberships, holder, status, mixed)
        cut = self._cut(layers, mixed)
        last = self._last
        if last and cut is last.cut and all(map(np.array_equal, whole, last.whole)):
            layout = last.layout
        else:
            layout = self._layout(whole, cut)
        self._last = _Day(layers, whole, cut, layout)
        return Ground(layout, self.support_km, memberships, field.confidence)

    def _whole(self, memberships: Integers, holder: Integers, status: Integers, mixed: Integers) -> _Whole:
        """Return holder, status and contender of the triangles that are all one, and -1 for those that are cut."""
        corners = self.mesh.triangles
        holder, status = np.maximum(holder[corners[:, 0]], -1), status[corners[:, 0]]
        holder[mixed] = status[mixed] = -1
        contender = np.full(len(corners), -1)
        disputed = np.flatnonzero(status == CONTESTED)
        totals = memberships[corners[disputed]].sum(axis=1)
        contender[disputed] = contenders_of(totals, holder[disputed], status[disputed])
        return holder, status, contender

    def _cut(self, layers: Layers, mixed: Integers) -> CutTriangles:
        if self._last is None:
            return cut_triangles(self.mesh, self._skeleton, layers, mixed)
        before, cut = self._last.layers, self._last.cut
        # What was cut before, is to be cut now and has the layers that it had is kept.
        todo = np.zeros(len(self.mesh.triangles), dtype=np.bool_)
        todo[mixed] = True
        done = np.zeros_like(todo)
        done[cut.pieces.triangle] = True
        done[mixed] &= ~self._changed(before, layers, mixed)
        kept, fresh = done & todo, np.flatnonzero(todo & ~done)
        if not len(fresh) and kept.sum() == len(np.unique(cut.pieces.triangle)):
            return cut
        return cut.of(kept).merged(cut_triangles(self.mesh, self._skeleton, layers, fresh))

    def _changed(self, before: Layers, layers: Layers, mixed: Integers) -> Flags:
        """Tell which triangles have other layers than before. Where evidence is near enough, how near does not matter."""
        corners = self.mesh.triangles[mixed]
        other = (layers.values != before.values).any(axis=1)
        far = (layers.known <= 0) | (before.known <= 0)
        moved = layers.known != before.known
        return np.asarray(other[corners].any(axis=1) | far[corners].any(axis=1) & moved[corners].any(axis=1))

    def _layout(self, whole: _Whole, cut: CutTriangles) -> Layout:
        holder, status, contender = whole
        pieces, size = cut.pieces, len(holder)
        weights = np.full((size, 3), 1 / 3)
        weights[pieces.triangle] = 0
        return Layout(
            self.mesh,
            self._skeleton,
            self.actors,
            np.concatenate([np.arange(size), pieces.triangle]),
            np.concatenate([holder, pieces.holder]),
            np.concatenate([status, pieces.status]),
            np.concatenate([contender, pieces.contender]),
            np.concatenate([weights, pieces.weights]),
            borders_of(self.mesh, self._skeleton, cut),
        )


#: Holder, status and contender of each triangle that is all one.
_Whole = tuple[Integers, Integers, Integers]


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    """What is kept of the last day."""

    layers: Layers
    whole: _Whole
    cut: CutTriangles
    layout: Layout
