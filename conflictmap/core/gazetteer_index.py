"""The world's places as one file that is mapped into memory: opened in milliseconds, shared by all processes.

The file is a JSON head (its length first, 8 bytes) and little-endian sections, written by `gazetteer_build`:
entries as columns, their names as one text each, all spellings in an open hash table (CRC-32, linear probing), and for
each spelling the entries that bear it. Spellings are in two forms: as a reader would compare them (`names.plain`) and
folded (`names.normalise`). Coordinates are kept in 1e-5 degrees, as GeoNames gives them.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from conflictmap.core.records import PlaceKind
from conflictmap.core.toponyms import PRECISION_OF_KIND, Entry

MAGIC = b"gazette1"
KINDS: tuple[PlaceKind, ...] = ("city", "town", "village", "province", "district", "country", "area", "suburb")

#: How a spelling belongs to an entry, the lowest two bits of a posting.
PRIMARY, ALIAS, FOLDED_PRIMARY, FOLDED_ALIAS = range(4)
#: Entries kept as records once they were asked for; past that all are let go.
MOST_KEPT = 60_000

DEGREES = 1e-5


class WorldIndex:
    """The entries of one index file, by spelling and by number. Numbers follow importance: the largest population first."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as source:
            self._map = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        view = memoryview(self._map)
        if bytes(view[:8]) != MAGIC:
            raise ValueError(f"{file} is no gazetteer index")
        length = int.from_bytes(view[8:16], "little")
        head: dict[str, Any] = json.loads(bytes(view[16 : 16 + length]))
        self.version: str = head["version"]
        self._countries: list[str] = head["countries"]
        sections: dict[str, memoryview] = {
            name: view[start:end].cast(form) for name, (start, end, form) in head["sections"].items()
        }
        self._ids, self._kinds = sections["ids"], sections["kinds"]
        self._lon, self._lat, self._population = sections["lon"], sections["lat"], sections["population"]
        self._country, self._division, self._district = sections["country"], sections["division"], sections["district"]
        self._names, self._names_at = sections["names"], sections["names_at"]
        self._keys, self._keys_at, self._slots = sections["keys"], sections["keys_at"], sections["slots"]
        self._postings, self._postings_at = sections["postings"], sections["postings_at"]
        self._widths, self._by_id = sections["widths"], sections["by_id"]
        self._blocks_of_keys = sections["blocks"]
        self._mask = len(self._slots) - 1
        self._kept: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def at(self, key: str) -> memoryview | tuple[int, ...]:
        """The postings of a spelling, `entry << 2 | how`, in order of importance; none when nobody bears it."""
        slots, mask, keys_at = self._slots, self._mask, self._keys_at
        wanted = key.encode()
        slot = crc32(wanted) & mask
        while number := slots[slot]:
            if self._keys[keys_at[number - 1] : keys_at[number]] == wanted:
                return self._postings[self._postings_at[number - 1] : self._postings_at[number]]
            slot = (slot + 1) & mask
        return ()

    def widest(self, word: str) -> int:
        """How many words the longest name has that begins with this word; 0 when none does."""
        slots, mask, keys_at = self._slots, self._mask, self._keys_at
        wanted = word.encode()
        slot = crc32(wanted) & mask
        while number := slots[slot]:
            if self._keys[keys_at[number - 1] : keys_at[number]] == wanted:
                return int(self._widths[number - 1])
            slot = (slot + 1) & mask
        return 0

    def entry(self, number: int) -> Entry:
        """The entry of a number, as a record."""
        found = self._kept.get(number)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[number] = self._read(number)
        return found

    def number_of(self, geonames_id: int) -> int | None:
        """The number of a GeoNames id."""
        at = bisect_left(self._by_id, geonames_id, key=self._ids.__getitem__)
        return self._by_id[at] if at < len(self._by_id) and self._ids[self._by_id[at]] == geonames_id else None

    def country_numbers(self) -> Iterator[int]:
        """The numbers of all countries."""
        country = KINDS.index("country")
        kinds = bytes(self._kinds)
        at = kinds.find(country)
        while at >= 0:
            yield at
            at = kinds.find(country, at + 1)

    def population(self, number: int) -> int:
        """The population of an entry, without making its record."""
        return int(self._population[number])

    def country_code(self, number: int) -> str:
        """The country of an entry, without making its record."""
        return self._countries[self._country[number]]

    def kind(self, number: int) -> PlaceKind:
        """The kind of an entry, without making its record."""
        return KINDS[self._kinds[number]]

    def spellings(self, letter: str, length: int) -> list[str]:
        """All spellings of so many characters that begin with the letter."""
        start, end = self._blocks.get((letter, length), (0, 0))
        if start == end:
            return []
        at = self._keys_at
        text = bytes(self._keys[at[start] : at[end]]).decode()
        return [text[i : i + length] for i in range(0, len(text), length)]

    @cached_property
    def _blocks(self) -> dict[tuple[str, int], tuple[int, int]]:
        rows = self._blocks_of_keys
        return {(chr(rows[i]), rows[i + 1]): (rows[i + 2], rows[i + 3]) for i in range(0, len(rows), 4)}

    def _read(self, number: int) -> Entry:
        names = tuple(bytes(self._names[self._names_at[number] : self._names_at[number + 1]]).decode().split("\n"))
        kind = KINDS[self._kinds[number]]
        within = tuple(str(i) for i in (self._district[number], self._division[number]) if i)
        return Entry(
            id=str(self._ids[number] or f"region:{names[0]}"),
            name=names[0],
            names=names,
            kind=kind,
            longitude=round(self._lon[number] * DEGREES, 5),
            latitude=round(self._lat[number] * DEGREES, 5),
            population=self._population[number],
            country_code=self._countries[self._country[number]],
            within=within,
            precision=PRECISION_OF_KIND[kind],
        )
