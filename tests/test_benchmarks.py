"""The measure itself is measured: the invented war is the one that its story tells, and the scores are right on plain cases."""

from __future__ import annotations

from contextlib import ExitStack
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from conflictmap.core.daymap import day_states
from conflictmap.importers.claims_table import NamedFile, read_claims_table
from tests.benchmarks import voronoi
from tests.benchmarks.claims import PROTOCOLS, REPORT_DAYS, make_case
from tests.benchmarks.front import LAG_DAYS, scored_days
from tests.benchmarks.methods import METHODS
from tests.benchmarks.plot import Panel, Series, draw
from tests.benchmarks.score import Grid, belt, brier, coverage, front_distance, lag_days, overlap, share_right
from tests.benchmarks.settlements import DESERT, PLACES, settle
from tests.benchmarks.sized import sized_snapshot, sized_words, story_day, with_claim
from tests.benchmarks.tables import write_tables
from tests.benchmarks.truth import (
    COALITION,
    COLLAPSE_ENDS,
    COLLAPSE_STARTS,
    COUNTRY,
    DAYS,
    ENCLAVES,
    HIGHLAND,
    NECK_CUT,
    REPUBLIC,
    SALIENT_ENDS,
    Truth,
    day_date,
    degrees,
    plane,
    river,
)

SEEDS = (1, 2, 3, 4, 5)
GRID = Grid.over()
SQUARE = Grid.over(shapely.MultiPolygon([shapely.box(0, 0, 90, 90)]))
NOISE = next(protocol for protocol in PROTOCOLS if protocol.name == "noise")
LATE = next(protocol for protocol in PROTOCOLS if protocol.name == "late")


def west_of(east_km: float) -> np.ndarray:
    return np.where(SQUARE.points[:, 0] < east_km, COALITION, REPUBLIC)


def patches(holders: np.ndarray, actor: int) -> int:
    """Count the pieces of an actor's ground on the grid."""
    cells = shapely.box(*(GRID.points - 1.5).T, *(GRID.points + 1.5).T)
    return len(shapely.get_parts(shapely.union_all(cells[holders == actor])))


# --- The scores ---------------------------------------------------------------------------------------------------------


def test_the_truth_itself_scores_full_marks() -> None:
    true = Truth(1).holders(GRID.points, 300)
    front = GRID.front(true)
    assert overlap(true, true) == 1
    assert overlap(true[belt(GRID, front)], true[belt(GRID, front)]) == 1
    assert front_distance(front, front) == 0
    assert brier(true, np.ones(len(true)), true) == 0


def test_a_front_that_is_twelve_kilometres_off_scores_twelve_kilometres() -> None:
    true, found = west_of(30), west_of(42)
    assert front_distance(SQUARE.front(found), SQUARE.front(true)) == pytest.approx(12)
    # 30 of 90 km are the coalition's; 12 more are given to it: 30/42 and 48/60, weighted by the true ground.
    assert overlap(found, true) == pytest.approx((30 * 30 / 42 + 60 * 48 / 60) / 90)


def test_ground_called_unknown_counts_against_overlap_and_not_in_the_front_or_the_confidence() -> None:
    true = west_of(30)
    found = np.where(SQUARE.points[:, 0] < 60, true, -1)
    assert overlap(found, true) == pytest.approx((30 * 1 + 60 * 0.5) / 90)
    assert front_distance(SQUARE.front(found), SQUARE.front(true)) == 0
    assert brier(found, np.full(len(true), 0.5), true) == pytest.approx(0.25)


def test_the_belt_reaches_thirty_kilometres_from_the_front() -> None:
    near = belt(SQUARE, SQUARE.front(west_of(45)))
    assert near.tolist() == (np.abs(SQUARE.points[:, 0] - 45) <= 30).tolist()


def test_a_map_without_any_front_is_far_from_the_true_one() -> None:
    nothing = SQUARE.front(np.full(len(SQUARE.points), REPUBLIC))
    assert front_distance(nothing, SQUARE.front(west_of(30))) > 100


def test_sure_and_wrong_costs_a_brier_score_of_one() -> None:
    assert brier(np.array([0, 1]), np.array([1.0, 1.0]), np.array([1, 1])) == pytest.approx(0.5)
    assert brier(np.array([0, 1]), np.array([0.0, 1.0]), np.array([1, 1])) == 0


def test_a_share_is_of_what_was_asked_for_only() -> None:
    assert share_right(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([True, True, False])) == 0.5
    assert np.isnan(share_right(np.array([0]), np.array([0]), np.array([False])))


def test_a_band_covers_the_part_of_the_front_that_lies_in_it() -> None:
    line = np.array([[x, 0.0] for x in range(100)])
    true = np.array([[x, 0.5 if x < 25 else 3.0] for x in range(100)])
    assert coverage(line, np.full(100, 1.0), true) == 0.25
    assert np.isnan(coverage(line, np.zeros(100), true))


