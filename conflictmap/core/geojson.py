"""Turn records into GeoJSON (RFC 7946).

Positions are [longitude, latitude] in degrees (WGS 84) throughout. Shells run counter-clockwise and holes clockwise, as the
right-hand rule of RFC 7946, section 3.1.6, asks.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

from .records import Area, Frontline, Place, State

Json = dict[str, Any]
Position = list[float]


class Located(Protocol):
    """Anything with a point and perhaps an extent: a place's record or its row."""

    @property
    def longitude(self) -> float: ...
    @property
    def latitude(self) -> float: ...
    @property
    def extent(self) -> Json | None: ...


def position(longitude: float, latitude: float, decimals: int | None = None) -> Position:
    """Return [lon, lat] in degrees, rounded to so many decimals if given."""
    if decimals is None:
        return [longitude, latitude]
    return [round(longitude, decimals), round(latitude, decimals)]


def polygon(rings: Iterable[Sequence[Sequence[float]]], decimals: int | None = None) -> Json:
    """Return a Polygon from its rings, shell first, wound by the right-hand rule."""
    wound = []
    for index, ring in enumerate(rings):
        positions = [position(float(point[0]), float(point[1]), decimals) for point in ring]
        counter_clockwise = _doubled_area(positions) > 0
        wound.append(positions if counter_clockwise == (index == 0) else positions[::-1])
    return {"type": "Polygon", "coordinates": wound}


def geometry_of(place: Located, decimals: int | None = None) -> Json:
    """Return an area's extent as a Polygon, and any other place as a Point.

    An extent that is no polygon of closed rings gives the point: rows may have been edited by hand.
    """
    area = polygon_of(place.extent, decimals) if place.extent else None
    return area or {"type": "Point", "coordinates": position(place.longitude, place.latitude, decimals)}


def polygon_of(extent: Json, decimals: int | None = None) -> Json | None:
    """Return an extent as a Polygon, or None where it is no polygon of closed rings."""
    return polygon(extent["coordinates"], decimals) if _is_polygon(extent) else None


def feature(geometry: Json, properties: Json, feature_id: str | None = None) -> Json:
    """Return a Feature; `feature_id` is a public id."""
    made: Json = {"type": "Feature"}
    if feature_id is not None:
        made["id"] = feature_id
    return made | {"geometry": geometry, "properties": properties}


def feature_collection(features: Iterable[Json], members: Mapping[str, Any] | None = None) -> Json:
    """Return a FeatureCollection; `members` are foreign members (RFC 7946, section 6.1), set before the features."""
    return {"type": "FeatureCollection", **(members or {}), "features": list(features)}


def stream_collection(
    features: Iterable[Json], members: Mapping[str, Any] | None = None, default: Callable[[Any], Any] | None = None
) -> Iterator[str]:
    """Write a FeatureCollection piece by piece, a feature a line, holding one feature at a time.

    `default` turns values that JSON doesn't know into ones that it does, as for `json.dumps`.
    """
    text = encoder(default)
    yield from stream_texts(map(text, features), text(dict(members or {})))


def stream_texts(features: Iterable[str], members: str = "{}") -> Iterator[str]:
    """Write a FeatureCollection whose features, and an object of foreign members, are JSON already."""
    yield '{"type":"FeatureCollection",' + (members[1:-1] + "," if len(members) > 2 else "") + '"features":['
    separator = "\n"
    for each in features:
        yield separator + each
        separator = ",\n"
    yield "\n]}\n"


def encoder(default: Callable[[Any], Any] | None = None) -> Callable[[Any], str]:
    """Return what writes a value as JSON of one line; numbers that JSON has not are refused with ValueError."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=default).encode


def state_feature(
    place: Place, state: State, sides: Mapping[str, str], feature_id: str | None = None, decimals: int | None = None
) -> Json:
    """Return a place with its state on a day. `sides` maps actor slugs to sides."""
    properties = {
        "place": place.slug,
        "name": place.name,
        "name_ar": place.name_ar,
        "holder": state.holder,
        "side": sides[state.holder] if state.holder else None,
        "status": state.status,
        "contenders": list(state.contenders),
        "confidence": state.confidence,
        "since": state.since.isoformat() if state.since else None,
        "doubted": state.doubted,
        "claims": list(dict.fromkeys(item.claim for item in state.evidence)),
        "evidence": [{"claim": item.claim, "rule": item.rule, "weight": item.weight} for item in state.evidence],
    }
    return feature(geometry_of(place, decimals), properties, feature_id)


def area_feature(area: Area) -> Json:
    """Return ground under one holder and status; unknown ground has the holder null."""
    properties = {
        "holder": area.holder,
        "side": area.side,
        "status": area.status,
        "contenders": list(area.contenders),
        "area_km2": area.area_km2,
        "confidence": area.confidence,
    }
    return feature(polygon(area.rings), properties)


def frontline_feature(line: Frontline) -> Json:
    """Return a line between two sides' ground; the true front lies in a band of `width_km` around it."""
    properties = {
        "between": list(line.between),
        "sides": list(line.sides),
        "length_km": line.length_km,
        "width_km": line.width_km,
    }
    path = [position(longitude, latitude) for longitude, latitude in line.path]
    return feature({"type": "LineString", "coordinates": path}, properties)


def _doubled_area(ring: Sequence[Position]) -> float:
    """Return twice the signed area of a closed ring: positive if counter-clockwise (the shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _is_polygon(extent: Json) -> bool:
    rings = extent.get("coordinates")
    if extent.get("type") != "Polygon" or not isinstance(rings, list) or not rings:
        return False
    return all(
        isinstance(ring, list) and len(ring) >= 4 and all(map(_is_position, ring)) and ring[0] == ring[-1]
        for ring in rings
    )


def _is_position(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(
            isinstance(part, int | float) and not isinstance(part, bool) and math.isfinite(part) for part in value[:2]
        )
    )
