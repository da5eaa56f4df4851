"""How much ground each actor and side has on a day, and how long the front is, without building polygons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .cut import grounds_of, holder_pieces, mixed_triangles, stack_layers
from .equal_area import area_km2, equal_area_plane, length_km
from .field import Field
from .mesh import Mesh
from .records import Actor


@dataclass(frozen=True, slots=True)
class Totals:
    """Square kilometres by actor and by side (`unknown` is neither), and kilometres of frontline."""

    actors_km2: dict[str, float]
    sides_km2: dict[str, float]
    front_km: float


def measure(mesh: Mesh, field: Field, actors: Sequence[Actor], support_km: float) -> Totals:
    """Add up the pieces of every triangle; the same ground as `derive_areas`, to within its grid of 0.1 m."""
    layers = stack_layers(field, actors, support_km)
    x, y = equal_area_plane(mesh.degrees).T
    a, b, c = mesh.triangles.T
    whole = np.abs((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])) / 2
    mixed = mixed_triangles(mesh, layers)
    uniform = np.setdiff1d(np.arange(len(mesh.triangles)), mixed)

    held: dict[int, float] = defaultdict(float)
    at_vertex = np.array([ground[0] for ground in grounds_of(layers, layers.values, layers.known)])
    for holder in np.unique(at_vertex).tolist():
        held[holder] += float(whole[uniform[at_vertex[a[uniform]] == holder]].sum())
    front = 0.0
    for triangle in mixed.tolist():
        left = float(whole[triangle])
        beside: dict[frozenset[tuple[float, ...]], int] = {}
        for holder, table in holder_pieces(mesh, layers, triangle):
            ring = [(float(px), float(py)) for px, py in table[:, :2]]
            km2 = area_km2([[*ring, ring[0]]])
            held[holder] += km2
            left -= km2
            for edge in zip(ring, [*ring[1:], ring[0]], strict=True):
                # Two pieces share a cut to within floating point: compare its ends to a tenth of a metre.
                key = frozenset((round(px, 6), round(py, 6)) for px, py in edge)
                other = beside.setdefault(key, holder)
                if actors[other].side != actors[holder].side and len(key) == 2:
                    front += length_km(edge)
        held[-1] += max(left, 0.0)

    by_actor = {actor.slug: round(held.get(number, 0.0), 1) for number, actor in enumerate(actors)}
    by_side: dict[str, float] = defaultdict(float)
    for number, actor in enumerate(actors):
        by_side[actor.side] += held.get(number, 0.0)
    unknown = round(held.get(-1, 0.0), 1)
    return Totals(
        {**by_actor, "unknown": unknown},
        {**{side: round(km2, 1) for side, km2 in by_side.items()}, "unknown": unknown},
        round(front, 1),
    )
