"""The ground that changed between two days, shared out among the places that did, and how much of it a party gained: a range.

`best` is the ground that the map draws as the party's now and did not before. `low` counts only ground that is held on both days, by
another before and by the party now. `high` counts all changed ground that the party holds, claims or contests now and did not
plainly hold before. What it lost is the same, told backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from .cut import Layers
from .field import STATUSES
from .mesh import Floats, Integers, Mesh
from .overlay import lay_over

HELD = STATUSES.index("held")


@dataclass(frozen=True, slots=True)
class Extent:
    """Square kilometres known as low, best, high."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Pieces of ground that changed: their sizes, and (n, 3) who had and who has them, as the numbers of a `Ground`."""

    km2: Floats
    before: Integers
    after: Integers

    def gained(self, actor: int) -> Extent:
        """Return how much the actor of that number gained."""
        return _gain(self.km2, actor, self.before, self.after)

    def lost(self, actor: int) -> Extent:
        """Return how much the actor of that number lost."""
        return _gain(self.km2, actor, self.after, self.before)


def ground_moved(mesh: Mesh, before: Layers, after: Layers, places: Sequence[str]) -> dict[str, Moved]:
    """Return the changed ground around each of these places within the theatre: every piece goes to the nearest.

    Of several places at one point the first has the ground and the others none.
    """
    at: dict[int, list[str]] = {}
    for place in places:
        if place in mesh.vertex_of:
            at.setdefault(mesh.vertex_of[place], []).append(place)
    if not at:
        return {}
    pieces = lay_over(mesh, (before, after), _changed_triangles(mesh, before, after))
    old, new = pieces.grounds
    changed = (old != new).any(axis=1)
    _, nearest = cKDTree(mesh.plane[list(at)]).query(pieces.middle[changed])
    moved = {}
    for number, (first, *others) in enumerate(at.values()):
        mine = np.flatnonzero(changed)[nearest == number]
        moved[first] = Moved(pieces.km2[mine], old[mine], new[mine])
        moved |= dict.fromkeys(others, Moved(pieces.km2[:0], old[:0], new[:0]))
    return moved


def _changed_triangles(mesh: Mesh, before: Layers, after: Layers) -> Integers:
    changed = (before.values != after.values).any(axis=1) | (before.known != after.known)
    return np.flatnonzero(changed[mesh.triangles].any(axis=1))


def _gain(km2: Floats, actor: int, before: Integers, after: Integers) -> Extent:
    had, has = before[:, 0] == actor, after[:, 0] == actor
    surely_had, surely_has = had & (before[:, 1] == HELD), has & (after[:, 1] == HELD)
    other_held = ~had & (before[:, 0] >= 0) & (before[:, 1] == HELD)
    has_part = has | (after[:, 2] == actor)
    low, best, high = surely_has & other_held, has & ~had, has_part & ~surely_had
    return Extent(*(round(float(km2[rows].sum()), 1) for rows in (low, best, high)))
