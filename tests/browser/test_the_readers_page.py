"""The reader's page in a real Chromium, on the real site: what a newcomer sees, does and shares."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site


@pytest.fixture
def opened(page: Any, live_site: Site) -> Any:
    """The page at /, its map drawn."""
    return open_at(page, live_site, "/")


def open_at(page: Any, site: Site, path: str) -> Any:
    page.goto(site.url + path)
    expect(map_of(page)).to_have_attribute("date", re.compile("2024"))
    page.get_by_role("slider", name="Date").wait_for()
    return page


def map_of(page: Any) -> Any:
    return page.locator("conflict-map")


def attribute(page: Any, name: str) -> str | None:
    return map_of(page).get_attribute(name)


def wait_for_day(page: Any, day: str) -> None:
    expect(map_of(page)).to_have_attribute("date", day)


def go_to(page: Any, day: str) -> None:
    map_of(page).evaluate("(map, day) => map.setAttribute('date', day)", day)
    wait_for_day(page, day)


def square_kilometres(page: Any) -> dict[str, float]:
    """Read who has how much ground from the panel."""
    found = {}
    for row in page.get_by_role("region", name=re.compile("Ground|Area", re.I)).get_by_role("listitem").all():
        text = row.inner_text().replace("\u202f", "").replace("\xa0", " ")
        name, number = re.match(r"\s*(.+?)\s+([\d,]+) km²", text, re.S).groups()
        found[name.strip()] = float(number.replace(",", ""))
    return found


def test_it_opens_on_the_last_day_with_news(opened):
    assert attribute(opened, "date") == "2024-12-05"
    assert attribute(opened, "lens") == "assessed"
    assert opened.locator("conflict-map .date").get_by_text("5 December").is_visible()
    assert "Northern Syria" in opened.title()


def test_the_slider_says_its_date_in_words_and_follows_the_arrow_keys(opened):
    slider = opened.get_by_role("slider", name="Date")
    slider.focus()
    slider.press("Home")
    wait_for_day(opened, "2024-11-26")
    assert "26 November 2024" in slider.get_attribute("aria-valuetext")
    slider.press("ArrowRight")
    wait_for_day(opened, "2024-11-27")
    assert slider.get_attribute("aria-valuenow") == "1"
    slider.press("End")
    wait_for_day(opened, "2024-12-05")


def test_dragging_along_the_slider_scrubs_through_the_days(opened):
    box = opened.get_by_role("slider", name="Date").bounding_box()
    opened.mouse.move(box["x"] + box["width"] * 0.94, box["y"] + box["height"] / 2)
    opened.mouse.down()
    opened.mouse.move(box["x"] + box["width"] * 0.06, box["y"] + box["height"] / 2, steps=12)
    opened.mouse.up()
    expect(map_of(opened)).to_have_attribute("date", re.compile("2024-11-2[67]"))


def test_scrubbing_asks_nothing_of_the_server(page, live_site):
    asked: list[str] = []
    # The browser asks for the page's icon again whenever the address changes; the page itself must ask for nothing.
    page.on("request", lambda request: asked.append(request.url) if request.resource_type != "other" else None)
    open_at(page, live_site, "/")
    # What the page loads ahead of being asked, such as the list of names, it loads a second or two after its opening.
    loaded = -1
    while loaded < len(asked):
        loaded = len(asked)
        page.wait_for_timeout(3000)
    asked.clear()
    slider = page.get_by_role("slider", name="Date")
    slider.focus()
    for _ in range(9):
        slider.press("ArrowLeft")
    wait_for_day(page, "2024-11-26")
    page.wait_for_timeout(1000)
    assert asked == []


def test_play_moves_through_the_days_and_stops_at_the_end(page, live_site):
    open_at(page, live_site, "/?date=2024-12-03")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    wait_for_day(page, "2024-12-05")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def test_pause_stops_on_a_day(page, live_site):
    open_at(page, live_site, "/?date=2024-11-26")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_day(page, "2024-11-28")
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert re.fullmatch(r"2024-\d\d-\d\d", attribute(page, "date") or "")


def test_the_front_moves(opened):
    ground = {}
    for day in ("2024-11-27", "2024-12-01", "2024-12-05"):
        go_to(opened, day)
        opened.wait_for_timeout(300)
        ground[day] = square_kilometres(opened)["Opposition"]
    assert ground["2024-12-01"] >= 1.3 * ground["2024-11-27"]
    assert ground["2024-12-05"] > ground["2024-12-01"]


def pixels(page: Any) -> str:
    """A fingerprint of what the map's canvases show."""
    return page.evaluate(
        """() => [...document.querySelector('conflict-map').shadowRoot.querySelectorAll('canvas')]
             .map(c => c.toDataURL()).join('')"""
    )


