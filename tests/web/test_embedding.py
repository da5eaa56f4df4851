"""Embedding: the one page that may be framed, oEmbed as its specification says, and a script whose address stays."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from conflictmap.web import releases
from tests.cast import THEATRE
from tests.web.published import publish_cast

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
PAGE = f"{SITE}/t/{THEATRE.slug}/"


@pytest.fixture(autouse=True)
def published() -> None:
    releases._reading.cache_clear()
    publish_cast()


def asked(client: Client, **given: object) -> dict[str, object]:
    response = client.get("/oembed", given)
    assert response.status_code == 200
    return dict(response.json())


# --- The page for iframes ---------------------------------------------------------------------------------------------------


def test_the_page_for_iframes_may_be_framed_by_anybody_and_is_else_as_strict(client: Client):
    response = client.get(f"/embed/{THEATRE.slug}/")
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "X-Frame-Options" not in response.headers
    assert "unsafe" not in policy and "script-src 'self'" in policy
    assert not response.cookies


@pytest.mark.parametrize(
    "path", ["/", f"/t/{THEATRE.slug}/", "/admin/login/", "/api/v1/docs/", "/oembed", "/embed/atlantis/x"]
)
def test_no_other_page_may_be_framed(client: Client, path):
    response = client.get(path)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_page_for_iframes_shows_the_view_of_its_address_and_leads_to_the_whole_page(client: Client):
    page = client.get(f"/embed/{THEATRE.slug}/?date=2024-11-30&lang=ar").content.decode()
    assert f'theatre="{THEATRE.slug}"' in page and "٣٠ تشرين الثاني ٢٠٢٤" in page
    assert f'<a href="{PAGE}?lang=ar&amp;date=2024-11-30" target="_blank"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_an_unknown_theatre_has_none(client: Client):
    assert client.get("/embed/atlantis/").status_code == 404


# --- oEmbed -----------------------------------------------------------------------------------------------------------------


def test_the_page_tells_where_to_ask_and_that_answers(client: Client):
    page = client.get(f"/t/{THEATRE.slug}/?date=2024-11-30").content.decode()
    links = dict(re.findall(r'type="(application/json|text/xml)\+oembed" href="([^"]+)"', page))
    found = client.get(unescape(links["application/json"]).removeprefix(SITE)).json()
    assert found["version"] == "1.0" and found["type"] == "rich"
    assert found["title"] == "The North, 30 November 2024"
    written = client.get(unescape(links["text/xml"]).removeprefix(SITE))
    assert written.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert {one.tag: one.text for one in ElementTree.fromstring(written.content)} == {
        name: str(value) for name, value in found.items()
    }


def test_the_answer_frames_the_view_that_was_pasted(client: Client):
    found = asked(
        client, url=f"{PAGE}?place=aleppo&date=2024-11-30&z=8.5&lat=36.2&lng=37&at=37.1,36.2&window=all&junk=1"
    )
    source = unescape(re.search(r'<iframe src="([^"]+)"', str(found["html"]))[1])
    assert (
        source
        == f"{SITE}/embed/{THEATRE.slug}/?date=2024-11-30&place=aleppo&at=37.1,36.2&window=all&z=8.5&lat=36.2&lng=37"
    )
    assert client.get(source.removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    "url", [f"{SITE}/", SITE, f"{SITE}/embed/{THEATRE.slug}/", f"https://testserver/t/{THEATRE.slug}/"]
)
def test_every_address_of_the_map_can_be_embedded(client: Client, url):
    assert f"/embed/{THEATRE.slug}/" in str(asked(client, url=url)["html"])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://elsewhere.example/t/the-north/",
        f"http://testserver@elsewhere.example/t/{THEATRE.slug}/",
        f"{SITE}/t/atlantis/",
        f"{SITE}/admin/",
        f"{SITE}/t/../admin/",
        "javascript:alert(1)",
        "http://[::1",
        f"{PAGE}?" + "&".join(f"p{n}=1" for n in range(99)),
    ],
)
def test_other_addresses_are_a_404(client: Client, url):
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_other_formats_are_a_501(client: Client):
    assert client.get("/oembed", {"url": PAGE, "format": "yaml"}).status_code == 501


def test_it_fits_into_the_room_that_there_is(client: Client):
    found = asked(client, url=PAGE, maxwidth=400, maxheight=300)
    assert (found["width"], found["height"]) == (400, 300)
    assert 'width="400" height="300"' in str(found["html"])
    assert "thumbnail_url" not in found
    assert (asked(client, url=PAGE)["thumbnail_width"], asked(client, url=PAGE)["width"]) == (1200, 960)


@pytest.mark.parametrize("size", ["0", "-1", "x", "1e3", "99999999999", ""])
def test_a_room_that_is_no_number_is_named(client: Client, size):
    response = client.get("/oembed", {"url": PAGE, "maxheight": size})
    assert response.status_code == 400 and "maxheight" in response.content.decode()


def test_what_is_hostile_in_an_address_stays_text(client: Client):
    html = str(asked(client, url=f'{PAGE}?place="><script>alert(1)</script>&z="><b>')["html"])
    assert "<script" not in html and "<b>" not in html


# --- The script -------------------------------------------------------------------------------------------------------------


def test_the_scripts_address_stays_and_pages_of_any_origin_may_load_it(client: Client):
    response = client.get("/embed/conflict-map.js")
    assert response.status_code == 302
    assert re.fullmatch(r"/static/conflict-map(\.\w+)?\.js", response.headers["Location"])
    assert response.headers["Access-Control-Allow-Origin"] == "*"
