"""A release's files -> what they say of a day: states, changes, claims, and the field that its areas are cut from.

docs/release-format.md is the description. It reads what this program has written: a file of another format is refused, a damaged one
fails on the field that is missing. Coordinates are longitude, latitude in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, cast

import numpy as np

from .changes import Control
from .field import QUANTUM, STATUSES, Field
from .mesh import KM_PER_DEGREE, Integers, Mesh
from .records import Actor, Status
from .timeline import FORMAT
from .timeline_writer import ALL_STATUSES

Json = dict[str, Any]
#: Pieces and files of claims kept in hand.
KEPT_FILES = 8


class OtherFormat(ValueError):
    """A release of a format that this program does not read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds a place at the end of a day, and since when; `doubted`: its own claims are not followed."""

    place: str
    control: Control
    contenders: tuple[str, ...]
    since: date | None
    doubted: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A place that is held otherwise than the day before, and the claims that made it so, by place and number."""

    place: str
    before: Control
    after: Control
    claims: tuple[tuple[str, int], ...]
    reported: bool


@dataclass(frozen=True, slots=True)
class ReadDay:
    """One day of a timeline: `states` by place, `changes`, square kilometres by actor (or `unknown`), kilometres of front."""

    day: date
    states: Mapping[str, Standing]
    changes: tuple[Change, ...]
    areas_km2: Mapping[str, float]
    front_km: float


def is_known(row: Json, clock: str, day: str) -> bool:
    """Tell whether a claim or strike counts by a clock on a day: `now`, `then`, or a day by which it was known."""
    return clock == "now" or bool(row["known_on"] <= (day if clock == "then" else clock))


