"""A theatre's populated places come from GeoNames, with names that readers can find."""

from __future__ import annotations

import re
from typing import Any

import pytest
from shapely.geometry import Point, shape

from conflictmap.core.records import Place
from conflictmap.importers.geonames import place_of, populated_places, slug_of

NORTH_WEST = [36.3, 35.0, 37.6, 36.7]


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return populated_places(box(*NORTH_WEST), ["SY"])


def by_id(places: list[Place], geonames_id: int) -> Place:
    return next(place for place in places if place.geonames_id == geonames_id)


def test_aleppo_has_its_coordinates_population_and_names(places: list[Place]) -> None:
    aleppo = by_id(places, 170063)
    assert (aleppo.slug, aleppo.name, aleppo.name_ar, aleppo.kind) == ("aleppo", "Aleppo", "حلب", "city")
    assert (round(aleppo.longitude, 2), round(aleppo.latitude, 2)) == (37.16, 36.2)
    assert aleppo.population is not None and aleppo.population > 1_000_000
    assert {"Halab", "Alep", "حلب"} <= set(aleppo.names)
    assert (aleppo.provenance, aleppo.country_code, aleppo.extent) == ("gazetteer", "SY", None)


def test_every_place_lies_inside_the_boundary_and_in_the_countries(places: list[Place]) -> None:
    ground = shape(box(*NORTH_WEST))
    assert len(places) > 50
    assert all(ground.covers(Point(place.longitude, place.latitude)) for place in places)
    assert {place.country_code for place in places} == {"SY"}


def test_a_hole_in_the_boundary_is_left_out(places: list[Place]) -> None:
    boundary = box(*NORTH_WEST)
    boundary["coordinates"].append([[37.0, 36.1], [37.0, 36.3], [37.3, 36.3], [37.3, 36.1], [37.0, 36.1]])
    left = {place.slug for place in populated_places(boundary, ["SY"])}
    assert "aleppo" not in left and "saraqib" in left
    assert left < {place.slug for place in places}


def test_no_country_means_no_places() -> None:
    assert populated_places(box(*NORTH_WEST), []) == []


def test_slugs_are_ascii_and_occur_once(places: list[Place]) -> None:
    slugs = [place.slug for place in places]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_two_places_of_one_name_are_told_apart_by_their_geonames_id(places: list[Place]) -> None:
    near_hama, near_azaz = by_id(places, 163915), by_id(places, 163913)
    assert near_hama.name == near_azaz.name == "Suran"
    assert (near_hama.slug, near_azaz.slug) == ("suran-163915", "suran-163913")


def test_signs_for_arabic_letters_are_dropped_from_the_name_and_kept_among_the_names(places: list[Place]) -> None:
    huraytan = by_id(places, 169858)
    assert huraytan.name == "Huraytan"
    assert "Ḩuraytān" in huraytan.names


def test_spelling_of_a_latin_script_is_kept() -> None:
    urfa = place_of(298333, ["TR"])
    assert urfa is not None and urfa.name == "Şanlıurfa"
    assert urfa.slug.isascii()


def test_an_arabic_name_in_arabics_own_letters_goes_before_a_persian_one() -> None:
    kafr_nabl, raqqa = place_of(168661, ["SY"]), place_of(172955, ["SY"])
    assert kafr_nabl is not None and kafr_nabl.name_ar == "كفر نبل"
    assert raqqa is not None and raqqa.name_ar == "الرقة"


def test_names_hold_no_airport_codes_machine_transliterations_or_invisible_marks(places: list[Place]) -> None:
    names = {name for place in places for name in place.names}
    assert not names & {"ALP", "halaba", "hlb", "a lei po"}
    assert not any(re.search(r"[\u200b-\u200f\u202a-\u202e]", name) for name in names)
    assert not any(re.search(r"[A-Za-z]", name) and re.search(r"[\u0600-\u06ff]", name) for name in names)


def test_an_unknown_population_is_null_and_not_zero(places: list[Place]) -> None:
    nameless = by_id(places, 167611)
    assert nameless.population is None and nameless.kind == "town"
    assert 0 not in {place.population for place in places}


def test_a_village_is_smaller_than_a_town(places: list[Place]) -> None:
    assert by_id(places, 168724).kind == "village"  # Kafr Saghir, 3,130 people
    assert by_id(places, 164816).kind == "town"  # Saraqib, 34,231


@pytest.mark.parametrize(
    ("name", "slug"),
    [("‘Ayn ‘Īsá", "ayn-isa"), ("Ḩamāh", "hamah"), ("Khān Shaykhūn", "khan-shaykhun"), ("حلب", "")],
)
def test_a_slug_is_the_names_ascii_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug
