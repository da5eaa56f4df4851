"""Why a point is as the map shows it: who has it, which places decide it, and what was said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.daymap import UnknownLens, day_areas
from conflictmap.core.records import Claim, Snapshot
from conflictmap.core.why import MOST_PLACES, OutsideTheatre, Why, explain, round_weights
from tests.cast import (
    ALEPPO,
    BASELINE,
    BROADCASTER,
    GOVERNMENT,
    HAMA,
    MAARAT,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    SHEIKH_NAJJAR,
    THEATRE,
    WIRE,
    claim,
    day,
    noon,
    snapshot,
)

ALEPPO_FALLS = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), quote='"It is over," he said.')
CLAIMS = (
    *BASELINE,
    ALEPPO_FALLS,
    claim(REBEL_COMMAND, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30)),
    claim(REBEL_COMMAND, "entered", OPPOSITION, HAMA, day(1)),
    *(
        claim(outlet, "controls", OPPOSITION, MAARAT, day(30), share="most", voice="own")
        for outlet in (WIRE, BROADCASTER)
    ),
)
NARROW, WIDE = replace(THEATRE, support_km=25), replace(THEATRE, support_km=200)
AT_ALEPPO = (ALEPPO.longitude, ALEPPO.latitude)


def why(*at: float, rows: Snapshot | None = None, **asked: Any) -> Why:
    asked = {"day": day(1), "lens": "assessed", "known_by": None, **asked}
    return explain(rows or snapshot(*CLAIMS, theatre=WIDE), longitude=at[0], latitude=at[1], **asked)


def without(gone: Claim, *more: Claim) -> Snapshot:
    return snapshot(*(each for each in CLAIMS if each.id != gone.id), *more, theatre=WIDE)


POINTS = st.tuples(st.floats(36.3, 37.6), st.floats(35.3, 36.35))


@given(at=POINTS)
def test_weights_add_up_to_one_and_the_heaviest_come_first(at: tuple[float, float]) -> None:
    found = why(*at)
    weights = [place.weight for place in found.places]
    assert sum(round(weight * 1000) for weight in (*weights, found.others)) == 1000
    assert all(round(weight, 3) == weight >= 0 for weight in weights)
    assert weights == sorted(weights, reverse=True)
    assert 1 <= len(weights) <= MOST_PLACES


@given(at=POINTS)
def test_memberships_are_what_the_places_weights_and_masses_make(at: tuple[float, float]) -> None:
    found = why(*at)
    assert found.memberships
    for actor, share in found.memberships:
        named = sum(place.weight * dict(place.state.mass).get(actor, 0) for place in found.places)
        assert named - 0.02 <= share <= named + found.others + 0.02


def test_a_point_is_as_the_area_around_it() -> None:
    rows = snapshot(*CLAIMS, theatre=NARROW)
    areas, _ = day_areas(rows, day=day(1), lens="assessed", known_by=None)
    polygons = [shapely.Polygon(area.rings[0], area.rings[1:]) for area in areas]
    seen = set()

    @settings(max_examples=150, deadline=None)
    @given(at=POINTS)
    def check(at: tuple[float, float]) -> None:
        found, point = why(*at, rows=rows), shapely.Point(at)
        around = [area for area, polygon in zip(areas, polygons, strict=True) if polygon.distance(point) < 1e-5]
        if len(around) > 1:
            return  # on a border, which the areas draw on a grid
        (area,) = around
        assert (found.holder, found.side, found.status) == (area.holder, area.side, area.status)
        assert found.contenders == area.contenders
        seen.add(found.status)

    check()
    assert seen >= {"held", "contested", "claimed", "unknown"}


def test_the_places_claims_are_told_with_the_rule_that_weighed_them() -> None:
    top = why(*AT_ALEPPO).places[0]
    assert (top.place, top.state.holder) == (ALEPPO, "opposition")
    assert top.weight > 0.5
    assert top.distance_km == 0
    word = top.words[0]
    assert (word.claim, word.source) == (ALEPPO_FALLS, OBSERVATORY)
    assert (word.rule, word.says) == ("monitor", "An independent monitor says so.")
    assert 0 < word.weight <= 1


def test_a_doubted_place_tells_the_doubt_beside_the_rules_that_weighed_its_claims() -> None:
    west, south, east, north = THEATRE.bbox
    grid = {
        (row, column): replace(
            ALEPPO,
            slug=f"v{row:02}{column:02}",
            longitude=west + (east - west) * (column + 0.5) / 20,
            latitude=south + (north - south) * (row + 0.5) / 16,
        )
        for row in range(16)
        for column in range(20)
    }
    holds = [claim(OBSERVATORY, "controls", GOVERNMENT, place, day(27)) for place in grid.values()]
    strays = [grid[row, column] for row in (2, 6, 10, 14) for column in (3, 9, 15)]
    wrong = [claim(OBSERVATORY, "controls", OPPOSITION, place, day(28)) for place in strays]
    stray = strays[0]
    found = why(stray.longitude, stray.latitude, rows=snapshot(*holds, *wrong, places=tuple(grid.values())))
    assert found.holder == "government"
    assert (found.places[0].place, found.places[0].state.doubted) == (stray, True)
    assert found.places[0].doubt.startswith("Stands alone")
    assert {(word.rule, word.says) for word in found.places[0].words} == {
        ("monitor", "An independent monitor says so.")
    }
    assert {place.doubt for place in found.places if not place.state.doubted} == {""}


def test_changing_the_claim_that_is_named_changes_the_answer() -> None:
    before = why(*AT_ALEPPO)
    named = before.places[0].words[0].claim
    assert (before.holder, before.status) == ("opposition", "held")
    for corrected in (replace(named, relation="entered"), replace(named, date_start=day(2), date_end=day(2))):
        changed = replace(corrected, id="corrected", supersedes=named.id)
        after = why(*AT_ALEPPO, rows=without(named, changed))
        assert (after.holder, after.status) != (before.holder, before.status)
    assert why(*AT_ALEPPO, rows=without(named)).holder == "government"


def test_only_claims_known_by_the_day_count() -> None:
    late = replace(ALEPPO_FALLS, reported_at=noon(day(3)))
    rows = without(ALEPPO_FALLS, late)
    assert why(*AT_ALEPPO, rows=rows, known_by=day(2)).holder == "government"
    assert why(*AT_ALEPPO, rows=rows, known_by=day(3)).holder == "opposition"
    assert why(*AT_ALEPPO, rows=rows).holder == "opposition"


def test_only_the_lens_own_sources_are_told_beside_the_baseline() -> None:
    found = why(*AT_ALEPPO, lens="government")
    assert found.holder == "government"
    said = {word.source.slug for place in found.places for word in place.words}
    assert said == {"background"}
    with pytest.raises(UnknownLens):
        why(*AT_ALEPPO, lens="nobody")


def test_beyond_support_nobody_has_the_ground_and_the_nearest_evidence_is_named() -> None:
    found = why(37.55, 35.35, rows=snapshot(*CLAIMS, theatre=NARROW))
    assert (found.holder, found.side, found.status, found.contenders) == (None, None, "unknown", ())
    assert (found.confidence, found.places, found.others) == (0.0, (), 0.0)
    assert found.nearest is not None
    assert found.nearest.place.slug == "manbij"
    assert found.nearest.distance_km == pytest.approx(61.8, abs=0.5)


def test_without_any_evidence_none_is_nearest() -> None:
    found = why(*AT_ALEPPO, rows=snapshot())
    assert (found.holder, found.status, found.nearest) == (None, "unknown", None)


@pytest.mark.parametrize("at", [(36.2, 35.5), (37.0, 36.4), (-180.0, 90.0), (37.6001, 35.5)])
def test_a_point_outside_of_the_boundary_is_refused(at: tuple[float, float]) -> None:
    with pytest.raises(OutsideTheatre):
        why(*at)


@pytest.mark.parametrize("at", [(36.3, 35.3), (37.6, 36.35), (37.6, 36.0), (37.0, 35.3)])
def test_the_boundary_belongs_to_the_theatre(at: tuple[float, float]) -> None:
    assert why(*at).places


ONE_RING = {"type": "Polygon", "coordinates": [[[179, 50], [181, 50], [181, 51], [179, 51], [179, 50]]]}
TWO_SIDES = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[179, 50], [180, 50], [180, 51], [179, 51], [179, 50]]],
        [[[-180, 50], [-179, 50], [-179, 51], [-180, 51], [-180, 50]]],
    ],
}


@pytest.mark.parametrize("longitude", [179.5, -179.5, 180.0, -180.0])
@pytest.mark.parametrize("boundary", [ONE_RING, TWO_SIDES], ids=["one ring", "two sides"])
def test_a_theatre_across_the_antimeridian_is_asked_on_either_side(boundary: dict[str, Any], longitude: float) -> None:
    island = replace(ALEPPO, longitude=179.9, latitude=50.5)
    holds = next(each for each in BASELINE if each.place == "aleppo")
    theatre = replace(WIDE, boundary=boundary, bbox=(179, 50, -179, 51))
    found = why(longitude, 50.5, rows=snapshot(holds, theatre=theatre, places=(island,)))
    assert found.holder == "government"
    assert found.places[0].distance_km == pytest.approx(
        28.3 if longitude == 179.5 else 42.4 if longitude == -179.5 else 7, abs=0.3
    )


@given(weights=st.dictionaries(st.text(min_size=1), st.floats(0, 1), min_size=1, max_size=60))
def test_rounded_weights_are_whole_thousandths_near_the_true_ones(weights: dict[str, float]) -> None:
    total = sum(weights.values())
    if total < 1e-6:
        return
    weights = {place: weight / total for place, weight in weights.items()}
    named, others = round_weights(weights)
    assert round(1000 * (sum(weight for _, weight in named) + others)) == 1000
    assert all(abs(weight - weights[place]) < 0.001 for place, weight in named)
    assert len(named) == MOST_PLACES or others <= 0.051