def test_lag_is_counted_from_the_true_change_until_it_shows() -> None:
    true = [np.array(row) for row in ([0, 0, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0])]
    found = [np.array(row) for row in ([0, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0])]
    # The first place at once, the second not by the last day: 0 and 9 days.
    assert lag_days([10, 12, 15, 20], found, true) == pytest.approx(4.5)
    assert np.isnan(lag_days([1, 2], [true[0], true[0]], [true[0], true[0]]))


# --- The war ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_every_enclave_stands_deep_inside_another_s_ground(seed: int) -> None:
    truth = Truth(seed)
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    circle = np.c_[np.cos(angles), np.sin(angles)]
    for enclave in ENCLAVES:
        for day in range(enclave.first, enclave.end, 10):
            assert truth.holders(np.array([enclave.centre]), day)[0] == enclave.holder
            for beyond in (2, 8, 14):
                around = truth.holders(enclave.centre + (enclave.radius_km + beyond) * circle, day)
                assert len(set(around.tolist())) == 1
                assert around[0] != enclave.holder
        if enclave.end < DAYS:
            assert truth.holders(np.array([enclave.centre]), enclave.end)[0] != enclave.holder


def test_at_least_two_enclaves_hold_for_months_and_one_is_a_single_town() -> None:
    assert sum(enclave.end - enclave.first > 90 for enclave in ENCLAVES) >= 2
    points = settle(3)
    for enclave in ENCLAVES:
        inside = int((np.hypot(*(points - enclave.centre).T) < enclave.radius_km).sum())
        assert inside == 1 if enclave.lone else inside >= 5
    assert any(enclave.lone for enclave in ENCLAVES)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_salient_is_cut_off_into_a_pocket(seed: int) -> None:
    truth = Truth(seed)
    joined = patches(truth.holders(GRID.points, SALIENT_ENDS), COALITION)
    assert patches(truth.holders(GRID.points, NECK_CUT), COALITION) == joined + 1
    assert patches(truth.holders(GRID.points, 399), COALITION) == joined


@pytest.mark.parametrize("seed", SEEDS)
def test_the_front_rests_on_the_river_for_weeks_and_then_collapses_within_ten_days(seed: int) -> None:
    truth = Truth(seed)
    north = np.arange(200.0, 315.0)
    for day in (COLLAPSE_STARTS - 60, COLLAPSE_STARTS):
        assert truth.front(north, day) == pytest.approx(river(north))
    ground = [int((truth.holders(GRID.points, day) == COALITION).sum()) for day in (390, 400, 410, 420)]
    grinding, collapse, after = np.diff(ground) / len(GRID.points)
    assert grinding < 0.01
    assert after < 0.01
    assert collapse > 0.1


def test_a_third_actor_keeps_its_corner_and_comes_to_meet_both_others() -> None:
    truth = Truth(1)
    for day in (0, 600):
        held = truth.holders(GRID.points, day)
        assert 0.02 < (held == HIGHLAND).mean() < 0.1
    one, other = GRID.pairs.T
    meets = {frozenset(pair) for pair in zip(held[one].tolist(), held[other].tolist(), strict=True)}
    assert {frozenset((HIGHLAND, REPUBLIC)), frozenset((HIGHLAND, COALITION))} <= meets


def test_people_live_in_clusters_and_hardly_in_the_desert() -> None:
    points = settle(2)
    assert len(points) == PLACES
    assert shapely.contains_xy(COUNTRY, points).all()
    (x, y), (wide, high) = DESERT
    desert = ((points[:, 0] - x) / wide) ** 2 + ((points[:, 1] - y) / high) ** 2 < 1
    even = np.pi * wide * high / COUNTRY.area
    assert 0 < desert.mean() < even / 3
    assert (points == settle(2)).all()
    assert not (points[:100] == settle(4)[:100]).all()


def test_kilometres_and_degrees_turn_into_each_other() -> None:
    points = settle(1, 50)
    assert plane(degrees(points)) == pytest.approx(points)


# --- The claims -----------------------------------------------------------------------------------------------------------


def test_claims_are_true_but_for_the_share_that_lies_for_those_whom_it_flatters() -> None:
    case = make_case(NOISE, 1)
    first = [word for word in case.words if word.day == 0 and word.source != "mission"]
    assert len(first) == pytest.approx(PLACES / 2, abs=len(ENCLAVES))
    lies = [word for word in case.words if word.holder != case.truth.holders(case.points[[word.place]], word.day)[0]]
    assert sum(word.day == 0 for word in lies) / len(first) == pytest.approx(0.1, abs=0.03)
    assert sum(word.day > 0 for word in lies) == pytest.approx(43 * len(first) / 300, rel=0.2)
    assert sum(word.source == "monitor" for word in lies) / len(lies) == pytest.approx(0.2, abs=0.06)
    assert all(word.source in ("monitor", f"command-{('republic', 'coalition')[word.holder]}") for word in lies)


