"""What a piece of a timeline is made of decides whether a release takes it over: all that it shows, and nothing else."""

from __future__ import annotations

from conflictmap.core.records import Claim
from conflictmap.core.release_numbers import Numbers
from conflictmap.core.timeline_pieces import claim_texts, plan_pieces
from tests.cast import ALEPPO, ARMY, BASELINE, GOVERNMENT, NORTHERN_COUNTRYSIDE, OBSERVATORY, claim, day, noon, snapshot

LATE = {"reported_at": noon(day(3))}


def changed_by(*more: Claim) -> set[tuple[str, str]]:
    """Return the timelines, by lens and clock, that some claims more change."""
    plans = []
    for claims in (BASELINE, (*BASELINE, *more)):
        rows = snapshot(*claims)
        plans.append(plan_pieces(rows, Numbers(rows), claim_texts(rows)))
    before, after = plans
    return {timeline for timeline in before if before[timeline] != after[timeline]}


def test_a_claim_changes_the_lenses_that_admit_it_and_no_other():
    said = claim(ARMY, "controls", GOVERNMENT, ALEPPO, day(30), **LATE)
    assert {lens for lens, _ in changed_by(said)} == {"assessed", "government"}


def test_an_area_that_a_report_names_is_shown_through_every_lens():
    said = claim(ARMY, "controls", GOVERNMENT, NORTHERN_COUNTRYSIDE, day(30), **LATE)
    assert said.provenance == "report"
    assert {lens for lens, _ in changed_by(said)} == {lens.slug for lens in snapshot().theatre.lenses}


def test_a_retracted_claim_changes_nothing():
    assert changed_by(claim(OBSERVATORY, "controls", GOVERNMENT, ALEPPO, day(30), basis="retracted")) == set()


def test_news_of_an_early_day_changes_what_was_known_then_only_from_the_day_on_which_it_came():
    rows = [
        snapshot(*BASELINE),
        snapshot(*BASELINE, claim(OBSERVATORY, "controls", GOVERNMENT, ALEPPO, day(27), **LATE)),
    ]
    before, after = (plan_pieces(row, Numbers(row), claim_texts(row)) for row in rows)
    first = {}
    for clock in ("now", "then"):
        made_of = [list(one["assessed", clock][0].made_of) for one in (before, after)]
        number = next(n for n, (old, new) in enumerate(zip(*made_of, strict=True)) if old != new)
        first[clock] = before["assessed", clock][0].days[number]
    assert first == {"now": day(27), "then": day(3)}
