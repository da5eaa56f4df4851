"""What must be true of assessing whatever the claims: of any source, date, share and standing, in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conflictmap.core.assess import BOOK, assess
from conflictmap.core.course import Assessor
from conflictmap.core.records import Claim, Lens, Snapshot, Source, State
from conflictmap.core.weigh import KnownBy, bearings_of
from tests.cast import (
    ACTORS,
    ALEPPO,
    FIRST_DAY,
    GOVERNMENT,
    HAMA,
    LAST_DAY,
    LENSES,
    MAARAT,
    NORTHERN_COUNTRYSIDE,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    SOURCES,
    THEATRE,
    noon,
    snapshot,
)
from tests.cast import (
    claim as said_by,
)

RELATIONS = ("controls", "entered", "contests", "lost", "denies")
HOLDERS = [actor for actor in ACTORS if actor.can_hold]
#: Ten outlets of one side, and one of another.
FRIENDS = tuple(Source(f"friend-{number}", "", "outlet", alignment="opposition") for number in range(10))
EVERYBODY = (*SOURCES, *FRIENDS, Source("sdf-press", "", "outlet", alignment="sdf"))
WHERE = (ALEPPO, HAMA, MAARAT, NORTHERN_COUNTRYSIDE)
DAYS = [FIRST_DAY + timedelta(step) for step in range((LAST_DAY - FIRST_DAY).days + 1)]
LATER = [*DAYS, *(LAST_DAY + timedelta(7 * step) for step in (1, 2, 5, 60))]
ASSESSED = LENSES[0]
ZONE = ZoneInfo(THEATRE.time_zone)


@st.composite
def some_claim(draw: st.DrawFn, relations: Iterable[str] = RELATIONS) -> Claim:
    """Draw any claim at all; few places and days, so that claims meet."""
    start = draw(st.sampled_from(DAYS[:6]))
    end = start + timedelta(draw(st.sampled_from((0, 0, 0, 1, 3))))
    provenance = draw(st.sampled_from(("report", "report", "report", "background")))
    return Claim(
        id=f"{draw(st.integers(0, 10**9)):09}",
        place=draw(st.sampled_from(WHERE)).slug,
        actor=draw(st.sampled_from(HOLDERS)).slug,
        relation=draw(st.sampled_from(tuple(relations))),  # type: ignore[arg-type]
        date_start=start,
        date_end=end,
        source=draw(st.sampled_from(EVERYBODY)).slug,
        reported_at=noon(start + timedelta(draw(st.integers(0, 4)))) + timedelta(hours=draw(st.sampled_from((0, 10)))),
        summary="",
        share=draw(st.sampled_from(("whole", "whole", "most", "part"))),
        voice=draw(st.sampled_from(("own", "attributed"))),
        on_the_spot=draw(st.booleans()),
        confidence=draw(st.sampled_from((None, None, 0.3, 1.0))) if provenance == "background" else None,
        provenance=provenance,  # type: ignore[arg-type]
    )


def some_claims(most: int = 14) -> st.SearchStrategy[list[Claim]]:
    return st.lists(some_claim(), max_size=most, unique_by=lambda claim: claim.id)


def told(claims: Iterable[Claim]) -> Snapshot:
    return replace(snapshot(*claims), sources=EVERYBODY)


def states(claims: Iterable[Claim], on: date, lens: Lens = ASSESSED, known_by: date | None = None) -> dict[str, State]:
    return {state.place: state for state in assess(told(claims), day=on, lens=lens, known_by=known_by)}


def new(claim: Claim, *known: Claim) -> Claim:
    assume(claim.id not in {other.id for other in known})
    return claim


some_day, some_lens = st.sampled_from(LATER), st.sampled_from(LENSES)


@given(some_claims(6), some_claim(), st.sampled_from([source for source in EVERYBODY if source.alignment]))
def test_a_claim_against_interest_never_weighs_less_than_one_for_it(others, claim, source):
    weighed = {}
    for actor in HOLDERS:
        said = replace(new(claim, *others), source=source.slug, actor=actor.slug)
        bearings = bearings_of(told([*others, said]), ASSESSED, None, BOOK)
        (worth,) = {
            (b.item.rule.standing, b.item.weight) for bs in bearings.values() for b in bs if b.item.claim is said
        }
        weighed.setdefault((actor.side == source.alignment) == (claim.relation in ("lost", "denies")), set()).add(worth)
    against, for_it = weighed[True], weighed[False]
    assert min(standing for standing, _ in against) >= max(standing for standing, _ in for_it)
    assert min(weight for _, weight in against) >= max(weight for _, weight in for_it)


@given(some_claims(), some_claim(), some_day, some_lens)
def test_ten_outlets_of_one_alignment_are_one_voice(others, claim, on, lens):
    ten = [replace(claim, source=friend.slug, id=f"{number}-{claim.id}") for number, friend in enumerate(FRIENDS)]
    one, all_of_them = (states([*others, *said], on, lens) for said in (ten[:1], ten))
    assert one.keys() == all_of_them.keys()
    for place, state in one.items():
        assert replace(state, evidence=()) == replace(all_of_them[place], evidence=())


def test_a_voice_that_contradicts_itself_says_the_same_however_many_lend_it():
    held = said_by(OBSERVATORY, "controls", GOVERNMENT, ALEPPO, FIRST_DAY)
    here = said_by(FRIENDS[0], "controls", GOVERNMENT, ALEPPO, FIRST_DAY + timedelta(2), provenance="background")
    gone = [replace(here, actor=OPPOSITION.slug, source=one.slug, id=f"{n}{here.id}") for n, one in enumerate(FRIENDS)]
    here = replace(here, id=f"5{here.id}")
    one, ten = (states([held, here, *said], here.date_end)[ALEPPO.slug] for said in (gone[:1], gone))
    assert replace(one, evidence=()) == replace(ten, evidence=())


@given(some_claims(), some_claim(["controls"]), some_day, some_lens)
def test_one_more_claim_of_control_never_leaves_its_actor_with_less(others, claim, on, lens):
    before, after = states(others, on, lens), states([*others, new(claim, *others)], on, lens)
    for place in before.keys() | after.keys():
        had, has = (dict(found[place].mass) if place in found else {} for found in (before, after))
        if had:
            assert not has or has.get(claim.actor, 0.0) >= had.get(claim.actor, 0.0) - 1e-9
            assert has or claim.actor not in had
        elif has:  # ground of which nothing was known may lie within the actor's own
            assert has == {claim.actor: 1.0}


@given(some_claims(), st.randoms(use_true_random=False), some_day, some_lens)
def test_the_order_of_rows_never_matters(claims, chance, on, lens):
    rows = told(claims)
    shuffled = Snapshot(
        rows.theatre, *(tuple(chance.sample(part, len(part))) for part in (ACTORS, EVERYBODY, PLACES, rows.claims))
    )
    expected = assess(rows, day=on, lens=lens, known_by=None)
    assert assess(shuffled, day=on, lens=lens, known_by=None) == expected


@given(some_claims(), some_claims(), st.sampled_from(LATER), some_day, some_lens)
def test_what_was_known_by_a_day_uses_nothing_reported_after_it(claims, more, by, on, lens):
    late = [new(claim, *claims) for claim in more if claim.reported_at.astimezone(ZONE).date() > by]
    assert states([*claims, *late], on, lens, known_by=by) == states(claims, on, lens, known_by=by)


@given(some_claims(), some_day, some_lens)
def test_known_by_the_last_report_is_all_that_is_known(claims, on, lens):
    assume(claims)
    last = max(claim.reported_at for claim in claims).astimezone(ZONE).date()
    assert states(claims, on, lens, known_by=last) == states(claims, on, lens)


@given(some_claims(), some_claims(), some_day, some_lens)
def test_retracted_claims_count_for_nothing(claims, more, on, lens):
    retracted = [replace(new(claim, *claims), basis="retracted") for claim in more]
    assert states([*claims, *retracted], on, lens) == states(claims, on, lens)


@given(some_claims(), some_day, some_lens)
def test_claims_about_later_days_change_nothing(claims, on, lens):
    assert states(claims, on, lens) == states([claim for claim in claims if claim.date_start <= on], on, lens)


@given(some_claims(), some_lens, st.data())
def test_age_lowers_confidence_and_never_the_holder(claims, lens, data):
    days = [LAST_DAY + timedelta(step) for step in sorted(data.draw(st.lists(st.integers(0, 2000), min_size=2)))]
    old = states(claims, days[0], lens)
    for day in days[1:]:
        now = states(claims, day, lens)
        for place, state in now.items():
            assert state.confidence <= old[place].confidence
            assert replace(state, confidence=0.0) == replace(old[place], confidence=0.0)
        old = now


clocks: st.SearchStrategy[KnownBy] = st.one_of(st.none(), st.just("each"), st.sampled_from(LATER))


@given(some_claims(40), some_lens, clocks, st.lists(some_day, min_size=1, max_size=30))
def test_any_days_in_any_order_are_as_each_from_scratch(claims, lens, clock, days):
    assert_as_from_scratch(told(claims), lens, clock, days)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(some_claim(), min_size=25, max_size=40, unique_by=lambda claim: claim.id), st.permutations(DAYS))
def test_late_reports_of_a_place_much_spoken_of_are_put_where_they_belong(claims, days):
    rows = told(replace(claim, place=HAMA.slug) for claim in claims)
    assert_as_from_scratch(rows, ASSESSED, "each", [*DAYS, *days])


@given(
    st.lists(some_claim(), max_size=12, unique_by=lambda claim: claim.id),
    some_lens,
    st.permutations((None, "each", DAYS[3])),
    st.permutations(DAYS),
    st.integers(0, len(DAYS)),
    st.sampled_from([None, *DAYS]),
)
def test_what_one_clock_takes_over_from_another_changes_nothing(claims, lens, clocks, days, before, since):
    rows, first, second = told(claims), *clocks[:2]
    other = Assessor(rows, lens, first)
    for day in days[:before]:
        other.on(day)
    assert_as_from_scratch(rows, lens, second, [day for day in days if not since or day >= since], other, since)


def assert_as_from_scratch(
    rows: Snapshot,
    lens: Lens,
    clock: KnownBy,
    days: Iterable[date],
    like: Assessor | None = None,
    since: date | None = None,
) -> None:
    assessor, before, said = Assessor(rows, lens, clock, like, since), {}, {}
    for day in days:
        by = day if clock == "each" else clock
        found, changed = assessor.on(day)
        assert list(found.values()) == assess(rows, day=day, lens=lens, known_by=by)
        assert list(found) == [state.place for state in found.values()]
        assert changed == {place for place in before.keys() | found.keys() if before.get(place) != found.get(place)}
        assert all(found[place] is before[place] for place in found.keys() - changed)
        bearings = bearings_of(rows, lens, by, BOOK)
        for place in bearings.keys() | said.keys():
            words = [bearing.item for bearing in bearings.get(place, []) if bearing.counts(day)]
            assert list(assessor.weighed(place)) == words
            assert (place in assessor.heard) == (words != said.get(place, []))
            said[place] = words
        assert list(assessor.weighed("nowhere")) == []
        before = found


def test_an_earlier_day_than_the_first_to_be_asked_for_is_refused():
    assessor = Assessor(told([]), ASSESSED, "each", since=DAYS[1])
    assessor.on(DAYS[1])
    with pytest.raises(ValueError, match="comes before"):
        assessor.on(DAYS[0])


def test_an_unchanged_place_keeps_its_very_state():
    said = Claim("1", HAMA.slug, "opposition", "controls", DAYS[0], DAYS[0], OBSERVATORY.slug, noon(DAYS[0]), "")
    assessor = Assessor(told([said]), ASSESSED, None)
    first, changed = assessor.on(DAYS[0])
    assert changed == {"hama"}
    second, changed = assessor.on(DAYS[1])
    assert second["hama"] is first["hama"] and changed == frozenset()
    _, changed = assessor.on(DAYS[7])
    assert changed == {"hama"}, "a week old"
