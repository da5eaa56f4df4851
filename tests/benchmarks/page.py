"""What the reader's page takes in Chromium over a large theatre: main-thread work a scrub step, long tasks, memory, bytes.

Main-thread work is what Chromium itself counts (CDP `Performance.getMetrics`: TaskDuration), so it holds scripts, style, layout and
the drawing of canvases, which without a graphics card is main-thread work too.
"""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.benchmarks.large_theatre import CLAIMS, DAYS, PLACES, STRIKES, write_theatre
from tests.services import ROOT

DIST = ROOT / "frontend" / "dist"
CHROMIUM = "/usr/bin/chromium"
VIEWPORT = {"width": 1440, "height": 900}
#: Days that one step of the drag goes: a hand that crosses the whole line, one that searches, one that creeps.
DRAGS = {"across all days": 200, "over a hundred days": 200, "within five days": 200}
LOOPS, LOOP_DAYS = 10, 40
#: Days a second.
SPEEDS = (1, 4, 8)
PLAY_SECONDS = 10
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/static/page.css"><script type="module" src="/static/conflict-map.js"></script></head>
<body><conflict-map theatre="{theatre}" lang="en"></conflict-map></body></html>"""


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of many steps: the middle one, and what 95 in 100 stay under."""

    p50: float
    p95: float
    most: float


def spread(values: list[float]) -> Spread:
    ordered = sorted(values)
    at = lambda share: ordered[min(int(share * len(ordered)), len(ordered) - 1)]  # noqa: E731
    return Spread(at(0.5), at(0.95), ordered[-1])


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the page at /, what was published and what was built."""

    theatre: str
    published: Path

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/":
            self._send(PAGE.format(theatre=self.theatre).encode(), "text/html; charset=utf-8")
            return
        for prefix, root in (("/published/", self.published), ("/static/", DIST)):
            file = (root / path.removeprefix(prefix)).resolve()
            if path.startswith(prefix) and file.is_relative_to(root.resolve()) and file.is_file():
                kind = {".js": "text/javascript", ".css": "text/css"}.get(file.suffix, "application/json")
                self._send(file.read_bytes(), kind)
                return
        self.send_error(404)

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(published: Path, theatre: str) -> Iterator[str]:
    """Serve the built page over a published theatre, and give its address."""
    handler = type("Handler", (_Handler,), {"theatre": theatre, "published": published})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Meter:
    """Chromium's own counts of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def counts(self) -> dict[str, float]:
        return {row["name"]: row["value"] for row in self.session.send("Performance.getMetrics")["metrics"]}

    def work_ms(self) -> float:
        """Return how long the main thread has worked until now, in milliseconds."""
        return self.counts()["TaskDuration"] * 1000

    def heap_mb(self) -> float:
        self.session.send("HeapProfiler.collectGarbage")
        return self.counts()["JSHeapUsedSize"] / 1e6


def open_page(page: Page, address: str) -> float:
    """Open the page and return how long the first picture took, in milliseconds from the start of the navigation."""
    page.goto(address)
    page.locator("conflict-map[phase=ready]").wait_for()
    page.evaluate(FRAME)
    return float(page.evaluate("performance.now()"))


#: Resolves when the next frame has been shown.
FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def drag(meter: Meter, positions: list[float]) -> list[float]:
    """Drag the thumb through shares of the line, and return the main-thread work of each step in milliseconds."""
    page = meter.page
    box = page.get_by_role("slider", name="Date").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    x = [box["x"] + box["width"] * share for share in positions]
    page.mouse.move(x[0], height)
    page.mouse.down()
    page.evaluate(FRAME)
    idle = _idle(meter)
    took = []
    for each in x:
        before = meter.work_ms()
        page.mouse.move(each, height)
        page.evaluate(FRAME)
        took.append(meter.work_ms() - before - idle)
    page.mouse.up()
    page.wait_for_timeout(500)
    return took


def _idle(meter: Meter) -> float:
    """Return what two frames in which nothing moves take: what measuring costs."""
    values = []
    for _ in range(20):
        before = meter.work_ms()
        meter.page.evaluate(FRAME)
        values.append(meter.work_ms() - before)
    return sorted(values)[10]


