"""Serve published files where no file server or CDN does: immutable releases, and the small pointer to the latest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
)
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from conflictmap.models.release import WITHDRAWN_FILE

FOR_EVER = "public, max-age=31536000, immutable"
#: Long enough to carry a surge of readers, short enough that a new release is seen at once.
A_MOMENT = "public, max-age=5, must-revalidate"


@require_safe
def latest(request: HttpRequest, theatre: str) -> HttpResponseBase:
    """Answer which release is current; revalidated by its ETag."""
    try:
        content = (_root(theatre) / "latest.json").read_bytes()
    except FileNotFoundError:
        raise Http404("Nothing has been published for this theatre.") from None
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="application/json")
    response["ETag"], response["Cache-Control"] = etag, A_MOMENT
    return response


@require_safe
def release_file(request: HttpRequest, theatre: str, release: str, name: str) -> HttpResponseBase:
    """Answer one file of a release, compressed where the reader takes it; its name never means anything else."""
    folder = _root(theatre) / release
    if (folder / WITHDRAWN_FILE).is_file():
        return _gone(folder / WITHDRAWN_FILE)
    path = folder / f"{name}.json"
    etag = f'"{release}-{name}"'
    if not path.is_file():
        raise Http404("This release has no such file.")
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        packed = path.with_name(f"{path.name}.gz")
        zipped = "gzip" in request.headers.get("Accept-Encoding", "") and packed.is_file()
        response = FileResponse((packed if zipped else path).open("rb"), content_type="application/json")
        response["Content-Disposition"] = "inline"
        if zipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"], response["Cache-Control"] = etag, FOR_EVER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _gone(told: Path) -> HttpResponse:
    """Answer that a release was withdrawn, and why; the answer is kept for a moment only."""
    reason = json.loads(told.read_bytes())["reason"]
    body = {"type": "about:blank", "title": "Gone", "status": 410, "detail": f"This release was withdrawn: {reason}"}
    response = JsonResponse(body, status=410, content_type="application/problem+json")
    response["Cache-Control"] = A_MOMENT
    return response


def _root(theatre: str) -> Path:
    return Path(settings.PUBLISHED_ROOT) / theatre
