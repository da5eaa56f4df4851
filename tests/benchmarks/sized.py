"""The invented war at any size: so many places, days and claims, to time what publishing it takes.

The war keeps its course and takes the whole span, so that more days are slower ones. Every place is claimed on the first day, every
change of hands on its day; all other claims repeat what is so, mostly near the front, one in twenty falsely.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from scipy.spatial import cKDTree

from conflictmap.core.records import Claim, Snapshot
from tests.benchmarks.claims import PARTIES, SOURCES, USUAL_SUPPORT_KM, Word, claim_of, theatre
from tests.benchmarks.settlements import as_places, settle
from tests.benchmarks.truth import ACTORS, COALITION, DAYS, REPUBLIC, Floats, Integers, Truth, day_date

FALSE = 0.05
NEAR_KM = 40.0  # how fast reports thin out with distance from the front
LATE_DAYS = 3


def sized_words(places: int, days: int, claims: int, seed: int = 1) -> tuple[Floats, list[Word]]:
    """Return the places' points and about that many claims; never fewer than the first ones and the changes."""
    truth, points, rng = Truth(seed), settle(seed, places), np.random.default_rng([seed, 4])
    held = [truth.holders(points, story_day(day, days)) for day in range(days)]
    words = [_word(rng, place, 0, int(held[0][place])) for place in range(places)]
    changes = [(day, place) for day in range(1, days) for place in np.flatnonzero(held[day] != held[day - 1]).tolist()]
    words += [_word(rng, place, day, int(held[day][place])) for day, place in changes]
    left = max(claims - len(words), 0)
    each = np.bincount(rng.integers(0, days, left), minlength=days)
    for day in range(days):
        near = _near_the_front(points, held[day])
        for place in rng.choice(places, each[day], p=near).tolist():
            holder = int(held[day][place])
            if rng.random() < FALSE:
                holder = COALITION if holder == REPUBLIC else REPUBLIC
            words.append(_word(rng, place, day, holder))
    return points, words


def sized_snapshot(places: int, days: int, claims: int, seed: int = 1) -> Snapshot:
    """Return the war of that size as the engine's records."""
    points, words = sized_words(places, days, claims, seed)
    return Snapshot(
        replace(theatre(USUAL_SUPPORT_KM), date_end=day_date(days - 1)),
        PARTIES,
        SOURCES,
        as_places(points),
        tuple(claim_of(number, word) for number, word in enumerate(words)),
    )


def with_claim(snapshot: Snapshot, day: int) -> Snapshot:
    """Add one claim that turns a place near the middle of the list over on that day."""
    place = len(snapshot.places) // 2
    when = day_date(day)
    said = [claim for claim in snapshot.claims if claim.place == f"p{place:05}" and claim.date_end <= when]
    last: Claim = max(said, key=lambda claim: claim.date_end)
    other = COALITION if last.actor == ACTORS[REPUBLIC] else REPUBLIC
    fresh = claim_of(len(snapshot.claims), Word(place, day, other, day, "monitor"))
    # Known only now, as a claim that has just come in is.
    reported = max(claim.reported_at for claim in snapshot.claims) + timedelta(minutes=1)
    return replace(snapshot, claims=(*snapshot.claims, replace(fresh, reported_at=reported)))


def story_day(day: int, days: int) -> int:
    """Return the day of the story that a day of a war of `days` days shows."""
    return round(day * (DAYS - 1) / max(days - 1, 1))


def _word(rng: np.random.Generator, place: int, day: int, holder: int) -> Word:
    source = "monitor" if rng.random() < 0.5 else f"command-{ACTORS[holder]}"
    return Word(place, day, holder, day + int(rng.integers(0, LATE_DAYS + 1)), source)


def _near_the_front(points: Floats, held: Integers) -> Floats:
    """Return the chance of each place to be spoken of: the nearer the other side's nearest place, the higher."""
    distance = np.full(len(points), np.inf)
    for actor in np.unique(held).tolist():
        own, others = held == actor, held != actor
        if others.any():
            distance[own] = cKDTree(points[others]).query(points[own])[0]
    weight = np.exp(-distance / NEAR_KM) + 1e-6
    return np.asarray(weight / weight.sum())
