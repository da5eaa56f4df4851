"""Entries -> the index file that `gazetteer_index` maps: the same entries give the same bytes."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from tempfile import NamedTemporaryFile
from zlib import crc32

from conflictmap.core.gazetteer_index import ALIAS, DEGREES, FOLDED_ALIAS, FOLDED_PRIMARY, KINDS, MAGIC, PRIMARY
from conflictmap.core.names import normalise, plain
from conflictmap.core.toponyms import Entry


def write_index(file: Path, entries: Iterable[Entry], version: str) -> None:
    """Write an index of the entries, whole or not at all. Those of one spelling stand in order of population."""
    rows = sorted(entries, key=lambda e: (-e.population, e.id))
    sections: dict[str, tuple[str, bytes]] = {**_columns(rows), **_spellings(rows)}
    countries = sorted({e.country_code for e in rows})
    sections["country"] = ("H", array("H", (countries.index(e.country_code) for e in rows)).tobytes())
    layout, at = {}, 0
    for name, (form, data) in sections.items():
        layout[name] = (at, at + len(data), form)
        at += len(data) + (-len(data)) % 8
    head = _head(version, countries, layout)
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".gazetteer-", delete=False) as out:
        out.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for _, data in sections.values():
            out.write(data + bytes(-len(data) % 8))
    Path(out.name).chmod(0o644)
    Path(out.name).replace(file)


def _head(version: str, countries: list[str], layout: dict[str, tuple[int, int, str]]) -> bytes:
    """The head, padded, with offsets from the file's beginning: they depend on its own length, so that is fixed first."""
    room = len(json.dumps({"version": version, "countries": countries, "sections": layout})) + 40 * len(layout)
    room += -room % 8
    begin = 16 + room
    moved = {name: (start + begin, end + begin, form) for name, (start, end, form) in layout.items()}
    return json.dumps({"version": version, "countries": countries, "sections": moved}).encode().ljust(room)


def _columns(rows: list[Entry]) -> dict[str, tuple[str, bytes]]:
    names = ["\n".join(e.names).encode() for e in rows]
    offsets = array("I", [0])
    for text in names:
        offsets.append(offsets[-1] + len(text))
    ids = [int(e.id) if e.id.isdecimal() else 0 for e in rows]
    within = [(0, *(int(i) for i in e.within)) for e in rows]
    return {
        "ids": ("I", array("I", ids).tobytes()),
        "by_id": ("I", array("I", sorted(range(len(ids)), key=lambda n: (ids[n], n))).tobytes()),
        "kinds": ("B", bytes(KINDS.index(e.kind) for e in rows)),
        "lon": ("i", array("i", (round(e.longitude / DEGREES) for e in rows)).tobytes()),
        "lat": ("i", array("i", (round(e.latitude / DEGREES) for e in rows)).tobytes()),
        "population": ("I", array("I", map(attrgetter("population"), rows)).tobytes()),
        "division": ("I", array("I", (w[-1] for w in within)).tobytes()),
        "district": ("I", array("I", (w[-2] if len(w) > 2 else 0 for w in within)).tobytes()),
        "names": ("B", b"".join(names)),
        "names_at": ("I", offsets.tobytes()),
    }


def _spellings(rows: list[Entry]) -> dict[str, tuple[str, bytes]]:
    """The spellings in order of first letter, length and letters; the hash table over them; who bears each."""
    postings: dict[str, dict[int, int]] = {}
    widest: dict[str, int] = {}
    for number, entry in enumerate(rows):
        for at, name in enumerate(entry.names):
            spelt = plain(name)
            if not spelt or not normalise(name):
                continue
            first, _, rest = spelt.partition(" ")
            widest[first] = max(widest.get(first, 0), 1 + rest.count(" ") + bool(rest))
            for key, how in (
                (spelt, ALIAS if at else PRIMARY),
                (normalise(name), FOLDED_ALIAS if at else FOLDED_PRIMARY),
            ):
                bearers = postings.setdefault(key, {})
                bearers[number] = min(bearers.get(number, how), how)
    keys = sorted(postings.keys() | widest.keys(), key=lambda k: (k[0], len(k), k))
    texts = [key.encode() for key in keys]
    keys_at, postings_at, flat = array("I", [0]), array("I", [0]), array("I")
    for key, text in zip(keys, texts, strict=True):
        keys_at.append(keys_at[-1] + len(text))
        flat.extend(number << 2 | how for number, how in postings.get(key, {}).items())
        postings_at.append(len(flat))
    return {
        "keys": ("B", b"".join(texts)),
        "keys_at": ("I", keys_at.tobytes()),
        "slots": ("I", _table(texts).tobytes()),
        "postings": ("I", flat.tobytes()),
        "postings_at": ("I", postings_at.tobytes()),
        "widths": ("B", bytes(min(255, widest.get(key, 0)) for key in keys)),
        "blocks": ("I", _blocks(keys).tobytes()),
    }


def _table(texts: list[bytes]) -> array[int]:
    size = 1 << (2 * len(texts)).bit_length()
    slots = array("I", bytes(4 * size))
    for number, text in enumerate(texts, 1):
        slot = crc32(text) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number
    return slots


def _blocks(keys: list[str]) -> array[int]:
    """Where the keys of one first letter and length begin and end, in rows of four."""
    rows = array("I")
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or (keys[at][0], len(keys[at])) != (keys[start][0], len(keys[start])):
            rows.extend((ord(keys[start][0]), len(keys[start]), start, at))
            start = at
    return rows
