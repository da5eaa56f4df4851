"""What is written on the map covers neither what else is written nor the front: read from the canvases as they were drawn."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser_states import Reader
from tests.installation import Site

DAYS = [f"2024-11-{day}" for day in range(26, 31)] + [f"2024-12-0{day}" for day in range(1, 6)]
#: Keeps, of every canvas, what was written since it was last wiped, with the box of its ink in pixels of the canvas.
LISTEN = """
const pen = CanvasRenderingContext2D.prototype;
const [fill, wipe] = [pen.fillText, pen.clearRect];
pen.clearRect = function (...box) { this.canvas.written = []; wipe.apply(this, box); };
pen.fillText = function (text, x, y) {
  const ink = this.measureText(text);
  const {a, e, f} = this.getTransform();
  (this.canvas.written ??= []).push({
    text, left: (x - ink.actualBoundingBoxLeft) * a + e, right: (x + ink.actualBoundingBoxRight) * a + e,
    top: (y - ink.actualBoundingBoxAscent) * a + f, bottom: (y + ink.actualBoundingBoxDescent) * a + f,
  });
  fill.call(this, text, x, y);
};
"""
READ = """async (ending) => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  for (let i = 0; i < 4; i++) await frame();
  const {shadowRoot} = document.querySelector("conflict-map");
  const canvas = (pane, name) => shadowRoot.querySelector(`.leaflet-${pane}${ending}-pane canvas.${name}`);
  const [labels, front] = [canvas("places", "labels"), canvas("front", "front")];
  const pen = front.getContext("2d");
  // The two canvases need not begin at one corner.
  const [here, there] = [labels, front].map((one) => one.getBoundingClientRect());
  const ratio = front.width / there.width;
  const [dx, dy] = [(here.left - there.left) * ratio, (here.top - there.top) * ratio];
  return labels.written.map((one) => {
    const box = [one.left + dx, one.top + dy, Math.max(one.right - one.left, 1), Math.max(one.bottom - one.top, 1)];
    const {data} = pen.getImageData(...box.map(Math.round));
    let line = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 200) line++;
    return {...one, line};
  });
}"""


@pytest.fixture
def browser_options(browser_options: dict[str, Any]) -> dict[str, Any]:
    return {**browser_options, "reduced_motion": "reduce"}


def opened(page: Page, site: Site, query: str, language: str = "en") -> Reader:
    page.add_init_script(LISTEN)
    reader = Reader(page, site, language)
    reader.open(query)
    return reader


def written(page: Page, ending: str = "") -> list[dict[str, Any]]:
    """What is written on the map: text, left, top, right and bottom, and how many pixels of the front lie under it."""
    return list(page.evaluate(READ, ending))


def collisions(texts: list[dict[str, Any]]) -> list[str]:
    """Texts that lie on each other or on the front."""
    found = [f"{one['text']} lies on the front" for one in texts if one["line"]]
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
            high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if wide > 1 and high > 1:
                found.append(f"{one['text']} lies on {other['text']}")
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_on_no_day_does_a_label_lie_on_another_or_on_the_front(
    page: Page, live_site: Site, width: int, height: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    reader = opened(page, live_site, f"date={DAYS[0]}", language)
    for day in DAYS:
        reader.map.evaluate("(map, day) => map.setAttribute('date', day)", day)
        texts = written(page)
        assert len(texts) > 8
        assert collisions(texts) == [], day


@pytest.mark.parametrize("zoom", ["z=9&lat=35.4&lng=36.8", "z=10.5&lat=36.2&lng=37.2"])
def test_nor_does_it_where_the_map_is_seen_from_nearer(page: Page, live_site: Site, zoom: str) -> None:
    opened(page, live_site, f"date=2024-11-30&{zoom}")
    texts = written(page)
    assert len(texts) > 8
    assert collisions(texts) == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_the_day_s_great_place_and_the_sum_of_the_killed_are_written(
    page: Page, live_site: Site, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, live_site, "date=2024-11-30")
    texts = [one["text"] for one in written(page)]
    assert {"Aleppo", "SDF", "GOVERNMENT"} <= set(texts)
    assert width > 700 or "at least 4" in texts


def test_no_label_is_cut_by_the_line_between_two_maps(page: Page, live_site: Site) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    reader = opened(page, live_site, "date=2024-12-05&compare=2024-11-27")
    reader.within(".handle").press("ArrowLeft")
    margin, size = page.evaluate(
        """() => {
          const {shadowRoot} = document.querySelector("conflict-map");
          const {width} = shadowRoot.querySelector(".map").getBoundingClientRect();
          return [Math.round(width / 4), width];
        }"""
    )
    line = margin + size * 0.45
    until = time.monotonic() + 20
    while True:
        # The labels follow once the line rests.
        own, beside = written(page), written(page, "-beside")
        cut = [one["text"] for one in own if one["right"] > line] + [
            one["text"] for one in beside if one["left"] < line
        ]
        if not cut or time.monotonic() > until:
            break
    assert cut == []
    assert collisions(own) == [] and collisions(beside) == []
