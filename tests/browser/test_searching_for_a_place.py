"""Search: a place by any spelling in any script, by mouse, finger or keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site


@pytest.fixture
def opened(page: Any, live_site: Site) -> Any:
    page.goto(f"{live_site.url}/?date=2024-12-01")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    return page


def field(page: Any) -> Any:
    return page.get_by_role("combobox", name="Search places")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Ma‘arrat an-Nu‘mān", "maarat-al-numan"),
        ("معره النعمان", "maarat-al-numan"),
        ("halep", "aleppo"),
        ("Cheikh Najar", "sheikh-najjar"),
        ("el bab", "al-bab"),
    ],
)
def test_any_spelling_in_any_script_leads_to_the_place(opened, typed, slug):
    field(opened).fill(typed)
    opened.locator("conflict-map .search [role=option]").first.click()
    expect(opened.locator("conflict-map")).to_have_attribute("place", slug)
    opened.wait_for_url(re.compile(f"place={slug}&z=10.5"))


def test_the_keyboard_alone_finds_and_opens_a_place(opened):
    field(opened).focus()
    opened.keyboard.type("ma")
    expect(field(opened)).to_have_attribute("aria-expanded", "true")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    chosen = opened.locator("conflict-map .search [role=option][aria-selected=true]")
    wanted = chosen.inner_text().split("\n")[0]
    expect(field(opened)).to_have_attribute("aria-activedescendant", re.compile(r"^found-\d$"))
    assert (
        opened.locator(f"#{field(opened).get_attribute('aria-activedescendant')}").inner_text() == chosen.inner_text()
    )
    opened.keyboard.press("Enter")
    expect(opened.locator("conflict-map .place-name")).to_contain_text(wanted.split(" ")[0])


def test_names_that_come_late_leave_the_chosen_entry_chosen(page, live_site):
    held = []
    page.route("**/names.json", lambda route: held.append(route))
    page.goto(f"{live_site.url}/?date=2024-12-01")
    field(page).focus()
    page.keyboard.type("ma")
    options = page.locator("conflict-map .search [role=option]")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("conflict-map .search [aria-selected=true] .name")
    name = chosen.inner_text()
    first = options.first.element_handle()
    held[0].continue_()
    page.wait_for_function("element => !element.isConnected", arg=first)  # the list has been made anew
    expect(chosen).to_have_text(name)
    expect(field(page)).to_have_attribute("aria-activedescendant", re.compile(r"found-\d"))


def test_escape_closes_the_list_and_what_is_not_there_is_said(opened):
    field(opened).fill("Atlantis")
    expect(opened.locator("conflict-map .search ul")).to_contain_text("No place of that name")
    opened.keyboard.press("Escape")
    expect(field(opened)).to_have_attribute("aria-expanded", "false")
    expect(opened.locator("conflict-map .search ul")).to_be_hidden()


def test_where_the_other_spellings_do_not_come_the_names_are_still_searched(page, live_site):
    page.route("**/names.json", lambda route: route.abort())
    page.goto(f"{live_site.url}/?date=2024-12-01")
    field(page).fill("Ḩamāh")
    expect(page.locator("conflict-map .search [role=option]").first).to_contain_text("Hama")


def test_the_other_spellings_are_fetched_when_somebody_searches_and_not_before(page, live_site):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "names.json" in request.url else None)
    page.goto(f"{live_site.url}/?date=2024-12-01")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    assert asked == []
    field(page).focus()
    field(page).fill("halep")
    expect(page.locator("conflict-map .search [role=option]").first).to_contain_text("Aleppo")
    assert len(asked) == 1
