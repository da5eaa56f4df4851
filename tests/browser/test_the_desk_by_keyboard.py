"""The review desk in a browser, by keyboard: every key of its table does what it says, and nothing of another editor is written over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Site

TEXT = (
    "Insurgents entered Saraqib on Thursday night, a war monitor said. The town of Suran, north of Hama, changed hands twice. "
    "By evening the army was back in Morek. From Hama the road was open; Hama was quiet, and so was Idlib.\n"
)
Open = Callable[[Page], Page]


def sign_in(page: Page, site: Site) -> None:
    name, password = site.editor
    page.goto(f"{site.url}/admin/")
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What there is to do")).to_be_visible()


def take_in(site: Site, folder: Path, text: str) -> None:
    (folder / "report.txt").write_text(text)
    words = ["--source", "sohr", "--published-at", "2024-12-05", "--quiet"]
    site.manage("ingest", str(folder / "report.txt"), *words)


def open_desk(page: Page, site: Site) -> Page:
    page.goto(f"{site.url}/admin/conflictmap/report/desk/")
    # The script has taken over once the map is there.
    expect(page.locator("#desk-map canvas")).to_be_visible()
    return page


@pytest.fixture
def desk(page: Page, fresh_site: Site, tmp_path: Path) -> Page:
    take_in(fresh_site, tmp_path, TEXT)
    sign_in(page, fresh_site)
    return open_desk(page, fresh_site)


def is_at(page: Page, number: int) -> None:
    """Wait until the mention of this number, from 1, is the chosen one."""
    expect(page.locator(".queue a").nth(number - 1)).to_have_attribute("aria-current", "true")


def is_saved(page: Page) -> None:
    expect(page.locator(".desk-progress")).to_be_hidden()
    expect(page.locator(".desk-alarm")).to_be_empty()


def stands(page: Page, number: int, words: str) -> None:
    """Wait until the mention of this number has such a status, on the page and after loading it again."""
    expect(page.locator(".queue a").nth(number - 1)).to_contain_text(words)


def test_every_key_does_what_the_page_says_of_it(desk: Page) -> None:
    names = desk.locator(".queue mark").all_inner_texts()
    assert names == ["Saraqib", "Suran", "Hama", "Morek", "Hama", "Hama", "Idlib"]
    expect(desk.locator(".keys kbd").first).to_be_visible()
    keyboard = desk.keyboard
    keyboard.press("j")
    is_at(desk, 2)
    keyboard.press("k")
    is_at(desk, 1)
    keyboard.press("Enter")
    stands(desk, 1, "Accepted")
    is_at(desk, 2)
    keyboard.press("x")
    stands(desk, 2, "no place")
    is_at(desk, 3)
    keyboard.press("1")
    stands(desk, 3, "Accepted")
    keyboard.press("a")
    for number in (5, 6):
        stands(desk, number, "Corrected")
    keyboard.press("u")
    stands(desk, 5, "Ambiguous")
    stands(desk, 6, "Ambiguous")
    is_saved(desk)

    # Search by another name, and take what is found.
    is_at(desk, 5)
    keyboard.press("/")
    expect(desk.locator("#desk-search")).to_be_focused()
    keyboard.type("manb")
    expect(desk.locator(".results button").first).to_contain_text("Manbij")
    keyboard.press("Enter")
    stands(desk, 5, "Manbij")
    is_at(desk, 6)

    # Place by hand: a click on the map, then the rest of the form.
    keyboard.press("m")
    expect(desk.locator("#desk-name")).to_be_focused()
    desk.locator("#desk-map").click(position={"x": 60, "y": 60})
    expect(desk.locator("#desk-longitude")).to_have_value(re.compile(r"^\d+\.\d+$"))
    keyboard.press("Escape")
    expect(desk.locator("#desk-name")).to_be_hidden()
    keyboard.press("m")
    keyboard.press("Control+a")
    keyboard.type("Tell of the desk")
    keyboard.press("Enter")
    stands(desk, 6, "Tell of the desk")
    is_saved(desk)

    keyboard.press("?")
    expect(desk.locator(".keys kbd").first).to_be_hidden()
    keyboard.press("c")
    expect(desk.get_by_role("heading", name="Add claim")).to_be_visible()
    expect(desk.locator(".field-place .select2-selection__rendered")).to_contain_text("Tell of the desk")
    desk.go_back()
    expect(desk.locator(".about .waiting")).to_have_text("2")


def test_a_key_of_another_script_is_known_by_where_it_lies(desk: Page) -> None:
    # On an Arabic keyboard the key of j writes ت.
    desk.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    is_at(desk, 2)


def test_the_second_of_two_editors_is_told_and_nothing_is_written_over(
    desk: Page, fresh_site: Site, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    other = context.new_page()
    sign_in(other, fresh_site)
    open_desk(other, fresh_site)
    other.keyboard.press("x")
    stands(other, 1, "no place")
    is_saved(other)
    context.close()

    desk.keyboard.press("Enter")
    expect(desk.locator(".desk-alarm")).to_contain_text("“Saraqib” was rejected by editor")
    stands(desk, 1, "no place")
    desk.get_by_role("button", name="Look at it").click()
    is_at(desk, 1)
    desk.reload()
    stands(desk, 1, "no place")


def test_what_cannot_be_sent_is_kept_and_sent_again(desk: Page) -> None:
    desk.context.set_offline(True)
    desk.keyboard.press("Enter")
    expect(desk.locator(".desk-alarm")).to_contain_text("not saved yet; nothing is lost")
    desk.keyboard.press("Enter")
    is_at(desk, 3)
    desk.context.set_offline(False)
    desk.keyboard.press("r")
    is_saved(desk)
    desk.reload()
    stands(desk, 1, "Accepted")
    stands(desk, 2, "Accepted")
