"""Ground -> areas of control that tile the theatre, as polygons.

Coordinates are longitude, latitude in degrees, to 1e-6 degrees (about 0.1 m); where ground is so narrow that rounding could fold
it, its points are not rounded. Areas are what is left of the borders when equal neighbours are put together: each
point is the same number in every area around it, so nothing can come between two areas.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from .borders import Borders
from .clip import Flags
from .field import QUANTUM, STATUSES, Field
from .frontlines import frontlines_of
from .ground import Ground, GroundWalker, Layout
from .mesh import Floats, Integers, Mesh
from .records import Actor, Area, Frontline, Status
from .totals import km2_by

DECIMALS = 6
Path = tuple[tuple[float, float], ...]


def derive_areas(
    mesh: Mesh, field: Field, actors: Sequence[Actor], support_km: float, precision_m: Floats | None = None
) -> tuple[list[Area], list[Frontline]]:
    """Return the areas that tile the theatre and the frontlines of one field, each list in a fixed order.

    Of equal memberships the earlier actor has the ground, and `held` comes before `contested` before `claimed`. Ground farther than
    `support_km` from any evidence, or of which nobody has anything, is unknown. A third actor that no corner of a triangle belongs to
    may still win its middle: that is what linear memberships say. `precision_m` (vertices,) is how precisely the places
    nearby are known. For one day after the other: `GroundWalker`, `areas_of` and `frontlines_of`.
    """
    ground = GroundWalker(mesh, actors, support_km).step(field)
    return areas_of(ground), frontlines_of(ground, precision_m)


def areas_of(ground: Ground, *, rounded: bool = True) -> list[Area]:
    """Return the areas of a day by holder, status and contender, and of each from west to east.

    `confidence` is the mean of the field's over the area, its triangles taken as flat. An area that crosses the antimeridian is cut
    there, as RFC 7946, section 3.1.9, asks.
    """
    sure = _mean_confidence(ground).round(3).tolist()
    return [Area(*drawn, sure[region] if drawn[0] else 0.0) for region, drawn in _drawn(ground.layout, rounded)]


#: An area but for its confidence.
_Drawn = tuple[str | None, str | None, Status, tuple[str, ...], tuple[Path, ...], float]


@lru_cache(maxsize=2)
def _drawn(layout: Layout, rounded: bool) -> list[tuple[int, _Drawn]]:
    """Return the number of each region, and all of its area but the confidence."""
    regions, actors = layout.regions, layout.actors
    count = int(regions.max(initial=-1)) + 1
    km2 = (km2_by(layout.borders, regions, count).round(3) + 0.0).tolist()
    piece = np.zeros(count, dtype=np.int64)
    piece[regions] = np.arange(len(regions))
    grounds = np.stack([layout.holder, layout.status, layout.contender], axis=1)[piece].tolist()
    found = []
    for region, rings in _outlines(layout, layout.skeleton.east[layout.triangle[piece]], rounded).items():
        holder, status, contender = grounds[region]
        contenders = (actors[contender].slug,) if contender >= 0 else ()
        if holder >= 0:
            actor = actors[holder]
            drawn: _Drawn = (actor.slug, actor.side, STATUSES[status], contenders, rings, km2[region])
        else:
            drawn = (None, None, "unknown", contenders, rings, km2[region])
        found.append((grounds[region], rings, region, drawn))
    found.sort(key=lambda each: each[:2])
    return [each[2:] for each in found]


def _mean_confidence(ground: Ground) -> Floats:
    layout = ground.layout
    regions, weights, corners = layout.regions, layout.weights, layout.mesh.triangles[layout.triangle]
    layer, km2 = ground.confidence / QUANTUM, layout.skeleton.km2[layout.triangle]
    sure = weights[:, 0] * layer[corners[:, 0]]
    sure += weights[:, 1] * layer[corners[:, 1]]
    sure += weights[:, 2] * layer[corners[:, 2]]
    whole = np.bincount(regions, (weights[:, 0] + weights[:, 1] + weights[:, 2]) * km2)
    return np.asarray(np.bincount(regions, sure * km2) / np.where(whole > 0, whole, 1))


# --- Outlines ---------------------------------------------------------------------------------------------------------------


def _outlines(layout: Layout, east: Flags, rounded: bool) -> dict[int, tuple[Path, ...]]:
    """Return the rings of each region: the shell first and counter-clockwise, every ring from its most western point.

    `east` tells of each region whether it lies beyond the antimeridian.
    """
    borders = layout.borders
    region, start, end = _directed(borders, layout.regions)
    used = np.unique(start)
    used = used[np.lexsort(borders.points[used].T[::-1])]
    rank = np.zeros(len(borders.points), dtype=np.int64)
    rank[used] = np.arange(len(used))

    # Every border leads on to the one that leaves where it ends, around the same region.
    key = region * len(used) + rank[start]
    order = key.argsort(kind="stable")
    key, region, start, end = key[order], region[order], start[order], end[order]
    goal = region * len(used) + rank[end]
    following = key.searchsorted(goal)
    choices = key.searchsorted(goal, side="right") - following
    for number in np.flatnonzero(choices > 1).tolist():
        following[number] += _sharpest(
            borders.points, start[number], end[number], end[following[number] :][: choices[number]]
        )
    path, first = _cycles(following.tolist())

    points = _written(borders, used, rounded, 0)
    rings = []
    beyond = _written(borders, used, rounded, 360) if east.any() else []
    place, turned = rank[start][path].tolist(), east[region[path][first[:-1]]].tolist()
    for here, there, is_east in zip(first, first[1:], turned, strict=False):
        at = beyond if is_east else points
        rings.append((*map(at.__getitem__, place[here:there]), at[place[here]]))

    # Of a region's rings the shell is the largest; the others are holes.
    at, to = borders.points[start] - borders.points[used[0]], borders.points[end] - borders.points[used[0]]
    ring_of = np.repeat(np.arange(len(rings)), np.diff(first))
    size = np.bincount(ring_of, (at[:, 0] * to[:, 1] - to[:, 0] * at[:, 1])[path]).tolist()
    of_region: dict[int, list[int]] = defaultdict(list)
    for ring, of in enumerate(region[path][first[:-1]].tolist()):
        of_region[of].append(ring)
    shells = {of: max(found, key=size.__getitem__) for of, found in of_region.items()}
    return {of: (rings[shells[of]], *(rings[n] for n in found if n != shells[of])) for of, found in of_region.items()}


def _written(borders: Borders, points: Integers, rounded: bool, less: int) -> list[tuple[float, float]]:
    """Return points as they are given out, their longitudes less so many degrees."""
    at = borders.points[points] - (less, 0)
    if rounded:
        at = np.where(borders.narrow[points][:, None], at, at.round(DECIMALS))
    # No -0.0.
    x, y = (at + 0.0).T.tolist()
    return list(zip(x, y, strict=True))


def _directed(borders: Borders, regions: Integers) -> tuple[Integers, Integers, Integers]:
    """Return the borders of regions, each once for either region, with the region on the left."""
    beside = np.append(regions, -1)
    left, right = beside[borders.left], beside[borders.right]
    parting = np.flatnonzero(left != right)
    region = np.concatenate([left[parting], right[parting]])
    start = np.concatenate([borders.start[parting], borders.end[parting]])
    end = np.concatenate([borders.end[parting], borders.start[parting]])
    inside = region >= 0
    return region[inside], start[inside], end[inside]


def _sharpest(points: Floats, start: int, end: int, ways: Integers) -> int:
    """Return which of the ways on from `end` turns most to the right.

    There a ring touches another of its region, or itself. To the right lies what is not of the region, so every ring goes around
    one piece of that and closes, and no ring passes a point twice (OGC Simple Features, 6.1.11).
    """
    came = math.atan2(*(points[start] - points[end])[::-1])
    # The way back is a whole turn to the right.
    turns = [(came - math.atan2(*(points[way] - points[end])[::-1])) % math.tau for way in ways]
    return max(range(len(turns)), key=turns.__getitem__)


def _cycles(following: list[int]) -> tuple[list[int], list[int]]:
    """Return all numbers, ring after ring, and where each ring starts; the last entry is the end of all.

    Uses `following` up.
    """
    path: list[int] = []
    first = [0]
    for number in range(len(following)):
        if following[number] < 0:
            continue
        while (after := following[number]) >= 0:
            following[number] = -1
            path.append(number)
            number = after
        first.append(len(path))
    return path, first
