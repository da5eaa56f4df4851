"""Evidence and lead -> how likely the map is right about who has some ground.

How good evidence is says little of how often the map is right: on fronts of known truth, nine points in ten are deep inside one
side's ground and right whatever their evidence. What tells is the lead: the membership of the holder's side less that of the
next one, 0 to 1. Measured there, a point is right one time in two where there is no lead, in 0.70 of cases at a lead of 0.2, 0.86 at 0.4,
0.94 at 0.6 and 0.98 at 0.8: `1 - (1 - lead) ** LEAD / 2`. Evidence takes part of that away as it gets weaker or older, though the
claims of those fronts, two years old in places, did not bear that out: the world may be less patient than a benchmark.
"""

from __future__ import annotations

import numpy as np

from .mesh import Floats, Integers

# --- The options ----------------------------------------------------------------------------------------------------
LEAD = 2.5  # how soon a lead makes sure
EVIDENCE = 6  # how soon evidence does: a confidence of 0.2 leaves three quarters, one of 0.4 nearly all


def likely(confidence: Floats, lead: Floats) -> Floats:
    """Return how likely ground is its holder's, 0 to 1, from the confidence in the evidence and the holder's lead, both 0 to 1."""
    evidence = 1.0 - (1.0 - np.clip(confidence, 0.0, 1.0)) ** EVIDENCE
    return np.asarray(evidence * (1.0 - (1.0 - np.clip(lead, 0.0, 1.0)) ** LEAD / 2))


def lead_of(memberships: Floats, holder: Integers, side: Integers) -> Floats:
    """Return by how much a holder's side leads the next one at points, 0 where it does not; in the memberships' own unit.

    `memberships` is (points, actors), `holder` an actor's number for each point, `side` a side's for each actor. Where nobody holds,
    holder -1, what comes out means nothing.
    """
    by_side = np.zeros((int(side.max(initial=0)) + 1, len(memberships)))
    for actor, number in enumerate(side.tolist()):
        by_side[number] += memberships[:, actor]
    points = np.arange(len(memberships))
    own = by_side[side[holder], points]
    by_side[side[holder], points] = 0.0
    return np.asarray(np.maximum(own - by_side.max(axis=0), 0.0))
