"""Twice the size, more contrast, the system's own colours, paper, and fingers: what all of them need is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser_states import STATES, Reader
from tests.installation import Site

#: Controls that are shown but cannot be seen whole, by any amount of scrolling: cut off, or behind something.
CUT = """() => {
  const root = document.querySelector("conflict-map").shadowRoot;
  const whole = document.documentElement.getBoundingClientRect();
  return [...root.querySelectorAll("button, select, input, summary, [role=slider]")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.closest(".trap, .panel-body, .report"))
    .flatMap((element) => {
      const {left, right, top, bottom, width, height} = element.getBoundingClientRect();
      const hit = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const seen = hit !== null && (element.contains(hit) || hit.closest(".slider, .track") !== null);
      const fits = width >= 24 && height >= 20 && left >= 0 && right <= whole.right + 1 && top >= 0 && bottom <= innerHeight + 1;
      return fits && seen ? [] : [[element.className || element.localName, width, height, left, top].join(" ")];
    });
}"""


@pytest.fixture
def phone(browser: Browser, live_site: Site) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield Reader(context.new_page(), live_site, "en")
    context.close()


class Fingers:
    """Fingers on a phone's glass, by the browser's own touch events."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def move(self, *steps: list[tuple[float, float]]) -> None:
        """Put fingers down at the first points, move them through the others, and lift them."""
        for kind, points in zip(["touchStart", *["touchMove"] * (len(steps) - 1)], steps, strict=True):
            touches = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
            self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        self.session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("state", ["start", "a place", "two days", "strikes of all days"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_at_twice_the_size_nothing_is_lost(page: Page, live_site: Site, state: str, language: str) -> None:
    page.set_viewport_size({"width": 720, "height": 450})
    reader = Reader(page, live_site, language)
    STATES[state](reader)
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    assert page.evaluate(CUT) == []
    assert reader.within(".map").bounding_box()["height"] >= 200
    assert reader.within(".panel-body").evaluate("body => body.clientHeight") >= 120


def test_two_fingers_bring_the_map_nearer(phone: Reader) -> None:
    phone.open("date=2024-11-30&z=8&lat=35.9&lng=36.9")
    box = phone.within(".map").bounding_box()
    x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2
    Fingers(phone.page).move(*([(x - away, y), (x + away, y)] for away in (20, 30, 45, 60, 80)))
    expect(phone.page).to_have_url(re.compile(r"[?&]z=(9|1\d)"))


def test_a_finger_moves_the_line_between_two_maps(phone: Reader) -> None:
    phone.open("date=2024-12-05&compare=2024-11-27")
    handle = phone.within(".handle")
    expect(handle).to_have_attribute("aria-valuenow", "50")
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2
    Fingers(phone.page).move(*([(x, y)] for x in (195, 220, 260, 300)))
    expect(handle).to_have_attribute("aria-valuenow", re.compile("^7[5-9]$"))


def test_a_finger_moves_the_days_whose_strikes_are_shown(phone: Reader) -> None:
    phone.open("date=2024-12-04&window=2")
    edge = phone.within(".brush .edge")
    expect(edge).to_have_attribute("aria-valuenow", "7")
    box = edge.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    Fingers(phone.page).move(*([(x - by, y)] for by in (0, 30, 70, 110)))
    expect(edge).to_have_attribute("aria-valuenow", re.compile("^[345]$"))


def test_where_the_system_sets_the_colours_who_holds_what_keeps_its_own(page: Page, live_site: Site) -> None:
    page.emulate_media(forced_colors="active")
    reader = Reader(page, live_site, "en")
    reader.open("date=2024-11-30")
    chips = reader.within(".key .chip").evaluate_all(
        "chips => chips.map((chip) => getComputedStyle(chip).backgroundColor)"
    )
    assert len(set(chips)) == 5
    expect(reader.within("button.play")).to_have_css("outline-style", "solid")
    expect(reader.within(".thumb")).to_have_css("forced-color-adjust", "none")


def test_who_asks_for_more_contrast_gets_no_faint_text(page: Page, live_site: Site) -> None:
    reader = Reader(page, live_site, "en")
    reader.open("date=2024-11-30")
    ink = reader.within(".date").evaluate("date => getComputedStyle(date).color")
    expect(reader.within(".weekday")).not_to_have_css("color", ink)
    page.emulate_media(contrast="more")
    expect(reader.within(".weekday")).to_have_css("color", ink)


def test_on_paper_the_map_stands_with_its_line_and_all_that_the_panel_tells(page: Page, live_site: Site) -> None:
    reader = Reader(page, live_site, "en")
    reader.open("date=2024-11-30")
    expect(reader.within(".change").first).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".timebar", ".folds", ".search", "select.lens"):
        expect(reader.within(gone)).to_be_hidden()
    for kept in (".map", ".stamp", ".date", ".change >> nth=-1"):
        expect(reader.within(kept)).to_be_visible()
    cut: Any = reader.within(".panel-body").evaluate("body => body.scrollHeight - body.clientHeight")
    assert cut <= 1
