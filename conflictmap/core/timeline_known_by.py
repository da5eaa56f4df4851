"""Days as they were known by one other day -> the two files of a piece, as a release would hold them.

A release holds what is known today and what was known each day; between them lies every other pair of dates. Their pieces are made
when somebody asks: the same days, places, actors and claims by the same numbers, so that a page draws them as it draws the others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .records import Snapshot
from .release_numbers import Numbers
from .release_rows import known_on
from .release_store import MemoryStore
from .timeline import PIECE_DAYS, days_of, walk_grounds
from .timeline_pieces import Piece, make_pieces


@dataclass(frozen=True, slots=True)
class KnownPiece:
    """The contents of `timeline-*.json` and `evidence-*.json` of some days; `clock` in both is the day by which it was known."""

    timeline: dict[str, Any]
    evidence: dict[str, Any]


def known_by(snapshot: Snapshot, day: date) -> Snapshot:
    """Return the snapshot with the claims alone that were reported on or before a day of the theatre."""
    zone = ZoneInfo(snapshot.theatre.time_zone)
    return replace(snapshot, claims=tuple(claim for claim in snapshot.claims if known_on(claim, zone) <= day))


def last_report_by(snapshot: Snapshot, day: date) -> date:
    """Return the last day up to `day` on which something was reported, by which the same was known.

    Where nothing was, it is the day before the first report: so however many days are asked for, as many are derived as have reports.
    """
    zone = ZoneInfo(snapshot.theatre.time_zone)
    days = {known_on(claim, zone) for claim in snapshot.claims}
    before = max((each for each in days if each <= day), default=None)
    return before or min(days, default=snapshot.theatre.date_start) - timedelta(days=1)


def piece_known_by(
    snapshot: Snapshot, *, number: int, lens: str, day: date, piece_days: int = PIECE_DAYS
) -> KnownPiece:
    """Return piece `number` of the theatre's days through a lens, as known by a day. Raises IndexError where there is no such piece."""
    first, *others = days_of(snapshot.theatre)[number * piece_days : (number + 1) * piece_days]
    piece = Piece(lens, "now", number, first, ("",) * (1 + len(others)))
    (part,) = make_pieces(known_by(snapshot, day), Numbers(snapshot), [piece], MemoryStore(), walk_grounds)
    timeline, evidence = (
        {**json.loads(part.read(name)), "clock": day.isoformat()} for name in (piece.timeline, piece.evidence)
    )
    return KnownPiece(timeline, evidence)
