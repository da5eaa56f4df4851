"""After the first visit the map works without network, and says how old it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site

KEPT = """async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""
LINE = re.compile(r"No network\. This is the map as it was published on .*, (this minute|.* ago)\.")


def visited(page: Any, site: Site, path: str = "/") -> Any:
    """The page after a first visit, when everything has been kept: the pointer comes last."""
    page.goto(site.url + path)
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    for _ in range(100):
        if any(path.endswith("/latest.json") for path in page.evaluate(KEPT)):
            return page
        page.wait_for_timeout(200)
    raise AssertionError("nothing was kept")


def test_without_network_the_map_opens_and_says_how_old_it_is(page: Any, live_site: Site):
    visited(page, live_site)
    expect(page.get_by_text(LINE)).to_have_count(0)
    page.context.set_offline(True)
    page.goto(f"{live_site.url}/?date=2024-11-30")
    expect(page.locator("conflict-map")).to_have_attribute("date", "2024-11-30")
    expect(page.get_by_text(LINE)).to_be_visible()


def test_without_network_every_day_lens_and_reason_is_there(page: Any, live_site: Site):
    visited(page, live_site)
    page.context.set_offline(True)
    page.reload()
    element = page.locator("conflict-map")
    expect(element).to_have_attribute("phase", "ready")
    for lens, known in (("government", "then"), ("opposition", "now")):
        element.evaluate("(map, lens) => map.setAttribute('lens', lens)", lens)
        element.evaluate("(map, known) => map.setAttribute('known', known)", known)
        expect(element).to_have_attribute("lens", lens)
        expect(element).to_have_attribute("known", known)
    element.evaluate("(map) => map.setAttribute('place', 'aleppo')")
    expect(page.get_by_role("heading", name="Aleppo").first).to_be_visible()
    expect(page.get_by_text("could not be fetched")).to_have_count(0)


def test_what_was_kept_is_said_in_arabic_too(page: Any, live_site: Site):
    visited(page, live_site, "/?lang=ar")
    page.context.set_offline(True)
    page.goto(f"{live_site.url}/?lang=ar&date=2024-12-01")
    expect(page.get_by_text(re.compile("لا اتصال بالشبكة"))).to_be_visible()


def test_with_the_network_back_the_line_goes(page: Any, live_site: Site):
    visited(page, live_site)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text(LINE)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("status").filter(has_text="No network").get_by_role("button", name="Try again").click()
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_neither_the_desk_nor_the_api_is_answered_from_what_is_kept(page: Any, live_site: Site):
    visited(page, live_site)
    assert [path for path in page.evaluate(KEPT) if not re.match(r"/$|/t/|/published/|/static/", path)] == []
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{live_site.url}/admin/")


def test_a_page_within_another_registers_nothing(page: Any, live_site: Site):
    page.goto(f"{live_site.url}/embed/northern-syria/")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    page.wait_for_timeout(2500)
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
