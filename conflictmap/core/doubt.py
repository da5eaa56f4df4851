"""States -> states weighed against their surroundings, where a theatre's claims are known to be often wrong.

A lone claim deep inside another side's ground is doubtful, from whomever it comes; a place of which a later advance says nothing
has likely gone with it. Where claims hardly ever stand alone there is nothing to doubt, and every state stays as its own claims
make it: how often they do is measured first (`Doubter.noise`).

At a given noise, one more claim that an actor controls a place never lowers what that actor has anywhere: see surroundings.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import is_
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from .mesh import Floats, Integers, Mesh
from .records import Actor, State
from .surroundings import Around, Evidence, look_around, plausibility
from .weigh import Weighed

# --- The options ----------------------------------------------------------------------------------------------------
NEIGHBOURS = 6  # a place is alone when so many of the nearest places with a holder are all another side's
LOOKED_AT = 48  # nearest places among which those with a holder are looked for
FEWEST_ALONE = 10  # fewer places that stand alone say nothing of the theatre
NOISE_FROM, NOISE_TO = 0.012, 0.024  # share of places alone at which doubt begins, and at which it is full
STEPS = 4  # doubt grows by such parts, so that it does not change with every claim

CERTAINTY = 2.8  # log-odds of a claim of weight 1
SUPERSEDED = 0.65  # what is left of a claim when a later one says otherwise
HALF_SAID = 0.5  # entering, contesting or having part of a place, against controlling it
REPEATED, AND_AGAIN = 7.0, 3.0  # log-odds for what independent sources share or one repeats, and for each further time
TIMES = 4  # more than so many add nothing
SETTLED = 3  # what independent sources say so many times, and nobody has since denied, is followed whatever lies around
DOUBTED, BELIEVED = 0.15, 0.5  # plausibility up to which a side has nothing at a place, and from which all it claims

#: What is said of an overruled place, beside the rules of assess.py that weighed its claims.
DOUBT_SAYS = (
    "Stands alone among places that others hold: not followed until it is repeated or the ground around follows."
)


@dataclass(slots=True)
class _Said:
    """What was said of one place for one side."""

    odds: float = 0.0
    against: float = 0.0
    day: int = -1
    settled: bool = False


class _Weighed(NamedTuple):
    """What each side can have of a place, how plausible it is there, and who of it is around, at some noise."""

    masses: tuple[float, ...]
    plausible: tuple[float, ...]
    around: tuple[str, ...]
    noise: float


class Doubter:
    """Weighs states against their surroundings, for one network; keeps what it was last told of each place.

    Tell it of every place at first, then only of those whose claims changed: the answer is the same. `since` is the theatre's first
    day: what is said of it, or of an earlier one, is no news. Of a doubter `like` it, of the same theatre, it takes over what was
    added up of the same words.
    """

    def __init__(self, mesh: Mesh, actors: Sequence[Actor], since: date, like: Doubter | None = None) -> None:
        self.places = {slug: number for number, slug in enumerate(mesh.places)}
        self.slugs = mesh.places
        self.mesh = mesh
        self.sides = tuple(dict.fromkeys(actor.side for actor in actors))
        self.side_of = {actor.slug: self.sides.index(actor.side) for actor in actors}
        self.actors = tuple(actor.slug for actor in actors)
        self.of_side = [[actor.slug for actor in actors if actor.side == side] for side in self.sides]
        self.nearest = _nearest(mesh)
        size = len(mesh.places)
        self.odds = np.zeros((len(self.sides), size))
        self.against = np.zeros((len(self.sides), size))
        self.since = since.toordinal()
        self.days = np.full((len(self.sides), size), self.since, dtype=np.int32)
        self.settled = np.zeros((len(self.sides), size), dtype=np.bool_)
        self.holder = np.full(size, -1)
        self.holding: list[str] = [""] * size
        self.masses = np.zeros((len(self.sides), size))
        self.doubt, self._told = 0.0, True
        self._weighed: dict[int, _Weighed] = {}
        self._kept: dict[int, tuple[State, _Weighed, State]] = like._kept if like else {}
        self._said: dict[str, tuple[Sequence[Weighed], dict[int, _Said]]] = dict(like._said) if like else {}

    def tell(self, states: Mapping[str, State], words: Mapping[str, Sequence[Weighed]], heard: Collection[str]) -> None:
        """Take note of what is now said of the places of which more or less is."""
        for slug in heard:
            if slug not in self.places:
                continue
            self._told = True
            place = self.places[slug]
            state = states.get(slug)
            self.holding[place] = (state.holder or "") if state else ""
            self.holder[place] = self.side_of.get(self.holding[place], -1)
            self.masses[:, place] = 0.0
            for actor, mass in state.mass if state else ():
                if actor in self.side_of:  # else it is said to hold what it can't
                    self.masses[self.side_of[actor], place] += mass
            said = self._added_up(slug, words.get(slug, ()))
            for side in range(len(self.sides)):
                found = said.get(side, _Said())
                self.odds[side, place], self.against[side, place] = found.odds, found.against
                self.days[side, place], self.settled[side, place] = max(found.day, self.since), found.settled

    def _added_up(self, slug: str, words: Sequence[Weighed]) -> dict[int, _Said]:
        before = self._said.get(slug)
        if before is None or len(before[0]) != len(words) or not all(map(is_, before[0], words)):
            before = self._said[slug] = words, _said(words, self.side_of)
        return before[1]

    def noise(self) -> float:
        """Return how much claims must be doubted, 0 to 1 in `STEPS`: by the share of places that stand alone."""
        if not self.nearest.shape[1]:
            return 0.0
        around = self.holder[self.nearest]
        known = around >= 0
        first = known & (np.cumsum(known, axis=1) <= NEIGHBOURS)
        judged = (self.holder >= 0) & (first.sum(axis=1) == NEIGHBOURS)
        alone = judged & ~(first & (around == self.holder[:, None])).any(axis=1)
        count, of = int(alone.sum()), int(judged.sum())
        if count < FEWEST_ALONE:
            return 0.0
        share = (count / of - NOISE_FROM) / (NOISE_TO - NOISE_FROM)
        return min(max(int(share * STEPS), 0), STEPS) / STEPS

    def plausible(self, noise: float) -> Floats:
        """Return (sides, places) how plausible each side is at each place, 0 to 1, at a given noise."""
        around = _around(self.mesh)
        both = len(self.sides) == 2  # then what one side loses the other gains
        net, result = np.maximum(self.odds - self.against, 0.0), np.empty_like(self.odds)
        for side in range(1 if both else len(self.sides)):
            others = [other for other in range(len(self.sides)) if other != side]
            evidence = Evidence(
                net[side],
                net[others].sum(axis=0) + np.maximum(self.against[side] - self.odds[side], 0.0),
                self.days[side],
                self.days[others].max(axis=0),
                self.settled[side],
                np.asarray(self.settled[others].any(axis=0)),
            )
            alone = evidence.own - evidence.rest
            odds = plausibility(around, evidence)
            result[side] = 1.0 / (1.0 + np.exp(-(alone + noise * (odds - alone))))
        if both:
            result[1] = 1.0 - result[0]
        return result

    def judge(self, states: Mapping[str, State]) -> dict[str, State]:
        """Return the states as the ground around bears them out; without noise, the same.

        An overruled place is shown as contested by whoever is said to hold it, within the ground of those who hold what lies around.
        """
        if self._told:
            self.doubt, self._told = self.noise(), False
            self._weighed = self._weigh() if self.doubt else {}
        judged, kept = dict(states), self._kept
        self._kept = {}
        for place, weighed in self._weighed.items():
            state = states[self.slugs[place]]
            before = kept.get(place)
            if before is None or before[0] is not state or before[1] != weighed:
                before = (state, weighed, self._judged(state, weighed))
            self._kept[place] = before
            judged[self.slugs[place]] = before[2]
        return judged

    def _weigh(self) -> dict[int, _Weighed]:
        """Return what each side can have, of the places where that is not what their claims make of them."""
        # In hundredths: what changes less changes nothing. Somebody must have a place of which much is doubted.
        plausible = np.maximum(np.round(self.plausible(self.doubt), 2), 0.01)
        weighed = np.round(_held_within(self.masses, plausible), 6)
        touched = (np.abs(weighed - self.masses) > 1e-6).any(axis=0) & (self.masses.sum(axis=0) > 0)
        places = np.flatnonzero(touched)
        rows = zip(places.tolist(), weighed[:, places].T.tolist(), plausible[:, places].T.tolist(), strict=True)
        return {
            place: _Weighed(
                tuple(masses),
                tuple(likely),
                tuple(self._actor_around(place, side) if mass else "" for side, mass in enumerate(masses)),
                self.doubt,
            )
            for place, masses, likely in rows
        }

    def _judged(self, state: State, weighed: _Weighed) -> State:
        masses, plausible, around, noise = weighed
        winner = masses.index(max(masses))
        mass: dict[str, float] = {}
        for side, whole in enumerate(masses):
            if not whole:
                continue
            own = {actor: share for actor, share in state.mass if self.side_of.get(actor) == side}
            own = own or {around[side]: 1.0}
            for actor, share in own.items():
                mass[actor] = round(share / sum(own.values()) * whole, 6)
        shares = tuple(sorted(mass.items(), key=lambda item: (-item[1], self.actors.index(item[0]))))
        if self.side_of.get(state.holder or "") == winner:
            confidence = round(state.confidence * (1.0 - noise * (1.0 - plausible[winner])), 3)
            return replace(state, mass=shares, confidence=confidence)
        return replace(
            state,
            holder=next(actor for actor, _ in shares if self.side_of[actor] == winner),
            status="contested",
            contenders=tuple(sorted({state.holder or "", *state.contenders} - {"", shares[0][0]})),
            confidence=round(plausible[winner] / 2, 3),
            since=None,
            mass=shares,
            doubted=True,
        )

    def _actor_around(self, place: int, side: int) -> str:
        """Name the actor of a side that has the nearest place of its side."""
        of_side = self.of_side[side]
        if len(of_side) == 1:
            return of_side[0]
        near = self.nearest[place][self.holder[self.nearest[place]] == side].tolist()
        return self.holding[near[0]] if near else of_side[0]


def _held_within(masses: Floats, plausible: Floats) -> Floats:
    """Keep each side's mass within what is plausible; what nobody can have so falls to all by their plausibility."""
    ceiling = np.clip((plausible - DOUBTED) / (BELIEVED - DOUBTED), 0.0, 1.0)
    floor = 1.0 - np.clip((1.0 - plausible - DOUBTED) / (BELIEVED - DOUBTED), 0.0, 1.0)
    kept = np.clip(masses, floor, ceiling)
    total = kept.sum(axis=0)
    missing = np.maximum(1.0 - total, 0.0)
    return np.asarray((kept + missing * plausible / plausible.sum(axis=0)) / np.maximum(total, 1.0))


