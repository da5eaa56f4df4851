"""An editor clears a queue of a hundred mentions by keyboard alone; how long each takes is printed, and is no condition."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_the_desk_by_keyboard import is_saved, open_desk, sign_in, take_in
from tests.installation import Site

TOWNS = ("Saraqib", "Suran", "Hama", "Morek", "Idlib", "Aleppo", "Manbij", "Azaz", "Ariha", "Kafr Nabl")
TEXT = "\n".join(f"On day {day} shells fell near {town}." for day in range(1, 11) for town in TOWNS)
#: Of every ten mentions: eight are accepted, one is chosen by its number, one is no place.
KEYS = ("Enter", "Enter", "1", "Enter", "x", "Enter", "Enter", "Enter", "Enter", "Enter")


def test_a_hundred_mentions_are_decided_by_keyboard_alone_and_stay_decided(
    page: Page, fresh_site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(fresh_site, tmp_path, TEXT)
    sign_in(page, fresh_site)
    open_desk(page, fresh_site)
    left = page.locator(".about .waiting")
    expect(left).to_have_text("100")
    took = []
    for number in range(100):
        began = perf_counter()
        page.keyboard.press(KEYS[number % len(KEYS)])
        expect(left).to_have_text(str(99 - number))
        took.append(perf_counter() - began)
        if number % 25 == 24:
            # A wrong key is taken back, and the mention decided again.
            page.keyboard.press("u")
            expect(left).to_have_text(str(100 - number))
            page.keyboard.press(KEYS[number % len(KEYS)])
            expect(left).to_have_text(str(99 - number))
    is_saved(page)
    page.reload()
    expect(left).to_have_text("0")
    expect(page.locator(".queue mark.rejected")).to_have_count(10)
    expect(page.locator(".queue mark.accepted")).to_have_count(90)
    with capsys.disabled():
        print(f"\nreview desk: {median(took):.3f} s a mention (median of 100, from the key to the next mention)")
