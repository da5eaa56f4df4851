"""The network is the theatre: its places, its boundary, and the antimeridian, whatever they look like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from conflictmap.core.areas import derive_areas
from conflictmap.core.field import QUANTUM, Field
from conflictmap.core.land import SCALE
from conflictmap.core.mesh import Mesh, MeshError, build_mesh
from conflictmap.core.records import Area, Frontline, Place, Theatre
from conflictmap.core.totals import measure
from tests.cast import GOVERNMENT, OPPOSITION, PLACES, THEATRE

ACTORS = (GOVERNMENT, OPPOSITION)

#: Off Fiji: a theatre of four by three degrees, a hole and an inlet, the antimeridian through its middle.
SEA = shapely.Polygon(
    [(178, -19), (181, -19), (181.2, -18), (182, -18.4), (182, -16), (179, -16.2), (178, -17)],
    [[(179.7, -17.5), (179.8, -17), (180.3, -17), (180.2, -17.6)]],
)


def run_on(turns: int = 0) -> Theatre:
    """Return the theatre with longitudes that run on beyond 180, or from below -180."""
    sea = affinity.translate(SEA, xoff=360 * turns)
    west, south, east, north = sea.bounds
    return replace(THEATRE, boundary=shapely.geometry.mapping(sea), bbox=(west, south, east, north), filler_km=30)


def cut_at_180(box: tuple[float, float, float, float] = (178, -19, -178, -16)) -> Theatre:
    """Return the theatre as RFC 7946 asks: a MultiPolygon, its box with a west greater than its east."""
    west = SEA.intersection(shapely.box(0, -90, 180, 90))
    east = affinity.translate(SEA.intersection(shapely.box(180, -90, 360, 90)), xoff=-360)
    whole = shapely.MultiPolygon([*shapely.get_parts(west), *shapely.get_parts(east)])
    return replace(THEATRE, boundary=shapely.geometry.mapping(whole), bbox=box, filler_km=30)


def place(slug: str, longitude: float, latitude: float) -> Place:
    return Place(slug, slug, "village", longitude, latitude)


ISLANDS = (place("east", -179.2, -17.0), place("middle", 180.0, -18.5), place("west", 178.9, -17.3))


def ground_of(mesh: Mesh) -> shapely.Geometry:
    return shapely.union_all(shapely.polygons(mesh.degrees[mesh.triangles]))


def halves(mesh: Mesh) -> Field:
    """Return a field in which the north is one actor's and the south another's."""
    north = np.clip((mesh.degrees[:, 1] + 18.6) * QUANTUM, 0, QUANTUM).astype(np.int64)
    nothing = np.zeros(len(north), dtype=np.int64)
    return Field({("government", "held"): north, ("opposition", "held"): QUANTUM - north}, nothing, nothing)


def drawn(theatre: Theatre) -> tuple[list[Area], list[Frontline]]:
    mesh = build_mesh(theatre, ISLANDS)
    return derive_areas(mesh, halves(mesh), ACTORS, 100)


@pytest.mark.parametrize("theatre", [run_on(), run_on(-1), cut_at_180(), cut_at_180((-180, -19, 180, -16))])
def test_a_theatre_across_the_antimeridian_is_one_network_however_it_is_given(theatre):
    mesh, plain = build_mesh(theatre, ISLANDS), build_mesh(run_on(), ISLANDS)
    assert mesh.vertices.tolist() == plain.vertices.tolist()
    assert mesh.triangles.tolist() == plain.triangles.tolist()
    assert ground_of(mesh).symmetric_difference(SEA).area < 1e-4
    assert {slug: mesh.vertices[vertex, 0] / SCALE for slug, vertex in mesh.vertex_of.items()} == {
        "east": 180.8,
        "middle": 180.0,
        "west": 178.9,
    }


def test_areas_are_cut_at_the_antimeridian_and_tile_both_sides():
    areas, _ = drawn(cut_at_180())
    polygons = [shapely.Polygon(area.rings[0], area.rings[1:]) for area in areas]
    assert all(polygon.is_valid for polygon in polygons)
    assert all(-180 <= x <= 180 for area in areas for ring in area.rings for x, _ in ring)
    # None goes around the world.
    assert all(polygon.bounds[2] - polygon.bounds[0] <= 2 for polygon in polygons)
    both = shapely.geometry.shape(cut_at_180().boundary)
    assert sum(polygon.area for polygon in polygons) == pytest.approx(both.area, abs=1e-4)
    assert shapely.union_all(polygons).symmetric_difference(both).area < 1e-4


def test_frontlines_are_cut_at_the_antimeridian_and_go_on_beyond_it():
    _, lines = drawn(cut_at_180())
    assert all(-180 <= x <= 180 for line in lines for x, _ in line.path)
    assert all(max(x for x, _ in line.path) - min(x for x, _ in line.path) < 3 for line in lines)
    meets = {point for line in lines for point in (line.path[0], line.path[-1]) if abs(point[0]) == 180}
    assert {x for x, _ in meets} == {-180, 180}
    assert {y for x, y in meets if x == 180} == {y for x, y in meets if x == -180}


def test_the_antimeridian_changes_no_total():
    elsewhere = affinity.translate(SEA, xoff=-100)
    moved = replace(run_on(), boundary=shapely.geometry.mapping(elsewhere), bbox=elsewhere.bounds)
    away = [replace(one, longitude=round((one.longitude - 100) % 360, 5)) for one in ISLANDS]
    here, there = build_mesh(cut_at_180(), ISLANDS), build_mesh(moved, away)
    one, other = measure(here, halves(here), ACTORS, 100), measure(there, halves(there), ACTORS, 100)
    assert one.front_km == pytest.approx(other.front_km, rel=0.01)
    assert sum(one.sides_km2.values()) == pytest.approx(sum(other.sides_km2.values()), rel=1e-3)


def test_a_theatre_that_only_touches_the_antimeridian_stays_on_its_side():
    west = SEA.intersection(shapely.box(0, -90, 180, 90))
    mesh = build_mesh(replace(run_on(), boundary=shapely.geometry.mapping(west), bbox=west.bounds), ISLANDS)
    assert mesh.degrees[:, 0].max() == 180
    assert sorted(mesh.vertex_of) == ["middle", "west"]


def test_a_place_on_the_boundary_is_on_the_network():
    ring = THEATRE.boundary["coordinates"][0]
    (x1, y1), (x2, y2) = ring[0], ring[1]
    slanted = {"type": "Polygon", "coordinates": [[[x1, y1], [x2, y2 + 0.1], *ring[2:]]]}
    coast = [
        place("corner", x1, y1),
        place("coast", round((x1 + x2) / 2, 5), round((y1 + y2 + 0.1) / 2, 5)),
        place("a-metre-out-at-sea", round(x1 + 0.3 * (x2 - x1), 5), round(y1 + 0.03 - 1e-5, 5)),
        place("a-metre-inland", round(x1 + 0.7 * (x2 - x1), 5), round(y1 + 0.07 + 1e-5, 5)),
    ]
    mesh = build_mesh(replace(THEATRE, boundary=slanted), [*PLACES, *coast])
    assert {one.slug for one in coast} <= set(mesh.vertex_of)
    assert set(mesh.vertex_of.values()) <= set(mesh.triangles.ravel().tolist())
    # The boundary goes through them: two metres at most.
    assert ground_of(mesh).hausdorff_distance(shapely.geometry.shape(slanted)) < 3e-5


@settings(max_examples=30)
@given(
    st.sets(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), max_size=30), st.sampled_from((0.001, 0.1, 1.0, 20.0))
)
def test_places_a_metre_apart_are_all_on_the_network(offsets, size):
    box = shapely.box(36 - size, 35 - size, 36 + size, 35 + size)
    theatre = replace(THEATRE, boundary=shapely.geometry.mapping(box), bbox=box.bounds, filler_km=40 * size)
    places = [
        place(f"p{n:02}", round(36 + x / SCALE, 5), round(35 + y / SCALE, 5))
        for n, (x, y) in enumerate(sorted(offsets))
    ]
    mesh = build_mesh(theatre, places)
    assert len(mesh.places) == len(places)
    assert sorted(set(mesh.triangles.ravel().tolist())) == list(range(len(mesh.vertices)))
    assert shapely.area(shapely.polygons(mesh.degrees[mesh.triangles])).sum() == pytest.approx(box.area, rel=1e-6)


@settings(max_examples=30)
@given(st.floats(0, 1), st.integers(0, 12))
def test_halving_the_boundary_does_not_lead_it_away(tilt, count):
    ring = [(36, 35), (38, round(35 + tilt, 5)), (38, 37), (36, round(36 + tilt / 3, 5)), (36, 35)]
    theatre = replace(THEATRE, boundary={"type": "Polygon", "coordinates": [ring]}, filler_km=500)
    # Places close to the long edge make the network halve it over and over.
    near = [
        place(f"p{n:02}", round(36.5 + n / 12, 5), round(35 + (0.25 + n / 24) * tilt + 4e-5, 5)) for n in range(count)
    ]
    mesh = build_mesh(theatre, near)
    assert ground_of(mesh).hausdorff_distance(shapely.Polygon(ring)) < 3e-5


def test_an_island_in_a_lake_is_land():
    def square(half: float) -> list[list[float]]:
        return [[36 + x * half, 35 + y * half] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]

    boundary = {"type": "MultiPolygon", "coordinates": [[square(1), square(0.5)[::-1]], [square(0.2)]]}
    mesh = build_mesh(replace(THEATRE, boundary=boundary), [place("island", 36, 35), place("lake", 36.3, 35.3)])
    assert ground_of(mesh).symmetric_difference(shapely.geometry.shape(boundary)).area < 1e-4
    assert list(mesh.vertex_of) == ["island"]


def test_a_boundary_smaller_than_the_grid_is_refused():
    tiny = shapely.box(36, 35, 36 + 4e-6, 35 + 4e-6)
    with pytest.raises(MeshError, match="encloses no ground"):
        build_mesh(replace(THEATRE, boundary=shapely.geometry.mapping(tiny)), [])
