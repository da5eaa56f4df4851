"""What must come out of the five reports: the default theatre's map, day by day, by lens and by what was known."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import shapely

from conflictmap.core.daymap import day_areas, day_states
from conflictmap.core.records import Snapshot, State
from conflictmap.importers.theatre_folder import read_theatre_folder
from tests.cast import day

FOLDER = Path(__file__).parent.parent / "fixtures" / "northern-syria"


@cache
def northern_syria() -> Snapshot:
    rows = read_theatre_folder(FOLDER)
    return Snapshot(rows.theatre, rows.actors, rows.sources, rows.places, (*rows.baseline, *rows.claims))


@cache
def states(on: date, lens: str = "assessed", known_by: date | None = None) -> dict[str, State]:
    return {s.place: s for s in day_states(northern_syria(), day=on, lens=lens, known_by=known_by)}


def side(state: State) -> str | None:
    return next((a.side for a in northern_syria().actors if a.slug == state.holder), None)


@pytest.mark.parametrize(
    ("on", "place", "expected"),
    [
        (day(27), "aleppo", "government"),
        (day(27), "hama", "government"),
        (day(27), "maarat-al-numan", "government"),
        (day(27), "idlib", "opposition"),
        (day(1), "aleppo", "opposition"),
        (day(1), "idlib", "opposition"),
        (day(1), "maarat-al-numan", "opposition"),
        (day(1), "sheikh-najjar", "opposition"),
        (day(1), "hama", "government"),
        (day(4), "hama", "government"),
        (day(5), "hama", "opposition"),
    ],
)
def test_who_holds_the_places_that_the_reports_are_about(on, place, expected):
    assert side(states(on)[place]) == expected


def test_before_the_offensive_the_four_cities_are_held():
    assert {states(day(27))[place].status for place in ("aleppo", "hama", "maarat-al-numan", "idlib")} == {"held"}


def test_sheikh_najjar_is_opposition_by_one_sides_word_only():
    found = states(day(1))["sheikh-najjar"]
    assert (side(found), found.status) == ("opposition", "claimed")


def test_entering_hama_was_claimed_and_is_not_control():
    found = states(day(1))["hama"]
    assert (side(found), found.status) == ("government", "contested")


def test_through_the_government_lens_aleppo_is_its_own_and_contested():
    found = states(day(1), "government")["aleppo"]
    assert (side(found), found.status) == ("government", "contested")


def test_sheikh_najjar_was_not_known_to_have_fallen_on_the_day():
    assert side(states(day(30))["sheikh-najjar"]) == "opposition"
    assert states(day(30))["sheikh-najjar"].status == "claimed"
    assert side(states(day(30), known_by=day(30))["sheikh-najjar"]) == "government"


def test_the_front_moves():
    area = {}
    for on in (day(27), day(1), day(5)):
        areas, lines = day_areas(northern_syria(), day=on, lens="assessed", known_by=None)
        area[on] = sum(a.area_km2 for a in areas if a.side == "opposition")
        assert lines
    assert area[day(1)] >= 1.3 * area[day(27)]
    assert area[day(5)] > area[day(1)]


@pytest.mark.parametrize("lens", ["assessed", "government", "opposition", "monitors"])
def test_areas_tile_the_theatre_through_every_lens(lens):
    areas, _ = day_areas(northern_syria(), day=day(1), lens=lens, known_by=day(1))
    polygons = [shapely.Polygon(a.rings[0], a.rings[1:]) for a in areas]
    land = shapely.geometry.shape(northern_syria().theatre.boundary)
    union = shapely.union_all(polygons)
    # The network follows the boundary on a grid of 1e-5 degrees, about a metre.
    assert union.symmetric_difference(land).area / land.area < 1e-5
    assert sum(p.area for p in polygons) == pytest.approx(union.area, rel=1e-9)


def test_every_state_can_be_asked_why():
    claims = {claim.id for claim in northern_syria().claims}
    for state in states(day(1)).values():
        if state.holder is not None:
            assert state.evidence and {e.claim for e in state.evidence} <= claims


def test_some_towns_of_hama_province_do_not_make_all_of_it_contested():
    assert states(day(3))["masyaf"].status == "held"
