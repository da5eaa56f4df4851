"""Days of a release as they were known by another day: the pieces that its files do not hold, in the files' own format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rest_framework.renderers import JSONRenderer

from conflictmap.core.geojson import Json
from conflictmap.core.release_store import canonical_json
from conflictmap.core.timeline_known_by import KnownPiece, last_report_by
from conflictmap.models import Theatre

from .drawn_release import find_release, known_piece, snapshot_of
from .params import Given
from .problem import invalid
from .theatre_answer import TheatreAnswer
from .theatre_day import find_moment_of


@dataclass(frozen=True, slots=True)
class KnownDays:
    """A piece of a release's days by its number, through a lens, as known by a day on which something was reported."""

    release: str
    number: int
    lens: str
    known_by: date


class KnownAnswer(TheatreAnswer):
    """Answer with one of the two files of a piece."""

    renderer_classes = [JSONRenderer]
    #: Parameters that other readings can do without.
    required_here = ("release", "known_by")

    def parameter_names(self) -> tuple[str, ...]:
        return ("date", "lens", "known_by", "release", "format")

    def ask(self, theatre: Theatre, given: Given) -> KnownDays:
        for name in self.required_here:
            if name not in given:
                raise invalid(name, "It has to be given.")
        reading = find_release(theatre, given["release"])
        moment = find_moment_of(reading, given)
        number = (moment.day - reading.days[0]).days // reading.manifest["piece_days"]
        by = last_report_by(snapshot_of(reading), given["known_by"])
        return KnownDays(reading.hash, number, moment.lens, by)

    def write(self, theatre: Theatre, asked: KnownDays) -> bytes:
        reading = find_release(theatre, asked.release)
        piece = known_piece(reading, number=asked.number, lens=asked.lens, known_by=asked.known_by)
        return canonical_json({"release": reading.hash, **self.half_of(piece)})

    def half_of(self, piece: KnownPiece) -> Json:
        raise NotImplementedError


class KnownTimeline(KnownAnswer):
    """By what the front moves, over the days of the piece in which `date` lies: a `timeline-*.json` as known by a day."""

    layer = "timeline"

    def half_of(self, piece: KnownPiece) -> Json:
        return piece.timeline


class KnownEvidence(KnownAnswer):
    """Why the states of those days are as they are: an `evidence-*.json` as known by a day."""

    layer = "evidence"

    def half_of(self, piece: KnownPiece) -> Json:
        return piece.evidence
