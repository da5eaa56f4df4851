"""Ask a geocoder of the net for the names that no gazetteer knows: one at a time, once each, and candidates only."""

from __future__ import annotations

import logging
import math

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from conflictmap.core.toponyms import PRECISION_OF_KIND
from conflictmap.fetching.fetch import FetchError
from conflictmap.fetching.geocoder import Located, locate
from conflictmap.models import Mention, RemoteAnswer, Theatre

log = logging.getLogger(__name__)

#: Of a place that another names: less than the gazetteer's own bar for a clear winner, so that an editor decides.
SCORE = 0.3
#: A geocoder that is down is asked again after so many seconds, then twice as many, at most:
FIRST_WAIT, LONGEST_WAIT = 30, 3600

_TURN, _FAILED = "remote-geocoder:turn", "remote-geocoder:failed"


def ask_next() -> int | None:
    """Ask for the name that waits longest, if it is our turn, and return after how many seconds to call again; None: not at all.

    Nothing waits for the geocoder: where it is down, its names keep waiting in the database, and the next turn is later.
    """
    service = settings.REMOTE_GEOCODER
    mention = Mention.objects.awaiting_remote(service).first() if service else None
    if mention is None:
        return None
    apart: int = max(1, math.ceil(settings.REMOTE_GEOCODER_SECONDS))
    if not cache.add(_TURN, True, timeout=apart):
        return None  # whoever has the turn goes on
    theatre = mention.report.theatre
    try:
        found = locate(
            mention.name,
            service=service,
            options=settings.REMOTE_GEOCODER_OPTIONS,
            country_codes=tuple(theatre.country_codes),
            allowed=settings.FETCH_ALLOW,
        )
    except FetchError as trouble:
        cache.add(_FAILED, 0, timeout=2 * LONGEST_WAIT)
        times: int = cache.incr(_FAILED)
        wait: int = min(LONGEST_WAIT, FIRST_WAIT << min(12, times - 1))
        cache.set(_TURN, True, timeout=wait)
        log.warning("The geocoder %s is asked again in %d seconds: %s", service, wait, trouble)
        return wait + 1
    cache.delete(_FAILED)
    keep_answer(theatre=theatre, service=service, name=mention.name, found=found)
    return apart


@transaction.atomic
def keep_answer(*, theatre: Theatre, service: str, name: str, found: list[Located]) -> RemoteAnswer:
    """Keep what a service answered, and give it to all mentions of the name that nobody knew: an editor chooses, or none."""
    answer, _ = RemoteAnswer.objects.update_or_create(
        theatre=theatre,
        service=service,
        name=name,
        defaults={"candidates": [_candidate(one, service) for one in found]},
    )
    if answer.candidates:
        waiting = Mention.objects.select_for_update().unknown().filter(report__theatre=theatre, name=name)
        for mention in waiting:
            mention.candidates, mention.status = answer.candidates, Mention.AMBIGUOUS
            mention.save(update_fields=["candidates", "status"])
    return answer


def _candidate(found: Located, service: str) -> dict[str, object]:
    kind = found.kind or "town"
    return {
        "id": f"{service}:{found.longitude:.5f},{found.latitude:.5f}",
        "slug": "",
        "name": found.name,
        "kind": kind,
        "longitude": found.longitude,
        "latitude": found.latitude,
        "geonames_id": None,
        "country_code": "",
        "population": 0,
        "precision": PRECISION_OF_KIND[kind],
        "score": SCORE,
        "reasons": [f"{service} names it: {found.address}", "in no gazetteer of ours: look at the map"],
    }
