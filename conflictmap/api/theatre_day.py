"""One day of a theatre through a lens, as known by a day: the states of its places, its areas, its frontlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rest_framework.renderers import JSONRenderer

from conflictmap.core.daymap import day_areas, day_states
from conflictmap.core.geojson import Json, area_feature, frontline_feature, state_feature, stream_collection
from conflictmap.core.ids import public_id
from conflictmap.core.records import Snapshot
from conflictmap.core.release_reading import ReleaseReading
from conflictmap.models import Place, Theatre

from .drawn_release import find_release, snapshot_of
from .params import Given, shown
from .problem import invalid
from .renderers import GeoJSONRenderer
from .theatre_answer import (
    DEFAULT_LENS,
    TheatreAnswer,
    answer_members,
    find_day,
    find_known_by,
    find_lens,
    public_snapshot,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked of a theatre: a day, through a lens, as known by a day (None: as known now)."""

    day: date
    lens: str
    known_by: date | None
    #: Of a published release; empty: of what is recorded now.
    release: str = ""


def find_moment(theatre: Theatre, given: Given) -> Moment:
    """Return the moment that the parameters ask for. Raises ProblemError (400) naming the one at fault."""
    return Moment(
        day=find_day(theatre, given, "date", theatre.date_end),
        lens=find_lens(theatre, given),
        known_by=find_known_by(theatre, given),
    )


def find_moment_of(release: ReleaseReading, given: Given) -> Moment:
    """Return the moment that the parameters ask of a release, which holds back nothing more. Raises ProblemError (400)."""
    day: date = given.get("date", release.days[-1])
    if not release.days[0] <= day <= release.days[-1]:
        raise invalid("date", f"{day} is outside the release, which goes from {release.days[0]} to {release.days[-1]}.")
    lens: str = given.get("lens", DEFAULT_LENS)
    if lens not in release.lenses:
        raise invalid("lens", f"There is no lens {shown(lens)}; there are {', '.join(release.lenses)}.")
    return Moment(day, lens, given.get("known_by"), release.hash)


def moment_asked(theatre: Theatre, given: Given) -> Moment:
    """Return the moment that the parameters ask for, of the release that they name or of now. Raises ProblemError (400 or 404)."""
    release: str = given.get("release", "")
    return find_moment_of(find_release(theatre, release), given) if release else find_moment(theatre, given)


def moment_members(theatre: Theatre, moment: Moment) -> Json:
    """Return what every answer about a day says of itself."""
    members = answer_members(theatre, moment.lens, moment.known_by)
    return {"date": moment.day.isoformat(), **members, "release": moment.release or None}


def snapshot_at(theatre: Theatre, moment: Moment) -> Snapshot:
    """Return what a moment is derived from: a release's rows, or those of now."""
    return snapshot_of(find_release(theatre, moment.release)) if moment.release else public_snapshot(theatre)


class TheatreDay(TheatreAnswer):
    """Answer with one layer of a theatre's day as a FeatureCollection."""

    renderer_classes = [GeoJSONRenderer, JSONRenderer]

    def parameter_names(self) -> tuple[str, ...]:
        return ("date", "lens", "known_by", "release", "format")

    def ask(self, theatre: Theatre, given: Given) -> Moment:
        return moment_asked(theatre, given)

    def write(self, theatre: Theatre, asked: Moment) -> bytes:
        return "".join(stream_collection(self.features(theatre, asked), moment_members(theatre, asked))).encode()

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        raise NotImplementedError


class States(TheatreDay):
    """Who holds each place, by whose word, and which claims made it so."""

    layer = "states"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        snapshot = snapshot_at(theatre, moment)
        places = {place.slug: place for place in snapshot.places}
        sides = {actor.slug: actor.side for actor in snapshot.actors}
        for state in day_states(snapshot, day=moment.day, lens=moment.lens, known_by=moment.known_by):
            place_id = public_id(Place.kind_of_row, theatre.slug, state.place)
            yield state_feature(places[state.place], state, sides, str(place_id), theatre.coordinate_decimals)


class Areas(TheatreDay):
    """Areas of control, which tile the theatre; unknown ground is a feature whose holder is null."""

    layer = "areas"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        areas, _ = day_areas(snapshot_at(theatre, moment), day=moment.day, lens=moment.lens, known_by=moment.known_by)
        yield from map(area_feature, areas)


class Frontlines(TheatreDay):
    """Lines between the ground of two sides."""

    layer = "frontline"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        _, lines = day_areas(snapshot_at(theatre, moment), day=moment.day, lens=moment.lens, known_by=moment.known_by)
        yield from map(frontline_feature, lines)


LAYERS: tuple[type[TheatreDay], ...] = (States, Areas, Frontlines)
