"""Report text -> its sentences, with what stands between quotation marks in them. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conflictmap.core.toponyms import GeocodedMention

#: Stands for each character of a place's name: of no script, so that no text has it.
MASK = "\ue000"

#: A longer sentence is no sentence: it is read up to here.
LONGEST = 1500
#: A line of the page's own, such as a headline, has no full stop and is shorter.
HEADLINE = 140

_END = re.compile(r"[.!?؟…]+[\"'”’»)\]]*(?=\s|$)|[.!?]+[”\"](?=[A-Z])")
_QUOTE = re.compile(r"[“«\"”»]")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Brig|St|Mt|No|vs|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep)"
    r"|\b[A-Z](?:\.[A-Z])*)$"
)
_LINE = re.compile(r"[^\n]+")
_BY_LINE = re.compile(r"^\s*(?:by|source|date)\b[^.]{0,80}$", re.IGNORECASE)


@dataclass(slots=True)
class Sentence:
    """`text` as given; `masked`, of the same length, has its places' characters replaced, so that patterns can see them."""

    start: int
    text: str
    masked: str
    mentions: list[GeocodedMention]
    quoted: list[tuple[int, int]] = field(default_factory=list)
    heading: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def in_quotes(self, at: int) -> bool:
        """Tell whether an offset of the sentence lies in a quotation of more than a few words."""
        return any(first <= at < last and self.text.count(" ", first, last) >= 5 for first, last in self.quoted)


def sentences_of(text: str, mentions: list[GeocodedMention]) -> list[Sentence]:
    """Split a text into sentences; `mentions` are those that may be drafted from, in order."""
    paragraphs = list(_paragraphs(text))
    found: list[Sentence] = []
    at = 0
    for first, last in paragraphs:
        heading = len(paragraphs) > 1 and _is_heading(text[first:last])
        open_quote = False
        for start, end in _split(text, first, last):
            while at < len(mentions) and mentions[at].mention.start < start:
                at += 1
            inside = []
            while at < len(mentions) and mentions[at].mention.end <= end:
                inside.append(mentions[at])
                at += 1
            raw = text[start:end]
            quoted, open_quote = _quotations(raw, open_quote)
            found.append(Sentence(start, raw, _masked(raw, start, inside), inside, quoted, heading))
    return found


def _masked(raw: str, start: int, mentions: list[GeocodedMention]) -> str:
    parts, reach = [], 0
    for mention in mentions:
        first, last = mention.mention.start - start, mention.mention.end - start
        parts += [raw[reach:first], MASK * (last - first)]
        reach = last
    return "".join([*parts, raw[reach:]])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those of a hard-wrapped paragraph together."""
    begun: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        start, end = line.span()
        if begun is not None:
            before = text[begun[0] : begun[1]].rstrip()
            lower = text[start:end].lstrip()[:1].islower()
            wrapped = start - begun[1] == 1 and before[-1:] not in '.!?:”"»)' and (lower or end - start > 55)
            if wrapped and (lower or 55 < _last_line(before) < 100):
                begun = (begun[0], end)
                continue
            yield begun
        begun = (start, end)
    if begun is not None:
        yield begun


def _last_line(text: str) -> int:
    return len(text) - text.rfind("\n") - 1


def _is_heading(line: str) -> bool:
    line = line.strip()
    if line.endswith(("...", "…")):
        return True
    return _BY_LINE.match(line) is not None or (len(line) < HEADLINE and line[-1:] not in '.!?:;؟”"»),،')


def _split(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for found in _END.finditer(text, first, last):
        if found.group().startswith(".") and _ABBREVIATED.search(text, max(start, found.start() - 12), found.start()):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, last)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = min(start + LONGEST, end - (len(piece) - len(piece.rstrip())))
    if end > start:
        yield start, end


def _quotations(raw: str, is_open: bool) -> tuple[list[tuple[int, int]], bool]:
    """Where the sentence is somebody's own words, and whether the quotation goes on behind it."""
    found, begun = [], 0 if is_open else -1
    for quote in _QUOTE.finditer(raw):
        at, mark = quote.start(), quote.group()
        if mark in "“«" or (mark == '"' and begun < 0):
            begun = at if begun < 0 else begun
        elif mark in '”»"' and begun >= 0:
            found.append((begun, at + 1))
            begun = -1
    if begun >= 0:
        found.append((begun, len(raw)))
    return found, begun >= 0