class ReleaseReading:
    """Read a release by `read`, which returns the parsed content of a file by its name."""

    def __init__(self, hash_: str, read: Callable[[str], Any]) -> None:
        self.hash = hash_
        self.read = lru_cache(maxsize=KEPT_FILES)(read)
        self._changed: dict[tuple[str, str], list[date]] = {}
        self.manifest: Json = read("release.json")
        if self.manifest.get("format") != FORMAT:
            raise OtherFormat(f"release {hash_} has format {self.manifest.get('format')}, not {FORMAT}")
        self.days = [date.fromisoformat(day) for day in self.manifest["days"]]
        self.lenses = {lens["slug"]: lens for lens in self.manifest["lenses"]}
        self.actors = {actor["slug"]: actor for actor in self.manifest["actors"]}
        self.sources = {source["slug"]: source for source in self.manifest["sources"]}
        self.places: dict[str, Json] = {place["slug"]: place for place in read("places.json")["places"]}
        self._slugs = list(self.places)
        self._actor_slugs = list(self.actors)

    def clocks(self, lens: str) -> list[str]:
        """Return the clocks by which a lens has a timeline."""
        return list(self.manifest["timelines"][lens])

    def opens_on(self, lens: str, clock: str) -> date:
        """Return the last day on which anything changed, else the first."""
        changed = self.manifest["timelines"][lens][clock]["changed"]
        return date.fromisoformat(changed) if changed else self.days[0]

    def day(self, lens: str, clock: str, day: date) -> ReadDay:
        """Return a day of the theatre as it is told through a lens and by a clock."""
        states: dict[str, Standing] = {}
        raw: Json = {}
        for raw in self._days_up_to(lens, clock, day):
            states.update((state.place, state) for state in self._states(raw["states"]))
            for number in raw["gone"]:
                states.pop(self._slugs[number], None)
        changes = tuple(map(self._change, raw["changes"]))
        return ReadDay(day, states, changes, raw["areas_km2"], raw["front_km"])

    def walk_states(self, lens: str, clock: str) -> Iterator[tuple[date, Mapping[str, Standing], set[str]]]:
        """Yield every day with its states, and the places that may have another state than the day before.

        The states are the same mapping within a piece: what is read of it counts until the next day.
        """
        for piece in self.manifest["timelines"][lens][clock]["pieces"]:
            states: dict[str, Standing] = {}
            is_first = True
            for raw in self.read(piece["timeline"])["days"]:
                fresh = {state.place: state for state in self._states(raw["states"])}
                gone = {self._slugs[number] for number in raw["gone"]}
                for place in gone:
                    states.pop(place, None)
                states.update(fresh)
                yield date.fromisoformat(raw["date"]), states, {*self._slugs} if is_first else {*fresh, *gone}
                is_first = False

    def all_claims(self) -> Iterator[Json]:
        """Yield every claim."""
        for name in self.manifest["claims"]:
            yield from self.read(name)["claims"]

    def days_with_changes(self, lens: str, clock: str) -> list[date]:
        """Return every day on which a place changed hands or status. Every piece is read for that once, and then no more."""
        if (lens, clock) not in self._changed:
            pieces = self.manifest["timelines"][lens][clock]["pieces"]
            days = [day for piece in pieces for day in self.read(piece["timeline"])["days"]]
            self._changed[lens, clock] = [date.fromisoformat(day["date"]) for day in days if day["changes"]]
        return self._changed[lens, clock]

    def claim(self, place: str, number: int) -> Json | None:
        """Return one of a place's claims, counted from the earliest."""
        claims = self.claims_about(place)
        return claims[number] if number < len(claims) else None

    def claims_about(self, place: str) -> list[Json]:
        """Return a place's claims from the earliest."""
        files = self.manifest["claims"]
        found = self.read(files[self._slugs.index(place) % len(files)])["claims"]
        return [claim for claim in found if claim["place"] == place]

    @cached_property
    def reports(self) -> Mapping[str, Json]:
        """All reports by their ids, as they are cited."""
        return {report["id"]: report for report in self.read("reports.json")["reports"]}

    def strikes_on(self, day: date, clock: str) -> list[Json]:
        """Return the strikes of a day that the clock knows of then."""
        text = day.isoformat()
        return [
            strike
            for strike in self.read("strikes.json")["strikes"]
            if strike["date_start"] <= text <= strike["date_end"] and is_known(strike, clock, text)
        ]

    @cached_property
    def basemap(self) -> Json:
        """The countries around the theatre, a FeatureCollection."""
        found: Json = self.read("basemap.json")
        return found

    # --- The ground -----------------------------------------------------------------------------------------------------------

    @cached_property
    def mesh(self) -> Mesh:
        network = self.read("network.json")
        vertices = np.array([network["lon"], network["lat"]], dtype=np.int64).T
        middle = math.radians(float(vertices[:, 1].mean()) / network["scale"])
        plane = vertices / network["scale"] * KM_PER_DEGREE * (math.cos(middle), 1.0)
        places = tuple(network["places"])
        triangles = np.array(network["triangles"], dtype=np.int64).reshape(-1, 3)
        return Mesh(vertices, triangles, places, {slug: number for number, slug in enumerate(places)}, plane)

    @cached_property
    def holders(self) -> tuple[Actor, ...]:
        """The actors that can hold ground, in the order that breaks ties."""
        return tuple(
            Actor(
                slug=one["slug"], name=one["name"], side=one["side"], colour=one["colour"], order=number,
                name_ar=one["name_ar"], short_name=one["short_name"],
            )
            for number, one in enumerate(self.actors.values())
            if one["can_hold"]
        )  # fmt: skip

    def field(self, lens: str, clock: str, day: date) -> Field:
        """Return the field of a day, from which `areas.derive_areas` cuts the areas that the page draws."""
        layers: dict[str, Integers] = {}
        nothing = np.zeros(len(self.mesh.vertices), dtype=np.int64)
        for raw in self._days_up_to(lens, clock, day):
            for name, steps in raw["layers"].items():
                layer = layers.get(name, nothing).copy()
                layer[np.cumsum(steps["i"], dtype=np.int64)] += np.array(steps["v"], dtype=np.int64)
                layers[name] = layer
        support, confidence = layers.pop("support", nothing), layers.pop("confidence", nothing)
        memberships = {cast(tuple[str, Status], tuple(name.split(":"))): layer for name, layer in layers.items()}
        in_order = {
            (actor.slug, status): memberships[actor.slug, status]
            for actor in self.holders
            for status in STATUSES
            if (actor.slug, status) in memberships
        }
        return Field(in_order, support, confidence * QUANTUM // self.manifest["quantum"]["confidence"])

    # --- Rows -----------------------------------------------------------------------------------------------------------------

    def _days_up_to(self, lens: str, clock: str, day: date) -> list[Json]:
        """Return the raw days of the day's piece, up to the day: what each changes, from the first, which holds everything."""
        number, offset = divmod((day - self.days[0]).days, self.manifest["piece_days"])
        piece = self.manifest["timelines"][lens][clock]["pieces"][number]
        days: list[Json] = self.read(piece["timeline"])["days"]
        return days[: offset + 1]

    def _states(self, columns: Json) -> list[Standing]:
        places = list(accumulate(columns["place"]))
        doubted = set(accumulate(columns["doubted"]))
        rows = zip(places, columns["holder"], columns["status"], columns["contenders"], columns["since"], strict=True)
        return [
            Standing(
                self._slugs[place],
                self._control((holder, status)),
                tuple(self._actor_slugs[number] for number in contenders),
                None if since is None else self.days[0] + timedelta(days=since),
                place in doubted,
            )
            for place, holder, status, contenders, since in rows
        ]

    def _change(self, raw: Json) -> Change:
        place = self._slugs[raw["place"]]
        claims = tuple((self._slugs[ref[1]] if len(ref) > 1 else place, ref[0]) for ref in raw["claims"])
        return Change(place, self._control(raw["from"]), self._control(raw["to"]), claims, raw["reported"])

    def _control(self, pair: Sequence[int | None]) -> Control:
        holder, status = pair
        return Control(None if holder is None else self._actor_slugs[holder], ALL_STATUSES[status or 0])
