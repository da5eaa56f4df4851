"""Distances and bearings between places, and whether they agree with what a text states.

Coordinate order: geopy takes latitude, longitude; it is turned round here alone. Distances in km on the WGS 84
ellipsoid (Karney 2013, by geographiclib through `geopy.distance.geodesic`), bearings in degrees clockwise from north.
"""

from __future__ import annotations

import math

from geopy.distance import geodesic

from conflictmap.core.records import EXTENDED_KINDS
from conflictmap.core.toponyms import Entry, StatedPosition

_POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")

#: A stated bearing agrees within the compass point's own half sector and one more.
BEARING_TOLERANCE = 45.0
#: A stated distance agrees within a tenth, or 5 km: towns are that wide.
DISTANCE_TOLERANCE = 0.10
DISTANCE_SLACK_KM = 5.0


def kilometres(a: Entry, b: Entry) -> float:
    """The geodesic distance between two entries."""
    return float(geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).km)


def degrees_apart_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The geodesic distance between two points, each latitude, longitude."""
    return float(geodesic(a, b).km)


def roughly(a: Entry, b: Entry) -> float:
    """A measure that orders distances from `a` about as `kilometres` does, for a hundredth of its time."""
    east = (b.longitude - a.longitude + 180.0) % 360.0 - 180.0
    return math.hypot(east * math.cos(math.radians((a.latitude + b.latitude) / 2.0)), b.latitude - a.latitude)


def bearing(origin: Entry, target: Entry) -> float:
    """The initial bearing of the great circle from one entry to another."""
    lat1, lat2 = math.radians(origin.latitude), math.radians(target.latitude)
    east = math.radians(target.longitude - origin.longitude)
    y = math.sin(east) * math.cos(lat2)
    x = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(east)
    return math.degrees(math.atan2(y, x)) % 360.0


def compass_point(degrees: float) -> str:
    """The nearest of the eight points.

    >>> compass_point(232.0)
    'south-west'
    """
    return _POINTS[round(degrees / 45.0) % 8]


def contradictions(stated: StatedPosition, entry: Entry, origin: Entry) -> list[str]:
    """Say in words where a stated position and an entry's coordinates disagree; areas are too wide to judge."""
    if entry.kind in EXTENDED_KINDS or origin.kind in EXTENDED_KINDS:
        return []
    distance = kilometres(origin, entry)
    found = []
    if stated.distance_km is not None:
        slack = max(DISTANCE_SLACK_KM, DISTANCE_TOLERANCE * stated.distance_km)
        if abs(distance - stated.distance_km) > slack:
            found.append(
                f"the text says {stated.distance_km:g} km from {origin.name}; {entry.name} lies about {distance:.0f} km from it"
            )
    if stated.bearing in _POINTS:
        actual = bearing(origin, entry)
        off = abs((actual - 45.0 * _POINTS.index(stated.bearing) + 180.0) % 360.0 - 180.0)
        if off > BEARING_TOLERANCE and distance > entry_reach(entry):
            found.append(
                f"the text says {stated.bearing} of {origin.name}; {entry.name} lies {compass_point(actual)} of it"
            )
    return found


def entry_reach(entry: Entry) -> float:
    """Nearer than this, in km, a bearing between two places says little."""
    return 3.0 if entry.precision == "settlement" else 1.0
