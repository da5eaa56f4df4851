"""What claims amount to: every rule with a case of the kind that the five reports brought."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from conflictmap.core.assess import RULES, assess
from conflictmap.core.daymap import UnknownLens, day_states, find_lens
from conflictmap.core.records import Claim, State
from tests.cast import (
    ALEPPO,
    ALLIES,
    ARMY,
    BACKGROUND,
    BASELINE,
    BROADCASTER,
    GAZETTE,
    GOVERNMENT,
    HAMA,
    IDLIB,
    MAARAT,
    NORTHERN_COUNTRYSIDE,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    REBEL_COMMAND,
    SDF,
    SHEIKH_NAJJAR,
    STATE_AGENCY,
    THEATRE,
    WIRE,
    claim,
    day,
    noon,
    snapshot,
)


def state(place: str, *claims: Claim, on: date, lens: str = "assessed", known_by: date | None = None) -> State:
    states = assess(snapshot(*BASELINE, *claims), day=on, lens=find_lens(THEATRE, lens), known_by=known_by)
    return next(state for state in states if state.place == place)


def test_a_place_without_any_claim_is_unknown():
    states = {s.place: s for s in day_states(snapshot(), day=day(1), lens="assessed", known_by=None)}
    assert {s.status for s in states.values()} == {"unknown"}
    assert states["aleppo"].holder is None and states["aleppo"].confidence == 0


def test_the_baseline_holds_until_somebody_says_otherwise():
    found = state("aleppo", on=day(27))
    assert (found.holder, found.status, found.since) == ("government", "held", day(26))


def test_an_area_is_never_given_a_state_of_its_own():
    seized = claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(30))
    states = assess(snapshot(*BASELINE, seized), day=day(30), lens=find_lens(THEATRE, "assessed"), known_by=None)
    assert "northern-hama-countryside" not in {s.place for s in states}


def test_most_of_a_city_makes_the_newcomer_holder_and_the_city_contested():
    most = [claim(o, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own") for o in (BROADCASTER, WIRE)]
    found = state("aleppo", *most, on=day(1))
    assert (found.holder, found.status, found.contenders) == ("opposition", "contested", ("government",))
    assert found.since == day(30)


def test_all_of_a_city_after_most_of_it_is_held():
    most = claim(BROADCASTER, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own")
    whole = claim(WIRE, "controls", OPPOSITION, ALEPPO, day(3), voice="own")
    assert state("aleppo", most, whole, on=day(3)).status == "held"


def test_claimed_to_have_entered_is_not_control():
    entered = claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(30), via="wire")
    found = state("hama", entered, on=day(1))
    assert (found.holder, found.status, found.contenders) == ("government", "contested", ("opposition",))


def test_a_belligerent_alone_makes_a_place_claimed():
    word = claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30), reported_at=noon(day(1)))
    found = state("sheikh-najjar", word, on=day(1))
    assert (found.holder, found.status) == ("opposition", "claimed")
    assert found.confidence < 0.5


def test_what_had_not_been_reported_was_not_known():
    word = claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30), reported_at=noon(day(1)))
    assert state("sheikh-najjar", word, on=day(30), known_by=day(30)).holder == "government"
    assert state("sheikh-najjar", word, on=day(30)).holder == "opposition"


def test_the_day_known_by_is_the_theatres_own():
    # 21:30 in London on the 30th is already 1 December in Damascus.
    late = noon(day(30)).replace(hour=21, minute=30)
    word = claim(OBSERVATORY, "controls", OPPOSITION, MAARAT, day(30), reported_at=late)
    assert state("maarat-al-numan", word, on=day(30), known_by=day(30)).holder == "government"
    assert state("maarat-al-numan", word, on=day(1), known_by=day(1)).holder == "opposition"


def test_a_sides_own_word_is_enough_within_its_lens():
    word = claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30))
    found = state("sheikh-najjar", word, on=day(1), lens="opposition")
    assert (found.holder, found.status) == ("opposition", "held")


def test_through_the_government_lens_a_city_it_admits_was_entered_is_its_own_and_contested():
    claims = [
        claim(ARMY, "entered", OPPOSITION, ALEPPO, day(30)),
        claim(ARMY, "denies", OPPOSITION, ALEPPO, day(30)),
        claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30)),
    ]
    found = state("aleppo", *claims, on=day(1), lens="government")
    assert (found.holder, found.status, found.contenders) == ("government", "contested", ("opposition",))


def test_a_denial_contests_what_stronger_sources_say_but_does_not_undo_it():
    taken = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30))
    denial = claim(ARMY, "denies", OPPOSITION, ALEPPO, day(1))
    found = state("aleppo", taken, denial, on=day(1))
    assert (found.holder, found.status, found.contenders) == ("opposition", "contested", ("government",))


def test_a_denial_takes_back_what_only_one_side_said():
    word = claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30))
    denial = claim(ARMY, "denies", OPPOSITION, SHEIKH_NAJJAR, day(1))
    found = state("sheikh-najjar", word, denial, on=day(1))
    assert (found.holder, found.status, found.contenders) == ("government", "contested", ("opposition",))


def test_one_sides_word_against_the_others_leaves_the_last_holder_contested():
    rebel = claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(30))
    army = claim(STATE_AGENCY, "controls", GOVERNMENT, MAARAT, day(1))
    found = state("maarat-al-numan", rebel, army, on=day(1))
    assert (found.holder, found.status, found.contenders) == ("government", "contested", ("opposition",))


def test_a_later_claim_supersedes_an_earlier_one():
    taken = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(3))
    back = claim(WIRE, "controls", GOVERNMENT, HAMA, day(4), voice="own")
    assert state("hama", taken, back, on=day(3)).holder == "opposition"
    assert state("hama", taken, back, on=day(4)).holder == "government"
    assert state("hama", taken, back, on=day(4)).since == day(4)


def test_two_strong_voices_that_disagree_about_one_day_leave_it_contested():
    one = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(3))
    other = claim(WIRE, "controls", GOVERNMENT, HAMA, day(3), voice="own")
    found = state("hama", one, other, on=day(3))
    assert (found.holder, found.status) == ("opposition", "contested")
    assert found.contenders == ("government",)


def test_an_admission_against_interest_makes_a_loss_certain():
    admission = claim(ARMY, "controls", OPPOSITION, HAMA, day(5))
    found = state("hama", admission, on=day(5))
    assert (found.holder, found.status) == ("opposition", "held")
    assert found.evidence[0].rule == "against-interest"


def test_a_loss_with_one_contender_gives_the_place_to_it():
    entered = claim(OBSERVATORY, "entered", OPPOSITION, HAMA, day(4))
    lost = claim(ARMY, "lost", GOVERNMENT, HAMA, day(5))
    assert state("hama", entered, lost, on=day(5)).holder == "opposition"


def test_a_loss_to_nobody_named_leaves_the_place_unknown():
    found = state("hama", claim(ARMY, "lost", GOVERNMENT, HAMA, day(5)), on=day(5))
    assert (found.holder, found.status) == (None, "unknown")


def test_a_fuzzy_date_contests_from_its_first_day_and_holds_from_its_last():
    fuzzy = claim(OBSERVATORY, "controls", OPPOSITION, MAARAT, day(29), date_end=day(1))
    assert state("maarat-al-numan", fuzzy, on=day(28)).status == "held"
    assert state("maarat-al-numan", fuzzy, on=day(30)).status == "contested"
    assert state("maarat-al-numan", fuzzy, on=day(30)).holder == "government"
    assert state("maarat-al-numan", fuzzy, on=day(1)).holder == "opposition"


def test_a_claim_about_an_area_gives_its_places_a_faint_claimed():
    towns = claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(3))
    found = state("maarat-al-numan", towns, on=day(3))
    assert (found.holder, found.status) == ("opposition", "claimed")
    assert found.confidence < 0.4
    assert state("hama", towns, on=day(3)).holder == "government", "Hama lies outside the area"


def test_part_of_an_area_only_contests_its_places():
    towns = claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(3), share="part")
    found = state("maarat-al-numan", towns, on=day(3))
    assert (found.holder, found.status) == ("government", "contested")


def test_what_is_said_of_an_area_never_outweighs_what_is_said_of_the_place():
    place = claim(OBSERVATORY, "controls", GOVERNMENT, MAARAT, day(3))
    area = claim(REBEL_COMMAND, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(3))
    found = state("maarat-al-numan", place, area, on=day(3))
    assert (found.holder, found.status) == ("government", "held")


def test_allies_of_one_side_are_told_apart():
    taken = claim(OBSERVATORY, "controls", ALLIES, HAMA, day(1))
    assert state("hama", taken, on=day(1)).holder == "allies"


def test_sources_of_one_alignment_are_one_voice():
    once = [claim(STATE_AGENCY, "controls", GOVERNMENT, ALEPPO, day(28))]
    twice = [*once, claim(ARMY, "controls", GOVERNMENT, ALEPPO, day(28))]
    assert state("aleppo", *once, on=day(28)).confidence == state("aleppo", *twice, on=day(28)).confidence


def test_independent_voices_corroborate():
    one = [claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(3))]
    two = [*one, claim(WIRE, "controls", OPPOSITION, HAMA, day(3), voice="own")]
    assert state("hama", *two, on=day(3)).confidence > state("hama", *one, on=day(3)).confidence


def test_age_lowers_confidence_and_confidence_alone():
    young = state("aleppo", on=day(26))
    old = assess(snapshot(*BASELINE), day=date(2034, 1, 1), lens=find_lens(THEATRE, "assessed"), known_by=None)
    aged = next(s for s in old if s.place == "aleppo")
    assert aged.confidence < young.confidence
    assert (aged.holder, aged.status, aged.mass) == (young.holder, young.status, young.mass)


def test_background_after_the_first_day_counts_only_in_the_assessed_lens():
    fell = claim(BACKGROUND, "controls", OPPOSITION, HAMA, day(5), provenance="background", confidence=0.8)
    assert state("hama", fell, on=day(5)).holder == "opposition"
    assert state("hama", fell, on=day(5), lens="government").holder == "government"


def test_retracted_claims_do_not_count():
    taken = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(3), basis="retracted")
    assert state("hama", taken, on=day(3)).holder == "government"


def test_every_state_names_its_claims_and_the_rule_of_each():
    most = [claim(o, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own") for o in (BROADCASTER, WIRE)]
    denial = claim(ARMY, "denies", OPPOSITION, ALEPPO, day(30))
    found = state("aleppo", *most, denial, on=day(1))
    assert {e.rule for e in found.evidence} == {"several-outlets", "interested"}
    assert {e.claim for e in found.evidence} == {c.id for c in [*most, denial]}


CASES = {
    "background": claim(BACKGROUND, "controls", OPPOSITION, HAMA, day(5), provenance="background"),
    "against-interest": claim(REBEL_COMMAND, "lost", OPPOSITION, IDLIB, day(3)),
    "monitor": claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(3)),
    "on-the-spot": claim(WIRE, "controls", OPPOSITION, MAARAT, day(1), on_the_spot=True),
    "own-voice": claim(GAZETTE, "controls", OPPOSITION, MAARAT, day(1), voice="own"),
    "interested": claim(STATE_AGENCY, "controls", GOVERNMENT, HAMA, day(3)),
    "relayed": claim(GAZETTE, "controls", OPPOSITION, HAMA, day(3)),
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_weighs_its_own_case(rule):
    case = CASES[rule]
    assert rule in {e.rule for e in state(case.place, case, on=day(5)).evidence}


def test_every_rule_has_a_case_and_says_itself_in_words():
    assert {rule.name for rule in RULES} == {*CASES, "several-outlets"}
    assert all(rule.says.endswith(".") for rule in RULES)


def test_the_order_of_claims_does_not_matter():
    claims = [*BASELINE, *CASES.values(), claim(ARMY, "denies", OPPOSITION, HAMA, day(3))]
    lens = find_lens(THEATRE, "assessed")
    expected = assess(snapshot(*claims), day=day(5), lens=lens, known_by=None)
    for seed in range(20):
        shuffled = random.Random(seed).sample(claims, len(claims))
        assert assess(snapshot(*shuffled), day=day(5), lens=lens, known_by=None) == expected


def test_an_unknown_lens_is_refused_with_those_there_are():
    with pytest.raises(UnknownLens, match="assessed, government, opposition, monitors"):
        find_lens(THEATRE, "moon")


def test_what_is_said_of_an_area_does_not_set_allies_against_each_other():
    taken = claim(OBSERVATORY, "controls", ALLIES, MAARAT, day(1))
    towns = claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(3))
    found = state("maarat-al-numan", taken, towns, on=day(3))
    assert (found.holder, found.status) == ("allies", "held")


def test_some_towns_of_a_province_say_nothing_of_any_one_place():
    province = replace(NORTHERN_COUNTRYSIDE, kind="province")
    places = (*(place for place in PLACES if place.slug != province.slug), province)
    towns = claim(OBSERVATORY, "controls", OPPOSITION, province, day(3), share="part")
    rows = snapshot(*BASELINE, towns, places=places)
    states = assess(rows, day=day(3), lens=find_lens(THEATRE, "assessed"), known_by=None)
    assert next(s for s in states if s.place == "maarat-al-numan").status == "held"


def test_an_outlet_with_a_side_does_not_corroborate_an_independent_one():
    alone = claim(WIRE, "controls", OPPOSITION, HAMA, day(3), voice="own")
    echo = claim(STATE_AGENCY, "controls", OPPOSITION, HAMA, day(3), voice="own")
    press = replace(STATE_AGENCY, kind="outlet")
    rows = snapshot(*BASELINE, alone, echo)
    rows = replace(rows, sources=tuple(press if source.slug == press.slug else source for source in rows.sources))
    found = next(
        s for s in assess(rows, day=day(3), lens=find_lens(THEATRE, "assessed"), known_by=None) if s.place == "hama"
    )
    assert {e.claim: e.rule for e in found.evidence}[alone.id] == "own-voice"


def test_a_belligerents_word_against_a_monitors_of_the_same_day_contests():
    monitor = claim(OBSERVATORY, "controls", GOVERNMENT, HAMA, day(3))
    rebel = claim(REBEL_COMMAND, "controls", OPPOSITION, HAMA, day(3))
    found = state("hama", monitor, rebel, on=day(3))
    assert (found.holder, found.status, found.contenders) == ("government", "contested", ("opposition",))


def test_where_nobody_is_known_to_hold_a_place_who_is_said_to_be_in_it_has_it_contested():
    entered = claim(OBSERVATORY, "entered", OPPOSITION, HAMA, day(3))
    (found,) = assess(snapshot(entered), day=day(3), lens=find_lens(THEATRE, "assessed"), known_by=None)
    assert (found.holder, found.status, found.contenders) == ("opposition", "contested", ())


def test_of_two_claimants_over_one_holder_the_later_has_the_place_and_the_others_dispute_it():
    one = claim(REBEL_COMMAND, "controls", OPPOSITION, HAMA, day(1))
    other = claim(GAZETTE, "controls", SDF, HAMA, day(3))
    found = state("hama", one, other, on=day(3))
    assert (found.holder, found.status, found.contenders) == ("sdf", "contested", ("government", "opposition"))


def test_a_denial_takes_no_ground():
    taken = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30))
    denial = claim(ARMY, "denies", OPPOSITION, ALEPPO, day(1))
    assert state("aleppo", taken, denial, on=day(1)).mass == (("opposition", 1.0),)


def test_confidence_falls_by_steps_that_grow():
    taken = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(26))
    rows, lens = snapshot(taken), find_lens(THEATRE, "assessed")
    said, steps = None, []
    for age in range(57 * 7):
        (found,) = assess(rows, day=day(26) + timedelta(age), lens=lens, known_by=None)
        if found.confidence != said:
            said = found.confidence
            steps.append(age / 7)
    assert steps == [0, 1, 2, 4, 8, 16, 32]
