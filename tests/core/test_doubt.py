"""Doubt: a lone claim deep inside another side's ground is not followed where claims are often wrong; an enclave is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.course import Assessor
from conflictmap.core.daymap import day_states, holders, network_of
from conflictmap.core.doubt import FEWEST_ALONE, Doubter, _held_within
from conflictmap.core.mesh import Floats
from conflictmap.core.records import Actor, Claim, Place, Snapshot, Source, State
from conflictmap.core.surroundings import Evidence, look_around, plausibility
from conflictmap.core.weigh import Weighed
from tests.cast import (
    ARMY,
    BOMBER,
    GOVERNMENT,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    SDF,
    STATE_AGENCY,
    THEATRE,
    claim,
    day,
    snapshot,
)

ROWS, COLUMNS = 16, 20
WEST, SOUTH, EAST, NORTH = THEATRE.bbox
VILLAGES = tuple(
    Place(
        f"v{row:02}{column:02}", "", "village",
        WEST + (EAST - WEST) * (column + 0.5 + 0.2 * (row % 2)) / (COLUMNS + 0.2),
        SOUTH + (NORTH - SOUTH) * (row + 0.5) / ROWS,
    )
    for row in range(ROWS)
    for column in range(COLUMNS)
)  # fmt: skip
PLACE = {place.slug: place for place in VILLAGES}
#: Deep inside the other side's ground, each far from the next.
STRAY = [PLACE[slug] for slug in "v0214 v0617 v1115 v1318 v0802 v0304 v1203 v0518 v1513 v0016 v1506 v0006".split()]


def front() -> list[Claim]:
    """Let an independent monitor say who has each village: the opposition the west, the government the east."""
    return [
        claim(OBSERVATORY, "controls", OPPOSITION if int(place.slug[3:]) < COLUMNS // 2 else GOVERNMENT, place, day(27))
        for place in VILLAGES
    ]


def other(place: Place) -> Actor:
    return GOVERNMENT if int(place.slug[3:]) < COLUMNS // 2 else OPPOSITION


def wrong(place: Place, source: Source = OBSERVATORY, on: int = 28) -> Claim:
    return claim(source, "controls", other(place), place, day(on))


def right(place: Place, on: int) -> Claim:
    return claim(OBSERVATORY, "controls", OPPOSITION if other(place) is GOVERNMENT else GOVERNMENT, place, day(on))


def rows(claims: list[Claim]) -> Snapshot:
    return replace(snapshot(*claims), places=VILLAGES)


def states_of(claims: list[Claim], on: int = 30) -> dict[str, State]:
    found = day_states(rows(claims), day=day(on), lens="assessed", known_by=None)
    return {state.place: state for state in found}


def test_where_no_claim_stands_alone_nothing_is_doubted():
    few = STRAY[: FEWEST_ALONE - 1]
    states = states_of([*front(), *(wrong(place) for place in few)])
    assert not any(state.doubted for state in states.values())
    assert all(states[place.slug].holder == other(place).slug for place in few)


def test_lone_claims_deep_inside_anothers_ground_are_doubted_whoever_makes_them():
    states = states_of(
        [*front(), *(wrong(place, REBEL_COMMAND if place is STRAY[0] else OBSERVATORY) for place in STRAY)]
    )
    assert {slug for slug, state in states.items() if state.doubted} == {place.slug for place in STRAY}


def test_a_doubted_place_is_contested_within_the_ground_around_it_and_says_so():
    states = states_of([*front(), *(wrong(place) for place in STRAY)])
    state = states[STRAY[0].slug]
    assert (state.holder, state.status, state.contenders) == ("government", "contested", ("opposition",))
    assert 0 < state.confidence <= 0.5


def test_a_doubted_places_claims_keep_the_rules_that_weighed_them():
    states = states_of(
        [*front(), *(wrong(place, REBEL_COMMAND if place is STRAY[1] else OBSERVATORY) for place in STRAY)]
    )
    assert [states[place.slug].doubted for place in STRAY[:2]] == [True, True]
    assert [{item.rule for item in states[place.slug].evidence} for place in STRAY[:2]] == [{"monitor"}, {"interested"}]


def test_an_enclave_that_independent_sources_repeat_survives():
    town = STRAY[0]
    claims = [*front(), *(wrong(place) for place in STRAY), wrong(town, on=29), wrong(town, REBEL_COMMAND, on=29)]
    state = states_of(claims)[town.slug]
    assert (state.holder, state.doubted) == ("opposition", False)


def test_an_enclave_that_is_told_of_again_and_again_survives_news_of_all_that_lies_around():
    town = STRAY[0]
    again = [right(place, on=30) for place in VILLAGES if place not in STRAY]
    strays = [*front(), *again, *(wrong(place) for place in STRAY)]
    settled = [wrong(town, on=27), wrong(town, on=29)]
    assert states_of([*strays, *settled[:1]])[town.slug].doubted
    state = states_of([*strays, *settled])[town.slug]
    assert (state.holder, state.doubted) == ("opposition", False)


def test_what_is_denied_is_not_settled_however_often_it_was_said():
    town = STRAY[0]
    again = [right(place, on=30) for place in VILLAGES if place not in STRAY]
    said = [*front(), *again, *(wrong(place) for place in STRAY), wrong(town, on=27), wrong(town, on=29)]
    denied = claim(ARMY, "denies", OPPOSITION, town, day(30))
    assert states_of([*said, denied])[town.slug].holder == "government"


def test_an_enclave_of_several_places_survives():
    pocket = [PLACE[f"v{row:02}{column:02}"] for row in (7, 8, 9) for column in (14, 15, 16)]
    said = [said for said in front() if said.place not in {place.slug for place in pocket}]
    states = states_of([*said, *(wrong(place) for place in [*STRAY, *pocket])])
    assert all(states[place.slug].holder == "opposition" for place in pocket)


def test_a_place_next_to_its_own_sides_ground_is_believed():
    salient = PLACE["v0810"]  # the first column of the government's ground
    states = states_of([*front(), *(wrong(place) for place in STRAY), wrong(salient)])
    assert (states[salient.slug].holder, states[salient.slug].doubted) == ("opposition", False)


def test_a_place_that_an_advance_has_passed_is_not_left_behind():
    advance = [PLACE[f"v{row:02}{column:02}"] for row in range(5, 11) for column in range(10, 15)]
    unreported = PLACE["v0711"]
    claims = [*front(), *(wrong(p) for p in STRAY), *(wrong(p, on=29) for p in advance if p is not unreported)]
    assert states_of(claims)[unreported.slug].holder == "opposition"


def advance(but: Place) -> list[Claim]:
    """Let the opposition take two columns of the government's villages, all but one of which are reported."""
    taken = [PLACE[f"v{row:02}{column:02}"] for row in range(5, 11) for column in (10, 11)]
    return [*front(), *(wrong(place) for place in STRAY), *(wrong(place, on=29) for place in taken if place is not but)]


