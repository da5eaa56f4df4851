"""The ground of any field: it tiles the theatre, is what the layers say, and does not depend on the day before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from conflictmap.core.areas import areas_of, derive_areas
from conflictmap.core.cut import stack_layers
from conflictmap.core.field import FARTHEST, QUANTUM, STATUSES, Field
from conflictmap.core.frontlines import frontlines_of
from conflictmap.core.ground import Ground, GroundWalker
from conflictmap.core.likely import likely
from conflictmap.core.mesh import Mesh, build_mesh
from conflictmap.core.records import Actor, Area, Place
from conflictmap.core.skeleton import skeleton_of
from conflictmap.core.totals import measure, totals_of
from tests.cast import GOVERNMENT, OPPOSITION, THEATRE

SUPPORT_KM = 25

#: Where places lie in a box of one by one, how large the box is in degrees, and how far west it begins.
THEATRES = {
    "no place": ([], 1.0, 36.3),
    "one place": ([(0.4, 0.5)], 1.0, 36.3),
    "two places": ([(0.3, 0.5), (0.7, 0.6)], 1.0, 36.3),
    "a row of places": ([(x / 10, 0.5) for x in range(1, 10)], 1.0, 36.3),
    "places twice": ([(0.2, 0.2), (0.2, 0.2), (0.8, 0.3), (0.8, 0.3)], 1.0, 36.3),
    "places on the boundary": ([(0.0, 0.0), (0.5, 0.055), (0.965, 0.555), (0.5, 0.5)], 1.0, 36.3),
    "scattered places": ([((n * 0.618) % 1, (n * 0.377 + 0.1) % 1) for n in range(1, 20)], 1.0, 36.3),
    "a theatre of a hundred metres": ([((n * 0.618) % 1, (n * 0.377 + 0.1) % 1) for n in range(1, 8)], 0.001, 36.3),
    "places on both sides of the antimeridian": (
        [((n * 0.618) % 1, (n * 0.377 + 0.1) % 1) for n in range(1, 15)],
        1.0,
        179.6,
    ),
}


@lru_cache
def network(name: str) -> Mesh:
    places, size, west = THEATRES[name]
    # Not square to the grid, so that breakpoints on the boundary are rounded too.
    box = [(0, 0), (1, 0.11), (0.93, 1), (-0.07, 0.9), (0, 0)]
    ring = [[round(west + x * size, 5), round(35.3 + y * size, 5)] for x, y in box]
    theatre = replace(THEATRE, boundary={"type": "Polygon", "coordinates": [ring]}, filler_km=25 * size)
    spread = [
        Place(f"p{n:02}", "", "village", round((west + x * size + 180) % 360 - 180, 5), round(35.3 + y * size, 5))
        for n, (x, y) in enumerate(places)
    ]
    return build_mesh(theatre, spread)


@dataclass(frozen=True)
class Case:
    """A network, who may hold it, and the fields of some days."""

    mesh: Mesh
    actors: tuple[Actor, ...]
    fields: tuple[Field, ...]


@st.composite
def some_days(draw: st.DrawFn, most: int = 1) -> Case:
    mesh = network(draw(st.sampled_from(sorted(THEATRES))))
    number = draw(st.integers(1, 5))
    actors = tuple(replace(GOVERNMENT, slug=f"a{n}", side=f"s{n % 3}", order=n) for n in range(number))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Low memberships make ties everywhere, rare ones leave ground to nobody.
    top, share = draw(st.sampled_from((1, 2, 5, QUANTUM))), draw(st.sampled_from((0.1, 0.5, 1.0)))
    reach = draw(st.sampled_from((1, 400, FARTHEST)))
    fields: list[Field] = []
    for _ in range(draw(st.integers(1, most))):
        fields.append(some_field(rng, mesh, actors, top, share, reach))
        if len(fields) > 1 and draw(st.booleans()):
            fields[-1] = mixed(rng, fields[-2], fields[-1], draw(st.sampled_from((0.0, 0.05, 0.3))))
        if draw(st.booleans()):
            fields.append(fields[draw(st.integers(0, len(fields) - 1))])
    return Case(mesh, actors, tuple(fields))


def some_field(
    rng: np.random.Generator, mesh: Mesh, actors: tuple[Actor, ...], top: int, share: float, reach: int
) -> Field:
    size = len(mesh.vertices)
    layers = {
        (actor.slug, status): rng.integers(0, top + 1, size) * (rng.random(size) < share)
        for actor in actors
        for status in STATUSES
        if rng.random() < 0.6
    }
    return Field(layers, rng.integers(0, reach, size), rng.integers(0, QUANTUM + 1, size))


def mixed(rng: np.random.Generator, before: Field, after: Field, share: float) -> Field:
    """Return the field before, a share of its vertices as after."""
    size = len(before.support)
    new, nothing = rng.random(size) < share, np.zeros(size, dtype=np.int64)
    layers = {
        key: np.where(new, after.memberships.get(key, nothing), before.memberships.get(key, nothing))
        for key in [*before.memberships, *(key for key in after.memberships if key not in before.memberships)]
    }
    return Field(layers, np.where(new, after.support, before.support), after.confidence)


def ground_of(case: Case, field: Field | None = None) -> Ground:
    return GroundWalker(case.mesh, case.actors, SUPPORT_KM).step(field or case.fields[-1])


def polygon(area: Area) -> shapely.Polygon:
    return shapely.Polygon(area.rings[0], area.rings[1:])


def theatre_of(mesh: Mesh) -> shapely.Geometry:
    """Return the ground of a network, longitudes from -180 to 180."""
    corners = mesh.degrees[mesh.triangles]
    corners[skeleton_of(mesh).east, :, 0] -= 360
    return shapely.union_all(shapely.coverage_union_all(shapely.polygons(corners)))


@settings(max_examples=100)
@given(some_days())
def test_areas_tile_the_theatre_without_gap_or_overlap(case):
    polygons = [polygon(area) for area in areas_of(ground_of(case), rounded=False)]
    theatre = theatre_of(case.mesh)
    assert all(each.is_valid for each in polygons)
    assert sum(each.area for each in polygons) == pytest.approx(theatre.area, rel=1e-9)
    assert shapely.union_all(polygons).symmetric_difference(theatre).area < 1e-9 * theatre.area


@settings(max_examples=100)
@given(some_days())
def test_areas_stay_valid_and_apart_when_their_coordinates_are_rounded(case):
    polygons = [polygon(area) for area in areas_of(ground_of(case))]
    assert all(each.is_valid for each in polygons)
    # A millionth of a degree at most, along each border.
    border = sum(each.length for each in polygons)
    assert sum(each.area for each in polygons) - shapely.union_all(polygons).area <= 1e-6 * border


@settings(max_examples=50)
@given(some_days(most=5))
def test_a_day_after_others_is_the_same_as_from_nothing(case):
    walker = GroundWalker(case.mesh, case.actors, SUPPORT_KM)
    precision = np.arange(len(case.mesh.vertices), dtype=np.float64)
    for field in case.fields:
        ground = walker.step(field)
        found = areas_of(ground), frontlines_of(ground, precision)
        assert repr(found) == repr(derive_areas(case.mesh, field, case.actors, SUPPORT_KM, precision))
        assert totals_of(ground) == measure(case.mesh, field, case.actors, SUPPORT_KM)


@settings(max_examples=50)
@given(some_days(), st.data())
def test_every_point_lies_in_the_area_that_its_layers_say(case, data):
    mesh, layers = case.mesh, stack_layers(case.fields[-1], case.actors, SUPPORT_KM)
    areas = areas_of(ground_of(case), rounded=False)
    for _ in range(10):
        corners = mesh.triangles[data.draw(st.integers(0, len(mesh.triangles) - 1))]
        weights = np.array(data.draw(st.tuples(*[st.integers(1, 97)] * 3)))
        # Whole numbers: who has the point is exact, as are ties.
        sums = layers.sums(layers.values[corners].T @ weights)
        holder = int(np.argmax(sums))
        known = weights @ layers.known[corners] > 0 and sums[holder] > 0
        rivals = np.delete(sums, holder)
        if known and len(rivals) and rivals.max() == sums[holder]:
            continue
        place = shapely.Point(weights @ mesh.degrees[corners] / weights.sum())
        if place.x > 180:
            place = shapely.Point(place.x - 360, place.y)
        around = [area for area in areas if polygon(area).distance(place) < 1e-12]
        assert (case.actors[holder].slug if known else None) in {area.holder for area in around}


@settings(max_examples=50)
@given(some_days())
def test_totals_are_the_sums_of_the_areas_and_frontlines(case):
    ground = ground_of(case)
    totals, areas, lines = totals_of(ground), areas_of(ground), frontlines_of(ground)
    by_actor: dict[str, float] = defaultdict(float)
    by_side: dict[str, float] = defaultdict(float)
    for area in areas:
        by_actor[area.holder or "unknown"] += area.area_km2
        by_side[area.side or "unknown"] += area.area_km2
    # Areas are rounded to 0.001, totals to 0.1.
    slack = 0.051 + 0.0005 * (len(areas) + len(lines))
    assert totals.actors_km2 == pytest.approx({actor: by_actor[actor] for actor in totals.actors_km2}, abs=slack)
    assert totals.sides_km2 == pytest.approx({side: by_side[side] for side in totals.sides_km2}, abs=slack)
    assert totals.front_km == pytest.approx(sum(line.length_km for line in lines), abs=slack)


@settings(max_examples=50)
@given(some_days())
def test_the_front_runs_between_the_ground_of_two_sides(case):
    ground = ground_of(case)
    sides, borders = ground.layout.sides, ground.layout.borders
    inside = (borders.left >= 0) & (borders.right >= 0)
    left, right = borders.left[inside], borders.right[inside]
    meets = (sides[left] >= 0) & (sides[right] >= 0) & (sides[left] != sides[right])
    assert len(frontlines_of(ground)) > 0 or not meets.any()
    polygons = defaultdict(list)
    for area in areas_of(ground):
        polygons[area.holder].append(polygon(area))
    for line in frontlines_of(ground):
        assert line.sides[0] != line.sides[1]
        for actor in line.between:
            border = shapely.union_all([shapely.boundary(each) for each in polygons[actor]]).buffer(1e-9)
            # A front along the antimeridian is the border of one at 180 and of the other at -180.
            turned = (affinity.translate(shapely.LineString(line.path), xoff=turn) for turn in (0, 360, -360))
            assert min(path.difference(border).length for path in turned) < 1e-9


@settings(max_examples=50)
@given(some_days())
def test_confidence_of_an_area_is_at_most_what_its_evidence_bears_and_of_unknown_ground_none(case):
    field = case.fields[-1]
    areas, _ = derive_areas(case.mesh, field, case.actors, SUPPORT_KM)
    most = float(likely(np.array(field.confidence.max() / QUANTUM), np.array(1.0)))
    for area in areas:
        assert area.confidence == 0 if area.holder is None else 0 <= area.confidence <= most + 0.001


def test_confidence_is_weighed_by_ground():
    mesh = network("scattered places")
    everything = {(GOVERNMENT.slug, STATUSES[0]): np.full(len(mesh.vertices), QUANTUM)}
    east = (mesh.degrees[:, 0] - 36.3) / 0.93 * 0.8
    layer = np.clip((east * QUANTUM).round().astype(np.int64), 0, QUANTUM)
    ((area,), _) = derive_areas(mesh, Field(everything, np.zeros_like(layer), layer), [GOVERNMENT], SUPPORT_KM)
    corners = likely(layer[mesh.triangles].mean(axis=1) / QUANTUM, np.array(1.0))
    size = shapely.area(shapely.polygons(mesh.degrees[mesh.triangles]))
    assert area.confidence == pytest.approx((corners * size).sum() / size.sum(), abs=0.003)


def test_an_area_is_less_sure_where_its_holder_leads_by_less():
    mesh = network("scattered places")
    sure = np.full(len(mesh.vertices), QUANTUM)
    found = []
    for lead in (200, 600, 1000):
        shares = {
            (GOVERNMENT.slug, STATUSES[0]): (sure + lead) // 2,
            (OPPOSITION.slug, STATUSES[0]): (sure - lead) // 2,
        }
        ((area,), _) = derive_areas(
            mesh, Field(shares, np.zeros_like(sure), sure), [GOVERNMENT, OPPOSITION], SUPPORT_KM
        )
        found.append(area.confidence)
    assert found == sorted(set(found))
    assert (found[0] < 0.75, found[-1]) == (True, 1.0)


def test_no_number_of_a_cut_can_leave_64_bits():
    # Lines are differences of memberships, or of distances in twentieths of a kilometre; three of them are multiplied.
    largest = max(2 * FARTHEST + 1, len(STATUSES) * QUANTUM + len(STATUSES))
    assert 6 * largest**3 < 2**63
    assert largest < 2**20, "three numbers of a line are packed into one"
