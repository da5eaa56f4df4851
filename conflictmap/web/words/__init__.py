"""The words of the pages around the map, by language; the map brings its own in `frontend/src/words/`."""

from __future__ import annotations

from datetime import date

from .ar import AR
from .en import EN
from .language import Language

DEFAULT_LANGUAGE = "en"
LANGUAGES: dict[str, Language] = {"en": EN, "ar": AR}


def language_of(code: str | None) -> Language:
    """Return the language of that code, else English."""
    return LANGUAGES.get(code or "", LANGUAGES[DEFAULT_LANGUAGE])


def named(language: Language, row: dict[str, str]) -> str:
    """Return the name of an actor, lens, place or source of a release in a language."""
    return (language.own_names and row.get("name_ar")) or row["name"]


def day_in_words(language: Language, day: date) -> str:
    """Return "1 December 2024"."""
    return f"{digits(language, day.day)} {language.months[day.month - 1]} {digits(language, day.year)}"


def digits(language: Language, number: int | str) -> str:
    """Return a whole number, or a text with numbers in it, in the language's digits."""
    return str(number).translate(language.digits)


def rounded(language: Language, number: float) -> str:
    """Return a number to three significant digits, grouped."""
    if number <= 0:
        return digits(language, 0)
    shown = float(f"{number:.3g}")
    return digits(language, f"{shown:,.0f}" if shown >= 100 else f"{shown:g}")
