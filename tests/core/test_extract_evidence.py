"""What stands beside a capitalised word says whether it is a place, here and wherever it stands in the text."""

from __future__ import annotations

import pytest
from django.conf import settings

from conflictmap.core.extract import extract_mentions
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import open_world

GAZETTEER = Gazetteer((), open_world(settings.GAZETTEER_ROOT))


def names(text: str) -> list[str]:
    return [m.text for m in extract_mentions(text, GAZETTEER) if not m.demonym]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A court in Berea heard him.", ["Berea"]),
        ("COVINGTON, Kentucky (Wire) - A man was held.", ["COVINGTON", "Kentucky"]),
        ("The Butler County Health Consortium met in Hamilton.", ["Butler County", "Hamilton"]),
        ("The New York Public Library was closed.", ["New York"]),
        ("Residents of southern England saw fog.", ["England"]),
        ("The Tennessee Arts Commission inspected it.", ["Tennessee"]),
    ],
)
def test_a_place_is_found_by_what_stands_beside_it(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Steve Snyder and Patricia Davis won. Davis thanked her voters.",
        "Roberts said that he would pay.",
        "The officer ran. Officer training is hard.",
        "Taco Bell was closed. J. Walsh, 54, was not.",
    ],
)
def test_a_person_or_a_common_word_is_no_place_though_some_town_answers_to_it(text: str) -> None:
    assert names(text) == []


def test_a_name_said_of_a_place_once_is_one_wherever_it_stands() -> None:
    assert names("Police in Berea, Kentucky, arrested two men. Berea was quiet on Monday.").count("Berea") == 2
