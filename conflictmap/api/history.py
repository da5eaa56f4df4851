"""A place's whole history in a release, small enough to be asked for when somebody looks at the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rest_framework.renderers import JSONRenderer

from conflictmap.core.place_history import place_history
from conflictmap.core.release_known_by import ReadingKnownBy
from conflictmap.core.release_store import canonical_json
from conflictmap.models import Theatre

from .drawn_release import find_release, snapshot_of
from .params import Given, shown
from .problem import invalid
from .theatre_answer import TheatreAnswer
from .theatre_day import find_moment_of


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A place of a release, through a lens and by a clock: `now`, `then` or a day by which it was known."""

    release: str
    place: str
    lens: str
    clock: str


class History(TheatreAnswer):
    """Who held a place, day after day, in a release: stretches of days that are alike."""

    layer = "history"
    renderer_classes = [JSONRenderer]
    required_here = ("release", "place")

    def parameter_names(self) -> tuple[str, ...]:
        return ("place", "lens", "clock", "release", "format")

    def ask(self, theatre: Theatre, given: Given) -> PlaceAsked:
        for name in self.required_here:
            if name not in given:
                raise invalid(name, "It has to be given.")
        reading = find_release(theatre, given["release"])
        if given["place"] not in reading.places:
            raise invalid("place", f"The release has no place {shown(given['place'])}.")
        lens, clock = find_moment_of(reading, given).lens, str(given.get("clock", "now"))
        if clock not in reading.clocks(lens) and clock not in reading.manifest["days"]:
            raise invalid("clock", f"{clock} is outside the release.")
        return PlaceAsked(reading.hash, given["place"], lens, clock)

    def write(self, theatre: Theatre, asked: PlaceAsked) -> bytes:
        reading = find_release(theatre, asked.release)
        if asked.clock not in reading.clocks(asked.lens):
            snapshot_of(reading)
            reading = ReadingKnownBy(reading, date.fromisoformat(asked.clock))
        rows = place_history(reading, place=asked.place, lens=asked.lens, clock=asked.clock)
        return canonical_json(
            {
                "theatre": theatre.slug,
                "release": asked.release,
                "place": asked.place,
                "lens": asked.lens,
                "clock": asked.clock,
                "stretches": [
                    {
                        "first": row.first.isoformat(),
                        "days": row.days,
                        "status": row.control.status if row.control else None,
                        "holder": row.control.holder if row.control else None,
                        "contenders": list(row.contenders),
                    }
                    for row in rows
                ],
            }
        )
