"""Take README's picture of the page anew: `make picture`."""

from __future__ import annotations

from pathlib import Path

from tests import services
from tests.installation import Site

DAY = "2024-12-01"


def take(to: Path) -> None:
    """Set up the default theatre in a folder of its own, open the page on a day of the offensive, and keep what it shows."""
    with services.temporary_folder("cm-picture-") as folder, services.chromium() as browser:
        site = Site(folder)
        site.set_up()
        try:
            site.start()
            page = browser.new_page(
                viewport={"width": 1360, "height": 850}, locale="en-GB", timezone_id="Asia/Damascus"
            )
            page.goto(f"{site.url}/?date={DAY}")
            page.locator(f"conflict-map[date='{DAY}']").wait_for()
            page.get_by_role("slider").first.wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=to, animations="disabled")
        finally:
            site.stop()


if __name__ == "__main__":
    take(services.ROOT / "docs" / "images" / "page.png")
