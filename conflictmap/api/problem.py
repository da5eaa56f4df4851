"""Errors as problem JSON (RFC 9457), with `field` naming the parameter at fault. Never a stack trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException

MEDIA_TYPE = "application/problem+json"
API_ROOTS = ("/api/", "/ogc/")
#: Clients tell problems apart by `type`; "about:blank" is RFC 9457's word for "the status says it all".
INVALID_PARAMETER = "urn:problem-type:conflictmap:invalid-parameter"
UNKNOWN_PARAMETER = "urn:problem-type:conflictmap:unknown-parameter"
INVALID_FIELD = "urn:problem-type:conflictmap:invalid-field"
GONE = "urn:problem-type:conflictmap:gone"
NOT_FOUND = "urn:problem-type:conflictmap:not-found"
TITLES = {
    INVALID_PARAMETER: "A query parameter has a value that cannot be used",
    UNKNOWN_PARAMETER: "There is no such query parameter here",
    INVALID_FIELD: "A field has a value that cannot be used",
    GONE: "It was taken back",
    NOT_FOUND: "There is no such thing",
}

READ_ONLY = "This can only be read: GET and HEAD are all that it answers."
NOTHING_HERE = "There is nothing at this address."

#: Why one field is at fault: its name, and what is wrong with it.
Fault = tuple[str, str]


class ProblemError(APIException):
    """Refuse a request, naming the field at fault."""

    def __init__(self, status: int, problem_type: str, faults: Sequence[Fault]) -> None:
        self.status_code = status
        self.problem_type = problem_type
        self.faults = list(faults)
        super().__init__(detail=self.faults[0][1])


def invalid(field: str, detail: str) -> ProblemError:
    """Return the error for a parameter whose value cannot be used."""
    return ProblemError(HTTPStatus.BAD_REQUEST, INVALID_PARAMETER, [(field, detail)])


def not_found(field: str, detail: str) -> ProblemError:
    """Return the error for a part of the path that names nothing."""
    return ProblemError(HTTPStatus.NOT_FOUND, NOT_FOUND, [(field, detail)])


def gone(field: str, detail: str) -> ProblemError:
    """Return the error for what was there and was taken back."""
    return ProblemError(HTTPStatus.GONE, GONE, [(field, detail)])


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(
        help_text="Which kind of problem, as a URI; `about:blank` says no more than the status."
    )
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong with this request.")
    field = serializers.CharField(required=False, help_text="The parameter at fault, where one is.")
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text="Every `field` at fault with its `detail`, where there is more than one.",
    )


def problem_body(
    status: int, detail: str, problem_type: str = "about:blank", faults: Sequence[Fault] = ()
) -> dict[str, Any]:
    """Return the members of a problem; the first fault gives `field`."""
    title = TITLES.get(problem_type) or HTTPStatus(status).phrase
    body: dict[str, Any] = {"type": problem_type, "title": title, "status": int(status), "detail": detail}
    if faults:
        body["field"] = faults[0][0]
    if len(faults) > 1:
        body["errors"] = [{"field": field, "detail": why} for field, why in faults]
    return body


def problem_response(body: dict[str, Any]) -> HttpResponse:
    """Answer with a problem, in JSON whatever the Accept header asks for: an error is better read than refused."""
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


class ProblemMiddleware:
    """Turn every other error page under /api/ and /ogc/ into problem JSON: unknown paths, bad hosts, crashes."""

    DETAILS = {
        400: "The request cannot be understood.",
        404: NOTHING_HERE,
        405: READ_ONLY,
        500: "Something went wrong here, not in your request. It has been logged.",
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = response.status_code
        if not request.path_info.startswith(API_ROOTS) or status < 400:
            return response
        if response.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        replaced = problem_response(problem_body(status, self.DETAILS.get(status, HTTPStatus(status).phrase + ".")))
        replaced["Content-Length"] = str(len(replaced.content))
        for name, value in response.items():  # the security headers, and Allow
            replaced.setdefault(name, value)
        response.close()
        return replaced
