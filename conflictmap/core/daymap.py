"""One day of a theatre: its states, areas and frontlines, from a snapshot of its claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from .areas import derive_areas
from .field import Field, spread
from .judged import Judge
from .mesh import Mesh, build_mesh
from .precision import precision_m
from .records import Actor, Area, Frontline, Lens, Place, Snapshot, State, Theatre
from .weigh import KnownBy


class UnknownLens(ValueError):
    """A lens that the theatre has not; the message lists those that it has."""


def find_lens(theatre: Theatre, slug: str) -> Lens:
    """Return the theatre's lens of that slug. Raises UnknownLens."""
    for lens in theatre.lenses:
        if lens.slug == slug:
            return lens
    raise UnknownLens(f"is none of {', '.join(lens.slug for lens in theatre.lenses)}")


def day_states(snapshot: Snapshot, *, day: date, lens: str, known_by: date | None) -> list[State]:
    """Return the state of every point place of the theatre at the end of `day`, unknown where no claim says anything."""
    judge = judge_of(snapshot, find_lens(snapshot.theatre, lens), known_by)
    return with_unknown(network_of(snapshot), judge.on(day).states)


def judge_of(
    snapshot: Snapshot, lens: Lens, known_by: KnownBy, like: Judge | None = None, since: date | None = None
) -> Judge:
    """Return who tells the states of any day of the theatre, or from `since` on, through a lens and by a clock.

    `like` is one by another clock.
    """
    return Judge(snapshot, network_of(snapshot), holders(snapshot), lens, known_by, like, since)


def with_unknown(mesh: Mesh, states: Mapping[str, State]) -> list[State]:
    """Return the states in order of slugs, with those of the network's places of which nothing is said: unknown."""
    return [
        states.get(slug) or State(place=slug, holder=None, status="unknown", confidence=0.0)
        for slug in sorted({*mesh.vertex_of, *states})
    ]


def day_field(snapshot: Snapshot, states: list[State]) -> Field:
    """Return the control field that a day's states spread over the theatre's network."""
    return spread(network_of(snapshot), states, holders(snapshot))


def day_areas(snapshot: Snapshot, *, day: date, lens: str, known_by: date | None) -> tuple[list[Area], list[Frontline]]:
    """Return the areas that tile the theatre at the end of `day`, and the frontlines between sides."""
    states = day_states(snapshot, day=day, lens=lens, known_by=known_by)
    mesh = network_of(snapshot)
    return derive_areas(
        mesh,
        day_field(snapshot, states),
        holders(snapshot),
        snapshot.theatre.support_km,
        precision_m(mesh, snapshot.places, states),
    )


def holders(snapshot: Snapshot) -> tuple[Actor, ...]:
    """Return the actors that can hold ground, in the fixed order that breaks ties."""
    return tuple(sorted((a for a in snapshot.actors if a.can_hold), key=lambda actor: (actor.order, actor.slug)))


def network_of(snapshot: Snapshot) -> Mesh:
    """Return the theatre's network, built once for the same boundary and places."""
    theatre = snapshot.theatre
    key = tuple(
        (place.slug, place.kind, place.longitude, place.latitude)
        for place in sorted(snapshot.places, key=lambda place: place.slug)
    )
    return _network(_Frozen(theatre, snapshot.places, (repr(theatre.boundary), theatre.bbox, theatre.filler_km, key)))


class _Frozen:
    """What a network is made of, hashed by what decides it."""

    def __init__(self, theatre: Theatre, places: tuple[Place, ...], key: object) -> None:
        self.theatre, self.places, self.key = theatre, places, key

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and self.key == other.key


@lru_cache(maxsize=8)
def _network(made_of: _Frozen) -> Mesh:
    return build_mesh(made_of.theatre, made_of.places)
