"""What moving through time costs: the canvases are as small as the view while it moves, and whole again once it rests."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.installation import Site


def slider(page: Page) -> Any:
    return page.locator("conflict-map .slider")


def canvas(page: Page, name: str) -> Any:
    return page.locator(f"conflict-map canvas.{name}")


@pytest.fixture
def opened(page: Page, live_site: Site) -> Page:
    page.goto(f"{live_site.url}/?date=2024-11-30")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    return page


def hold(page: Page, share: float) -> None:
    box = slider(page).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * share, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (share + 0.03), y, steps=3)


def test_while_time_moves_the_canvases_are_the_view_and_at_rest_they_reach_beyond(opened):
    view = opened.locator("conflict-map .map").bounding_box()
    view_width, wide = str(round(view["width"])), str(round(view["width"]) + 2 * round(view["width"] / 4))
    for name in ("areas", "front"):
        expect(canvas(opened, name)).to_have_attribute("width", wide)
    hold(opened, 0.45)
    for name in ("areas", "front"):
        expect(canvas(opened, name)).to_have_attribute("width", view_width)
    opened.mouse.up()
    for name in ("areas", "front"):
        expect(canvas(opened, name)).to_have_attribute("width", wide)


def test_a_map_that_is_dragged_while_it_plays_shows_no_gap(opened):
    wide = canvas(opened, "areas").get_attribute("width")
    opened.get_by_role("button", name="Play", exact=True).click()
    expect(canvas(opened, "areas")).not_to_have_attribute("width", wide)
    view = opened.locator("conflict-map .map").bounding_box()
    opened.mouse.move(view["x"] + 400, view["y"] + 300)
    opened.mouse.down()
    opened.mouse.move(view["x"] + 440, view["y"] + 310, steps=4)
    expect(canvas(opened, "areas")).to_have_attribute("width", wide)
    opened.mouse.up()
    expect(canvas(opened, "areas")).not_to_have_attribute("width", wide)
    opened.get_by_role("button", name="Pause", exact=True).click()
    expect(canvas(opened, "areas")).to_have_attribute("width", wide)


def test_a_canvas_with_nothing_on_it_is_not_shown(opened):
    slider(opened).press("ArrowRight")
    expect(canvas(opened, "gained")).to_have_css("visibility", "visible")
    slider(opened).press("Home")  # nothing is gained on the first day
    expect(canvas(opened, "gained")).to_have_css("visibility", "hidden")
