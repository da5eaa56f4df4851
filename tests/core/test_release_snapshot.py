"""A release says all that its days were derived from: read back, it derives the same days, and those known by any other day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.daymap import day_areas, day_states
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.release_reading import OtherFormat, ReleaseReading
from conflictmap.core.release_snapshot import read_snapshot
from conflictmap.core.timeline import days_of
from conflictmap.core.timeline_known_by import piece_known_by
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
    claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), reported_at=noon(day(1)) + timedelta(microseconds=7)),
    claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(29)),
    claim(ARMY, "denies", OPPOSITION, MAARAT, day(1)),
    claim(WIRE, "entered", OPPOSITION, HAMA, day(1), date_end=day(3), on_the_spot=True),
    claim(OBSERVATORY, "controls", OPPOSITION, NORTHERN_COUNTRYSIDE, day(2), reported_at=noon(day(4))),
)
LENSES = [lens.slug for lens in THEATRE.lenses]
DAYS = days_of(THEATRE)


def compiled(rows: Any = ROWS) -> ReleaseFiles:
    return compile_release(rows, strikes=(), reports=(), basemap={"type": "FeatureCollection", "features": []})


def reading_of(made: ReleaseFiles, **changed: Any) -> ReleaseReading:
    return ReleaseReading(made.hash, lambda name: {**json.loads(made.files[name]), **changed.get(name[:8], {})})


MADE = compiled()
READ = read_snapshot(reading_of(MADE))


def test_what_is_read_back_compiles_to_the_same_files():
    again = compiled(READ)
    # Other spellings of places are for search: nothing is derived from them.
    left_out = {"names.json", "files.json"}
    assert {name for name in MADE.files if MADE.files[name] != again.files[name]} <= left_out
    assert MADE.files.keys() == again.files.keys()


@settings(max_examples=20)
@given(st.sampled_from(LENSES), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_any_day_as_known_by_any_other_is_the_engines(lens, on, by):
    assert day_states(READ, day=on, lens=lens, known_by=by) == day_states(ROWS, day=on, lens=lens, known_by=by)
    assert day_areas(READ, day=on, lens=lens, known_by=by) == day_areas(ROWS, day=on, lens=lens, known_by=by)


@pytest.mark.parametrize("by", [day(29), day(1), day(4)])
def test_a_piece_known_by_a_day_reads_as_the_engines_days(by):
    piece = piece_known_by(READ, number=0, lens="assessed", day=by)
    name = "timeline-assessed-now-000.json"
    reading = ReleaseReading(
        MADE.hash, lambda asked: piece.timeline if asked == name else json.loads(MADE.files[asked])
    )
    for on in DAYS:
        told = reading.day("assessed", "now", on).states
        states = day_states(ROWS, day=on, lens="assessed", known_by=by)
        wanted = {state.place: state for state in states if state.holder is not None or state.evidence}
        assert {place: (one.control.holder, one.control.status) for place, one in told.items()} == {
            place: (one.holder, one.status) for place, one in wanted.items()
        }


def test_claims_keep_their_numbers_in_a_piece_that_does_not_know_them_all():
    late = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(1), reported_at=noon(day(2)))
    early = claim(WIRE, "controls", OPPOSITION, HAMA, day(2), reported_at=noon(day(3)))
    rows = snapshot(*BASELINE, late, early)
    piece = piece_known_by(rows, number=0, lens="assessed", day=day(2))
    numbers = {item[0] for one in piece.evidence["days"] for row in one["evidence"]["claims"] for item in row}
    hama = [item for item in rows.claims if item.place == HAMA.slug]
    assert len(hama) == 3
    assert 2 not in numbers, "the third is not yet known"
    assert piece.timeline["clock"] == day(2).isoformat()


def test_with_everything_known_a_piece_is_that_of_today():
    piece = piece_known_by(READ, number=0, lens="assessed", day=day(4))
    today = json.loads(MADE.files["timeline-assessed-now-000.json"])
    assert {**piece.timeline, "clock": "now"} == today
    evidence = json.loads(MADE.files["evidence-assessed-now-000.json"])
    assert {**piece.evidence, "clock": "now"} == evidence


def test_a_release_of_an_older_program_is_refused_in_words():
    lenses = [{"slug": lens.slug, "name": lens.name, "name_ar": ""} for lens in THEATRE.lenses]
    with pytest.raises(OtherFormat, match="alignment"):
        read_snapshot(reading_of(MADE, **{"release.": {"lenses": lenses}}))


def test_moments_are_told_to_the_last_digit():
    assert {one.id: one.reported_at for one in READ.claims} == {one.id: one.reported_at for one in ROWS.claims}
    assert replace(READ.theatre, country_codes=THEATRE.country_codes, is_default=THEATRE.is_default) == THEATRE
