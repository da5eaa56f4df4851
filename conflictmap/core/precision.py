"""States -> how precisely the places that decide are known, at every vertex of the network, in metres."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from scipy.spatial import cKDTree

from .mesh import Floats, Mesh
from .records import Place, State


def precision_m(mesh: Mesh, places: Iterable[Place], states: Iterable[State]) -> Floats:
    """Return the radius of doubt, in metres, of the nearest place with evidence, (vertices,); of two at one point the larger.

    Without any evidence it is 0 everywhere.
    """
    radius = {place.slug: place.precision_m for place in places}
    evidence: dict[int, int] = {}
    for state in states:
        if state.mass and state.place in mesh.vertex_of:
            vertex = mesh.vertex_of[state.place]
            evidence[vertex] = max(evidence.get(vertex, 0), radius[state.place])
    return _nearest(mesh, tuple(sorted(evidence.items())))


@lru_cache(maxsize=4)
def _nearest(mesh: Mesh, evidence: tuple[tuple[int, int], ...]) -> Floats:
    if not evidence:
        return np.zeros(len(mesh.vertices))
    vertices, radii = np.array(evidence, dtype=np.int64).T
    _, nearest = cKDTree(mesh.plane[vertices]).query(mesh.plane)
    return np.asarray(radii[nearest], dtype=np.float64)
