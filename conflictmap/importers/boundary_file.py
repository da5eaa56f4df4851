"""A GeoJSON file -> the boundary of a theatre. Positions are longitude, latitude in degrees (WGS 84, RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from shapely import GEOSException
from shapely.geometry import shape
from shapely.validation import explain_validity

from conflictmap.core.equal_area import area_km2
from conflictmap.importers.csv_rows import TableError

MAX_FILE_BYTES = 64 * 1024 * 1024
LEAST_KM2 = 0.01  # the network's grid is about a metre

Json = dict[str, Any]


def read_boundary(file: BinaryIO, name: str) -> Json:
    """Return the Polygon or MultiPolygon of a geometry, a Feature, or a FeatureCollection of one feature.

    Heights are left out; which way round a ring runs does not matter. Raises TableError, naming the file and the member.
    """

    def fail(message: str) -> NoReturn:
        raise TableError([f"{name}: {message}"], 1)

    value: Any = _parse(file, fail)
    where = ""
    _check_system(value, fail)
    if value.get("type") == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = f"{len(features)} features" if isinstance(features, list) else "no features"
            fail(f"has {count}: the boundary is one, with a Polygon or a MultiPolygon")
        value, where = features[0], "features[0]."
    if isinstance(value, dict) and value.get("type") == "Feature":
        value, where = value.get("geometry"), f"{where}geometry."
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        fail(f"{where}type is {json.dumps(kind)[:60]}: the boundary is a Polygon or a MultiPolygon")
    where += "coordinates"
    coordinates = value.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        fail(f"{where} is no list of {'rings' if kind == 'Polygon' else 'polygons'}")
    made = [
        _rings(polygon, where if kind == "Polygon" else f"{where}[{number}]", fail)
        for number, polygon in enumerate(polygons)
    ]
    boundary: Json = {"type": kind, "coordinates": made[0] if kind == "Polygon" else made}
    try:
        ground = shape(boundary)
        problem = "" if ground.is_valid else explain_validity(ground)
    except (ValueError, GEOSException) as error:
        problem = str(error)
    if problem:
        fail(f"{where} is no valid {kind}: {problem}")
    if boundary_km2(boundary) < LEAST_KM2:
        fail(f"{where} encloses no ground")
    return boundary


def boundary_km2(boundary: Json) -> float:
    """Return the area of a Polygon or MultiPolygon, in square kilometres."""
    polygons = [boundary["coordinates"]] if boundary["type"] == "Polygon" else boundary["coordinates"]
    return sum(area_km2(rings) for rings in polygons)


def _parse(file: BinaryIO, fail: Any) -> Json:
    raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        fail(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        fail("is not UTF-8")
    except json.JSONDecodeError as error:
        fail(f"line {error.lineno} is not JSON: {error.msg} (character {error.colno})")
    except RecursionError:
        fail("is nested too deep")
    except ValueError:
        fail("has a number that is too long")
    if not isinstance(value, dict):
        fail("is no GeoJSON object")
    found: Json = value
    return found


def _check_system(value: Json, fail: Any) -> None:
    """Refuse the `crs` of GeoJSON's draft of 2008, unless it is the one that RFC 7946 has by itself."""
    if value.get("crs") is not None:
        system = json.dumps(value["crs"])
        if "CRS84" not in system and "4326" not in system:
            fail("crs is another than WGS 84, longitude and latitude in degrees, which is all that GeoJSON has")


def _rings(polygon: Any, where: str, fail: Any) -> list[list[list[float]]]:
    if not isinstance(polygon, list) or not polygon:
        fail(f"{where} is no list of rings")
    rings = []
    for number, ring in enumerate(polygon):
        at = f"{where}[{number}]"
        if not isinstance(ring, list):
            fail(f"{at} is no list of positions")
        positions = list(_positions(ring, at, fail))
        if len(positions) < 4 or positions[0] != positions[-1]:
            fail(f"{at} is no closed ring of four or more positions")
        rings.append(positions)
    return rings


def _positions(ring: list[Any], at: str, fail: Any) -> Iterator[list[float]]:
    for number, position in enumerate(ring):
        if (
            not isinstance(position, list)
            or len(position) < 2
            or any(isinstance(part, bool) or not isinstance(part, int | float) for part in position[:2])
        ):
            fail(f"{at}[{number}] is no longitude and latitude")
        longitude, latitude = position[:2]
        # Not a number fails both comparisons.
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            cut = (
                "; cut the ground at the antimeridian (RFC 7946, section 3.1.9)" if 180 < abs(longitude) <= 360 else ""
            )
            said = f"{str(longitude)[:20]}, {str(latitude)[:20]} is no longitude and latitude in degrees{cut}"
            fail(f"{at}[{number}] is out of range: {said}")
        yield [float(longitude), float(latitude)]
