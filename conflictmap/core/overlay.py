"""The ground of two days laid over each other -> convex pieces that are one thing on each of them.

Coordinates are longitude, latitude in degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .clip import Polygons, clip, envelope, join, whole_triangles
from .cut import Layers, contenders_of
from .equal_area import equal_area_plane
from .field import STATUSES
from .mesh import Floats, Integers, Mesh


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Pieces of ground: the size of each, and its middle in kilometres of the mesh's plane.

    `grounds` has an (n, 3) table a day: who has each piece, as the numbers of a `Ground`.
    """

    km2: Floats
    middle: Floats
    grounds: tuple[Integers, ...]


def lay_over(mesh: Mesh, days: Sequence[Layers], triangles: Integers) -> Overlay:
    """Cut these triangles of the mesh into pieces that have one holder, status and contender on each day."""
    corners = mesh.triangles[triangles]
    pieces = whole_triangles(len(corners))
    holdings: list[Integers] = []
    for day in days:
        row, holding, pieces = _divide(pieces, day, corners)
        holdings = [earlier[row] for earlier in holdings] + [holding]
    shares = pieces.points / np.maximum(pieces.points.sum(axis=2), 1)[..., None]
    middle = shares.sum(axis=1) / pieces.count[:, None]  # unused points are 0
    own = corners[pieces.of]
    grounds = []
    for day, holding in zip(days, holdings, strict=True):
        sums = np.einsum("nc,nca->na", middle, day.sums(day.values[own]).astype(np.float64))
        grounds.append(np.column_stack([holding, contenders_of(sums, *holding.T)]))
    return Overlay(
        _km2(pieces, np.einsum("nkc,ncx->nkx", shares, mesh.degrees[own])),
        np.einsum("nc,ncx->nx", middle, mesh.plane[own]),
        tuple(grounds),
    )


def _divide(pieces: Polygons, day: Layers, corners: Integers) -> tuple[Integers, Integers, Polygons]:
    """Divide pieces by who has the ground: return the row each part is from, (n, 2) its holder and status, and the parts."""
    known, sums = day.known[corners], day.sums(day.values[corners]).transpose(0, 2, 1)
    # No vertex lies on the limit of support, so nothing is on both sides of it.
    never = np.zeros(len(pieces.of), dtype=np.bool_)
    far_row, far = clip(pieces, -known[pieces.of], never)
    near_row, near = clip(pieces, known[pieces.of], never)
    somebody = np.asarray(sums.any(axis=(1, 2)))[near.of]
    nobody, wanted = np.flatnonzero(~somebody), np.flatnonzero(somebody)
    held_row, holder, held = envelope(near.take(wanted), sums[near.of[wanted]])
    by_status = day.values[corners].reshape(len(corners), 3, day.actors, len(STATUSES))[held.of, :, holder]
    part_row, status, parts = envelope(held, by_status.transpose(0, 2, 1))
    unknown = np.full((len(far_row) + len(nobody), 2), -1)
    return (
        np.concatenate([far_row, near_row[nobody], near_row[wanted][held_row][part_row]]),
        np.concatenate([unknown, np.column_stack([holder[part_row], status])]),
        join([far, near.take(nobody), parts]),
    )


def _km2(pieces: Polygons, points: Floats) -> Floats:
    """Measure convex pieces, (n, k, 2) lon, lat: a fan of triangles from the first point of each."""
    plane = equal_area_plane(points.reshape(-1, 2)).reshape(points.shape)
    plane = np.where(pieces.used[..., None], plane, plane[:, :1]) - plane[:, :1]
    (x, y), (right, up) = np.moveaxis(plane[:, :-1], 2, 0), np.moveaxis(plane[:, 1:], 2, 0)
    return np.asarray(np.abs((x * up - right * y).sum(axis=1)) / 2)
