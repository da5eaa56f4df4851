"""Whatever stands in a text, a title, a name or an address: it is shown as text or refused, and never a crash."""

from __future__ import annotations

import json

import pytest

from conflictmap.models import Mention, Place
from conflictmap.pipeline.catalogue import save_place

from .conftest import candidate, errors_of, form_values, make_claim, make_mention, make_report, make_strike, source

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
RAW = ("<script>alert(1)", "<img src=x", 'alert(1)"')

LISTS = ("report", "mention", "claim", "strike", "place", "source", "actor", "theatre", "release")


def at(row) -> str:
    return f"/admin/conflictmap/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def hostile(theatre):
    """Rows with HTML wherever words go."""
    place = theatre.places.get(slug="hama")
    place.name, place.name_ar, place.note = f"Hama{SCRIPT}", IMAGE, SCRIPT
    place.names, place.provenance = [IMAGE, SCRIPT], "background"
    save_place(place=place)
    who = source(theatre)
    who.name = f"Observatory{IMAGE}"
    who.save()
    report = make_report(
        theatre, text=f"In {SCRIPT} and Hama {IMAGE} it was quiet.", title=f"Title{IMAGE}", notes=SCRIPT
    )
    mention = make_mention(
        report, "Hama", Mention.ACCEPTED, place=place, conflicts=[IMAGE],
        candidates=[candidate(place, name=SCRIPT, kind=IMAGE, reasons=[SCRIPT, IMAGE])],
    )  # fmt: skip
    marked = make_mention(report, SCRIPT, Mention.AMBIGUOUS, name=IMAGE)
    claim = make_claim(theatre, summary=f"Summary{IMAGE}", quote=SCRIPT, place_as_written=IMAGE)
    strike = make_strike(theatre, summary=SCRIPT, target=IMAGE, weapon=SCRIPT, killed_wording=IMAGE)
    return {
        "report": report,
        "mention": mention,
        "marked": marked,
        "claim": claim,
        "strike": strike,
        "place": place,
        "source": who,
    }


def test_html_in_words_is_shown_as_text_on_every_page(desk, hostile):
    addresses = ["/admin/conflictmap/mention/?review=all", "/admin/"]
    addresses += [f"/admin/conflictmap/{name}/" for name in LISTS]
    addresses += [at(row) for row in hostile.values()]
    addresses += [f"/admin/conflictmap/{name}/add/?mention={hostile['mention'].pk}" for name in ("claim", "strike")]
    addresses += [f"/admin/conflictmap/claim/{hostile['claim'].pk}/withdraw/", f"{at(hostile['report'])[:-7]}history/"]
    shown = 0
    for address in addresses:
        page = desk.get(address, follow=True)
        assert page.status_code == 200, address
        html = page.content.decode()
        for raw in RAW:
            assert raw not in html, (address, raw)
        shown += "&lt;script&gt;" in html or "\\u003Cscript" in html or "&lt;img" in html
    assert shown >= 12  # else nothing hostile was on the pages


def test_messages_show_html_as_text(desk, send, hostile):
    page = send(desk, at(hostile["mention"]), "mention", decision="0", _save="1")
    assert "<script>alert(1)" not in page.content.decode()
    assert "Hama&lt;script&gt;" in page.content.decode()


def test_a_theatres_ground_is_json_that_no_page_runs(desk, theatre, hostile):
    answer = desk.get(f"/admin/conflictmap/theatre/{theatre.pk}/ground/")
    assert answer["Content-Type"] == "application/json" and answer["X-Content-Type-Options"] == "nosniff"
    ground = json.loads(answer.content)
    assert any(SCRIPT in name for _id, name, _longitude, _latitude in ground["places"])
    assert ground["land"]["features"][0]["properties"]["name"] == "Land"
    assert ground["boundary"]["type"] == "Polygon"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=" + "x" * 5000, "q=%27%22%3B--", "p=99999999999999999999", "p=x", "o=99.x", "e=1", "nosuch=1",
        "theatre__id__exact=x", "theatre__id__exact=%00", "date_start__year=99999999999999999999", "date_start__year=x",
        "date_start__year=2024&date_start__month=77", "published_at__year=0", "report__published_at__year=-1",
        "standing=nosuch", "review=nosuch", "kind__exact=%00", "report__id__exact=x", "_facets=x", "created_by__password=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", LISTS)
def test_a_lists_address_may_be_anything(desk, theatre, name, query):
    desk.raise_request_exception = False
    assert desk.get(f"/admin/conflictmap/{name}/?{query}", follow=True).status_code in (200, 400)


@pytest.mark.parametrize("name", ("report", "claim", "strike", "place", "source", "actor", "theatre"))
@pytest.mark.parametrize("value", ["x", "%00", "-1", "99999999999999999999", "%7B%7D", "1,2"])
def test_a_new_rows_first_values_may_be_anything(desk, theatre, name, value):
    desk.raise_request_exception = False
    fields = ("place", "source", "report", "mention", "from_mention", "actor", "attackers", "theatre", "parent", "point", "names",
              "longitude", "boundary", "date_start", "reported_at", "published_at", "denies", "is_summary", "colour")  # fmt: skip
    query = "&".join(f"{field}={value}" for field in fields)
    assert desk.get(f"/admin/conflictmap/{name}/add/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("key", ["x", "_5F", "00000000-0000-0000-0000-000000000000", "%00", "1%27"])
@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_not_there_is_said_to_be_missing(desk, theatre, name, key):
    desk.raise_request_exception = False
    for tail in ("change/", "history/"):
        assert desk.get(f"/admin/conflictmap/{name}/{key}/{tail}", follow=True).status_code in (200, 400, 404)


def test_an_autocomplete_with_anything_in_it_answers(desk, theatre):
    desk.raise_request_exception = False
    ask = "/admin/autocomplete/?app_label=conflictmap&model_name=claim&field_name=place&term="
    assert desk.get(ask + "%00").status_code == 400
    assert desk.get(ask + "%27%22%5C%25").json()["results"] == []
    found = desk.get(ask + "ham").json()["results"]
    assert {"Hama", "Northern Hama countryside"} == {result["text"].split(" · ")[0] for result in found}
    assert desk.get("/admin/autocomplete/?app_label=auth&model_name=user&field_name=password&term=x").status_code == 403


@pytest.mark.parametrize(
    "point",
    [
        "x", "{}", "[]", '{"type":"Point"}', '{"type":"Point","coordinates":[]}', '{"type":"Point","coordinates":[1e999,3]}',
        '{"type":"Point","coordinates":["a","b"]}', '{"type":"Point","coordinates":[181,91]}', "POINT EMPTY",
        '{"type":"LineString","coordinates":[[1,2],[3,4]]}', "SRID=3857;POINT(1 2)", "SRID=99;POINT(1 2)", "\x00", "[" * 5000,
    ],
)  # fmt: skip
def test_a_point_that_is_none_is_refused_by_field(desk, send, theatre, point):
    desk.raise_request_exception = False
    values = form_values(desk.get("/admin/conflictmap/place/add/"), "place")
    sent = values | {"name": "Somewhere", "slug": "somewhere", "kind": "town", "point": point}
    page = desk.post("/admin/conflictmap/place/add/", sent)
    assert page.status_code == 200
    assert {"point", "longitude", "latitude"} & set(errors_of(page))
    assert not Place.objects.filter(slug="somewhere").exists()