def test_a_place_at_the_edge_of_an_advance_that_nobody_speaks_of_goes_with_it():
    unreported = PLACE["v0711"]
    assert states_of(advance(but=unreported))[unreported.slug].holder == "opposition"


def test_the_places_ahead_of_an_advance_are_not_taken_by_it():
    states = states_of(advance(but=PLACE["v0711"]))
    assert {states[f"v{row:02}12"].holder for row in range(5, 11)} == {"government"}


def test_what_was_so_when_the_theatre_began_is_no_news():
    unreported = PLACE["v0711"]
    said = advance(but=unreported)
    number = network_of(rows(said)).places.index(unreported.slug)
    assert _plausible(said)["opposition"][number] > 0.5
    assert _plausible(said, since=day(29))["opposition"][number] < 0.5


def test_a_claim_for_who_can_hold_nothing_is_no_error():
    claims = [
        *front(),
        *(wrong(place) for place in STRAY),
        claim(OBSERVATORY, "controls", BOMBER, PLACE["v0909"], day(28)),
    ]
    assert not states_of(claims)["v0909"].doubted


def test_somebody_has_a_place_of_which_all_sides_are_implausible():
    kept = _held_within(np.array([[1.0], [0.0], [0.0]]), np.full((3, 1), 0.01))
    assert kept.sum() == pytest.approx(1)
    assert np.isfinite(kept).all()


