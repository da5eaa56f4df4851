"""The guide to the review desk says what its keys do, in the words of the page."""

from __future__ import annotations

import re
from pathlib import Path

from conflictmap.admin.desk_keys import KEYS

GUIDE = Path(__file__).parents[2] / "docs" / "editing.md"


def test_the_guide_has_every_key_in_the_order_and_the_words_of_the_page() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", GUIDE.read_text(), flags=re.MULTILINE)
    assert rows == [(key.key, key.words) for key in KEYS]


def test_every_picture_of_the_guide_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE.read_text())
    assert pictures and all((GUIDE.parent / picture).is_file() for picture in pictures)
