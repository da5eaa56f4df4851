"""Whoever runs no scripts reads the day in text; whoever runs them sees the map and not the text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site


@pytest.fixture
def scripts() -> bool:
    return False


@pytest.fixture
def browser_options(browser_options: dict[str, Any], scripts: bool) -> dict[str, Any]:
    return {**browser_options, "java_script_enabled": scripts}


def test_the_day_can_be_read_and_left_for_another(page: Any, live_site: Site):
    page.goto(live_site.url + "/")
    expect(page.get_by_role("heading", name="Northern Syria, 5 December 2024")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Aleppo Opposition"))).to_be_visible()
    page.get_by_role("link", name="Previous day").click()
    expect(page.get_by_role("heading", name="Northern Syria, 4 December 2024")).to_be_visible()
    page.get_by_role("link", name="Government sources").click()
    expect(page.get_by_text(re.compile("4 December 2024 · Government sources"))).to_be_visible()


def test_arabic_is_read_from_the_right(page: Any, live_site: Site):
    page.goto(live_site.url + "/?lang=ar&date=2024-11-30")
    heading = page.get_by_role("heading", name="شمال سوريا، ٣٠ تشرين الثاني ٢٠٢٤")
    expect(heading).to_be_visible()
    expect(heading).to_have_css("direction", "rtl")


@pytest.mark.parametrize("scripts", [True])
def test_with_scripts_the_text_gives_way_to_the_map(page: Any, live_site: Site):
    page.goto(live_site.url + "/")
    page.get_by_role("slider", name="Date").wait_for()
    assert page.locator(".day-text").first.is_hidden()
    assert page.get_by_role("heading", name="Northern Syria, 5 December 2024").count() == 0
