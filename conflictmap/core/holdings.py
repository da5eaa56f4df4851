"""Who has how much at the end of a day: ground by status, places, people, and the length of the front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .field import STATUSES
from .frontlines import front_of
from .ground import Ground
from .records import Actor, Place, State
from .totals import km2_by


@dataclass(frozen=True, slots=True)
class Holding:
    """What an actor has: square kilometres by status, places within the theatre, and the share of its people who live in them.

    The share is of the people of all places whose population is known; None where that is known of no place, or of none that the
    actor holds although it holds some.
    """

    actor: str
    side: str
    held_km2: float
    contested_km2: float
    claimed_km2: float
    places: int
    population_share: float | None

    @property
    def km2(self) -> float:
        return round(self.held_km2 + self.contested_km2 + self.claimed_km2, 1)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What every actor has, in their fixed order, the ground of which nobody knows, and kilometres of frontline."""

    actors: tuple[Holding, ...]
    unknown_km2: float
    front_km: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Square kilometres by actor and status (their numbers), and unknown; kilometres of frontline."""

    km2: tuple[tuple[float, float, float], ...]
    unknown_km2: float
    front_km: float


def measure_by_status(ground: Ground) -> Measured:
    """Add up the ground of a day, to tenths; the same ground as its areas and frontlines."""
    layout = ground.layout
    unknown = len(layout.actors) * len(STATUSES)
    group = np.where(layout.holder >= 0, layout.holder * len(STATUSES) + layout.status, unknown)
    km2 = km2_by(layout.borders, group, unknown + 1).round(1) + 0.0  # which makes a plain 0 of -0.0
    held, contested, claimed = km2[:unknown].reshape(-1, len(STATUSES)).T.tolist()
    front_km = round(float(front_of(layout).km.sum()), 1)
    return Measured(tuple(zip(held, contested, claimed, strict=True)), float(km2[unknown]), front_km)


def count_holdings(
    measured: Measured, states: Mapping[str, State], places: Iterable[Place], actors: Sequence[Actor]
) -> Holdings:
    """Join measured ground with the places and people of a day; `places` are those within the theatre's ground."""
    everyone = 0
    of: dict[str, list[int | None]] = {actor.slug: [] for actor in actors}
    for place in places:
        everyone += place.population or 0
        state = states.get(place.slug)
        if state is not None and state.holder in of:
            of[state.holder].append(place.population)
    holdings = []
    for actor, km2 in zip(actors, measured.km2, strict=True):
        own = of[actor.slug]
        known = [population for population in own if population is not None]
        share = round(sum(known) / everyone, 4) if everyone and (known or not own) else None
        holdings.append(Holding(actor.slug, actor.side, *km2, len(own), share))
    return Holdings(tuple(holdings), measured.unknown_km2, measured.front_km)
