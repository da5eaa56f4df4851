"""What changed from day to day: places that changed hands or status, the ground that moved with them, and who has how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .cut import Layers, stack_layers
from .daymap import holders, network_of
from .field import Field
from .holdings import Holdings, Measured, count_holdings, measure_by_status
from .judged import Judged
from .mesh import Mesh
from .moved import Extent, ground_moved
from .records import Actor, Claim, Snapshot, State, Status
from .walk import DayWalker
from .weigh import KnownBy


@dataclass(frozen=True, slots=True)
class Control:
    """Who holds a place, and how."""

    holder: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Flip:
    """A place whose holder or status changed on a day, and the claims that made it so, the weightiest first.

    `gained` is what the new holder gained around the place and `lost` what the old one lost; None where there is no such holder,
    where it cannot hold ground, or where the place lies outside the theatre's.
    """

    place: str
    before: Control
    after: Control
    causes: tuple[Claim, ...]
    gained: Extent | None
    lost: Extent | None


@dataclass(frozen=True, slots=True)
class DayChanges:
    """One day: the places that flipped since the day before, in the order of slugs, and who has how much at its end."""

    day: date
    flips: tuple[Flip, ...]
    holdings: Holdings


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    day: date
    judged: Judged
    field: Field
    layers: Layers
    measured: Measured


def walk_changes(snapshot: Snapshot, *, first: date, last: date, lens: str, known_by: KnownBy) -> Iterator[DayChanges]:
    """Yield every day from first to last. On the theatre's own first day nothing flips: there is no day before."""
    mesh, actors = network_of(snapshot), holders(snapshot)
    walker = DayWalker(snapshot, lens, known_by)
    within = [place for place in snapshot.places if place.slug in mesh.vertex_of]
    claims = {claim.id: claim for claim in snapshot.claims}
    start = max(first - timedelta(days=1), snapshot.theatre.date_start)
    before: _Day | None = None
    for step in range((last - start).days + 1):
        day = start + timedelta(days=step)
        judged, field, ground = walker.on(day)
        if before is not None and field is before.field:  # no ground moved
            now = replace(before, day=day, judged=judged)
        else:
            measured = measure_by_status(ground)
            layers = stack_layers(field, actors, snapshot.theatre.support_km)
            now = _Day(day, judged, field, layers, measured)
        if day >= first:
            flips = _flips(mesh, actors, before, now, claims) if before else ()
            yield DayChanges(day, flips, count_holdings(now.measured, judged.states, within, actors))
        before = now


def _flips(
    mesh: Mesh, actors: Sequence[Actor], before: _Day, now: _Day, claims: Mapping[str, Claim]
) -> tuple[Flip, ...]:
    pairs = {
        place: (before.judged.states.get(place) or State(place, None, "unknown", 0.0), state)
        for place, state in sorted(now.judged.changed.items())
    }
    changed = [place for place, (old, new) in pairs.items() if _stand(old) != _stand(new)]
    moved = ground_moved(mesh, before.layers, now.layers, changed)
    numbers = {actor.slug: number for number, actor in enumerate(actors)}
    flips = []
    for place in changed:
        old, new = pairs[place]
        if (old.holder, old.status) == (new.holder, new.status):
            continue  # who contends changed, which moves ground but is no flip
        around = moved.get(place)
        flips.append(
            Flip(
                place=place,
                before=Control(old.holder, old.status),
                after=Control(new.holder, new.status),
                causes=_causes(old, new, now.day, claims),
                gained=around.gained(numbers[new.holder]) if around and new.holder in numbers else None,
                lost=around.lost(numbers[old.holder]) if around and old.holder in numbers else None,
            )
        )
    return tuple(flips)


def _stand(state: State) -> tuple[object, ...]:
    return (state.holder, state.status, state.mass)


def _causes(before: State, now: State, day: date, claims: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """Return the claims that are new to the state; else those dated that day; else the weightiest."""
    known = {item.claim for item in before.evidence}
    counted = [claims[item.claim] for item in now.evidence]
    fresh = [claim for claim in counted if claim.id not in known]
    dated = [claim for claim in counted if day in (claim.date_start, claim.date_end)]
    return tuple(fresh or dated or counted[:1])
