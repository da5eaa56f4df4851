"""Report text -> words with their offsets, capitals and folded keys. Linear in the text; any character is tolerated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from conflictmap.core.names import MARKS, is_arabic, is_article, normalise, plain

#: Longer texts are refused before they come here; what lies beyond is not read.
MAX_TEXT = 1_000_000

_COMBINING = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_WORD = rf"[^\W_](?:[^\W_]|[{_COMBINING}])*"
_TOKEN = re.compile(rf"(?:[A-Z]\.){{2,}}|{_WORD}(?:[{re.escape(MARKS)}]{_WORD})*")
_POSSESSIVE = re.compile(r"['’`´]s$", re.IGNORECASE)
_JOINED = re.compile(rf"[ \u00a0\t]?\n?[ \u00a0\t]?|[-‐‑]|[ \u00a0]?[{re.escape(MARKS)}]")
_ENDS_SENTENCE = re.compile(r"[.!?:…]|\n|[“\"«»;•]")
_ABBREVIATED = frozenset({"st", "mt", "ft"})


class Token(NamedTuple):
    """One word: offsets into the text as given, possessive -'s apart, and how it hangs together with the word before."""

    start: int
    end: int
    word: str
    key: str
    plain: str
    capital: bool
    arabic: bool
    article: bool
    possessive: bool
    joined: bool
    hyphen: bool
    begins: bool
    gap: str


def tokenise(text: str) -> list[Token]:
    """Split a text into its words, in order."""
    tokens: list[Token] = []
    previous_end, previous_key = 0, ""
    for found in _TOKEN.finditer(text, 0, min(len(text), MAX_TEXT)):
        start, end = found.span()
        gap = text[previous_end:start]
        full_end = end
        possessive = _POSSESSIVE.search(found.group())
        if possessive:
            end -= 2
        word = text[start:end]
        initials = word.endswith(".") and "." in word[:-1]
        joined = bool(tokens) and not tokens[-1].possessive and _JOINED.fullmatch(gap) is not None
        if tokens and previous_key in _ABBREVIATED and gap == ". ":
            joined = True
        bare = word.replace(".", "") if initials else word
        key = normalise(bare)
        tokens.append(
            Token(
                start=start,
                end=end,
                word=word,
                key=key,
                plain=_plain(bare),
                capital=word[0].isupper(),
                arabic=is_arabic(word),
                article=is_article(key),
                possessive=possessive is not None,
                joined=joined,
                hyphen=gap in {"-", "‐", "‑"},
                begins=not tokens or (_ENDS_SENTENCE.search(gap) is not None and not (joined and "\n" not in gap)),
                gap=gap[-40:],
            )
        )
        previous_end, previous_key = full_end, key
    return tokens


_plain = lru_cache(maxsize=65536)(plain)
