"""A release -> one place's whole history: who held it, day after day, as stretches of days that are alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .changes import Control
from .release_reading import ReleaseReading


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` on that the place is held alike; `control` None: nothing is said of it."""

    first: date
    days: int
    control: Control | None
    contenders: tuple[str, ...]


def place_history(reading: ReleaseReading, *, place: str, lens: str, clock: str) -> list[Stretch]:
    """Return the stretches of a place through a lens and by a clock of the release: together every day, in order."""
    found: list[Stretch] = []
    for day, states, _ in reading.walk_states(lens, clock):
        state = states.get(place)
        now = (state.control, state.contenders) if state else (None, ())
        last = found[-1] if found else None
        if last and (last.control, last.contenders) == now:
            found[-1] = Stretch(last.first, last.days + 1, *now)
        else:
            found.append(Stretch(day, 1, *now))
    return found
