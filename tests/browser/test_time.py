"""Moving through time by every means: hand, wheel, touch, key and play, in both directions of reading and without motion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.installation import Site

DAYS = [f"2024-11-{day}" for day in range(26, 31)] + [f"2024-12-0{day}" for day in range(1, 6)]


def open_at(page: Page, site: Site, query: str = "") -> Page:
    page.goto(f"{site.url}/{query}")
    expect(map_of(page)).to_have_attribute("phase", "ready")
    return page


def map_of(page: Page) -> Any:
    return page.locator("conflict-map")


def slider(page: Page) -> Any:
    return page.locator("conflict-map .slider")


def wait_for_day(page: Page, day: str) -> None:
    expect(map_of(page)).to_have_attribute("date", day)


def number_shown(page: Page) -> int:
    return DAYS.index(map_of(page).get_attribute("date") or "")


@pytest.fixture
def opened(page: Page, live_site: Site) -> Page:
    return open_at(page, live_site, "?date=2024-11-30")


@pytest.fixture
def phone(browser: Browser, live_site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield open_at(context.new_page(), live_site, "?date=2024-11-30")
    context.close()


@pytest.fixture
def still(browser: Browser, live_site: Site) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield open_at(context.new_page(), live_site, "?date=2024-11-30")
    context.close()


def test_a_wheel_turns_a_day_a_notch(opened):
    slider(opened).hover()
    opened.mouse.wheel(0, 100)
    wait_for_day(opened, "2024-12-01")
    opened.mouse.wheel(0, -200)
    wait_for_day(opened, "2024-11-29")


def test_page_keys_move_a_week_and_arrows_a_day(opened):
    slider(opened).press("PageUp")
    wait_for_day(opened, "2024-12-05")
    slider(opened).press("PageDown")
    wait_for_day(opened, "2024-11-28")
    for key, day in (("ArrowUp", "2024-11-29"), ("ArrowDown", "2024-11-28"), ("ArrowLeft", "2024-11-27")):
        slider(opened).press(key)
        wait_for_day(opened, day)


def test_a_finger_drags_through_the_days(phone):
    box = slider(phone).bounding_box()
    y = box["y"] + box["height"] / 2
    session = phone.context.new_cdp_session(phone)

    def touch(kind: str, share: float | None) -> None:
        points = [] if share is None else [{"x": box["x"] + box["width"] * share, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.5)
    for share in (0.4, 0.3, 0.2, 0.05):
        touch("touchMove", share)
    touch("touchEnd", None)
    wait_for_day(phone, DAYS[0])


def test_on_a_phone_all_that_is_pressed_is_large_enough_for_a_thumb_and_in_its_reach(phone):
    for control in phone.locator("conflict-map .timebar :is(button, select)").all():
        box = control.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, control.get_attribute("aria-label")
        assert box["y"] > 844 * 0.6
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_a_hand_moves_the_front_between_two_days_and_it_settles_on_a_day(opened):
    box = slider(opened).bounding_box()
    y = box["y"] + box["height"] / 2

    def front() -> str:
        return str(
            opened.evaluate(
                "document.querySelector('conflict-map').shadowRoot.querySelector('canvas.front').toDataURL()"
            )
        )

    opened.wait_for_timeout(500)
    before = front()
    opened.mouse.move(box["x"] + box["width"] * 0.45, y)
    opened.mouse.down()
    opened.mouse.move(box["x"] + box["width"] * 0.48, y, steps=3)
    opened.wait_for_timeout(300)
    between = front()
    assert between != before
    opened.mouse.up()
    wait_for_day(opened, "2024-11-30")
    expect(slider(opened)).to_have_attribute("aria-valuetext", "30 November 2024")
    opened.wait_for_timeout(800)
    assert front() == before


def test_without_motion_a_hand_moves_from_day_to_day(still):
    box = slider(still).bounding_box()
    y = box["y"] + box["height"] / 2
    seen = set()
    still.mouse.move(box["x"] + box["width"] * 0.45, y)
    still.mouse.down()
    for share in (0.46, 0.48, 0.5, 0.52, 0.54):
        still.mouse.move(box["x"] + box["width"] * share, y)
        still.wait_for_timeout(60)
        seen.add(
            still.evaluate("document.querySelector('conflict-map').shadowRoot.querySelector('.thumb').style.transform")
        )
    still.mouse.up()
    assert len(seen) == 2


def test_the_next_and_the_last_change_are_one_press_away(opened):
    slider(opened).press("End")
    wait_for_day(opened, "2024-12-05")
    seen = [number_shown(opened)]
    back = opened.get_by_role("button", name="Back to the last change")
    for _ in range(3):
        back.click()
        expect(map_of(opened)).not_to_have_attribute("date", DAYS[seen[-1]])
        seen.append(number_shown(opened))
        if seen[-1] > 0:
            expect(opened.locator("conflict-map .panel .change").first).to_be_visible()
    assert seen == sorted(seen, reverse=True)
    slider(opened).press("Shift+ArrowRight")
    wait_for_day(opened, DAYS[seen[-2]])


def test_play_has_speeds_and_goes_over_and_over_when_told(page, live_site):
    open_at(page, live_site, "?date=2024-12-04")
    page.get_by_label("Speed", exact=True).select_option("8")
    loop = page.get_by_role("button", name="Repeat")
    loop.click()
    expect(loop).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_day(page, "2024-12-05")
    expect(map_of(page)).to_have_attribute("date", re.compile("2024-11-2"))
    page.get_by_role("button", name="Pause", exact=True).click()


def test_strikes_of_a_window_of_days_are_in_the_address_and_set_by_key(page, live_site):
    open_at(page, live_site, "?date=2024-12-03&window=3")
    edge = page.get_by_role("slider", name="Strikes shown from")
    expect(edge).to_have_attribute("aria-valuetext", "1 December 2024")
    edge.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuetext", "30 November 2024")
    page.wait_for_url(re.compile("window=4"))
    page.get_by_label("Days whose strikes are shown").select_option("0")
    page.wait_for_url(re.compile("window=all"))
    page.reload()
    expect(edge).to_have_attribute("aria-valuenow", "0")


def test_in_arabic_time_runs_from_right_to_left(page, live_site):
    open_at(page, live_site, "?lang=ar&date=2024-11-30")
    box = slider(page).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.96, box["y"] + box["height"] / 2)
    wait_for_day(page, DAYS[0])
    slider(page).press("ArrowLeft")
    wait_for_day(page, DAYS[1])
    slider(page).press("ArrowRight")
    wait_for_day(page, DAYS[0])


def test_the_date_stands_still_while_it_plays(phone):
    where = set()
    phone.get_by_role("button", name="Play", exact=True).click()
    for _ in range(8):
        box = phone.locator("conflict-map .date time").bounding_box()
        weekday = phone.locator("conflict-map .date .weekday").bounding_box()
        where.add((round(box["x"]), round(box["y"]), round(weekday["x"] + weekday["width"])))
        phone.wait_for_timeout(400)
    assert len(where) == 1


def canvas_of(page: Page, pane: str) -> Any:
    return page.locator(f"conflict-map .leaflet-{pane}-pane")


def test_two_days_stand_beside_each_other_with_a_line_that_a_key_moves(page, live_site):
    open_at(page, live_site, "?date=2024-12-05&compare=2024-11-27")
    line = page.get_by_role("slider", name="Line between the two maps")
    expect(line).to_have_attribute("aria-valuenow", "50")
    expect(page.locator("conflict-map .side.here")).to_have_text("5 December 2024")
    expect(page.locator("conflict-map .side.there")).to_have_text("27 November 2024")
    expect(canvas_of(page, "areas-beside").locator("canvas.areas")).to_have_count(1)
    before = canvas_of(page, "areas").evaluate("pane => pane.style.clipPath")
    line.press("ArrowLeft")
    expect(line).to_have_attribute("aria-valuenow", "45")
    assert canvas_of(page, "areas").evaluate("pane => pane.style.clipPath") != before
    box, stage = line.bounding_box(), page.locator("conflict-map .stage").bounding_box()
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.8, box["y"] + 22, steps=4)
    page.mouse.up()
    expect(line).to_have_attribute("aria-valuenow", "80")


def test_the_shown_day_can_be_kept_beside_and_what_differs_is_marked(page, live_site):
    open_at(page, live_site, "?date=2024-11-27")
    page.get_by_label("Compare", exact=True).select_option("this")
    page.wait_for_url(re.compile("compare=2024-11-27"))
    slider(page).press("End")
    wait_for_day(page, "2024-12-05")
    mark = page.get_by_role("button", name="Mark what differs")
    mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(canvas_of(page, "areas-beside")).to_be_hidden()
    inked = "pane => pane.querySelector('canvas').getContext('2d').getImageData(0, 0, 2000, 2000).data.some(v => v > 0)"
    page.wait_for_timeout(500)
    assert canvas_of(page, "difference").evaluate(inked)
    page.wait_for_url(re.compile("differ=1"))
    page.reload()
    expect(mark).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.locator("conflict-map .comparison")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("compare"))


def test_two_lenses_stand_beside_each_other_day_by_day(page, live_site):
    open_at(page, live_site, "?date=2024-12-01&compare=government")
    expect(page.locator("conflict-map .side.there")).to_have_text(re.compile("overnment"))
    slider(page).press("ArrowLeft")
    wait_for_day(page, "2024-11-30")
    expect(canvas_of(page, "areas-beside").locator("canvas.areas")).to_have_count(1)


def test_a_day_as_it_was_known_then_says_what_was_not_yet_reported(page, live_site):
    open_at(page, live_site, "?date=2024-11-30&known=then")
    line = page.locator("conflict-map .missing")
    expect(line).to_contain_text("30 November 2024 as it was known that day: not yet reported was that")
    slider(page).press("ArrowRight")
    expect(line).to_contain_text("1 December 2024 as it was known that day")
    page.get_by_label("What was known when").select_option("now")
    expect(line).to_be_hidden()
