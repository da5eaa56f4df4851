"""How likely the map is right: more with a longer lead and with better evidence, half where nobody leads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.likely import lead_of, likely

SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE)
def test_better_evidence_and_a_longer_lead_never_make_it_less_likely(evidence, lead, more_evidence, more_lead):
    less = likely(np.array(min(evidence, more_evidence)), np.array(min(lead, more_lead)))
    more = likely(np.array(max(evidence, more_evidence)), np.array(max(lead, more_lead)))
    assert 0 <= less <= more <= 1


def test_without_a_lead_the_best_evidence_is_right_one_time_in_two():
    assert likely(np.array(1.0), np.array(0.0)) == 0.5
    assert likely(np.array(0.0), np.array(1.0)) == 0


def test_a_lead_is_over_another_side_and_not_over_an_ally():
    memberships, side = np.array([[500.0, 400.0, 100.0], [100.0, 200.0, 700.0]]), np.array([0, 0, 1])
    assert lead_of(memberships, np.array([0, 2]), side) == pytest.approx([800, 400])


def test_whoever_leads_nobody_has_no_lead():
    # An ally's small part can make the other side the largest one, though its actor's part is not the largest.
    assert lead_of(np.array([[400.0, 300.0, 300.0]]), np.array([0]), np.array([0, 1, 1])) == [0]


def test_where_there_is_one_side_it_leads_by_all_it_has():
    assert lead_of(np.array([[600.0]]), np.array([0]), np.array([0])) == [600]
