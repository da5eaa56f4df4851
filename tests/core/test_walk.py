"""Walking the days of a theatre gives what each day gives by itself, in whatever order the days come."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.daymap import day_areas, day_states
from conflictmap.core.timeline import Walks, walk_grounds
from conflictmap.core.walk import walk_days
from tests.cast import (
    ALEPPO,
    ALLIES,
    BASELINE,
    BROADCASTER,
    GOVERNMENT,
    HAMA,
    MAARAT,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    SDF,
    SHEIKH_NAJJAR,
    WIRE,
    claim,
    day,
    noon,
    snapshot,
)

STORY = snapshot(
    *BASELINE,
    claim(OBSERVATORY, "controls", OPPOSITION, MAARAT, day(27), reported_at=noon(day(29))),
    claim(REBEL_COMMAND, "entered", OPPOSITION, ALEPPO, day(28)),
    claim(OBSERVATORY, "controls", ALLIES, SHEIKH_NAJJAR, day(29)),
    claim(WIRE, "controls", OPPOSITION, ALEPPO, day(30), share="most", voice="own"),
    claim(BROADCASTER, "controls", SDF, SHEIKH_NAJJAR, day(1), voice="own", reported_at=noon(day(3))),
    claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(3)),
    claim(WIRE, "controls", GOVERNMENT, MAARAT, day(4), voice="own"),
)
DAYS = [day(number) for number in (26, 27, 28, 29, 30, 1, 2, 3, 4, 5)]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6), st.sampled_from((None, "each", day(29))))
def test_days_in_any_order_are_the_same_as_each_by_itself(days, known_by):
    walked = list(walk_days(STORY, days=days, lens="assessed", known_by=known_by))
    assert [found.day for found in walked] == days
    for found in walked:
        clock = found.day if known_by == "each" else known_by
        alone = day_areas(STORY, day=found.day, lens="assessed", known_by=clock)
        assert repr((list(found.areas), list(found.frontlines))) == repr(alone)
        assert list(found.states) == day_states(STORY, day=found.day, lens="assessed", known_by=clock)


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=4),
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=4),
    st.permutations(("now", "then")),
)
def test_a_walk_by_the_second_clock_goes_on_from_the_first_and_is_as_one_from_nothing(days, more, clocks):
    walk = Walks()
    for clock, asked in zip(clocks, (days, more), strict=True):
        going_on, alone = walk(STORY, asked, "assessed", clock), walk_grounds(STORY, asked, "assessed", clock)
        for found, wanted in zip(going_on, alone, strict=True):
            assert found.states == wanted.states
            assert found.totals == wanted.totals
            assert repr(found.field) == repr(wanted.field)


def test_the_front_moves_with_the_days():
    first, last = walk_days(STORY, days=[DAYS[0], DAYS[-1]], lens="assessed", known_by=None)
    assert first.frontlines != last.frontlines
