"""Why a point is as the map shows it: the places that decide it, by how much, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from rest_framework.renderers import JSONRenderer

from conflictmap.core.geojson import Json, encoder, position
from conflictmap.core.why import Decider, Nearest, OutsideTheatre, Why, Word, explain
from conflictmap.models import Theatre

from .params import Given
from .problem import NOT_FOUND, ProblemError
from .theatre_answer import TheatreAnswer, report_addresses
from .theatre_day import Moment, moment_asked, moment_members, snapshot_at


@dataclass(frozen=True, slots=True)
class Question:
    """A point, longitude and latitude in degrees, at a moment."""

    moment: Moment
    longitude: float
    latitude: float


class WhyHere(TheatreAnswer):
    """Why a point is as the map shows it: who has it, which places decide it by how much, and what was said of them by whom."""

    layer = "why"
    is_kept = False  # hardly anyone asks for the same point twice
    renderer_classes = [JSONRenderer]

    def parameter_names(self) -> tuple[str, ...]:
        return ("lon", "lat", "date", "lens", "known_by", "release", "format")

    def ask(self, theatre: Theatre, given: Given) -> Question:
        return Question(moment_asked(theatre, given), given["lon"] + 0.0, given["lat"] + 0.0)  # no -0.0

    def write(self, theatre: Theatre, asked: Question) -> bytes:
        moment, snapshot = asked.moment, snapshot_at(theatre, asked.moment)
        try:
            why = explain(
                snapshot,
                day=moment.day,
                lens=moment.lens,
                known_by=moment.known_by,
                longitude=asked.longitude,
                latitude=asked.latitude,
            )
        except OutsideTheatre as error:
            faults = [(name, str(error)) for name in ("lon", "lat")]
            raise ProblemError(HTTPStatus.NOT_FOUND, NOT_FOUND, faults) from None
        sides = {actor.slug: actor.side for actor in snapshot.actors}
        addresses = report_addresses(word.claim for place in why.places for word in place.words)
        text = encoder()(
            {
                **moment_members(theatre, moment),
                **_point(why),
                "support_km": snapshot.theatre.support_km,
                "nearest": _nearest(why.nearest) if why.nearest else None,
                "places": [_decider(theatre, place, sides, addresses) for place in why.places],
                "others": why.others,
            }
        )
        return text.encode()


def _point(why: Why) -> Json:
    return {
        "longitude": why.longitude,
        "latitude": why.latitude,
        "holder": why.holder,
        "side": why.side,
        "status": why.status,
        "contenders": list(why.contenders),
        "confidence": why.confidence,
        "memberships": [{"actor": actor, "share": share} for actor, share in why.memberships],
    }


def _nearest(nearest: Nearest) -> Json:
    place = nearest.place
    return {"place": place.slug, "name": place.name, "name_ar": place.name_ar, "distance_km": nearest.distance_km}


def _decider(theatre: Theatre, decider: Decider, sides: Mapping[str, str], addresses: Mapping[str, str]) -> Json:
    place, state = decider.place, decider.state
    longitude, latitude = position(place.longitude, place.latitude, theatre.coordinate_decimals)
    return {
        "place": place.slug,
        "name": place.name,
        "name_ar": place.name_ar,
        "longitude": longitude,
        "latitude": latitude,
        "weight": decider.weight,
        "distance_km": decider.distance_km,
        "holder": state.holder,
        "side": sides[state.holder] if state.holder else None,
        "status": state.status,
        "contenders": list(state.contenders),
        "confidence": state.confidence,
        "doubted": state.doubted,
        "doubt": decider.doubt or None,
        "since": state.since.isoformat() if state.since else None,
        "mass": [{"actor": actor, "share": round(share, 3)} for actor, share in state.mass],
        "claims": [_word(theatre, word, addresses) for word in decider.words],
    }


def _word(theatre: Theatre, word: Word, addresses: Mapping[str, str]) -> Json:
    claim, source = word.claim, word.source
    return {
        "claim": claim.id,
        "rule": word.rule,
        "says": word.says,
        "weight": word.weight,
        "actor": claim.actor,
        "relation": claim.relation,
        "share": claim.share,
        "basis": claim.basis,
        "voice": claim.voice,
        "source": source.slug,
        "source_name": source.name,
        "source_kind": source.kind,
        "alignment": source.alignment,
        "via": claim.via or None,
        "date_start": claim.date_start.isoformat(),
        "date_end": claim.date_end.isoformat(),
        "reported_at": claim.reported_at.isoformat().replace("+00:00", "Z"),
        "known_on": theatre.day_of(claim.reported_at).isoformat(),
        "summary": claim.summary,
        "quote": claim.quote,
        "url": addresses.get(claim.report),
    }
