"""Two releases -> what the later one says otherwise: places held otherwise on some day, claims that came and claims that went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .changes import Control
from .release_reading import Json, ReleaseReading, Standing

UNKNOWN = Control(None, "unknown")


@dataclass(frozen=True, slots=True)
class Turned:
    """A place that the later release has otherwise, from the first day on which it has."""

    place: str
    day: date
    before: Control
    after: Control


@dataclass(frozen=True, slots=True)
class Difference:
    """`turned` by day and place; claims that are only in the later release, and only in the earlier, by their places."""

    turned: tuple[Turned, ...]
    added: tuple[Json, ...]
    gone: tuple[Json, ...]


def difference(old: ReleaseReading, new: ReleaseReading, lens: str, clock: str = "now") -> Difference:
    """Return what differs through a lens that both have.

    On days that the earlier release has not yet, it is taken to say what it said of its last.
    """
    turned: dict[str, Turned] = {}
    last: Mapping[str, Standing] = {}
    before = old.walk_states(lens, clock)
    at = next(before, None)
    for day, states, touched in new.walk_states(lens, clock):
        while at is not None and at[0] < day:
            last, at = at[1], next(before, None)
        if at is not None and at[0] == day:
            last, touched = at[1], touched | at[2]
        for place in touched - turned.keys():
            one, other = _control(last, place), _control(states, place)
            if one != other:
                turned[place] = Turned(place, day, one, other)
    in_old, in_new = dict(_claims(old)), dict(_claims(new))
    return Difference(
        tuple(sorted(turned.values(), key=lambda one: (one.day, one.place))),
        tuple(claim for key, claim in sorted(in_new.items()) if key not in in_old),
        tuple(claim for key, claim in sorted(in_old.items()) if key not in in_new),
    )


def _control(states: Mapping[str, Standing], place: str) -> Control:
    state = states.get(place)
    return state.control if state else UNKNOWN


def _claims(reading: ReleaseReading) -> Iterator[tuple[tuple[str, str], Json]]:
    for claim in reading.all_claims():
        yield (claim["place"], claim["id"]), claim
