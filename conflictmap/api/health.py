"""Whether this installation can serve: for load balancers, which read the status, and people, who read the rest."""

from __future__ import annotations

import logging
from http import HTTPStatus

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conflictmap.models import Release, Theatre

log = logging.getLogger(__name__)
REDIS_TIMEOUT_SECONDS = 2


class Unhealthy(Exception):
    """A part does not answer; the message is fit for the public."""


def check_database() -> str:
    """Return "reachable". Raises Unhealthy."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as error:
        log.error("The database does not answer: %s", error)
        raise Unhealthy("unreachable") from None
    return "reachable"


def check_queue() -> str:
    """Return "reachable", or "in-process" where tasks run in the web process. Raises Unhealthy."""
    if not settings.REDIS_URL:
        return "in-process"
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        ) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        log.error("The queue does not answer: %s", error)
        raise Unhealthy("unreachable") from None
    return "reachable"


def check_release() -> str:
    """Return the hash of the default theatre's current release, whose files are there. Raises Unhealthy."""
    try:
        theatre = Theatre.objects.default()
        if theatre is None:
            raise Unhealthy("no theatre")
        release = Release.objects.public().filter(theatre=theatre, is_current=True).first()
    except DatabaseError as error:
        log.error("The releases can't be read: %s", error)
        raise Unhealthy("unknown") from None
    if release is None:
        raise Unhealthy("none published")
    if not (settings.PUBLISHED_ROOT / theatre.slug / release.hash / "release.json").is_file():
        raise Unhealthy("files missing")
    return release.hash


CHECKS = {"database": check_database, "queue": check_queue, "release": check_release}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if everything that serving needs is there, else 503 with `failing` naming what is not."""
    found: dict[str, str] = {}
    failing: list[str] = []
    for part, check in CHECKS.items():
        try:
            found[part] = check()
        except Unhealthy as error:
            found[part] = str(error)
            failing.append(part)
    body: dict[str, object] = {"status": "failing" if failing else "ok", **found}
    if failing:
        body["failing"] = failing
    return JsonResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK)
