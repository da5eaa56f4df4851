"""Place names made comparable: scripts, articles, hamza, hyphens.

Two spellings of one name fold to the same key: `Ma‘arrat an-Nu‘mān`, `Maarat al-Numan`; `Cheikh`, `Sheikh`, `Shaykh`;
`أريحا`, `اريحا`. Latin and Arabic stay apart: an Arabic name folds to Arabic letters.
Transliteration variants follow the romanisations that GeoNames carries for Syria (BGN/PCGN, French mandate, press).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Longer than any place name; what comes after is not compared.
MAX_NAME = 120

#: Ayn, hamza and the marks that stand for them: they carry no letter that the press would write.
MARKS = "'`´‘’‛ʹʻʼʽʾʿˈˊˋ′＇"

_ARTICLES = frozenset("al an ar as ash ad adh at ath az el en er es esh et ez ul ech ed".split())
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ħ": "h",
        "ŋ": "n", "ĸ": "k", "ŧ": "t",
    }
)  # fmt: skip
_ARABIC_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ە": "ه",
        "ک": "ك", "گ": "ك", "پ": "ب", "چ": "ج", "ء": "", "ـ": "",
    }
)  # fmt: skip
_DROP = str.maketrans("", "", MARKS)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_WORD = re.compile(r"[^\W_]+")

#: Whole words with several usual romanisations, after doubled letters are made single.
_WORDS = {
    "saint": "st", "sainte": "st", "mount": "mt",
    "tell": "tal", "tel": "tal", "tall": "tal",
    "kafr": "kafar", "kafer": "kafar", "kefr": "kafar", "kfar": "kafar",
    "deir": "dayr", "dair": "dayr", "der": "dayr",
    "ayn": "ain", "ein": "ain",
    "jebel": "jabal", "djebel": "jabal", "jabl": "jabal",
    "khane": "khan",
    "marat": "marat", "maret": "marat", "moaret": "marat", "marah": "marat",
    "azaz": "azaz",
}  # fmt: skip

#: Parts of words, in this order. Each leaves nothing for a rule before it, so that folding twice changes nothing.
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:ch|sh)(?:ei|ai|ay|ey|e)(?=[kq]h?)"), "shay"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=\w\w\w)(?:ah|eh)$"), "a"),
)


def plain(name: str) -> str:
    """Fold case, diacritics and marks only: what a reader would call the same spelling.

    >>> plain("Ḩamāh"), plain("Ma‘arrat an-Nu‘mān")
    ('hamah', 'maarrat an numan')
    """
    return " ".join(_words(name))


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Fold a place name to the key under which its spellings meet; empty when no letter or digit is left.

    Idempotent. Only the first `MAX_NAME` characters count.

    >>> normalise("Ma‘arrat an-Nu‘mān") == normalise("Maarat al-Numan")
    True
    """
    return join_words(fold_word(word) for word in _words(name))


def join_words(folded: Iterable[str]) -> str:
    """Join folded words to a key: articles go, unless there is nothing else; words past `MAX_NAME` go too."""
    words = [w for w in folded if w]
    key = " ".join([w for w in words if w not in _ARTICLES] or words)
    while len(key) > MAX_NAME:
        key = key.rpartition(" ")[0]
    return key


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold one word, already plain, to its key: romanisation variants, doubled letters, taa marbuta, Arabic article.

    Folding is repeated until nothing changes, which the rules reach after two or three rounds.
    """
    while (folded := _fold_once(word)) != word:
        word = folded
    return word


def is_article(word: str) -> bool:
    """Tell whether a plain Latin word is an Arabic article (al, an, ash, el…)."""
    return word in _ARTICLES


def is_arabic(text: str) -> bool:
    """Tell whether a text holds a letter of the Arabic script."""
    return _ARABIC.search(text) is not None


def _words(name: str) -> list[str]:
    name = name[:MAX_NAME]
    if name.isascii():
        return _WORD.findall(name.lower().translate(_DROP))
    name = unicodedata.normalize("NFKD", name.translate(_DROP).casefold().translate(_LETTERS))
    name = "".join(c for c in name if not unicodedata.category(c).startswith("M"))
    name = unicodedata.normalize("NFC", name.casefold().translate(_LETTERS).translate(_DROP))
    return _WORD.findall(name)


def _fold_once(word: str) -> str:
    if is_arabic(word):
        word = word.translate(_ARABIC_LETTERS)
        return word[2:] if word.startswith("ال") and len(word) > 4 else word
    word = _WORDS.get(word, word)
    for pattern, replacement in _PARTS:
        word = pattern.sub(replacement, word)
    return _WORDS.get(word, word)
