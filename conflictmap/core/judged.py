"""Days of a theatre -> the states of each, weighed against their surroundings: what the field spreads and the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from .course import Assessor
from .doubt import Doubter
from .mesh import Mesh
from .records import Actor, Lens, Snapshot, State
from .weigh import KnownBy


class Judged(NamedTuple):
    """The states of a day by place, in order of slugs; those that are others than on the day asked before; the noise (doubt.py)."""

    states: Mapping[str, State]
    changed: Mapping[str, State]
    noise: float


class Judge:
    """The states of a snapshot through one lens and by one clock, for any days in any order.

    A day costs what changed since the day asked before; the states never depend on it. A judge `like` this one, of the same
    snapshot and lens by another clock, leaves less to do: `changed` is then at first what differs from the day that was asked of it.
    With `since`, no day before that is asked of it, and clocks differ in less.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        mesh: Mesh,
        actors: tuple[Actor, ...],
        lens: Lens,
        clock: KnownBy,
        like: Judge | None = None,
        since: date | None = None,
    ) -> None:
        self._assessor: Assessor = Assessor(snapshot, lens, clock, like._assessor if like else None, since)
        self._doubter: Doubter = Doubter(mesh, actors, snapshot.theatre.date_start, like._doubter if like else None)
        self._before: Mapping[str, State] = like._before if like else {}

    def on(self, day: date) -> Judged:
        """Return the states at the end of `day`. A place of which nothing is said any more is in `changed` as unknown."""
        assessed = self._assessor.on(day)
        words = {place: self._assessor.weighed(place) for place in self._assessor.heard}
        self._doubter.tell(assessed.states, words, self._assessor.heard)
        states = self._doubter.judge(assessed.states)
        before, self._before = self._before, states
        changed = {place: state for place, state in states.items() if before.get(place) is not state}
        gone = {place: State(place, None, "unknown", 0.0) for place in before.keys() - states.keys()}
        return Judged(states, {**changed, **gone}, self._doubter.doubt)
