"""What is seen can be taken along: as a link, a picture, data, a film, and as lines for another page."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.installation import Site

VIEW = "/?date=2024-11-30"


@pytest.fixture
def opened(page: Any, live_site: Site) -> Any:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_site.url)
    page.goto(live_site.url + VIEW)
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    page.get_by_text("Share", exact=True).click()
    return page


def saved(page: Any, label: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def clipboard(page: Any, label: str) -> str:
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    return page.evaluate("() => navigator.clipboard.readText()")


def test_the_link_leads_others_to_what_is_seen(opened: Any, live_site: Site):
    link = clipboard(opened, "Copy the link")
    assert link.startswith(f"{live_site.url}/t/northern-syria/?")
    opened.goto(link)
    expect(opened.locator("conflict-map")).to_have_attribute("date", "2024-11-30")


def test_the_lines_for_another_page_are_an_iframe_of_what_is_seen(opened: Any, live_site: Site):
    lines = clipboard(opened, "Copy the code")
    address = re.search(r'<iframe[^>]* src="([^"]+)"', lines)
    assert address and address[1].startswith(f"{live_site.url}/embed/northern-syria/?")
    assert "2024-11-30" in address[1]


def test_the_picture_shows_the_map_between_its_day_and_its_credit(opened: Any, tmp_path: Path):
    path = saved(opened, "Picture", tmp_path)
    assert path.name == "northern-syria-2024-11-30-assessed.png"
    picture = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    box = opened.locator(".map").bounding_box()
    assert picture.width == pytest.approx(box["width"], abs=2)
    assert picture.height > box["height"] + 60
    colours = picture.getcolors(picture.width * picture.height)
    red = sum(count for count, (r, g, b) in colours if r > 150 and g < 120 and b < 120)
    green = sum(count for count, (r, g, b) in colours if g > 140 and r < 130)
    assert min(red, green) > 10_000, "both sides' ground is in it"


def test_the_data_are_the_layers_of_the_day_in_view(opened: Any, tmp_path: Path):
    path = saved(opened, "Data in view", tmp_path)
    collection = json.loads(path.read_bytes())
    layers = {feature["properties"]["layer"] for feature in collection["features"]}
    assert {"areas", "frontline", "states"} <= layers
    assert "GeoNames" in collection["attribution"]
    assert "30 November 2024" in collection["title"]
    assert collection["release"] == opened.locator("conflict-map").get_attribute("release")
    strikes = [one["properties"] for one in collection["features"] if one["properties"]["layer"] == "strikes"]
    assert strikes and all(one["date_start"] <= "2024-11-30" <= one["date_end"] for one in strikes)
    if shutil.which("ogrinfo"):
        told = subprocess.run(["ogrinfo", "-so", "-al", path], capture_output=True, text=True, check=True).stdout
        assert f"Feature Count: {len(collection['features'])}" in told


def test_a_film_can_be_recorded_and_stopped(page: Any, live_site: Site, tmp_path: Path):
    page.goto(f"{live_site.url}/?date=2024-11-30")
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    page.get_by_text("Share", exact=True).click()
    page.get_by_role("button", name="Film of the whole period").click()
    page.get_by_role("button", name=re.compile("Recording")).click()
    expect(page.get_by_text("Stopped; nothing was saved.")).to_be_visible()
    expect(page.locator("conflict-map")).to_have_attribute("date", "2024-11-30")
    path = saved(page, "Film of the whole period", tmp_path)
    assert path.suffix == ".webm"
    content = path.read_bytes()
    assert content[:4] == b"\x1a\x45\xdf\xa3", "EBML, as WebM begins"
    assert len(content) > 100_000
    expect(page.locator("conflict-map")).to_have_attribute("date", "2024-11-30")
