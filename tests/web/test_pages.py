"""The pages around the map: which theatre, in which language, and what is said when there is nothing to show."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from conflictmap.pipeline.ingest import load_theatre
from tests.cast import THEATRE, folder

pytestmark = pytest.mark.django_db
BARE = {"baseline": (), "claims": ()}


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Name static files as they are: no build has collected them here."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def load(**changes: object) -> None:
    load_theatre(folder=folder(theatre=replace(THEATRE, **changes), **BARE))  # type: ignore[arg-type]


def test_without_any_theatre_the_page_says_so(client: Client):
    response = client.get("/")
    assert response.status_code == 200
    assert "theatre" in response.content.decode().lower()
    assert "Traceback" not in response.content.decode()


def test_the_default_theatre_is_at_the_root_and_each_has_its_address(client: Client):
    load(slug="first", name="First", is_default=False)
    load(slug="second", name="Second", is_default=True)
    assert 'theatre="second"' in client.get("/").content.decode()
    assert 'theatre="first"' in client.get("/t/first/").content.decode()


def test_every_theatre_is_offered_to_the_switcher(client: Client):
    load(slug="first", name="First")
    load(slug="second", name="Second", is_default=False)
    offered = re.search(r'theatres="([^"]*)"', client.get("/").content.decode()).group(1)
    assert [theatre["url"] for theatre in json.loads(unescape(offered))] == ["/t/first/", "/t/second/"]


def test_an_unknown_theatre_is_a_404_that_leads_on(client: Client):
    load(slug="first", name="First")
    response = client.get("/t/atlantis/")
    assert response.status_code == 404
    assert "/t/first/" in response.content.decode()


def test_the_page_speaks_arabic_when_asked(client: Client):
    load(slug="first", name="First", name_ar="الأولى")
    page = client.get("/?lang=ar").content.decode()
    assert 'lang="ar"' in page and 'dir="rtl"' in page and "الأولى" in page


@pytest.mark.parametrize("language", ["xx", "<script>", "en'"])
def test_an_unknown_language_is_english(client: Client, language):
    load()
    assert 'lang="en"' in client.get("/", {"lang": language}).content.decode()


def test_markup_in_a_theatres_name_is_shown_as_text(client: Client):
    load(name='"><script>alert(1)</script>')
    page = client.get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_script_or_style_stands_in_the_page_itself_and_the_policy_admits_none(client: Client):
    load()
    response = client.get("/")
    page = response.content.decode()
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert "<style" not in page and " style=" not in page and not re.search(r" on[a-z]+=", page)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
