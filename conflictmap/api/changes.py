"""What changed from day to day: the places that flipped, the ground that moved with them, and who has how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rest_framework.renderers import JSONRenderer

from conflictmap.core.changes import Control, DayChanges, Flip, walk_changes
from conflictmap.core.geojson import Json, encoder
from conflictmap.core.holdings import Holding
from conflictmap.core.moved import Extent
from conflictmap.core.records import Place, Snapshot
from conflictmap.models import Theatre

from .drawn_release import find_release, snapshot_of
from .params import Given
from .problem import invalid
from .theatre_answer import (
    TheatreAnswer,
    answer_members,
    find_day,
    find_known_by,
    find_lens,
    public_snapshot,
    report_addresses,
)

MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Period:
    """What is asked of a theatre: from one day to another, through a lens, as known by a day (None: as known now)."""

    first: date
    last: date
    lens: str
    known_by: date | None
    #: Of a published release; empty: of what is recorded now.
    release: str = ""


class Changes(TheatreAnswer):
    """What changed from day to day: places that changed hands or status, the ground that moved with them, and who has how much.

    At most 400 days at once.
    """

    layer = "changes"
    renderer_classes = [JSONRenderer]

    def parameter_names(self) -> tuple[str, ...]:
        return ("from", "to", "lens", "known_by", "format")

    def ask(self, theatre: Theatre, given: Given) -> Period:
        first = find_day(theatre, given, "from", theatre.date_start)
        last = find_day(theatre, given, "to", theatre.date_end)
        days = (last - first).days + 1
        if days > MOST_DAYS:
            raise invalid(
                "to",
                f"From {first} to {last} are {days} days; at most {MOST_DAYS} are answered at once, from {first} to "
                f"{first + timedelta(days=MOST_DAYS - 1)}.",
            )
        return Period(first, last, find_lens(theatre, given), find_known_by(theatre, given))

    def write(self, theatre: Theatre, asked: Period) -> bytes:
        release = find_release(theatre, asked.release) if asked.release else None
        snapshot = snapshot_of(release) if release else public_snapshot(theatre)
        days = list(
            walk_changes(snapshot, first=asked.first, last=asked.last, lens=asked.lens, known_by=asked.known_by)
        )
        told = _Telling(snapshot, report_addresses(c for day in days for flip in day.flips for c in flip.causes))
        text = encoder()(
            {
                "from": asked.first.isoformat(),
                "to": asked.last.isoformat(),
                **answer_members(theatre, asked.lens, asked.known_by),
                "flips": [told.flip(day.day, flip) for day in days for flip in day.flips],
                "days": [_totals(day) for day in days],
            }
        )
        return text.encode()


class _Telling:
    """Flips as JSON, with the names of places and sources."""

    def __init__(self, snapshot: Snapshot, addresses: Mapping[str, str]) -> None:
        self.places: dict[str, Place] = {place.slug: place for place in snapshot.places}
        self.sources = {source.slug: source.name for source in snapshot.sources}
        self.sides = {actor.slug: actor.side for actor in snapshot.actors}
        self.addresses = addresses

    def flip(self, day: date, flip: Flip) -> Json:
        place = self.places[flip.place]
        return {
            "day": day.isoformat(),
            "place": place.slug,
            "name": place.name,
            "name_ar": place.name_ar,
            "from": self._control(flip.before),
            "to": self._control(flip.after),
            "claims": [
                {
                    "claim": claim.id,
                    "source": claim.source,
                    "source_name": self.sources[claim.source],
                    "summary": claim.summary,
                    "url": self.addresses.get(claim.report),
                }
                for claim in flip.causes
            ],
            "gained_km2": _extent(flip.gained),
            "lost_km2": _extent(flip.lost),
        }

    def _control(self, control: Control) -> Json:
        side = self.sides[control.holder] if control.holder else None
        return {"holder": control.holder, "side": side, "status": control.status}


def _extent(extent: Extent | None) -> Json | None:
    return {"low": extent.low, "best": extent.best, "high": extent.high} if extent else None


def _totals(found: DayChanges) -> Json:
    return {
        "day": found.day.isoformat(),
        "front_km": found.holdings.front_km,
        "unknown_km2": found.holdings.unknown_km2,
        "actors": [_holding(each) for each in found.holdings.actors],
    }


def _holding(holding: Holding) -> Json:
    return {
        "actor": holding.actor,
        "side": holding.side,
        "km2": {
            "total": holding.km2,
            "held": holding.held_km2,
            "contested": holding.contested_km2,
            "claimed": holding.claimed_km2,
        },
        "places": holding.places,
        "population_share": holding.population_share,
    }
