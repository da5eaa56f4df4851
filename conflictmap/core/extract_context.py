"""What the words around a name say of it: its kind, the area or site that it is part of the name of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from conflictmap.core.extract_rules import (
    ARABIC_HEADS,
    ARABIC_TAILS,
    DIRECTIONS,
    KIND_AFTER,
    KIND_BEFORE,
    SITE_ADJECTIVES,
    SITE_WORDS,
)
from conflictmap.core.extract_tokens import Token
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import normalise
from conflictmap.core.records import PlaceKind
from conflictmap.core.toponyms import SITE_KINDS, Entry, MentionSpan

_ARABIC_KINDS = {normalise(word): kind for word, kind in KIND_BEFORE.items() if not word.isascii()}


class Named(NamedTuple):
    """A name found at the tokens `first`..`last`, and the entries that it may stand for."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    demonym: bool = False


class _Span(NamedTuple):
    first: int
    last: int
    name: str
    kind: PlaceKind | None
    parent: str = ""
    skip: int = 0


def in_context(text: str, tokens: Sequence[Token], named: Sequence[Named], gazetteer: Gazetteer) -> list[MentionSpan]:
    """Turn names into mentions, each widened and given its kind by the words around it."""
    mentions = []
    for at, name in enumerate(named):
        written = _written(tokens, name.first, name.last)
        if name.demonym:
            country = next((e for e in name.entries if e.kind == "country"), None)
            span = _Span(name.first, name.last, country.name if country else written, "country" if country else None)
        elif tokens[name.first].arabic:
            span = _arabic(tokens, name, written)
        else:
            following = named[at + 1] if at + 1 < len(named) else None
            span = _latin(tokens, name, written, following)
        start, end = tokens[span.first].start + span.skip, tokens[span.last].end
        mentions.append(
            MentionSpan(start, end, text[start:end], span.name, span.kind, span.parent, demonym=name.demonym)
        )
    return mentions


def _latin(tokens: Sequence[Token], named: Named, base: str, following: Named | None) -> _Span:
    first, last = named.first, named.last
    own = named.entries[0].kind if named.entries else None
    if own in SITE_KINDS or (own in {"area", "province", "district"} and last > first):
        return _Span(first, last, base, own)
    if own == "country" and any(e.slug for e in named.entries):
        return _Span(first, last, base, "country")
    site = _site(tokens, named, base) if any(e.slug for e in named.entries) or not named.entries else None
    if site:
        return site
    word = _next(tokens, last)
    kind, widens = KIND_AFTER.get(word, (None, False))
    directions, leftmost = _directions_before(tokens, first)
    ours = any(e.slug for e in named.entries)
    if word == "countryside" or (any(directions) and ours and own != "country" and word not in SITE_WORDS):
        return _area(tokens, leftmost, last, directions, base)
    countryside = _countryside_of(tokens, first)
    if countryside:
        directions, leftmost = countryside
        end = last + 1 if kind == "province" else last
        return _area(tokens, leftmost, end, directions, base, widen=False)
    if kind and not tokens[last].possessive and tokens[last + 1].joined:
        if widens:
            return _Span(first, last + 1, f"{base} {word}", kind, base)
        return _plural(first, last, base, kind)
    before = _kind_before(tokens, first)
    if before == "area":
        return _Span(first, last, f"{base} {tokens[first - 2].word.lower()}", before, base)
    if before:
        return _Span(first, last, base, before)
    shared = _shared_plural(tokens, following, last)
    if shared:
        return _plural(first, last, base, shared)
    return _Span(first, last, base, "country" if own == "country" else None)


def _plural(first: int, last: int, base: str, kind: PlaceKind) -> _Span:
    """ "Aleppo and Idlib provinces": each span is the name alone, and names the province."""
    if kind == "province":
        return _Span(first, last, f"{base} province", kind, base)
    return _Span(first, last, f"{base} County" if kind == "district" else base, kind)


def _area(
    tokens: Sequence[Token], leftmost: int, last: int, directions: list[str], base: str, *, widen: bool = True
) -> _Span:
    if widen and _next(tokens, last) in KIND_AFTER:
        last += 1
    words = " and ".join(d for d in directions if d)
    return _Span(leftmost, last, f"{words} {base} countryside".strip(), "area", base)


