"""A release takes over what has not changed, and has the same bytes as one made from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core import timeline_pieces
from conflictmap.core.records import Claim, Snapshot
from conflictmap.core.release import ReleaseFiles
from conflictmap.core.release_store import MemoryStore
from conflictmap.core.timeline import Clock, walk_grounds
from tests.benchmarks.sized import sized_snapshot, with_claim
from tests.cast import (
    ALEPPO,
    ARMY,
    BASELINE,
    HAMA,
    IDLIB,
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
from tests.ten_days import CLAIMS, compile_, content, short_pieces  # noqa: F401


@pytest.fixture
def again() -> Callable[..., tuple[ReleaseFiles, list[tuple[str, str, str]]]]:
    """Compile the ten days, then other rows that take over from them; with the days that this walks through."""
    store, asked = MemoryStore(), []

    def walk(rows: Snapshot, days: Any, lens: str, clock: Clock) -> Iterator[Any]:
        asked.extend((lens, clock, one.isoformat()) for one in days)
        return walk_grounds(rows, days, lens, clock)

    def compile_again(*claims: Claim) -> tuple[ReleaseFiles, list[tuple[str, str, str]]]:
        compile_(snapshot(*CLAIMS), store=store, walk=walk)
        asked.clear()
        return compile_(snapshot(*claims), store=store, walk=walk), asked

    return compile_again


@pytest.mark.usefixtures("short_pieces")
def test_a_claim_about_the_last_day_makes_that_day_anew_and_no_other(again):
    more = (*CLAIMS, claim(OBSERVATORY, "controls", OPPOSITION, IDLIB, day(5)))
    made, asked = again(*more)
    assert {day_ for _, _, day_ in asked} == {"2024-12-04", "2024-12-05"}, "and the day before, to tell what changed"
    assert made.files == compile_(snapshot(*more)).files


@pytest.mark.usefixtures("short_pieces")
def test_a_claim_reported_after_the_last_day_leaves_each_day_as_it_was_known(again):
    late = claim(OBSERVATORY, "controls", OPPOSITION, IDLIB, day(2), reported_at=noon(day(5)) + timedelta(days=3))
    made, asked = again(*CLAIMS, late)
    assert {clock for _, clock, _ in asked} == {"now"}
    assert {day_ for _, _, day_ in asked} == {"2024-12-01", "2024-12-02", "2024-12-03", "2024-12-04", "2024-12-05"}
    assert made.files == compile_(snapshot(*CLAIMS, late)).files


@pytest.mark.usefixtures("short_pieces")
def test_without_change_no_day_is_walked_through(again):
    made, asked = again(*reversed(CLAIMS))
    assert made.files == compile_(snapshot(*CLAIMS)).files
    assert asked == []


#: What may change between two releases; each must lead to the bytes of a release made from nothing.
CHANGES = {
    "a claim more in the middle": lambda rows: with_claims(rows, claim(WIRE, "controls", OPPOSITION, HAMA, day(30))),
    "a claim less": lambda rows: replace(rows, claims=rows.claims[:-3]),
    "a claim known later": lambda rows: replace(
        rows, claims=(*rows.claims[:-1], replace(rows.claims[-1], reported_at=noon(day(5)) + timedelta(days=3)))
    ),
    "an area named": lambda rows: with_claims(rows, claim(WIRE, "entered", OPPOSITION, NORTHERN_COUNTRYSIDE, day(28))),
    "another kind of source": lambda rows: replace(
        rows, sources=tuple(replace(s, kind="outlet") if s.slug == OBSERVATORY.slug else s for s in rows.sources)
    ),
    "another alignment of a lens": lambda rows: replace(
        rows,
        theatre=replace(
            rows.theatre, lenses=tuple(replace(lens, alignment="government") for lens in rows.theatre.lenses)
        ),
    ),
    "an ally that changes sides": lambda rows: replace(
        rows, actors=tuple(replace(a, side="sdf") if a.slug == "allies" else a for a in rows.actors)
    ),
    "actors in another order": lambda rows: replace(
        rows, actors=tuple(replace(a, order=-a.order) for a in rows.actors)
    ),
    "a place moved": lambda rows: replace(
        rows, places=tuple(replace(p, longitude=p.longitude + 0.05) if p.slug == "hama" else p for p in rows.places)
    ),
    "a place more": lambda rows: replace(rows, places=(*rows.places, replace(HAMA, slug="aaa", longitude=37.0))),
    "a longer support distance": lambda rows: replace(rows, theatre=replace(rows.theatre, support_km=80)),
    "another time zone": lambda rows: replace(rows, theatre=replace(rows.theatre, time_zone="Pacific/Auckland")),
    "an earlier first day": lambda rows: replace(
        rows, theatre=replace(rows.theatre, date_start=day(26) - timedelta(2))
    ),
    "a later last day": lambda rows: replace(rows, theatre=replace(rows.theatre, date_end=day(5) + timedelta(days=2))),
    "an earlier last day": lambda rows: replace(rows, theatre=replace(rows.theatre, date_end=day(3))),
    "another name": lambda rows: replace(rows, theatre=replace(rows.theatre, name="Elsewhere")),
}


def with_claims(rows: Snapshot, *more: Claim) -> Snapshot:
    return replace(rows, claims=(*rows.claims, *more))


@pytest.mark.usefixtures("short_pieces")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_a_release_that_takes_over_has_the_bytes_of_one_from_nothing(change):
    before = snapshot(*CLAIMS)
    after = change(before)
    store = MemoryStore()
    compile_(before, store=store)
    again, fresh = compile_(after, store=store), compile_(after)
    assert again.files == fresh.files
    assert again.hash == fresh.hash != compile_(before).hash


@pytest.mark.parametrize("number", [0, 5, 17, 23])
def test_one_claim_more_in_a_war_of_doubtful_claims_gives_the_bytes_of_a_release_from_nothing(monkeypatch, number):
    monkeypatch.setattr(timeline_pieces, "PIECE_DAYS", 8)
    war = sized_snapshot(150, 24, 700)
    store = MemoryStore()
    before = compile_(war, store=store)
    days = content(before, "timeline-assessed-now-002.json")["days"]
    assert any(day["states"]["doubted"] for day in days), "else nothing is doubted here"
    after = with_claim(war, number)
    again, fresh = compile_(after, store=store), compile_(after)
    assert again.files == fresh.files
    assert again.hash != before.hash


places = st.sampled_from([ALEPPO, HAMA, IDLIB, MAARAT, NORTHERN_COUNTRYSIDE])
any_claim = st.builds(
    lambda source, relation, place, start, length, lag: claim(
        source, relation, OPPOSITION, place, start,
        date_end=start + timedelta(days=length), reported_at=noon(start) + timedelta(days=lag),
    ),
    st.sampled_from([OBSERVATORY, WIRE, ARMY, REBEL_COMMAND]),
    st.sampled_from(["controls", "entered", "lost", "denies"]),
    places,
    st.dates(date(2024, 11, 24), date(2024, 12, 6)),
    st.integers(0, 3),
    st.integers(0, 5),
)  # fmt: skip


@settings(max_examples=20)
@given(st.lists(any_claim, max_size=6, unique_by=lambda one: one.id), st.lists(any_claim, min_size=1, max_size=3))
def test_any_claims_more_give_the_bytes_of_a_release_from_nothing(first: list[Claim], more: list[Claim]):
    theatre = replace(THEATRE, lenses=THEATRE.lenses[:2], filler_km=40)
    known = {one.id: one for one in (*BASELINE, *first)}
    before, after = (snapshot(*rows.values(), theatre=theatre) for rows in (known, known | {c.id: c for c in more}))
    store = MemoryStore()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline_pieces, "PIECE_DAYS", 3)
        compile_(before, store=store)
        assert compile_(after, store=store).files == compile_(after).files