def _said(words: Sequence[Weighed], side_of: Mapping[str, int]) -> dict[int, _Said]:
    """Add up what was said of one place for each side: the voices that count, each by the most it says."""
    latest: dict[int, date] = {}
    for word in words:
        side = side_of.get(word.claim.actor)
        if side is not None and word.claim.relation == "controls" and not word.only_contests:
            latest[side] = max(word.when, latest.get(side, word.when))
    rival = {
        side: max((when for other, when in latest.items() if other != side), default=None) for side in side_of.values()
    }
    said: dict[int, _Said] = {}
    voices: dict[tuple[int, str], float] = {}
    standing: dict[int, list[Weighed]] = {}
    for word in words:
        claim, when = word.claim, word.when
        if claim.actor not in side_of:
            continue
        side = side_of[claim.actor]
        mine = said.get(side) or said.setdefault(side, _Said())
        odds = CERTAINTY * word.weight
        if claim.relation in ("lost", "denies"):
            mine.against = max(mine.against, odds)
            continue
        mine.day = max(mine.day, when.toordinal())
        controls = claim.relation == "controls" and not word.only_contests
        if not controls or claim.share == "part":
            odds *= HALF_SAID
        since = rival[side]
        if since is not None and since > when:
            odds *= SUPERSEDED
        elif controls:
            standing.setdefault(side, []).append(word)
        voices[side, word.voice] = max(voices.get((side, word.voice), 0.0), odds)
    for (side, _), odds in sorted(voices.items()):
        said[side].odds += odds
    for side, kept in standing.items():
        independent = any(word.strong for word in kept)
        times = min(len({(word.voice, word.when) for word in kept}), TIMES)
        if independent and times > 1:
            said[side].odds += REPEATED + AND_AGAIN * (times - 2)
            said[side].settled = times >= SETTLED and not said[side].against
    return said


@lru_cache(maxsize=4)
def _nearest(mesh: Mesh) -> Integers:
    """Return (places, up to LOOKED_AT) the nearest other places of each, nearest first; too few places have none."""
    size = len(mesh.places)
    if size <= NEIGHBOURS:
        return np.empty((size, 0), dtype=np.int64)
    points = mesh.plane[:size]
    nearest: Integers = cKDTree(points).query(points, k=min(LOOKED_AT + 1, size))[1][:, 1:].astype(np.int64)
    return nearest


@lru_cache(maxsize=4)
def _around(mesh: Mesh) -> Around:
    """Return what lies around every place, in spacings of the network's own: ground shared out among its places."""
    a, b, c = (mesh.plane[mesh.triangles[:, corner]] for corner in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    spacing = float(np.sqrt(np.abs(turn).sum() / 2 / len(mesh.places)))
    return look_around(mesh.plane[: len(mesh.places)], spacing)
