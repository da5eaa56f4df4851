"""A click anywhere on the ground: who holds it, how sure that is, and which places decide it; and a place's history."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site

# East of Saraqib, where no dot is near.
VIEW = "z=10&lat=35.95&lng=36.93"


def open_at(page: Any, site: Site, query: str) -> Any:
    page.goto(f"{site.url}/?{query}")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    return page


def panel(page: Any) -> Any:
    return page.locator("conflict-map .panel")


def click_the_middle(page: Any) -> None:
    box = page.locator("conflict-map .map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_on_bare_ground_says_who_holds_it_and_which_places_decide_that(page, live_site):
    open_at(page, live_site, f"date=2024-12-01&{VIEW}")
    click_the_middle(page)
    expect(panel(page)).to_contain_text("holds this ground")
    expect(panel(page)).to_contain_text("How sure")
    deciders = panel(page).locator(".deciders > li")
    expect(deciders.first).to_contain_text(re.compile(r"\d+\s?% · \d+ km"))
    page.wait_for_url(re.compile(r"at=36\.9\d*%2C35\.9"))
    # A place that decides it leads to its own claims, and back to the spot.
    deciders.first.get_by_role("button").click()
    expect(panel(page).get_by_role("heading", name="Claims")).to_be_visible()
    panel(page).get_by_role("button", name="Back").click()
    expect(panel(page)).to_contain_text("holds this ground")


def test_the_answer_follows_day_and_lens(page, live_site):
    open_at(page, live_site, "date=2024-12-05&at=36.70,35.12")
    expect(panel(page).locator(".verdict")).to_contain_text("pposition")
    page.locator("conflict-map").evaluate("map => map.setAttribute('date', '2024-11-26')")
    expect(panel(page).locator(".verdict")).to_contain_text("overnment")


def test_ground_without_evidence_is_said_to_be_unknown(page, live_site):
    open_at(page, live_site, "date=2024-12-01&at=37.9,35.2")
    expect(panel(page).locator(".verdict")).to_contain_text("no evidence within 25 km")


def test_beyond_the_boundary_nothing_is_made_up_and_nothing_asked(page, live_site):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/why/" in request.url else None)
    open_at(page, live_site, "date=2024-12-01&at=35.3,35.5")
    expect(panel(page).locator(".verdict")).to_have_text("Outside the mapped area.")
    assert asked == []


def test_without_the_api_the_map_still_says_who_holds_it_and_what_failed(page, live_site):
    page.route("**/why/**", lambda route: route.abort())
    open_at(page, live_site, "date=2024-12-01&at=36.93,35.95")
    expect(panel(page).locator(".verdict")).to_contain_text("holds this ground")
    expect(panel(page).get_by_role("alert")).to_contain_text("could not be fetched")
    expect(panel(page).locator(".nearest li")).to_have_count(3)
    page.unroute("**/why/**")
    panel(page).get_by_role("button", name="Try again").click()
    expect(panel(page).locator(".deciders > li").first).to_be_visible()


@pytest.mark.parametrize("keys", ["mouse", "keyboard"])
def test_a_places_history_leads_to_any_of_its_days(page, live_site, keys):
    open_at(page, live_site, "date=2024-12-05&place=aleppo")
    strip = panel(page).get_by_role("group", name="Its history")
    first = strip.get_by_role("button").first
    expect(first).to_have_attribute("aria-label", re.compile("^26 – .* November.*Government"))
    expect(strip.get_by_role("button").last).to_have_attribute("aria-current", "date")
    if keys == "mouse":
        first.click(position={"x": 2, "y": 10})
    else:
        first.focus()
        page.keyboard.press("Enter")
    expect(page.locator("conflict-map")).to_have_attribute("date", "2024-11-26")