def _site(tokens: Sequence[Token], named: Named, base: str) -> _Span | None:
    """ "Hama military airport", "Aleppo's military academy", "Kuweires air base"."""
    words: list[str] = []
    found: _Span | None = None
    at = named.last + 1
    while at < len(tokens) and tokens[at].joined | tokens[at - 1].possessive and at - named.last <= 4:
        word = tokens[at].word.lower()
        if (word not in SITE_WORDS and word not in SITE_ADJECTIVES) or tokens[at].gap.strip(" '’s`-"):
            break
        words.append(word)
        if word in SITE_WORDS:
            found = _Span(named.first, at, " ".join((base, *words)), SITE_WORDS[word], base)
        at += 1
    return found


def _directions_before(tokens: Sequence[Token], first: int) -> tuple[list[str], int]:
    """The directions straight before a token ("eastern and south-eastern"), in order, and where they begin."""
    found: list[str] = []
    at = leftmost = first
    while at > 0 and tokens[at].joined and len(found) < 3:
        word = tokens[at - 1].word.lower()
        if word in DIRECTIONS and at >= 2 and tokens[at - 1].hyphen and tokens[at - 2].word.lower() in DIRECTIONS:
            found.insert(0, f"{tokens[at - 2].word.lower()}{word}")
            at = leftmost = at - 2
        elif word in DIRECTIONS:
            found.insert(0, word if DIRECTIONS[word] else "")
            at = leftmost = at - 1
        elif (
            word == "and" and found and at >= 2 and tokens[at - 1].joined and tokens[at - 2].word.lower() in DIRECTIONS
        ):
            at -= 1
        else:
            break
    return found, leftmost


def _countryside_of(tokens: Sequence[Token], first: int) -> tuple[list[str], int] | None:
    """ "northern countryside of X", "the countryside of X"."""
    if first < 2 or tokens[first - 1].word.lower() != "of" or tokens[first - 2].word.lower() != "countryside":
        return None
    directions, leftmost = _directions_before(tokens, first - 2)
    return directions, leftmost


def _kind_before(tokens: Sequence[Token], first: int) -> PlaceKind | None:
    if first >= 2 and tokens[first - 1].word.lower() == "of" and tokens[first].joined:
        return KIND_BEFORE.get(tokens[first - 2].word.lower())
    return None


def _shared_plural(tokens: Sequence[Token], following: Named | None, last: int) -> PlaceKind | None:
    """ "Aleppo and Idlib provinces": the plural after the second is said of the first too."""
    if following is None or following.first - last > 2 or _next(tokens, last) != "and":
        return None
    word = _next(tokens, following.last)
    return KIND_AFTER[word][0] if word in KIND_AFTER and word.endswith("s") and word != "suburbs" else None


def _arabic(tokens: Sequence[Token], named: Named, base: str) -> _Span:
    first, last = named.first, named.last
    own = named.entries[0].kind if named.entries else None
    if last > first and own in SITE_KINDS | {"area", "province"}:
        return _Span(first, last, base, own)
    head = tokens[first - 1] if first and tokens[first].joined else None
    key = "" if head is None else head.key if head.key in ARABIC_HEADS else head.key.removeprefix("و")
    if key in ARABIC_HEADS:
        while last + 1 < len(tokens) and tokens[last + 1].joined and tokens[last + 1].key in ARABIC_TAILS:
            last += 1
        name = " ".join((key, *(t.word for t in tokens[first : last + 1])))
        and_before = int(head is not None and head.word[0] == "و")
        return _Span(first - 1, last, name, ARABIC_HEADS[key], base, and_before)
    kind = _ARABIC_KINDS.get(key)
    return _Span(first, last, base, kind or ("country" if own == "country" else None))


def _next(tokens: Sequence[Token], last: int) -> str:
    return tokens[last + 1].word.lower() if last + 1 < len(tokens) and tokens[last + 1].joined else ""


def _written(tokens: Sequence[Token], first: int, last: int) -> str:
    """The name as the text writes it, with one blank wherever there was a line break."""
    parts = [tokens[first].word]
    for token in tokens[first + 1 : last + 1]:
        parts.append((" " if "\n" in token.gap else token.gap) + token.word)
    return "".join(parts)
