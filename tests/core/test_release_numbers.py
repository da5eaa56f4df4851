"""Claims are counted in the order in which they were reported, so that news of the past leaves what was published of it."""

from __future__ import annotations

from dataclasses import replace

from conflictmap.core.release_numbers import Numbers
from tests.cast import ALEPPO, BASELINE, HAMA, OBSERVATORY, OPPOSITION, claim, day, noon, snapshot

SEIZED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), key="seized")
KNOWN = (*BASELINE, SEIZED, claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(4), key="hama"))


def numbers_of(*claims):
    numbers = Numbers(snapshot(*claims))
    return {one.id: numbers.claim(one.id, one.place) for one in KNOWN}


def test_a_claim_of_an_early_day_that_comes_in_late_changes_no_number():
    late = claim(OBSERVATORY, "entered", OPPOSITION, ALEPPO, day(27), key="entered", reported_at=noon(day(5)))
    assert numbers_of(*KNOWN, late) == numbers_of(*KNOWN)


def test_a_claim_that_was_reported_before_is_counted_before():
    early = replace(SEIZED, id="0" * 8, date_start=day(29), reported_at=noon(day(29)))
    assert numbers_of(*KNOWN, early)[SEIZED.id] != numbers_of(*KNOWN)[SEIZED.id]
