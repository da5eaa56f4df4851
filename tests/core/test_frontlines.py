"""Frontlines are bands: how wide follows from the spacing, the confidence and the precision of the evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.areas import derive_areas
from conflictmap.core.daymap import day_areas
from conflictmap.core.equal_area import length_km
from conflictmap.core.field import QUANTUM, Field
from conflictmap.core.frontlines import PART_KM, WIDTHS_KM, band_km
from conflictmap.core.mesh import KM_PER_DEGREE, Mesh, build_mesh
from conflictmap.core.records import Frontline, Place
from tests.cast import (
    ALEPPO,
    BASELINE,
    FIRST_DAY,
    GOVERNMENT,
    LAST_DAY,
    OBSERVATORY,
    OPPOSITION,
    PLACES,
    THEATRE,
    baseline,
    claim,
    day,
    snapshot,
)

MESH = build_mesh(THEATRE, PLACES)
SUPPORT_KM = 40
MIDDLE = 36.95

gradients = st.floats(0, 3)
shares = st.floats(0, 1)
precisions = st.floats(0, 60)


def straight_front(spacing_km: float, confidence: float = 1.0, mesh: Mesh = MESH) -> Field:
    """Return a field that goes from one actor in the west to the other in the east, within so many kilometres."""
    east = (mesh.degrees[:, 0] - MIDDLE) * KM_PER_DEGREE * np.cos(np.radians(35.8))
    first = np.clip(0.5 - east / spacing_km, 0, 1)
    layers = {GOVERNMENT.slug: first, OPPOSITION.slug: 1 - first}
    whole = {(slug, "held"): (layer * QUANTUM).round().astype(np.int64) for slug, layer in layers.items()}
    size = len(mesh.vertices)
    return Field(whole, np.zeros(size, dtype=np.int64), np.full(size, round(confidence * QUANTUM)))  # type: ignore[arg-type]


def lines_of(field: Field, precision_m: float = 0.0) -> list[Frontline]:
    doubt = np.full(len(MESH.vertices), precision_m)
    return derive_areas(MESH, field, (GOVERNMENT, OPPOSITION), SUPPORT_KM, doubt)[1]


def width_at(lines: list[Frontline], latitude: float) -> float:
    """Return the width of the straight front where it crosses a latitude."""
    for line in lines:
        for (_, one), (_, other) in pairwise(line.path):
            if min(one, other) <= latitude <= max(one, other):
                return line.width_km
    raise AssertionError(f"no front at {latitude}")


@given(gradients, gradients, shares, shares, precisions, precisions, st.floats(1, 200))
def test_sparser_older_or_vaguer_evidence_never_narrows_the_band(flat, steep, old, young, near, far, support):
    flat, steep = sorted((flat, steep))
    old, young = sorted((old, young))
    near, far = sorted((near, far))
    better, worse = (
        band_km(np.array([g]), np.array([c]), np.array([p]), support)[0]
        for g, c, p in ((steep, young, near), (flat, old, far))
    )
    assert better <= worse <= 2 * support


@pytest.mark.parametrize("apart", [2, 5, 10, 15])
def test_between_two_exact_places_the_band_is_about_as_wide_as_they_are_apart(apart):
    # Memberships of the two sides go from 1 and 0 to 0 and 1: their difference loses 2.
    gradient, exact = np.array([2 / apart]), np.array([0.0])
    sure, unsure = (band_km(gradient, np.array([c]), exact, 25)[0] for c in (1.0, 0.0))
    assert 0.5 * apart < sure < apart < unsure < 1.5 * apart


@pytest.mark.parametrize("gradient", [0.0, 5e-324, 1e-308, 2.3e-308, 1e-12])
@pytest.mark.parametrize("support_km", [1.0, 25.0, 999.9])
def test_where_the_field_is_flat_the_band_is_as_wide_as_any(gradient, support_km):
    flat, exact = np.array([gradient]), np.zeros(1)
    assert [band_km(flat, np.array([c]), exact, support_km)[0] for c in (0.0, 1.0)] == [2 * support_km] * 2


def test_a_band_is_never_narrower_than_the_doubt_about_its_places():
    assert min(line.width_km for line in lines_of(straight_front(12), precision_m=9000)) >= 18


@settings(max_examples=30)
@given(st.floats(10, 60), st.floats(10, 60), shares, shares, st.integers(0, 15000), st.integers(0, 15000))
def test_along_one_line_the_band_is_at_every_point_as_wide_or_wider_when_evidence_is_worse(
    one, other, first, second, near, far
):
    # The front stands still: its memberships are equal along the same meridian.
    dense, sparse = sorted((one, other))
    lines = lines_of(straight_front(dense, max(first, second)), min(near, far))
    worse = lines_of(straight_front(sparse, min(first, second)), max(near, far))
    for latitude in np.linspace(35.31, 36.34, 40).tolist():
        assert width_at(lines, latitude) <= width_at(worse, latitude)


def test_age_widens_the_band_where_the_front_stands_still():
    quiet = snapshot(*BASELINE)
    (_, young), (_, old) = (
        day_areas(quiet, day=when, lens="assessed", known_by=None) for when in (FIRST_DAY, LAST_DAY)
    )
    mean = [sum(x.width_km * x.length_km for x in lines) / sum(x.length_km for x in lines) for lines in (young, old)]
    assert mean[0] <= mean[1]


def test_a_vague_place_widens_the_front_near_it_and_none_far_away():
    vague = [replace(place, precision_m=25_000) if place is ALEPPO else place for place in PLACES]
    claims = [*baseline(GOVERNMENT, *PLACES[2:6]), claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(27))]
    exact_lines, vague_lines = (
        day_areas(snapshot(*claims, places=tuple(places)), day=day(28), lens="assessed", known_by=None)[1]
        for places in (PLACES, vague)
    )
    assert max(line.width_km for line in vague_lines) >= 50
    assert sum(x.width_km * x.length_km for x in exact_lines) < sum(x.width_km * x.length_km for x in vague_lines)


def test_every_width_is_one_of_a_few_and_none_passes_twice_the_support_distance():
    lines = lines_of(straight_front(200, 0.3))
    assert {line.width_km for line in lines} <= {*WIDTHS_KM, 2 * SUPPORT_KM}
    assert max(line.width_km for line in lines) <= 2 * SUPPORT_KM


def test_lines_are_no_confetti_and_join_end_to_end():
    rng = np.random.default_rng(4)
    mesh = build_mesh(replace(THEATRE, filler_km=3), PLACES)
    field = straight_front(13, mesh=mesh)
    uneven = Field(field.memberships, field.support, rng.integers(0, QUANTUM + 1, len(field.support)))
    _, lines = derive_areas(mesh, uneven, (GOVERNMENT, OPPOSITION), SUPPORT_KM)
    assert len({line.width_km for line in lines}) > 1
    # Parts end where straight pieces do.
    longest = max(length_km(piece) for line in lines for piece in pairwise(line.path))
    assert min(line.length_km for line in lines) > PART_KM - longest > PART_KM / 2
    # The front runs from the southern boundary to the northern.
    starts, ends = {line.path[0] for line in lines}, {line.path[-1] for line in lines}
    assert [y for _, y in starts - ends] == [35.3]
    assert [y for _, y in ends - starts] == [36.35]
    assert len(starts) == len(ends) == len(lines)


def test_neighbours_of_one_width_are_one_line():
    lines = lines_of(straight_front(28))
    assert [line.width_km for line in lines] == [20.0]
    assert lines[0].length_km == pytest.approx(1.05 * KM_PER_DEGREE, rel=0.02)


def test_the_earlier_actors_ground_is_on_the_left():
    (line,) = lines_of(straight_front(28))
    # The government holds the west, so its front runs north.
    assert line.between == (GOVERNMENT.slug, OPPOSITION.slug)
    assert line.path[0][1] < line.path[-1][1]


def test_a_front_around_a_pocket_is_a_ring():
    mesh = build_mesh(replace(THEATRE, filler_km=6), [Place("pocket", "Pocket", "town", MIDDLE, 35.8)])
    away = np.hypot(*(mesh.plane - mesh.plane[0]).T)
    inside = (np.clip(1 - away / 40, 0, 1) * QUANTUM).round().astype(np.int64)
    layers = {(GOVERNMENT.slug, "held"): QUANTUM - inside, (OPPOSITION.slug, "held"): inside}
    nothing = np.zeros(len(inside), dtype=np.int64)
    _, (line,) = derive_areas(mesh, Field(layers, nothing, nothing), (GOVERNMENT, OPPOSITION), SUPPORT_KM)  # type: ignore[arg-type]
    assert line.path[0] == line.path[-1]
    assert line.length_km == pytest.approx(2 * np.pi * 20, rel=0.05)
