"""What of a network never changes from day to day: its edges, whose two sides they part, and the measures of its triangles.

Coordinates are longitude, latitude in degrees, longitudes running on beyond 180 where a theatre crosses the antimeridian.
Side `a` of a triangle is opposite to its corner `a`: from corner a + 1 to corner a + 2, the triangle on its left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .clip import Flags
from .equal_area import equal_area_plane
from .mesh import ANTIMERIDIAN, Floats, Integers, Mesh


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """The edges of a network. `edges` is (e, 2) vertices, the lower first; `edge_of` (t, 3) the edge of each side.

    `left` and `right` (e,) are the triangles beside an edge as it runs from its lower vertex to its higher, -1 for outside.
    `seam` tells which edges run along the antimeridian, `east` which triangles lie beyond it. `km2` is (t,). The gradients of the
    three weights of a triangle's corners are (t, 3, 2), a degree and a kilometre of the network's plane.
    """

    edges: Integers
    edge_of: Integers
    left: Integers
    right: Integers
    seam: Flags
    east: Flags
    km2: Floats
    per_degree: Floats
    per_km: Floats


@lru_cache(maxsize=8)
def skeleton_of(mesh: Mesh) -> Skeleton:
    """Return the skeleton of a network, built once."""
    triangles, size = mesh.triangles, len(mesh.vertices)
    start, end = np.roll(triangles, -1, axis=1), np.roll(triangles, -2, axis=1)
    keys, edge_of = np.unique(np.minimum(start, end) * size + np.maximum(start, end), return_inverse=True)
    edge_of = edge_of.reshape(triangles.shape)
    edges = np.stack([keys // size, keys % size], axis=1)
    left, right = np.full(len(edges), -1), np.full(len(edges), -1)
    owner = np.broadcast_to(np.arange(len(triangles))[:, None], triangles.shape)
    forward = start < end
    left[edge_of[forward]] = owner[forward]
    right[edge_of[~forward]] = owner[~forward]
    longitudes = mesh.vertices[:, 0]
    return Skeleton(
        edges,
        edge_of,
        left,
        right,
        (longitudes[edges] == ANTIMERIDIAN).all(axis=1),
        longitudes[triangles].max(axis=1, initial=-ANTIMERIDIAN) > ANTIMERIDIAN,
        _doubled(equal_area_plane(mesh.degrees)[triangles]) / 2,
        _gradients(mesh.degrees[triangles]),
        _gradients(mesh.plane[triangles]),
    )


def _doubled(corners: Floats) -> Floats:
    """Return twice the area of (t, 3, 2) triangles."""
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]))


def _gradients(corners: Floats) -> Floats:
    """Return how fast each corner's weight rises along both axes, (t, 3, 2): towards the corner, across the side opposite."""
    opposite = np.roll(corners, -2, axis=1) - np.roll(corners, -1, axis=1)
    return np.stack([-opposite[..., 1], opposite[..., 0]], axis=2) / _doubled(corners)[:, None, None]
