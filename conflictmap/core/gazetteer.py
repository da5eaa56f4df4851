"""Name -> candidate places: the theatre's own first, then GeoNames.

Building is for the caller to do once a process (`functools.cache`): see `gazetteer_world` for what it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conflictmap.core.names import normalise, plain
from conflictmap.core.records import Place
from conflictmap.core.toponyms import SITE_KINDS, Entry, Match, entry_of_place

#: How many letters of a folded name may be wrong: none in a short one.
TYPOS_BY_LENGTH: tuple[tuple[int, int], ...] = ((10, 2), (5, 1), (0, 0))
LOOKUP_LIMIT = 200


class Gazetteer:
    """Places by name. A theatre's place takes over the GeoNames row of the same id, with its names."""

    def __init__(self, places: Iterable[Place] = (), world: Iterable[Entry] = ()) -> None:
        entries: dict[str, Entry] = {entry.id: entry for entry in map(entry_of_place, places)}
        own_countries = {e.country_code: e for e in entries.values() if e.kind == "country" and not e.geonames_id}
        for entry in world:
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
            )
        self.entries: dict[str, Entry] = entries
        self.countries: dict[str, Entry] = {e.country_code: e for e in entries.values() if e.kind == "country"}
        self.home_countries: frozenset[str] = frozenset(
            e.country_code for e in entries.values() if e.slug and e.country_code
        )
        self._by_slug = {e.slug: e for e in entries.values() if e.slug}
        self._by_key: dict[str, tuple[Entry, ...]] = {}
        self._widest: dict[str, int] = {}
        self._site_words: set[str] = set()
        for entry in entries.values():
            self._index(entry)
        self._blocks: dict[tuple[str, int], list[str]] | None = None

    def __len__(self) -> int:
        return len(self.entries)

    def by_slug(self, slug: str) -> Entry | None:
        """The theatre's place of that slug."""
        return self._by_slug.get(slug)

    def country(self, code: str) -> Entry | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self.countries.get(code)

    def at_key(self, key: str) -> tuple[Entry, ...]:
        """The entries under a folded name, in no order of worth. For readers of whole texts, who fold word by word."""
        return self._by_key.get(key, ())

    def widest(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 0 when none does."""
        return self._widest.get(word, 0)

    def begins_site(self, word: str) -> bool:
        """Tell whether a name of a theatre's site begins with this folded word ("field artillery college")."""
        return word in self._site_words

    def lookup(self, toponym: str, limit: int = 20) -> list[Match]:
        """Find what a name may stand for: same spelling, same folded name, an alias, then typos within reason.

        Best first, at most `limit` (and at most 200). An unknown or empty name gives an empty list.
        """
        limit = max(0, min(limit, LOOKUP_LIMIT))
        key = normalise(toponym)
        if not key:
            return []
        found = [self._match(entry, toponym, key) for entry in self._by_key.get(key, ())]
        if not found:
            found = self._typos(key, limit)
        found.sort(key=lambda m: (-m.similarity, not m.entry.slug, -m.entry.population, m.entry.id))
        return found[:limit]

    def _match(self, entry: Entry, toponym: str, key: str) -> Match:
        spelt = plain(toponym)
        if spelt == plain(entry.name):
            return Match(entry, "exact", entry.name, 1.0)
        for name in entry.names:
            if spelt == plain(name):
                return Match(entry, "alias", name, 0.95)
        if normalise(entry.name) == key:
            return Match(entry, "folded", entry.name, 0.92)
        return Match(entry, "folded", next((n for n in entry.names if normalise(n) == key), entry.name), 0.88)

    def _typos(self, key: str, limit: int) -> list[Match]:
        allowed = next(typos for length, typos in TYPOS_BY_LENGTH if len(key) >= length)
        if not allowed:
            return []
        blocks = self._fuzzy_blocks()
        near = (name for n in range(len(key) - allowed, len(key) + allowed + 1) for name in blocks.get((key[0], n), ()))
        best: dict[str, Match] = {}
        for name, typos, _ in process.extract(key, list(near), scorer=OSA.distance, score_cutoff=allowed, limit=limit):
            for entry in self._by_key[name]:
                similarity = round(0.85 - 0.1 * (typos - 1) - 0.3 * typos / len(key), 3)
                if entry.id not in best or best[entry.id].similarity < similarity:
                    written = next((n for n in entry.names if normalise(n) == name), entry.name)
                    best[entry.id] = Match(entry, "typo", written, similarity)
        return list(best.values())

    def _fuzzy_blocks(self) -> dict[tuple[str, int], list[str]]:
        if self._blocks is None:
            blocks: dict[tuple[str, int], list[str]] = defaultdict(list)
            for key in self._by_key:
                blocks[key[0], len(key)].append(key)
            self._blocks = dict(blocks)
        return self._blocks

    def _index(self, entry: Entry) -> None:
        for key in {normalise(name) for name in entry.names}:
            if not key:
                continue
            self._by_key[key] = (*self._by_key.get(key, ()), entry)
            words = key.split(" ")
            self._widest[words[0]] = max(self._widest.get(words[0], 0), len(words))
            if entry.slug and entry.kind in SITE_KINDS and len(words) > 1:
                self._site_words.add(words[0])
