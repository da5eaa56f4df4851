"""Where a text says that a place lies: "40 miles (65km) south-east of Aleppo", "north-east of the city"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.core.extract_rules import DIRECTIONS
from conflictmap.core.extract_sites import town_of
from conflictmap.core.extract_tokens import MAX_TEXT
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import normalise, plain
from conflictmap.core.toponyms import MentionSpan, StatedPosition

KM_PER_MILE = 1.609344

_COMPASS = r"(?:north|south)(?:[-\s]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?"
_UNIT = r"km|kilomet(?:er|re)s?|mi|miles?"
_POSITION = re.compile(
    rf"""\b(?:
      (?P<n1>\d{{1,4}}(?:[.,]\d+)?)\s?-?(?P<u1>{_UNIT})\b\.?\s*(?:\(\s?(?P<n2>\d{{1,4}}(?:[.,]\d+)?)\s?(?P<u2>{_UNIT})\.?\s?\)\s*)?
        (?:(?:to\ the\s+)?(?P<b1>{_COMPASS})\s+(?:of|from)|from|away\ from|outside)
    | (?:to\ the\s+)?(?P<b2>{_COMPASS})\s+(?:of|from)
    )\s+(?P<of>(?:the|its)\s+(?:\w+\s+)?(?:city|town|capital|village)\b)?
    | \bto\ the\s+(?P<b3>{_COMPASS})(?=\s*[.,;)]|\s+of\ the\s+city)""",
    re.VERBOSE | re.IGNORECASE,
)
#: What may stand between a name and what is said of where it lies.
_BETWEEN = re.compile(
    r"(?:\s*[,(–—-])?\s*(?:(?:city|town|village|province),?\s*)?"
    r"(?:(?:which|that)\s+)?(?:(?:is|lies|lying|located|situated|sits)\s+)?(?:(?:about|some|roughly|approximately|around|just|nearly)\s+)?",
    re.IGNORECASE,
)
_ALSO_KNOWN = re.compile(r",?\s*\(?(?:also|better|otherwise)\s+(?:known|called)\s+as\s+(?:the\s+)?", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")
#: How far back, in characters, the subject of an apposition is looked for.
_REACH = 300


def with_positions(text: str, mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> list[MentionSpan]:
    """Give each mention the positions that the text states of it."""
    result = list(mentions)
    starts = [m.start for m in result]
    towns = [town_of(m, gazetteer) for m in result]
    for found in _POSITION.finditer(text, 0, min(len(text), MAX_TEXT)):
        before = bisect_left(starts, found.start()) - 1
        subject = _subject(text, result, before, found.start())
        if subject is None:
            continue
        of = _named_after(result, starts, found) if not (found["of"] or found["b3"]) else ""
        of = of or (_last_town(result, towns, subject, bool(found["b3"])) if found["of"] or found["b3"] else "")
        if not of:
            continue
        position = StatedPosition(of, _distance(found), _bearing(found), text[found.start() : found.end()].strip())
        for at in (subject, *_other_names(text, result, subject)):
            result[at] = replace(result[at], stated=(*result[at].stated, position))
    return result


def with_containers(text: str, mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> list[MentionSpan]:
    """Say of each mention which country or division stands after it: "Springfield, Ohio", "Toronto, Ontario, Canada"."""
    result = list(mentions)
    for at, (mention, following) in enumerate(pairwise(mentions)):
        if following.start - mention.end > 2 or following.demonym or mention.demonym:
            continue
        if text[mention.end : following.start] in {", ", " ("}:
            found = gazetteer.named(normalise(following.name), plain(following.name))
            if any(e.kind in {"country", "province", "district"} for e in found):
                result[at] = replace(mention, inside=following.name)
    return result


def compass(words: str) -> str:
    """Bring a direction to one of the eight points ("southwestern" to "south-west").

    >>> compass("South West"), compass("eastern")
    ('south-west', 'east')
    """
    return DIRECTIONS.get(re.sub(r"[-\s]", "", words.lower()), "")


def _subject(text: str, mentions: Sequence[MentionSpan], at: int, offset: int) -> int | None:
    """The mention that a position is said of: the one before it, or the head of an apposition that "and" carries on."""
    if at < 0 or mentions[at].demonym or offset - mentions[at].end > _REACH:
        return None
    between = text[mentions[at].end : offset]
    if _BETWEEN.fullmatch(between):
        return at
    if not re.fullmatch(r"\s*,?\s*and\s+", between):
        return None
    for head in range(at, max(-1, at - 4), -1):
        after = text[mentions[head].end : mentions[head].end + 12]
        passage = text[mentions[head].start : offset]
        if _SENTENCE.search(passage) or len(passage) > _REACH:
            return None
        if re.match(r"(?:\s+(?:city|town|village|province))?,", after) and not mentions[head].demonym:
            return head
    return None


def _other_names(text: str, mentions: Sequence[MentionSpan], at: int) -> tuple[int, ...]:
    """The name before "also known as" has the position too."""
    if at and _ALSO_KNOWN.fullmatch(text[mentions[at - 1].end : mentions[at].start]):
        return (at - 1,)
    return ()


def _named_after(mentions: Sequence[MentionSpan], starts: Sequence[int], found: re.Match[str]) -> str:
    at = bisect_left(starts, found.end())
    if at < len(mentions) and mentions[at].start - found.end() <= 4 and not mentions[at].demonym:
        return mentions[at].parent or mentions[at].name
    return ""


def _last_town(mentions: Sequence[MentionSpan], towns: Sequence[str], subject: int, own_parent: bool) -> str:
    if own_parent and mentions[subject].parent:
        return mentions[subject].parent
    return next((towns[i] for i in range(subject - 1, -1, -1) if towns[i] and towns[i] != mentions[subject].name), "")


def _distance(found: re.Match[str]) -> float | None:
    """Kilometres: as stated in km where the text gives both."""
    amounts = [(found[n], found[u]) for n, u in (("n1", "u1"), ("n2", "u2")) if found[n]]
    for number, unit in sorted(amounts, key=lambda a: not a[1].lower().startswith("k")):
        value = float(number.replace(",", "."))
        return value if unit.lower().startswith("k") else round(value * KM_PER_MILE, 1)
    return None


def _bearing(found: re.Match[str]) -> str | None:
    words = found["b1"] or found["b2"] or found["b3"]
    return compass(words) or None if words else None
