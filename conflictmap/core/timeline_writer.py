"""A timeline's days, one after the other -> the JSON of each: what changed since the day before.

The first day of a piece holds every layer and state, so that a piece stands by itself. Why each state is as it is goes into a
file of its own beside the piece. docs/release-format.md is the description.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import is_
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from .daymap import holders
from .field import QUANTUM, STATUSES, Field
from .mesh import Integers
from .records import Snapshot, State, Status
from .release_numbers import SURENESS, Numbers, gaps
from .timeline import Clock, DayGround

CONFIDENCE_QUANTUM = 20  # a confidence of 1, in the layer: it only tints, so a twentieth is fine enough
ALL_STATUSES: tuple[Status, ...] = (*STATUSES, "unknown")
#: Kinds of place that are named by the day; a whole province or country would say nothing on a map.
NAMED_KINDS = frozenset({"area", "district"})


@dataclass(frozen=True, slots=True)
class DayJson:
    """One day as it stands in a piece, and in the file of reasons beside it."""

    timeline: dict[str, Any]
    evidence: dict[str, Any]


class TimelineWriter:
    """Write days, given one after the other, as what changed. `begin_piece` makes the next one hold everything."""

    def __init__(self, snapshot: Snapshot, numbers: Numbers, clock: Clock) -> None:
        self._theatre, self._numbers = snapshot.theatre, numbers
        self.names = layer_names(snapshot)
        self._named = named_areas(snapshot, clock, numbers.place)
        self._before: Mapping[str, State] = {}
        self.begin_piece()

    def begin_piece(self) -> None:
        """Forget what has been written; what the next day's changes are measured against stays."""
        self._layers: dict[str, Integers] = {}
        self._states: Mapping[str, State] = {}
        self._sureness = np.zeros(len(self._numbers.place), dtype=np.int64)

    def pass_over(self, ground: DayGround) -> None:
        """Take a day as written: that before the first of those to be written."""
        self._layers = _layers(ground.field)
        self._states = self._before = self._told(ground.states)
        self._sureness = self._sure_of(self._states.values(), ())

    def write(self, ground: DayGround) -> DayJson:
        """Return one day's JSON."""
        layers, states = _layers(ground.field), self._told(ground.states)
        others = _others(states, self._before)
        fresh = others if self._states is self._before else _others(states, self._states)
        gone = sorted(self._numbers.place[slug] for slug in self._states.keys() - states.keys())
        sureness = self._sure_of(fresh, gone)
        is_first = ground.day == self._theatre.date_start
        day = {
            "date": ground.day.isoformat(),
            "layers": self._changed_layers(layers),
            "states": self._state_columns(fresh),
            "gone": gone,
            "named": self._named.get(ground.day, []),
            "areas_km2": ground.totals.actors_km2,
            "sides_km2": ground.totals.sides_km2,
            "front_km": ground.totals.front_km,
            "changes": [] if is_first else self._changes(others),
        }
        evidence = {
            "date": ground.day.isoformat(),
            "confidence": steps(self._sureness, sureness),
            "evidence": self._evidence_columns(fresh),
        }
        self._layers, self._states, self._sureness, self._before = layers, states, sureness, states
        return DayJson(day, evidence)

    def _told(self, states: Sequence[State]) -> Mapping[str, State]:
        """Return by place those of which anything is said; the same mapping as the day before if they are the very same."""
        told = [state for state in states if state.holder is not None or state.evidence]
        if len(told) == len(self._before) and all(map(is_, told, self._before.values())):
            return self._before
        return {state.place: state for state in told}

    def _sure_of(self, fresh: Iterable[State], gone: Sequence[int]) -> Integers:
        """Return how sure each place's state is, 0 without one; only these are otherwise than written."""
        found = self._sureness.copy()
        for state in fresh:
            found[self._numbers.place[state.place]] = round(state.confidence * SURENESS)
        found[list(gone)] = 0
        return found

    def _changed_layers(self, layers: Mapping[str, Integers]) -> dict[str, dict[str, list[int]]]:
        changed = {}
        for name in self.names:
            old, new = self._layers.get(name), layers.get(name)
            example = new if new is not None else old
            if example is None or old is new:
                continue
            nothing = np.zeros_like(example)
            change = steps(nothing if old is None else old, nothing if new is None else new)
            if change["i"]:
                changed[name] = change
        return changed

    def _state_columns(self, states: Iterable[State]) -> dict[str, list[Any]]:
        """Return the states that show otherwise than before, a column a field."""
        shown = [state for state in states if _shown(self._states.get(state.place)) != _shown(state)]
        actor, start = self._numbers.actor, self._theatre.date_start
        return {
            "place": gaps([self._numbers.place[state.place] for state in shown]),
            "holder": [actor[state.holder] if state.holder else None for state in shown],
            "status": [ALL_STATUSES.index(state.status) for state in shown],
            "contenders": [[actor[slug] for slug in state.contenders] for state in shown],
            "since": [(state.since - start).days if state.since else None for state in shown],
            "doubted": gaps([self._numbers.place[state.place] for state in shown if state.doubted]),
        }

    def _evidence_columns(self, states: Iterable[State]) -> dict[str, list[Any]]:
        """Return the evidence of states that rest on other claims, or on the same weighed otherwise."""
        told = [
            state
            for state in states
            if (old := self._states.get(state.place)) is None or old.evidence != state.evidence
        ]
        return {
            "place": gaps([self._numbers.place[state.place] for state in told]),
            "claims": [
                [
                    [number, item.rule, item.weight, *where]
                    for item in state.evidence
                    for number, *where in [self._numbers.claim(item.claim, state.place)]
                ]
                for state in told
            ],
        }

    def _changes(self, others: Iterable[State]) -> list[dict[str, Any]]:
        changes = []
        for state in others:
            place = state.place
            old = self._before.get(place) or State(place, None, "unknown", 0.0)
            if (old.holder, old.status, old.contenders) != (state.holder, state.status, state.contenders):
                known = {evidence.claim for evidence in old.evidence}
                fresh = [evidence.claim for evidence in state.evidence if evidence.claim not in known]
                causes = fresh or [evidence.claim for evidence in state.evidence[:1]]
                changes.append(
                    {
                        "place": self._numbers.place[place],
                        "from": self._holding(old),
                        "to": self._holding(state),
                        "claims": [self._numbers.claim(claim, place) for claim in causes],
                        "reported": any(claim in self._numbers.reported for claim in causes),
                    }
                )
        return changes

    def _holding(self, state: State) -> list[int | None]:
        holder = self._numbers.actor[state.holder] if state.holder else None
        return [holder, ALL_STATUSES.index(state.status)]


