"""One day of a theatre through a lens, as known by a day: the states of its places, its areas, its frontlines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from conflictmap.core.daymap import day_areas, day_states
from conflictmap.core.geojson import Json, area_feature, frontline_feature, state_feature, stream_collection
from conflictmap.core.ids import public_id
from conflictmap.core.records import Snapshot
from conflictmap.models import Place, Theatre
from conflictmap.models.snapshot import take_snapshot

from . import params
from .params import Given, shown
from .problem import invalid, not_found
from .renderers import GeoJSONRenderer

DEFAULT_LENS = "assessed"
#: Raise when the same claims would give other answers, so that no cache outlives the code that filled it.
ANSWER_VERSION = 1
CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked of a theatre: a day, through a lens, as known by a day (None: as known now)."""

    day: date
    lens: str
    known_by: date | None

    def key(self, theatre: Theatre, layer: str) -> str:
        """Return the cache key of a layer, which changes whenever the theatre does."""
        parts = (ANSWER_VERSION, theatre.pk, theatre.changed_at, layer, self.day, self.lens, self.known_by)
        return "theatre-day:" + hashlib.sha256(repr(tuple(map(str, parts))).encode()).hexdigest()


def find_theatre(slug: str) -> Theatre:
    """Return the theatre in a path. Raises ProblemError (404) naming it."""
    missing = not_found("theatre", f"There is no theatre {shown(slug)}.")
    try:
        theatre = Theatre.objects.filter(slug=params.parse_slug(slug)).first()
    except ValueError:
        raise missing from None
    if theatre is None:
        raise missing
    return theatre


def find_moment(theatre: Theatre, given: Given) -> Moment:
    """Return the moment that the parameters ask for. Raises ProblemError (400) naming the one at fault."""
    day = given.get("date", theatre.date_end)
    if not theatre.date_start <= day <= theatre.date_end:
        raise invalid(
            "date", f"{day} is outside the theatre, which goes from {theatre.date_start} to {theatre.date_end}."
        )
    lens = given.get("lens", DEFAULT_LENS)
    lenses = [each["slug"] for each in theatre.lenses]
    if lens not in lenses:
        raise invalid("lens", f"There is no lens {shown(lens)}; there are {', '.join(lenses)}.")
    return Moment(day=day, lens=lens, known_by=_public_by(theatre, given.get("known_by")))


def _public_by(theatre: Theatre, known_by: date | None) -> date | None:
    """Return the day by which claims may be known, no later than the theatre's publishing delay allows."""
    if not theatre.publish_delay_days:
        return known_by
    last = datetime.now(ZoneInfo(theatre.time_zone)).date() - timedelta(days=theatre.publish_delay_days)
    return min(known_by, last) if known_by else last


class TheatreDay(APIView):
    """Answer with one layer of a theatre's day as a FeatureCollection, from the cache while no claim has changed."""

    layer: ClassVar[str]
    http_method_names = ["get", "head"]
    renderer_classes = [GeoJSONRenderer, JSONRenderer]

    def parameter_names(self) -> tuple[str, ...]:
        return ("date", "lens", "known_by", "format")

    def get(self, request: Request, theatre: str) -> HttpResponseBase:
        found = find_theatre(theatre)
        moment = find_moment(found, params.read(request.query_params, self.parameter_names()))
        text = self._text(found, moment)
        response = HttpResponse(text, content_type=request.accepted_renderer.media_type)
        etag = quote_etag(hashlib.sha256(text).hexdigest()[:32])
        response["Cache-Control"] = "public, no-cache"
        response["ETag"] = etag
        return get_conditional_response(request._request, etag=etag, response=response) or response

    def _text(self, theatre: Theatre, moment: Moment) -> bytes:
        """Return the answer as UTF-8 JSON. A theatre that doesn't say when it changed is never cached."""
        key = moment.key(theatre, self.layer)
        text: bytes | None = cache.get(key) if theatre.changed_at else None
        if text is None:
            members = {
                "theatre": theatre.slug,
                "date": moment.day.isoformat(),
                "lens": moment.lens,
                "known_by": moment.known_by.isoformat() if moment.known_by else None,
                "attribution": theatre.attribution,
                "data_licence": theatre.data_licence,
            }
            text = "".join(stream_collection(self.features(theatre, moment), members)).encode()
            if theatre.changed_at:
                cache.set(key, text, CACHE_SECONDS)
        return text

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        raise NotImplementedError


def public_snapshot(theatre: Theatre) -> Snapshot:
    """Return what the engine reads, its places no more precise than the theatre publishes them."""
    snapshot, decimals = take_snapshot(theatre), theatre.coordinate_decimals
    if decimals is None:
        return snapshot
    rounded = (
        replace(place, longitude=round(place.longitude, decimals), latitude=round(place.latitude, decimals))
        for place in snapshot.places
    )
    return replace(snapshot, places=tuple(rounded))


def _sides(snapshot: Snapshot) -> dict[str, str]:
    return {actor.slug: actor.side for actor in snapshot.actors}


class States(TheatreDay):
    """Who holds each place, by whose word, and which claims made it so."""

    layer = "states"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        snapshot = public_snapshot(theatre)
        places = {place.slug: place for place in snapshot.places}
        sides = _sides(snapshot)
        for state in day_states(snapshot, day=moment.day, lens=moment.lens, known_by=moment.known_by):
            place_id = public_id(Place.kind_of_row, theatre.slug, state.place)
            yield state_feature(places[state.place], state, sides, str(place_id), theatre.coordinate_decimals)


class Areas(TheatreDay):
    """Areas of control, which tile the theatre; unknown ground is a feature whose holder is null."""

    layer = "areas"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        areas, _ = day_areas(public_snapshot(theatre), day=moment.day, lens=moment.lens, known_by=moment.known_by)
        yield from map(area_feature, areas)


class Frontlines(TheatreDay):
    """Lines between the ground of two sides."""

    layer = "frontline"

    def features(self, theatre: Theatre, moment: Moment) -> Iterator[Json]:
        _, lines = day_areas(public_snapshot(theatre), day=moment.day, lens=moment.lens, known_by=moment.known_by)
        yield from map(frontline_feature, lines)


LAYERS: tuple[type[TheatreDay], ...] = (States, Areas, Frontlines)
