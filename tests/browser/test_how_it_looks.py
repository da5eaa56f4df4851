"""Six sights of the page, kept in tests/artefacts for the checklist of docs/looking.md, and what of it a machine can check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser_states import Reader
from tests.conftest import ARTEFACTS
from tests.installation import Site

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
NIGHT = {"color_scheme": "dark"}
SIGHTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "desk": ("date=2024-11-30", "en", DESK),
    "desk-dark": ("date=2024-11-30", "en", DESK | NIGHT),
    "phone": ("date=2024-11-30", "en", PHONE),
    "phone-arabic-dark": ("date=2024-11-30", "ar", PHONE | NIGHT),
    "compared": ("date=2024-12-05&compare=2024-11-27", "en", DESK),
    "place": ("date=2024-12-01&place=sheikh-najjar", "en", DESK),
}
#: The sizes of all texts that are shown, and whether they are the date.
SIZES = """() => {
  const root = document.querySelector("conflict-map").shadowRoot;
  return [...root.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.closest(".date") !== null]);
}"""
#: What lies over the map beside its own buttons, in a grid of points.
OVER = """() => {
  const root = document.querySelector("conflict-map").shadowRoot;
  const {left, top, width, height} = root.querySelector(".map").getBoundingClientRect();
  const found = new Set();
  for (let i = 1; i < 40; i++) for (let j = 1; j < 40; j++) {
    const hit = root.elementFromPoint(left + (width * i) / 40, top + (height * j) / 40);
    if (hit && !hit.closest(".map")) found.add(hit.closest("[class]").className);
  }
  return [...found];
}"""


@pytest.fixture(params=SIGHTS)
def sight(request: pytest.FixtureRequest, browser: Browser, live_site: Site) -> Iterator[tuple[str, Reader]]:
    """One of the sights: its name, and who sees it."""
    query, language, options = SIGHTS[request.param]
    context = browser.new_context(locale="en-GB", timezone_id="Asia/Damascus", reduced_motion="reduce", **options)
    page = context.new_page()
    page.set_default_timeout(20_000)
    reader = Reader(page, live_site, language)
    reader.open(query)
    expect(reader.within(".panel-body h3").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    yield request.param, reader
    context.close()


def keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"look-{name}.png", animations="disabled")


def test_the_date_is_the_largest_text_and_nothing_lies_over_the_front(sight: tuple[str, Reader]) -> None:
    name, reader = sight
    page = reader.page
    sizes = page.evaluate(SIZES)
    assert max(size for size, is_date in sizes if is_date) > max(size for size, is_date in sizes if not is_date)
    over = set(page.evaluate(OVER))
    comparing = (
        {"handle", "divider", "acts", "differences", "end", "side here", "side there"} if name == "compared" else set()
    )
    folds = set() if name.startswith("phone") else {"fold legend", "fold filters", "fold share"}
    assert over <= comparing | folds
    keep(page, name)
    # As it is seen without colours, and by eyes that take red for green.
    session = page.context.new_cdp_session(page)
    for deficiency in ("achromatopsia", "deuteranopia"):
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
        keep(page, f"{name}-{deficiency}")


def test_every_view_names_holder_day_and_certainty(sight: tuple[str, Reader]) -> None:
    name, reader = sight
    assert reader.within(".date time").inner_text()
    if name == "place":
        expect(reader.within(".verdict").first).to_be_visible()
        expect(reader.within(".sure .meter").first).to_be_visible()
    else:
        holders = reader.within(".key li")
        assert holders.count() == 5
        for holder in holders.all():
            expect(holder).to_be_in_viewport()
    for said in reader.within(".stamp").all():
        expect(said).to_be_in_viewport()
