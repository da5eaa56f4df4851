"""What every reading of a theatre shares: which theatre and lens is asked of, what may be shown of it, and the caches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.request import Request
from rest_framework.views import APIView

from conflictmap.core.geojson import Json
from conflictmap.core.records import Claim, Snapshot
from conflictmap.models import Report, Theatre
from conflictmap.models.snapshot import take_snapshot

from . import params
from .params import Given, shown
from .problem import invalid, not_found

DEFAULT_LENS = "assessed"
#: Raise when the same claims would give other answers, so that no cache outlives the code that filled it.
ANSWER_VERSION = 2
CACHE_SECONDS = 24 * 3600


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


def find_day(theatre: Theatre, given: Given, name: str, default: date) -> date:
    """Return a day of the theatre that a parameter gives. Raises ProblemError (400) naming the parameter."""
    day: date = given.get(name, default)
    if not theatre.date_start <= day <= theatre.date_end:
        raise invalid(
            name, f"{day} is outside the theatre, which goes from {theatre.date_start} to {theatre.date_end}."
        )
    return day


def find_lens(theatre: Theatre, given: Given) -> str:
    """Return the slug of the lens asked for. Raises ProblemError (400) naming those that there are."""
    lens: str = given.get("lens", DEFAULT_LENS)
    lenses = [each["slug"] for each in theatre.lenses]
    if lens not in lenses:
        raise invalid("lens", f"There is no lens {shown(lens)}; there are {', '.join(lenses)}.")
    return lens


def find_known_by(theatre: Theatre, given: Given) -> date | None:
    """Return the day by which claims may be known, no later than the theatre's publishing delay allows."""
    known_by: date | None = given.get("known_by")
    if not theatre.publish_delay_days:
        return known_by
    last = datetime.now(ZoneInfo(theatre.time_zone)).date() - timedelta(days=theatre.publish_delay_days)
    return min(known_by, last) if known_by else last


def answer_members(theatre: Theatre, lens: str, known_by: date | None) -> Json:
    """Return what every answer says of itself, beside its day or days."""
    return {
        "theatre": theatre.slug,
        "lens": lens,
        "known_by": known_by.isoformat() if known_by else None,
        "attribution": theatre.attribution,
        "data_licence": theatre.data_licence,
    }


def public_snapshot(theatre: Theatre) -> Snapshot:
    """Return what the engine reads, its places no more precise than the theatre publishes them.

    Kept while the theatre says that nothing has changed; one that doesn't say when it did is always read anew.
    """
    if theatre.changed_at is None:
        return _take(theatre)
    return _kept(_Version(theatre, (theatre.pk, theatre.changed_at, theatre.coordinate_decimals)))


class _Version:
    """A theatre as of its last change, which is what it is compared by."""

    def __init__(self, theatre: Theatre, key: object) -> None:
        self.theatre, self.key = theatre, key

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and self.key == other.key


@lru_cache(maxsize=2)
def _kept(version: _Version) -> Snapshot:
    return _take(version.theatre)


def _take(theatre: Theatre) -> Snapshot:
    snapshot, decimals = take_snapshot(theatre), theatre.coordinate_decimals
    if decimals is None:
        return snapshot
    rounded = (
        replace(place, longitude=round(place.longitude, decimals), latitude=round(place.latitude, decimals))
        for place in snapshot.places
    )
    return replace(snapshot, places=tuple(rounded))


def report_addresses(claims: Iterable[Claim]) -> dict[str, str]:
    """Return where to read the reports that claims are from, by report; those without an address are left out."""
    reports = Report.objects.only("url").in_bulk({claim.report for claim in claims if claim.report})
    return {str(key): report.url for key, report in reports.items() if report.url}


class TheatreAnswer(APIView):
    """Answer one reading of a theatre, from the cache while no claim has changed.

    `ask` turns parameters into a frozen question, of which `write` makes the text.
    """

    layer: ClassVar[str]
    #: Whether answers are worth keeping: few questions, each asked often.
    is_kept: ClassVar[bool] = True
    http_method_names = ["get", "head"]

    def parameter_names(self) -> tuple[str, ...]:
        raise NotImplementedError

    def ask(self, theatre: Theatre, given: Given) -> Any:
        """Return what is asked. Raises ProblemError (400) naming the parameter at fault."""
        raise NotImplementedError

    def write(self, theatre: Theatre, asked: Any) -> bytes:
        """Return the answer as UTF-8 JSON."""
        raise NotImplementedError

    def get(self, request: Request, theatre: str) -> HttpResponseBase:
        found = find_theatre(theatre)
        text = self.text(found, self.ask(found, params.read(request.query_params, self.parameter_names())))
        response = HttpResponse(text, content_type=request.accepted_renderer.media_type)
        etag = quote_etag(hashlib.sha256(text).hexdigest()[:32])
        response["Cache-Control"] = "public, no-cache"
        response["ETag"] = etag
        return get_conditional_response(request._request, etag=etag, response=response) or response

    def text(self, theatre: Theatre, asked: Any) -> bytes:
        """Return the answer, kept under all that decides it. A theatre that doesn't say when it changed is never cached."""
        if not (theatre.changed_at and self.is_kept):
            return self.write(theatre, asked)
        parts = repr((ANSWER_VERSION, str(theatre.pk), str(theatre.changed_at), self.layer, asked))
        key = "theatre-answer:" + hashlib.sha256(parts.encode()).hexdigest()
        text: bytes | None = cache.get(key)
        if text is None:
            text = self.write(theatre, asked)
            cache.set(key, text, CACHE_SECONDS)
        return text
