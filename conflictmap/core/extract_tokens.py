"""Report text -> words with their offsets, capitals and folded keys. Linear in the text; any character is tolerated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from conflictmap.core.names import MARKS, is_arabic, is_article, normalise, plain

#: Longer texts are refused before they come here; what lies beyond is not read.
MAX_TEXT = 1_000_000

_COMBINING = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_WORD = rf"[^\W_]+(?:[{_COMBINING}]+[^\W_]*)*"
#: States as the press shortens them: the full stop is theirs.
_STATES = "Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ill|Kans?|Ky|Md|Mich|Minn|Mont|Nebr?|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wisc?|Wyo|Ont|Alta"
#: These are words as well: only after a comma.
_STATES_AFTER_COMMA = "Ind|La|Del|Mass|Miss|Mo|Wash|Ga|Man|Que|Sask"
_HYPHENS = frozenset("-‐‑")
_TOKEN = re.compile(
    rf"(?=[A-Z])(?:(?:[A-Z]\.){{2,}}|W\. ?Va\.|\b(?:{_STATES})\.|(?<=, )(?:{_STATES_AFTER_COMMA})\.)"
    # Most words are of plain letters and end at once: found so in half the time of what comes after.
    r"|[A-Za-z]++(?=[ ,.\n])"
    rf"|{_WORD}(?:[{re.escape(MARKS)}]{_WORD})*"
)
_POSSESSIVE = frozenset("'’`´")
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
        possessive = end - start > 2 and text[end - 1] in "sS" and text[end - 2] in _POSSESSIVE
        if possessive:
            end -= 2
        word = text[start:end]
        if gap == " ":
            joined, begins = bool(tokens) and not tokens[-1].possessive, not tokens
        else:
            joined = bool(tokens) and not tokens[-1].possessive and _JOINED.fullmatch(gap) is not None
            if tokens and previous_key in _ABBREVIATED and gap == ". ":
                joined = True
            begins = not tokens or (_ENDS_SENTENCE.search(gap) is not None and not (joined and "\n" not in gap))
        forms = _forms(word)
        # As Token(…) does, in half its time: a text has many words.
        whole = (start, end, word, *forms, possessive, joined, gap in _HYPHENS, begins, gap[-40:])
        tokens.append(tuple.__new__(Token, whole))
        previous_end, previous_key = full_end, forms[0]
    return tokens


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str, bool, bool, bool]:
    """The word folded and plain, without the full stops of an abbreviation; whether it is capital, Arabic, and an article."""
    bare = word.replace(".", "")
    key = normalise(bare)
    return key, plain(bare), word[0].isupper(), is_arabic(word), is_article(key)
