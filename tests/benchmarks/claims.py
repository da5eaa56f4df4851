"""What would be claimed of the invented war: the truth as sources report it, with gaps, delays and falsehoods.

Each sampled place is claimed on the first report day, and later only when it has changed hands since the last one. Half of the
true claims come from a monitor, half from the command of the side that holds the place. Of the false ones four in five come
from the side that they flatter, one in five from the monitor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np

from conflictmap.core.ids import public_id
from conflictmap.core.records import Actor, Claim, Lens, Snapshot, Source, Theatre
from tests.benchmarks.settlements import PLACES, as_places, settle
from tests.benchmarks.truth import (
    ACTORS,
    COALITION,
    COLLAPSE_ENDS,
    COLLAPSE_STARTS,
    COUNTRY,
    DAYS,
    ENCLAVES,
    REPUBLIC,
    Floats,
    Integers,
    Truth,
    day_date,
    degrees,
)

#: Once in about 18 days while little happens, daily in the collapse: 44 in all.
REPORT_DAYS = tuple(
    sorted({*np.linspace(0, DAYS - 1, 34).round().astype(int).tolist(), *range(COLLAPSE_STARTS, COLLAPSE_ENDS)})
)
SUPPORT_KM = 200.0  # farther than any ground is from evidence, so that no method is spared a judgement
USUAL_SUPPORT_KM = 25.0
CONFIRMED_AFTER, CONFIRMED_EACH = (
    2,
    8,
)  # report days after an enclave is cut off, and between one such word and the next


@dataclass(frozen=True, slots=True)
class Protocol:
    """How truth becomes claims. Shares are in [0, 1]; a thirtieth of `false` of the places is lied about at every later date."""

    name: str
    says: str
    share: float = 1.0
    false: float = 0.0
    missed: float = 0.0
    late_days: int = 0
    known_by_each: bool = False


PROTOCOLS = (
    Protocol("every", "every place claimed"),
    Protocol("fifth", "20 % of places", share=0.2),
    Protocol("tenth", "10 % of places", share=0.1),
    Protocol("noise", "50 % of places, 10 % false", share=0.5, false=0.1),
    Protocol("late", "all, 20 % missed, 5 % false, late", false=0.05, missed=0.2, late_days=3, known_by_each=True),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One claim as plain numbers: place and holder by number, the day it speaks of, the day it was reported, its source."""

    place: int
    day: int
    holder: int
    reported: int
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """One seed under one protocol: the truth, the places, and the claims in the order in which they were made."""

    protocol: Protocol
    truth: Truth
    points: Floats
    words: tuple[Word, ...]

    def latest(self, day: int) -> tuple[Integers, Integers]:
        """Return what a simple method knows on a day: places with a claim, and who holds each by its latest claim."""
        newest: dict[int, Word] = {}
        for word in self.words:
            known = not self.protocol.known_by_each or word.reported <= day
            if known and word.day <= day and (word.place not in newest or newest[word.place].day <= word.day):
                newest[word.place] = word
        places = sorted(newest)
        return np.array(places), np.array([newest[place].holder for place in places])

    def snapshot(self, support_km: float = SUPPORT_KM) -> Snapshot:
        """Return the case as the engine's records."""
        claims = tuple(claim_of(number, word) for number, word in enumerate(self.words))
        return Snapshot(theatre(support_km), PARTIES, SOURCES, as_places(self.points), claims)


PARTIES = tuple(
    Actor(slug, slug.title(), slug, colour, number)
    for number, (slug, colour) in enumerate(zip(ACTORS, ("#b0413e", "#3fa38a", "#e3b23c"), strict=True))
)
SOURCES = (
    Source("monitor", "Monitor", "monitor"),
    Source("mission", "Observer mission", "international"),
    *(Source(f"command-{slug}", f"{slug.title()} command", "belligerent", alignment=slug) for slug in ACTORS),
)


