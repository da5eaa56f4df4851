"""Ground -> the lines where two sides meet, each with the width of the band in which the true front lies.

Coordinates are longitude, latitude in degrees. How wide, along every straight part of the front, follows from four things:

- The spacing of the evidence: within how many kilometres, straight across the front, the membership of one side minus the other's
  goes from 1 to -1. `spacing` = 2 / |gradient|: between two sure places that face each other it is their distance. Where evidence is
  sparse the field flattens more than places thin out, so of more than `FAR_KM` only the root counts: `reach` = min(spacing,
  sqrt(spacing * FAR_KM)).
- The confidence in it, c in [0, 1], which age lowers: `reach` counts SURE times where c is 1, UNSURE times where it is 0.
- The precision of the places: both of those between which the front passes may lie that far from where they are drawn.
- The support distance: ground beyond it is unknown, so no band is wider than twice that.

    width_km = min(2 * support_km, sqrt((reach * (UNSURE + (SURE - UNSURE) * c))**2 + (2 * precision_km)**2))

Sparser or older evidence, or less precise places, never make a band narrower. So that a line has one width, and lines are not
confetti, a line is divided into parts of equal length, at least `PART_KM` long, by nothing but its course; each part has
the mean width along it, rounded up to one of `WIDTHS_KM`; neighbours of one width are one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from .borders import Borders
from .clip import Flags
from .equal_area import lengths_km
from .field import QUANTUM
from .ground import Ground, Layout, side_numbers
from .mesh import ANTIMERIDIAN, SCALE, Floats, Integers
from .records import Frontline

# --- The options ----------------------------------------------------------------------------------------------------
FAR_KM = 15.0  # up to here spacing counts in full
FARTHEST_KM = 1e6  # more spacing than this counts as this: no band is so wide
SURE, UNSURE = 0.8, 1.2  # how many times it counts where confidence is 1, and where it is 0
PART_KM = 10.0  # the shortest part of a line that has a width of its own
WIDTHS_KM = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 30.0, 50.0, 80.0, 130.0, 200.0)
DECIMALS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The straight parts of a day's front, from point to point, the earlier actor's ground on the left.

    `one` and `other` are the actors' numbers, `triangle` is where the part lies or, along an edge, the earlier actor's side of it.
    """

    one: Integers
    other: Integers
    start: Integers
    end: Integers
    triangle: Integers
    km: Floats


@lru_cache(maxsize=2)
def front_of(layout: Layout) -> Front:
    """Return where ground of two sides meets."""
    borders, side = layout.borders, np.append(layout.sides, -1)
    left, right = side[borders.left], side[borders.right]
    rows = np.flatnonzero((left != right) & (left >= 0) & (right >= 0))
    left, right, start, end = borders.left[rows], borders.right[rows], borders.start[rows], borders.end[rows]
    turned = layout.holder[left] > layout.holder[right]
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    start, end = np.where(turned, end, start), np.where(turned, start, end)
    km = lengths_km(borders.points[start], borders.points[end])
    return Front(layout.holder[left], layout.holder[right], start, end, layout.triangle[left], km)


def frontlines_of(ground: Ground, precision_m: Floats | None = None) -> list[Frontline]:
    """Return the frontlines of a day by their two actors, and of each pair from west to east.

    `precision_m` (vertices,) is the radius of doubt of the places nearby, in metres; none counts as exact. A line that crosses
    the antimeridian is cut there (RFC 7946, section 3.1.9). The earlier actor's ground is on the left.
    """
    layout = ground.layout
    front, actors = front_of(layout), layout.actors
    if not len(front.km):
        return []
    path, first = _chains(layout)
    width = _widths_by_part(front.km[path], width_km(ground, precision_m)[path], first, ground.support_km)

    # A line ends where its course does and where its width changes.
    ends = np.zeros(len(path) + 1, dtype=np.bool_)
    ends[first] = True
    ends[1:-1] |= width[1:] != width[:-1]
    parts = np.flatnonzero(ends).tolist()
    east = layout.skeleton.east[front.triangle[path]]
    start, end = (_written(layout.borders, of[path], east) for of in (front.start, front.end))
    km = np.add.reduceat(front.km[path], parts[:-1])
    found = []
    for number, (here, there) in enumerate(pairwise(parts)):
        one, other = int(front.one[path[here]]), int(front.other[path[here]])
        found.append(
            Frontline(
                between=(actors[one].slug, actors[other].slug),
                sides=(actors[one].side, actors[other].side),
                path=(*start[here:there], end[there - 1]),
                length_km=round(float(km[number]), 3),
                width_km=float(width[here]),
            )
        )
    numbers = {actor.slug: number for number, actor in enumerate(actors)}
    return sorted(found, key=lambda line: (*(numbers[slug] for slug in line.between), line.path))


def _written(borders: Borders, points: Integers, east: Flags) -> list[tuple[float, float]]:
    """Return points as they are given out: beyond the antimeridian from -180 on, rounded unless that could fold ground."""
    at = borders.points[points]
    at[:, 0] -= 360 * east
    at = np.where(borders.narrow[points][:, None], at, at.round(DECIMALS))
    # No -0.0.
    x, y = (at + 0.0).T.tolist()
    return list(zip(x, y, strict=True))


