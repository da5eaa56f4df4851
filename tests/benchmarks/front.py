"""How true the derived map is, on an invented war of known truth, beside the simple methods on the same claims.

Every seed has its own country and its own claims under each protocol; all methods get the same. Figures are means over the
scored days and seeds. `truth.py` tells the war, `claims.py` the protocols, `methods.py` the methods, `score.py` the scores.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from tests.benchmarks.claims import PROTOCOLS, REPORT_DAYS, Case, Protocol, make_case
from tests.benchmarks.methods import METHODS, Answer
from tests.benchmarks.score import Grid, belt, brier, coverage, front_distance, lag_days, overlap, share_right
from tests.benchmarks.settlements import PLACES
from tests.benchmarks.truth import COLLAPSE_ENDS, COLLAPSE_STARTS, ENCLAVES, Integers

SEEDS = (1, 2, 3, 4, 5)
EVERY = 5  # of the report days, one in so many is scored
LAG_DAYS = tuple(range(COLLAPSE_STARTS, COLLAPSE_ENDS + 5))
COLUMNS = {
    "iou": "IoU",
    "belt": "30 km",
    "km": "km",
    "changed": "changed",
    "brier": "Brier",
    "unknown": "unknown",
    "lag": "lag d",
    "enclaves": "enclaves",
    "band": "band",
}
LEGEND = """  IoU: intersection over union of each actor's ground; 30 km: the same so near the true front; km: mean distance between
  derived and true front; changed: places right of those that changed hands since the day scored before; Brier: of the
  confidence, less is better (distance and RBF: the winner's value, Voronoi: 1); unknown: share of ground; lag d: median
  days until a change shows, in the collapse; enclaves: share of an enclave's places right; band: share of the true
  front within the frontline's width."""

Scores = dict[str, dict[str, float]]


def score_case(protocol: Protocol, seed: int, count: int = PLACES) -> Scores:
    """Return every score of every method on one seed's claims, means over the scored days."""
    case, grid = make_case(protocol, seed, count), Grid.over()
    days = scored_days()
    return {name: _score(case, grid, days, name) for name in METHODS}


def scored_days(every: int = EVERY) -> Sequence[int]:
    """Return one report day in so many, not the first, so that something has changed."""
    return REPORT_DAYS[every - 1 :: every]


def _score(case: Case, grid: Grid, days: Sequence[int], name: str) -> dict[str, float]:
    method, size = METHODS[name], len(grid.points)
    found: dict[str, list[float]] = defaultdict(list)
    before = case.truth.holders(case.points, REPORT_DAYS[0])
    for day, answer in zip(days, method(case, np.vstack([grid.points, case.points]), days), strict=True):
        ground, places = answer.holders[:size], answer.holders[size:]
        true, now = case.truth.holders(grid.points, day), case.truth.holders(case.points, day)
        front = grid.front(true)
        near = belt(grid, front)
        found["iou"].append(overlap(ground, true))
        found["belt"].append(overlap(ground[near], true[near]))
        found["km"].append(front_distance(grid.front(ground), front))
        found["changed"].append(share_right(places, now, now != before))
        found["brier"].append(brier(ground, answer.confidence[:size], true))
        found["unknown"].append(float((ground < 0).mean()))
        found["enclaves"] += _enclaves_kept(case, places, day)
        found["band"].append(coverage(answer.front, answer.half_width_km, front))
        before = now
    means = {score: _mean(values) for score, values in found.items()}
    return {**means, "lag": _lag(case, method(case, case.points, LAG_DAYS))}


def _enclaves_kept(case: Case, places: Integers, day: int) -> list[float]:
    """Return for every enclave that stands on the day how many of its places are shown as its holder's, as a share."""
    kept = []
    for enclave in ENCLAVES:
        if enclave.first <= day < enclave.end:
            inside = np.hypot(*(case.points - enclave.centre).T) < enclave.radius_km
            kept.append(float((places[inside] == enclave.holder).mean()))
    return kept


def _lag(case: Case, answers: Iterable[Answer]) -> float:
    found = [answer.holders for answer in answers]
    return lag_days(LAG_DAYS, found, [case.truth.holders(case.points, day) for day in LAG_DAYS])


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def run(protocols: Sequence[Protocol], seeds: Sequence[int], workers: int | None = None) -> dict[str, list[Scores]]:
    """Return the scores of every protocol, one per seed; seeds and protocols are shared out over the machine's cores."""
    jobs = [(protocol, seed) for protocol in protocols for seed in seeds]
    with ProcessPoolExecutor(max_workers=min(workers or os.cpu_count() or 1, len(jobs))) as pool:
        results = list(pool.map(score_case, *zip(*jobs, strict=True)))
    by_protocol: dict[str, list[Scores]] = defaultdict(list)
    for (protocol, _), scores in zip(jobs, results, strict=True):
        by_protocol[protocol.name].append(scores)
    return by_protocol


def main(protocols: Sequence[str] = (), seeds: int = len(SEEDS), workers: int | None = None) -> None:
    chosen = [protocol for protocol in PROTOCOLS if not protocols or protocol.name in protocols]
    print(
        f"An invented war: {PLACES} places, {len(scored_days())} of {len(REPORT_DAYS)} report days scored, mean of {seeds} seeds"
    )
    for protocol, results in zip(chosen, run(chosen, SEEDS[:seeds], workers).values(), strict=True):
        print(f"{protocol.says:34}" + "".join(f"{title:>9}" for title in COLUMNS.values()))
        for name in METHODS:
            means = {column: _mean([scores[name][column] for scores in results]) for column in COLUMNS}
            print(f"  {name:32}" + "".join(_cell(column, means[column]) for column in COLUMNS))
    print(LEGEND)
    print()


def _cell(column: str, value: float) -> str:
    if np.isnan(value):
        return f"{'–':>9}"
    return f"{value:9.1f}" if column in ("km", "lag") else f"{value:9.3f}"
