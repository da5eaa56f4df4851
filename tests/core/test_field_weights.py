"""The places that decide a point: their weights add up, and give the field back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.daymap import day_field, day_states, holders, network_of
from conflictmap.core.field import QUANTUM, weights_at
from conflictmap.core.records import State
from tests.cast import (
    ALEPPO,
    BASELINE,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    REBEL_COMMAND,
    SHEIKH_NAJJAR,
    claim,
    day,
    snapshot,
)

TWIN = replace(ALEPPO, slug="aleppo-again")
CLAIMS = (
    *BASELINE,
    claim(OBSERVATORY, "entered", OPPOSITION, ALEPPO, day(30)),
    claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)),
    claim(OBSERVATORY, "controls", OPPOSITION, TWIN, day(29)),
)
SNAPSHOT = snapshot(*CLAIMS, places=(*PLACES, TWIN))
MESH = network_of(SNAPSHOT)
STATES = day_states(SNAPSHOT, day=day(1), lens="assessed", known_by=None)


@given(triangle=st.integers(0, len(MESH.triangles) - 1), corner=st.tuples(*[st.floats(0.01, 1)] * 3))
def test_memberships_are_the_weighted_sum_of_the_places_masses(
    triangle: int, corner: tuple[float, float, float]
) -> None:
    barycentric = np.array(corner) / sum(corner)
    weights = weights_at(MESH, STATES, triangle, barycentric)
    assert set(weights) == {state.place for state in STATES if state.mass}
    assert min(weights.values()) >= 0
    assert sum(weights.values()) == pytest.approx(1, abs=1e-9)
    field = day_field(SNAPSHOT, STATES)
    for actor in holders(SNAPSHOT):
        spread = sum(
            barycentric @ layer[MESH.triangles[triangle]] / QUANTUM
            for (slug, _), layer in field.memberships.items()
            if slug == actor.slug
        )
        summed = sum(weights[state.place] * mass for state in STATES for slug, mass in state.mass if slug == actor.slug)
        assert summed == pytest.approx(spread, abs=0.01)  # thinner memberships are dropped from the field


def test_places_at_one_point_share_its_weight() -> None:
    weights = weights_at(MESH, STATES, 0, np.array([0.2, 0.3, 0.5]))
    assert weights["aleppo"] == weights["aleppo-again"] > 0


def test_without_evidence_nothing_decides() -> None:
    assert weights_at(MESH, [State("aleppo", None, "unknown", 0.0)], 0, np.array([1.0, 0, 0])) == {}
