"""Let pages of any origin read the data: the API and the published files are public.

The header is the same for everyone and no cookie is ever allowed, so that, unlike with a header that echoes the origin,
responses need no `Vary: Origin` and a CDN keeps one copy of each.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OPEN_ROOTS = ("/api/", "/ogc/", "/published/")
METHODS = "GET, HEAD, OPTIONS"
#: Where pages of any origin may also post: readers' notices, which carry no cookie either.
POST_PATH, POST_METHODS = "/api/v1/notices/", "GET, HEAD, OPTIONS, POST"
PREFLIGHT_SECONDS = 86_400


class OpenDataMiddleware:
    """Add the CORS headers, and answer preflights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN_ROOTS):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            methods = POST_METHODS if request.path_info == POST_PATH else METHODS
            response["Allow"] = response["Access-Control-Allow-Methods"] = methods
            response["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, If-Modified-Since, Range"
            response["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        else:
            response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition, Retry-After"
        return response
