"""The first visit to the default theatre over slow 4G with a processor slowed down four times: when the map is there, and what moves.

A whole installation is set up and served as in production; Chromium slows itself down (CDP: `Network.emulateNetworkConditions`,
`Emulation.setCPUThrottlingRate`), to what Lighthouse calls slow 4G. Nothing is cached. Times are on the clock, so the rest of the machine
should be idle; each row is the median of several visits, each in a fresh profile.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.benchmarks.page import CHROMIUM
from tests.installation import Site

#: Bytes a second, and milliseconds from a request to its answer.
DOWN, UP, LATENCY = 1_600_000 / 8, 750_000 / 8, 150
SLOWED = 4
VISITS = 5
SCREENS: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}
#: Long enough that all that comes after the first picture has come.
AFTER_MS = 3000
#: Notes when the map is drawn (two frames after the element says that it is ready), and each shift of the layout with what moved.
NOTES = """
window.noted = {ready: 0, shifts: []};
// Nodes in a shadow tree are not told: what lies in the middle of where it moved to is named.
const named = ({x, y, width, height}) =>
  document.querySelector('conflict-map')?.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2)?.className || '?';
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) noted.shifts.push(
    {value: entry.value, at: entry.startTime, moved: entry.sources.map(({currentRect}) => named(currentRect)).join(', ')});
}).observe({type: 'layout-shift', buffered: true});
new MutationObserver(() => {
  if (noted.ready || !document.querySelector('conflict-map[phase=ready]')) return;
  noted.ready = -1;
  requestAnimationFrame(() => requestAnimationFrame(() => { noted.ready = performance.now(); }));
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['phase']});
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """When the first text and the map were there (ms), the layout's shift and what moved, and bytes over the network by kind until then."""

    paint: float
    ready: float
    shift: float
    moved: tuple[str, ...]
    bytes: dict[str, int]
    requests: list[tuple[str, float, float, int]]


def visit(browser: Browser, address: str, screen: ViewportSize) -> Visit:
    """Open the page for the first time, slowly."""
    page = browser.new_context(viewport=screen, device_scale_factor=2 if screen["width"] < 600 else 1).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": False})
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    asked: dict[str, dict[str, Any]] = defaultdict(dict)
    session.on(
        "Network.requestWillBeSent",
        lambda e: asked[e["requestId"]].update(url=e["request"]["url"], start=e["timestamp"]),
    )
    session.on(
        "Network.loadingFinished",
        lambda e: asked[e["requestId"]].update(end=e["timestamp"], size=e["encodedDataLength"]),
    )
    page.add_init_script(NOTES)
    page.goto(address, wait_until="commit")
    page.locator("conflict-map[phase=ready]").wait_for(timeout=120_000)
    page.wait_for_timeout(AFTER_MS)
    noted = page.evaluate("noted")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    page.context.close()
    first = min(each["start"] for each in asked.values() if "start" in each)
    requests = sorted(
        (_path(each["url"]), (each["start"] - first) * 1000, (each["end"] - first) * 1000, int(each["size"]))
        for each in asked.values()
        if "end" in each and "url" in each
    )
    sizes: dict[str, int] = defaultdict(int)
    for path, _, end, size in requests:
        if end <= noted["ready"]:
            sizes[_kind(path)] += size
    shifts = noted["shifts"]
    return Visit(
        paint,
        noted["ready"],
        sum(each["value"] for each in shifts),
        tuple(f"{each['moved']} at {each['at']:.0f} ms" for each in shifts),
        dict(sizes),
        sorted(requests, key=lambda row: row[1]),
    )


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _kind(path: str) -> str:
    if path.startswith("/published/"):
        return "data"
    return "script and style" if path.split("?")[0].endswith((".js", ".css")) else "page"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        site.set_up()
        site.start()
        try:
            print(
                f"The default theatre's first visit: {DOWN * 8 / 1e6} Mbit/s, {LATENCY} ms, processor {SLOWED} × slower"
            )
            for name, screen in SCREENS.items():
                browser = playwright.chromium.launch(executable_path=CHROMIUM)
                visits = [visit(browser, f"{site.url}/", screen) for _ in range(VISITS)]
                browser.close()
                _tell(name, visits)
        finally:
            site.stop()
    print()


def _tell(name: str, visits: list[Visit]) -> None:
    ready = sorted(each.ready for each in visits)
    one = min(visits, key=lambda each: abs(each.ready - statistics.median(ready)))
    sizes = ", ".join(f"{kind} {size / 1000:.1f} kB" for kind, size in sorted(one.bytes.items()))
    print(
        f"  {name:10}map {one.ready:6,.0f} ms ({ready[0]:,.0f} to {ready[-1]:,.0f}), first paint {one.paint:,.0f} ms; {sizes}"
    )
    print(
        f"  {'':10}layout shift {max(each.shift for each in visits):.4f}{''.join('; ' + moved for moved in one.moved)}"
    )
    for path, start, end, size in one.requests:
        print(f"  {'':12}{path[:64]:64}{start:8,.0f} –{end:7,.0f} ms{size / 1000:9.1f} kB")