def test_telling_only_what_changed_judges_as_telling_all():
    mesh, actors = network_of(rows(front())), holders(rows(front()))
    walker = Doubter(mesh, actors, THEATRE.date_start)
    before: dict[str, State] = {}
    for noisy in range(len(STRAY) + 1):
        claims = [*front(), *(wrong(place) for place in STRAY[:noisy])]
        states, words = _assessed(claims)
        walker.tell(states, words, [slug for slug, state in states.items() if before.get(slug) != state])
        fresh = Doubter(mesh, actors, THEATRE.date_start)
        fresh.tell(states, words, states)
        assert walker.judge(states) == fresh.judge(states)
        before = states


EVIDENCE = st.lists(
    st.tuples(st.sampled_from((0.0, 1.4, 3.0)), st.sampled_from((0.0, 1.4, 3.0))), min_size=4, max_size=24
)


@settings(max_examples=300)
@given(EVIDENCE, st.integers(0, 2**32 - 1))
def test_more_evidence_for_a_side_makes_it_less_plausible_nowhere(evidence, seed):
    chance = np.random.default_rng(seed)
    points: Floats = chance.uniform(0, 10 * len(evidence) ** 0.5, (len(evidence), 2))
    around = look_around(points, 10.0)
    own, rest = (np.array(column) for column in zip(*evidence, strict=True))
    days = [np.where(said > 0, chance.integers(1, 9, len(said)), -1) for said in (own, rest)]
    settled = [(said > 0) & (chance.random(len(said)) < 0.3) for said in (own, rest)]
    before = plausibility(around, Evidence(own, rest, *days, *settled))
    place = chance.integers(len(own))
    more, later, surer = own.copy(), days[0].copy(), settled[0].copy()
    more[place] += 1.4
    later[place] = max(later[place], chance.integers(1, 10))
    surer[place] |= chance.random() < 0.5
    assert (plausibility(around, Evidence(more, rest, later, days[1], surer, settled[1])) >= before - 1e-9).all()


@pytest.mark.parametrize("third", [False, True])
def test_at_a_given_noise_a_claim_of_control_never_lowers_its_side(third):
    chance = np.random.default_rng(7)
    actors = (GOVERNMENT, OPPOSITION, SDF) if third else (GOVERNMENT, OPPOSITION)
    for _ in range(25):
        claims = [
            claim(
                (OBSERVATORY, REBEL_COMMAND, STATE_AGENCY)[chance.integers(3)], "controls",
                actors[chance.integers(len(actors))], VILLAGES[chance.integers(60)], day(27) + timedelta(days=int(chance.integers(4))),
            )
            for _ in range(60)
        ]  # fmt: skip
        actor = actors[chance.integers(len(actors))]
        more = claim(
            OBSERVATORY,
            "controls",
            actor,
            VILLAGES[chance.integers(60)],
            day(27) + timedelta(days=int(chance.integers(4))),
        )
        before, after = (_plausible(said)[actor.side] for said in (claims, [*claims, more]))
        assert (after >= before - 1e-9).all()


def _assessed(claims: list[Claim]) -> tuple[Mapping[str, State], dict[str, Sequence[Weighed]]]:
    assessor = Assessor(rows(claims), THEATRE.lenses[0], None)
    assessed = assessor.on(day(30))
    return assessed.states, {place: assessor.weighed(place) for place in assessed.states}


def _plausible(claims: list[Claim], since: date = THEATRE.date_start) -> dict[str, Floats]:
    said = rows(claims)
    doubter = Doubter(network_of(said), holders(said), since)
    states, words = _assessed(claims)
    doubter.tell(states, words, states)
    return dict(zip(doubter.sides, doubter.plausible(1.0), strict=True))
