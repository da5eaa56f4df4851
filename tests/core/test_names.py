"""Spellings of one name meet under one key; different names stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.names import MAX_NAME, is_arabic, normalise, plain

SAME = [
    (
        "Maarat al-Numan",
        "Maarrat al-Nu'man",
        "Ma`arrat an-Nu`man",
        "Ma‘arrat an Nu‘mān",
        "Maarat al Numaan",
        "MAARAT AL-NUMAN",
    ),
    ("Khan Shaykhun", "Khan Sheikhoun", "Khān Shaykhūn", "Khan-Sheikhun", "Khane Cheikhoun"),
    ("Sheikh Najjar", "Shaykh Najjar", "Cheikh Najjar", "Shaykh an-Najjar", "Sheikh Najar"),
    ("Tell Rifaat", "Tall Rif‘at", "Tel Rifaat", "Tal Rif'at"),
    ("Hama", "Hamah", "Ḩamāh", "Ḥamāh"),
    ("Raqqa", "ar-Raqqah", "Ar Raqqa", "al-Raqqa"),
    ("Idlib", "İdlib", "IDLIB"),
    ("Jisr al-Shughur", "Jisr ash-Shughour", "Jisr esh Shughur"),
    ("St. Louis", "Saint Louis", "St Louis"),
    ("حماة", "حماه", "حَمَاة", "حمــاة"),
    ("أريحا", "اريحا", "إريحا", "أَرِيحَا"),
    ("الشيخ نجار", "شيخ نجار"),
    ("معرة النعمان", "معره النعمان"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({normalise(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hama", "Homs"),
        ("Maarat al-Numan", "Maarrat Misrin"),
        ("Suran", "Saraqib"),
        ("حماة", "حمص"),
        ("Hama", "حماة"),
        ("Azaz", "Izra"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_arabic_stays_in_arabic_letters() -> None:
    assert is_arabic(normalise("معرة النعمان"))
    assert not is_arabic(normalise("Maarat al-Numan"))


def test_an_article_alone_is_kept() -> None:
    assert normalise("Al") == "al"


@pytest.mark.parametrize("nothing", ["", " ", "---", "\0", "’‘ʿ", "…"])
def test_a_name_without_letters_has_an_empty_key(nothing: str) -> None:
    assert normalise(nothing) == ""


def test_plain_keeps_what_the_key_folds() -> None:
    assert plain("Ar-Raqqah") == "ar raqqah"
    assert plain("Raqqa") != plain("Ar-Raqqah")


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@given(st.text(alphabet="aeiouhklmnrstyc -'`‘اأإآةهىيئءـلوبتح\u064eَß", max_size=200))
def test_folding_letters_of_the_region_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@given(st.text(min_size=100, max_size=5000))
def test_a_key_is_never_longer_than_a_name_may_be(name: str) -> None:
    assert len(normalise(name)) <= MAX_NAME
