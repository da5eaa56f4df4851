"""The page beside leaflet.timeline and Leaflet.TimeDimension: a large theatre, the same days, one Chromium, one run.

All three draw on canvases on maps of one size. The peers draw `peer_days.py`'s GeoJSON as their READMEs say, in `peers/`; npm fetches
them when they are first asked for. A step goes on by a day: ours by its slider's arrow key and by dragging, the peers by their own
call, which spares them the pointer's events. Work is CPU time of the main thread, as Chromium counts it; beside it stands that of all
its processes.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import itertools
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.benchmarks.large_theatre import CLAIMS, DAYS, PLACES, STRIKES, sized_strikes, write_theatre
from tests.benchmarks.page import CHROMIUM, DIST, FRAME, VIEWPORT, Meter, Spread, open_page, served, spread, visit
from tests.benchmarks.peer_days import on_day, peer_collection, written
from tests.benchmarks.sized import sized_snapshot
from tests.services import ROOT

PEERS = Path(__file__).parent / "peers"
MODULES = PEERS / "node_modules"
#: What each peer's page fetches beside the data, out of npm's packages.
LIBRARIES = {
    "timeline": ("leaflet/dist/leaflet.js", "leaflet/dist/leaflet.css", "leaflet.timeline/dist/leaflet.timeline.js"),
    "timedimension": (
        "leaflet/dist/leaflet.js",
        "leaflet/dist/leaflet.css",
        "iso8601-js-period/iso8601.js",
        "leaflet-timedimension/dist/leaflet.timedimension.min.js",
        "leaflet-timedimension/dist/leaflet.timedimension.control.min.css",
    ),
}
NAMES = {"timeline": "leaflet.timeline", "timedimension": "Leaflet.TimeDimension"}
STEPS = 200
PLAY_SECONDS = 10
DAYS_A_SECOND = 8
WORLDS = {"areas, places and strikes": False, "areas without strikes": True}


@dataclass(frozen=True, slots=True)
class Found:
    """Of one page: milliseconds of its first picture and of each step, frames and days a second while playing, MB of its heap."""

    first_ms: float
    first_work_ms: float
    steps: dict[str, Spread]
    all_processes_ms: float
    frames: float
    days: float
    longest_task: float
    heap_mb: float


class Processes:
    """The CPU time of all of Chromium's processes."""

    def __init__(self, browser: Browser) -> None:
        self._session = browser.new_browser_cdp_session()

    def cpu_ms(self) -> float:
        return sum(each["cpuTime"] for each in self._session.send("SystemInfo.getProcessInfo")["processInfo"]) * 1000


