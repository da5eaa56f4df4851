"""Places that a text means without their town's name: "its airport", "the province's western countryside"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.core.extract_rules import DIRECTIONS, SITE_ADJECTIVES, SITE_WORDS
from conflictmap.core.extract_tokens import MAX_TEXT, Token
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import join_words, normalise, plain
from conflictmap.core.toponyms import SETTLEMENT_KINDS, SITE_KINDS, MentionSpan

_ADJECTIVE = "|".join(sorted(SITE_ADJECTIVES))
_SITE = "|".join(sorted(SITE_WORDS))
_DIRECTION = "|".join(sorted(DIRECTIONS))
_OWNED = re.compile(
    rf"\b(?:its|the (?:city|town|village)['’]s)\s+((?:(?:{_ADJECTIVE})\s+){{0,2}}(?:{_SITE}))\b", re.IGNORECASE
)
_COUNTRYSIDE = re.compile(
    rf"\b(?:its|the (?:city|province|governorate)['’]s)\s+((?:{_DIRECTION})\s+countryside)\b", re.IGNORECASE
)
_WIDEST_SITE = 6


def nameless_sites(
    text: str, tokens: Sequence[Token], free: Sequence[bool], mentions: Sequence[MentionSpan], gazetteer: Gazetteer
) -> list[MentionSpan]:
    """Find sites and countrysides said to be of the town last named, and sites of the theatre written without capitals."""
    found = []
    towns = _Towns(mentions, gazetteer)
    for owned in _OWNED.finditer(text, 0, min(len(text), MAX_TEXT)):
        town = towns.before(owned.start())
        if town:
            words = " ".join(owned.group(1).lower().split())
            kind = SITE_WORDS[words.rsplit(" ", 1)[-1]]
            found.append(MentionSpan(owned.start(), owned.end(), owned.group(), f"{town} {words}", kind, town))
    for owned in _COUNTRYSIDE.finditer(text, 0, min(len(text), MAX_TEXT)):
        town = towns.before(owned.start())
        if town:
            direction, countryside = owned.group(1).lower().split()
            name = f"{direction} {town} {countryside}"
            found.append(MentionSpan(owned.start(), owned.end(), owned.group(), name, "area", town))
    taken = {m.start for m in mentions}
    for i, token in enumerate(tokens):
        if token.capital or not gazetteer.begins_site(token.key):
            continue
        if not free[i] or token.arabic or token.start in taken:
            continue
        for last in range(min(len(tokens), i + _WIDEST_SITE) - 1, i, -1):
            if not all(t.joined for t in tokens[i + 1 : last + 1]):
                continue
            entries = gazetteer.at_key(join_words(t.key for t in tokens[i : last + 1]))
            site = next((e for e in entries if e.slug and e.kind in SITE_KINDS), None)
            if site:
                start, end = token.start, tokens[last].end
                found.append(MentionSpan(start, end, text[start:end], text[start:end], site.kind, towns.before(start)))
                break
    return found


class _Towns:
    """The towns that a text names, to be asked which one was named last before an offset."""

    def __init__(self, mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> None:
        self._named = [(m.end, town) for m in mentions if (town := town_of(m, gazetteer))]

    def before(self, offset: int) -> str:
        """The town named last before an offset; empty when none was."""
        low, high = 0, len(self._named)
        while low < high:
            middle = (low + high) // 2
            if self._named[middle][0] <= offset:
                low = middle + 1
            else:
                high = middle
        return self._named[low - 1][1] if low else ""


def town_of(mention: MentionSpan, gazetteer: Gazetteer) -> str:
    """The town that "the city" would mean after a mention: itself, or the one whose countryside or site it is."""
    if mention.demonym or mention.kind_hint == "country":
        return ""
    if mention.parent:
        return mention.parent
    kinds = {e.kind for e in gazetteer.named(normalise(mention.name), plain(mention.name))}
    return mention.name if kinds & SETTLEMENT_KINDS else ""
