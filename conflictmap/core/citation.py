"""How a release is cited, as a sentence and as BibTeX (`@misc`, which every style knows)."""

from __future__ import annotations

from datetime import date, datetime

AUTHORS = "The conflict map's authors"
#: Characters that mean something to TeX.
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    character: "\\" + character for character in "&%$#_{}"
}


def title_of(theatre: str, first: date, last: date) -> str:
    """Return what a release is called; `theatre` is its name."""
    return f"Conflict map: {theatre}, {first} to {last}"


def cited(*, theatre: str, first: date, last: date, hash_: str, published_at: datetime) -> str:
    """Return the sentence by which a release is cited; its hash is the version."""
    return f"{AUTHORS} ({published_at.year}). {title_of(theatre, first, last)}. Version {hash_} [Data set]."


def bibtex(*, slug: str, theatre: str, first: date, last: date, hash_: str, published_at: datetime) -> str:
    """Return the entry of a release in a BibTeX file, under a key that no other release has."""
    fields = {
        "author": "{" + _escaped(AUTHORS) + "}",
        "title": "{" + _escaped(title_of(theatre, first, last)) + "}",
        "year": str(published_at.year),
        "month": str(published_at.month),
        "version": hash_,
        "note": "Data set",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{slug}-{hash_},\n{lines}\n}}\n"


def _escaped(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)