def visit(meter: Meter) -> None:
    """Go through all days once, slowly enough that every piece comes."""
    for share in range(0, 101, 2):
        click(meter.page, share / 100)
        meter.page.wait_for_timeout(150)


def click(page: Page, share: float) -> None:
    """Go to the day at a share of the line."""
    box = page.get_by_role("slider", name="Date").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 1 + (box["width"] - 2) * share, box["y"] + box["height"] / 2)


def play(meter: Meter, speed: int, seconds: float) -> dict[str, float]:
    """Play at so many days a second; return frames a second, the main-thread work of one, the longest gap, and the long tasks.

    On a loaded machine frames are missed for want of a processor: the work of a frame says whether there could be sixty.
    """
    page = meter.page
    page.get_by_label("Speed", exact=True).select_option(str(speed))
    page.evaluate(
        """() => {
          window.seen = {frames: [], long: []};
          new PerformanceObserver(list => window.seen.long.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'});
          const tick = now => { window.seen.frames.push(now); requestAnimationFrame(tick); };
          requestAnimationFrame(tick);
        }"""
    )
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    page.evaluate("() => { window.seen.frames.length = 0; window.seen.long.length = 0; }")
    before = meter.work_ms()
    page.wait_for_timeout(seconds * 1000)
    worked = meter.work_ms() - before
    seen = page.evaluate("window.seen")
    page.get_by_role("button", name="Pause", exact=True).click()
    gaps = [b - a for a, b in zip(seen["frames"], seen["frames"][1:], strict=False)]
    return {
        "frames a second": 1000 * len(gaps) / sum(gaps),
        "main thread a frame, ms": worked / len(gaps),
        "longest gap": max(gaps),
        "long tasks": len(seen["long"]),
        "longest task": max(seen["long"], default=0.0),
    }


def steps_of(name: str, days: int) -> list[float]:
    """Return where the hand goes, in shares of the line."""
    count = DRAGS[name]
    if name == "across all days":
        return [0.02 + 0.96 * number / count for number in range(count)]
    half, middle = (50 if name == "over a hundred days" else 2.5) / days, 0.4
    # There and back.
    return [middle - half + 2 * half * abs((4 * number / count) % 2 - 1) for number in range(count)]


def bytes_of_the_page() -> int:
    """Return the compressed bytes of scripts and styles that the first picture needs."""
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in ("conflict-map.js", "page.css"))


def main(places: int = PLACES, days: int = DAYS, claims: int = CLAIMS, strikes: int = STRIKES) -> None:
    folder = ROOT / "var" / "bench" / f"{places}-{days}-{claims}-{strikes}"
    theatre = write_theatre(folder, places, days, claims, strikes)
    print(f"The page over {places:,} places, {days:,} days, {claims:,} claims, {strikes:,} strikes, in Chromium")
    print(f"  {'gzip, scripts and styles':52}{bytes_of_the_page() / 1000:10,.1f} kB")
    with served(folder, theatre) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--enable-precise-memory-info"])
        page = browser.new_page(viewport=VIEWPORT)
        print(f"  {'first picture':52}{open_page(page, address):10,.0f} ms")
        meter = Meter(page)
        visit(meter)
        for name in DRAGS:
            found = spread(drag(meter, steps_of(name, days)))
            print(
                f"  {f'main thread a step, dragging {name}':52}{found.p50:10.1f} ms p50{found.p95:8.1f} p95{found.most:8.1f} most"
            )
        for speed in SPEEDS:
            click(page, 0.3)
            for name, value in play(meter, speed, PLAY_SECONDS).items():
                print(f"  {f'playing {speed} days a second: {name}':52}{value:10.1f}")
        heap = [meter.heap_mb()]
        for _ in range(LOOPS):
            drag(meter, [0.2 + 0.6 * number / LOOP_DAYS for number in range(LOOP_DAYS)])
            heap.append(meter.heap_mb())
        print(f"  {'memory after each of ten loops, MB':52}" + "".join(f"{value:6.1f}" for value in heap))
        browser.close()
    print()