def theatre(support_km: float = SUPPORT_KM) -> Theatre:
    """Return the invented country and its 620 days."""
    polygons = [
        [[tuple(corner) for corner in degrees(np.array(ring.coords)).round(5).tolist()] for ring in rings]
        for rings in ((polygon.exterior, *polygon.interiors) for polygon in COUNTRY.geoms)
    ]
    low, high = degrees(np.array(COUNTRY.bounds).reshape(2, 2)).round(5).tolist()
    return Theatre(
        slug="invented",
        name="An invented war",
        boundary={"type": "MultiPolygon", "coordinates": polygons},
        bbox=(low[0], low[1], high[0], high[1]),
        date_start=day_date(0),
        date_end=day_date(DAYS - 1),
        time_zone="UTC",
        lenses=(Lens("assessed", "All sources, weighed"),),
        support_km=support_km,
    )


def make_case(protocol: Protocol, seed: int, count: int = PLACES) -> Case:
    """Return the claims of one protocol and seed; the same seed has the same country under every protocol."""
    truth, points = Truth(seed), settle(seed, count)
    rng = np.random.default_rng([seed, 3])
    chosen = rng.choice(count, max(4, round(protocol.share * count)), replace=False)
    chosen = np.unique(np.r_[chosen, np.arange(len(ENCLAVES))])  # the enclaves' towns are always heard of
    words: list[Word] = []
    before = truth.holders(points, REPORT_DAYS[0])
    for number, day in enumerate(REPORT_DAYS):
        now = truth.holders(points, day)
        if number == 0:
            lies = rng.random(len(chosen)) < protocol.false
            told, lied = chosen[~lies], chosen[lies]
        else:
            changed = chosen[now[chosen] != before[chosen]]
            told = changed[rng.random(len(changed)) >= protocol.missed]
            lied = chosen[rng.random(len(chosen)) < protocol.false / 30]
        words += [_true(rng, protocol, place, day, int(now[place])) for place in told.tolist()]
        words += [_false(rng, protocol, place, day, int(now[place])) for place in lied.tolist()]
        words += _confirmed(number, day, now)
        before = now
    return Case(protocol, truth, points, tuple(words))


def _true(rng: np.random.Generator, protocol: Protocol, place: int, day: int, holder: int) -> Word:
    source = "monitor" if rng.random() < 0.5 else f"command-{ACTORS[holder]}"
    return Word(place, day, holder, _reported(rng, protocol, day), source)


def _false(rng: np.random.Generator, protocol: Protocol, place: int, day: int, holder: int) -> Word:
    flattered = COALITION if holder == REPUBLIC else REPUBLIC
    source = "monitor" if rng.random() < 0.2 else f"command-{ACTORS[flattered]}"
    return Word(place, day, flattered, _reported(rng, protocol, day), source)


def _confirmed(number: int, day: int, now: Integers) -> list[Word]:
    """Let a second, independent source confirm now and then who holds the town of each enclave that stands."""
    words = []
    for place, enclave in enumerate(ENCLAVES):
        since = number - sum(report < enclave.first for report in REPORT_DAYS) - CONFIRMED_AFTER
        if since >= 0 and since % CONFIRMED_EACH == 0 and day < enclave.end:
            words.append(Word(place, day, int(now[place]), day, "mission"))
    return words


def _reported(rng: np.random.Generator, protocol: Protocol, day: int) -> int:
    return day + int(rng.integers(0, protocol.late_days + 1))


def claim_of(number: int, word: Word) -> Claim:
    key = f"{number:06}"
    when = day_date(word.day)
    return Claim(
        id=str(public_id("claim", "invented", key)),
        key=key,
        place=f"p{word.place:05}",
        actor=ACTORS[word.holder],
        relation="controls",
        date_start=when,
        date_end=when,
        source=word.source,
        reported_at=datetime.combine(when + timedelta(days=word.reported - word.day), time(12), UTC),
        summary="",
    )
