"""A report's text -> what is the same in every copy of it, so that a wire story in many outlets is known as one.

Copies are told by their words alone: case, punctuation, quotation marks, Arabic vowel signs and white space are the outlet's. Exact
copies share `story_key`. Of longer texts, edited copies are found by MinHash over runs of words (Broder, 1997), banded so that
a database can look them up by equality (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4), and then compared.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

# --- The options ------------------------------------------------------------------------------------------------
RUN = 4  # words; shorter runs are shared by texts about the same thing
BANDS, ROWS = 16, 4  # two copies with three runs of four in common share a band 998 times of 1000
LEAST_WORDS = 60  # of shorter texts only exact copies are known: two short alerts may well be alike
ALIKE = 0.6  # of the runs of both texts together, so many stand in both

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\u0640\u064b-\u065f\u0670]")  # tatweel and vowel signs


def words_of(text: str) -> list[str]:
    """Return the words of a text, without what outlets change: case, punctuation, signs and spaces."""
    return _WORD.findall(_SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold())


def story_key(text: str) -> str:
    """Return 64 hexadecimal digits, the same for texts of the same words in the same order."""
    return hashlib.sha256(" ".join(words_of(text)).encode("utf-8", "surrogatepass")).hexdigest()


def story_marks(text: str) -> tuple[int, ...]:
    """Return the marks of a text, each below 2**63, by which an edited copy of it is found; none of a short one."""
    runs = _runs(text)
    if len(runs) < LEAST_WORDS - RUN:
        return ()
    hashes = np.array(sorted(runs), dtype=np.uint64)
    least = np.array([(hashes * factor + shift).min() for factor, shift in _permutations()], dtype=np.uint64)
    return tuple(
        int.from_bytes(hashlib.blake2b(bytes([number]) + band.astype(">u8").tobytes(), digest_size=8).digest(), "big")
        >> 1
        for number, band in enumerate(least.reshape(BANDS, ROWS))
    )


def is_copy(one: str, other: str) -> bool:
    """Tell whether two texts are one story, as it was sent or edited a little."""
    if story_key(one) == story_key(other):
        return True
    runs, others = _runs(one), _runs(other)
    if min(len(runs), len(others)) < LEAST_WORDS - RUN:
        return False
    return len(runs & others) / len(runs | others) >= ALIKE


def _runs(text: str) -> set[int]:
    words = words_of(text)
    return {
        int.from_bytes(
            hashlib.blake2b(
                " ".join(words[start : start + RUN]).encode("utf-8", "surrogatepass"), digest_size=8
            ).digest()
        )
        for start in range(len(words) - RUN + 1)
    }


@cache
def _permutations() -> tuple[tuple[np.uint64, np.uint64], ...]:
    """Return multipliers, all odd, and shifts of the hashes modulo 2**64: the same on every machine."""
    numbers: NDArray[np.uint64] = np.frombuffer(
        b"".join(hashlib.sha256(f"story {number}".encode()).digest()[:16] for number in range(BANDS * ROWS)),
        dtype=">u8",
    ).astype(np.uint64)
    return tuple((factor | np.uint64(1), shift) for factor, shift in numbers.reshape(-1, 2))