def layer_names(snapshot: Snapshot) -> list[str]:
    """Return the names of all layers that a timeline may have, in their order."""
    memberships = [f"{actor.slug}:{status}" for actor in holders(snapshot) for status in STATUSES]
    return [*memberships, "support", "confidence"]


def steps(old: Integers, new: Integers) -> dict[str, list[int]]:
    """Return where two arrays differ, as gaps, and by how much."""
    where = np.flatnonzero(old != new)
    return {"i": gaps(where), "v": (new[where] - old[where]).tolist()}


def _layers(field: Field) -> dict[str, Integers]:
    memberships = {f"{actor}:{status}": layer for (actor, status), layer in field.memberships.items()}
    confidence = (field.confidence * (2 * CONFIDENCE_QUANTUM) + QUANTUM) // (2 * QUANTUM)
    return {**memberships, "support": field.support, "confidence": confidence}


def _others(states: Mapping[str, State], before: Mapping[str, State]) -> list[State]:
    """Return the states that are not as before; most are the very same from day to day, which is quick to see."""
    known = before.get
    return [state for place, state in states.items() if (old := known(place)) is not state and old != state]


def _shown(state: State | None) -> object:
    return state and (state.holder, state.status, state.contenders, state.since, state.doubted)


def named_areas(snapshot: Snapshot, clock: Clock, number: Mapping[str, int]) -> dict[date, list[int]]:
    """Return for each day the areas and districts that the day's reports speak of, by their numbers."""
    zone = ZoneInfo(snapshot.theatre.time_zone)
    kinds = {place.slug: place.kind for place in snapshot.places}
    found: dict[date, set[int]] = defaultdict(set)
    for claim in snapshot.claims:
        if claim.provenance == "report" and kinds[claim.place] in NAMED_KINDS:
            first = claim.date_start
            if clock == "then":
                first = max(first, claim.reported_at.astimezone(zone).date())
            last = min(claim.date_end, snapshot.theatre.date_end)
            first = max(first, snapshot.theatre.date_start)
            for step in range((last - first).days + 1):
                found[first + timedelta(days=step)].add(number[claim.place])
    return {day: sorted(places) for day, places in found.items()}
