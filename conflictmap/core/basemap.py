"""Natural Earth -> the land around a theatre, for a map without any network.

Reads the TopoJSON that npm `world-atlas` ships (Natural Earth, public domain). Longitude before latitude, degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from .records import Landmark

#: How far the land goes on beyond the theatre's box, as a share of its larger side.
SURROUNDINGS = 0.75
#: Detail below this (degrees, about 300 m) is dropped; of a wide theatre, below this share of its larger side, which is less
#: than a pixel where the whole of it is in view.
DETAIL = 0.003
DETAIL_SHARE = 0.001

Bbox = tuple[float, float, float, float]


class BasemapError(ValueError):
    """The file is no TopoJSON with countries; the message says what is missing."""


def clip_basemap(topology: dict[str, Any], bbox: Bbox) -> dict[str, Any]:
    """Return a FeatureCollection of the countries in and around `bbox` (west, south, east, north), clipped.

    A box whose west is greater than its east lies across the antimeridian: its land is cut there (RFC 7946, section 3.1.9).
    Raises BasemapError when the topology holds no countries.
    """
    west, south, east, north = bbox
    crosses = west > east
    side = max(east + 360 * crosses - west, north - south)
    margin, detail = SURROUNDINGS * side, max(DETAIL, DETAIL_SHARE * side)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    window = shapely.box(west, south, 180.0 if crosses else east, north)
    if crosses:
        window = window.union(shapely.box(-180.0, south, east, north))
    features: list[dict[str, Any]] = []
    for country in countries(topology):
        if country["geometry"].intersects(window):
            land = shapely.make_valid(country["geometry"]).intersection(window).simplify(detail)
            polygons = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon" and not part.is_empty]
            if polygons:
                shapes = shapely.orient_polygons(shapely.normalize(shapely.MultiPolygon(polygons)))
                features.append(
                    {"type": "Feature", "properties": {"name": country["name"]}, "geometry": _rounded(shapes)}
                )
    features.sort(key=lambda feature: str(feature["properties"]["name"]))
    return {"type": "FeatureCollection", "features": features}


def with_landmarks(basemap: dict[str, Any], landmarks: Iterable[Landmark]) -> dict[str, Any]:
    """Return a basemap with a theatre's rivers, lakes, roads, provinces' borders and names after its countries."""
    features = [
        {
            "type": "Feature",
            "properties": {"kind": one.kind, "name": one.name, "name_ar": one.name_ar, "schematic": one.schematic},
            "geometry": one.geometry,
        }
        for one in landmarks
    ]
    return {**basemap, "features": [*basemap["features"], *features]}


def countries(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every country of a TopoJSON topology as `{name, geometry}`, its arcs decoded.

    The format is https://github.com/topojson/topojson-specification, quantised arcs (2.1.2, 2.1.3).
    """
    arcs = decoded_arcs(topology)
    try:
        rows = topology["objects"]["countries"]["geometries"]
    except (KeyError, TypeError) as missing:
        raise BasemapError(f"The basemap is no TopoJSON of countries: {missing} is missing.") from None
    found = []
    for row in rows:
        polygons: list[Any] = []
        if row.get("type") == "Polygon":
            polygons = [row["arcs"]]
        elif row.get("type") == "MultiPolygon":
            polygons = row["arcs"]
        coordinates = [[joined(ring, arcs) for ring in polygon] for polygon in polygons]
        # Quantising has shrunk some islets to fewer points than a ring needs.
        rings = [[ring for ring in polygon if len(ring) >= 4] for polygon in coordinates if len(polygon[0]) >= 4]
        if rings:
            geometry = shape({"type": "MultiPolygon", "coordinates": rings})
            found.append({"name": row.get("properties", {}).get("name", ""), "geometry": geometry})
    return found


def decoded_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the arcs of a quantised topology as lines. Raises BasemapError when it is none."""
    try:
        scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
        return [_arc(arc, scale, shift) for arc in topology["arcs"]]
    except (KeyError, TypeError) as missing:
        raise BasemapError(f"The basemap is no TopoJSON of countries: {missing} is missing.") from None


def _arc(arc: Sequence[Sequence[int]], scale: Sequence[float], shift: Sequence[float]) -> list[tuple[float, float]]:
    x = y = 0
    line = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return line


def joined(ring: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Return a line or ring of a topology, from the numbers of its arcs."""
    line: list[tuple[float, float]] = []
    for number in ring:
        # A negative number is an arc walked backwards: ~n.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line.extend(arc[1:] if line else arc)
    return line


def _rounded(geometry: shapely.MultiPolygon) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda xy: xy.round(4))
    return {"type": "MultiPolygon", "coordinates": mapping(rounded)["coordinates"]}
