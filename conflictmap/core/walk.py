"""Days of a theatre, one after the other: states, field, areas and frontlines of each, computing only what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .areas import areas_of
from .daymap import find_lens, holders, judge_of, network_of, with_unknown
from .field import Field, Spreader
from .frontlines import frontlines_of
from .ground import Ground, GroundWalker
from .judged import Judge, Judged
from .precision import precision_m
from .records import Area, Frontline, Snapshot, State
from .weigh import KnownBy


@dataclass(frozen=True, slots=True, eq=False)
class DayMap:
    """All that is derived of one day. `states` has every point place of the theatre, in the order of slugs."""

    day: date
    states: tuple[State, ...]
    field: Field
    areas: tuple[Area, ...]
    frontlines: tuple[Frontline, ...]


class DayWalker:
    """Derive the states, the field and the ground of one day after the other, in whatever order, from what changed since the last.

    From a walker `like` this one, of the same snapshot and lens by another clock, it takes over all that it has come to; that one
    is not to be asked again. With `since`, no day before that is asked of it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        lens: str,
        known_by: KnownBy,
        like: DayWalker | None = None,
        since: date | None = None,
    ) -> None:
        mesh, actors = network_of(snapshot), holders(snapshot)
        lens_itself = find_lens(snapshot.theatre, lens)
        self._judge: Judge = judge_of(snapshot, lens_itself, known_by, like._judge if like else None, since)
        self._spreader: Spreader = like._spreader if like else Spreader(mesh, actors)
        self._walker: GroundWalker = like._walker if like else GroundWalker(mesh, actors, snapshot.theatre.support_km)
        self._last: tuple[Field, Ground] | None = like._last if like else None

    def on(self, day: date) -> tuple[Judged, Field, Ground]:
        """Return the states at the end of `day`, the field that they spread, and its ground: the same objects as long as nothing moves."""
        judged = self._judge.on(day)
        field = self._spreader.step(judged.changed)
        if self._last is None or self._last[0] is not field:
            self._last = field, self._walker.step(field)
        return judged, *self._last


def walk_days(snapshot: Snapshot, *, days: Sequence[date], lens: str, known_by: KnownBy) -> Iterator[DayMap]:
    """Yield the map of each of `days`, in the order given; the same as each day derived by itself."""
    mesh, walker = network_of(snapshot), DayWalker(snapshot, lens, known_by)
    for day in days:
        judged, field, ground = walker.on(day)
        lines = frontlines_of(ground, precision_m(mesh, snapshot.places, judged.states.values()))
        yield DayMap(day, tuple(with_unknown(mesh, judged.states)), field, tuple(areas_of(ground)), tuple(lines))
