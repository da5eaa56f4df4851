"""Days of a theatre, one after the other: states, field, areas and frontlines of each, computing only what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .areas import areas_of
from .daymap import day_states, holders, network_of
from .field import Field, Spreader
from .frontlines import frontlines_of
from .ground import GroundWalker
from .precision import precision_m
from .records import Area, Frontline, Snapshot, State

#: The second clock: all that is known now (None), what was known by one day, or `each`: every day as known at its end.
KnownBy = date | Literal["each"] | None


@dataclass(frozen=True, slots=True, eq=False)
class DayMap:
    """All that is derived of one day. `states` has every point place of the theatre, in the order of slugs."""

    day: date
    states: tuple[State, ...]
    field: Field
    areas: tuple[Area, ...]
    frontlines: tuple[Frontline, ...]


def walk_days(snapshot: Snapshot, *, days: Sequence[date], lens: str, known_by: KnownBy) -> Iterator[DayMap]:
    """Yield the map of each of `days`, in the order given; the same as each day derived by itself."""
    mesh, actors = network_of(snapshot), holders(snapshot)
    spreader, walker = Spreader(mesh, actors), GroundWalker(mesh, actors, snapshot.theatre.support_km)
    for day in days:
        states = day_states(snapshot, day=day, lens=lens, known_by=day if known_by == "each" else known_by)
        field = spreader.step({state.place: state for state in states})
        ground = walker.step(field)
        lines = frontlines_of(ground, precision_m(mesh, snapshot.places, states))
        yield DayMap(day, tuple(states), field, tuple(areas_of(ground)), tuple(lines))
