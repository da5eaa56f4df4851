"""Take the pictures of the editor's guide: `make picture` takes them with the page's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.installation import Site

WIDE = {"viewport": {"width": 1360, "height": 760}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}
#: Invented, and as a monitor might tell it. Idlib does not lie where the text says, which the desk points out.
REPORT = """Fighters entered Saraqib on Thursday night, residents said. The army spoke of a regrouping near Khan Sheikhoun.

In Idlib, 40 miles south-east of Aleppo, shells fell near the market. The town of Suran, 18 km north of Hama, changed hands twice on Monday.
By evening the army was back in Taybat al-Imam and shells were falling on Morek. From Hama the road was open; Hama was quiet.
"""


def take_desk(browser: Any, site: Site, folder: Path) -> dict[str, bytes]:
    """Return the guide's pictures by name, of a report taken in for them."""
    (folder / "report.txt").write_text(REPORT)
    site.manage("ingest", str(folder / "report.txt"), "--source", "sohr", "--published-at", "2024-12-05", "--quiet")
    return {"desk": _seen(browser, site, WIDE), "desk-phone": _seen(browser, site, PHONE)}


def _seen(browser: Any, site: Site, options: dict[str, Any]) -> bytes:
    context = browser.new_context(locale="en-GB", timezone_id="Asia/Damascus", reduced_motion="reduce", **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    name, password = site.editor
    page.goto(f"{site.url}/admin/login/?next=/admin/conflictmap/report/desk/")
    page.get_by_label("Username:").fill(name)
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.locator("#desk-map canvas").wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(".queue a", has_text="Idlib").first.click()
    taken: bytes = page.screenshot(animations="disabled")
    context.close()
    return taken
