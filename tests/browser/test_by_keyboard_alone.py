"""The whole page by keyboard alone: every control is reached in order, seen to have the focus, used, and left again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_states import Reader
from tests.installation import Site

#: What has the focus, within the shadow root: its name, its region, and whether it is seen to have it.
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body || element.localName === "conflict-map") return null;
  const style = getComputedStyle(element);
  const regions = ["top", "stage", "panel", "footline", "timebar", "report"];
  const box = element.getBoundingClientRect();
  return {
    name: element.getAttribute("aria-label") || element.textContent.trim().slice(0, 60),
    region: regions.find((name) => element.closest("." + name)) ?? "",
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0,
    outline: style.outlineStyle + " " + style.outlineWidth,
  };
}"""
#: More steps than any way here needs; a trap takes them all.
MOST = 120


@pytest.fixture
def reader(page: Page, live_site: Site) -> Reader:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_site.url)
    return Reader(page, live_site, "en")


def focused(page: Page) -> dict[str, Any] | None:
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    assert found is None or found["seen"], f"nobody sees that the focus is on {found}"
    return found


def has_focus(control: Locator) -> bool:
    return bool(control.evaluate("element => element.getRootNode().activeElement === element"))


def tab_to(page: Page, control: Locator, key: str = "Tab") -> Locator:
    """Go on by Tab until a control has the focus, which is seen at every step."""
    expect(control).to_be_visible()
    for _ in range(MOST):
        page.keyboard.press(key)
        focused(page)
        if has_focus(control):
            return control
    raise AssertionError(f"{MOST} steps do not lead to {control}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_tab_goes_through_the_page_in_the_order_in_which_it_is_read_and_out_again(reader: Reader) -> None:
    reader.open("date=2024-11-26")
    seen = []
    for _ in range(MOST):
        reader.page.keyboard.press("Tab")
        now = focused(reader.page)
        if now is None:
            break
        seen.append(now)
    else:
        raise AssertionError("the focus never leaves the page")
    order = ["top", "stage", "panel", "footline", "timebar"]
    regions = [order.index(one["region"]) for one in seen]
    assert regions == sorted(regions)
    names = [one["name"] for one in seen]
    for wanted in ("Search places", "Whose claims count", "Zoom in", "Legend", "Share", "Play", "Date"):
        assert names.count(wanted) == 1, names


def test_a_whole_visit(reader: Reader) -> None:
    page = reader.page
    reader.open("date=2024-11-28")

    # Time: a day, the next change, play and stop.
    slider = tab_to(page, reader.within(".slider"))
    press(page, "ArrowRight")
    expect(reader.map).to_have_attribute("date", "2024-11-29")
    press(page, "Shift+ArrowRight")
    expect(reader.map).to_have_attribute("date", "2024-11-30")
    tab_to(page, reader.within("button.play"), "Shift+Tab")
    press(page, "Enter")
    expect(reader.map).to_have_attribute("playing", "")
    press(page, "Enter")
    expect(reader.map).not_to_have_attribute("playing", "")
    tab_to(page, slider)
    press(page, "End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(reader.map).to_have_attribute("date", "2024-12-01")

    # Whose word, and as known when.
    tab_to(page, reader.within("select.lens"), "Shift+Tab")
    press(page, "ArrowDown")
    expect(reader.map).not_to_have_attribute("lens", "assessed")
    press(page, "ArrowUp")
    expect(reader.map).to_have_attribute("lens", "assessed")
    tab_to(page, reader.within("select.clock"))
    press(page, "ArrowDown")
    expect(reader.map).to_have_attribute("known", "then")
    press(page, "ArrowUp")
    expect(reader.map).to_have_attribute("known", "now")

    # A place by its name; why; the report behind a claim; and back.
    tab_to(page, reader.within(".search input"), "Shift+Tab")
    page.keyboard.type("halab")
    expect(reader.within(".search [role=option]").first).to_contain_text("Aleppo")
    press(page, "ArrowDown", "Enter")
    expect(reader.map).to_have_attribute("place", "aleppo")
    expect(reader.within(".place-name")).to_be_focused()
    source = tab_to(page, reader.within("article.claim a[href^=http]").first)
    expect(source).to_have_attribute("rel", re.compile("noopener"))

    # An error is reported, or not.
    tab_to(page, reader.within("button.wrong"))
    press(page, "Enter")
    expect(reader.within("dialog.report textarea")).to_be_focused()
    for _ in range(8):
        press(page, "Tab")
        now = focused(page)
        assert now is None or now["region"] == "report"
    press(page, "Escape")
    expect(reader.within("dialog.report")).to_be_hidden()
    expect(reader.within("button.wrong")).to_be_focused()
    tab_to(page, reader.within("button.back"), "Shift+Tab")
    press(page, "Enter")
    expect(reader.map).not_to_have_attribute("place", re.compile("."))

    # Two days beside each other.
    compare = tab_to(page, reader.within("select.compare"), "Shift+Tab")
    press(page, "ArrowDown")
    expect(reader.within(".side.there")).to_have_text("1 December 2024")
    line = tab_to(page, reader.within(".handle"))
    press(page, "ArrowLeft", "ArrowLeft")
    expect(line).to_have_attribute("aria-valuenow", "40")
    tab_to(page, reader.within("button.end"))
    press(page, "Enter")
    expect(compare).to_be_focused()

    # Strikes of one source, and the link of what is seen.
    tab_to(page, reader.within(".filters summary"))
    press(page, "Enter", "Tab", "Space")
    expect(reader.within(".filters summary")).to_have_text(re.compile(r"Strikes: \d+ of \d+"))
    press(page, "Escape")
    expect(reader.within(".filters")).not_to_have_attribute("open", "")
    expect(reader.within(".filters summary")).to_be_focused()
    tab_to(page, reader.within(".share summary"))
    press(page, "Enter")
    tab_to(page, reader.page.get_by_role("button", name="Copy the link"))
    press(page, "Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    press(page, "Escape")
    expect(reader.within(".share")).not_to_have_attribute("open", "")


def test_what_comes_later_does_not_take_the_focus_away(reader: Reader) -> None:
    held = []
    reader.page.route("**/why/**", lambda route: held.append(route))
    reader.open("date=2024-12-01&at=36.93,35.95")
    back = tab_to(reader.page, reader.within("button.back"))
    held[0].continue_()
    expect(reader.within(".deciders > li").first).to_be_visible()
    expect(back).to_be_focused()
