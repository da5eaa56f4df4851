"""Readers' notices of errors: the one thing that may be sent to this API.

Against machines that fill in forms: a ticket that must be a few seconds old and is good for one notice, a field that people don't see,
bounds on length and links, and limits for each client and for all together. A client is told apart by a keyed hash of its
address and the day: it is kept in the cache until the day is over, never in the database, and nobody can turn it back.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from conflictmap.models import LONGEST_NOTICE, SHORTEST_NOTICE, Claim, Place, Theatre
from conflictmap.pipeline.notices import file_notice

from .problem import INVALID_FIELD, MEDIA_TYPE, Fault, ProblemError, ProblemSerializer
from .throttling import client_of

SALT = "conflictmap.notices"
LEAST_SECONDS, MOST_SECONDS = 3, 24 * 3600
MOST_LINKS = 2
MOST_BYTES = 20_000
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class NoticeSerializer(serializers.Serializer[Any]):
    """A reader's notice that a claim, or what the map says of a place, is wrong."""

    theatre = serializers.SlugField(max_length=80, help_text="The theatre, by its slug.")
    place = serializers.SlugField(max_length=80, help_text="The place, by its slug.")
    claim = serializers.UUIDField(required=False, allow_null=True, help_text="The claim that is wrong, if it is one.")
    text = serializers.CharField(
        min_length=SHORTEST_NOTICE, max_length=LONGEST_NOTICE, help_text="What is wrong, in any language; no markup."
    )
    source_url = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Where that can be read; http or https."
    )
    view = serializers.RegexField(
        r"^[A-Za-z0-9=&.,_%:+-]*$",
        required=False,
        allow_blank=True,
        max_length=300,
        help_text="The query of the page's address.",
    )
    ticket = serializers.CharField(
        max_length=200, help_text="From GET, at least three seconds ago; good for one notice."
    )
    website = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Leave it empty: machines fill it in."
    )


class TicketSerializer(serializers.Serializer[Any]):
    """A ticket to send with one notice."""

    ticket = serializers.CharField()
    seconds = serializers.IntegerField(help_text="How old it must be when it is sent.")


class FiledSerializer(serializers.Serializer[Any]):
    """The notice has come in."""

    filed = serializers.BooleanField()


class _Throttle(SimpleRateThrottle):
    """Limit how many notices are sent; asking for a ticket is free."""

    cache_format = "notices:%(scope)s:%(ident)s"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if request.method != "POST":
            return None
        return self.cache_format % {"scope": f"{self.scope}:{self.rate}", "ident": self.ident(request)}

    def ident(self, request: Request) -> str:
        return client_of(self.get_ident(request))


class HourlyThrottle(_Throttle):
    scope, rate = "client", "10/hour"


class DailyThrottle(_Throttle):
    scope, rate = "client", "30/day"


class EverybodysThrottle(_Throttle):
    scope, rate = "everybody", "1000/day"

    def ident(self, request: Request) -> str:
        return "all"


class Notices(APIView):
    """Take a reader's notice of an error."""

    throttle_classes = [HourlyThrottle, DailyThrottle, EverybodysThrottle]

    @extend_schema(
        operation_id="notice_ticket",
        tags=["notices"],
        responses={
            (200, "application/json"): TicketSerializer,
            (400, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, "The request cannot be understood."),
        },
    )
    def get(self, request: Request) -> Response:
        """Give a ticket, which has to be sent with a notice."""
        response = Response({"ticket": make_ticket(), "seconds": LEAST_SECONDS})
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(
        operation_id="file_notice",
        tags=["notices"],
        request=NoticeSerializer,
        responses={
            (201, "application/json"): FiledSerializer,
            (400, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, "A field cannot be used; `errors` names each."),
            (429, MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer, "Too many notices; Retry-After says when to come back."
            ),
        },
    )
    def post(self, request: Request) -> Response:
        """Send a notice. Nothing is kept of who sends it; editors see it at the desk."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise ProblemError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, INVALID_FIELD, [("text", "The notice is too long.")]
            )
        form = NoticeSerializer(data=_data_of(request))
        if not form.is_valid():
            raise _refusal(form.errors)
        given = form.validated_data
        if not given.get("website"):
            self._file(given)
        # Whoever filled in what people don't see is told nothing.
        return Response({"filed": True}, status=HTTPStatus.CREATED)

    def _file(self, given: dict[str, Any]) -> None:
        theatre = Theatre.objects.filter(slug=given["theatre"]).first()
        place = Place.objects.filter(theatre=theatre, slug=given["place"]).first() if theatre else None
        claim = (
            Claim.objects.signed_off().filter(theatre=theatre, pk=given["claim"]).first()
            if given.get("claim")
            else None
        )
        faults: list[Fault] = []
        if theatre is None:
            faults.append(("theatre", "There is no theatre by this slug."))
        elif place is None:
            faults.append(("place", "There is no place by this slug in the theatre."))
        if given.get("claim") and claim is None:
            faults.append(("claim", "There is no such claim in the theatre."))
        if len(_LINK.findall(given["text"])) > MOST_LINKS:
            faults.append(("text", f"At most {MOST_LINKS} links: put where it can be read into its own field."))
        faults += _ticket_faults(given["ticket"])
        if faults or theatre is None or place is None:
            raise ProblemError(HTTPStatus.BAD_REQUEST, INVALID_FIELD, faults)
        if not cache.add(_spent(given["ticket"]), True, MOST_SECONDS):
            raise ProblemError(
                HTTPStatus.BAD_REQUEST, INVALID_FIELD, [("ticket", "This notice has been sent already.")]
            )
        try:
            file_notice(
                theatre=theatre,
                place=place,
                claim=claim,
                text=given["text"],
                source_url=given.get("source_url", ""),
                view=given.get("view", ""),
            )
        except ValidationError as error:
            cache.delete(_spent(given["ticket"]))
            raise _refusal(error.message_dict) from None


def _data_of(request: Request) -> Any:
    try:
        return request.data
    except RecursionError:
        raise ProblemError(HTTPStatus.BAD_REQUEST, INVALID_FIELD, [("text", "This is nested too deeply.")]) from None


def make_ticket() -> str:
    """Return a ticket that says when it was made, and is like no other."""
    return signing.TimestampSigner(salt=SALT).sign(token_urlsafe(9))


def _ticket_faults(ticket: str) -> list[Fault]:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(ticket, max_age=MOST_SECONDS)
    except signing.SignatureExpired:
        return [("ticket", "This form was opened more than a day ago: open it again.")]
    except signing.BadSignature:
        return [("ticket", "This is no ticket of this site: ask for one.")]
    try:
        signer.unsign(ticket, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return []
    return [("ticket", f"That was quick: wait {LEAST_SECONDS} seconds and send it again.")]


def _spent(ticket: str) -> str:
    return f"notices:ticket:{salted_hmac(SALT, ticket, algorithm='sha256').hexdigest()[:32]}"


def _refusal(errors: Any) -> ProblemError:
    """Return the problem that names every field at fault."""
    if not isinstance(errors, dict):
        errors = {"text": [str(errors)]}
    faults = [
        ("text" if name in ("__all__", "non_field_errors") else str(name), " ".join(map(str, messages)))
        for name, messages in errors.items()
    ]
    return ProblemError(HTTPStatus.BAD_REQUEST, INVALID_FIELD, faults)
