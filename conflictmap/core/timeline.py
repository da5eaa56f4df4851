"""Days -> a timeline: for one lens and clock, what changed on each day. docs/release-format.md is its description."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from .assess import assess
from .daymap import find_lens, holders, network_of
from .field import STATUSES, Field, spread
from .mesh import Integers, Mesh
from .records import Actor, Snapshot, State, Theatre
from .totals import Totals, measure

FORMAT = 1
Clock = Literal["now", "then"]
CLOCKS: tuple[Clock, ...] = ("now", "then")


def days_of(theatre: Theatre) -> list[date]:
    """Return every day of the theatre, first to last."""
    span = (theatre.date_end - theatre.date_start).days
    return [theatre.date_start + timedelta(days=step) for step in range(span + 1)]


@lru_cache(maxsize=256)
def _ground(
    mesh: Mesh, states: tuple[State, ...], actors: tuple[Actor, ...], support_km: float
) -> tuple[Field, Totals]:
    """Spread and measure a day's states, once for all days, lenses and clocks, and later releases, that come to the same."""
    field = spread(mesh, states, actors)
    return field, measure(mesh, field, actors, support_km)


def build_timeline(snapshot: Snapshot, *, lens: str, clock: Clock) -> dict[str, Any]:
    """Return one timeline as the JSON object of `timeline-LENS-CLOCK.json`."""
    mesh, actors = network_of(snapshot), holders(snapshot)
    found = find_lens(snapshot.theatre, lens)
    before: dict[str, State] = {}
    layers_before: dict[str, Integers] = {}
    used: set[str] = set()
    days = []
    for day in days_of(snapshot.theatre):
        states = assess(snapshot, day=day, lens=found, known_by=day if clock == "then" else None)
        field, totals = _ground(mesh, tuple(states), actors, snapshot.theatre.support_km)
        layers = _layers(field)
        changed = _changed_layers(layers_before, layers)
        used |= set(changed)
        now = {state.place: state for state in states}
        days.append(
            {
                "date": day.isoformat(),
                "layers": changed,
                "states": _changed_states(before, now),
                "areas_km2": totals.actors_km2,
                "sides_km2": totals.sides_km2,
                "front_km": totals.front_km,
                "changes": _changes(before, now) if before else [],
            }
        )
        before, layers_before = now, layers
    order = [f"{actor.slug}:{status}" for actor in actors for status in STATUSES]
    return {
        "format": FORMAT,
        "lens": lens,
        "clock": clock,
        "layers": [name for name in (*order, "support", "confidence") if name in used],
        "days": days,
    }


def _layers(field: Field) -> dict[str, Integers]:
    memberships = {f"{actor}:{status}": layer for (actor, status), layer in field.memberships.items()}
    return {**memberships, "support": field.support, "confidence": field.confidence}


def _changed_layers(before: Mapping[str, Integers], now: Mapping[str, Integers]) -> dict[str, dict[str, list[int]]]:
    changed = {}
    for name in sorted({*before, *now}):
        example = now[name] if name in now else before[name]
        old, new = before.get(name, np.zeros_like(example)), now.get(name, np.zeros_like(example))
        where = np.flatnonzero(old != new)
        if len(where):
            changed[name] = {"i": where.tolist(), "v": new[where].tolist()}
    return changed


def _changed_states(before: Mapping[str, State], now: Mapping[str, State]) -> list[dict[str, Any]]:
    gone = [_state_json(State(place, None, "unknown", 0.0)) for place in sorted({*before} - {*now})]
    return [_state_json(state) for place, state in sorted(now.items()) if before.get(place) != state] + gone


def _state_json(state: State) -> dict[str, Any]:
    return {
        "place": state.place,
        "holder": state.holder,
        "status": state.status,
        "contenders": list(state.contenders),
        "confidence": state.confidence,
        "since": state.since.isoformat() if state.since else None,
        "claims": [[evidence.claim, evidence.rule, evidence.weight] for evidence in state.evidence],
    }


def _changes(before: Mapping[str, State], now: Mapping[str, State]) -> list[dict[str, Any]]:
    changes = []
    for place, state in sorted(now.items()):
        old = before.get(place) or State(place, None, "unknown", 0.0)
        if (old.holder, old.status, old.contenders) != (state.holder, state.status, state.contenders):
            known = {evidence.claim for evidence in old.evidence}
            fresh = [evidence.claim for evidence in state.evidence if evidence.claim not in known]
            changes.append(
                {
                    "place": place,
                    "from": {"holder": old.holder, "status": old.status},
                    "to": {"holder": state.holder, "status": state.status},
                    "claims": fresh or [evidence.claim for evidence in state.evidence[:1]],
                }
            )
    return changes
