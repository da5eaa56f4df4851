"""Areas and frontlines: they tile the theatre, whatever the claims and whatever their order."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.areas import derive_areas
from conflictmap.core.daymap import day_areas, day_field, day_states, holders, network_of
from conflictmap.core.equal_area import area_km2, length_km
from conflictmap.core.field import QUANTUM, spread
from conflictmap.core.mesh import MeshError, build_mesh
from conflictmap.core.records import Area, Claim, Place, State
from conflictmap.core.totals import measure
from tests.cast import (
    ACTORS,
    ALEPPO,
    BASELINE,
    GOVERNMENT,
    HAMA,
    IDLIB,
    MAARAT,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    REBEL_COMMAND,
    SDF,
    SHEIKH_NAJJAR,
    THEATRE,
    WIRE,
    claim,
    day,
    snapshot,
)

GOLDEN = Path(__file__).parent / "golden"
LAND = shapely.geometry.shape(THEATRE.boundary)


def areas_of(*claims: Claim, on: int = 1):
    return day_areas(snapshot(*claims), day=day(on), lens="assessed", known_by=None)


def polygon(area: Area) -> shapely.Polygon:
    return shapely.Polygon(area.rings[0], area.rings[1:])


def assert_tiles(areas: list[Area]) -> None:
    polygons = [polygon(area) for area in areas]
    assert all(p.is_valid for p in polygons)
    union = shapely.union_all(polygons)
    assert union.symmetric_difference(LAND).area < 1e-9, "gaps, or ground outside the theatre"
    assert sum(p.area for p in polygons) == pytest.approx(union.area, abs=1e-9), "overlaps"


def holder_at(areas: list[Area], place: Place) -> str | None:
    point = shapely.Point(place.longitude, place.latitude)
    return next(area.holder for area in areas if polygon(area).intersects(point))


def test_without_claims_all_ground_is_unknown():
    areas, lines = areas_of()
    assert {(area.holder, area.side, area.status) for area in areas} == {(None, None, "unknown")}
    assert lines == []
    assert_tiles(areas)


def test_every_place_lies_in_its_holders_area():
    areas, _ = areas_of(*BASELINE)
    for place, holder in ((ALEPPO, "government"), (HAMA, "government"), (IDLIB, "opposition")):
        assert holder_at(areas, place) == holder
    assert_tiles(areas)


def test_ground_far_from_any_evidence_is_unknown():
    near = replace(THEATRE, support_km=15)
    areas, _ = day_areas(snapshot(*BASELINE, theatre=near), day=day(1), lens="assessed", known_by=None)
    unknown = [area for area in areas if area.holder is None]
    assert sum(area.area_km2 for area in unknown) > 1000
    for area in unknown:
        for place in PLACES[:6]:
            away = length_km([(place.longitude, place.latitude), polygon(area).representative_point().coords[0]])
            assert away > 15
    assert_tiles(areas)


def test_the_frontline_lies_between_sides_and_never_within_one():
    claims = [*BASELINE, claim(OBSERVATORY, "controls", ACTORS[2], MAARAT, day(30))]
    _, lines = areas_of(*claims)
    assert lines
    assert all(line.sides[0] != line.sides[1] for line in lines)
    assert ("opposition", "allies") not in {line.between for line in lines}


def test_the_frontline_is_the_border_of_both_areas():
    areas, lines = areas_of(*BASELINE)
    for line in lines:
        for actor in line.between:
            border = shapely.union_all([polygon(area) for area in areas if area.holder == actor]).boundary
            assert shapely.LineString(line.path).difference(border.buffer(1e-9)).length < 1e-9


def test_no_frontline_is_drawn_against_unknown_ground():
    near = replace(THEATRE, support_km=15)
    areas, lines = day_areas(snapshot(*BASELINE, theatre=near), day=day(1), lens="assessed", known_by=None)
    unknown = shapely.union_all([polygon(area) for area in areas if area.holder is None])
    for line in lines:
        assert shapely.LineString(line.path).intersection(unknown).length < 1e-9


def test_a_place_claimed_by_one_side_shows_as_claimed_ground():
    areas, _ = areas_of(*BASELINE, claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)))
    point = shapely.Point(SHEIKH_NAJJAR.longitude, SHEIKH_NAJJAR.latitude)
    around = next(area for area in areas if polygon(area).intersects(point))
    assert (around.holder, around.status) == ("opposition", "claimed")


def test_contested_ground_names_its_contender():
    areas, _ = areas_of(*BASELINE, claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(30)))
    contested = [area for area in areas if area.status == "contested"]
    assert contested
    assert {area.contenders for area in contested if area.holder == "government"} == {("opposition",)}
    assert all(area.contenders == () for area in areas if area.status != "contested")


def test_areas_in_square_kilometres_add_up_to_the_theatre():
    areas, _lines = areas_of(*BASELINE)
    whole = area_km2([list(LAND.exterior.coords)])
    assert sum(area.area_km2 for area in areas) == pytest.approx(whole, rel=1e-6)


def test_totals_measure_the_same_ground_as_the_areas():
    claims = snapshot(*BASELINE, claim(WIRE, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own"))
    states = day_states(claims, day=day(1), lens="assessed", known_by=None)
    mesh, field, actors = network_of(claims), day_field(claims, states), holders(claims)
    areas, lines = derive_areas(mesh, field, actors, THEATRE.support_km)
    totals = measure(mesh, field, actors, THEATRE.support_km)
    drawn: Counter[str] = Counter()
    for area in areas:
        drawn[area.holder or "unknown"] += area.area_km2  # type: ignore[assignment]
    for actor, km2 in totals.actors_km2.items():
        assert drawn[actor] == pytest.approx(km2, abs=0.2)
    assert sum(line.length_km for line in lines) == pytest.approx(totals.front_km, abs=0.2)


def test_a_third_actor_may_win_the_middle_of_a_triangle():
    mesh = build_mesh(replace(THEATRE, filler_km=1000), PLACES)
    states = []
    # Every vertex has a rival that is first somewhere, and an ally of none that is second everywhere.
    for number, place in enumerate(mesh.places):
        first = ("government", "opposition")[number % 2]
        states.append(State(place, first, "contested", 0.5, mass=((first, 0.52), ("sdf", 0.48))))
    areas, _ = derive_areas(mesh, spread(mesh, states, ACTORS[:4]), ACTORS[:4], 1000)
    assert sum(area.area_km2 for area in areas if area.holder == "sdf") > 0
    assert_tiles(areas)


def test_of_equal_memberships_the_earlier_actor_has_the_ground():
    mesh = network_of(snapshot())
    equal = [State(place, "sdf", "held", 0.5, mass=(("sdf", 0.5), ("opposition", 0.5))) for place in mesh.places]
    areas, _ = derive_areas(mesh, spread(mesh, equal, ACTORS[:4]), ACTORS[:4], 1000)
    assert {area.holder for area in areas} == {"opposition"}


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim]:
    return [
        claim(
            draw(st.sampled_from((OBSERVATORY, WIRE, REBEL_COMMAND))),
            draw(st.sampled_from(("controls", "entered", "contests", "lost", "denies"))),
            draw(st.sampled_from(ACTORS[:4])),
            draw(st.sampled_from(PLACES)),
            day(draw(st.sampled_from((26, 28, 30, 1)))),
            share=draw(st.sampled_from(("whole", "most", "part"))),
        )
        for _ in range(draw(st.integers(0, 12)))
    ]


@settings(max_examples=40)
@given(some_claims())
def test_areas_tile_the_theatre_whatever_the_claims(claims):
    assert_tiles(areas_of(*BASELINE[:2], *claims)[0])


@settings(max_examples=20)
@given(some_claims(), st.randoms())
def test_the_order_of_the_claims_does_not_change_a_byte(claims, chance):
    unique = list({c.id: c for c in [*BASELINE, *claims]}.values())
    shuffled = chance.sample(unique, len(unique))
    assert areas_of(*unique) == areas_of(*shuffled)


@settings(max_examples=60)
@given(
    some_claims(),
    st.sampled_from(ACTORS[:4]),
    st.sampled_from(PLACES[:6]),
    st.sampled_from((OBSERVATORY, REBEL_COMMAND)),
)
def test_a_claim_of_control_never_lowers_that_actor_anywhere(claims, actor, place, source):
    known = {c.id: c for c in [*BASELINE, *claims]}
    more = claim(source, "controls", actor, place, day(1))
    before, after = (
        _membership(snapshot(*rows), actor.slug) for rows in (known.values(), {**known, more.id: more}.values())
    )
    # Three layers are each rounded to a thousandth; less than ten counts as nothing.
    assert ((after - before) >= -3 - 10 * (before < 13)).all()


def _membership(rows, actor):
    states = day_states(rows, day=day(1), lens="assessed", known_by=None)
    field = day_field(rows, states)
    return sum((layer for (slug, _), layer in field.memberships.items() if slug == actor), field.support * 0)


def test_memberships_are_thousandths_and_add_up_to_no_more_than_one():
    rows = snapshot(*BASELINE)
    field = day_field(rows, day_states(rows, day=day(27), lens="assessed", known_by=None))
    total = sum(field.memberships.values())
    assert total.max() <= QUANTUM + len(field.memberships)
    assert total.min() >= 0


def test_the_network_is_the_theatre_and_its_first_vertices_are_the_places():
    mesh = build_mesh(THEATRE, PLACES)
    corners = mesh.degrees[mesh.triangles]
    assert shapely.union_all(shapely.polygons(corners)).symmetric_difference(LAND).area < 1e-9
    assert mesh.places == tuple(sorted(p.slug for p in PLACES if p.kind != "area"))


def test_a_boundary_with_a_hole_keeps_its_hole():
    hole = [[37.0, 36.0], [37.0, 36.1], [37.1, 36.1], [37.1, 36.0], [37.0, 36.0]]
    holed = {"type": "Polygon", "coordinates": [*THEATRE.boundary["coordinates"], hole]}
    mesh = build_mesh(replace(THEATRE, boundary=holed), PLACES)
    corners = shapely.union_all(shapely.polygons(mesh.degrees[mesh.triangles]))
    assert corners.symmetric_difference(shapely.geometry.shape(holed)).area < 1e-9


def test_two_places_at_one_point_share_a_vertex():
    twin = replace(ALEPPO, slug="aleppo-old-town")
    mesh = build_mesh(THEATRE, (*PLACES, twin))
    assert mesh.vertex_of["aleppo"] == mesh.vertex_of["aleppo-old-town"]
    assert "aleppo-old-town" not in mesh.places


def test_a_place_on_the_boundary_or_outside_it_breaks_nothing():
    corner = Place("corner", "Corner", "village", 36.3, 35.3)
    outside = Place("damascus", "Damascus", "city", 36.29, 33.51)
    mesh = build_mesh(THEATRE, (*PLACES, corner, outside))
    assert "damascus" not in mesh.vertex_of
    assert shapely.union_all(shapely.polygons(mesh.degrees[mesh.triangles])).symmetric_difference(LAND).area < 1e-9


@pytest.mark.parametrize(
    "boundary",
    [
        {"type": "Point", "coordinates": [36, 36]},
        {"type": "Polygon", "coordinates": [[[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]]},
    ],
)
def test_a_boundary_that_is_no_valid_polygon_is_refused(boundary):
    with pytest.raises(MeshError, match="no valid polygon"):
        build_mesh(replace(THEATRE, boundary=boundary), PLACES)


def test_square_kilometres_agree_with_the_geodesic_ones():
    from geographiclib.geodesic import Geodesic

    ring = [(37.0, 36.0), (37.05, 36.0), (37.05, 36.05), (37.0, 36.05), (37.0, 36.0)]
    geodesic = Geodesic.WGS84.Polygon()
    for longitude, latitude in ring[:-1]:
        geodesic.AddPoint(latitude, longitude)
    assert area_km2([ring]) == pytest.approx(geodesic.Compute()[2] / 1e6, rel=1e-4)


def test_a_small_theatre_comes_out_as_it_always_has():
    claims = [
        *BASELINE,
        claim(OBSERVATORY, "controls", OPPOSITION, MAARAT, day(30)),
        claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)),
        claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(1)),
        claim(WIRE, "controls", GOVERNMENT, ALEPPO, day(1), voice="own"),
        claim(OBSERVATORY, "controls", SDF, PLACES[5], day(1)),
    ]
    random.Random(7).shuffle(claims)
    areas, lines = areas_of(*claims)
    front: Counter[tuple[str, str]] = Counter()
    for line in lines:
        front[line.between] += line.length_km  # type: ignore[assignment]
    found = {
        "areas": [[a.holder, a.status, list(a.contenders), round(a.area_km2, 2), len(a.rings[0])] for a in areas],
        "front_km": [[*between, round(km, 1)] for between, km in sorted(front.items())],
    }
    golden = GOLDEN / "small_theatre.json"
    assert found == json.loads(golden.read_text())


def test_an_island_without_evidence_is_unknown_ground():
    island = [[[36.0, 34.9], [36.0, 35.0], [36.1, 35.0], [36.1, 34.9], [36.0, 34.9]]]
    both = {"type": "MultiPolygon", "coordinates": [THEATRE.boundary["coordinates"], island]}
    claims = snapshot(*BASELINE, theatre=replace(THEATRE, boundary=both, support_km=1000))
    areas, _ = day_areas(claims, day=day(1), lens="assessed", known_by=None)
    there = shapely.Point(36.05, 34.95)
    around = next(area for area in areas if shapely.Polygon(area.rings[0]).contains(there))
    assert (around.holder, around.status) == (None, "unknown")
