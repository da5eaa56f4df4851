"""How exceptions in the API's views become problems.

Apart from `problem`, which the middleware loads before DRF's views exist.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, NotFound
from rest_framework.views import exception_handler

from .problem import NOTHING_HERE, READ_ONLY, ProblemError, problem_body, problem_response


def handle_exception(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer whatever a view raises on purpose; anything else is left to become a 500."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ProblemError):
        body = problem_body(error.status_code, str(error.detail), error.problem_type, error.faults)
    else:
        body = problem_body(response.status_code, _detail_of(error))
    refused = problem_response(body)
    for name in ("Allow", "Retry-After"):
        if name in response:
            refused[name] = response[name]
    return refused


def _detail_of(error: Exception) -> str:
    match error:
        case MethodNotAllowed():
            return READ_ONLY
        case NotAcceptable():
            return "None of the media types in Accept is available here."
        case Http404() | NotFound():
            return NOTHING_HERE
        case APIException():
            return str(error.detail)
    return HTTPStatus(500).phrase
