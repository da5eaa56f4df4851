"""Days of a theatre -> the three GeoJSON files of each: areas, frontlines and states, as text.

Positions are longitude, latitude in degrees (WGS 84).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from .geojson import Json, area_feature, encoder, frontline_feature, state_feature, stream_texts
from .records import Area, Frontline, Snapshot, State
from .walk import DayMap

Drawn = TypeVar("Drawn", Area, Frontline, State)


class DayFiles:
    """The files of days that follow each other. Features of the day before are kept, so that what stays is not written anew.

    `line_of` gives the line on which a claim stands, by its id: that is how states name their claims. `members` are foreign members
    of every file, beside its date.
    """

    def __init__(self, snapshot: Snapshot, line_of: Mapping[str, int], members: Json) -> None:
        self.line_of, self.members = line_of, members
        self.places = {place.slug: place for place in snapshot.places}
        self.sides = {actor.slug: actor.side for actor in snapshot.actors}
        self._encode = encoder()
        self._areas: dict[Hashable, tuple[Any, str]] = {}
        self._lines: dict[Hashable, tuple[Any, str]] = {}
        self._states: dict[Hashable, tuple[Any, str]] = {}

    def of(self, day: DayMap) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the name of each file of a day and its text, piece by piece."""
        on = day.day.isoformat()
        members = self._encode({"date": on, **self.members})
        areas, self._areas = self._texts(day.areas, lambda area: area, area_feature, self._areas)
        lines, self._lines = self._texts(day.frontlines, lambda line: line, frontline_feature, self._lines)
        states, self._states = self._texts(day.states, lambda state: state.place, self._state_feature, self._states)
        yield f"areas-{on}.geojson", stream_texts(areas, members)
        yield f"frontline-{on}.geojson", stream_texts(lines, members)
        yield f"states-{on}.geojson", stream_texts(states, members)

    def _texts(
        self,
        drawn: Iterable[Drawn],
        key_of: Callable[[Drawn], Hashable],
        feature_of: Callable[[Drawn], Json],
        kept: Mapping[Hashable, tuple[Any, str]],
    ) -> tuple[list[str], dict[Hashable, tuple[Any, str]]]:
        fresh: dict[Hashable, tuple[Any, str]] = {}
        texts = []
        for record in drawn:
            key = key_of(record)
            last = kept.get(key)
            # Most are the very same record as yesterday's, which costs no comparison.
            if last is None or (last[0] is not record and last[0] != record):
                last = (record, self._encode(feature_of(record)))
            fresh[key] = last
            texts.append(last[1])
        return texts, fresh

    def _state_feature(self, state: State) -> Json:
        made = state_feature(self.places[state.place], state, self.sides)
        properties = made["properties"]
        del properties["name_ar"]
        properties["claims"] = sorted(self.line_of[claim] for claim in properties["claims"])
        properties["evidence"] = [
            {"line": self.line_of[item.claim], "rule": item.rule, "weight": item.weight} for item in state.evidence
        ]
        return made
