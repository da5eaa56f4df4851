"""Field -> areas of control that tile the theatre, and the frontline between sides.

Coordinates are longitude, latitude in degrees, on a grid of 1e-6 degrees once cut. Inside a triangle every layer is linear, so
the areas of the upper envelope are cut by straight lines. The method: (1) cut every triangle whose ground is not all one;
(2) node all cuts and edges together, on the grid; (3) take the faces of that arrangement, which tile the theatre whatever
rounding did to the cuts; (4) ask the field who has each face; (5) dissolve equal neighbours; (6) where faces of different
sides meet, there is the frontline.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from .cut import Ground, Layers, grounds_of, mixed_triangles, pieces, stack_layers
from .equal_area import area_km2, length_km
from .field import STATUSES, Field
from .mesh import Floats, Mesh
from .records import Actor, Area, Frontline, Status

GRID = 1e-6  # degrees: about 0.1 m


def derive_areas(
    mesh: Mesh, field: Field, actors: Sequence[Actor], support_km: float
) -> tuple[list[Area], list[Frontline]]:
    """Return the areas that tile the theatre and the frontlines, each list in a fixed order.

    Of equal memberships the earlier actor has the ground, and `held` comes before `contested` before `claimed`. Ground farther than
    `support_km` from any evidence, or of which nobody has anything, is unknown. A third actor that no corner of a triangle belongs to
    may still win its middle: that is what linear memberships say.
    """
    layers = stack_layers(field, actors, support_km)
    faces = _faces(mesh, layers)
    grounds = ground_at(mesh, layers, shapely.get_coordinates(shapely.point_on_surface(faces)))
    return _dissolve(faces, grounds, actors), _frontlines(faces, grounds, actors)


def ground_at(mesh: Mesh, layers: Layers, points: Floats) -> list[Ground]:
    """Decide who has each of (n, 2) points, lon, lat in degrees, by interpolating within their triangles."""
    corners = mesh.degrees[mesh.triangles]
    tree = shapely.STRtree(shapely.polygons(corners))
    nearest = tree.nearest(shapely.points(points))
    triangle = mesh.triangles[nearest]
    weights = _barycentric(corners[nearest], points)
    values = np.einsum("pc,pcl->pl", weights, layers.values[triangle])
    known = (weights * layers.known[triangle]).sum(axis=1)
    return grounds_of(layers, values, known)


def _barycentric(corners: Floats, points: Floats) -> Floats:
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    whole = _cross(b - a, c - a)
    return (
        np.stack([_cross(b - points, c - points), _cross(c - points, a - points), _cross(a - points, b - points)], 1)
        / (whole[:, None])
    )


def _cross(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])


# --- 1. Cut, and node the cuts --------------------------------------------------------------------------------------------


def _faces(mesh: Mesh, layers: Layers) -> NDArray[np.object_]:
    edges = np.sort(mesh.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    lines = list(shapely.linestrings(mesh.degrees[np.unique(edges, axis=0)]))
    for triangle in mixed_triangles(mesh, layers).tolist():
        lines.extend(shapely.linearrings(outline) for outline in pieces(mesh, layers, triangle))
    noded = shapely.union_all(np.array(lines), grid_size=GRID)
    faces: NDArray[np.object_] = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return faces


# --- 3. Dissolve, and find where sides meet ---------------------------------------------------------------------------------


def _dissolve(faces: NDArray[np.object_], grounds: Sequence[Ground], actors: Sequence[Actor]) -> list[Area]:
    together: Mapping[Ground, list[shapely.Polygon]] = defaultdict(list)
    for face, ground in zip(faces, grounds, strict=True):
        together[ground].append(face)
    areas = []
    for (holder, status, contender), parts in sorted(together.items()):
        whole = shapely.coverage_union_all(np.array(parts))
        for polygon in shapely.get_parts(shapely.orient_polygons(shapely.normalize(whole))):
            rings = tuple(_ring(ring) for ring in (polygon.exterior, *polygon.interiors))
            areas.append(
                Area(
                    holder=actors[holder].slug if holder >= 0 else None,
                    side=actors[holder].side if holder >= 0 else None,
                    status=_status(status),
                    contenders=(actors[contender].slug,) if contender >= 0 else (),
                    rings=rings,
                    area_km2=round(area_km2(rings), 3),
                )
            )
    return areas


def _status(number: int) -> Status:
    return STATUSES[number] if number >= 0 else "unknown"


def _ring(ring: shapely.LinearRing) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, 6), round(y, 6)) for x, y in ring.coords)


def _frontlines(faces: NDArray[np.object_], grounds: Sequence[Ground], actors: Sequence[Actor]) -> list[Frontline]:
    beside: dict[tuple[tuple[float, ...], tuple[float, ...]], list[int]] = defaultdict(list)
    for face, (holder, _, _) in zip(faces, grounds, strict=True):
        if holder >= 0:
            corners = [tuple(point) for point in shapely.get_coordinates(face).tolist()]
            for start, end in itertools.pairwise(corners):
                beside[min(start, end), max(start, end)].append(holder)
    meeting: dict[tuple[int, int], list[shapely.LineString]] = defaultdict(list)
    for edge, holders in beside.items():
        if len(holders) == 2 and actors[holders[0]].side != actors[holders[1]].side:
            meeting[min(holders), max(holders)].append(shapely.LineString(edge))
    lines = []
    for (one, other), edges in sorted(meeting.items()):
        merged = shapely.normalize(shapely.line_merge(shapely.MultiLineString(edges)))
        for part in shapely.get_parts(merged):
            path = tuple((round(x, 6), round(y, 6)) for x, y in part.coords)
            lines.append(
                Frontline(
                    between=(actors[one].slug, actors[other].slug),
                    sides=(actors[one].side, actors[other].side),
                    path=path,
                    length_km=round(length_km(path), 3),
                )
            )
    return lines
