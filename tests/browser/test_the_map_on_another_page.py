"""The map on a page of another origin, with a style sheet and a strict content security policy of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.installation import Site

STYLE = """
* { color: hotpink; letter-spacing: 9px; font-size: 40px !important; }
div, button { display: none; }
conflict-map { width: 700px; height: 480px; --ink: rgb(1, 2, 3); }
"""
SCRIPT = """
const told = [];
window.told = told;
addEventListener("statechange", (event) => told.push(event.detail));
"""


class Host:
    """A newsroom's site: a page, its style, its script, and the policy that it is served under."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str]] = {}
        self.policy = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answer, self))
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


class Answer(BaseHTTPRequestHandler):
    def __init__(self, host: Host, *args: Any) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        kind, text = self.host.files.get(self.path, ("text/plain", ""))
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", self.host.policy)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.server.shutdown()


def page_with(host: Host, site: Site, body: str) -> None:
    host.files = {
        "/": (
            "text/html",
            f'<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">'
            f'<script src="/script.js"></script></head><body>{body}</body></html>',
        ),
        "/style.css": ("text/css", STYLE),
        "/script.js": ("text/javascript", SCRIPT),
    }
    host.policy = (
        f"default-src 'none'; script-src 'self' {site.url}; style-src 'self'; connect-src {site.url}; img-src data:; "
        f"frame-src {site.url}; base-uri 'none'"
    )


def test_the_element_works_by_its_script_alone(page: Any, live_site: Site, host: Host):
    page_with(
        host,
        live_site,
        f'<script type="module" src="{live_site.url}/embed/conflict-map.js"></script>'
        '<conflict-map theatre="northern-syria" date="2024-11-30" lens="monitors" lang="ar">a link</conflict-map>',
    )
    page.goto(host.url)
    element = page.locator("conflict-map")
    expect(element).to_have_attribute("phase", "ready")
    expect(element).to_have_attribute("date", "2024-11-30")
    expect(element).to_have_attribute("lens", "monitors")
    expect(page.get_by_role("heading", name="شمال سوريا")).to_be_visible()
    told = page.evaluate("window.told")
    assert told[-1] | {"release": ""} == {
        "theatre": "northern-syria", "date": "2024-11-30", "lens": "monitors", "known": "now", "place": None, "release": "",
    }  # fmt: skip
    element.evaluate("(map) => map.setAttribute('date', '2024-12-03')")
    expect(element).to_have_attribute("date", "2024-12-03")
    assert json.loads(page.evaluate("JSON.stringify(window.told.at(-1))"))["date"] == "2024-12-03"
    assert page.url == f"{host.url}/"  # not linked: the host's address is the host's


def test_neither_pages_style_reaches_into_the_other(page: Any, live_site: Site, host: Host):
    page_with(
        host,
        live_site,
        f'<p id="theirs">Theirs</p><script type="module" src="{live_site.url}/embed/conflict-map.js"></script>'
        f'<conflict-map theatre="northern-syria" src="{live_site.url}/published/"></conflict-map>',
    )
    page.goto(host.url)
    expect(page.locator("conflict-map")).to_have_attribute("phase", "ready")
    play = page.get_by_role("button", name="Play", exact=True)
    expect(play).to_be_visible()
    date = page.locator("conflict-map .date")
    expect(date).to_have_css("color", "rgb(1, 2, 3)")  # by the custom property, which is the door
    expect(date).to_have_css("letter-spacing", "normal")
    expect(page.locator("#theirs")).to_have_css("letter-spacing", "9px")
    box = page.locator("conflict-map").bounding_box()
    assert (box["width"], box["height"]) == (700, 480)


def test_the_frame_that_oembed_answers_works(page: Any, live_site: Site, host: Host):
    answer = page.request.get(f"{live_site.url}/oembed?url={live_site.url}/t/northern-syria/?date=2024-11-30").json()
    page_with(host, live_site, answer["html"])
    page.goto(host.url)
    inside = page.frame_locator("iframe")
    expect(inside.locator("conflict-map")).to_have_attribute("date", "2024-11-30")
    expect(inside.get_by_role("link", name="The whole page")).to_be_visible()
    expect(inside.get_by_role("button", name="Play", exact=True)).to_be_visible()
