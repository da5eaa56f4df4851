"""A wire story in many outlets is one voice, whoever prints it; outlets that wrote it themselves are several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conflictmap.core.assess import BOOK, assess
from conflictmap.core.records import Claim, Snapshot, State
from conflictmap.core.timeline_pieces import claim_texts
from conflictmap.core.weigh import bearings_of
from tests.cast import ALEPPO, BROADCASTER, GAZETTE, LENSES, OPPOSITION, STATE_AGENCY, WIRE, claim, day, snapshot

WIRES = claim(WIRE, "controls", OPPOSITION, ALEPPO, day(30), voice="own")
#: The same sentence in two other outlets: once copied from the wire, once their own.
COPIES = [
    claim(outlet, "controls", OPPOSITION, ALEPPO, day(30), voice="own", origin=WIRE.slug)
    for outlet in (BROADCASTER, GAZETTE)
]
OWN = [replace(copy, id=f"own {copy.id}", origin="") for copy in COPIES]


def state_of(*claims: Claim) -> State:
    (state,) = assess(snapshot(*claims), day=day(30), lens=LENSES[0], known_by=None)
    return state


def voices_of(taken: Snapshot) -> set[str]:
    return {bearing.item.voice for bearing in bearings_of(taken, LENSES[0], None, BOOK)[ALEPPO.slug]}


def test_copies_make_nothing_surer_than_the_wire_alone() -> None:
    alone, copied, own = state_of(WIRES), state_of(WIRES, *COPIES), state_of(WIRES, *OWN)
    assert copied.confidence == alone.confidence < own.confidence
    assert {evidence.rule for evidence in copied.evidence} == {"own-voice"}
    assert {evidence.rule for evidence in own.evidence} == {"several-outlets"}


def test_copies_are_one_voice_with_the_wire_where_it_is_not_heard_itself() -> None:
    assert voices_of(snapshot(*COPIES)) == {WIRE.slug}
    assert state_of(*COPIES).confidence == state_of(COPIES[0]).confidence


def test_who_copies_one_story_and_writes_another_is_a_voice_of_its_own_in_the_other() -> None:
    copy, own = COPIES[0], replace(OWN[0], date_start=day(29), date_end=day(29))
    assert voices_of(snapshot(copy, own)) == {WIRE.slug, BROADCASTER.slug}


def test_a_copy_of_a_sides_agency_is_that_sides_voice() -> None:
    copy = replace(COPIES[0], origin=STATE_AGENCY.slug)
    assert voices_of(snapshot(copy)) == {"government"}


@pytest.mark.parametrize("origin", ["", WIRE.slug])
def test_what_is_kept_of_a_claim_tells_whose_words_it_is(origin: str) -> None:
    taken = snapshot(replace(COPIES[0], origin=origin))
    assert (repr(WIRE).encode() in claim_texts(taken)[COPIES[0].id]) == bool(origin)
