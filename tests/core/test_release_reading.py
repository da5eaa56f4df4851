"""What is read from a release's files is what was written into them: states, changes, claims, and the very areas."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conflictmap.core import timeline_pieces
from conflictmap.core.areas import derive_areas
from conflictmap.core.changes import walk_changes
from conflictmap.core.daymap import day_field, day_states, holders, network_of
from conflictmap.core.release import compile_release
from conflictmap.core.release_reading import OtherFormat, ReleaseReading
from conflictmap.core.timeline import days_of
from tests.cast import (
    ALEPPO,
    ARMY,
    BASELINE,
    HAMA,
    MAARAT,
    NORTHERN_COUNTRYSIDE,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    THEATRE,
    WIRE,
    claim,
    day,
    noon,
    snapshot,
)

ROWS = snapshot(
    *BASELINE,
    claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30)),
    claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(29)),
    claim(ARMY, "denies", OPPOSITION, MAARAT, day(1)),
    claim(WIRE, "entered", OPPOSITION, HAMA, day(1), date_end=day(3)),
    claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(2), reported_at=noon(day(4))),
)
LENSES = [lens.slug for lens in THEATRE.lenses]


def read(rows: Any = ROWS) -> ReleaseReading:
    made = compile_release(rows, strikes=(), reports=(), basemap={"type": "FeatureCollection", "features": []})
    return ReleaseReading(made.hash, lambda name: json.loads(made.files[name]))


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline_pieces, "PIECE_DAYS", 3)
    monkeypatch.setattr("conflictmap.core.release.PIECE_DAYS", 3)


@pytest.mark.parametrize("clock", ["now", "then"])
@pytest.mark.parametrize("lens", LENSES)
def test_the_states_of_every_day_are_those_of_the_engine(lens, clock):
    reading = read()
    for when in days_of(THEATRE):
        known_by = when if clock == "then" else None
        told = reading.day(lens, clock, when).states
        for state in day_states(ROWS, day=when, lens=lens, known_by=known_by):
            known = told.get(state.place)
            if state.status == "unknown" and known is None:
                continue
            assert known is not None
            assert (known.control.holder, known.control.status) == (state.holder, state.status)
            assert (known.contenders, known.since, known.doubted) == (state.contenders, state.since, state.doubted)


@pytest.mark.parametrize("clock", ["now", "then"])
def test_the_areas_cut_from_a_release_are_those_of_the_engine(clock):
    reading = read()
    for when in days_of(THEATRE):
        states = day_states(ROWS, day=when, lens="assessed", known_by=when if clock == "then" else None)
        derived, _ = derive_areas(network_of(ROWS), day_field(ROWS, states), holders(ROWS), THEATRE.support_km)
        drawn, _ = derive_areas(
            reading.mesh, reading.field("assessed", clock, when), reading.holders, THEATRE.support_km
        )
        assert [replace(area, confidence=0) for area in drawn] == [replace(area, confidence=0) for area in derived]


def test_changes_are_those_of_the_engine_and_name_their_claims():
    reading = read()
    flips = {
        found.day: {flip.place for flip in found.flips}
        for found in walk_changes(ROWS, first=day(26), last=day(5), lens="assessed", known_by=None)
    }
    for when in days_of(THEATRE):
        changes = reading.day("assessed", "now", when).changes
        assert flips[when] <= {change.place for change in changes}
    taken = next(change for change in reading.day("assessed", "now", day(30)).changes if change.place == ALEPPO.slug)
    assert (taken.before.holder, taken.after.holder) == ("government", OPPOSITION.slug)
    said = [reading.claim(*ref) for ref in taken.claims]
    assert [claim and claim["source"] for claim in said] == [OBSERVATORY.slug]


def test_the_days_with_changes_are_found_by_reading_each_piece_once():
    made = compile_release(ROWS, strikes=(), reports=(), basemap={"type": "FeatureCollection", "features": []})
    asked: list[str] = []

    def read_file(name: str) -> Any:
        asked.append(name)
        return json.loads(made.files[name])

    reading = ReleaseReading(made.hash, read_file)
    days = reading.days_with_changes("assessed", "now")
    assert days == [when for when in days_of(THEATRE) if reading.day("assessed", "now", when).changes]
    for lens in LENSES:  # so many other pieces that none of these is kept in hand
        reading.days_with_changes(lens, "then")
    before = len(asked)
    assert reading.days_with_changes("assessed", "now") == days
    assert len(asked) == before


def test_it_opens_on_the_last_day_with_changes():
    reading = read()
    assert reading.opens_on("assessed", "now") == max(reading.days_with_changes("assessed", "now"))
    assert read(snapshot(*BASELINE)).opens_on("assessed", "now") == THEATRE.date_start


def test_a_release_of_another_format_is_refused():
    with pytest.raises(OtherFormat, match="format 1"):
        ReleaseReading("0123", lambda name: {"format": 1} if name == "release.json" else {})
