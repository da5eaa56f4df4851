"""The first picture comes without waiting in vain: its files are asked for at once and once each, and nothing moves when it is there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

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


@pytest.mark.parametrize(
    ("query", "files"),
    # Days as known on a third day are derived for whoever asks: their two files are no published ones.
    [("", 9), ("?date=2024-11-29&lens=government&known=then", 9), ("?date=2024-11-30&known=2024-12-02", 7)],
)
def test_the_head_asks_for_what_the_script_draws_from_and_nothing_is_fetched_twice(
    page: Any, live_site: Site, query: str, files: int
):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{live_site.url}/{query}")
    hinted = page.locator("link[rel=preload][as=fetch]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    drawn(page)
    found = page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    published = [
        path for path in asked if path.startswith("/published/") and not re.search(r"/(names|files)\.json$", path)
    ]
    assert len(hinted) == files and set(hinted) <= set(published)
    assert [published.count(path) for path in hinted] == [1] * len(hinted)
    # Seen from inside too: no file of the first picture was left for the script to find.
    assert {path for path in found if path.startswith("/published/")} >= set(hinted)


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
