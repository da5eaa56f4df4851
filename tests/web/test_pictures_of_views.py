"""The picture of a shared link: of that very view, saying its day, lens, clock and release, drawn once and bounded in cost."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conflictmap.models import Release
from conflictmap.web import picture_view, releases
from conflictmap.web.address import View
from conflictmap.web.day_text import DayText
from conflictmap.web.picture import PALETTE, picture_svg
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, PLACES, THEATRE, claim, day
from tests.services import ROOT
from tests.web.published import REPORT, publish_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    releases._reading.cache_clear()
    cache.clear()


def address(release: Release, query: str = "?date=2024-11-30") -> str:
    return f"/og/{THEATRE.slug}/{release.hash}.png{query}"


def words_of(release: Release, **view: str) -> str:
    reading = releases.reading_of(THEATRE.slug, release.hash)
    svg = ElementTree.fromstring(picture_svg(DayText(reading, View.read(view), "/")))
    return " | ".join("".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text"))


def test_the_page_names_the_picture_of_its_view_and_that_can_be_fetched(client: Client):
    release = publish_cast()
    page = client.get(f"/t/{THEATRE.slug}/?date=2024-11-30&place=aleppo&lang=ar&z=9").content.decode()
    named = unescape(re.search(r'property="og:image" content="(.*?)"', page)[1])
    assert named == f"http://testserver{address(release, '?lang=ar&date=2024-11-30&place=aleppo')}"
    response = client.get(named.removeprefix("http://testserver"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)


def test_a_day_known_by_another_has_a_picture_of_its_own(client: Client):
    release = publish_cast()
    query = "?date=2024-12-01&known=2024-12-03"
    page = unescape(client.get(f"/t/{THEATRE.slug}/{query}").content.decode())
    assert address(release, query) in page
    drawn = [client.get(address(release, asked)).content for asked in (query, "?date=2024-12-01&known=2024-12-04")]
    assert all(one.startswith(b"\x89PNG") for one in drawn)
    assert drawn[0] != drawn[1]


def test_the_latest_days_page_names_that_days_picture(client: Client):
    release = publish_cast()
    assert address(release, "?date=2024-12-01") in client.get(f"/t/{THEATRE.slug}/").content.decode()


def test_a_picture_says_its_day_lens_clock_release_and_whose_data_it_is():
    release = publish_cast()
    words = words_of(release, date="2024-12-01", lens="opposition", known="then", place="aleppo")
    assert f"1 December 2024 · Opposition sources · as known on 1 December 2024 · release {release.hash}" in words
    assert "The North" in words and "Aleppo" in words and "Opposition:" in words
    assert "as known on 3 December 2024" in words_of(release, date="2024-12-01", known="2024-12-03")
    assert "An invented theatre CC BY 4.0" in words
    arabic = words_of(release, date="2024-12-01", lang="ar")
    assert "١ كانون الأول ٢٠٢٤ · All sources, weighed · كما هو معروف اليوم" in arabic
    assert "حلب" in arabic


def test_different_views_are_different_pictures_and_the_same_is_the_same(client: Client):
    release = publish_cast()
    one, other = (client.get(address(release, f"?date=2024-11-{day}")).content for day in (29, 30))
    assert one != other
    cache.clear()
    assert client.get(address(release, "?date=2024-11-29")).content == one


def test_hostile_names_are_text_in_the_picture():
    evil = '</text><image href="/etc/passwd"/>\x1b'
    places = tuple(replace(place, name=evil) if place is ALEPPO else place for place in PLACES)
    release = publish_cast(
        claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), report=REPORT.key), places=places
    )
    assert "</text><image" in words_of(release, date="2024-11-30")  # and the SVG is well-formed


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?date=2024-11-31",
        "?date=2031-01-01",
        "?date=2024-11-30&x=1",
        "?date=2024-11-30&date=2024-11-30",
        "?date=2024-11-30&lens=assessed",
        "?date=2024-11-30&lens=nobody",
        "?date=2024-11-30&z=9",
        "?date=2024-11-30&place=atlantis",
        "?" + "&".join(f"p{n}=1" for n in range(50)),
    ],
)
def test_an_address_that_names_no_picture_in_its_one_spelling_is_a_404(client: Client, query):
    release = publish_cast()
    response = client.get(address(release, query))
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
    assert "The nearest is" in response.content.decode()


def test_there_is_no_picture_of_what_was_never_published_or_is_withdrawn(client: Client):
    release = publish_cast()
    assert client.get(f"/og/{THEATRE.slug}/0123456789abcdef.png?date=2024-11-30").status_code == 404
    assert client.get(f"/og/atlantis/{release.hash}.png?date=2024-11-30").status_code == 404
    Release.objects.filter(pk=release.pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="wrong", is_current=False
    )
    assert client.get(address(release)).status_code == 410


def test_who_has_the_picture_is_told_that_it_has_not_changed(client: Client):
    release = publish_cast()
    etag = client.get(address(release)).headers["ETag"]
    assert client.get(address(release), headers={"if-none-match": etag}).status_code == 304


def test_one_is_drawn_at_a_time_and_the_rest_are_told_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch):
    release = publish_cast()
    monkeypatch.setattr(picture_view, "PATIENCE_SECONDS", 0.01)
    with picture_view._drawing:
        busy = client.get(address(release))
    assert busy.status_code == 503
    assert busy.headers["Retry-After"] == "5"
    assert client.get(address(release)).status_code == 200
    with picture_view._drawing:  # and what has been drawn is there all the while
        assert client.get(address(release)).status_code == 200


def test_the_colours_are_those_of_the_page():
    page = (ROOT / "frontend" / "src" / "palette.ts").read_text().split("export const dark", 1)[0]
    assert {name: re.search(rf'{name}: "(#\w+)"', page)[1] for name in PALETTE} == PALETTE
