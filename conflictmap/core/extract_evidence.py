"""What a text says for and against a capitalised word being a place: what stands beside it, here and where it stands again.

Points are whole numbers; `settled` adds them to what the gazetteer knows of the name. The weights were set on news in
English with known toponyms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from conflictmap.core.extract_rules import DIRECTIONS, NOT_NAMES, PERSON_NAMES, RUN_AFTER, RUN_BEFORE
from conflictmap.core.extract_tokens import Token
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names_demonyms import demonyms
from conflictmap.core.toponyms import Entry

#: A name is a place from so many points on.
ENOUGH = 2

LOCATIVES = frozenset(
    "in at near outside inside around towards toward into across throughout from via through between".split()
)
_HALF_LOCATIVES = frozenset("of to for and".split())
_SPEAKS = frozenset(
    "said says say told added adds asked noted explained wrote thinks thought who recalled added testified".split()
)
_OF_A_PLACE = frozenset(
    """police residents resident officials officers mayor council councilors area man woman men women firefighters
    fire voters city county school schools native family suburb community campus courthouse detectives students""".split()
)
_DATELINE = re.compile(r"\s*(?:[–—-]|\()")
_INITIAL = re.compile(r"[A-Z]\.?$")


@dataclass(slots=True)
class Evidence:
    """Of one text: per folded word the best and the worst points of its occurrences, and the words it writes small."""

    best: dict[str, int] = field(default_factory=dict)
    worst: dict[str, int] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)


def gather(tokens: Sequence[Token], gazetteer: Gazetteer) -> Evidence:
    """Look once at every word of a text."""
    found = Evidence()
    for i, token in enumerate(tokens):
        if token.arabic:
            continue
        if not token.capital:
            found.small.add(token.plain)
            continue
        points = beside(tokens, i, i, gazetteer)
        found.best[token.plain] = max(points, found.best.get(token.plain, points))
        found.worst[token.plain] = min(points, found.worst.get(token.plain, points))
    return found


def beside(tokens: Sequence[Token], i: int, last: int, gazetteer: Gazetteer) -> int:
    """The points for a name at the tokens `i`..`last` from what stands beside it."""
    points = 0
    if i and tokens[i].joined and not tokens[i - 1].possessive:
        before = tokens[i - 1]
        if before.word in LOCATIVES or before.word in DIRECTIONS:
            points += 2
        elif before.word in _HALF_LOCATIVES:
            points += 1
        elif before.capital and not tokens[i].hyphen and _given_name(before):
            points -= 3
    elif i and _INITIAL.fullmatch(tokens[i - 1].word) and tokens[i].gap.strip() in {"", "."}:
        points -= 3
    if last + 1 < len(tokens):
        after = tokens[last + 1]
        if after.gap == ", " and after.capital and _is_container(tokens, last + 1, gazetteer):
            points += 3
        elif tokens[i].begins and _DATELINE.match(after.gap) and not after.hyphen:
            points += 2
        elif after.joined and not tokens[last].possessive:
            if after.word in _SPEAKS:
                points -= 2
            elif after.word.lower() in _OF_A_PLACE:
                points += 1
            elif after.capital and not after.hyphen and after.key not in RUN_AFTER and after.key not in demonyms():
                points -= 1
        elif after.gap == ", " and _age(tokens, last + 1):
            points -= 2
    return points


def settled(
    tokens: Sequence[Token], i: int, last: int, entries: Sequence[Entry], evidence: Evidence, gazetteer: Gazetteer
) -> bool:
    """Tell whether a name at the tokens `i`..`last` that the entries bear is a place here."""
    points = beside(tokens, i, last, gazetteer)
    level = max(_level(entry, gazetteer) for entry in entries)
    if last > i:
        return level + points + 2 + (last > i + 1) >= ENOUGH
    word = tokens[i].plain
    if evidence.worst.get(word, 0) <= -3 and level < 3:
        points = min(points, 1) - 2
    else:
        points = max(points, min(2, evidence.best.get(word, 0)))
    if word in evidence.small:
        points -= 2
    if tokens[i].begins and level < 2 and points <= 0:
        points -= 1
    return level + points >= ENOUGH


def _level(entry: Entry, gazetteer: Gazetteer) -> int:
    """What the gazetteer knows of a bearer: 3 of countries and capitals, -1 of a hamlet."""
    if entry.slug or entry.kind in {"country", "area"}:
        return 3
    people = entry.population
    if entry.kind == "district":
        return 1
    if entry.kind == "province":
        return 3 if people >= 500_000 else 1
    near = 1 if entry.country_code in gazetteer.near else 0
    bars = (1_000_000, 100_000, 15_000, 3_000)
    return near + next((3 - n for n, bar in enumerate(bars) if people >= bar), -1)


def _age(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1].gap if at + 1 < len(tokens) else "."
    return tokens[at].word.isdecimal() and len(tokens[at].word) < 3 and following[:1] in {",", "."}


def _given_name(before: Token) -> bool:
    """A capital before a name makes a person of it, unless the word goes with places or begins the sentence."""
    if before.key in RUN_BEFORE or before.key in demonyms() or before.word.lower() in DIRECTIONS:
        return False
    if before.key in PERSON_NAMES:
        return True
    return before.key not in NOT_NAMES and not before.word.isupper()


def _is_container(tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> bool:
    token = tokens[at]
    found = gazetteer.named(token.key, token.plain)
    if not found and at + 1 < len(tokens) and tokens[at + 1].joined:
        found = gazetteer.named(f"{token.key} {tokens[at + 1].key}", f"{token.plain} {tokens[at + 1].plain}")
    return any(e.kind in {"country", "province"} for e in found)
