"""The page without scripts: title, description, canonical address and the day in text are those of the view that is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from conflictmap.web import releases
from conflictmap.web.address import CAMERA, FILTERS, View
from conflictmap.web.words import LANGUAGES
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, PLACES, THEATRE, claim, day
from tests.services import ROOT
from tests.web.published import REPORT, publish_cast

pytestmark = pytest.mark.django_db
PAGE = f"/t/{THEATRE.slug}/"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    releases._reading.cache_clear()


def shown(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<conflict-map", 1)[1])).split())


def head_of(page: str) -> dict[str, str]:
    found = {
        "title": re.search(r"<title>(.*?)</title>", page),
        "canonical": re.search(r'rel="canonical" href="(.*?)"', page),
    }
    found["description"] = re.search(r'name="description" content="(.*?)"', page)
    return {name: unescape(match[1]) for name, match in found.items() if match}


def test_the_latest_day_is_told_in_text_with_its_changes_states_and_sources(client: Client):
    release = publish_cast()
    text = text_of(shown(client))
    assert "The North, 1 December 2024" in text
    assert f"1 December 2024 · All sources, weighed · as known today · release {release.hash}" in text
    assert "Maarat" in text and "claimed by one side only" in text
    assert "Opposition controls Maarat" in text
    assert re.search(r"Aleppo Opposition held 30 November 2024", text)
    assert "Ground held" in text and "km²" in text


def test_a_claim_leads_to_the_report_that_it_is_from(client: Client):
    publish_cast()
    assert '<a href="https://wire.example/1" rel="noopener noreferrer">report</a>' in shown(client)


@pytest.mark.parametrize(
    ("query", "said", "not_said"),
    [
        ("?date=2024-11-30", "Aleppo : Government → Opposition", "Maarat al-Numan :"),
        ("?date=2024-11-29", "No change of control is reported for this day.", "Aleppo :"),
        ("?date=2024-12-01&known=then", "as known on 1 December 2024", "Maarat al-Numan :"),
        ("?date=2024-12-01&known=2024-12-03", "as known on 3 December 2024", "Maarat al-Numan :"),
        ("?date=2024-12-01&known=2024-12-04", "Maarat al-Numan : Government → Opposition", "as known today ·"),
        ("?date=2024-11-30&lens=government", "Government sources", "Aleppo : Government → Opposition"),
        ("?date=2024-11-26", "The map begins on this day", "Aleppo :"),
    ],
)
def test_date_lens_and_clock_of_the_address_choose_what_is_told(client: Client, query, said, not_said):
    publish_cast()
    text = text_of(shown(client, query))
    assert said in text
    assert not_said not in text


def test_a_places_view_tells_of_the_place_and_its_claims(client: Client):
    publish_cast()
    page = shown(client, "?date=2024-11-30&place=aleppo&z=9&lat=36&lng=37")
    assert "Aleppo Opposition Observatory: Opposition controls Aleppo." in text_of(page)
    head = head_of(page)
    assert head["title"] == "Aleppo, 30 November 2024 – The North – conflict map"
    assert head["description"].startswith("Aleppo on 30 November 2024: Opposition (All sources, weighed")
    assert head["canonical"] == f"http://testserver{PAGE}?date=2024-11-30&place=aleppo"


def test_the_head_names_the_day_that_is_asked_for(client: Client):
    publish_cast()
    head = head_of(shown(client, "?date=2024-11-30"))
    assert head["title"] == "The North, 30 November 2024 – conflict map"
    assert head["description"] == (
        "30 November 2024, The North: Aleppo: Opposition (All sources, weighed, as known today)."
    )


@pytest.mark.parametrize(
    "query",
    [
        "?date=2024-13-01",
        "?date=1999-01-01",
        "?lens=nobody",
        "?place=atlantis",
        "?known=x",
        "?known=1999-01-01",
        "?date=%00",
        "?z=9",
        "?x=1",
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out_of_the_canonical_one(client: Client, query):
    publish_cast()
    assert head_of(shown(client, query))["canonical"] == f"http://testserver{PAGE}"


def test_every_view_has_its_counterpart_in_the_other_language(client: Client):
    publish_cast()
    page = unescape(shown(client, "?date=2024-11-30&lang=ar"))
    assert f'hreflang="en" href="http://testserver{PAGE}?date=2024-11-30"' in page
    assert f'hreflang="ar" href="http://testserver{PAGE}?lang=ar&date=2024-11-30"' in page
    assert "٣٠ تشرين الثاني ٢٠٢٤" in page


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ({}, True),
        ({"attacker": "fliers"}, True),
        ({"attacker": "army,unknown"}, False),
        ({"type": "missile,shelling", "source": "wire"}, True),
        ({"type": "shelling", "source": "gazette"}, False),
        ({"grading": "fair"}, True),
        ({"grading": "fair,<b>"}, True),  # which makes no sense
    ],
)
def test_filters_of_the_address_choose_the_strikes_that_are_told(query, is_shown):
    strike = {"attackers": ["fliers", "southmen"], "kind": "shelling", "source": "wire", "grading": "fair"}
    assert View.read(query).shows(strike) is is_shown


def test_a_strike_of_nobody_known_is_found_as_unknown():
    strike = {"attackers": [], "kind": "shelling", "source": "wire", "grading": "fair"}
    assert View.read({"attacker": "unknown"}).shows(strike)
    assert not View.read({"attacker": "fliers"}).shows(strike)


def test_hostile_names_and_summaries_are_text(client: Client):
    evil = "<script>alert(1)</script>"
    places = tuple(replace(place, name=evil) if place is ALEPPO else place for place in PLACES)
    said = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), summary=f"{evil} took it.", report=REPORT.key)
    publish_cast(said, places=places)
    page = shown(client, "?date=2024-11-30&place=aleppo")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 4


def test_before_the_first_release_the_page_says_so(client: Client):
    publish_cast()
    (Path(settings.PUBLISHED_ROOT) / THEATRE.slug / "latest.json").unlink()
    assert "Nothing has been published for this theatre yet." in text_of(shown(client))


@pytest.mark.parametrize("pointer", ["{", "[]", '{"release": "../x"}', '{"release": "0123456789abcdef"}'])
def test_damaged_files_are_said_to_be_damaged(client: Client, pointer):
    publish_cast()
    (Path(settings.PUBLISHED_ROOT) / THEATRE.slug / "latest.json").write_text(pointer)
    assert "The published files cannot be read." in text_of(shown(client))


def test_the_page_is_compressed_for_those_who_take_it(client: Client):
    publish_cast()
    assert client.get(PAGE, headers={"accept-encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_each_language_has_every_word():
    words, *others = (language.words for language in LANGUAGES.values())
    for other in others:
        assert other.keys() == words.keys()
        for key, text in words.items():
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", other[key])), key


def test_the_server_knows_every_parameter_that_the_page_writes():
    table = (ROOT / "frontend" / "src" / "url.ts").read_text().split("const table", 1)[1].split("\n};", 1)[0]
    written = set(re.findall(r'name: "(\w+)"', table)) | set(re.findall(r'(?:slugs?|number)\("(\w+)"', table))
    assert {"date", "lens", "known", "place"} <= written
    read = set(
        re.findall(
            r"(\w+)=",
            View(
                day=day(30), lens="a", clock="then", place="b", strikes=tuple((name, ("c",)) for name in FILTERS)
            ).query(),
        )
    )
    assert written - set(CAMERA) == read
