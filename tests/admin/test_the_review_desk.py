"""The review desk without script: one page a report, a form for each act, and nobody's decision written over."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from conflictmap.models import Mention, Place
from conflictmap.pipeline.review import accept_mention
from conflictmap.pipeline.staff import REPORTERS, save_roles

from .conftest import PASSWORD, candidate, make_mention, make_report, notes_of, signed_in

JSON = {"headers": {"Accept": "application/json"}}
NONSENSE = [
    {"act": "nosuch"},
    {"candidate": "9"},
    {"candidate": "-1"},
    {"candidate": "x"},
    {"candidate": "1e99"},
    {"act": "entry", "entry": "x" * 999},
    {"seen": "\x00"},
]
TWICE = "They entered Hama at noon. By night Hama was theirs, and Hama's airport too. Kafr Zita was quiet."


def at(report, mention=None) -> str:
    return f"/admin/conflictmap/report/{report.pk}/desk/" + (f"?mention={mention.pk}" if mention else "")


def act(client, mention, act, **values):
    sent = {"act": act, "mention": str(mention.pk), "seen": mention.as_seen, **values}
    return client.post(at(mention.report), sent, follow=True)


def again(mention) -> Mention:
    return Mention.objects.select_related("place", "reviewed_by").get(pk=mention.pk)


def ambiguous(report, start, candidates, **changes) -> Mention:
    values = {"text": "Hama", "name": "Hama", "status": Mention.AMBIGUOUS, "candidates": candidates, **changes}
    return Mention.objects.create(report=report, start=start, end=start + 4, **values)


def namesakes(theatre) -> list[dict]:
    return [candidate(theatre.places.get(slug="hama")), candidate(theatre.places.get(slug="idlib"), score=0.4)]


def test_the_page_marks_every_mention_and_shows_the_candidates_of_the_first_that_waits(desk, theatre, report):
    hama = make_mention(report, "Hama", Mention.ACCEPTED)
    aleppo = make_mention(
        report, "Aleppo", Mention.AMBIGUOUS, candidates=namesakes(theatre), precision="settlement", conflicts=["Too far."]
    )  # fmt: skip
    html = desk.get(at(report)).content.decode()
    assert re.search(rf'data-mention="{hama.pk}" title="Accepted: Hama"[^>]*><mark class="mention accepted">Hama', html)
    assert f'data-mention="{aleppo.pk}" title="Ambiguous (settlement)" aria-current="true"' in html
    assert html.count('name="candidate"') == 2 and "same name; a place of the theatre" in html
    assert "⚠ Too far." in html and '<b class="waiting">1</b> of 2 await' in html


def test_each_act_decides_and_leads_to_the_next_mention(desk, editor, theatre, report):
    hama = make_mention(report, "Hama", Mention.AMBIGUOUS, candidates=namesakes(theatre))
    idlib, aleppo = make_mention(report, "Idlib"), make_mention(report, "Aleppo")
    page = act(desk, hama, "accept", candidate="1")
    assert page.context["chosen"]["id"] == str(idlib.pk)
    page = act(desk, idlib, "reject")
    assert page.context["chosen"]["id"] == str(aleppo.pk)
    act(desk, aleppo, "entry", entry="place:manbij")
    decided = [(row.status, row.place and row.place.slug, row.reviewed_by) for row in map(again, (hama, idlib, aleppo))]
    assert decided == [("corrected", "idlib", editor), ("rejected", None, editor), ("corrected", "manbij", editor)]


def test_a_place_that_no_gazetteer_has_is_made_on_the_spot_with_its_precision(desk, editor, theatre, report):
    mention = make_mention(report, "Hama", Mention.UNKNOWN, place=None, candidates=[])
    values = {"name": "Tell Hama", "kind": "base", "longitude": "36.5", "latitude": "35.5", "precision_m": "800"}
    act(desk, mention, "place", **values)
    made = Place.objects.get(slug="tell-hama")
    assert (made.kind, made.precision, made.precision_m, made.longitude) == ("base", "site", 800, 36.5)
    assert again(mention).place == made and made.history.get().history_user == editor


@pytest.mark.parametrize(
    "values", [{"longitude": "nan"}, {"latitude": "95"}, {"name": " "}, {"kind": "moon"}, {"longitude": ""}]
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_written(desk, theatre, report, values):
    mention, before = make_mention(report, "Hama", Mention.UNKNOWN, place=None), Place.objects.count()
    given = {"name": "Tell", "kind": "base", "longitude": "36.5", "latitude": "35.5", "precision_m": "800"} | values
    page = act(desk, mention, "place", **given)
    assert page.status_code == 200 and page.context["chosen"]["id"] == str(mention.pk)
    assert notes_of(page) and Place.objects.count() == before and again(mention).status == Mention.UNKNOWN


def test_the_same_answer_settles_all_alike_in_the_report_and_is_taken_back_at_once(desk, editor, theatre):
    report = make_report(theatre, text=TWICE)
    start = [found.start() for found in re.finditer("Hama", TWICE)]
    first, second, third = (
        ambiguous(report, n, namesakes(theatre))
        for n in start
    )  # fmt: skip
    elsewhere = make_mention(make_report(theatre, text="Hama."), "Hama")
    accept_mention(mention=third, by=User.objects.create_user("otto"), candidate=1)
    refused = act(desk, first, "alike")
    assert "Decide on “Hama” first." in notes_of(refused)
    act(desk, first, "accept", candidate="0")
    page = act(desk, again(first), "alike")
    assert "the same answer for 1 more" in notes_of(page)
    assert [again(one).place and again(one).place.slug for one in (first, second, third)] == ["hama", "hama", "idlib"]
    assert again(elsewhere).status == Mention.GEOCODED

    both = [again(first), again(second)]
    sent = {"act": "undo", "mention": [str(one.pk) for one in both], "seen": [one.as_seen for one in both]}
    assert "2 await review again" in notes_of(desk.post(at(report), sent, follow=True))
    assert [again(one).status for one in (first, second, third)] == ["ambiguous", "ambiguous", "corrected"]


def test_the_second_of_two_editors_is_told_and_nothing_is_written_over(desk, report):
    mention = make_mention(report, "Hama")
    otto = User.objects.create_user("otto")
    accept_mention(mention=mention, by=otto)
    page = act(desk, mention, "reject")
    assert "“Hama” was accepted as Hama by otto" in notes_of(page)
    answer = desk.post(at(report), {"act": "reject", "mention": mention.pk, "seen": mention.as_seen}, **JSON)
    assert answer.status_code == 409 and "by otto" in answer.json()["said"]
    (row,) = answer.json()["rows"]
    assert (row["status"], row["decided_by"], row["seen"]) == ("accepted", "otto", again(mention).as_seen)
    assert again(mention).reviewed_by == otto


def test_a_script_gets_what_changed_and_suggestions_as_json(desk, theatre, report):
    mention = make_mention(report, "Hama")
    answer = desk.post(at(report), {"act": "accept", "mention": mention.pk, "seen": mention.as_seen}, **JSON).json()
    assert answer["rows"][0]["status"] == "accepted" and answer["said"] == "“Hama”: accepted, Hama."
    found = desk.get(at(report), {"q": "man"}, **JSON).json()["results"]
    assert found[0]["name"] == "Manbij" and found[0]["is_of_theatre"]
    assert desk.get(at(report), {"q": ""}, **JSON).json() == {"results": []}


def test_a_reporter_reads_the_desk_and_decides_nothing(theatre, report):
    mention = make_mention(report, "Hama")
    user = User.objects.create_user("rita", password=PASSWORD, is_staff=True)
    user.groups.set([save_roles()[REPORTERS]])
    client = signed_in(user)
    html = client.get(at(report)).content.decode()
    assert 'name="candidate" value="0" disabled' in html and 'value="reject"' not in html
    assert act(client, mention, "reject").status_code == 403
    assert again(mention).status == Mention.GEOCODED


def test_html_in_words_is_shown_as_text(desk, theatre):
    script, image = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'
    report = make_report(theatre, text=f"In {script} and Hama {image}.", title=f"Title{image}", language="ar")
    hama = theatre.places.get(slug="hama")
    hostile = candidate(hama, name=script, kind=image, reasons=[script], precision=image, country_code=script)
    mention = make_mention(report, script, Mention.AMBIGUOUS, name=image, candidates=[hostile], conflicts=[image])
    html = desk.get(at(report, mention) + "&q=" + image).content.decode()
    assert not [raw for raw in ("<script>alert", "<img src", 'alert(1)"') if raw in html]
    assert html.count("&lt;script&gt;") >= 4 and html.count("&lt;img") >= 5


@pytest.mark.parametrize("values", NONSENSE)
def test_an_act_that_makes_no_sense_is_refused_in_words(desk, report, values):
    mention = make_mention(report, "Hama")
    page = act(desk, mention, **({"act": "accept"} | values))
    assert page.status_code == 200 and notes_of(page) and again(mention).status == Mention.GEOCODED


@pytest.mark.parametrize("pk", ["x", "", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_a_mention_of_no_such_report_is_not_found(desk, report, pk):
    assert desk.post(at(report), {"act": "reject", "mention": pk}).status_code == 404


def test_the_first_page_the_list_and_the_report_lead_to_the_desk(desk, report):
    assert "No mention awaits review" in notes_of(desk.get("/admin/conflictmap/report/desk/", follow=True))
    make_mention(report, "Hama")
    assert '"/admin/conflictmap/report/desk/"' in desk.get("/admin/").content.decode()
    assert desk.get("/admin/conflictmap/report/desk/")["Location"] == at(report)
    for address in ("/admin/conflictmap/report/", f"/admin/conflictmap/report/{report.pk}/change/"):
        assert f'"{at(report)}"' in desk.get(address).content.decode()


def test_the_page_asks_the_database_no_more_for_more_mentions(desk, theatre, django_assert_max_num_queries):
    report = make_report(theatre, text="Hama " * 60)
    place = theatre.places.get(slug="hama")
    for n in range(60):
        ambiguous(report, n * 5, namesakes(theatre), place=place)
    with django_assert_max_num_queries(16):
        assert desk.get(at(report)).status_code == 200
