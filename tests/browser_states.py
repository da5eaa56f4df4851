"""Every state that the reader's pages can be in, and how to get there: one table for all tests that look at each of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.installation import Site

#: A minute longer than the page waits before it asks for a newer release.
MINUTES_3 = 180_000
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()))))
  .flat().some((request) => request.url.endsWith("/latest.json"))"""


@dataclass(frozen=True)
class Reader:
    """A reader of a site, in a language."""

    page: Page
    site: Site
    language: str

    @property
    def map(self) -> Any:
        return self.page.locator("conflict-map")

    def within(self, selector: str) -> Any:
        """Return what lies inside of the map's element."""
        return self.page.locator(f"conflict-map {selector}")

    def visit(self, path: str) -> None:
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{self.site.url}{path}{joint}lang={self.language}")

    def open(self, query: str = "", path: str = "/") -> None:
        """Open the map and wait until it is drawn."""
        self.visit(f"{path}?{query}" if query else path)
        expect(self.map).to_have_attribute("phase", "ready")

    def unfold(self, name: str) -> None:
        self.within(f".{name} summary").click()
        expect(self.within(f".{name}")).to_have_attribute("open", "")

    def type_into_search(self, text: str) -> None:
        self.within(".search input").press_sequentially(text)

    def open_report(self) -> None:
        self.open("date=2024-11-30&place=aleppo")
        self.within("button.wrong").click()
        expect(self.within("dialog.report")).to_be_visible()

    def refuse(self, pattern: str) -> None:
        """Let the network fail for addresses of a pattern."""
        self.page.route(pattern, lambda route: route.abort())

    def answer(self, pattern: str, **answer: Any) -> None:
        self.page.route(pattern, lambda route: route.fulfill(**answer))


def start(reader: Reader) -> None:
    reader.open()
    expect(reader.within(".change").first).to_be_visible()


def a_quiet_day(reader: Reader) -> None:
    reader.open("date=2024-11-26")


def playing(reader: Reader) -> None:
    reader.open("date=2024-11-28")
    reader.within(".speed").select_option("0.5")
    reader.within("button.loop").click()
    reader.within("button.play").click()
    expect(reader.map).to_have_attribute("playing", "")


def a_place(reader: Reader) -> None:
    reader.open("date=2024-12-01&place=sheikh-najjar")
    expect(reader.within("article.claim").first).to_be_visible()


def a_spot(reader: Reader) -> None:
    reader.open("date=2024-12-01&at=36.93,35.95")
    expect(reader.within(".deciders > li").first).to_be_visible()


def a_spot_without_evidence(reader: Reader) -> None:
    reader.open("date=2024-12-01&at=37.9,35.2")
    expect(reader.within(".verdict")).to_be_visible()


def two_days(reader: Reader) -> None:
    reader.open("date=2024-12-05&compare=2024-11-27")
    expect(reader.within("[class*=leaflet-areas-beside] canvas.areas")).to_have_count(1)


def what_differs(reader: Reader) -> None:
    reader.open("date=2024-12-05&compare=2024-11-27&differ=1")
    expect(reader.within(".differences")).to_have_attribute("aria-pressed", "true")


def the_second_clock(reader: Reader) -> None:
    reader.open("date=2024-11-30&known=then")
    expect(reader.within(".missing")).to_be_visible()


def known_by_another_day(reader: Reader) -> None:
    reader.open("date=2024-12-05&known=2024-11-28")
    expect(reader.within(".known-day")).to_have_value("2024-11-28")
    expect(reader.within(".missing")).to_be_visible()


def another_lens(reader: Reader) -> None:
    reader.open("date=2024-12-01&lens=government")


def strikes_of_all_days(reader: Reader) -> None:
    reader.open("date=2024-12-03&window=all")
    expect(reader.within(".brush .edge")).to_be_visible()


def filters(reader: Reader) -> None:
    reader.open("date=2024-12-01&source=white-helmets")
    reader.unfold("filters")


def share(reader: Reader) -> None:
    reader.open("date=2024-12-01")
    reader.unfold("share")


def legend(reader: Reader) -> None:
    reader.open("date=2024-12-01")
    reader.unfold("legend")


def every_place(reader: Reader) -> None:
    reader.open("date=2024-12-01")
    reader.within("details.places summary").click()
    expect(reader.within(".places-list li").first).to_be_visible()


def search(reader: Reader) -> None:
    reader.open("date=2024-12-01")
    reader.type_into_search("ma")
    expect(reader.within(".search [role=option]").first).to_be_visible()
    reader.page.keyboard.press("ArrowDown")


