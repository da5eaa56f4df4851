"""The field's layers -> who has the ground at a point: known or not, then the largest membership, then its largest status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from .field import FARTHEST, STATUSES, Field
from .mesh import Floats, Integers, Mesh
from .records import Actor

#: Who has a piece of ground: holder's number (-1 unknown), number of its status, contender's number (-1 none).
Ground = tuple[int, int, int]
UNKNOWN: Ground = (-1, -1, -1)
#: Values at vertices are whole numbers, between them they need not be.
Numbers = TypeVar("Numbers", Floats, Integers)
CONTESTED = STATUSES.index("contested")


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """The field as one table: `values` is (vertices, actors × statuses), `known` is positive where ground is known."""

    values: Integers
    known: Integers
    actors: int

    def sums(self, values: Numbers) -> Numbers:
        """Return each actor's membership, whatever the status, over the last axis."""
        total = values[..., :: len(STATUSES)].copy()
        for status in range(1, len(STATUSES)):
            total += values[..., status :: len(STATUSES)]
        return total


def stack_layers(field: Field, actors: Sequence[Actor], support_km: float) -> Layers:
    """Put a field's layers side by side, actor by actor in their order, status by status."""
    size = len(field.support)
    nothing = np.zeros(size, dtype=np.int64)
    columns = [field.memberships.get((actor.slug, status), nothing) for actor in actors for status in STATUSES]
    values = np.stack(columns, axis=1) if columns else np.zeros((size, 0), dtype=np.int64)
    # Twice the tenths of a kilometre and a half more, so that ground at the support distance itself is known and no vertex
    # lies on the cut.
    reach = 2 * min(round(support_km * 10), FARTHEST) + 1
    return Layers(values, reach - 2 * field.support, len(actors))


def holders_of(layers: Layers, values: Numbers, known: Numbers) -> tuple[Integers, Integers]:
    """Return the number of the holder and of its status at each point; rows of `values` are points. -1 is nobody, -2 too far."""
    size = len(known)
    if not layers.actors:
        return np.full(size, -1), np.full(size, -1)
    sums, rows = layers.sums(values), np.arange(size)
    holder = sums.argmax(axis=1)
    status = values.reshape(size, layers.actors, len(STATUSES))[rows, holder].argmax(axis=1)
    nobody = np.where(sums.any(axis=1), np.where(known <= 0, -2, 0), -1)
    return np.where(nobody < 0, nobody, holder), np.where(nobody < 0, -1, status)


def contenders_of(sums: Numbers, holder: Integers, status: Integers) -> Integers:
    """Return who disputes contested ground, -1 for nobody: who has most beside the holder, of equal ones the earlier."""
    found = np.full(len(holder), -1)
    rows = np.flatnonzero(status == CONTESTED)
    if len(rows):
        others = sums[rows].copy()
        others[np.arange(len(rows)), holder[rows]] = 0
        found[rows] = np.where(others.max(axis=1) > 0, others.argmax(axis=1), -1)
    return found


def grounds_of(layers: Layers, values: Numbers, known: Numbers) -> list[Ground]:
    """Decide who has each point from its interpolated layers; rows of `values` are points."""
    holder, status = holders_of(layers, values, known)
    if not layers.actors:
        return [UNKNOWN] * len(known)
    contender = contenders_of(layers.sums(values), holder, status)
    return list(zip(np.maximum(holder, -1).tolist(), status.tolist(), contender.tolist(), strict=True))


def mixed_triangles(mesh: Mesh, holder: Integers, status: Integers) -> Integers:
    """Return the triangles that differ at their corners; linear layers are all one where their corners are."""
    one, two, three = (holder * len(STATUSES) + status)[mesh.triangles].T
    return np.flatnonzero((one != two) | (two != three))
