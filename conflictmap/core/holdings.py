"""Who has how much at the end of a day: ground by status, places, people, and the length of the front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .cut import Layers
from .field import STATUSES, Field
from .mesh import Mesh
from .overlay import lay_over
from .records import Actor, Place, State
from .totals import measure


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
class Ground:
    """Square kilometres by actor and status (their numbers), and unknown; kilometres of frontline."""

    km2: tuple[tuple[float, ...], ...]
    unknown_km2: float
    front_km: float


def measure_ground(mesh: Mesh, field: Field, layers: Layers, actors: Sequence[Actor], support_km: float) -> Ground:
    """Add up the ground of a day, rounded to a tenth of a square kilometre."""
    pieces = lay_over(mesh, (layers,), np.arange(len(mesh.triangles)))
    (grounds,) = pieces.grounds
    number = np.where(grounds[:, 0] >= 0, grounds[:, 0] * len(STATUSES) + grounds[:, 1], len(actors) * len(STATUSES))
    sums = np.bincount(number, pieces.km2, len(actors) * len(STATUSES) + 1).round(1).tolist()
    by_actor = np.reshape(sums[:-1], (len(actors), len(STATUSES))).tolist()
    return Ground(tuple(tuple(row) for row in by_actor), sums[-1], measure(mesh, field, actors, support_km).front_km)


def count_holdings(
    ground: Ground, states: Iterable[State], places: Iterable[Place], actors: Sequence[Actor]
) -> Holdings:
    """Join measured ground with the places and people of a day; `places` are those within the theatre's ground."""
    holder_of = {state.place: state.holder for state in states}
    rows = [(holder_of.get(place.slug), place.population) for place in places]
    everyone = sum(population for _, population in rows if population is not None)
    holdings = []
    for actor, (held, contested, claimed) in zip(actors, ground.km2, strict=True):
        own = [population for holder, population in rows if holder == actor.slug]
        known = [population for population in own if population is not None]
        share = round(sum(known) / everyone, 4) if everyone and (known or not own) else None
        holdings.append(Holding(actor.slug, actor.side, held, contested, claimed, len(own), share))
    return Holdings(tuple(holdings), ground.unknown_km2, ground.front_km)