def test_another_day_draws_another_map_and_the_same_day_the_same(opened):
    seen = []
    for day in ("2024-11-27", "2024-12-01", "2024-11-27"):
        go_to(opened, day)
        opened.wait_for_timeout(800)
        seen.append(pixels(opened))
    assert seen[0] != seen[1]
    assert seen[0] == seen[2]


def test_a_click_on_a_place_shows_its_claims_with_source_date_and_basis(page, live_site):
    open_at(page, live_site, "/?date=2024-12-01&place=sheikh-najjar")
    page.get_by_role("heading", name=re.compile("Sheikh Najjar")).first.wait_for()
    text = page.locator("conflict-map .panel").inner_text()
    assert "rebel command" in text.lower() or "opposition command" in text.lower()
    assert "claimed" in text
    assert "30 November" in text and "1 December" in text
    assert attribute(page, "place") == "sheikh-najjar"


def test_the_canvas_can_be_clicked_where_a_place_lies(page, live_site):
    # The view is set by the address, so that Aleppo lies in the middle of the map.
    open_at(page, live_site, "/?date=2024-12-01&z=10&lat=36.20124&lng=37.16117")
    page.wait_for_timeout(800)
    box = page.locator("conflict-map .map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(map_of(page)).to_have_attribute("place", "aleppo")
    page.get_by_role("heading", name=re.compile("Aleppo")).first.wait_for()


def test_the_address_restores_what_was_seen(page, live_site):
    open_at(page, live_site, "/?date=2024-11-30&lens=government&known=then&place=aleppo")
    assert [attribute(page, name) for name in ("date", "lens", "known", "place")] == [
        "2024-11-30",
        "government",
        "then",
        "aleppo",
    ]
    page.get_by_role("slider", name="Date").press("ArrowRight")
    page.wait_for_url(re.compile("date=2024-12-01"))
    page.reload()
    wait_for_day(page, "2024-12-01")
    assert attribute(page, "lens") == "government"


def test_another_lens_shows_another_map(opened):
    go_to(opened, "2024-12-01")
    assessed = square_kilometres(opened)["Opposition"]
    map_of(opened).evaluate("map => map.setAttribute('lens', 'government')")
    expect(map_of(opened)).to_have_attribute("lens", "government")
    opened.wait_for_timeout(800)
    assert square_kilometres(opened)["Opposition"] < assessed


def test_every_view_says_its_day_lens_clock_and_release(opened):
    line = map_of(opened).evaluate("map => map.shadowRoot.textContent")
    latest = opened.request.get(opened.url.split("?")[0] + "published/northern-syria/latest.json").json()
    for said in ("5 December 2024", "All sources, weighed", "as known today", latest["release"]):
        assert said in line


def test_credit_licence_legend_and_scale_are_there(opened):
    text = map_of(opened).evaluate("map => map.shadowRoot.textContent")
    for said in ("GeoNames", "Natural Earth", "CC BY 4.0", "km"):
        assert said in text
    opened.get_by_text("Legend").first.click()
    legend = opened.locator("conflict-map .legend").inner_text()
    for mark in ("ontested", "laimed", "nknown"):
        assert mark in legend


def test_any_theatre_has_its_own_address(page, live_site):
    open_at(page, live_site, "/t/northern-syria/")
    assert attribute(page, "theatre") == "northern-syria"


def test_an_unknown_theatre_is_a_plain_404(page, live_site):
    answer = page.goto(live_site.url + "/t/atlantis/")
    assert answer.status == 404
    assert "Traceback" not in page.content()


@pytest.mark.parametrize("query", ["date=2024-02-31", "date=1999-01-01", "lens=moon", "place=nowhere", "z=NaN&lat=x"])
def test_a_wrong_address_still_shows_a_map(page, live_site, query):
    open_at(page, live_site, f"/?{query}")
    assert attribute(page, "date")


def test_a_failed_network_is_said_and_can_be_tried_again(page, live_site):
    page.route("**/published/**", lambda route: route.abort())
    page.goto(live_site.url)
    page.get_by_role("alert").wait_for()
    page.unroute("**/published/**")
    page.get_by_role("button", name=re.compile("again", re.I)).click()
    page.get_by_role("slider", name="Date").wait_for()
    wait_for_day(page, "2024-12-05")
