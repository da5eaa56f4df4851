"""The page over a theatre whose days come in several pieces and its claims in several files, in a real Chromium."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.importers.tiny_theatre import TinyTheatre
from tests.installation import Site

FIRST = date(2024, 1, 1)
DAYS = 100  # pieces of 32: from days 0, 32, 64 and 96
TOWNS = 12


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def invented(folder: Path) -> Path:
    """Write a theatre in which the blues take a town from west to east every eighth day, and everybody repeats himself."""
    tiny = TinyTheatre(folder)
    tiny.theatre |= {"slug": "long", "name": "Long", "date_end": day(DAYS - 1), "filler_km": 40, "support_km": 100}
    tiny.places[:1] = [
        {
            "slug": f"town-{n}", "name": f"Town {n}", "kind": "town", "longitude": round(0.1 + 0.15 * n, 2), "latitude": 0.8,
            "provenance": "report", "population": 50_000 * (n + 1),
        }
        for n in range(TOWNS)
    ]  # fmt: skip
    tiny.baseline = ["geonames_id,name,actor,confidence", *(f"place:town-{n},Town {n},reds,0.9" for n in range(TOWNS))]
    row = tiny.claims[0]
    tiny.claims = [
        row | {
            "key": f"said-{n}-{when}", "place": f"town-{n}", "date_start": day(when),
            "actor": "blues" if when >= taken else "reds",
            "summary": f"The blues took town {n}." if when == taken else f"Nothing new in town {n}.",
            "reported_at": f"{day(when)}T12:00:00Z",
        }
        for n in range(TOWNS)
        for taken in [8 * n + 4]
        for when in sorted({taken, *range(1 + n % 2, DAYS, 2)})
    ]  # fmt: skip
    tiny.reports[0]["published_at"] = f"{day(DAYS)}T18:00:00Z"
    tiny.strikes[0] |= {"place": "town-3", "date_start": day(30)}
    return tiny.write()


@pytest.fixture(scope="module")
def long_site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory, services_stack: Any) -> Site:
    site = Site(tmp_path_factory.mktemp("long"))
    shutil.copytree(prepared_site.var, site.var)
    site.manage("load_theatre", str(invented(site.folder / "theatre")))
    site.manage("publish", "long")
    services_stack.callback(site.stop)
    site.start()
    return site


@pytest.fixture
def asked(page: Any) -> list[str]:
    """The names of the published files that the page asks for."""
    names: list[str] = []
    page.on(
        "request", lambda request: names.append(request.url.split("/")[-1]) if "/published/" in request.url else None
    )
    return names


def open_at(page: Any, site: Site, query: str = "") -> Any:
    page.goto(f"{site.url}/t/long/{query}")
    expect(map_of(page)).to_have_attribute("phase", "ready")
    return page


def map_of(page: Any) -> Any:
    return page.locator("conflict-map")


def slider(page: Any) -> Any:
    return page.get_by_role("slider", name="Date")


def wait_for_day(page: Any, number: int) -> None:
    expect(map_of(page)).to_have_attribute("date", day(number))


def fingerprint(page: Any) -> str:
    return str(
        page.evaluate(
            """() => [...document.querySelector('conflict-map').shadowRoot.querySelectorAll('canvas')]
                 .map(c => c.toDataURL()).join('')"""
        )
    )


def test_the_first_picture_needs_one_piece_and_no_claim(page, long_site, asked):
    open_at(page, long_site)
    wait_for_day(page, 92)  # the day on which the last town was taken
    first = [name for name in asked if not re.match("timeline-.*-00[13]", name)]
    assert [name for name in first if name.startswith("timeline-")] == ["timeline-assessed-now-002.json"]
    # The changes of the opening day show what was said of them: of that town alone.
    expect(page.locator("conflict-map .panel")).to_contain_text("The blues took town 11.")
    assert len([name for name in asked if name.startswith("claims-")]) == 1
    assert not [name for name in asked if name.startswith("evidence-")]


def test_scrubbing_goes_through_all_pieces_and_asks_for_each_once(page, long_site, asked):
    open_at(page, long_site)
    seen = {}
    for key, number in (("Home", 0), ("End", DAYS - 1), ("Home", 0)):
        slider(page).press(key)
        wait_for_day(page, number)
        page.wait_for_timeout(400)
        seen[key, len(seen)] = fingerprint(page)
    drawn = list(seen.values())
    assert drawn[0] == drawn[2] != drawn[1]
    box = slider(page).bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.2, 0.4, 0.6, 0.805):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2, steps=6)
        page.wait_for_timeout(250)
    page.mouse.up()
    wait_for_day(page, 80)
    pieces = [name for name in asked if name.startswith("timeline-")]
    assert sorted(pieces) == [f"timeline-assessed-now-{n:03}.json" for n in range(4)]
    before = len(asked)
    slider(page).press("Home")
    wait_for_day(page, 0)
    assert [name for name in asked[before:] if name.startswith("timeline-")] == []


def test_the_arrow_keys_walk_over_the_border_of_two_pieces(page, long_site):
    open_at(page, long_site, f"?date={day(30)}")
    for number in (31, 32, 33):
        slider(page).press("ArrowRight")
        wait_for_day(page, number)
    for number in (32, 31):
        slider(page).press("ArrowLeft")
        wait_for_day(page, number)


def test_the_map_stays_as_it_was_until_the_days_have_come(page, long_site):
    held: list[Route] = []
    page.route("**/timeline-assessed-now-000.json", lambda route: held.append(route))
    open_at(page, long_site)
    page.wait_for_timeout(400)
    before = fingerprint(page)
    slider(page).press("Home")
    expect(slider(page)).to_have_attribute("aria-valuenow", "0")
    page.wait_for_timeout(400)
    assert map_of(page).get_attribute("date") == day(92)
    assert fingerprint(page) == before
    assert len(held) == 1
    held[0].continue_()
    wait_for_day(page, 0)


def test_days_that_do_not_come_are_said_and_can_be_asked_for_again(page, long_site):
    page.route("**/timeline-assessed-now-000.json", lambda route: route.abort())
    open_at(page, long_site)
    slider(page).press("Home")
    page.get_by_text("“1 January 2024” could not be fetched").wait_for()
    assert map_of(page).get_attribute("date") == day(92)
    page.unroute("**/timeline-assessed-now-000.json")
    page.get_by_role("button", name=re.compile("again", re.I)).click()
    wait_for_day(page, 0)


def test_playing_goes_on_over_the_border_of_two_pieces(page, long_site):
    open_at(page, long_site, f"?date={day(31)}")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_day(page, 33)
    page.get_by_role("button", name="Pause", exact=True).click()


def test_a_place_says_why_on_whatever_day(page, long_site, asked):
    open_at(page, long_site, f"?date={day(40)}&place=town-4")
    page.get_by_role("heading", name=re.compile("Town 4")).wait_for()
    panel = page.locator("conflict-map .panel")
    expect(panel).to_contain_text("The blues took town 4.")
    expect(panel).to_contain_text("Counted:")
    expect(panel).to_contain_text("How sure")
    slider(page).press("Home")
    wait_for_day(page, 0)
    expect(panel).to_contain_text("Reds holds it.")
    expect(panel).to_contain_text("a public record from outside the reports")
    assert {name for name in asked if name.startswith("evidence-")} == {
        "evidence-assessed-now-001.json",
        "evidence-assessed-now-000.json",
    }


def test_claims_that_do_not_come_are_said_and_can_be_asked_for_again(page, long_site):
    page.route("**/claims-*.json", lambda route: route.abort())
    open_at(page, long_site, f"?date={day(40)}&place=town-4")
    page.get_by_text("The claims could not be fetched.").wait_for()
    page.unroute("**/claims-*.json")
    page.get_by_role("button", name=re.compile("again", re.I)).click()
    expect(page.locator("conflict-map .panel")).to_contain_text("The blues took town 4.")


def test_another_lens_and_clock_keep_the_day(page, long_site):
    open_at(page, long_site, f"?date={day(50)}")
    map_of(page).evaluate("map => { map.setAttribute('known', 'then'); }")
    expect(map_of(page)).to_have_attribute("known", "then")
    wait_for_day(page, 50)
    map_of(page).evaluate("map => { map.setAttribute('lens', 'red'); }")
    expect(map_of(page)).to_have_attribute("lens", "red")
    wait_for_day(page, 50)


def test_a_places_history_is_whole_though_few_days_are_loaded(page, long_site):
    waiting: list[Route] = []
    page.route("**/api/v1/theatres/long/history/**", lambda route: waiting.append(route))
    open_at(page, long_site, f"?date={day(5)}&place=town-3")
    panel = page.locator("conflict-map .panel")
    expect(panel.get_by_text("Fetching the other days…")).to_be_visible()
    expect(panel.locator(".stretch.missing").first).to_be_visible()
    waiting[0].abort()
    expect(panel.get_by_text("The other days could not be fetched.")).to_be_visible()
    page.unroute("**/api/v1/theatres/long/history/**")
    panel.locator(".history").get_by_role("button", name="Try again").click()
    expect(panel.locator(".stretch.missing")).to_have_count(0)
    strip = panel.get_by_role("group", name="Its history")
    expect(strip.get_by_role("button")).to_have_count(2)
    # The blues take it on day 28, and have it to the last day.
    strip.get_by_role("button").last.press("Enter")
    expect(page.locator("conflict-map")).to_have_attribute("date", day(28))
