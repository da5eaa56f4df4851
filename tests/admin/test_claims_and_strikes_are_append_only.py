"""Claims and strikes at the desk: saving a change writes a new row, and the one before stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conflictmap.models import Claim, Strike
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.record import supersede_claim, withdraw
from tests.cast import OBSERVATORY, THEATRE, day, folder

from .conftest import errors_of, form_values, make_claim, make_mention, make_report, make_strike, notes_of, source

ADD = "/admin/conflictmap/claim/add/"


def at(row) -> str:
    return f"/admin/conflictmap/{row._meta.model_name}/{row.pk}/change/"


def new_claim(theatre, **changes):
    return {
        "place": str(theatre.places.get(slug="hama").pk),
        "actor": str(theatre.actors.get(slug="opposition").pk),
        "source": str(source(theatre).pk),
        "date_start": "2024-12-05",
        "reported_at_0": "2024-12-05",
        "reported_at_1": "18:00:00",
        "summary": "The observatory says that Hama fell.",
        "provenance": "background",
    } | changes


def test_a_claim_is_added_with_its_theatre_editor_and_last_day(desk, send, theatre, editor):
    page = send(desk, ADD, "claim", **new_claim(theatre))
    claim = Claim.objects.get(summary__startswith="The observatory says that Hama")
    assert page.redirect_chain
    assert (claim.theatre, claim.created_by) == (theatre, editor)
    assert (claim.date_start, claim.date_end) == (day(5), day(5))


def test_saving_a_change_supersedes_and_leaves_the_old_row_as_it_was(desk, send, theatre, editor):
    claim = make_claim(theatre)
    page = send(desk, at(claim), "claim", relation="entered")
    successor = Claim.objects.get(supersedes=claim)
    assert (successor.relation, successor.created_by, successor.date_start) == ("entered", editor, claim.date_start)
    assert Claim.objects.get(pk=claim.pk).relation == "controls"
    assert page.redirect_chain[-1][0] == at(successor)
    assert "supersedes the one before" in notes_of(page)


@pytest.mark.parametrize("make", [make_claim, make_strike])
def test_saving_without_a_change_writes_nothing(desk, send, theatre, make):
    row = make(theatre, summary="Two lines,\none change of mind ", quote="“So\nit was.”")
    theatre.refresh_from_db()
    before = type(row).objects.count(), theatre.changed_at
    page = send(desk, at(row), row._meta.model_name)
    theatre.refresh_from_db()
    assert (type(row).objects.count(), theatre.changed_at) == before
    assert "nothing was written" in notes_of(page)


def test_a_strikes_change_of_attackers_alone_supersedes_it(desk, send, theatre):
    strike = make_strike(theatre)
    send(desk, at(strike), "strike", attackers=[str(theatre.actors.get(slug="government").pk)])
    successor = Strike.objects.get(supersedes=strike)
    assert [actor.slug for actor in successor.attackers.all()] == ["government"]
    assert [actor.slug for actor in Strike.objects.get(pk=strike.pk).attackers.all()] == ["bomber"]
    assert successor.killed_civilians_low == 4


def test_the_second_editor_is_told_and_loses_nothing(desk, theatre):
    claim = make_claim(theatre)
    sent = form_values(desk.get(at(claim)), "claim") | {"summary": "What the second editor typed."}
    first = supersede_claim(claim=claim, changes={"relation": "entered"})
    page = desk.post(at(claim), sent)
    assert page.status_code == 200
    assert "already been superseded" in errors_of(page)["__all__"][0]
    assert at(first) in notes_of(page)
    assert "What the second editor typed." in page.content.decode()
    assert form_values(page, "claim")["summary"] == "What the second editor typed."
    assert Claim.objects.filter(supersedes__in=[claim, first]).count() == 1


def test_a_superseded_row_is_shown_read_only_with_its_chain(desk, theatre):
    claim = make_claim(theatre)
    successor = supersede_claim(claim=claim, changes={"relation": "entered"})
    old = desk.get(at(claim)).content.decode()
    assert 'name="summary"' not in old and 'name="_save"' not in old and "Withdraw<" not in old
    assert at(successor) in old
    new = desk.get(at(successor)).content.decode()
    assert at(claim) in new and "<del>controls</del>" in new and "<ins>entered</ins>" in new


def test_nobody_deletes(desk, theatre):
    claim = make_claim(theatre)
    assert desk.get(f"/admin/conflictmap/claim/{claim.pk}/delete/").status_code == 403
    assert "delete_selected" not in desk.get("/admin/conflictmap/claim/").content.decode()


def test_withdrawing_asks_first_then_retracts(desk, theatre, editor):
    claim = make_claim(theatre)
    address = f"/admin/conflictmap/claim/{claim.pk}/withdraw/"
    assert "counts no more" in desk.get(address).content.decode()
    assert not Claim.objects.filter(supersedes=claim).exists()
    page = desk.post(address, follow=True)
    withdrawn = Claim.objects.get(supersedes=claim)
    assert (withdrawn.basis, withdrawn.created_by) == ("retracted", editor)
    assert "Withdrawn" in notes_of(page)
    again = desk.post(address, follow=True)
    assert "already been superseded" in notes_of(again)


def test_the_selected_rows_are_withdrawn_and_the_others_stay(desk, theatre):
    rows = [make_claim(theatre, place=slug) for slug in ("hama", "idlib", "aleppo")]
    desk.post(
        "/admin/conflictmap/claim/",
        {"action": "withdraw_selected", "_selected_action": [str(row.pk) for row in rows[:2]]},
        follow=True,
    )
    in_force = set(Claim.objects.active().values_list("pk", flat=True))
    assert rows[2].pk in in_force and not in_force & {rows[0].pk, rows[1].pk}


def test_the_list_starts_with_what_is_in_force(desk, theatre):
    kept, replaced, dropped = (make_claim(theatre, place=slug) for slug in ("hama", "idlib", "aleppo"))
    head = supersede_claim(claim=replaced, changes={"relation": "entered"})
    gone = withdraw(row=dropped)

    def listed(**query):
        return {row.pk for row in desk.get("/admin/conflictmap/claim/", query).context["cl"].queryset}

    mine = {row.pk for row in (kept, replaced, head, dropped, gone)}
    assert listed() & mine == {kept.pk, head.pk}
    assert listed(standing="superseded") & mine == {replaced.pk, dropped.pk}
    assert listed(standing="withdrawn") & mine == {gone.pk}
    assert listed(standing="all") & mine == mine


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"date_end": "2024-12-01"}, "date_end", "before the first"),
        ({"provenance": "report"}, "report", "names it"),
        ({"confidence": "1.5"}, "confidence", "less than or equal to 1"),
        ({"confidence": "nan"}, "confidence", "Enter a number"),
        ({"date_start": "2024-02-31"}, "date_start", "valid date"),
        ({"summary": "NUL \x00"}, "summary", "Null characters"),
        ({"summary": ""}, "summary", "required"),
        ({"summary": "x" * 1001}, "summary", "1000"),
        ({"place": "nowhere"}, "place", "valid"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_nothing_is_written(desk, send, theatre, changes, field, says):
    before = Claim.objects.count()
    page = send(desk, ADD, "claim", **new_claim(theatre, **changes))
    assert says in " ".join(errors_of(page)[field])
    assert Claim.objects.count() == before


def test_what_only_the_pipeline_can_see_comes_back_on_the_field(desk, send, theatre):
    other = make_other_theatre()
    page = send(desk, ADD, "claim", **new_claim(theatre, source=str(other.sources.get().pk)))
    assert errors_of(page) == {"source": ["belongs to another theatre"]}


def make_other_theatre():
    bare = folder(theatre=replace(THEATRE, slug="elsewhere", name="Elsewhere"), sources=(OBSERVATORY,), baseline=())
    return load_theatre(folder=bare).theatre


def test_counts_must_not_go_down_from_low_to_high(desk, send, theatre):
    strike = make_strike(theatre)
    page = send(desk, at(strike), "strike", killed_civilians_high="3")
    assert errors_of(page) == {"killed_civilians_high": ["Low, best and high must not go down."]}
    page = send(desk, at(strike), "strike", injured_unknown_low="-1")
    assert "injured_unknown_low" in errors_of(page)
    assert Strike.objects.count() == 1


def test_null_is_not_zero(desk, send, theatre):
    strike = make_strike(theatre)
    send(desk, at(strike), "strike", killed_combatants_low="0")
    successor = Strike.objects.get(supersedes=strike)
    assert (successor.killed_combatants_low, successor.killed_unknown_low) == (0, None)


def test_an_editors_name_stays_inside(desk, send, theatre, editor, client):
    send(desk, ADD, "claim", **new_claim(theatre))
    claim = Claim.objects.get(created_by=editor)
    assert editor.username in desk.get(at(claim)).content.decode()
    public = client.get(f"/api/v1/claims/{claim.pk}/")
    assert public.status_code == 200 and editor.username not in public.content.decode()


def test_a_draft_from_a_report_says_when_the_theatre_heard_it(desk, theatre):
    # 22:30 UTC is the next day in Damascus.
    report = make_report(theatre, published_at=datetime(2024, 12, 4, 22, 30, tzinfo=UTC))
    mention = make_mention(report, "Hama", status="accepted")
    values = form_values(desk.get(f"{ADD}?mention={mention.pk}"), "claim")
    assert values["date_start"] == str(date(2024, 12, 5))
    assert values["quote"] == "On Thursday the opposition entered Hama from the north."
