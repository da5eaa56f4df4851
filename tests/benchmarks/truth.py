"""An invented war of known truth: who holds any point of an invented country on any of its 620 days.

Points are (n, 2) east, north in kilometres on the country's own plane; `degrees` turns them to longitude, latitude. The course of
the war is the same for every seed, the winding of its front is not: slow grinding from the west, weeks on a river, a salient
that is cut off into a pocket, a collapse within ten days, ground lost again in the south, a third actor's corner, and enclaves
that hold out for months deep inside the other's ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FIRST_DAY = date(2031, 3, 1)
DAYS = 620
#: The actors by number, as every array here has them.
REPUBLIC, COALITION, HIGHLAND = 0, 1, 2
ACTORS = ("republic", "coalition", "highland")

# A country in the open Atlantic: a notch in the south, a lake in the north, an island in the south-east.
WEST, SOUTH = -42.0, 33.0
KM_PER_DEGREE = 111.195
MIDDLE = 34.5
OUTLINE = [
    (0, 20),
    (60, 0),
    (180, 8),
    (200, 60),
    (225, 58),
    (235, 5),
    (330, 0),
    (420, 30),
    (415, 180),
    (420, 330),
    (260, 322),
]
OUTLINE += [(150, 330), (20, 318), (4, 200)]
LAKE = [(257, 228), (268, 219), (281, 226), (283, 241), (270, 251), (258, 243)]
ISLAND = [(436, 60), (462, 52), (476, 84), (462, 112), (441, 101)]
COUNTRY = shapely.MultiPolygon([shapely.Polygon(OUTLINE, [LAKE]), shapely.Polygon(ISLAND)])

# --- The story's dates -------------------------------------------------------------------------------------------------
SALIENT_STARTS, SALIENT_ENDS, NECK_CUT, POCKET_GONE = 110, 205, 222, 290
COLLAPSE_STARTS, COLLAPSE_ENDS = 400, 410
SOUTH_TURNS, SOUTH_ENDS = 450, 560

LONE_KM = 4.0  # an enclave of one town reaches this far from it
GARRISON_KM = 9.0


@dataclass(frozen=True, slots=True)
class Enclave:
    """Ground of one actor held alone: its centre, its radius, and its first day and the first day on which it is no more.

    `lone` is an enclave of a single town. Before `first` it is not cut off.
    """

    name: str
    centre: tuple[float, float]
    radius_km: float
    holder: int
    first: int
    end: int
    lone: bool


ENCLAVES = (
    Enclave("garrison", (48, 215), GARRISON_KM, REPUBLIC, 0, 520, lone=False),
    Enclave("monastery", (38, 92), LONE_KM, REPUBLIC, 0, DAYS, lone=True),
    Enclave("mine", (345, 95), LONE_KM, COALITION, 0, 470, lone=True),
    Enclave("left-behind", (212, 282), LONE_KM, REPUBLIC, COLLAPSE_ENDS, DAYS, lone=True),
)


def degrees(points: Floats) -> Floats:
    """Return longitude, latitude of points on the plane."""
    return np.asarray(points, dtype=np.float64) / _scale() + (WEST, SOUTH)


def plane(lonlat: Floats) -> Floats:
    """Return east, north in kilometres of points in longitude, latitude."""
    return (np.asarray(lonlat, dtype=np.float64) - (WEST, SOUTH)) * _scale()


def day_date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def _scale() -> Floats:
    return np.array([np.cos(np.radians(MIDDLE)), 1.0]) * KM_PER_DEGREE


def river(north: Floats) -> Floats:
    """Return how far east the river runs, by how far north."""
    return np.asarray(170 + 10 * np.sin(north / 31) + 5 * np.sin(north / 11 + 1))


class Truth:
    """Who holds what, for one seed."""

    def __init__(self, seed: int) -> None:
        self.phase = np.random.default_rng([seed, 1]).uniform(0, 2 * np.pi, 4)

    def holders(self, points: Floats, day: int) -> Integers:
        """Return the number of the actor that holds each point on a day."""
        x, y = points[:, 0], points[:, 1]
        front = self.front(y, day)
        held = np.where((x < front) | self._salient(x, y, day), COALITION, REPUBLIC)
        for enclave in ENCLAVES:
            if day < enclave.end:
                held[np.hypot(x - enclave.centre[0], y - enclave.centre[1]) < enclave.radius_km] = enclave.holder
        held[self._highland(x, y, day)] = HIGHLAND
        return held.astype(np.int64)

    def front(self, north: Floats, day: int) -> Floats:
        """Return how far east the main front has come, by how far north; salient and enclaves apart."""
        y = np.asarray(north, dtype=np.float64)
        winding = 14 * np.sin(y / 37 + self.phase[0]) + 8 * np.sin(y / 17 + self.phase[1])
        pace = 0.22 + 0.05 * np.sin(y / 60 + self.phase[2])
        slow = 88 + 62 * _step(y, 130, 190) + winding + pace * day
        # North of the salient nobody crosses the river until the collapse.
        bank = river(y) + 70 * _step(-y, -150, -120)
        collapse = float(_step(np.array(day), COLLAPSE_STARTS, COLLAPSE_ENDS))
        leap = 110 * _step(y, 150, 205) + 45 * np.exp(-(((y - 295) / 40) ** 2))
        creep = 0.1 * max(day - COLLAPSE_ENDS, 0) * _step(y, 150, 205)
        back = 60 * float(_step(np.array(day), SOUTH_TURNS, SOUTH_ENDS)) * np.exp(-(((y - 30) / 28) ** 2))
        return np.asarray(np.minimum(slow, bank) + collapse * leap + creep - back)

    def _salient(self, x: Floats, y: Floats, day: int) -> NDArray[np.bool_]:
        """Tell what a thrust eastwards holds: a finger, then a pocket around its tip, then nothing."""
        if not SALIENT_STARTS <= day < POCKET_GONE:
            return np.zeros(len(x), dtype=bool)
        reach = 75 * float(_step(np.array(day), SALIENT_STARTS, SALIENT_ENDS))
        # The finger stands on the front as it was when the thrust began, so that it keeps its place while the front moves.
        root = float(self.front(np.array([100.0]), SALIENT_STARTS)[0])
        tip = (root + reach, 100 + reach / 5)
        along = np.clip((x - root) / max(reach, 1e-9), 0, 1) * reach
        finger = np.hypot(x - root - along, y - 100 - along / 5) < 12
        squeezed = float(_step(np.array(day), SALIENT_ENDS, NECK_CUT))
        neck = (x < tip[0] - 20) & (np.abs(y - 100 - along / 5) > 12 * (1 - squeezed))
        shrunk = 17 * (1 - float(_step(np.array(day), NECK_CUT + 30, POCKET_GONE)))
        pocket = np.hypot(x - tip[0], y - tip[1]) < (shrunk if day >= NECK_CUT else 17 * reach / 75)
        return np.asarray(pocket if day >= NECK_CUT else (finger & ~neck) | pocket)

    def _highland(self, x: Floats, y: Floats, day: int) -> NDArray[np.bool_]:
        east, north = x - 425, y - 335
        wobble = 6 * np.sin(5 * np.arctan2(north, east) + self.phase[3])
        return np.asarray(np.hypot(east, north) < 84 + 0.02 * day + wobble)


def _step(value: Floats, low: float, high: float) -> Floats:
    """Rise smoothly from 0 at `low` to 1 at `high`."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))
