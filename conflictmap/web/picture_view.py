"""Pictures of views, for those who share a link: drawn once, then kept and cacheable for ever, since a release never changes.

A picture's address names all that it shows, in one spelling, so that nobody can ask for endless different ones: a release has days ×
lenses × clocks × languages of them, and as many for each of its places. One is drawn at a time; who would wait long is told
to come back.
"""

from __future__ import annotations

import threading
from urllib.parse import parse_qsl

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

from conflictmap.models import Release

from .address import View
from .day_text import DayText
from .picture import draw_picture
from .published import FOR_EVER
from .releases import Unreadable, reading_of

#: Raise when the same view would be drawn otherwise.
DRAWN = 1
KEPT_SECONDS = 7 * 24 * 3600
PATIENCE_SECONDS = 4.0
MOST_WAITING = 2

_drawing = threading.Lock()
_waiting = threading.BoundedSemaphore(1 + MOST_WAITING)


def picture_address(text: DayText) -> str:
    """Return the one address of the picture of a view, as a path and query."""
    path = reverse("picture", args=[text.reading.manifest["theatre"]["slug"], text.reading.hash])
    return path + _whole(text).query()


@require_safe
def picture(request: HttpRequest, theatre: str, release: str) -> HttpResponse:
    """Answer a view of a release as PNG; 404 for what the release has not, 410 for a withdrawn one, 503 where many are asked for."""
    if Release.objects.filter(theatre__slug=theatre, hash=release, withdrawn_at__isnull=False).exists():
        return _refusal(410, "This release has been withdrawn.")
    try:
        reading = reading_of(theatre, release)
    except (FileNotFoundError, NotADirectoryError):
        return _refusal(404, "There is no such release.")
    except Unreadable:
        return _refusal(404, "This release is of a format that no picture is drawn of.")
    text = DayText(reading, View.read(request.GET), "")
    whole = _whole(text).query()
    if not _is_spelt(request.META.get("QUERY_STRING", ""), whole.removeprefix("?")):
        return _refusal(404, f"There is no such picture. The nearest is {request.path}{whole}")
    etag = f'"{release}-{DRAWN}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        drawn = _kept(text, f"picture:{DRAWN}:{theatre}:{release}:{whole}")
        if drawn is None:
            return _refusal(503, "Many pictures are being drawn. Ask again in a few seconds.")
        response = HttpResponse(drawn, content_type="image/png")
    response["ETag"], response["Cache-Control"] = etag, FOR_EVER
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _whole(text: DayText) -> View:
    """Return the view with its day named: what the latest day is changes, a picture doesn't."""
    return View(text.view.language, text.date, text.view.lens, text.view.clock, text.view.place)


def _is_spelt(query: str, whole: str) -> bool:
    """Tell whether a query has these parameters, in whatever order, and no others."""
    try:
        return sorted(parse_qsl(query, keep_blank_values=True, max_num_fields=10)) == sorted(parse_qsl(whole))
    except ValueError:
        return False


def _kept(text: DayText, key: str) -> bytes | None:
    """Return a picture from the cache, else draw it; None when too many wait for that."""
    found: bytes | None = cache.get(key)
    if found is not None:
        return found
    if not _waiting.acquire(blocking=False):
        return None
    try:
        if not _drawing.acquire(timeout=PATIENCE_SECONDS):
            return None
        try:
            drawn: bytes = cache.get(key) or draw_picture(text)
        finally:
            _drawing.release()
    finally:
        _waiting.release()
    cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def _refusal(status: int, sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "5"
    return response
