"""A name finds its places: the theatre's own first, then GeoNames, then typos within reason."""

from __future__ import annotations

from functools import cache

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import neighbours, open_world
from tests.core.gazetteer_cast import cast

GAZETTEER = cast()


def found(name: str) -> list[str]:
    return [m.entry.slug or m.entry.id for m in GAZETTEER.lookup(name)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Aleppo", "aleppo"),
        ("حلب", "aleppo"),
        ("Ma`arrat an-Nu`man", "maarat-al-numan"),
        ("Khan Sheikhoun", "khan-shaykhun"),
        ("Cheikh Najjar", "sheikh-najjar"),
        ("Aleppo Industrial City", "sheikh-najjar"),
        ("مَعرّة النعمان", "maarat-al-numan"),
        ("el-Bab", "al-bab"),
    ],
)
def test_a_spelling_or_alias_finds_its_place(name: str, slug: str) -> None:
    assert found(name) == [slug]


def test_a_theatre_place_takes_over_its_geonames_twin_with_its_names() -> None:
    (hama,) = GAZETTEER.lookup("Hamath")
    assert (hama.entry.slug, hama.entry.name, hama.entry.geonames_id) == ("hama", "Hama", 170017)
    assert [m.entry.slug for m in GAZETTEER.lookup("Ḩamāh")] == ["hama"]


def test_a_theatre_country_takes_over_its_geonames_twin() -> None:
    (syria,) = GAZETTEER.lookup("Syria")
    assert (syria.entry.slug, syria.entry.id) == ("syria", "163843")
    assert GAZETTEER.country("SY") == syria.entry


def test_a_place_in_no_free_gazetteer_is_known_by_its_slug() -> None:
    assert GAZETTEER.lookup("Sheikh Najjar")[0].entry.id == "place:sheikh-najjar"


def test_two_places_of_one_name_are_both_found() -> None:
    assert sorted(found("Suran")) == ["suran-azaz", "suran-hama"]


@pytest.mark.parametrize(
    ("typo", "slug"), [("Sraqib", "saraqib"), ("Damascsu", "damascus"), ("Taybat al-Iman", "taybat-al-imam")]
)
def test_a_typo_within_reason_finds_its_place(typo: str, slug: str) -> None:
    (match,) = GAZETTEER.lookup(typo)
    assert (match.entry.slug, match.how) == (slug, "typo")
    assert match.similarity < 0.85


@pytest.mark.parametrize("name", ["Hamo", "Zzyzx", "", "\0", "Ale", "Kafr Fulan", "x" * 10_000])
def test_an_unknown_name_finds_nothing(name: str) -> None:
    assert GAZETTEER.lookup(name) == []


def test_an_exact_name_leaves_no_room_for_typos() -> None:
    assert {m.how for m in GAZETTEER.lookup("Azaz")} == {"exact"}


def test_the_limit_is_kept() -> None:
    assert len(GAZETTEER.lookup("Suran", 1)) == 1
    assert GAZETTEER.lookup("Suran", 0) == []


@given(st.text(max_size=300))
def test_any_text_may_be_looked_up(name: str) -> None:
    assert all(0 < m.similarity <= 1 for m in GAZETTEER.lookup(name))


# --- GeoNames itself ---------------------------------------------------------------------------------------------
@cache
def around_syria() -> Gazetteer:
    return Gazetteer((), open_world(settings.GAZETTEER_ROOT), near=neighbours({"SY"}))


def test_neighbours_are_the_countries_at_the_border() -> None:
    assert neighbours({"SY"}) == {"SY", "IQ", "JO", "IL", "TR", "LB"}


@pytest.mark.parametrize(
    "name", ["Saraqib", "سراقب", "Khan Sheikhoun", "Maarat al-Numan", "Gaziantep", "Tehran", "Paris", "U.S.", "Texas"]
)
def test_geonames_answers_for_near_and_far(name: str) -> None:
    assert around_syria().lookup(name)


def test_geonames_knows_two_surans() -> None:
    assert len([m for m in around_syria().lookup("Suran") if m.entry.country_code == "SY"]) == 2


def test_a_country_stands_within_its_own_bounds() -> None:
    syria = around_syria().country("SY")
    assert syria is not None
    assert 35.6 < syria.longitude < 42.4
    assert 32.3 < syria.latitude < 37.4
