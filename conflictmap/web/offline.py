"""The service worker by which the page works without network, at an address from which it may answer for the whole site."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SCRIPT = "offline-worker.js"


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Answer the worker's script. Browsers ask for it at every visit: its address must stay, so it can't have a hashed name."""
    path = staticfiles_storage.path(SCRIPT) if staticfiles_storage.exists(SCRIPT) else finders.find(SCRIPT)
    if not path:
        raise Http404("The front end has not been built.")
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
