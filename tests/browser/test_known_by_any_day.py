"""A day as it was known by any other: chosen in the second clock, asked of the site, said in a sentence, kept in the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.installation import Site

DERIVED = "**/api/v1/theatres/northern-syria/timeline/**"


def open_at(page: Page, site: Site, query: str) -> None:
    page.goto(f"{site.url}/{query}")
    expect(map_of(page)).to_have_attribute("phase", "ready")


def map_of(page: Page) -> Any:
    return page.locator("conflict-map")


def clock(page: Page) -> Any:
    return page.get_by_label("What was known when")


def day_field(page: Page) -> Any:
    return page.get_by_label("Day by which it was known")


def sentence(page: Page) -> Any:
    return page.locator("conflict-map .missing")


def test_a_reader_chooses_the_day_by_which_it_was_known(page: Page, live_site: Site) -> None:
    open_at(page, live_site, "?date=2024-11-29")
    expect(day_field(page)).to_be_hidden()
    clock(page).select_option(label="As known on another day…")
    expect(map_of(page)).to_have_attribute("known", "2024-11-30")
    expect(day_field(page)).to_be_focused()
    expect(day_field(page)).to_have_value("2024-11-30")
    expect(sentence(page)).to_contain_text("29 November 2024 as it was known on 30 November 2024")
    day_field(page).fill("2024-12-02")
    expect(map_of(page)).to_have_attribute("known", "2024-12-02")
    expect(map_of(page)).to_have_attribute("known-by", "2024-12-02")
    expect(map_of(page)).to_have_attribute("date", "2024-11-29")
    expect(sentence(page)).to_contain_text("29 November 2024 as it was known on 2 December 2024")
    expect(page.locator("conflict-map .stamp")).to_contain_text("as known on 2 December 2024")
    expect(clock(page).locator("option:checked")).to_have_text("As known on 2 December 2024")
    page.wait_for_url(re.compile("known=2024-12-02"))
    page.reload()
    expect(map_of(page)).to_have_attribute("known", "2024-12-02")
    expect(page).to_have_title(re.compile("29 November 2024"))
    clock(page).select_option("now")
    expect(map_of(page)).to_have_attribute("known", "now")
    expect(day_field(page)).to_be_hidden()


def test_what_had_not_yet_been_reported_is_not_on_the_map(page: Page, live_site: Site) -> None:
    open_at(page, live_site, "?date=2024-12-05&known=2024-11-28")
    expect(sentence(page)).to_contain_text(
        "5 December 2024 as it was known on 28 November 2024: not yet reported was that"
    )
    expect(sentence(page)).to_contain_text("Aleppo")
    page.get_by_text("All places").click()
    aleppo = page.locator("conflict-map .places-list li").filter(has=page.locator('[data-place="aleppo"]'))
    expect(aleppo).to_contain_text("Government")
    clock(page).select_option("now")
    expect(aleppo).to_contain_text("Opposition")


def test_other_days_of_the_same_clock_ask_nothing_more(page: Page, live_site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/timeline/?" in request.url else None)
    open_at(page, live_site, "?date=2024-11-29&known=2024-12-02")
    slider = page.locator("conflict-map .slider")
    for day in ("2024-11-30", "2024-12-01"):
        slider.press("ArrowRight")
        expect(map_of(page)).to_have_attribute("date", day)
    expect(sentence(page)).to_contain_text("1 December 2024 as it was known on 2 December 2024")
    assert len(asked) == 1


def test_waiting_is_said_and_what_does_not_come_can_be_tried_again(page: Page, live_site: Site) -> None:
    open_at(page, live_site, "?date=2024-11-29")
    held: list[Route] = []
    down = False

    def answer(route: Route) -> None:
        if down:
            route.abort()
        else:
            held.append(route)

    page.route(DERIVED, answer)
    clock(page).select_option(label="As known on another day…")
    expect(sentence(page)).to_have_text("Asking what was known on 30 November 2024…")
    for _ in range(100):  # the page may say it before the request is seen here
        if held:
            break
        page.wait_for_timeout(50)
    down = True  # the page asks a second time by itself, and is turned away again
    for route in held:
        route.abort()
    missed = page.locator("conflict-map .missed")
    expect(missed).to_contain_text("As known on 30 November 2024")
    expect(missed).to_contain_text("needs the network")
    expect(map_of(page)).to_have_attribute("known", "now")
    expect(sentence(page)).to_be_hidden()
    page.unroute(DERIVED)
    missed.get_by_role("button", name="Try again").click()
    expect(map_of(page)).to_have_attribute("known", "2024-11-30")
    expect(missed).to_be_hidden()


def test_the_keyboard_alone_chooses_the_day(page: Page, live_site: Site) -> None:
    open_at(page, live_site, "?date=2024-11-29&known=2024-12-01")
    day_field(page).focus()
    # Chromium's field is set part by part, in an order of its own: a day up is found by trying.
    for _ in range(3):
        page.keyboard.press("ArrowUp")
        if day_field(page).input_value() == "2024-12-02":
            break
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
    expect(map_of(page)).to_have_attribute("known", "2024-12-02")


def test_in_arabic_and_on_a_phone_it_is_the_same(page: Page, live_site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_at(page, live_site, "?date=2024-11-29&known=2024-12-02&lang=ar")
    field = page.get_by_label("اليوم الذي يُؤخذ بما عُرف حتى نهايته")
    expect(field).to_be_visible()
    expect(sentence(page)).to_contain_text("كما كان معروفًا في")
    box = field.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("known", ["1999-01-01", "2024-02-31", "soon"])
def test_a_day_that_is_none_is_what_is_known_today(page: Page, live_site: Site, known: str) -> None:
    open_at(page, live_site, f"?date=2024-11-29&known={known}")
    expect(map_of(page)).to_have_attribute("known", "now")
