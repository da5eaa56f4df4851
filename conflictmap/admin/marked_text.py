"""A report's text cut at its mentions, for templates to mark and escape. Offsets count characters of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

#: Where a sentence ends, in Latin and Arabic script.
_ENDS = ".!?؟。\n"


class Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Piece(NamedTuple):
    """A stretch of text, and the mention that it is, if it is one."""

    text: str
    mention: Spanned | None = None


class Context(NamedTuple):
    """The words around a span."""

    before: str
    span: str
    after: str


def pieces_of(text: str, mentions: Iterable[Spanned]) -> list[Piece]:
    """Cut a text at its mentions; joined again, the pieces are the text. Of overlapping mentions the first is marked."""
    pieces: list[Piece] = []
    at = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start < at or mention.end > len(text):
            continue
        if mention.start > at:
            pieces.append(Piece(text[at : mention.start]))
        pieces.append(Piece(text[mention.start : mention.end], mention))
        at = mention.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def context_of(text: str, start: int, end: int, characters: int) -> Context:
    """Return a span with so many characters on either side, an ellipsis where more text follows."""
    first, last = max(0, start - characters), min(len(text), end + characters)
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last < len(text) else "")
    return Context(before, text[start:end], after)


def sentence_of(text: str, start: int, end: int) -> str:
    """Return the sentence in which a span stands."""
    first = max((text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1
    stops = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    last = min(stops) + 1 if stops else len(text)
    return text[first:last].strip()
