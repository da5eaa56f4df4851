"""Ask a geocoder of the net where a name lies: any of geopy's services, through the same checks as articles are fetched by.

Coordinates are longitude, latitude in degrees. What comes back is somebody else's word: it is bounded, and only a candidate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeopyError
from geopy.geocoders import get_geocoder_for_service

from .addresses import Allowed
from .fetch import USER_AGENT, FetchError, fetch

MOST_ANSWERS = 5
MOST_BYTES = 500_000
MOST_SECONDS = 5.0
#: OpenStreetMap's words for kinds of place; what is none of them is not told.
_KINDS = {
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "locality": "village", "suburb": "suburb",
    "quarter": "suburb", "neighbourhood": "suburb", "state": "province", "province": "province", "county": "district",
    "district": "district", "country": "country", "aerodrome": "airport", "airfield": "base", "military": "base",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Located:
    """One place that a service names; `kind` is empty where it does not say which."""

    name: str
    address: str
    longitude: float
    latitude: float
    kind: str


def locate(
    name: str,
    *,
    service: str,
    options: Mapping[str, Any],
    country_codes: tuple[str, ...] = (),
    allowed: Allowed = (),
) -> list[Located]:
    """Ask a service of geopy ("nominatim", "photon", …), made with these options, for a name. Raises FetchError."""
    wanted: dict[str, Any] = {"exactly_one": False}
    if service == "nominatim":
        wanted |= {"limit": MOST_ANSWERS, "country_codes": [code.lower() for code in country_codes] or None}
    try:
        geocoder = get_geocoder_for_service(service)(
            **({"user_agent": USER_AGENT} | dict(options)), adapter_factory=partial(_Adapter, allowed)
        )
        found = geocoder.geocode(name, **wanted) or []
    except FetchError:
        raise
    except (GeopyError, TypeError, ValueError, KeyError, AttributeError, IndexError) as trouble:
        raise FetchError(f"The geocoder's answer cannot be read: {str(trouble)[:200]}", may_pass=True) from None
    return [_located(place) for place in found[:MOST_ANSWERS]]


def _located(place: Any) -> Located:
    raw = place.raw if isinstance(place.raw, dict) else {}
    address = " ".join(str(place.address).replace("\x00", "").split())[:300]
    name = str(raw.get("name") or address.split(",")[0]).replace("\x00", "").strip()[:200]
    kinds = (str(raw.get(field, "")) for field in ("addresstype", "type", "osm_value", "class"))
    # geopy has refused coordinates that are none.
    return Located(
        name, address, place.longitude, place.latitude, next((_KINDS[kind] for kind in kinds if kind in _KINDS), "")
    )


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]
    """geopy's requests, sent so that no private address is asked and no answer is endless."""

    def __init__(self, allowed: Allowed, *, proxies: object, ssl_context: object) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._allowed = allowed

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        page = fetch(url, allowed=self._allowed, most_bytes=MOST_BYTES, most_seconds=MOST_SECONDS)
        return page.body.decode("utf-8", "replace")

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except (ValueError, RecursionError):
            raise FetchError("The geocoder's answer is no JSON.", may_pass=True) from None
