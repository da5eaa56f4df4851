"""The same wire story at two outlets is one story; two stories about one thing are two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.story import is_copy, story_key, story_marks

PLACES = "Aleppo Hama Idlib Homs Manbij Suran Saraqib Anadan Khanasir Qamhana".split()
WIRE = " ".join(
    f"Residents of {place} said on day {number} that the {number * 7}th unit had left its post near the {place} road, and that "
    f"nobody had told them who would come in its place."
    for number, place in enumerate(PLACES, 1)
)
OWN = " ".join(
    f"In {place}, where this newspaper's correspondent spent day {number}, markets were open and buses ran late into the night; "
    f"a baker counted {number * 11} loaves less than he sells in a usual week."
    for number, place in enumerate(PLACES, 1)
)


def test_case_quotes_vowel_signs_and_spaces_are_the_outlets_and_words_are_the_storys() -> None:
    assert story_key("“Hama”  has\nfallen.") == story_key('"HAMA" has fallen')
    assert story_key("حَماة سقطت") == story_key("حماة سقطت")
    assert story_key("Hama has fallen") != story_key("Has Hama fallen")


def test_an_edited_copy_is_found_by_its_marks_and_another_story_is_not() -> None:
    edited = (
        "HAMA, Syria (The Wire) – " + WIRE.replace("nobody had", "no one had", 2) + " Additional reporting by our desk."
    )
    assert set(story_marks(WIRE)) & set(story_marks(edited))
    assert is_copy(WIRE, edited)
    assert not is_copy(WIRE, OWN)
    assert not set(story_marks(WIRE)) & set(story_marks(OWN))


def test_half_of_a_story_in_a_longer_one_is_no_copy() -> None:
    assert not is_copy(WIRE, WIRE[: len(WIRE) // 2] + OWN)


def test_two_short_alerts_that_are_alike_are_two() -> None:
    one, other = (
        f"Shells fell on {place} in the night, and nobody was hurt, residents said on Sunday." for place in PLACES[:2]
    )
    assert story_marks(one) == () and not is_copy(one, other)
    assert is_copy(one, one.upper())


def test_marks_fit_a_databases_integers_and_are_the_same_on_every_machine() -> None:
    marks = story_marks(WIRE)
    assert len(marks) == 16 and all(0 <= mark < 2**63 for mark in marks)
    assert marks[0] == 1360989321604732884


@given(st.text(max_size=400))
def test_any_text_is_a_copy_of_itself(text: str) -> None:
    assert is_copy(text, f"  {text}\n")
    assert story_marks(text) == story_marks(f" {text} ")
