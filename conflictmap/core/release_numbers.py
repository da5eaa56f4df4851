"""Numbers in place of slugs and ids: what keeps a release small, and one claim's change out of everybody else's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

import numpy as np

from .mesh import Integers
from .records import Claim, Snapshot

SURENESS = 1000  # a confidence of 1, of a place's state


class Numbers:
    """By which numbers a release speaks of actors, places and claims, instead of their slugs and ids.

    Actors count as in the manifest, places as in places.json, and claims for each place by itself, in the order in which they
    were reported: so a claim that comes in changes the numbers of no other, however old the day is that it tells of.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.actor = {
            a.slug: number for number, a in enumerate(sorted(snapshot.actors, key=lambda a: (a.order, a.slug)))
        }
        self.place = {slug: number for number, slug in enumerate(sorted(place.slug for place in snapshot.places))}
        self.claims = claims_by_place(snapshot.claims)
        self._claim = {claim.id: (place, k) for place, claims in self.claims.items() for k, claim in enumerate(claims)}
        self.reported = {claim.id for claim in snapshot.claims if claim.provenance == "report"}

    def claim(self, claim: str, place: str) -> list[int]:
        """Return a claim's number; where it speaks of another place than `place` (an area around it), that place's too."""
        about, number = self._claim[claim]
        return [number] if about == place else [number, self.place[about]]


def claims_by_place(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return each place's claims from the first that was reported, places in the order of their slugs."""
    found: dict[str, list[Claim]] = defaultdict(list)
    by_report = attrgetter("place", "reported_at", "date_start", "date_end", "id")
    for claim in sorted(claims, key=by_report):
        found[claim.place].append(claim)
    return found


def gaps(numbers: Sequence[int] | Integers) -> list[int]:
    """Return rising numbers as the first one and the steps from each to the next."""
    return np.diff(np.asarray(numbers, dtype=np.int64), prepend=0).tolist() if len(numbers) else []
