"""Which stretches of a text name no place: organisations, persons, page furniture, lists of other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.core.extract_rules import (
    AGENCY_NAMED,
    AGENCY_SANA,
    BARE_SANA,
    FURNITURE_LINE,
    KUNYA,
    LOCATIVE,
    NOT_NAMES,
    ORGANISATIONS,
    PROSE_LINE,
    RELATED_LIST,
    TITLES,
)
from conflictmap.core.extract_tokens import MAX_TEXT, Token
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import join_words

_NEWLINE = re.compile(r"\n")
#: No person's name with its titles is longer, in words.
LONGEST_NAME = 12


def excluded_ranges(text: str) -> list[tuple[int, int]]:
    """Offsets of organisations' names and of what belongs to the page, sorted."""
    end = min(len(text), MAX_TEXT)
    ranges = [m.span() for m in ORGANISATIONS.finditer(text, 0, end)]
    if AGENCY_NAMED.search(text, 0, end):
        ranges += [m.span() for m in BARE_SANA.finditer(text, 0, end)]
    for found in AGENCY_SANA.finditer(text, 0, end) if "Sana" in text or "سانا" in text else ():
        group = next(i for i in (1, 2, 3) if found.group(i))
        ranges.append(found.span(group))
    # Both are of lines: tried at each line's beginning alone, not at every character.
    beginnings = [0, *(m.end() for m in _NEWLINE.finditer(text, 0, end))]
    ranges += [m.span() for at in beginnings if (m := FURNITURE_LINE.match(text, at, end))]
    position = 0
    for at in beginnings:
        head = RELATED_LIST.match(text, at, end) if at >= position else None
        if head:
            position = _end_of_list(text, head.end(), end)
            ranges.append((head.start(), position))
    return sorted(ranges)


def _end_of_list(text: str, start: int, end: int) -> int:
    """A list of other articles goes on until a line as long as a paragraph of the report, or to the end."""
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        if line_end - start >= PROSE_LINE:
            return start
        start = line_end + 1
    return end


def outside(tokens: Sequence[Token], ranges: Sequence[tuple[int, int]]) -> list[bool]:
    """Tell for each token whether it lies in none of the sorted ranges."""
    free = [True] * len(tokens)
    reach, at = 0, 0
    for i, token in enumerate(tokens):
        while at < len(ranges) and ranges[at][0] < token.end:
            reach = max(reach, ranges[at][1])
            at += 1
        free[i] = token.start >= reach
    return free


def exclude_persons(tokens: Sequence[Token], free: list[bool], gazetteer: Gazetteer) -> set[str]:
    """Take titled persons ("Colonel …", "Mr …") and names with Abu or Abdel out of `free`; give the names they bore.

    A theatre's own place is no person's name: "President Assad said Aleppo" leaves Aleppo.
    """
    names: set[str] = set()
    for i, token in enumerate(tokens):
        titled = token.key in TITLES
        if not (titled or token.key in KUNYA):
            continue
        if not free[i] or token.arabic or not _starts_person(tokens, i, gazetteer):
            continue
        j = i + 1 if titled else i
        while (
            j < min(len(tokens), i + LONGEST_NAME)
            and (j == i or tokens[j].joined)
            and (tokens[j].capital or _particle(tokens, j))
        ):
            if tokens[j].key in TITLES and titled:
                j += 1
                continue
            if tokens[j].capital and tokens[j].key not in NOT_NAMES and not tokens[j].article:
                names.add(tokens[j].key)
            free[j] = False
            j += 1
            if tokens[j - 1].possessive:
                break
    return {n for n in names if not any(e.slug for e in gazetteer.at_key(n))}


def borne_by_person(tokens: Sequence[Token], i: int, persons: set[str]) -> bool:
    """Tell whether a word was somebody's name before, and no locative says that it is a place now."""
    return tokens[i].key in persons and not (i and tokens[i - 1].word.lower() in LOCATIVE)


def _starts_person(tokens: Sequence[Token], i: int, gazetteer: Gazetteer) -> bool:
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or not following.joined or token.possessive:
        return False
    if token.key in TITLES and (token.capital or token.key not in {"major", "prince"}):
        return (following.capital or _particle(tokens, i + 1)) and not _place_ahead(tokens, i + 1, gazetteer, slug=True)
    if token.key in KUNYA and token.capital and (following.capital or _particle(tokens, i + 1)):
        return not _place_ahead(tokens, i, gazetteer, slug=False)
    return False


def _place_ahead(tokens: Sequence[Token], i: int, gazetteer: Gazetteer, *, slug: bool) -> bool:
    for j in range(min(len(tokens), i + 5), i, -1):
        if not slug and sum(not t.article for t in tokens[i:j]) < 2:
            continue
        found = gazetteer.named(join_words(t.key for t in tokens[i:j]), " ".join(t.plain for t in tokens[i:j]))
        if any(e.slug or not slug for e in found):
            return True
    return False


def _particle(tokens: Sequence[Token], j: int) -> bool:
    """An article or "bin" inside a name, with a capital after it."""
    lower = tokens[j].article or tokens[j].key in KUNYA
    return lower and j + 1 < len(tokens) and tokens[j + 1].joined and tokens[j + 1].capital
