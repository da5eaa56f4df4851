"""Name -> candidate places: the theatre's own first, then the world's.

The world is an index file (`gazetteer_world.open_world`) that all processes share; a theatre's places lie over it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from conflictmap.core.gazetteer_index import ALIAS, FOLDED_ALIAS, FOLDED_PRIMARY, PRIMARY, WorldIndex
from conflictmap.core.names import normalise, plain
from conflictmap.core.records import Place
from conflictmap.core.toponyms import SITE_KINDS, Entry, Match, MatchHow, entry_of_place

#: How many letters of a folded name may be wrong: none in a short one.
TYPOS_BY_LENGTH: tuple[tuple[int, int], ...] = ((10, 2), (5, 1), (0, 0))
LOOKUP_LIMIT = 200
#: Of a theatre's gazetteer: far from it, places from this many people on, and from that many on under all their names.
FAR_POPULATION = 15_000
WELL_KNOWN_POPULATION = 200_000
#: No more of the world's entries are looked at under one name: the most important ones.
MOST_OF_A_NAME = 60
#: Names that were asked lately and are remembered.
MOST_REMEMBERED = 20_000

#: Taken from an alias that is no spelling of the name, of a place that is not known everywhere ("Berea" of Aleppo).
OTHER_NAME = 0.3
KNOWN_EVERYWHERE = 5_000_000

_SIMILARITY: tuple[tuple[MatchHow, float], ...] = (("exact", 1.0), ("alias", 0.95), ("folded", 0.92), ("folded", 0.88))


class Gazetteer:
    """Places by name. A theatre's place takes over the GeoNames row of the same id, with its names.

    `near` are the countries all of whose places count: by default those of the theatre's places. With None all
    places of the world count, as they do without a theatre.
    """

    def __init__(
        self, places: Iterable[Place] = (), world: WorldIndex | Iterable[Entry] = (), *, near: Iterable[str] | None = ()
    ) -> None:
        entries: dict[str, Entry] = {entry.id: entry for entry in map(entry_of_place, places)}
        self._index = world if isinstance(world, WorldIndex) else None
        self._over: dict[int, Entry] = {}
        own_countries = {e.country_code: e for e in entries.values() if e.kind == "country" and not e.geonames_id}
        for entry in self._index_twins(entries, own_countries) if isinstance(world, WorldIndex) else world:
            own = own_countries.get(entry.country_code) if entry.kind == "country" else entries.get(entry.id)
            if own is None or not own.slug:
                entries.setdefault(entry.id, entry)
                continue
            entries.pop(own.id)
            entries[entry.id] = replace(
                own,
                id=entry.id,
                names=tuple(dict.fromkeys((*own.names, *entry.names))),
                population=own.population or entry.population,
                country_code=own.country_code or entry.country_code,
                within=entry.within,
            )
        self.entries: dict[str, Entry] = entries
        self.home_countries: frozenset[str] = frozenset(
            e.country_code for e in entries.values() if e.slug and e.country_code
        )
        self.near: frozenset[str] = frozenset() if near is None else frozenset(near) | self.home_countries
        self._countries: dict[str, Entry] = {e.country_code: e for e in entries.values() if e.kind == "country"}
        self._by_slug = {e.slug: e for e in entries.values() if e.slug}
        self._by_key: dict[str, tuple[Entry, ...]] = {}
        self._widest: dict[str, int] = {}
        self._site_words: set[str] = set()
        for entry in entries.values():
            self._index_own(entry)
        self._looked_up: dict[tuple[str, int], tuple[Match, ...]] = {}
        self._widths: dict[tuple[str, str], int] = {}
        self._found: OrderedDict[tuple[str, str], tuple[Entry, ...]] = OrderedDict()
        if self._index is not None:
            over = {number: entries[e.id] for number, e in self._twins if e.id in entries}
            self._over = over
            for number in self._index.country_numbers():
                self._countries.setdefault(self._index.country_code(number), self._index.entry(number))

    def __len__(self) -> int:
        return len(self.entries) + (len(self._index) if self._index else 0) - len(self._over)

    @property
    def version(self) -> str:
        """What the world's part is made of; empty without."""
        return self._index.version if self._index else ""

    def by_slug(self, slug: str) -> Entry | None:
        """The theatre's place of that slug."""
        return self._by_slug.get(slug)

    def by_id(self, identifier: str) -> Entry | None:
        """The entry of a GeoNames id."""
        own = self.entries.get(identifier)
        if own is None and self._index is not None and identifier.isdecimal():
            number = self._index.number_of(int(identifier))
            return self._index.entry(number) if number is not None else None
        return own

    def country(self, code: str) -> Entry | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self._countries.get(code)

    def at_key(self, key: str) -> tuple[Entry, ...]:
        """The theatre's own entries under a folded name, in no order of worth."""
        return self._by_key.get(key, ())

    def named(self, key: str, spelt: str) -> tuple[Entry, ...]:
        """The entries that a reader would take a name for: own ones under its folded key, the world's as it is spelt.

        Best known first. For readers of whole texts, who fold word by word; what was asked lately is remembered.
        """
        found = self._found.get((key, spelt))
        if found is None:
            own = self._by_key.get(key, ())
            found = tuple(e for e in own if e.slug or _spelt_so(e, spelt))
            if self._index is not None:
                numbers = (p >> 2 for p in self._index.at(spelt) if p & 3 <= ALIAS and self._counts(p))
                world = [self._entry(number) for number, _ in zip(numbers, range(MOST_OF_A_NAME), strict=False)]
                found = tuple(dict.fromkeys((*found, *world)))
            self._found[key, spelt] = found
            if len(self._found) > MOST_REMEMBERED:
                self._found.popitem(last=False)
        return found

    def widest(self, word: str, spelt: str = "") -> int:
        """How many words the longest name has that begins with this word, folded and plain; 0 when none does."""
        width = self._widths.get((word, spelt))
        if width is None:
            own = self._widest.get(word, 0)
            width = max(own, self._index.widest(spelt or word)) if self._index is not None else own
            if len(self._widths) >= MOST_REMEMBERED:
                self._widths.clear()
            self._widths[word, spelt] = width
        return width

    def begins_site(self, word: str) -> bool:
        """Tell whether a name of a theatre's site begins with this folded word ("field artillery college")."""
        return word in self._site_words

    def lookup(self, toponym: str, limit: int = 20) -> list[Match]:
        """Find what a name may stand for: same spelling, same folded name, an alias, then typos within reason.

        Best first, at most `limit` (and at most 200). An unknown or empty name gives an empty list.
        """
        limit = max(0, min(limit, LOOKUP_LIMIT))
        asked = (toponym, limit)
        found = self._looked_up.get(asked)
        if found is None:
            if len(self._looked_up) >= MOST_REMEMBERED:
                self._looked_up.clear()
            found = self._looked_up[asked] = self._look_up(toponym, limit)
        return list(found)

    def _look_up(self, toponym: str, limit: int) -> tuple[Match, ...]:
        key = normalise(toponym)
        if not key:
            return ()
        found = self._matches(toponym, key, max(limit, MOST_OF_A_NAME)) or self._typos(key, limit)
        found.sort(key=lambda m: (-m.similarity, not m.entry.slug, -m.entry.population, m.entry.id))
        return tuple(found[:limit])

    def _matches(self, toponym: str, key: str, limit: int) -> list[Match]:
        spelt = plain(toponym)
        found = {entry.id: _match(entry, spelt, key) for entry in self._by_key.get(key, ())}
        if self._index is not None:
            for asked in dict.fromkeys((spelt, key)):
                for posting in self._index.at(asked):
                    if len(found) >= limit:
                        break
                    if not self._counts(posting):
                        continue
                    entry = self._entry(posting >> 2)
                    if entry.id not in found:
                        how, similarity = _SIMILARITY[posting & 3 if asked == spelt else posting & 3 | FOLDED_PRIMARY]
                        name = entry.name if posting & 3 in (PRIMARY, FOLDED_PRIMARY) else _name_like(entry, asked)
                        if posting & 3 in (ALIAS, FOLDED_ALIAS) and _is_another_name(entry, asked):
                            similarity -= OTHER_NAME
                        found[entry.id] = Match(entry, how, name, similarity)
        return list(found.values())

    def _typos(self, key: str, limit: int) -> list[Match]:
        allowed = next(typos for length, typos in TYPOS_BY_LENGTH if len(key) >= length)
        if not allowed:
            return []
        best: dict[str, Match] = {}
        own = [k for k in self._by_key if abs(len(k) - len(key)) <= allowed and k[0] == key[0]]
        near = process.extract(key, own, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
        if self._index is not None and not near:
            for length in range(len(key) - allowed, len(key) + allowed + 1):
                spellings = self._index.spellings(key[0], length)
                near += process.extract(key, spellings, scorer=OSA.distance, score_cutoff=allowed, limit=limit)
        for name, typos, _ in near:
            similarity = round(0.85 - 0.1 * (typos - 1) - 0.3 * typos / len(key), 3)
            for match in self._matches(name, name, limit):
                entry = match.entry
                if entry.id not in best or best[entry.id].similarity < similarity:
                    written = next((n for n in entry.names if normalise(n) == name), match.matched_name)
                    best[entry.id] = Match(entry, "typo", written, similarity)
        return list(best.values())

    def _counts(self, posting: int) -> bool:
        """Tell whether a world's entry counts here: all do near the theatre, elsewhere the well known."""
        index = self._index
        if index is None or not self.near:
            return True
        number = posting >> 2
        if number in self._over or index.country_code(number) in self.near:
            return True
        kind, population = index.kind(number), index.population(number)
        if kind in {"country", "area", "province"}:
            return True
        bar = FAR_POPULATION if posting & 3 in (PRIMARY, FOLDED_PRIMARY) else WELL_KNOWN_POPULATION
        return kind != "district" and population >= bar

    def _entry(self, number: int) -> Entry:
        assert self._index is not None  # noqa: S101
        return self._over.get(number) or self._index.entry(number)

    def _index_twins(self, own: dict[str, Entry], countries: dict[str, Entry]) -> list[Entry]:
        """The index's entries that the theatre's places stand for."""
        index = self._index
        assert index is not None  # noqa: S101
        numbers = [index.number_of(int(i)) for i in own if i.isdecimal()]
        numbers += [n for n in index.country_numbers() if index.country_code(n) in countries]
        self._twins = [(n, index.entry(n)) for n in numbers if n is not None]
        return [entry for _, entry in self._twins]

    def _index_own(self, entry: Entry) -> None:
        for name in entry.names:
            key, spelt = normalise(name), plain(name)
            if not key:
                continue
            if entry not in self._by_key.get(key, ()):
                self._by_key[key] = (*self._by_key.get(key, ()), entry)
            words = key.split(" ")
            for first in {words[0], spelt.partition(" ")[0]}:
                self._widest[first] = max(self._widest.get(first, 0), len(words))
            if entry.slug and entry.kind in SITE_KINDS and len(words) > 1:
                self._site_words.add(words[0])


def _is_another_name(entry: Entry, asked: str) -> bool:
    """Tell an alias that a text in this script hardly uses from one that is a spelling of the name."""
    if entry.kind in {"country", "province", "area"} or entry.population >= KNOWN_EVERYWHERE or not asked.isascii():
        return False
    return bool(fuzz.ratio(asked, _plain(entry.name)) < 50.0)


def _match(entry: Entry, spelt: str, key: str) -> Match:
    if spelt == _plain(entry.name):
        return Match(entry, "exact", entry.name, 1.0)
    for name in entry.names:
        if spelt == _plain(name):
            return Match(entry, "alias", name, 0.95)
    if normalise(entry.name) == key:
        return Match(entry, "folded", entry.name, 0.92)
    return Match(entry, "folded", next((n for n in entry.names if normalise(n) == key), entry.name), 0.88)


def _spelt_so(entry: Entry, spelt: str) -> bool:
    return any(spelt == _plain(name) for name in entry.names)


def _name_like(entry: Entry, asked: str) -> str:
    """The entry's name that is spelt so, or that folds so."""
    names = entry.names
    return next((n for n in names if _plain(n) == asked), next((n for n in names if normalise(n) == asked), entry.name))


_plain = lru_cache(maxsize=65536)(plain)
