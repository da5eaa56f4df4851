"""Axe finds nothing wrong in any state of the page: in both colour schemes and languages, on a desk and on a phone."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser_states import STATES, Reader
from tests.installation import Site
from tests.services import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 up to AA, and what is good practice besides; of what the colours change, only those rules are asked again.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """async ([type, values]) => (await axe.run(document, {runOnly: {type, values}, resultTypes: ["violations"]}))
  .violations.flatMap(({id, nodes}) => nodes.map(({target, any, all, none}) =>
    [id, target.flat().join(" >> "), ...[...any, ...all, ...none].map(({message}) => message)].join(": ")))"""


@pytest.fixture
def browser_options(browser_options: dict[str, Any]) -> dict[str, Any]:
    return {**browser_options, "viewport": SIZES["desk"], "reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def own_site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory, services_stack: Any) -> Site:
    """A site of this module's own, since a reader reports an error to it."""
    site = Site(tmp_path_factory.mktemp("everyone"))
    shutil.copytree(prepared_site.var, site.var)
    services_stack.callback(site.stop)
    site.start()
    return site


def violations(page: Page, only_colours: bool = False) -> list[str]:
    """What axe has against the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {AXE.read_text()} }}")
    return list(page.evaluate(RUN, ["rule", COLOURS] if only_colours else ["tag", TAGS]))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_wrong(page: Page, own_site: Site, state: str, language: str) -> None:
    STATES[state](Reader(page, own_site, language))
    found = {}
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            found[f"{size}, {colours}"] = violations(page, colours == "dark")
    assert {where: what for where, what in found.items() if what} == {}


def test_axe_sees_into_the_map(page: Page, live_site: Site) -> None:
    """A check that cannot fail is none: a button without a name inside of the element is found."""
    reader = Reader(page, live_site, "en")
    reader.open()
    page.evaluate(
        "document.querySelector('conflict-map').shadowRoot.querySelector('.play').removeAttribute('aria-label')"
    )
    page.evaluate("document.querySelector('conflict-map').shadowRoot.querySelector('.play').removeAttribute('title')")
    assert any(found.startswith("button-name: ") for found in violations(page))
