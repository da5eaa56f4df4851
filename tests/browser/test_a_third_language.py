"""A third language is one file: with a made-up one, written in Greek letters, no English is left on the page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser_states import Reader
from tests.installation import Site
from tests.services import ROOT

FRONTEND = ROOT / "frontend"
#: Every word in Greek letters, whatever the English table makes of what it is handed; days and numbers as in Greece.
MADE_UP = """
import { en, type Words } from "./en";
const LATIN = "abcdefghijklmnopqrstuvwxyz";
const GREEK = "αβκδεφγηιζκλμνοπθρστυβωξψζ";
const turn = (text: string): string => text.toLowerCase().replace(/[a-z]/g, (letter) => GREEK[LATIN.indexOf(letter)]!);
function made(value: unknown): unknown {
  if (typeof value === "string") return turn(value);
  if (typeof value === "function") return (...given: unknown[]) => turn(String(value(...given)));
  if (Array.isArray(value)) return value.map(made);
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, made(one)]));
  return value;
}
export const zz = { ...(made(en) as Words), locale: "el", direction: "ltr" } as Words;
"""
#: All that is said on the page: what is seen, and what is read aloud.
SAID = """() => {
  const root = document.querySelector("conflict-map").shadowRoot;
  const said = [];
  for (const element of root.querySelectorAll("*")) {
    // Names that the data have in two scripts, and other languages' own names.
    if (element.closest("style, .language, .credit")) continue;
    for (const node of element.childNodes) if (node.nodeType === 3) said.push(node.data);
    for (const name of ["aria-label", "aria-valuetext", "aria-roledescription", "title", "placeholder"]) {
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
    }
  }
  return said.map((text) => text.trim()).filter((text) => /[A-Za-z]{2}/.test(text));
}"""
#: Words in Latin letters that follow each other.
LATIN = re.compile(r"[A-Za-z][A-Za-z' -]*[A-Za-z]")
SIGHTS: dict[str, tuple[str, Callable[[Reader], None]]] = {
    "a day": ("date=2024-12-01", lambda reader: reader.unfold("legend")),
    "a place": ("date=2024-12-01&place=aleppo", lambda reader: reader.within("button.wrong").click()),
    "a spot": ("date=2024-12-01&at=36.93,35.95", lambda reader: reader.within(".deciders > li").first.wait_for()),
    "strikes": ("date=2024-12-01&window=all&source=white-helmets", lambda reader: reader.unfold("filters")),
    "two days": ("date=2024-12-05&compare=2024-11-27", lambda reader: reader.unfold("share")),
    "the second clock": ("date=2024-11-30&known=then", lambda reader: reader.within(".missing").wait_for()),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's script with one file more among its words."""
    folder = tmp_path_factory.mktemp("frontend")
    for name in ("src", "worker", "public"):
        shutil.copytree(FRONTEND / name, folder / name)
    for name in ("vite.config.ts", "package.json", "tsconfig.json"):
        shutil.copy(FRONTEND / name, folder / name)
    (folder / "node_modules").symlink_to(FRONTEND / "node_modules")
    (folder / "src" / "words" / "zz.ts").write_text(MADE_UP)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=folder, check=True, capture_output=True)
    return folder / "dist"


def data_of(site: Site) -> str:
    """Everything that the release itself says, which is in the language of its sources."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from texts(one)

    release = next((site.var / "published" / "northern-syria").glob("*/release.json")).parent
    return "\n".join(text for file in sorted(release.glob("*.json")) for text in texts(json.loads(file.read_text())))


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_english_is_left(page: Page, live_site: Site, built: Path, sight: str) -> None:
    def ours(route: Route) -> None:
        name = re.sub(r"conflict-map[.\w]*\.js$", "conflict-map.js", route.request.url.split("/")[-1].split("?")[0])
        file = built / name
        if file.exists():
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.continue_()

    page.route("**/*.js", ours)
    query, look = SIGHTS[sight]
    reader = Reader(page, live_site, "en")
    reader.open(query)
    reader.map.evaluate("map => { map.setAttribute('lang', 'zz'); }")
    reader.within(".title").wait_for()
    page.locator("conflict-map[phase=ready]").wait_for()
    reader.within(".panel-body h3").first.wait_for()
    look(reader)
    data = data_of(live_site)
    # What stands in the data may stand on the page: names, what was said, a release's hash.
    left = [run for text in page.evaluate(SAID) for run in LATIN.findall(text) if run not in data]
    assert left == []
    assert reader.within("button.play").get_attribute("aria-label") == "πλαψ"


def test_each_language_links_to_all_others(page: Page, live_site: Site) -> None:
    reader = Reader(page, live_site, "ar")
    reader.open()
    expect(reader.within("a.language")).to_have_text(["English"])
    reader.within("a.language").click()
    page.wait_for_url(re.compile("lang=en"))
    expect(reader.within("a.language")).to_have_text(["العربية"])