def step_work(meter: Meter, go: Sequence[Callable[[], object]], day: Callable[[], object]) -> list[float]:
    """Return what each step takes of the main thread, in milliseconds, less what asking for it takes. Every step must come to a new day."""
    still = []
    for _ in range(20):
        before = meter.work_ms()
        meter.page.evaluate("0")
        meter.page.evaluate(FRAME)
        still.append(meter.work_ms() - before)
    idle = sorted(still)[len(still) // 2]
    took, days = [], [day()]
    for each in go:
        before = meter.work_ms()
        each()
        meter.page.evaluate(FRAME)
        took.append(meter.work_ms() - before - idle)
        days.append(day())
    same = sum(one == other for one, other in itertools.pairwise(days))
    if same > len(took) / 20:
        raise RuntimeError(f"{same} of {len(took)} steps came to no other day: {days[:5]} … {days[-1]}.")
    return took


def frames_while(page: Page, seconds: float, day: Callable[[], float]) -> tuple[float, float, float]:
    """Return frames a second, days a second and the longest task (ms) while the page plays."""
    page.evaluate(
        """() => {
          window.seen = {frames: [], long: []};
          new PerformanceObserver(list => window.seen.long.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'});
          const tick = now => { window.seen.frames.push(now); requestAnimationFrame(tick); };
          requestAnimationFrame(tick);
        }"""
    )
    page.wait_for_timeout(1000)
    page.evaluate("() => { window.seen.frames.length = 0; window.seen.long.length = 0; }")
    first = day()
    page.wait_for_timeout(seconds * 1000)
    last, seen = day(), page.evaluate("window.seen")
    span = (seen["frames"][-1] - seen["frames"][0]) / 1000
    return (len(seen["frames"]) - 1) / span, (last - first) / span, max(seen["long"], default=0.0)


def ours(browser: Browser, published: Path, theatre: str, days: int) -> tuple[Found, ViewportSize]:
    """Measure our page; return that, and the size of its map."""
    start = days * 9 // 20
    with served(published, theatre) as address:
        page = browser.new_page(viewport=VIEWPORT)
        meter = Meter(page)
        first = open_page(page, address)
        work = meter.work_ms()
        box = page.locator("conflict-map .map").bounding_box()
        assert box is not None
        slider = page.get_by_role("slider", name="Date")
        visit(meter)

        def day() -> float:
            return float(slider.get_attribute("aria-valuenow") or "nan")

        line = slider.bounding_box()
        assert line is not None
        x, height = (lambda number: line["x"] + line["width"] * (number + 0.5) / days), line["y"] + line["height"] / 2
        page.mouse.click(x(start), height)
        page.wait_for_timeout(1000)
        processes = Processes(browser)
        before = processes.cpu_ms()
        by_key = step_work(meter, [lambda: page.keyboard.press("ArrowRight")] * STEPS, day)
        everywhere = (processes.cpu_ms() - before) / STEPS
        page.mouse.move(x(start), height)
        page.mouse.down()
        moves = [functools.partial(page.mouse.move, x(start + number + 1), height) for number in range(STEPS)]
        dragged = step_work(meter, moves, day)
        page.mouse.up()
        page.wait_for_timeout(1000)
        page.mouse.click(x(start), height)
        page.wait_for_timeout(1000)
        page.get_by_label("Speed").select_option(str(DAYS_A_SECOND))
        page.get_by_role("button", name="Play", exact=True).click()
        frames = frames_while(page, PLAY_SECONDS, day)
        page.get_by_role("button", name="Pause", exact=True).click()
        steps = {"by key": spread(by_key), "dragged": spread(dragged)}
        found = Found(first, work, steps, everywhere, *frames, meter.heap_mb())
        page.close()
    return found, {"width": round(box["width"]), "height": round(box["height"])}


def peer(browser: Browser, folder: Path, name: str, size: ViewportSize, days: int) -> Found:
    """Measure a peer's page."""
    start = days * 9 // 20
    with files_of(folder) as address:
        page = browser.new_page(viewport=size)
        page.set_default_timeout(180_000)
        meter = Meter(page)
        page.goto(f"{address}{name}.html")
        page.wait_for_function("window.peer && window.peer.drawn() > 0")
        page.evaluate(FRAME)
        first, work = float(page.evaluate("performance.now()")), meter.work_ms()
        page.evaluate("day => window.peer.go(day)", start)
        page.wait_for_timeout(1000)

        def day() -> float:
            return float(page.evaluate("window.peer.day()"))

        processes = Processes(browser)
        before = processes.cpu_ms()
        go = [functools.partial(page.evaluate, "day => window.peer.go(day)", start + n + 1) for n in range(STEPS)]
        took = step_work(meter, go, day)
        everywhere = (processes.cpu_ms() - before) / STEPS
        page.evaluate("day => window.peer.go(day)", start)
        page.evaluate("window.peer.play()")
        frames = frames_while(page, PLAY_SECONDS, day)
        page.evaluate("window.peer.pause()")
        found = Found(first, work, {"by call": spread(took)}, everywhere, *frames, meter.heap_mb())
        page.close()
    return found


def install() -> None:
    """Fetch the peers by npm, as package-lock.json pins them, unless they are here."""
    if not (MODULES / "leaflet").is_dir():
        subprocess.run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"], cwd=PEERS, check=True)


def peer_folder(folder: Path, data: bytes) -> Path:
    """Put all that the peers' pages fetch into one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    own = [file for file in PEERS.iterdir() if file.suffix in (".html", ".js", ".css")]
    for file in (*own, *(MODULES / file for files in LIBRARIES.values() for file in files)):
        shutil.copy(file, folder / file.name)
    (folder / "data.geojson").write_bytes(data)
    return folder


@contextmanager
def files_of(folder: Path) -> Iterator[str]:
    """Serve a folder's files, and give its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def packed_kb(*contents: bytes) -> float:
    return sum(len(gzip.compress(content, 9)) for content in contents) / 1000


def our_kb(release: Path, *, first: bool) -> float:
    """Return what our page fetches of a release, gzipped: for the first picture, or until it has shown every day with its strikes."""
    pieces = sorted(release.glob("timeline-assessed-now-*.json"))
    if first:
        pieces = [max(pieces, key=lambda file: file.stat().st_size)]
    names = ["release.json", "network.json", "places.json", "basemap.json", *([] if first else ["strikes.json"])]
    return packed_kb(*(file.read_bytes() for file in (*(release / name for name in names), *pieces)))


def main(places: int = PLACES, days: int = DAYS, claims: int = CLAIMS, strikes: int = STRIKES) -> None:
    install()
    snapshot = sized_snapshot(places, days, claims)
    scripts = {"ours": packed_kb(*((DIST / name).read_bytes() for name in ("conflict-map.js", "page.css")))}
    for name, files in LIBRARIES.items():
        scripts[name] = packed_kb(*((MODULES / file).read_bytes() for file in files))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--enable-precise-memory-info"])
        print(
            f"The page beside other timelines on Leaflet: {places:,} places, {days:,} days, {strikes:,} strikes, Chromium {browser.version}"
        )
        for world, only_areas in WORLDS.items():
            folder = ROOT / "var" / "bench" / f"{places}-{days}-{claims}-{0 if only_areas else strikes}"
            theatre = write_theatre(folder, places, days, claims, 0 if only_areas else strikes)
            collection = peer_collection(snapshot, sized_strikes(snapshot, strikes), only_areas=only_areas)
            content = written(collection)
            home = peer_folder(folder / "peers", content)
            release = next(file.parent for file in (folder / theatre).glob("*/release.json"))
            daily = [snapshot.theatre.date_start + timedelta(days=number) for number in range(days)]
            one_day = packed_kb(written({**collection, "features": on_day(collection, daily[days // 2])}))
            whole = packed_kb(content)
            ours_found, size = ours(browser, folder, theatre, days)
            rows = {"ours": ours_found} | {name: peer(browser, home, name, size, days) for name in NAMES}
            print(f" {world}; maps of {size['width']} × {size['height']} pixels")
            print(
                f"  {'':24}{'ms a step, p50 / p95':>36}{'all processes':>15}{'first picture':>22}{'playing':>26}{'heap':>9}{'kB, gzip':>26}"
            )
            for name, found in rows.items():
                data = (our_kb(release, first=True), our_kb(release, first=False)) if name == "ours" else (whole, whole)
                steps = ", ".join(f"{how} {step.p50:.1f} / {step.p95:.1f}" for how, step in found.steps.items())
                print(
                    f"  {NAMES.get(name, name):24}{steps:>36}{found.all_processes_ms:12.1f} ms"
                    f"{found.first_ms:9,.0f} ms, {found.first_work_ms:6,.0f} CPU"
                    f"{found.frames:6.1f} frames, {found.days:4.1f} days/s, {found.longest_task:4.0f} ms{found.heap_mb:6.0f} MB"
                    f"{data[0]:9,.0f} first, {data[1]:7,.0f} all, {scripts[name]:4.0f} script"
                )
            print(
                f"  one day of the peers' data by itself: {one_day:,.0f} kB; as a file for each day: about {one_day * days / 1000:,.0f} MB"
            )
        browser.close()
    print()
