"""One triangle of the field -> the pieces of ground in it, by half-plane clipping.

Coordinates are longitude, latitude in degrees. A row of a polygon is a corner: its point, then every layer there; all of
them are linear, so clipping interpolates them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .field import STATUSES, Field
from .mesh import Floats, Mesh
from .records import Actor

#: Who has a piece of ground: holder's number (-1 unknown), number of its status, contender's number (-1 none).
Ground = tuple[int, int, int]
UNKNOWN: Ground = (-1, -1, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """The field as one table: `values` is (vertices, actors × statuses), `known` is positive where ground is known."""

    values: Floats
    known: Floats
    actors: int

    def sums(self, values: Floats) -> Floats:
        """Return each actor's membership, whatever the status, over the last axis."""
        shape = (*values.shape[:-1], self.actors, len(STATUSES))
        return np.asarray(values.reshape(shape).sum(axis=-1))


def stack_layers(field: Field, actors: Sequence[Actor], support_km: float) -> Layers:
    """Put a field's layers side by side, actor by actor in their order, status by status."""
    size = len(field.support)
    nothing = np.zeros(size, dtype=np.int64)
    columns = [field.memberships.get((actor.slug, status), nothing) for actor in actors for status in STATUSES]
    values = np.stack(columns, axis=1).astype(np.float64) if columns else np.zeros((size, 0))
    # Half a unit, so that ground at the support distance itself is known and no vertex lies on the cut.
    return Layers(values, np.round(support_km * 10) + 0.5 - field.support, len(actors))


def grounds_of(layers: Layers, values: Floats, known: Floats) -> list[Ground]:
    """Decide who has each point from its interpolated layers; rows of `values` are points."""
    if not layers.actors:
        return [UNKNOWN] * len(known)
    sums = layers.sums(values)
    by_actor = values.reshape(len(values), layers.actors, len(STATUSES))
    holders = sums.argmax(axis=1)
    grounds = []
    for point, holder in enumerate(holders.tolist()):
        if known[point] <= 0 or sums[point, holder] <= 0:
            grounds.append(UNKNOWN)
            continue
        status = int(by_actor[point, holder].argmax())
        contender = -1
        if STATUSES[status] == "contested":
            others = sums[point].copy()
            others[holder] = 0
            contender = int(others.argmax()) if others.max() > 0 else -1
        grounds.append((holder, status, contender))
    return grounds


def mixed_triangles(mesh: Mesh, layers: Layers) -> NDArray[np.intp]:
    """Return the triangles whose three corners differ; linear layers are all one where their corners are."""
    at_vertex = np.array([ground[:2] for ground in grounds_of(layers, layers.values, layers.known)])
    corner = at_vertex[mesh.triangles]
    return np.flatnonzero((corner != corner[:, :1]).any(axis=(1, 2)))


def holder_pieces(mesh: Mesh, layers: Layers, triangle: int) -> Iterator[tuple[int, Floats]]:
    """Yield one triangle's pieces of known ground as (holder's number, table of corners), every layer still in the table."""
    corners = mesh.triangles[triangle]
    values, known = layers.values[corners], layers.known[corners]
    table = np.hstack([mesh.degrees[corners], values, layers.sums(values), known[:, None]])
    first_sum = 2 + values.shape[1]
    ground = _clip(table, table[:, -1])
    for actor in range(layers.actors):
        held = _envelope(ground, first_sum, actor, layers.actors)
        if len(held) and held[:, first_sum + actor].any():
            yield actor, held


def pieces(mesh: Mesh, layers: Layers, triangle: int) -> Iterator[Floats]:
    """Yield the (n, 2) outlines of one triangle's pieces of known ground: by holder, then by the holder's status."""
    for actor, held in holder_pieces(mesh, layers, triangle):
        for status in range(len(STATUSES)):
            piece = _envelope(held, 2 + actor * len(STATUSES), status, len(STATUSES))
            if len(piece):
                yield piece[:, :2]


def _envelope(polygon: Floats, first: int, member: int, members: int) -> Floats:
    """Clip a polygon to where column `first + member` is the largest of the `members` columns from `first`."""
    for rival in range(members):
        if rival != member and len(polygon):
            polygon = _clip(polygon, polygon[:, first + member] - polygon[:, first + rival])
    return polygon


def _clip(polygon: Floats, side: Floats) -> Floats:
    """Clip a convex polygon (a row a corner, all columns linear) to where the linear function `side` is not negative."""
    if (side >= 0).all():
        return polygon
    rows = []
    for here in range(len(polygon)):
        there = (here + 1) % len(polygon)
        if side[here] >= 0:
            rows.append(polygon[here])
        if (side[here] > 0 > side[there]) or (side[here] < 0 < side[there]):
            rows.append(polygon[here] + (polygon[there] - polygon[here]) * (side[here] / (side[here] - side[there])))
    return np.array(rows) if len(rows) >= 3 else polygon[:0]
