"""Take the documents' pictures of the page anew: `make picture`."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests import services
from tests.installation import Site
from tests.picture_desk import take_desk

IMAGES = services.ROOT / "docs" / "images"
DESK = {"viewport": {"width": 1360, "height": 850}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}


@dataclass(frozen=True)
class Picture:
    """A view of the default theatre: its file, its address, how it is seen, and what is unfolded in it."""

    name: str
    query: str
    options: dict[str, Any]
    unfolded: str = ""


PICTURES = (
    Picture("page", "?date=2024-11-30", DESK),
    Picture("place", "?date=2024-12-01&place=sheikh-najjar&z=9.75&lat=36.2&lng=37.2", DESK),
    Picture("compared", "?date=2024-12-05&compare=2024-11-27", DESK),
    Picture("known-then", "?date=2024-11-30&known=then", DESK),
    Picture("legend", "?date=2024-12-01", DESK, "legend"),
    Picture("phone", "?date=2024-11-30", PHONE),
    Picture("phone-arabic", "?date=2024-11-30&lang=ar", PHONE | {"color_scheme": "dark"}),
)


def take(to: Path) -> None:
    """Set up the default theatre in a folder of its own, open the page at each view, and keep what it shows."""
    with services.temporary_folder("cm-picture-") as folder, services.chromium() as browser:
        site = Site(folder)
        site.set_up()
        try:
            site.start()
            for picture in PICTURES:
                (to / f"{picture.name}.png").write_bytes(small(seen(browser, site, picture)))
            for name, taken in take_desk(browser, site, folder).items():
                (to / f"{name}.png").write_bytes(small(taken))
        finally:
            site.stop()


def seen(browser: Any, site: Site, picture: Picture) -> bytes:
    """Return a view as PNG."""
    context = browser.new_context(
        locale="en-GB", timezone_id="Asia/Damascus", reduced_motion="reduce", **picture.options
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site.url}/{picture.query}")
    page.locator("conflict-map[phase=ready]").wait_for()
    page.locator("conflict-map .panel-body h3").first.wait_for()
    page.wait_for_load_state("networkidle")
    if picture.unfolded:
        page.locator(f"conflict-map .{picture.unfolded} summary").click()
    taken: bytes = page.screenshot(animations="disabled")
    context.close()
    return taken


def small(picture: bytes) -> bytes:
    """Return a PNG in 256 colours, which a map has few more than: a third of the bytes."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


if __name__ == "__main__":
    take(IMAGES)
