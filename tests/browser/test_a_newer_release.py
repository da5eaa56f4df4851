"""A page left open says that a newer release is out, and shows it only when it is asked to."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.installation import Site

CHANGE = (
    "from conflictmap.models import Claim; from conflictmap.pipeline.record import withdraw; "
    "withdraw(row=Claim.objects.active().filter(place__slug='aleppo', provenance='report').first())"
)
MINUTES_3 = 180_000


def current(site: Site) -> str:
    return str(json.loads((site.var / "published" / "northern-syria" / "latest.json").read_text())["release"])


def test_it_is_said_quietly_and_shown_on_request(page: Page, fresh_site: Site):
    page.clock.install()
    page.goto(f"{fresh_site.url}/?date=2024-12-01&place=aleppo")
    element = page.locator("conflict-map")
    before = current(fresh_site)
    expect(element).to_have_attribute("release", before)
    said = page.get_by_role("status").get_by_text("A newer version of this map is out.")
    page.clock.fast_forward(MINUTES_3)
    expect(said).to_have_count(0)

    fresh_site.manage("shell", "-v", "0", "-c", CHANGE)
    fresh_site.manage("publish", "northern-syria")
    after = current(fresh_site)
    assert after != before
    page.clock.fast_forward(MINUTES_3)
    expect(said).to_be_visible()
    expect(element).to_have_attribute("release", before)

    page.get_by_role("button", name="Show it").click()
    expect(element).to_have_attribute("release", after)
    expect(element).to_have_attribute("date", "2024-12-01")
    expect(element).to_have_attribute("place", "aleppo")
    expect(element.locator(".place-name")).to_be_focused()
    page.clock.fast_forward(MINUTES_3)
    expect(said).to_have_count(0)
