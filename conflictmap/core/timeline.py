"""Days -> what a timeline is written from: for one lens and clock, each day's states, field and totals.

docs/release-format.md describes what becomes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .assess import assess
from .daymap import find_lens, holders, network_of
from .field import Field, spread
from .records import Snapshot, State, Theatre
from .totals import Totals, measure

FORMAT = 2
PIECE_DAYS = 32
Clock = Literal["now", "then"]
CLOCKS: tuple[Clock, ...] = ("now", "then")


@dataclass(frozen=True, slots=True, eq=False)
class DayGround:
    """What one day comes to. `states` are those of places that any claim speaks of, in the order of their slugs."""

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


def walk_grounds(snapshot: Snapshot, days: Sequence[date], lens: str, clock: Clock) -> Iterator[DayGround]:
    """Yield the ground of each of `days`."""
    mesh, actors = network_of(snapshot), holders(snapshot)
    found = find_lens(snapshot.theatre, lens)
    before: tuple[State, ...] | None = None
    for day in days:
        states = tuple(assess(snapshot, day=day, lens=found, known_by=day if clock == "then" else None))
        if states != before:
            field = spread(mesh, states, actors)
            totals = measure(mesh, field, actors, snapshot.theatre.support_km)
        before = states
        yield DayGround(day, states, field, totals)