def search_in_vain(reader: Reader) -> None:
    reader.open("date=2024-12-01")
    reader.type_into_search("Atlantis")
    expect(reader.within(".search li.none")).to_be_visible()


def a_report(reader: Reader) -> None:
    reader.open_report()


def a_report_with_faults(reader: Reader) -> None:
    reader.open_report()
    reader.within("dialog.report input[type=url]").fill("javascript:alert(1)")
    reader.within("dialog.report .send").click()
    expect(reader.within("dialog.report .fault").first).to_be_visible()


def a_report_sent(reader: Reader) -> None:
    reader.open_report()
    reader.within("dialog.report textarea").fill("The city was entered a day earlier: see the link.")
    reader.within("dialog.report .send").click()
    expect(reader.within("#report-thanks")).to_be_visible()


def a_newer_release(reader: Reader) -> None:
    reader.page.clock.install()
    reader.open("date=2024-12-01")

    def renamed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "release": "0123456789abcdef"})

    reader.page.route("**/latest.json", renamed)
    reader.page.clock.fast_forward(MINUTES_3)
    expect(reader.within(".newer")).to_be_visible()
    reader.page.clock.resume()


def without_network(reader: Reader) -> None:
    reader.open()
    for _ in range(100):
        if reader.page.evaluate(KEPT):
            break
        reader.page.wait_for_timeout(200)
    reader.page.context.set_offline(True)
    reader.page.reload()
    expect(reader.within(".kept")).to_be_visible()


def loading(reader: Reader) -> None:
    reader.page.route("**/published/**", lambda route: None)
    reader.visit("/")
    expect(reader.map).to_have_attribute("phase", "loading")


def nothing_published(reader: Reader) -> None:
    reader.answer("**/published/**", status=404)
    reader.visit("/")
    expect(reader.map).to_have_attribute("phase", "empty")


def no_answer(reader: Reader) -> None:
    reader.refuse("**/published/**")
    reader.visit("/")
    expect(reader.map).to_have_attribute("phase", "offline")


def files_that_make_no_sense(reader: Reader) -> None:
    reader.answer("**/latest.json", json={"release": 7})
    reader.visit("/")
    expect(reader.map).to_have_attribute("phase", "failed")


def a_lens_that_does_not_come(reader: Reader) -> None:
    # From the beginning: the page looks ahead at how far the lenses are from each other.
    reader.refuse("**/timeline-government*")
    reader.open("date=2024-12-01")
    reader.within("select.lens").select_option("government")
    expect(reader.within(".missed")).to_be_visible()


def reasons_that_do_not_come(reader: Reader) -> None:
    reader.refuse("**/why/**")
    reader.open("date=2024-12-01&at=36.93,35.95")
    expect(reader.within(".panel [role=alert]")).to_be_visible()


def without_scripts(reader: Reader) -> None:
    """The page as it is drawn where scripts are turned off; looked at in a browser where they run."""

    def bare(route: Route) -> None:
        answer = route.fetch()
        text = re.sub(r"<script[^>]*></script>|</?noscript>", "", answer.text())
        route.fulfill(response=answer, body=text)

    reader.page.route(re.compile(r"/\?lang="), bare)
    reader.visit("/")
    expect(reader.page.locator("article.day-text table")).to_be_visible()


def methodology(reader: Reader) -> None:
    reader.visit("/methodology/")
    expect(reader.page.locator("main h1")).to_be_visible()


def embedded(reader: Reader) -> None:
    reader.open("date=2024-11-30", path="/embed/northern-syria/")


def an_unknown_theatre(reader: Reader) -> None:
    reader.visit("/t/atlantis/")
    expect(reader.page.locator(".word")).to_be_visible()


STATES: dict[str, Callable[[Reader], None]] = {
    function.__name__.replace("_", " "): function
    for function in (
        start, a_quiet_day, playing, a_place, a_spot, a_spot_without_evidence, two_days, what_differs, the_second_clock,
        known_by_another_day, another_lens, strikes_of_all_days, filters, share, legend, every_place, search, search_in_vain, a_report,
        a_report_with_faults, a_report_sent, a_newer_release, without_network, loading, nothing_published, no_answer,
        files_that_make_no_sense, a_lens_that_does_not_come, reasons_that_do_not_come, without_scripts, methodology,
        embedded, an_unknown_theatre,
    )
}  # fmt: skip
