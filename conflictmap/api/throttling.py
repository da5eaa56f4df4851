"""How much one network address may read, so that nobody's script keeps others waiting. Who it is is not kept."""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:  # DRF's views load this module
    from rest_framework.views import APIView

SALT = "conflictmap.client"
MINUTE = 60


class ReadingThrottle(BaseThrottle):
    """Let each client ask so many times in a minute of the clock: one number in the cache, counted up."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit: int = settings.READS_PER_MINUTE
        if not limit:
            return True
        key = f"reads:{int(time.time()) // MINUTE}:{client_of(self.get_ident(request))}"
        if cache.add(key, 1, 2 * MINUTE):
            return True
        try:
            return bool(cache.incr(key) <= limit)
        except ValueError:  # the cache has just dropped it
            return True

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return MINUTE - time.time() % MINUTE


def client_of(address: str) -> str:
    """Return what tells a client apart for a day: a keyed hash of its address, of an IPv6 one its network's (/64)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else str(parsed)
    return salted_hmac(f"{SALT}:{timezone.now().date()}", network, algorithm="sha256").hexdigest()[:32]
