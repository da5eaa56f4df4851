"""Strikes as a reader finds them: filtered in a quiet fold, in step with the list, the bars and the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site


@pytest.fixture
def opened(page: Any, live_site: Site) -> Any:
    page.goto(f"{live_site.url}/?date=2024-12-01")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    return page


def listed(page: Any) -> Any:
    return page.locator("conflict-map .panel article.strike")


def unfold(page: Any) -> Any:
    page.locator("conflict-map .filters summary").click()
    return page.get_by_role("group", name="Source")


def bars(page: Any) -> str:
    """What the bars of the time line look like."""
    return str(page.locator("conflict-map .bars").evaluate("canvas => canvas.toDataURL()"))


def test_choosing_a_source_leaves_its_strikes_and_is_kept_in_the_address(opened):
    everything, before = listed(opened).count(), bars(opened)
    group = unfold(opened)
    group.get_by_label("White Helmets").check()
    expect(listed(opened)).to_have_count(1)
    expect(listed(opened)).to_contain_text("4 civilians killed")
    expect(opened.locator("conflict-map .filters summary")).to_have_text("Strikes: 1 of 15")
    opened.wait_for_url(re.compile("source=white-helmets"))
    assert bars(opened) != before
    opened.get_by_role("button", name="Show all").click()
    expect(listed(opened)).to_have_count(everything)
    assert bars(opened) == before


def test_an_address_with_a_filter_opens_filtered(page, live_site):
    page.goto(f"{live_site.url}/?date=2024-12-01&grading=weak&attacker=russia")
    expect(page.locator("conflict-map .filters summary")).to_have_text(re.compile(r"Strikes: \d+ of 15"))
    for text in listed(page).all_inner_texts():
        assert "weakly supported" in text and "Russia" in text


def test_a_filter_is_chosen_by_keyboard_alone_and_the_focus_stays(opened):
    opened.locator("conflict-map .filters summary").focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    expect(opened.locator("conflict-map .filters summary")).to_have_text(re.compile(" of 15"))
    focused = "() => document.activeElement.shadowRoot.activeElement.checked"
    assert opened.evaluate(focused) is True


def test_one_fold_at_a_time_lies_on_the_map(opened):
    opened.locator("conflict-map .legend summary").first.click()
    unfold(opened)
    assert opened.locator("conflict-map .folds details[open]").count() == 1
