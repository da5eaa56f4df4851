"""What editors chose for a name before speaks for it, as far as they agreed, and is said in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.rank import geocode_mention
from conflictmap.core.rank_memory import MOST, NONE_YET, Choice, Choices
from conflictmap.core.toponyms import MentionSpan
from tests.core.gazetteer_cast import cast

GAZETTEER = cast()
SURAN = MentionSpan(0, 5, "Suran", "Suran")
BY_SLUG = {slug: entry for slug in ("suran-hama", "suran-azaz") if (entry := GAZETTEER.by_slug(slug))}


def chosen(**reports: int) -> Choices:
    entries = {slug: BY_SLUG[slug.replace("_", "-")] for slug in reports}
    return Choices.of(Choice("Suran", e.geonames_id, e.slug, reports[slug]) for slug, e in entries.items())


@pytest.mark.parametrize("slug", ["suran-hama", "suran-azaz"])
def test_a_name_that_was_open_is_settled_by_one_choice_and_the_candidate_says_so(slug: str) -> None:
    assert geocode_mention(SURAN, gazetteer=GAZETTEER).status == "ambiguous"
    found = geocode_mention(SURAN, gazetteer=GAZETTEER, choices=chosen(**{slug.replace("-", "_"): 1}))
    assert found.best is not None
    assert (found.status, found.best.entry.slug) == ("geocoded", slug)
    assert "chosen by editors for this name in 1 report" in found.best.reasons
    assert not any("chosen" in reason for reason in found.candidates[1].reasons)


def test_where_editors_disagree_the_name_stays_open_with_both_counts() -> None:
    found = geocode_mention(SURAN, gazetteer=GAZETTEER, choices=chosen(suran_hama=2, suran_azaz=2))
    assert found.status == "ambiguous"
    for candidate in found.candidates[:2]:
        assert "chosen by editors for this name in 2 of 4 reports" in candidate.reasons


def test_a_choice_for_one_name_says_nothing_of_another_and_spellings_count_together() -> None:
    choices, entry = chosen(suran_hama=1), BY_SLUG["suran-hama"]
    assert choices.marks("Morek", entry) == 0.0 == NONE_YET.marks("Suran", entry)
    assert choices.marks("as-Suran", entry) == choices.marks("Suran", entry) > 0.0


@given(st.integers(0, 500), st.integers(0, 500))
def test_marks_grow_with_agreement_and_have_an_end(here: int, there: int) -> None:
    entry = BY_SLUG["suran-hama"]
    marks = chosen(suran_hama=here, suran_azaz=there).marks("Suran", entry)
    assert 0.0 <= marks < MOST
    assert chosen(suran_hama=here + 1, suran_azaz=there).marks("Suran", entry) > marks
    assert chosen(suran_hama=here, suran_azaz=there + 1).marks("Suran", entry) <= marks
