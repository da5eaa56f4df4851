"""Spellings and the keys they fold to, checked here and by the front end's tests from the same file."""

from __future__ import annotations

import json
from pathlib import Path

from conflictmap.core.names import normalise
from tests.core.test_names import SAME

GOLDEN = Path(__file__).parent / "golden" / "names.json"
MORE = [
    "", "  ", "al", "Al-", "an-Nu", "El Bab", "Al-Bāb", "الباب", "الـبـاب", "Кобани", "Ἀλέππω", "ΧΑΜΑΣ", "阿勒颇", "Halep", "Çobanbey",
    "Straße", "Æbo", "Łódź", "Kafr Nabl", "Kafer Nabel", "Kefr Nabl", "Deir Hafer", "Dayr Ḩāfir", "Dair Hafir", "Ain Issa", "‘Ayn ‘Īsá",
    "Jebel Zawiya", "Khirbat al-Jawz", "M5 motorway", "Base 46", "٤٦", "Tel_Rifaat", "Tell-Tamer", "o'Brien", "ﻣﻌﺮﺓ", "كفرنبل", "گرى سپى",
    "Serêkaniyê",
    "İstanbul", "ĳssel", "ﬁn", "Sheikhs", "Cheikh Meskine", "Mosques of Ah", "Hah", "Hamah", "Salqeeh", "آفس", "مسئول", "x" * 130 + " tail",
]  # fmt: skip


def cases() -> dict[str, str]:
    """Return every spelling with its key."""
    return {name: normalise(name) for name in [*(name for names in SAME for name in names), *MORE]}


def test_the_keys_are_those_that_the_page_folds_to():
    assert cases() == json.loads(GOLDEN.read_text(encoding="utf-8")), "python -m tests.core.test_names_for_both_engines"


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(cases(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
