"""Nothing moves when the first picture comes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({type: 'layout-shift', buffered: true});
"""


def drawn(page: Any) -> None:
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desktop"])
@pytest.mark.parametrize("query", ["", "?lang=ar"])
def test_nothing_moves_while_the_map_comes(page: Any, live_site: Site, size: tuple[int, int], query: str):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(SHIFTS)
    # Slow files, so that what is there without them is seen first.
    page.route(
        re.compile("/published/.*/(network|places)"), lambda route: (page.wait_for_timeout(400), route.continue_())
    )
    page.goto(f"{live_site.url}/{query}", wait_until="commit")
    drawn(page)
    assert page.evaluate("window.shifts") == []
