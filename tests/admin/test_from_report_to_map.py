"""The editor's whole way: a report comes in, its mentions are geocoded and reviewed, a claim is drafted, the map changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conflictmap.models import Claim, Mention, Report, Strike
from conflictmap.pipeline.publish import publish

from .conftest import (
    TEXT,
    candidate,
    errors_of,
    form_values,
    make_mention,
    make_report,
    notes_of,
    signed_in,
    source,
)

ADD = "/admin/conflictmap/report/add/"


def new_report(theatre, **changes):
    return {
        "source": str(source(theatre).pk),
        "title": "Fighting in the north",
        "text": TEXT,
        "published_at_0": "2024-12-05",
        "published_at_1": "18:00:00",
    } | changes


def published(root: Path, theatre, name: str):
    latest = json.loads((root / theatre.slug / "latest.json").read_bytes())
    return latest["release"], json.loads((root / theatre.slug / latest["release"] / name).read_bytes())


def at(row) -> str:
    return f"/admin/conflictmap/{row._meta.model_name}/{row.pk}/change/"


def test_a_report_becomes_a_changed_map(desk, send, theatre, published_root):
    first = publish(theatre=theatre).release.hash

    page = send(desk, ADD, "report", **new_report(theatre))
    report = Report.objects.get()
    assert page.redirect_chain[-1][0] == at(report)
    mentions = {mention.text: mention for mention in report.mentions.all()}
    assert {"Hama", "Idlib", "Aleppo"} <= set(mentions)
    assert mentions["Hama"].status == Mention.GEOCODED and mentions["Hama"].place.slug == "hama"

    page = send(desk, at(mentions["Hama"]), "mention", decision="0", _claim="1")
    mention = Mention.objects.get(pk=mentions["Hama"].pk)
    assert mention.status == Mention.ACCEPTED and mention.reviewed_by.username == "margaret"
    draft = page.redirect_chain[-1][0]
    assert draft == f"/admin/conflictmap/claim/add/?mention={mention.pk}"

    values = form_values(page, "claim")
    assert (values["place"], values["report"], values["source"]) == (
        str(mention.place_id), str(report.pk), str(report.source_id),
    )  # fmt: skip
    assert (values["place_as_written"], values["provenance"]) == ("Hama", "report")
    assert (values["reported_at_0"], values["reported_at_1"]) == ("2024-12-05", "18:00:00")
    page = send(
        desk, draft, "claim",
        actor=str(theatre.actors.get(slug="opposition").pk), summary="The observatory says that Hama fell.",
    )  # fmt: skip
    claim = Claim.objects.get(report=report)
    assert (claim.mention, claim.quote) == (mention, "On Thursday the opposition entered Hama from the north.")

    # Saving the claim has published again, as it does where no queue waits.
    second, claims = published(published_root, theatre, "claims-0000.json")
    assert second != first
    assert str(claim.pk) in json.dumps(claims)
    assert theatre.releases.get(is_current=True).hash == second
    state = desk.get(f"/api/v1/theatres/{theatre.slug}/states/", {"date": "2024-12-05"}).json()
    hama = next(place["properties"] for place in state["features"] if place["properties"]["place"] == "hama")
    assert hama["holder"] == "opposition"
    before = desk.get(f"/api/v1/theatres/{theatre.slug}/states/", {"date": "2024-12-04"}).json()
    assert "government" in [p["properties"]["holder"] for p in before["features"] if p["properties"]["place"] == "hama"]


def test_a_strike_is_drafted_from_a_mention_too(desk, send, theatre, report):
    mention = make_mention(report, "Idlib", Mention.ACCEPTED)
    send(
        desk, f"/admin/conflictmap/strike/add/?mention={mention.pk}", "strike",
        attackers=[str(theatre.actors.get(slug="bomber").pk)], summary="Shells fell on Idlib.", killed_unknown_low="7",
    )  # fmt: skip
    strike = Strike.objects.get()
    assert (strike.mention, strike.report, strike.place.slug) == (mention, report, "idlib")
    assert (strike.killed_unknown_low, strike.killed_unknown_high) == (7, None)


def test_a_draft_needs_a_reviewed_mention(desk, send, theatre, report):
    mention = make_mention(report, "Hama", Mention.AMBIGUOUS)
    page = send(
        desk, f"/admin/conflictmap/claim/add/?mention={mention.pk}", "claim",
        place=str(theatre.places.get(slug="hama").pk), actor=str(theatre.actors.get(slug="opposition").pk), summary="So.",
    )  # fmt: skip
    assert "Accept or correct the mention first" in errors_of(page)["__all__"][0]
    assert not Claim.objects.filter(report=report).exists()


def test_a_summary_of_ours_is_never_taken_for_a_quotation(desk, theatre):
    mention = make_mention(make_report(theatre, is_summary=True), "Hama", Mention.ACCEPTED)
    page = desk.get(f"/admin/conflictmap/claim/add/?mention={mention.pk}")
    assert form_values(page, "claim")["quote"] == ""
    assert "entered <mark" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"text": "  \n "}, "text", "required"),
        ({"text": "x" * 200_001}, "text", "200,001 characters; 200,000 is the most"),
        ({"text": "Hama\x00fell"}, "text", "Null characters"),
        ({"title": "\x00"}, "title", "Null characters"),
        ({"url": "javascript:alert(1)"}, "url", "valid URL"),
        ({"published_at_0": "2024-13-01"}, "published_at", "valid date"),
        ({"source": ""}, "source", "required"),
    ],
)
def test_a_report_that_cannot_be_taken_in_is_refused_by_field(desk, send, theatre, changes, field, says):
    page = send(desk, ADD, "report", **new_report(theatre, **changes))
    assert says in " ".join(errors_of(page)[field])
    assert not Report.objects.exists()


def test_the_same_text_is_taken_in_once(desk, send, theatre):
    make_report(theatre)
    page = send(desk, ADD, "report", **new_report(theatre, text=TEXT.replace(" ", "\n")))
    assert "already been taken in" in errors_of(page)["text"][0]
    assert Report.objects.count() == 1


def test_five_megabytes_of_text_are_refused_with_a_page_that_says_so(editor, theatre):
    page = signed_in(editor).post(ADD, new_report(theatre, text="x" * 5_000_000))
    assert page.status_code == 400
    assert "larger than 2.5 MB" in page.content.decode()
    assert not Report.objects.exists()


def test_a_reports_text_stays_and_its_title_can_be_corrected(desk, send, theatre, report):
    page = send(desk, at(report), "report", title="Better words", text="Another text")
    report.refresh_from_db()
    assert (report.title, report.text) == ("Better words", TEXT)
    assert page.redirect_chain
    theatre.refresh_from_db()
    assert theatre.published_change == theatre.changed_at  # it has been published with its new title


def test_a_reports_page_marks_its_mentions_by_status(desk, report):
    make_mention(report, "Hama", Mention.ACCEPTED)
    make_mention(report, "Idlib", Mention.AMBIGUOUS, conflicts=["The text says north, the place lies south."])
    make_mention(report, "Aleppo", Mention.UNKNOWN, candidates=[], place=None, score=None)
    page = desk.get(at(report)).content.decode()
    for status, word in (("accepted", "Hama"), ("ambiguous", "Idlib"), ("unknown", "Aleppo")):
        assert f'<mark class="mention {status}">{word}</mark>' in page
    assert "The text says north" in page and "same name; a place of the theatre" in page


# --- Reviewing mentions -----------------------------------------------------------------------------------------
def test_the_queue_holds_what_awaits_review_and_no_adjective(desk, report):
    waiting = make_mention(report, "Hama", Mention.AMBIGUOUS)
    make_mention(report, "Idlib", Mention.ACCEPTED)
    make_mention(report, "opposition", Mention.GEOCODED, demonym=True)
    page = desk.get("/admin/conflictmap/mention/")
    assert [mention.pk for mention in page.context["cl"].result_list] == [waiting.pk]
    assert 'entered <mark class="mention ambiguous">Hama</mark> from the north' in page.content.decode()


def test_another_candidate_or_another_place_is_a_correction(desk, send, theatre, report):
    idlib, aleppo = (theatre.places.get(slug=slug) for slug in ("idlib", "aleppo"))
    mention = make_mention(report, "Hama", candidates=[candidate(theatre.places.get(slug="hama")), candidate(idlib)])
    send(desk, at(mention), "mention", decision="1", _save="1")
    mention.refresh_from_db()
    assert (mention.status, mention.place) == (Mention.CORRECTED, idlib)
    assert form_values(desk.get(at(mention)), "mention")["decision"] == "1"
    send(desk, at(mention), "mention", decision="other", other_place=str(aleppo.pk), _save="1")
    mention.refresh_from_db()
    assert (mention.status, mention.place) == (Mention.CORRECTED, aleppo)
    assert form_values(desk.get(at(mention)), "mention")["other_place"] == str(aleppo.pk)
    page = send(desk, at(mention), "mention", decision="other", other_place="", _save="1")
    assert "Name the place" in errors_of(page)["other_place"][0]


def test_an_ambiguous_mention_has_nothing_chosen_for_the_editor(desk, send, report):
    mention = make_mention(report, "Hama", Mention.AMBIGUOUS)
    assert "decision" not in form_values(desk.get(at(mention)), "mention")
    assert "required" in errors_of(send(desk, at(mention), "mention", _save="1"))["decision"][0]


def test_save_and_next_goes_through_the_report_in_its_order(desk, send, report):
    hama, idlib, aleppo = (make_mention(report, word) for word in ("Hama", "Idlib", "Aleppo"))
    page = send(desk, at(idlib), "mention", decision="reject", _next="1")
    assert page.redirect_chain[-1][0] == at(aleppo)
    page = send(desk, at(aleppo), "mention", decision="0", _next="1")
    assert page.redirect_chain[-1][0] == at(hama)
    page = send(desk, at(hama), "mention", decision="0", _next="1")
    assert page.redirect_chain[-1][0] == "/admin/conflictmap/mention/"
    assert "No mention awaits review" in notes_of(page)


def test_the_selected_mentions_are_accepted_and_one_without_candidates_is_named(desk, report):
    hama, idlib = make_mention(report, "Hama"), make_mention(report, "Idlib")
    lost = make_mention(report, "north", Mention.UNKNOWN, candidates=[], place=None)
    page = desk.post(
        "/admin/conflictmap/mention/",
        {"action": "accept_best", "_selected_action": [str(m.pk) for m in (hama, idlib, lost)]},
        follow=True,
    )
    assert set(Mention.objects.filter(status=Mention.ACCEPTED)) == {hama, idlib}
    assert "2 accepted." in notes_of(page) and "“north” has no candidate" in notes_of(page)
    desk.post("/admin/conflictmap/mention/", {"action": "reject", "_selected_action": [str(lost.pk)]})
    assert Mention.objects.get(pk=lost.pk).status == Mention.REJECTED


def test_an_adjective_is_shown_and_not_reviewed(desk, report):
    mention = make_mention(report, "opposition", demonym=True)
    page = desk.get(at(mention)).content.decode()
    assert "it is not reviewed" in page and "_next" not in page
    assert desk.post(at(mention), {"decision": "reject"}).status_code == 403


# --- Publishing -------------------------------------------------------------------------------------------------
def test_publish_now_says_what_it_published_and_why_it_could_not(desk, send, theatre, settings, published_root):
    address = f"/admin/conflictmap/theatre/{theatre.pk}/change/"
    page = send(desk, address, "theatre", _publish="1")
    release = theatre.releases.get(is_current=True)
    assert f"Published The North, release {release.hash}" in notes_of(page)
    listed = desk.get("/admin/conflictmap/release/").content.decode()
    assert release.hash[:12] in listed
    again = desk.post(
        "/admin/conflictmap/theatre/", {"action": "publish_now", "_selected_action": [str(theatre.pk)]}, follow=True
    )
    assert "Nothing new to publish" in notes_of(again)
    settings.NATURAL_EARTH_FILE = published_root / "gone.json"
    page = send(desk, address, "theatre", _publish="1")
    assert "was not published. The basemap is missing" in notes_of(page)


def test_a_release_cannot_be_changed_here(desk, theatre):
    release = publish(theatre=theatre).release
    page = desk.get(at(release)).content.decode()
    assert release.hash in page and 'name="_save"' not in page
    assert desk.post(at(release), {"hash": "0"}).status_code == 403
    assert desk.get("/admin/conflictmap/release/add/").status_code == 403
