"""Day-to-day changes: what flipped and why, the ground that moved with it, and who has how much."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.changes import Control, DayChanges, Flip, walk_changes
from conflictmap.core.cut import stack_layers
from conflictmap.core.daymap import day_areas, day_field, day_states, holders, network_of
from conflictmap.core.holdings import Holding
from conflictmap.core.moved import Extent, ground_moved
from conflictmap.core.overlay import lay_over
from conflictmap.core.records import Claim, Place, Snapshot
from conflictmap.core.totals import measure
from tests.cast import (
    ACTORS,
    ALEPPO,
    BASELINE,
    BROADCASTER,
    FIRST_DAY,
    HAMA,
    IDLIB,
    LAST_DAY,
    MAARAT,
    MANBIJ,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    REBEL_COMMAND,
    SDF,
    SHEIKH_NAJJAR,
    SOURCES,
    THEATRE,
    WIRE,
    claim,
    day,
    noon,
    snapshot,
)

ENTERED = claim(OBSERVATORY, "entered", OPPOSITION, ALEPPO, day(29))
FALLS = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30))
CLAIMS = (
    *BASELINE,
    ENTERED,
    FALLS,
    claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)),
    *(
        claim(outlet, "controls", OPPOSITION, MAARAT, day(1), share="most", voice="own")
        for outlet in (WIRE, BROADCASTER)
    ),
    claim(OBSERVATORY, "controls", SDF, HAMA, day(3)),
)
NARROW = replace(THEATRE, support_km=30)
POINT_PLACES = PLACES[:6]


def walk(rows: Snapshot, first: date = FIRST_DAY, last: date = LAST_DAY, **asked: Any) -> list[DayChanges]:
    return list(walk_changes(rows, first=first, last=last, **{"lens": "assessed", "known_by": None, **asked}))


def flips(*claims: Claim, **asked: Any) -> list[tuple[date, Flip]]:
    return [(each.day, flip) for each in walk(snapshot(*claims), **asked) for flip in each.flips]


def holding(found: DayChanges, actor: str) -> Holding:
    return next(each for each in found.holdings.actors if each.actor == actor)


# --- Flips ---------------------------------------------------------------------------------------------------------


def test_a_flip_tells_from_what_to_what_on_which_day_and_because_of_which_claims() -> None:
    found = flips(*BASELINE, ENTERED, FALLS)
    assert [(on, flip.place, flip.before, flip.after, flip.causes) for on, flip in found] == [
        (day(29), "aleppo", Control("government", "held"), Control("government", "contested"), (ENTERED,)),
        (day(30), "aleppo", Control("government", "contested"), Control("opposition", "held"), (FALLS,)),
    ]


def test_a_fuzzy_date_causes_both_of_its_flips() -> None:
    fuzzy = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), date_end=day(2))
    found = flips(*BASELINE, fuzzy)
    assert [(on, flip.after.status, flip.causes) for on, flip in found] == [
        (day(30), "contested", (fuzzy,)),
        (day(2), "held", (fuzzy,)),
    ]


def test_nothing_flips_on_the_theatres_first_day() -> None:
    assert walk(snapshot(*CLAIMS), last=FIRST_DAY)[0].flips == ()


def test_a_place_of_which_something_is_first_said_flips_from_unknown() -> None:
    ((_, flip),) = flips(claim(OBSERVATORY, "controls", SDF, MANBIJ, day(30)))
    assert (flip.before, flip.after) == (Control(None, "unknown"), Control("sdf", "held"))
    assert flip.lost is None
    assert flip.gained is not None
    assert flip.gained.low == 0
    assert flip.gained.best == flip.gained.high > 1000


def test_a_place_outside_of_the_theatre_flips_without_ground() -> None:
    damascus = Place("damascus", "Damascus", "city", 36.3, 33.5)
    rows = snapshot(*BASELINE, claim(OBSERVATORY, "controls", OPPOSITION, damascus, day(2)), places=(*PLACES, damascus))
    (flip,) = (flip for found in walk(rows) for flip in found.flips)
    assert (flip.place, flip.gained, flip.lost) == ("damascus", None, None)


@pytest.mark.parametrize("first", [day(27), day(30), LAST_DAY])
def test_days_walked_from_later_on_are_the_same(first: date) -> None:
    rows = snapshot(*CLAIMS, theatre=NARROW)
    assert walk(rows, first=first) == [found for found in walk(rows) if found.day >= first]


def test_only_what_was_known_counts() -> None:
    late = replace(FALLS, reported_at=noon(day(3)))
    assert flips(*BASELINE, late, known_by=day(2)) == []
    assert [on for on, _ in flips(*BASELINE, late, known_by=day(3))] == [day(30)]
    assert [on for on, _ in flips(*BASELINE, late, known_by="each")] == [day(3)]
    assert flips(*BASELINE, late, lens="government") == []


def test_the_order_of_rows_never_matters() -> None:
    rows = snapshot(*CLAIMS)
    shuffled = random.Random(5).sample(CLAIMS, len(CLAIMS))
    assert walk(replace(rows, claims=tuple(shuffled), places=rows.places[::-1])) == walk(rows)


# --- The ground that moved -----------------------------------------------------------------------------------------


def test_ground_taken_from_a_holder_is_sure_and_both_sides_tell_the_same() -> None:
    two_parties = (each for each in BASELINE if each.actor != "sdf")
    ((_, flip),) = flips(*two_parties, FALLS)
    assert flip.gained == flip.lost
    assert flip.gained is not None
    assert flip.gained.low == flip.gained.best == flip.gained.high > 500


def test_contested_ground_is_in_the_high_and_not_in_the_low() -> None:
    (_, entered), (_, falls) = flips(*BASELINE, ENTERED, FALLS)
    assert entered.lost is not None
    assert falls.gained is not None
    assert entered.gained == Extent(0.0, 0.0, 0.0)
    assert entered.lost.low <= entered.lost.best < entered.lost.high
    assert falls.gained.low < falls.gained.best <= falls.gained.high


def test_ground_that_is_only_claimed_is_not_surely_gained() -> None:
    ((_, flip),) = flips(*BASELINE, claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)))
    assert flip.after == Control("opposition", "claimed")
    assert flip.gained is not None
    assert flip.gained.low < flip.gained.best


def drawn(place: Place, actor: int, source: int, relation: str, on: int, share: str) -> Claim:
    return claim(SOURCES[source], relation, ACTORS[actor], place, day(on), share=share)


CLAIM = st.builds(
    drawn,
    st.sampled_from(POINT_PLACES),
    st.integers(0, 3),
    st.integers(1, len(SOURCES) - 1),
    st.sampled_from(["controls", "controls", "entered", "lost", "denies"]),
    st.sampled_from([29, 30]),
    st.sampled_from(["whole", "most", "part"]),
)


@settings(max_examples=40)
@given(claims=st.lists(CLAIM, max_size=8), support_km=st.sampled_from([25, 60]))
def test_what_all_places_gained_and_lost_is_what_changed_on_the_map(claims: list[Claim], support_km: int) -> None:
    rows = snapshot(*BASELINE, *claims, theatre=replace(THEATRE, support_km=support_km))
    mesh, actors = network_of(rows), holders(rows)
    states = [day_states(rows, day=day(on), lens="assessed", known_by=None) for on in (28, 29)]
    fields = [day_field(rows, each) for each in states]
    before, after = (stack_layers(field, actors, support_km) for field in fields)
    moved = ground_moved(mesh, before, after, [new.place for old, new in zip(*states, strict=True) if old != new])
    totals = [measure(mesh, field, actors, support_km).actors_km2 for field in fields]
    for number, actor in enumerate(actors):
        gained = [each.gained(number) for each in moved.values()]
        lost = [each.lost(number) for each in moved.values()]
        for extent in (*gained, *lost):
            assert 0 <= extent.low <= extent.best <= extent.high
        change = sum(extent.best for extent in gained) - sum(extent.best for extent in lost)
        assert change == pytest.approx(totals[1][actor.slug] - totals[0][actor.slug], abs=1)


# --- Who has how much ------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(claims=st.lists(CLAIM, max_size=8), support_km=st.sampled_from([25, 60]))
def test_square_kilometres_are_those_of_the_areas(claims: list[Claim], support_km: int) -> None:
    rows = snapshot(*BASELINE, *claims, theatre=replace(THEATRE, support_km=support_km))
    (found,) = walk(rows, first=day(30), last=day(30))
    areas, lines = day_areas(rows, day=day(30), lens="assessed", known_by=None)
    drawn: Counter[tuple[str | None, str]] = Counter()
    for area in areas:
        drawn[area.holder, area.status] += area.area_km2  # type: ignore[assignment]
    for each in found.holdings.actors:
        for status in ("held", "contested", "claimed"):
            assert getattr(each, f"{status}_km2") == pytest.approx(drawn[each.actor, status], abs=0.2)
    assert found.holdings.unknown_km2 == pytest.approx(drawn[None, "unknown"], abs=0.2)
    assert found.holdings.front_km == pytest.approx(sum(line.length_km for line in lines), abs=0.2)


def test_places_and_people_are_counted_where_they_are_known() -> None:
    (found,) = walk(snapshot(*BASELINE), last=FIRST_DAY)
    # Sheikh Najjar has no known population, and the countryside is no place with a holder.
    everyone = sum(place.population or 0 for place in POINT_PLACES)
    government = holding(found, "government")
    assert (government.actor, government.side, government.places) == ("government", "government", 4)
    assert government.population_share == pytest.approx(2_520_000 / everyone, abs=1e-4)
    assert holding(found, "allies").places == 0
    assert holding(found, "allies").population_share == 0


def test_a_share_of_people_is_not_known_where_no_place_tells_how_many() -> None:
    nobody = tuple(replace(place, population=None) for place in PLACES)
    (found,) = walk(snapshot(*BASELINE, places=nobody), last=FIRST_DAY)
    assert {each.population_share for each in found.holdings.actors} == {None}
    some = tuple(place if place in (ALEPPO, IDLIB) else replace(place, population=None) for place in PLACES)
    (found,) = walk(snapshot(*BASELINE, places=some), last=FIRST_DAY)
    assert holding(found, "sdf").places == 1
    assert holding(found, "sdf").population_share is None
    assert holding(found, "government").population_share == pytest.approx(2_000_000 / 2_130_000, abs=1e-4)


def test_pieces_of_two_days_are_one_thing_on_each() -> None:
    rows = snapshot(*CLAIMS, theatre=NARROW)
    mesh, actors = network_of(rows), holders(rows)
    layers = [
        stack_layers(
            day_field(rows, day_states(rows, day=on, lens="assessed", known_by=None)), actors, NARROW.support_km
        )
        for on in (day(29), day(1))
    ]
    everything = np.arange(len(mesh.triangles))
    both = lay_over(mesh, layers, everything)
    for number, alone in enumerate(lay_over(mesh, [each], everything) for each in layers):
        ground = {tuple(row): alone.km2[(alone.grounds[0] == row).all(axis=1)].sum() for row in alone.grounds[0]}
        again = {tuple(row): both.km2[(both.grounds[number] == row).all(axis=1)].sum() for row in both.grounds[number]}
        # Edges are straight in degrees; divided, they bend a little less where areas are true.
        assert again == pytest.approx(ground, abs=0.05)
