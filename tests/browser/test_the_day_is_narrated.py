"""Who listens hears the day in a sentence, and who goes by keyboard is led on when what they pressed goes away."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.installation import Site


def open_at(page: Page, site: Site, query: str) -> Any:
    page.goto(f"{site.url}/{query}")
    element = page.locator("conflict-map")
    expect(element).to_have_attribute("phase", "ready")
    return element


def test_a_day_is_heard_as_a_sentence_that_takes_no_claim_for_a_fact(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-30")
    live = element.locator(".panel .live")
    expect(live).to_have_text(
        re.compile(r"^30 November 2024: Opposition takes Aleppo, contested; .+ Of the mapped ground ")
    )
    expect(live).to_have_text(re.compile(r"Opposition takes Khan Shaykhun.* other places"))
    element.locator(".slider").press("ArrowLeft")
    expect(live).to_have_text(re.compile("^29 November 2024: "))


def test_a_lens_and_a_clock_are_named_before_what_they_show(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-30&lens=government&known=then")
    expect(element.locator(".panel .live")).to_have_text(
        re.compile("^30 November 2024, Government sources, as known on 30 November 2024: ")
    )


def test_in_arabic_the_day_is_heard_in_arabic(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-30&lang=ar")
    expect(element.locator(".panel .live")).to_have_text(
        re.compile("^٣٠ تشرين الثاني ٢٠٢٤: .*سيطرة المعارضة.* على .*من الأرض المرسومة")
    )


def test_while_it_plays_nothing_is_said(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-26")
    live = element.locator(".panel .live")
    expect(live).to_have_text(re.compile("^26 November 2024: "))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(element).to_have_attribute("date", "2024-11-28")
    expect(live).to_have_text(re.compile("^26 November 2024: "))
    page.get_by_role("button", name="Pause").click()
    expect(live).not_to_have_text(re.compile("^26 November 2024: "))


def test_the_focus_goes_back_to_the_choice_that_could_not_be_had(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-29")
    page.route("**/api/v1/theatres/*/timeline/**", lambda route: route.abort())
    page.get_by_label("What was known when").select_option(label="As known on another day…")
    dismiss = element.locator(".missed").get_by_role("button", name="Dismiss")
    dismiss.focus()
    page.keyboard.press("Enter")
    expect(element.locator(".missed")).to_be_hidden()
    expect(page.get_by_label("What was known when")).to_be_focused()


def test_each_lens_says_how_far_it_is_from_that_of_all_sources(page: Page, live_site: Site) -> None:
    element = open_at(page, live_site, "?date=2024-11-30")
    choice = element.locator("select.lens")
    expect(choice.locator('option[value="government"]')).to_have_text(
        re.compile(r"^Government sources · differs at \d+ of 168 places$")
    )
    expect(choice.locator('option[value="assessed"]')).to_have_text("All sources, weighed")
    expect(element.locator(".apart i")).to_have_count(3)
    element.locator(".slider").press("Home")
    expect(choice.locator('option[value="government"]')).to_have_text("Government sources · no place differs")
