"""Drafts are read out of a report, taken over into claims and strikes or dropped, and reading again undoes nothing of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from conflictmap import tasks
from conflictmap.models import Claim, Draft, Report, Strike, Theatre
from conflictmap.pipeline.drafting import (
    DraftDecidedMeanwhile,
    draft_report,
    drop_draft,
    reopen_draft,
    take_draft,
)
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.locate import locate_report
from conflictmap.pipeline.record import withdraw
from conflictmap.pipeline.review import accept_mention
from tests.cast import day, folder, noon

pytestmark = pytest.mark.django_db
TEXT = (
    "Opposition forces took most of Aleppo on Saturday, the Observatory said. "
    "Government warplanes bombed Idlib, killing at least seven people. "
    "The army withdrew from Hama, a baker said. At least 200 people were killed since Wednesday."
)


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


@pytest.fixture
def report(theatre) -> Report:
    taken = ingest_report(
        theatre=theatre,
        source=theatre.sources.get(slug="wire"),
        title="Saturday's advance",
        text=TEXT,
        published_at=noon(day(1)),
    )
    locate_report(report=taken)
    draft_report(report_id=taken.pk)
    return taken


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("an editor")


def draft_of(report: Report, kind: str, place: str) -> Draft:
    return report.drafts.get(kind=kind, mention__text=place)


def accepted(draft: Draft, by: User) -> Draft:
    accept_mention(mention=draft.mention, by=by)
    return draft


def test_a_reports_drafts_are_stored_with_their_mentions_and_where_they_stand(report):
    said = [(d.kind, d.relation, d.mention and d.mention.text, d.speaker) for d in report.drafts.in_order()]
    assert ("claim", "controls", "Aleppo", "observatory") in said
    assert ("strike", "air-strike", "Idlib", "") in said
    for draft in report.drafts.all():
        assert report.text[draft.start : draft.end] == draft.words
        assert draft.status == Draft.OPEN
    report.refresh_from_db()
    assert report.drafted_at is not None


def test_a_taken_draft_is_a_claim_by_who_said_it_about_the_place_that_was_decided(report, editor):
    draft = accepted(draft_of(report, "claim", "Aleppo"), editor)
    assert list(report.drafts.ready()) == [draft]
    taken = take_draft(draft=draft, by=editor)
    claim = Claim.objects.get(pk=taken.claim_id)
    assert (claim.place.slug, claim.actor.slug, claim.relation, claim.share) == (
        "aleppo",
        "opposition",
        "controls",
        "most",
    )
    assert (claim.source.slug, claim.via.slug, claim.report, claim.mention) == (
        "observatory",
        "wire",
        report,
        draft.mention,
    )
    assert claim.quote.startswith("Opposition forces took") and claim.created_by == editor
    assert (taken.status, taken.decided_by) == (Draft.TAKEN, editor)
    assert draft not in report.drafts.awaiting_review()


def test_a_taken_strike_has_its_attackers_and_its_toll(report, editor):
    taken = take_draft(draft=accepted(draft_of(report, "strike", "Idlib"), editor), by=editor)
    strike = Strike.objects.get(pk=taken.strike_id)
    assert (strike.place.slug, strike.kind, strike.source.slug) == ("idlib", "air-strike", "wire")
    assert (strike.killed_unknown_low, strike.killed_unknown_high) == (7, None)
    assert strike.killed_wording == "at least seven people"


def test_what_the_editor_says_goes_before_what_the_draft_says(report, theatre, editor):
    draft = accepted(draft_of(report, "claim", "Aleppo"), editor)
    allies = theatre.actors.get(slug="allies")
    claim = take_draft(draft=draft, by=editor, actor=allies, date_start=day(2), date_end=day(2), summary="Ours.").claim
    assert (claim.actor, claim.date_start, claim.date_end, claim.summary) == (allies, day(2), day(2), "Ours.")


def test_a_speaker_who_is_no_source_is_asked_for_and_nothing_is_written(report, theatre, editor):
    draft = accepted(draft_of(report, "claim", "Hama"), editor)
    before = Claim.objects.count()
    with pytest.raises(ValidationError) as refusal:
        take_draft(draft=draft, by=editor)
    assert list(refusal.value.message_dict) == ["source"]
    draft.refresh_from_db()
    assert (Claim.objects.count(), draft.status) == (before, Draft.OPEN)
    assert take_draft(draft=draft, by=editor, source=theatre.sources.get(slug="gazette")).claim.relation == "lost"


def test_a_draft_whose_place_nobody_decided_and_a_note_cannot_be_taken(report, editor):
    with pytest.raises(ValidationError) as refusal:
        take_draft(draft=draft_of(report, "claim", "Aleppo"), by=editor)
    assert list(refusal.value.message_dict) == ["mention"]
    note = report.drafts.get(kind="note")
    assert note not in report.drafts.awaiting_review()
    with pytest.raises(ValidationError, match="A note is no claim"):
        take_draft(draft=note, by=editor)
    assert drop_draft(draft=note, by=editor).status == Draft.DROPPED


def test_who_comes_second_is_told_and_writes_nothing(report, editor):
    draft = accepted(draft_of(report, "claim", "Aleppo"), editor)
    drop_draft(draft=draft, by=editor)
    before = Claim.objects.count()
    for decide in (take_draft, drop_draft):
        with pytest.raises(DraftDecidedMeanwhile, match="dropped by an editor"):
            decide(draft=draft, by=None)
    assert Claim.objects.count() == before


def test_reading_again_keeps_what_was_decided_and_lets_go_what_is_no_longer_said(report, editor):
    taken = take_draft(draft=accepted(draft_of(report, "claim", "Aleppo"), editor), by=editor)
    dropped = drop_draft(draft=draft_of(report, "claim", "Hama"), by=editor)
    before = set(report.drafts.values_list("pk", "status"))
    draft_report(report_id=report.pk)
    assert set(report.drafts.values_list("pk", "status")) == before
    Report.objects.filter(pk=report.pk).update(text="x" * len(TEXT))
    assert draft_report(report_id=report.pk) == []
    assert set(report.drafts.all()) == {taken, dropped}


def test_a_decision_is_taken_back_once_nothing_stands_on_it(report, editor):
    draft = accepted(draft_of(report, "claim", "Aleppo"), editor)
    with pytest.raises(ValidationError, match="open already"):
        reopen_draft(draft=draft, by=editor)
    claim = take_draft(draft=draft, by=editor).claim
    with pytest.raises(ValidationError, match="withdraw it first"):
        reopen_draft(draft=draft, by=editor)
    withdraw(row=claim, by=editor)
    reopened = reopen_draft(draft=draft, by=editor)
    assert (reopened.status, reopened.claim, reopened.decided_by) == (Draft.OPEN, None, None)


def test_a_report_that_is_taken_in_is_drafted_by_the_tasks_and_by_the_sweep(theatre, settings):
    report = ingest_report(
        theatre=theatre, source=theatre.sources.get(slug="wire"), title="N", text=TEXT, published_at=noon(day(1))
    )
    tasks.extract_report(str(report.pk))
    assert report.drafts.filter(kind="claim").exists()
    Report.objects.filter(pk=report.pk).update(drafted_at=None)
    report.drafts.all().delete()
    settings.SWEEP_SECONDS = -60
    tasks.sweep()
    assert report.drafts.filter(kind="claim").exists()
