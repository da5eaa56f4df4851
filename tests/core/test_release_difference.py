"""What a later release says otherwise than an earlier one: the first day of each place's turn, and claims that came or went."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from conflictmap.core import timeline_pieces
from conflictmap.core.changes import Control
from conflictmap.core.daymap import day_states
from conflictmap.core.records import Claim
from conflictmap.core.release import compile_release
from conflictmap.core.release_difference import Turned, difference
from conflictmap.core.release_reading import ReleaseReading
from conflictmap.core.timeline import days_of
from tests.cast import (
    ALEPPO,
    BASELINE,
    GOVERNMENT,
    HAMA,
    MAARAT,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    THEATRE,
    claim,
    day,
    snapshot,
)

TAKEN = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30))
LATER = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(2))
CLAIMED = claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(29))


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline_pieces, "PIECE_DAYS", 3)
    monkeypatch.setattr("conflictmap.core.release.PIECE_DAYS", 3)


def rows(*claims: Claim, until: date = THEATRE.date_end) -> Any:
    return snapshot(*BASELINE, *claims, theatre=replace(THEATRE, date_end=until))


def read(given: Any) -> ReleaseReading:
    made = compile_release(given, strikes=(), reports=(), basemap={"type": "FeatureCollection", "features": []})
    return ReleaseReading(made.hash, lambda name: json.loads(made.files[name]))


def test_the_same_release_differs_in_nothing():
    one = read(rows(TAKEN))
    found = difference(one, one, "assessed")
    assert (found.turned, found.added, found.gone) == ((), (), ())


def test_a_new_claim_is_told_with_the_place_that_it_turns():
    found = difference(read(rows()), read(rows(TAKEN)), "assessed")
    assert Turned("aleppo", day(30), Control("government", "held"), Control("opposition", "held")) in found.turned
    assert [claim["id"] for claim in found.added] == [TAKEN.id]
    assert found.gone == ()


def test_a_corrected_date_turns_the_place_on_the_days_between():
    found = difference(read(rows(TAKEN)), read(rows(LATER)), "assessed")
    assert [(one.place, one.day) for one in found.turned if one.place == "aleppo"] == [("aleppo", day(30))]
    assert ([c["id"] for c in found.added], [c["id"] for c in found.gone]) == ([LATER.id], [TAKEN.id])


def test_a_day_more_is_measured_against_the_last_that_was_there():
    hama = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(5))
    found = difference(read(rows(TAKEN, until=day(4))), read(rows(TAKEN, hama)), "assessed")
    assert [(one.place, one.day) for one in found.turned] == [("hama", day(5))]


@pytest.mark.parametrize("before", [(), (TAKEN,), (LATER, CLAIMED)])
@pytest.mark.parametrize("after", [(CLAIMED,), (TAKEN, CLAIMED)])
def test_it_finds_what_comparing_every_state_of_every_day_finds(before, after):
    old, new = rows(*before), rows(*after)
    wanted: dict[str, date] = {}
    for when in days_of(THEATRE):
        one, other = (
            {s.place: (s.holder, s.status) for s in day_states(each, day=when, lens="assessed", known_by=None)}
            for each in (old, new)
        )
        for place in sorted(one):
            if one[place] != other[place]:
                wanted.setdefault(place, when)
    assert {turn.place: turn.day for turn in difference(read(old), read(new), "assessed").turned} == wanted
    assert GOVERNMENT.slug in {state for state, _ in one.values()}
