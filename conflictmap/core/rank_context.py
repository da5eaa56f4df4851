"""What a report names, weighed: which places, countries and divisions its doubtful names are judged by."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import normalise, plain
from conflictmap.core.toponyms import Entry

#: How many of a report's places are looked at.
MOST_ANCHORS = 50
#: A country's people ("Syrian") speak less for it than its name.
DEMONYM_VOTE = 0.5
#: Less than any vote: what is left of sums is no more than rounding.
HALF_A_VOTE = 0.25
#: Votes that nobody has cast: with few others, what they say counts less.
UNCAST = 0.7
#: How much of the agreement with the report is about the division, the rest about the country.
DIVISION_SHARE = 0.5

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A report's places: `others` as points, `votes` by country code and division id; `inside` says what a name lies in."""

    others: tuple[Entry, ...] = ()
    chosen: Mapping[str, Entry] = field(default_factory=dict)
    votes: Mapping[str, float] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    home: frozenset[str] = frozenset()
    country_votes: float = 0.0
    division_votes: float = 0.0
    #: The longitudes and latitudes of `others`, at hand.
    points: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(
        cls, chosen: Sequence[Entry], demonyms: Iterable[Entry], gazetteer: Gazetteer, inside: Mapping[str, str]
    ) -> Surroundings:
        """Weigh what was chosen; of one place its name counts once, however often it stands in the report."""
        distinct = {entry.id: entry for entry in chosen}
        votes: dict[str, float] = defaultdict(float)
        countries = divisions = 0.0
        for entry in distinct.values():
            for division, weight in _divisions(entry):
                votes[division] += weight
            countries += _country_vote(entry)
            divisions += bool(_divisions(entry))
            votes[entry.country_code] += _country_vote(entry)
        for entry in demonyms:
            votes[entry.country_code] += DEMONYM_VOTE
            countries += DEMONYM_VOTE
        points = tuple(e for e in distinct.values() if e.kind != "country")[:MOST_ANCHORS]
        at = tuple((e.longitude, e.latitude) for e in points)
        return cls(points, distinct, votes, inside, gazetteer.home_countries, countries, divisions, at)

    def without(self, own: frozenset[str]) -> Surroundings:
        """What the report names beside a name that may stand for the entries `own`: it does not speak for itself."""
        itself = [self.chosen[i] for i in own if i in self.chosen]
        if not itself:
            return self
        votes = dict(self.votes)
        for entry in itself:
            votes[entry.country_code] -= _country_vote(entry)
            for division, weight in _divisions(entry):
                votes[division] -= weight
        others = tuple(e for e in self.others if e.id not in own)
        return replace(
            self,
            others=others,
            votes=votes,
            country_votes=self.country_votes - sum(map(_country_vote, itself)),
            division_votes=self.division_votes - sum(bool(_divisions(e)) for e in itself),
            points=tuple((e.longitude, e.latitude) for e in others),
        )

    def agreement(self, entry: Entry) -> float | None:
        """How far the report is about the entry's country and division, 0 to 1; None when it names nothing else."""
        if self.country_votes < HALF_A_VOTE:
            return None
        votes = self.votes
        share = 0.0
        if self.division_votes > HALF_A_VOTE:
            within = max((votes.get(i, 0.0) for i in entry.within), default=0.0)
            if entry.kind in {"province", "district"}:
                within = max(within, votes.get(entry.id, 0.0))
            share = min(1.0, within / (self.division_votes + UNCAST))
        nation = votes.get(entry.country_code, 0.0) / (self.country_votes + UNCAST)
        return min(1.0, (1.0 - DIVISION_SHARE) * nation + DIVISION_SHARE * share)

    def nearest(self, entry: Entry) -> tuple[Entry, float] | None:
        """The nearest other place of the report and about how many km it is away."""
        best, least = -1, math.inf
        scale = math.cos(math.radians(entry.latitude))
        longitude, latitude = entry.longitude, entry.latitude
        for number, (other_longitude, other_latitude) in enumerate(self.points):
            east = abs(other_longitude - longitude)
            east = (east if east <= 180.0 else 360.0 - east) * scale
            north = other_latitude - latitude
            distance = east * east + north * north
            if distance < least:
                best, least = number, distance
        return None if best < 0 else (self.others[best], math.sqrt(least) * _KM_PER_DEGREE)


def lies_in(entry: Entry, container: str, gazetteer: Gazetteer) -> bool | None:
    """Tell whether an entry lies in the division or country of a name; None when the name is of neither."""
    found = gazetteer.named(normalise(container), plain(container))
    divisions = {e.id for e in found if e.kind in {"province", "district"}}
    countries = {e.country_code for e in found if e.kind == "country"}
    if not divisions and not countries:
        return None
    return entry.country_code in countries or bool(divisions.intersection(entry.within))


def _divisions(entry: Entry) -> tuple[tuple[str, float], ...]:
    """What an entry speaks for: the divisions around it, or itself when it is one."""
    if entry.kind in {"province", "district"}:
        return ((entry.id, 1.0), *((i, 0.7) for i in entry.within))
    return tuple((i, 0.7 if n + 1 == len(entry.within) else 1.0) for n, i in enumerate(entry.within))


def _country_vote(entry: Entry) -> float:
    return 1.0 if entry.country_code else 0.0
