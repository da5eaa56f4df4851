"""States for many days: the same as `assess` of each day, but only the places of which something changes are replayed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from .assess import BOOK
from .conclude import FOREVER, Conclusion, conclude
from .records import Lens, Snapshot, State
from .replay import Course, Sides, sides_of
from .weigh import Bearing, KnownBy, Scales, Weighed

# --- The options ------------------------------------------------------------------------------------------------
BLOCK = 8  # a place's course is kept before every so many claims: a late report replays only what follows it


class Assessed(NamedTuple):
    """The states of a day by place, in order of slugs, and the places whose state is another than on the day asked before."""

    states: Mapping[str, State]
    changed: frozenset[str]


class Assessor:
    """The states of a snapshot through one lens and by one clock, for any days in any order.

    Every place is replayed only when a claim takes effect, becomes known or weighs more, and its confidence aged only when its
    age takes a step. What it keeps grows with the claims, not with the days. Of an assessor `like` it, of the same snapshot and
    lens by another clock, it takes over what comes to the same by both. With `since`, no day before that is asked of it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        lens: Lens,
        clock: KnownBy,
        like: Assessor | None = None,
        since: date | None = None,
    ) -> None:
        sides = sides_of(snapshot.actors)
        self._scales: Scales = like._scales if like else Scales(snapshot, lens, BOOK)
        self._since = since or date.min
        self._places = [_Place(slug, found, sides) for slug, found in self._scales.bearings(clock, since).items()]
        self._number = {place.slug: number for number, place in enumerate(self._places)}
        self._like = like
        # The ordinals of the days from which and before which each place's state is what it is; at first there are none such.
        self._from = np.full(len(self._places), FOREVER, dtype=np.int32)
        self._before = np.zeros(len(self._places), dtype=np.int32)
        self._states: dict[str, State] = {}
        self._day = date.min
        #: The places of which other claims count than on the day asked before, whether that changed their state or not.
        self.heard: frozenset[str] = frozenset()

    def on(self, day: date) -> Assessed:
        """Return the states at the end of `day`, as `assess` does, and the places that changed since the day asked before."""
        if day < self._since:
            raise ValueError(f"{day} comes before {self._since}, the first day that is to be asked for")
        ordinal = day.toordinal()
        changed: dict[str, State] = {}
        gone: set[str] = set()
        heard: set[str] = set()
        like, self._like = self._like, None  # what it keeps is of use but once
        for number in np.flatnonzero((self._from > ordinal) | (self._before <= ordinal)).tolist():
            place = self._places[number]
            before, event = place.state, place.event
            other = like._number.get(place.slug) if like else None
            if like and other is not None:
                place.take_over(like._places[other], like._day, day, ordinal)
            self._from[number], self._before[number] = place.move_to(day, ordinal)
            if place.event != event:
                heard.add(place.slug)
            if place.state is None:
                gone.update({place.slug} if before is not None else ())
            elif place.state is not before:
                changed[place.slug] = place.state
        if changed or gone:
            known, states = len(self._states), {**self._states, **changed}
            if gone or len(states) > known:  # others than before: put them in order anew
                states = {place.slug: place.state for place in self._places if place.state is not None}
            self._states = states
        self._day, self.heard = day, frozenset(heard)
        return Assessed(self._states, frozenset({*changed, *gone}))

    def weighed(self, place: str) -> Sequence[Weighed]:
        """Return what bears on a place by the day asked last, in the order of its replay."""
        number = self._number.get(place)
        return self._places[number].weighed(self._day) if number is not None else ()


class _Place:
    """One place: its bearings in the order of replay, and what they come to on the day moved to last."""

    def __init__(self, slug: str, bearings: list[Bearing], sides: Sides) -> None:
        self.slug, self.bearings, self.sides = slug, bearings, sides
        # On an event's day something begins or ceases to count; `firsts` has the number of the first such bearing.
        firsts: dict[int, int] = {}
        for number, bearing in enumerate(bearings):
            firsts.setdefault(bearing.start.toordinal(), number)
            if bearing.until is not None:
                firsts.setdefault(bearing.until.toordinal(), number)
        self.events = [0, *sorted(firsts), FOREVER]
        self.firsts = [0, *(firsts[event] for event in self.events[1:-1])]
        self.event = 0  # the number of the latest
        self.course, self.reached = Course(), 0  # what so many bearings came to,
        self.kept = [Course()]  # and what those before each block did
        self.conclusion: Conclusion | None = None
        self.state: State | None = None

    def weighed(self, day: date) -> list[Weighed]:
        return [bearing.item for bearing in self.bearings if bearing.counts(day)]

    def move_to(self, day: date, ordinal: int) -> tuple[int, int]:
        """Bring the state to the end of `day`; return the ordinals of the days from which and before which it stays."""
        since, until = self.events[self.event], self.events[self.event + 1]
        if not since <= ordinal < until:
            event = bisect_right(self.events, ordinal) - 1
            lower, upper = min(event, self.event) + 1, max(event, self.event) + 1
            self._replay(day, min(self.firsts[lower:upper]))
            self.conclusion = conclude(self.slug, self.course, self.sides) if event else None
            self.event, since, until = event, self.events[event], self.events[event + 1]
        if self.conclusion is None:
            self.state = None
            return since, until
        state, young, old = self.conclusion.on(ordinal)
        if state != self.state:
            self.state = state
        return max(since, young), min(until, old)

    def take_over(self, other: _Place, its_day: date, day: date, ordinal: int) -> None:
        """Begin from what the place came to by another clock on `its_day`, if by `day` the same counts."""
        if not other.event or len(self.bearings) != len(other.bearings):
            return
        event = bisect_right(self.events, ordinal) - 1
        if self.bearings is not other.bearings or event != other.event:
            for mine, theirs in zip(self.bearings, other.bearings, strict=True):
                if mine.item is not theirs.item or mine.counts(day) != theirs.counts(its_day):
                    return
        self.event = event
        self.course, self.reached, self.kept = other.course.copy(), other.reached, list(other.kept)
        self.conclusion, self.state = other.conclusion, other.state

    def _replay(self, day: date, first: int) -> None:
        """Bring the course to the end of `day`, where the bearings before the number `first` count as they did before."""
        if first < self.reached:
            del self.kept[first // BLOCK + 1 :]
            self.course, self.reached = self.kept[-1].copy(), (len(self.kept) - 1) * BLOCK
        while self.reached < len(self.bearings) and self.bearings[self.reached].item.when <= day:
            if self.reached == len(self.kept) * BLOCK:
                self.kept.append(self.course.copy())
            bearing = self.bearings[self.reached]
            if bearing.counts(day):
                self.course.hear(bearing.item)
            self.reached += 1