def width_km(ground: Ground, precision_m: Floats | None) -> Floats:
    """Return the width of the band along each straight part of the front, in kilometres, as the top of this file says."""
    layout, front, side = ground.layout, front_of(ground.layout), side_numbers(ground.layout.actors)
    corners = layout.mesh.triangles[front.triangle]
    sign = (side == side[front.one][:, None]).astype(np.int64) - (side == side[front.other][:, None])
    lead = (ground.memberships[corners] * sign[:, None]).sum(axis=2)
    slopes = layout.skeleton.per_km[front.triangle]
    rise = lead[:, :1] * slopes[:, 0] + lead[:, 1:2] * slopes[:, 1] + lead[:, 2:] * slopes[:, 2]

    # The layers at the middle of each part, from its triangle's corners.
    degrees, per_degree = layout.mesh.degrees[corners], layout.skeleton.per_degree[front.triangle]
    away = (layout.borders.points[front.start] + layout.borders.points[front.end]) / 2 - degrees.mean(axis=1)
    weights = 1 / 3 + per_degree[..., 0] * away[:, :1] + per_degree[..., 1] * away[:, 1:]

    def there(layer: Floats | Integers) -> Floats:
        at = layer[corners]
        return np.asarray(at[:, 0] * weights[:, 0] + at[:, 1] * weights[:, 1] + at[:, 2] * weights[:, 2])

    precision = there(precision_m) / 1000 if precision_m is not None else np.zeros(len(corners))
    return band_km(
        np.hypot(*rise.T) / QUANTUM,
        there(ground.confidence) / QUANTUM,
        precision,
        ground.support_km,
    )


def band_km(gradient: Floats, confidence: Floats, precision_km: Floats, support_km: float) -> Floats:
    """Return the width of the band, in kilometres, for gradients in 1/km, confidences in [0, 1] and precisions in kilometres."""
    widest = 2 * support_km
    spacing = 2 / np.maximum(gradient, 2 / FARTHEST_KM)
    reach = np.minimum(spacing, np.sqrt(spacing * FAR_KM))
    doubt = UNSURE + (SURE - UNSURE) * np.clip(confidence, 0, 1)
    return np.asarray(np.minimum(np.hypot(reach * doubt, 2 * np.maximum(precision_km, 0)), widest))


def _widths_by_part(km: Floats, width: Floats, first: list[int], support_km: float) -> Floats:
    """Return for each straight part of some lines the width, of `WIDTHS_KM`, of the stretch that its middle lies in.

    Line number n has the parts from `first[n]` on.
    """
    line = np.repeat(np.arange(len(first) - 1), np.diff(first))
    whole = np.bincount(line, km)
    stretches = np.maximum(np.floor(whole / PART_KM), 1).astype(np.int64)
    middle = km.cumsum() - km / 2 - (whole.cumsum() - whole)[line]
    inside = np.floor(middle / whole[line] * stretches[line]).astype(np.int64)
    stretch = (stretches.cumsum() - stretches)[line] + np.clip(inside, 0, stretches[line] - 1)
    mean = (np.bincount(stretch, km * width) / np.maximum(np.bincount(stretch, km), 1e-12))[stretch]
    # Where all parts have one width so has the mean, but for the last digits.
    rank = np.searchsorted(WIDTHS_KM, mean.round(6))
    return np.asarray(np.minimum(np.array([*WIDTHS_KM, np.inf])[rank], 2 * support_km))


@lru_cache(maxsize=2)
def _chains(layout: Layout) -> tuple[Integers, list[int]]:
    """Put straight parts of two actors' front end to end. Returns their numbers, line after line, and where each line starts.

    Lines end where they fork, and at the antimeridian. A ring starts in the west.
    """
    front, points = front_of(layout), layout.borders.points
    used = np.unique(np.concatenate([front.start, front.end]))
    used = used[np.lexsort(points[used].T[::-1])]
    rank = np.zeros(len(points), dtype=np.int64)
    rank[used] = np.arange(len(used))
    pair = (front.one * len(layout.actors) + front.other) * len(used)
    leaving, arriving = pair + rank[front.start], pair + rank[front.end]
    order = leaving.argsort(kind="stable")
    leaving, arriving, end = leaving[order], arriving[order], front.end[order]
    arrivals = np.sort(arriving)

    def times(keys: Integers, of: Integers) -> Integers:
        return np.asarray(keys.searchsorted(of, side="right") - keys.searchsorted(of))

    goes_on = (times(leaving, arriving) == 1) & (times(arrivals, arriving) == 1)
    goes_on &= points[end, 0] != ANTIMERIDIAN / SCALE
    following = np.where(goes_on, leaving.searchsorted(arriving), -1)
    led_to = np.zeros(len(order), dtype=np.bool_)
    led_to[following[goes_on]] = True
    # Open lines from their beginnings; rings are what is left.
    beginnings = np.concatenate([np.flatnonzero(~led_to), np.flatnonzero(led_to)]).tolist()
    after, seen = following.tolist(), bytearray(len(order))
    path: list[int] = []
    first = [0]
    for number in beginnings:
        while number >= 0 and not seen[number]:
            seen[number] = 1
            path.append(number)
            number = after[number]
        if len(path) > first[-1]:
            first.append(len(path))
    return order[path], first
