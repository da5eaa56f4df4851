"""The Atom feed of a theatre: an entry for each release, in words, with ids that stay and nothing hostile in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conflictmap.models import Release
from conflictmap.web import releases
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, PLACES, THEATRE, claim, day
from tests.web.published import CLAIMS, REPORT, publish_cast

pytestmark = pytest.mark.django_db
ADDRESS = f"/t/{THEATRE.slug}/changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    releases._reading.cache_clear()
    cache.clear()


def two_releases() -> tuple[Release, Release]:
    first = publish_cast(CLAIMS[0])
    Release.objects.filter(pk=first.pk).update(published_at=timezone.now() - timedelta(days=1))
    return first, publish_cast(*CLAIMS)


def feed(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def texts(root: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(ATOM + name) or "" for entry in root.iter(f"{ATOM}entry")]


def test_each_release_is_an_entry_and_says_what_it_changes(client: Client):
    first, second = two_releases()
    root = feed(client)
    assert texts(root, "id") == [f"urn:uuid:{second.pk}", f"urn:uuid:{first.pk}"]
    assert texts(root, "title") == [
        "The North: places held otherwise: 1, new claims: 1",
        f"The North: first release, 10 days, {first.claim_count} claims, 0 strikes",
    ]
    body = texts(root, "summary")[0]
    assert "<b>Maarat al-Numan</b>: Government → Opposition, claimed by one side only (1 December 2024)" in body
    assert "Maarat al-Numan: Rebel command: Opposition controls Maarat al-Numan. (Rebel command)" in body
    entry = next(root.iter(f"{ATOM}entry"))
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/t/{THEATRE.slug}/?date=2024-12-01"
    assert entry.findtext(f"{ATOM}updated") and root.findtext(f"{ATOM}updated")
    assert root.find(f"{ATOM}author") is not None


def test_the_page_leads_to_it_and_it_speaks_arabic_when_asked(client: Client):
    two_releases()
    page = client.get(f"/t/{THEATRE.slug}/?lang=ar").content.decode()
    assert f'type="application/atom+xml" href="{ADDRESS}?lang=ar"' in page
    root = feed(client, "?lang=ar")
    assert "أماكن تغيّر وضعها: ١" in texts(root, "title")[0]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_who_has_it_is_told_that_it_has_not_changed_until_it_has(client: Client):
    publish_cast(CLAIMS[0])
    etag = client.get(ADDRESS).headers["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    publish_cast(*CLAIMS)
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200


def test_a_withdrawn_release_is_left_out(client: Client):
    first, second = two_releases()
    Release.objects.filter(pk=second.pk).update(is_current=False, withdrawn_at=timezone.now(), withdrawn_reason="wrong")
    assert texts(feed(client), "id") == [f"urn:uuid:{first.pk}"]


def test_hostile_names_and_summaries_are_text(client: Client):
    evil = '<script>alert("1")</script>]]>&amp;'
    publish_cast(CLAIMS[0])
    places = tuple(replace(place, name=evil) if place is ALEPPO else place for place in PLACES)
    said = claim(OBSERVATORY, "lost", OPPOSITION, ALEPPO, day(2), summary=f"{evil}\x0b left.", report=REPORT.key)
    publish_cast(CLAIMS[0], said, places=places)
    body = texts(feed(client), "summary")[0]
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;]]&gt;&amp;amp; left." in body
    assert "<script" not in body


def test_a_release_whose_files_are_gone_is_said_to_be_unreadable(client: Client, settings):
    first, _ = two_releases()
    (settings.PUBLISHED_ROOT / THEATRE.slug / first.hash / "release.json").unlink()
    assert texts(feed(client), "title")[0] == "The North: a release whose files cannot be read any more"


def test_an_unknown_theatre_has_no_feed_and_one_without_releases_an_empty_one(client: Client):
    assert client.get("/t/atlantis/changes.atom").status_code == 404
    two_releases()
    Release.objects.all().delete()
    assert texts(feed(client), "id") == []
