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
from .ground import Ground, GroundWalker, Layout, side_numbers
from .likely import lead_of, likely
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

    `confidence` is how likely a point of the area is its holder's (likely.py), the mean over its pieces. An area that crosses
    the antimeridian is cut there, as RFC 7946, section 3.1.9, asks.
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
    grounds = np.stack([layout.holder, layout.status, layout.contender], axis=1)[piece]
    found: list[tuple[int, _Drawn]] = []
    for region, rings in _outlines(layout, grounds, layout.skeleton.east[layout.triangle[piece]], rounded):
        holder, status, contender = grounds[region].tolist()
        contenders = (actors[contender].slug,) if contender >= 0 else ()
        if holder >= 0:
            actor = actors[holder]
            found.append((region, (actor.slug, actor.side, STATUSES[status], contenders, rings, km2[region])))
        else:
            found.append((region, (None, None, "unknown", contenders, rings, km2[region])))
    return found


def _mean_confidence(ground: Ground) -> Floats:
    """Return how likely each region is its holder's: of every piece at its middle, weighed by its ground."""
    layout = ground.layout
    corners, weights = layout.mesh.triangles[layout.triangle], layout.weights
    share = weights[:, 0] + weights[:, 1] + weights[:, 2]
    middle = weights / np.where(share > 0, share, 1)[:, None]
    sure, memberships = np.zeros(len(share)), np.zeros((len(share), len(layout.actors)))
    for corner in range(3):
        sure += middle[:, corner] * ground.confidence[corners[:, corner]]
        memberships += middle[:, corner, None] * ground.memberships[corners[:, corner]]
    lead = lead_of(memberships, layout.holder, side_numbers(layout.actors)) if layout.actors else sure
    km2 = share * layout.skeleton.km2[layout.triangle]
    whole = np.bincount(layout.regions, km2)
    likely_km2 = np.bincount(layout.regions, likely(sure / QUANTUM, lead / QUANTUM) * km2)
    return np.asarray(likely_km2 / np.where(whole > 0, whole, 1))


# --- Outlines ---------------------------------------------------------------------------------------------------------------


def _outlines(layout: Layout, grounds: Integers, east: Flags, rounded: bool) -> list[tuple[int, tuple[Path, ...]]]:
    """Return each region and its rings: the shell first and counter-clockwise, every ring from its most western point.

    `grounds` (regions, 3) is what regions are ordered by, before their shells; `east` tells which lie beyond the antimeridian.
    """
    borders = layout.borders
    region, start, end = _directed(borders, layout.regions)
    is_used = np.zeros(len(borders.points), dtype=np.bool_)
    is_used[start] = True
    used = np.flatnonzero(is_used)
    used = used[np.lexsort(borders.points[used].T[::-1])]
    rank = np.zeros(len(borders.points), dtype=np.int64)
    rank[used] = np.arange(len(used))

    # Every border leads on to one that leaves where it ends, around the same region.
    key = region * len(used) + rank[start]
    order = key.argsort(kind="stable")
    key, region, start, end = key[order], region[order], start[order], end[order]
    arriving = (region * len(used) + rank[end]).argsort(kind="stable")
    following = np.empty_like(arriving)
    following[arriving] = np.arange(len(arriving))
    for here, there in _runs(key):
        for number in arriving[here:there].tolist():
            following[number] = here + _sharpest(borders.points, start[number], end[number], end[here:there])
    path, first = _cycles(following.tolist())

    # Of a region's rings the shell is the largest; the others are holes.
    at, to = borders.points[start] - borders.points[used[0]], borders.points[end] - borders.points[used[0]]
    ring_of = np.repeat(np.arange(len(first) - 1), np.diff(first))
    size = np.bincount(ring_of, (at[:, 0] * to[:, 1] - to[:, 0] * at[:, 1])[path])
    place, beginning = rank[start[path]], np.array(first[:-1], dtype=np.int64)
    of = region[path][beginning]
    by_size = np.lexsort((-size, of))
    shells = by_size[np.flatnonzero(np.diff(of[by_size], prepend=-1))]
    shells = shells[np.lexsort((place[beginning[shells] + 1], place[beginning[shells]], *grounds[of[shells]].T[::-1]))]

    written = {less: _written(borders, used, rounded, less) for less in ((0, 360) if east.any() else (0,))}
    corners = place.tolist()
    rings = []
    for here, there, is_east in zip(first[:-1], first[1:], east[of].tolist(), strict=True):
        points = written[360 if is_east else 0]
        rings.append((*map(points.__getitem__, corners[here:there]), points[corners[here]]))
    holes: dict[int, list[Path]] = defaultdict(list)
    for ring in np.setdiff1d(np.arange(len(rings)), shells).tolist():
        holes[of[ring]].append(rings[ring])
    regions = of[shells].tolist()
    return [
        (number, (rings[ring], *holes.get(number, ()))) for number, ring in zip(regions, shells.tolist(), strict=True)
    ]


def _runs(keys: Integers) -> list[tuple[int, int]]:
    """Return the beginning and the end of every run of equal keys, where there is more than one."""
    same = np.flatnonzero(keys[1:] == keys[:-1])
    begins = same[np.diff(same, prepend=-2) > 1]
    return [(begin, int(keys.searchsorted(keys[begin], side="right"))) for begin in begins.tolist()]


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
