"""From a report to reviewed places and a drafted claim."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError

from conflictmap import tasks
from conflictmap.models import Claim, Mention, Report, Theatre
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.locate import extract_report, locate_mention, locate_report
from conflictmap.pipeline.review import accept_mention, claim_from_mention, correct_mention, reject_mention
from tests.cast import THEATRE, day, folder, noon

pytestmark = pytest.mark.django_db
TEXT = (
    "Opposition forces took most of Aleppo on Saturday. Their command says that they also hold Sheikh Najjar. "
    "Syrian warplanes struck Idlib. A convoy left Gaziantep for the border; the town of Qarqabad was quiet."
)


@pytest.fixture
def theatre() -> Theatre:
    from dataclasses import replace

    return load_theatre(folder=folder(theatre=replace(THEATRE, country_codes=("SY",)))).theatre


@pytest.fixture
def report(theatre) -> Report:
    return ingest_report(
        theatre=theatre,
        source=theatre.sources.get(slug="wire"),
        title="Saturday's advance",
        text=TEXT,
        published_at=noon(day(1)),
    )


@pytest.fixture(autouse=True)
def nothing_swept_yet() -> None:
    cache.clear()


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("an editor")


def by_text(report: Report) -> dict[str, Mention]:
    return {mention.text: mention for mention in report.mentions.all()}


def test_a_reports_places_are_found_where_they_stand(report):
    locate_report(report=report)
    for mention in report.mentions.all():
        assert report.text[mention.start : mention.end] == mention.text
    found = by_text(report)
    assert (found["Aleppo"].status, found["Aleppo"].place.slug) == ("geocoded", "aleppo")
    assert found["Sheikh Najjar"].place.slug == "sheikh-najjar"


def test_every_candidate_is_kept_with_its_score_and_reasons(report):
    locate_report(report=report)
    best = by_text(report)["Aleppo"].candidates[0]
    assert 0 < best["score"] <= 1 and best["reasons"]


def test_a_name_that_nobody_knows_is_kept_and_loses_none_of_the_others(report):
    locate_report(report=report)
    found = by_text(report)
    assert (found["Qarqabad"].status, found["Qarqabad"].candidates) == ("unknown", [])
    assert {"Aleppo", "Idlib", "Gaziantep"} <= set(found)


def test_an_adjective_is_a_mention_that_no_editor_need_see(report):
    locate_report(report=report)
    assert by_text(report)["Syrian"].demonym
    assert "Syrian" not in {m.text for m in Mention.objects.awaiting_review()}


def test_reading_a_report_twice_adds_nothing(report):
    locate_report(report=report)
    before = list(report.mentions.values())
    assert extract_report(report_id=report.pk) == []
    locate_report(report=report)
    assert list(report.mentions.values()) == before


def test_geocoding_never_undoes_an_editors_decision(report, editor):
    locate_report(report=report)
    rejected = reject_mention(mention=by_text(report)["Aleppo"], by=editor)
    again = locate_mention(mention_id=rejected.pk)
    assert (again.status, again.place) == (Mention.REJECTED, None)


def test_saving_a_report_queues_its_mentions_after_the_commit(report, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.report_saved(report)
        assert not report.mentions.exists()
    assert not Mention.objects.awaiting_geocoding().exists()
    assert by_text(report)["Idlib"].status == "geocoded"


def test_the_sweep_finds_a_report_that_was_forgotten(report):
    from datetime import timedelta

    from django.utils import timezone

    Report.objects.update(created_at=timezone.now() - timedelta(hours=1))
    tasks.sweep.delay()
    assert by_text(report)["Idlib"].status == "geocoded"


def test_a_long_backlog_does_not_grow_by_itself_at_every_sweep(report, settings):
    from datetime import timedelta

    from celery.signals import task_prerun
    from django.utils import timezone

    Report.objects.update(created_at=timezone.now() - timedelta(hours=1))
    taken: list[str] = []
    task_prerun.connect(lambda task, **_: taken.append(task.name), weak=False, dispatch_uid="count")
    try:
        for _ in range(3):
            # As if the report still waited in a queue.
            Report.objects.update(extracted_at=None)
            tasks.sweep.delay()
    finally:
        task_prerun.disconnect(dispatch_uid="count")
    assert taken.count("conflictmap.tasks.extract_report") == 1


def test_accepting_keeps_who_decided_and_when(report, editor):
    locate_report(report=report)
    mention = accept_mention(mention=by_text(report)["Aleppo"], by=editor)
    assert (mention.status, mention.place.slug, mention.reviewed_by) == (Mention.ACCEPTED, "aleppo", editor)
    assert mention.reviewed_at is not None


def test_accepting_a_place_of_the_gazetteer_makes_it_a_place_of_the_theatre(report, editor, theatre):
    locate_report(report=report)
    mention = accept_mention(mention=by_text(report)["Gaziantep"], by=editor)
    assert mention.place.theatre == theatre
    assert (mention.place.provenance, mention.place.geonames_id) == ("gazetteer", 314830)
    assert accept_mention(mention=mention, by=editor).place == mention.place
    before = theatre.changed_at
    theatre.refresh_from_db()
    assert theatre.changed_at > before, (
        "a new place is a new network: what is published no longer shows what is recorded"
    )


def test_a_mention_without_candidates_is_corrected_not_accepted(report, editor, theatre):
    locate_report(report=report)
    lost = by_text(report)["Qarqabad"]
    with pytest.raises(ValidationError, match="has no candidate"):
        accept_mention(mention=lost, by=editor)
    corrected = correct_mention(mention=lost, place=theatre.places.get(slug="hama"), by=editor)
    assert (corrected.status, corrected.place.slug) == (Mention.CORRECTED, "hama")


def test_a_claim_needs_a_reviewed_mention(report, editor, theatre):
    locate_report(report=report)
    actor = theatre.actors.get(slug="opposition")
    given = {
        "relation": "controls",
        "share": "most",
        "date_start": day(30),
        "date_end": day(30),
        "summary": "Most of it.",
    }
    with pytest.raises(ValidationError, match="Accept or correct the mention first"):
        claim_from_mention(mention=by_text(report)["Aleppo"], actor=actor, by=editor, **given)
    assert not Claim.objects.filter(report=report).exists()

    mention = accept_mention(mention=by_text(report)["Aleppo"], by=editor)
    claim = claim_from_mention(mention=mention, actor=actor, by=editor, **given)
    assert (claim.place.slug, claim.source.slug, claim.report, claim.mention) == ("aleppo", "wire", report, mention)
    assert (claim.reported_at, claim.place_as_written) == (noon(day(1)), "Aleppo")


def test_what_an_editor_accepts_once_moves_the_ranking_in_another_report(theatre, editor):
    first, second = (
        locate_report(
            report=ingest_report(
                theatre=theatre,
                source=theatre.sources.get(slug="wire"),
                title=f"Shelling, part {part}",
                text=f"Shells fell on Suran. Part {part}.",
                published_at=noon(day(part)),
            )
        )
        for part in (1, 2)
    )
    before = first.mentions.get(text="Suran")
    other = before.candidates[1]
    accept_mention(mention=before, by=editor, candidate=1)
    second.mentions.update(status=Mention.NEW)
    locate_report(report=second)
    after = second.mentions.get(text="Suran")
    assert after.candidates[0]["geonames_id"] == other["geonames_id"] != before.candidates[0]["geonames_id"]
    assert "chosen by editors for this name in 1 report" in after.candidates[0]["reasons"]