def test_an_enclave_s_town_is_confirmed_by_a_second_independent_source() -> None:
    words = make_case(PROTOCOLS[2], 1).words
    for place, enclave in enumerate(ENCLAVES):
        told = [word for word in words if word.place == place and enclave.first <= word.day < enclave.end]
        confirmed = [word for word in told if word.source == "mission"]
        assert len(confirmed) >= 2
        assert {word.holder for word in confirmed} == {enclave.holder}


def test_reports_come_every_few_weeks_and_daily_in_the_collapse() -> None:
    assert len(REPORT_DAYS) == 44
    assert set(range(COLLAPSE_STARTS, COLLAPSE_ENDS)) <= set(REPORT_DAYS)
    assert any(COLLAPSE_STARTS < day <= COLLAPSE_ENDS for day in scored_days())
    assert LAG_DAYS[0] <= COLLAPSE_STARTS


def test_a_late_claim_is_not_known_before_it_was_reported() -> None:
    case = make_case(LATE, 1, 400)
    late = next(word for word in case.words if word.reported > word.day > 0)
    place = case.latest(late.reported)[0].tolist().index(late.place)
    assert case.latest(late.reported)[1][place] == late.holder
    assert case.latest(late.day)[1][place] != late.holder


def test_the_same_seed_gives_the_same_claims_and_the_engine_the_same_ones() -> None:
    case = make_case(NOISE, 2, 300)
    assert case.words == make_case(NOISE, 2, 300).words
    assert case.words != make_case(NOISE, 3, 300).words
    snapshot = case.snapshot()
    assert [claim.place for claim in snapshot.claims] == [f"p{word.place:05}" for word in case.words]
    assert {claim.source for claim in snapshot.claims} <= {source.slug for source in snapshot.sources}


def test_every_method_finds_most_of_the_ground_from_true_claims() -> None:
    case = make_case(PROTOCOLS[0], 1)
    true = case.truth.holders(GRID.points, 300)
    for method in METHODS.values():
        (answer,) = method(case, GRID.points, [300])
        assert overlap(answer.holders, true) > 0.85
        assert ((answer.confidence >= 0) & (answer.confidence <= 1)).all()


# --- The war at any size ---------------------------------------------------------------------------------------------------


def test_a_war_of_any_span_tells_the_whole_story_in_about_as_many_claims_as_asked_for() -> None:
    assert [story_day(day, 100) for day in (0, 99)] == [0, DAYS - 1]
    points, words = sized_words(120, 40, 600)
    assert len(points) == 120
    assert len(words) == 600
    assert {word.day for word in words} == set(range(40))
    assert words == sized_words(120, 40, 600)[1]


def test_one_claim_more_turns_its_place_over_and_is_the_last_reported() -> None:
    snapshot = sized_snapshot(120, 40, 600)
    changed = with_claim(snapshot, 20)
    (fresh,) = set(changed.claims) - set(snapshot.claims)
    assert fresh.reported_at > max(claim.reported_at for claim in snapshot.claims)
    told = [claim for claim in snapshot.claims if claim.place == fresh.place and claim.date_end <= fresh.date_end]
    assert max(told, key=lambda claim: claim.date_end).actor != fresh.actor


def test_cells_kept_and_cells_anew_make_the_same_ground() -> None:
    snapshot = sized_snapshot(150, 6, 400)
    assert voronoi.cached(snapshot) == voronoi.recomputed(snapshot) > 6


def test_a_plot_is_the_same_text_each_time_and_its_axes_are_logarithmic() -> None:
    panel = Panel("places <n>", "seconds", (Series("release & files", ((10, 1), (100, 10), (1000, 100))),))
    drawn = draw([[panel]])
    assert drawn == draw([[panel]])
    circles = ElementTree.fromstring(drawn).findall(".//{*}circle")
    xs, ys = ([float(circle.attrib[name]) for circle in circles] for name in ("cx", "cy"))
    assert np.diff(xs) == pytest.approx(np.diff(xs)[0], abs=0.11)
    assert np.diff(ys) == pytest.approx(np.diff(ys)[0], abs=0.11)
    assert ys[0] > ys[-1]


def test_the_wars_tables_are_the_war(tmp_path):
    war = sized_snapshot(120, 30, 500)
    write_tables(war, tmp_path)
    with ExitStack() as stack:
        files = [
            NamedFile(stack.enter_context((tmp_path / name).open("rb")), name)
            for name in ("places.csv", "claims.csv", "boundary.geojson")
        ]
        read = read_claims_table(*files, support_km=war.theatre.support_km).snapshot
    for number in (0, 20, 29):
        asked = {"day": day_date(number), "lens": "assessed", "known_by": None}
        mine, theirs = (
            [(s.place, s.holder, s.status, s.confidence, s.since) for s in day_states(rows, **asked)]
            for rows in (war, read)
        )
        assert mine == theirs
