"""A reader finds an error, says so by mouse or by keyboard alone, and an editor finds it at the desk."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.installation import Site

TEXT = "The city was entered a day earlier: see the link."
READ = (
    "import json; from conflictmap.models import Notice; "
    "print(json.dumps(list(Notice.objects.values('place__slug', 'claim__place__slug', 'text', 'source_url', 'view'))))"
)


def filed(site: Site) -> list[dict[str, Any]]:
    return list(json.loads(site.manage("shell", "-v", "0", "-c", READ).strip().splitlines()[-1]))


def open_form(page: Page, site: Site, query: str = "") -> Any:
    page.goto(f"{site.url}/?date=2024-11-30&place=aleppo{query}")
    page.get_by_role("button", name=re.compile("Report an error|الإبلاغ عن خطأ")).click()
    return page.get_by_role("dialog", name=re.compile("Report an error|الإبلاغ عن خطأ"))


def test_what_is_sent_reaches_the_inbox(page: Page, fresh_site: Site):
    form = open_form(page, fresh_site)
    text = form.get_by_label("What is wrong?")
    expect(text).to_be_focused()
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("Say in at least 10 letters what is wrong.")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-invalid", "true")
    text.fill(TEXT)
    form.get_by_label("Where can that be read?").fill("javascript:alert(1)")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("This is no link")).to_be_visible()
    form.get_by_label("Where can that be read?").fill("https://news.example/aleppo")
    about = form.get_by_label("What is it about?")
    about.select_option(index=1)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("Thank you. An editor will look at it.")).to_be_visible()
    (kept,) = filed(fresh_site)
    assert kept == {
        "place__slug": "aleppo",
        "claim__place__slug": "aleppo",
        "text": TEXT,
        "source_url": "https://news.example/aleppo",
        "view": "date=2024-11-30&lens=assessed&known=now&place=aleppo",
    }


def test_it_can_be_done_by_keyboard_and_left_again(page: Page, fresh_site: Site):
    form = open_form(page, fresh_site)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    opener = page.get_by_role("button", name="Report an error")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    assert [kept["claim__place__slug"] for kept in filed(fresh_site)] == [None]


def test_without_the_server_nothing_typed_is_lost(page: Page, fresh_site: Site):
    form = open_form(page, fresh_site, "&lang=ar")
    form.get_by_label("ما الخطأ؟").fill(TEXT)
    page.context.set_offline(True)
    form.get_by_role("button", name="إرسال").click()
    expect(form.get_by_role("alert")).to_have_text("تعذّر الإرسال. نصّك محفوظ هنا: حاول مجددًا.")
    expect(form.get_by_label("ما الخطأ؟")).to_have_value(TEXT)
    page.context.set_offline(False)
    form.get_by_role("button", name="إرسال").click()
    expect(form.get_by_text("شكرًا. سينظر فيه محرر.")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("attribute", ["notices"])
def test_a_page_that_names_no_place_for_them_offers_no_form(page: Page, live_site: Site, attribute: str):
    page.goto(f"{live_site.url}/?date=2024-11-30&place=aleppo")
    expect(page.get_by_role("button", name="Report an error")).to_be_visible()
    page.locator("conflict-map").evaluate("(map, name) => map.removeAttribute(name)", attribute)
    expect(page.get_by_role("heading", name="Aleppo")).to_be_visible()
    expect(page.get_by_role("button", name="Report an error")).to_have_count(0)
