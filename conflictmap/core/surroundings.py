"""What the places around say of each place: how plausible a side is there, given its own claims and its neighbours'.

Everything is an array over the places of a network, one side at a time against all others together. Every step rises with what is
said for the side and falls with what is said for the others, so one more claim for a side never makes it less plausible
anywhere. Distances are in kilometres of the network's plane; evidence is in log-odds.

The method: (1) begin with each place's own evidence; (2) ask which share of the credible evidence around is the side's, near by
and farther off, and add its log-odds; evidence older than opposing news next to it counts for less, and news near by draws the
place with it: what an advance has passed, or what lies beside it, is likely the newcomer's, though nobody says so; (3) repeat, so that
what is doubted itself supports nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from .mesh import Floats

Days = NDArray[np.int32]

# --- The options: lengths are in spacings, of the theatre's places and of those around a place -----------------------------
NEAR, NEAR_REACH = 0.57, 1.7  # "near by": weights fall to 1/e over the first length, and end at the second
FAR, FAR_REACH = 2.6, 4.5  # "farther off", likewise
MOST = 96  # nearest places that are looked at: within a crowd the farther ones say nothing new
CROWD = 6  # as far as so many places lie, so far apart are they around a place,
LEAST_SPACING, MOST_SPACING = 1 / 3, 3.0  # within so many times the theatre's own spacing
NEAR_PULL, FAR_PULL = 0.7, 2.5  # how much the log-odds of each share weigh
NEAR_FLOOR, FAR_FLOOR = 0.06, 0.03  # shares are kept so far from none and all
NOBODY = 0.1  # evidence of neither side: where there is little around, it says little
SHELTER_FROM, SHELTER_FULL = (
    3.0,
    5.0,
)  # so many credible places near by begin to shelter a pocket from all around it, and do
OLDER = 0.2  # near evidence that is older than the opposing claim it stands against counts so much
OVERTAKEN = 8.0  # how much newer opposing evidence near by takes from a place's own
NEWS, NEWS_NOBODY = 26.0, 0.8  # how much news draws what lies near by with it, and how much of it is nothing yet
ROUNDS = 2
CERTAIN = 0.1  # what is less uncertain than half of this is certain: what changes less has no effect on anything


@dataclass(frozen=True, eq=False)
class Ring:
    """Which places lie within one reach of which: a sparse pattern with weights."""

    indptr: NDArray[np.int32]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: Floats

    @cached_property
    def whole(self) -> csr_matrix:
        return self.weighing(self.weights)

    @cached_property
    def count(self) -> csr_matrix:
        return self.weighing(np.ones(len(self.weights)))

    def by_age(self, days: Days, against: Days) -> tuple[csr_matrix, csr_matrix]:
        """Return what was said there later than anything against it here, and all that was said there, the earlier by a part."""
        there, here = days[self.columns], against[self.rows]
        older = np.where(there < here, OLDER * self.weights, self.weights)
        return self.weighing(self.weights * (there > here)), self.weighing(older)

    def weighing(self, weights: Floats) -> csr_matrix:
        size = len(self.indptr) - 1
        return csr_matrix((weights, self.columns, self.indptr), shape=(size, size))


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What lies around the places of a network, near by and farther off."""

    near: Ring
    far: Ring


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is said of each place for one side and for all others: log-odds of at least 0, and the day of the latest claim.

    What was so when the theatre began, and what nobody ever said, is of its first day. What is settled, the ground around does not
    overrule.
    """

    own: Floats
    rest: Floats
    own_day: Days
    rest_day: Days
    own_settled: NDArray[np.bool_]
    rest_settled: NDArray[np.bool_]


def look_around(points: Floats, spacing: float) -> Around:
    """Find what lies around each of (n, 2) points in kilometres, of which there is one in every `spacing` squared.

    Two places are so far apart as they are in the middle of the theatre's spacing and their own, the geometric mean.
    """
    crowd = min(CROWD, len(points) - 1)
    apart = cKDTree(points).query(points, k=crowd + 1)[0].reshape(len(points), -1)[:, -1]
    own = np.clip(apart / np.sqrt(max(crowd, 1) / np.pi), LEAST_SPACING * spacing, MOST_SPACING * spacing)
    spacings = np.sqrt(spacing * own)
    return Around(_ring(points, spacings, NEAR, NEAR_REACH), _ring(points, spacings, FAR, FAR_REACH))


def _ring(points: Floats, spacings: Floats, length: float, reach: float) -> Ring:
    most = min(MOST + 1, len(points))
    apart, nearest = cKDTree(points).query(points, k=most, distance_upper_bound=reach * spacings.max(initial=0) + 1e-9)
    apart, nearest = apart.reshape(len(points), -1), nearest.reshape(len(points), -1)
    # Beyond the reach there is nobody, and a place is not around itself.
    theirs = np.append(spacings, 1.0)[nearest]
    distance = apart / np.sqrt(spacings[:, None] * theirs)
    found = (distance <= reach) & (nearest != np.arange(len(points))[:, None])
    rows, columns = np.nonzero(found)[0].astype(np.int32), nearest[found].astype(np.int32)
    indptr = np.r_[0, np.cumsum(np.bincount(rows, minlength=len(points)))].astype(np.int32)
    return Ring(indptr, rows, columns, np.exp(-distance[found] / length))


def plausibility(around: Around, evidence: Evidence) -> Floats:
    """Return how plausible the side is at each place, as log-odds against all others together."""
    near, far, number = around.near, around.far.whole, around.near.count
    has_own, has_rest = (evidence.own > 0).astype(np.float64), (evidence.rest > 0).astype(np.float64)
    own_news, near_own = near.by_age(evidence.own_day, evidence.rest_day)
    rest_news, near_rest = near.by_age(evidence.rest_day, evidence.own_day)
    # News is what was said later than all against it, here (by_age) and there.
    own_fresh, rest_fresh = evidence.own_day > evidence.rest_day, evidence.rest_day > evidence.own_day
    odds = alone = evidence.own - evidence.rest
    for _ in range(ROUNDS):
        chance = np.clip((1.0 + CERTAIN) / (1.0 + np.exp(-odds)) - CERTAIN / 2, 0.0, 1.0)
        credible, against = chance * has_own, (1.0 - chance) * has_rest
        farther = FAR_PULL * _odds(_share(far @ credible, far @ against), FAR_FLOOR)
        close, close_against = near.whole @ credible, near.whole @ against
        passed, passed_against = own_news @ (credible * own_fresh), rest_news @ (against * rest_fresh)
        lost, gained = _part(passed_against, close), _part(passed, close_against)
        # Enough of one's own close by shelter a pocket from what lies farther off, unless news has passed over it.
        kept = np.where(farther < 0, (number @ credible) * (1.0 - lost), (number @ against) * (1.0 - gained))
        sheltered = np.clip((kept - SHELTER_FROM) / (SHELTER_FULL - SHELTER_FROM), 0.0, 1.0)
        pull = NEAR_PULL * _odds(_share(near_own @ credible, near_rest @ against), NEAR_FLOOR)
        drawn = _news(passed, close_against) - _news(passed_against, close)
        own, rest = evidence.own / (1.0 + OVERTAKEN * lost), evidence.rest / (1.0 + OVERTAKEN * gained)
        odds = own - rest + pull + farther * (1.0 - sheltered) + drawn
        odds = np.where(evidence.own_settled, np.maximum(odds, alone), odds)
        odds = np.where(evidence.rest_settled, np.minimum(odds, alone), odds)
    return np.asarray(odds)


def _news(part: Floats, other: Floats) -> Floats:
    share = part / (part + other + NEWS_NOBODY)
    return np.asarray(NEWS * share * share)


def _share(own: Floats, rest: Floats) -> Floats:
    return np.asarray((own + NOBODY) / (own + rest + 2 * NOBODY))


def _odds(share: Floats, floor: float) -> Floats:
    return np.asarray(np.log((floor + share) / (floor + 1.0 - share)))


def _part(part: Floats, other: Floats) -> Floats:
    return np.asarray(part / (part + other + NOBODY))
