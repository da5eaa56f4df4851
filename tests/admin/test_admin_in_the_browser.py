"""The desk in a real browser: maps, date pickers and searches work, and the content security policy is kept on every page.

The `page` fixture fails a test at its end when a script failed, the policy was broken or another machine was asked.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.installation import Site

pytestmark = pytest.mark.browser
REPORT = (
    "On Thursday opposition forces took control of Jisr al-Shughur, and shells fell on Hama. In Aleppo it was quiet."
)
HOSTILE = 'Nowhere<img src=x onerror="document.title=1">'


def sign_in(page: Page, site: Site) -> None:
    name, password = site.editor
    page.goto(f"{site.url}/admin/")
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What there is to do")).to_be_visible()


def choose(page: Page, field: str, words: str, label: str) -> None:
    """Search a select as one types, and take the suggestion that starts with `label`."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option", has_text=label).first.click()


def test_a_report_is_taken_in_reviewed_and_becomes_a_new_release(page: Page, fresh_site: Site) -> None:
    sign_in(page, fresh_site)
    before = page.request.get(f"{fresh_site.url}/published/northern-syria/latest.json").json()["release"]

    page.get_by_role("link", name="Add a report").click()
    choose(page, "source", "observatory", "Syrian Observatory")
    page.get_by_label("Title:").fill("Fighting in the west")
    page.locator("#id_published_at_0").fill("2024-12-05")
    page.locator("#id_published_at_1").fill("18:00:00")
    page.get_by_label("Text:").fill(REPORT)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The report is taken in.")).to_be_visible()
    expect(page.locator(".report-text mark", has_text="Hama")).to_be_visible()

    page.locator(".report-text mark", has_text="Hama").click()
    expect(page.locator("#mention-map .desk-pin").first).to_be_visible()
    expect(page.locator("#mention-map canvas")).to_be_visible()
    page.locator("#mention-map .desk-pin", has_text="1").first.click()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.get_by_role("button", name="Save and draft a claim").click()

    expect(page.get_by_role("heading", name="Add claim")).to_be_visible()
    expect(page.locator(".field-place .select2-selection__rendered")).to_contain_text("Hama")
    page.get_by_label("Actor:").select_option(label="HTS-led opposition")
    page.locator("#id_relation").select_option("entered")
    page.get_by_label("Summary:").fill("The observatory says that opposition forces entered Hama.")
    # The date picker, which Django builds by script.
    page.locator(".field-date_start .date-icon").first.click()
    page.locator(".calendarbox:visible .calendar td a", has_text="4").first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()

    after = page.request.get(f"{fresh_site.url}/published/northern-syria/latest.json").json()["release"]
    assert after != before
    page.goto(f"{fresh_site.url}/admin/conflictmap/release/")
    expect(page.locator("#result_list")).to_contain_text(after[:12])


def test_a_place_is_set_by_a_click_on_the_map_that_needs_no_tiles(page: Page, fresh_site: Site) -> None:
    sign_in(page, fresh_site)
    page.goto(f"{fresh_site.url}/admin/conflictmap/place/add/")
    page.get_by_label("Name:", exact=True).fill(HOSTILE)
    page.get_by_label("Slug:").fill("nowhere")
    page.get_by_label("Kind:").select_option("village")
    expect(page.locator(".leaflet-container canvas")).to_be_visible()  # boundary, land and places are drawn
    page.locator(".leaflet-container").click(position={"x": 380, "y": 200})
    expect(page.locator(".desk-pin.point")).to_be_visible()
    longitude, latitude = (float(page.locator(f"#id_{name}").input_value()) for name in ("longitude", "latitude"))
    assert 30 < longitude < 45 and 30 < latitude < 40

    # Typed coordinates move the point, and a drag moves the coordinates.
    page.locator("#id_longitude").fill("36.8039")
    page.locator("#id_latitude").fill("35.8643")
    page.locator("#id_latitude").press("Tab")
    assert '"coordinates":[36.8039,35.8643]' in page.locator("textarea[name=point]").input_value()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert page.locator("#id_longitude").input_value() == "36.8039"

    expect(page.locator(".leaflet-container canvas")).to_be_visible()
    page.locator(".leaflet-container").scroll_into_view_if_needed()
    box = page.locator(".desk-pin.point").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 11, box["y"] + 11)
    page.mouse.down()
    page.mouse.move(box["x"] + 71, box["y"] + 11, steps=4)
    page.mouse.up()
    assert float(page.locator("#id_longitude").input_value()) > 36.8039

    # Its name is drawn on another place's map as text, never as HTML.
    page.goto(f"{fresh_site.url}/admin/conflictmap/place/?q=saraqib")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator(".leaflet-container canvas")).to_be_visible()
    assert page.evaluate("document.title") != "1"
    assert page.evaluate("document.querySelectorAll('img[onerror]').length") == 0


def test_every_page_of_the_desk_keeps_the_policy(page: Page, live_site: Site) -> None:
    sign_in(page, live_site)
    for name in ("report", "mention", "claim", "strike", "place", "source", "actor", "theatre", "release"):
        page.goto(f"{live_site.url}/admin/conflictmap/{name}/")
        page.locator("#result_list tbody th a").first.click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("#content h1")).to_be_visible()
        if name not in ("mention", "release"):
            page.goto(f"{live_site.url}/admin/conflictmap/{name}/add/")
            page.wait_for_load_state("networkidle")
    for address in ("auth/user/", "auth/group/add/", "axes/accessattempt/", "password_change/"):
        page.goto(f"{live_site.url}/admin/{address}")
        page.wait_for_load_state("networkidle")


def test_a_broken_policy_would_be_seen(browser: Any, live_site: Site) -> None:
    """The listener that the other tests rely on hears a violation when there is one."""
    heard: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda line: heard.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(f"{live_site.url}/admin/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)
    context.close()
    assert heard


def test_the_lockout_page_is_drawn(page: Page, fresh_site: Site) -> None:
    page.goto(f"{fresh_site.url}/admin/login/")
    for _ in range(5):
        page.get_by_label("Username:").fill("editor")
        page.get_by_label("Password:").fill("wrong")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
    page.get_by_role("link", name="Back to the login").click()
    page.get_by_label("Username:").fill("editor")
    page.get_by_label("Password:").fill(fresh_site.editor[1])
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
