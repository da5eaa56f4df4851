"""Candidates are ranked with their reasons; clear winners are told from doubtful ones; contradictions are said."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.extract import extract_mentions
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import open_world
from conflictmap.core.rank import WEIGHTS, anchors, decide, geocode_mention, geocode_mentions, geocode_text
from conflictmap.core.rank_geometry import bearing, compass_point, kilometres
from conflictmap.core.toponyms import Candidate, GeocodedMention, MentionSpan
from tests.core.gazetteer_cast import cast

GAZETTEER = cast()


def geocoded(text: str, name: str) -> GeocodedMention:
    return next(m for m in geocode_text(text, GAZETTEER) if m.mention.name == name)


def best(mention: GeocodedMention) -> str:
    assert mention.best is not None
    return mention.best.entry.slug or mention.best.entry.id


@pytest.mark.parametrize(
    ("text", "name", "slug", "precision"),
    [
        ("Shells on Hama.", "Hama", "hama", "settlement"),
        ("Shells in Hama province.", "Hama province", "hama-province", "province"),
        (
            "Shells in the northern countryside of Hama province.",
            "northern Hama countryside",
            "northern-hama-countryside",
            "area",
        ),
        ("They took Aleppo and its airport.", "Aleppo airport", "aleppo-airport", "site"),
        ("At Aleppo's military academy.", "Aleppo military academy", "aleppo-military-academy", "site"),
        ("In the Aleppo Industrial City.", "Aleppo Industrial City", "sheikh-najjar", "site"),
        ("Depots in Aleppo and Idlib provinces.", "Idlib province", "idlib-province", "province"),
        ("Envoys met in Tehran and Damascus.", "Tehran", "112931", "settlement"),
        ("Envoys of Hama met in Moscow.", "Moscow", "524901", "settlement"),
        ("Syria is at war.", "Syria", "syria", "country"),
        ("غارة على ريف حماة الشمالي", "ريف حماة الشمالي", "northern-hama-countryside", "area"),
        ("The town of Sraqib was bombed.", "Sraqib", "saraqib", "settlement"),
    ],
)
def test_a_clear_winner_is_geocoded_with_its_precision(text: str, name: str, slug: str, precision: str) -> None:
    mention = geocoded(text, name)
    assert (mention.status, best(mention), mention.precision) == ("geocoded", slug, precision)


@pytest.mark.parametrize(("others", "slug"), [("Taybat al-Imam and Morek", "suran-hama"), ("Azaz", "suran-azaz")])
def test_of_two_places_of_one_name_the_one_near_the_reports_other_places_comes_first(others: str, slug: str) -> None:
    assert best(geocoded(f"Fighting at {others}, and in the town of Suran.", "Suran")) == slug


def test_two_places_of_one_name_and_nothing_to_tell_them_apart_are_ambiguous() -> None:
    mention = geocoded("Fighting in Suran.", "Suran")
    assert mention.status == "ambiguous"
    assert {c.entry.slug for c in mention.candidates} == {"suran-hama", "suran-azaz"}


def test_an_unknown_name_has_no_candidates_and_the_others_keep_theirs() -> None:
    text = "The village of Kafr Fulan and the town of Morek fell."
    assert (geocoded(text, "Kafr Fulan").status, geocoded(text, "Kafr Fulan").candidates) == ("unknown", ())
    assert geocoded(text, "Morek").status == "geocoded"


def test_a_site_that_no_gazetteer_has_is_left_to_an_editor_with_its_town_at_hand() -> None:
    mention = geocoded("The Aleppo University Hospital was hit.", "Aleppo university hospital")
    assert mention.status == "ambiguous"
    assert mention.best is not None
    assert (mention.best.entry.slug, mention.best.part_of) == ("aleppo", True)


def test_an_area_known_by_its_town_alone_is_as_wide_as_an_area() -> None:
    mention = geocoded("Fields in the Saraqib countryside burned.", "Saraqib countryside")
    assert mention.best is not None
    assert (mention.best.entry.slug, mention.best.precision) == ("saraqib", "area")


def test_a_demonym_is_its_country_and_nothing_to_review() -> None:
    (mention,) = geocode_text("Syrian warplanes.", GAZETTEER)
    assert (mention.status, best(mention), len(mention.candidates)) == ("geocoded", "syria", 1)


def test_every_candidate_gives_its_reasons_and_a_score() -> None:
    mention = geocoded("Fighting at Azaz and in the town of Suran.", "Suran")
    for candidate in mention.candidates:
        assert 0 <= candidate.score <= 1
        assert any("Suran" in reason for reason in candidate.reasons)
        assert "town, as the text says" in candidate.reasons
        assert any("km from Azaz, also named" in reason for reason in candidate.reasons)


def test_a_city_rather_than_the_division_of_its_name_unless_the_division_is_asked_for() -> None:
    gazetteer = Gazetteer((), open_world(settings.GAZETTEER_ROOT))
    idlib, province = geocode_text("Shells fell on Idlib. Later Idlib province was quiet.", gazetteer)
    assert idlib.best is not None
    assert province.best is not None
    assert (idlib.best.entry.kind, province.best.entry.kind) == ("city", "province")


def test_a_name_is_looked_for_in_the_country_that_the_report_is_about() -> None:
    gazetteer = Gazetteer((), open_world(settings.GAZETTEER_ROOT))
    for country, name in (("CA", "Ontario"), ("GB", "England")):
        found = geocode_text(f"Officials in {name} said on Monday that London was safe.", gazetteer)[-1].best
        assert found is not None
        assert found.entry.country_code == country
        assert any("mostly about" in reason for reason in found.reasons)


# --- What the text says of where a place lies --------------------------------------------------------------------
def test_a_stated_position_that_the_coordinates_contradict_is_said_in_words() -> None:
    mention = geocoded("Idlib city, 40 miles (65km) south-east of Aleppo, was hit.", "Idlib")
    assert best(mention) == "idlib"
    distance, direction = mention.conflicts
    assert "65 km from Aleppo" in distance
    assert "about 56 km" in distance
    assert "south-east of Aleppo" in direction
    assert "lies south-west of it" in direction


@pytest.mark.parametrize(
    "text",
    [
        "Idlib, 56 km south-west of Aleppo, was hit.",
        "Idlib, 35 miles (57km) to the south-west of Aleppo, was hit.",
        "Idlib, west of Aleppo, was hit.",
        "Idlib was hit.",
    ],
)
def test_a_stated_position_that_fits_is_no_conflict(text: str) -> None:
    assert geocoded(text, "Idlib").conflicts == ()


def test_a_stated_position_weighs_against_the_candidate_that_contradicts_it() -> None:
    text = "The town of Suran, 18 km north of Hama, fell. Azaz did not."
    assert best(geocoded(text, "Suran")) == "suran-hama"
    assert geocoded(text, "Suran").conflicts == ()


# --- The parts ---------------------------------------------------------------------------------------------------
def test_the_weights_sum_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_a_mention_geocoded_on_its_own_comes_out_as_in_the_whole_text() -> None:
    text = "Fighting at Taybat al-Imam, Morek and Suran; Syrian jets over Aleppo and its airport."
    mentions = extract_mentions(text, GAZETTEER)
    others = anchors(mentions, GAZETTEER)
    together = geocode_mentions(mentions, GAZETTEER)
    assert [geocode_mention(m, gazetteer=GAZETTEER, others=others) for m in mentions] == together
    assert together == geocode_text(text, GAZETTEER)


def test_a_mention_rebuilt_from_its_fields_is_geocoded_alike() -> None:
    bare = MentionSpan(0, 11, "its airport", "Hama airport", "airport", "Hama")
    assert best(geocode_mention(bare, gazetteer=GAZETTEER)) == "hama-airport"


def candidate(score: float, *, part_of: bool = False) -> Candidate:
    entry = GAZETTEER.by_slug("hama")
    assert entry is not None
    return Candidate(entry, score, (), part_of=part_of)


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ([], "unknown"),
        ([0.3], "ambiguous"),
        ([0.52], "geocoded"),
        ([0.9, 0.7], "geocoded"),
        ([0.9, 0.85], "ambiguous"),
        ([0.55, 0.47], "ambiguous"),
    ],
)
def test_a_winner_is_clear_by_score_and_lead(scores: list[float], status: str) -> None:
    assert decide([candidate(score) for score in scores]) == status


def test_a_town_in_place_of_its_site_must_clear_the_higher_bar() -> None:
    assert decide([candidate(0.55, part_of=True)]) == "ambiguous"


def test_distances_and_bearings_are_geodesic() -> None:
    aleppo, idlib = GAZETTEER.by_slug("aleppo"), GAZETTEER.by_slug("idlib")
    assert aleppo is not None
    assert idlib is not None
    assert kilometres(aleppo, idlib) == pytest.approx(56.2, abs=0.5)
    assert bearing(aleppo, idlib) == pytest.approx(237.9, abs=1.0)
    assert compass_point(bearing(aleppo, idlib)) == "south-west"


@given(st.text(max_size=300))
def test_any_text_is_geocoded_without_an_error(text: str) -> None:
    for mention in geocode_text(text, GAZETTEER):
        assert (mention.status == "unknown") == (not mention.candidates)
