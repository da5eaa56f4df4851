"""Days -> what a timeline is written from: for one lens and clock, each day's states, field and totals.

docs/release-format.md describes what becomes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .field import Field
from .ground import Ground
from .records import Snapshot, State, Theatre
from .totals import Totals, totals_of
from .walk import DayWalker

FORMAT = 2
PIECE_DAYS = 32
Clock = Literal["now", "then"]
CLOCKS: tuple[Clock, ...] = ("now", "then")


@dataclass(frozen=True, slots=True, eq=False)
class DayGround:
    """What one day comes to. `states` are in the order of their places' slugs; those without evidence may be left out."""

    day: date
    states: Sequence[State]
    field: Field
    totals: Totals


#: Yields the days asked for, in their order, each the same as derived by itself.
Walk = Callable[[Snapshot, Sequence[date], str, Clock], Iterator[DayGround]]


def days_of(theatre: Theatre) -> list[date]:
    """Return every day of the theatre, first to last."""
    span = (theatre.date_end - theatre.date_start).days
    return [theatre.date_start + timedelta(days=step) for step in range(span + 1)]


class Walks:
    """Walks through the days of snapshots; a walk by another clock than the last one's begins from what that has come to."""

    def __init__(self) -> None:
        self._last: tuple[Snapshot, str, DayWalker] | None = None

    def __call__(self, snapshot: Snapshot, days: Sequence[date], lens: str, clock: Clock) -> Iterator[DayGround]:
        """Yield the ground of each of `days`."""
        last = self._last
        like = last[2] if last and last[0] is snapshot and last[1] == lens else None
        walker = DayWalker(snapshot, lens, "each" if clock == "then" else None, like, min(days, default=None))
        self._last = snapshot, lens, walker
        before: Ground | None = None
        for day in days:
            judged, field, ground = walker.on(day)
            if ground is not before:
                before, totals = ground, totals_of(ground)
            yield DayGround(day, tuple(judged.states.values()), field, totals)


def walk_grounds(snapshot: Snapshot, days: Sequence[date], lens: str, clock: Clock) -> Iterator[DayGround]:
    """Yield the ground of each of `days`."""
    return Walks()(snapshot, days, lens, clock)
