"""How the map is made, told from the code itself; and what search engines find."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from conflictmap.core.assess import RULES
from conflictmap.core.rules_page import rules_page
from conflictmap.web import releases
from conflictmap.web.methodology import rules_html
from tests.cast import THEATRE
from tests.web.published import publish_cast

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
PAGE = f"{SITE}/t/{THEATRE.slug}/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    releases._reading.cache_clear()
    cache.clear()


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_rule_of_the_code_is_on_the_page(client: Client, language: str):
    page = client.get("/methodology/", {"lang": language}).content.decode()
    for rule in RULES:
        assert f"<code>{rule.name}</code>" in page
        assert " ".join(rule.says.split()) in words(page)
        assert f"Weight: {'as the row says; ' if rule.own_weight else ''}{rule.weight}" in words(page)
    assert '<div lang="en" dir="ltr">' in page


def test_no_heading_or_table_of_the_rules_is_lost():
    told = rules_page()
    html = str(rules_html())
    assert html.count("<h3") + html.count("<h4") == len(re.findall(r"^##+ ", told, re.M))
    assert "<table>" in html and "<!--" not in html and "|---" not in html


def test_borders_names_and_licences_are_told_in_both_languages(client: Client):
    publish_cast()
    english, arabic = (words(client.get("/methodology/", {"lang": code}).content.decode()) for code in ("en", "ar"))
    for told in (english, arabic):
        assert "GeoNames" in told and "Natural Earth" in told and "CC BY 4.0" in told
        assert "The North : CC BY 4.0. An invented theatre" in told
    assert "public domain" in english and "no statement of ours" in english
    assert "ملك عام" in arabic and "الحدود والأسماء" in arabic


def test_each_language_has_the_same_parts(client: Client):
    parts = [
        re.findall(r'id="(\w+)"', client.get("/methodology/", {"lang": code}).content.decode()) for code in ("en", "ar")
    ]
    assert parts[0] == parts[1] == ["how", "limits", "borders", "errors", "licence", "rules"]


def test_the_map_leads_to_it(client: Client):
    publish_cast()
    page = client.get("/?lang=ar").content.decode()
    assert 'about="/methodology/?lang=ar"' in page
    assert '<a href="/methodology/?lang=ar">' in page


def test_the_sitemap_has_each_theatre_and_each_day_with_changes_in_both_languages(client: Client):
    release = publish_cast()
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"].startswith("application/xml")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {
        url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod")
        for url in ElementTree.fromstring(response.content).iter(f"{space}url")
    }
    days = ("", "date=2024-12-01", "date=2024-11-30")
    pages = {
        PAGE + (f"?{query}" if (query := "&".join(p for p in (lang, day) if p)) else "")
        for lang in ("", "lang=ar")
        for day in days
    }
    assert set(found) == pages | {f"{SITE}/methodology/", f"{SITE}/methodology/?lang=ar"}
    assert found[PAGE] == release.published_at.date().isoformat()
    for address in pages:
        page = client.get(address.removeprefix(SITE)).content.decode()
        assert unescape(re.search(r'rel="canonical" href="(.*?)"', page)[1]) == address


def test_robots_are_told_where_not_to_go_and_where_the_pages_are(client: Client):
    told = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in told
    assert "Disallow: /admin/" in told
    # What the map is drawn from has to be had by whoever draws it.
    assert not any(line in ("Disallow: /published/", "Disallow: /static/", "Disallow: /") for line in told)
