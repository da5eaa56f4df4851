"""Why a point of the map is as it is: the places that decide it, by how much, and what was said of them.

Coordinates are longitude, latitude in degrees. The field is linear in what the places' states say, so every point has weights of
the places, at least 0 and 1 together, and an actor's membership there is the sum of weight x the place's mass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from .assess import AREA_RULE, RULES
from .cut import grounds_of, stack_layers
from .daymap import day_field, day_states, holders, network_of
from .doubt import DOUBT_SAYS
from .field import QUANTUM, STATUSES, weights_at
from .ground import side_numbers
from .likely import lead_of, likely
from .mesh import SCALE, Floats, Mesh
from .records import Claim, Place, Snapshot, Source, State, Status

# --- The options ------------------------------------------------------------------------------------------------
ENOUGH = 0.95  # places are named until together they decide this much,
MOST_PLACES = 12  # or until there are so many
TOLERANCE = 1e-9  # how far outside a triangle, as a share of it, its edge still is

RULE_IN_WORDS = {rule.name: rule.says for rule in (*RULES, AREA_RULE)}


class OutsideTheatre(ValueError):
    """A point that does not lie within the theatre's boundary."""


@dataclass(frozen=True, slots=True)
class Word:
    """A claim that counted in a place's state: who says it, and the rule that weighed it, by name and in words."""

    claim: Claim
    source: Source
    rule: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Decider:
    """A place that decides the point: by how much (in [0, 1]), from how far, with its state and what was said of it.

    `doubt` says why the words are not followed; it is empty where they are.
    """

    place: Place
    weight: float
    distance_km: float
    state: State
    words: tuple[Word, ...]

    @property
    def doubt(self) -> str:
        return DOUBT_SAYS if self.state.doubted else ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The place nearest to the point of which anything is known."""

    place: Place
    distance_km: float


@dataclass(frozen=True, slots=True)
class Why:
    """Who has a point, and what decides it; `holder`, `status` and `contenders` are those of the area around it.

    The weights of `places` and the rest, `others`, add up to 1 in whole thousandths. `memberships` is each actor's, in the
    actors' order. `nearest` is None where there is no evidence at all. Of unknown ground nobody decides: `places` is empty and
    `others` is 0. `confidence` is how likely the point is its holder's (likely.py), 0 of unknown ground.
    """

    longitude: float
    latitude: float
    holder: str | None
    side: str | None
    status: Status
    contenders: tuple[str, ...]
    confidence: float
    memberships: tuple[tuple[str, float], ...]
    nearest: Nearest | None
    places: tuple[Decider, ...]
    others: float


def explain(
    snapshot: Snapshot, *, day: date, lens: str, known_by: date | None, longitude: float, latitude: float
) -> Why:
    """Explain one point at the end of a day. Raises OutsideTheatre and UnknownLens."""
    # 1. Where it is in the network.
    mesh, actors = network_of(snapshot), holders(snapshot)
    triangle, barycentric = locate(mesh, longitude, latitude)
    corners = mesh.triangles[triangle]

    # 2. What the map shows there: the same layers, interpolated as for the areas.
    states = day_states(snapshot, day=day, lens=lens, known_by=known_by)
    field = day_field(snapshot, states)
    layers = stack_layers(field, actors, snapshot.theatre.support_km)
    values, known = barycentric @ layers.values[corners], barycentric @ layers.known[corners]
    ((holder, status, contender),) = grounds_of(layers, values[None], np.array([known]))
    is_known = holder >= 0
    lead = lead_of(layers.sums(values)[None], np.array([holder]), side_numbers(actors))
    sure = likely(np.array([barycentric @ field.confidence[corners]]) / QUANTUM, lead / QUANTUM)

    # 3. Which places decide it, and what was said of them.
    weights = weights_at(mesh, states, triangle, barycentric)
    away = {place: _distance_km(mesh, place, barycentric @ mesh.plane[corners]) for place in weights}
    nearest = min(weights, key=lambda place: (away[place], place), default=None)
    named, others = round_weights(weights) if is_known else ([], 0.0)
    places = {place.slug: place for place in snapshot.places}
    state_of, words_of = {state.place: state for state in states}, _words(snapshot)
    return Why(
        longitude=longitude,
        latitude=latitude,
        holder=actors[holder].slug if is_known else None,
        side=actors[holder].side if is_known else None,
        status=STATUSES[status] if is_known else "unknown",
        contenders=(actors[contender].slug,) if contender >= 0 else (),
        confidence=round(float(sure[0]), 3) if is_known else 0.0,
        memberships=tuple(
            (actor.slug, round(share / QUANTUM, 3))
            for actor, share in zip(actors, layers.sums(values).tolist(), strict=True)
            if share > 0
        ),
        nearest=Nearest(places[nearest], away[nearest]) if nearest is not None else None,
        places=tuple(
            Decider(places[slug], weight, away[slug], state_of[slug], words_of(state_of[slug]))
            for slug, weight in named
        ),
        others=others,
    )


def locate(mesh: Mesh, longitude: float, latitude: float) -> tuple[int, Floats]:
    """Return the triangle in which a point lies and the point's weights of its corners. Raises OutsideTheatre.

    A theatre across the antimeridian may count its longitudes on beyond 180 or -180; the point is looked for either way.
    """
    corners = mesh.vertices[mesh.triangles] / SCALE
    for turn in (0.0, 360.0, -360.0):
        a, b, c = (corners[:, corner] - (longitude + turn, latitude) for corner in range(3))
        parts = np.stack([_cross(b, c), _cross(c, a), _cross(a, b)], axis=1)
        barycentric = parts / parts.sum(axis=1, keepdims=True)
        best = int(barycentric.min(axis=1).argmax())
        if barycentric[best].min() >= -TOLERANCE:
            inside = np.maximum(barycentric[best], 0.0)
            return best, inside / inside.sum()
    raise OutsideTheatre("The point lies outside the theatre's boundary.")


def round_weights(weights: Mapping[str, float]) -> tuple[list[tuple[str, float]], float]:
    """Name the heaviest places, heaviest first, and sum up the others, all in thousandths that add up to 1 exactly.

    Rounded by largest remainders. Without any weight nothing is named and the sum is 0.
    """
    if not weights:
        return [], 0.0
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    together = np.cumsum([weight for _, weight in ordered])
    count = min(int(np.searchsorted(together, ENOUGH * together[-1])) + 1, MOST_PLACES)
    exact = np.array([*(weight for _, weight in ordered[:count]), sum(weight for _, weight in ordered[count:])])
    exact *= QUANTUM / exact.sum()
    whole = np.floor(exact).astype(int)
    short = QUANTUM - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    rounded = (whole / QUANTUM).tolist()
    return [(place, weight) for (place, _), weight in zip(ordered[:count], rounded, strict=False)], rounded[-1]


def _words(snapshot: Snapshot) -> Callable[[State], tuple[Word, ...]]:
    claims = {claim.id: claim for claim in snapshot.claims}
    sources = {source.slug: source for source in snapshot.sources}

    def words_of(state: State) -> tuple[Word, ...]:
        return tuple(
            Word(
                claim=claims[item.claim],
                source=sources[claims[item.claim].source],
                rule=item.rule,
                says=RULE_IN_WORDS[item.rule],
                weight=item.weight,
            )
            for item in state.evidence
        )

    return words_of


def _distance_km(mesh: Mesh, place: str, point: Floats) -> float:
    return round(float(np.hypot(*(mesh.plane[mesh.vertex_of[place]] - point))), 1)


def _cross(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
