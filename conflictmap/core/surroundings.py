"""What the places around say of each place: how plausible a side is there, given its own claims and its neighbours'.

Everything is an array over the places of a network, one side at a time against all others together. Every step rises with what is
said for the side and falls with what is said for the others, so one more claim for a side never makes it less plausible
anywhere. Distances are in kilometres of the network's plane; evidence is in log-odds.

The method: (1) begin with each place's own evidence; (2) ask which share of the credible evidence around is the side's, near by
and farther off, and add its log-odds; evidence older than opposing news next to it counts for less; (3) repeat, so that what is
doubted itself supports nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from .mesh import Floats

# --- The options: lengths are in mean spacings of the theatre's places -----------------------------------------------------
NEAR, NEAR_REACH = 0.5, 1.6  # "near by": weights fall to 1/e over the first length, and end at the second
FAR, FAR_REACH = 2.6, 4.5  # "farther off", likewise
MOST = 96  # nearest places that are looked at: within a crowd the farther ones say nothing new
NEAR_PULL, FAR_PULL = 1.0, 2.0  # how much the log-odds of each share weigh
NEAR_FLOOR, FAR_FLOOR = 0.06, 0.03  # shares are kept so far from none and all
NOBODY = 0.1  # evidence of neither side: where there is little around, it says little
SHELTER_FROM, SHELTER_FULL = (
    2.5,
    4.5,
)  # so many credible places near by begin to shelter a pocket from all around it, and do
OLDER = 0.2  # near evidence that is older than the opposing claim it stands against counts so much
OVERTAKEN = 8.0  # how much newer opposing evidence near by takes from a place's own
ROUNDS = 4
FAR_EVERY = 2  # rounds; what lies farther off changes little from one to the next


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """Which places lie within one reach of which: a sparse pattern with weights."""

    indptr: NDArray[np.int32]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: Floats

    def matrix(self, factors: Floats | NDArray[np.bool_] | float = 1.0) -> csr_matrix:
        size = len(self.indptr) - 1
        return csr_matrix((self.weights * factors, self.columns, self.indptr), shape=(size, size))


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What lies around the places of a network, near by and farther off."""

    near: Ring
    far: Ring


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is said of each place for one side and for all others: log-odds of at least 0, and the day of the latest claim."""

    own: Floats
    rest: Floats
    own_day: NDArray[np.int64]
    rest_day: NDArray[np.int64]


def look_around(points: Floats, spacing: float) -> Around:
    """Find what lies around each of (n, 2) points in kilometres, of which there is one in every `spacing` squared."""
    return Around(_ring(points, spacing, NEAR, NEAR_REACH), _ring(points, spacing, FAR, FAR_REACH))


def _ring(points: Floats, spacing: float, length: float, reach: float) -> Ring:
    apart, nearest = cKDTree(points).query(points, k=min(MOST + 1, len(points)), distance_upper_bound=reach * spacing)
    # The first is the place itself; beyond the reach there is nobody.
    found = np.isfinite(apart) & (nearest != np.arange(len(points))[:, None])
    rows, columns = np.nonzero(found)[0].astype(np.int32), nearest[found].astype(np.int32)
    distance = apart[found] / spacing
    indptr = np.r_[0, np.cumsum(np.bincount(rows, minlength=len(points)))].astype(np.int32)
    return Ring(indptr, rows, columns, np.exp(-distance / length))


def plausibility(around: Around, evidence: Evidence) -> Floats:
    """Return how plausible the side is at each place, as log-odds against all others together."""
    has_own, has_rest = (evidence.own > 0).astype(np.float64), (evidence.rest > 0).astype(np.float64)
    theirs, mine = around.near.columns, around.near.rows
    newer_own = around.near.matrix(evidence.own_day[theirs] > evidence.rest_day[mine])
    newer_rest = around.near.matrix(evidence.rest_day[theirs] > evidence.own_day[mine])
    near_own = around.near.matrix(np.where(evidence.own_day[theirs] < evidence.rest_day[mine], OLDER, 1.0))
    near_rest = around.near.matrix(np.where(evidence.rest_day[theirs] < evidence.own_day[mine], OLDER, 1.0))
    near, far, number = around.near.matrix(), around.far.matrix(), around.near.matrix(1.0 / around.near.weights)
    odds = evidence.own - evidence.rest
    for turn in range(ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-odds))
        credible, against = chance * has_own, (1.0 - chance) * has_rest
        if turn % FAR_EVERY == 0:
            farther = FAR_PULL * _odds(_share(far @ credible, far @ against), FAR_FLOOR)
        lost = _part(newer_rest @ against, near @ credible)  # to newer evidence near by
        gained = _part(newer_own @ credible, near @ against)
        # Enough of one's own close by shelter a pocket from what lies farther off, unless news has passed over it.
        kept = np.where(farther < 0, number @ credible * (1.0 - lost), number @ against * (1.0 - gained))
        sheltered = np.clip((kept - SHELTER_FROM) / (SHELTER_FULL - SHELTER_FROM), 0.0, 1.0)
        pull = NEAR_PULL * _odds(_share(near_own @ credible, near_rest @ against), NEAR_FLOOR)
        own, rest = evidence.own / (1.0 + OVERTAKEN * lost), evidence.rest / (1.0 + OVERTAKEN * gained)
        odds = own - rest + pull + farther * (1.0 - sheltered)
    return np.asarray(odds)


def _share(own: Floats, rest: Floats) -> Floats:
    return np.asarray((own + NOBODY) / (own + rest + 2 * NOBODY))


def _odds(share: Floats, floor: float) -> Floats:
    return np.asarray(np.log((floor + share) / (floor + 1.0 - share)))


def _part(part: Floats, other: Floats) -> Floats:
    return np.asarray(part / (part + other + NOBODY))
