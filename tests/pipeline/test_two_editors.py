"""Two editors on one mention: the second is told what the first decided, and nothing is overwritten. A decision can be undone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from conflictmap.models import Mention, Theatre
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.record import withdraw
from conflictmap.pipeline.review import (
    DecidedMeanwhile,
    accept_mention,
    claim_from_mention,
    correct_mention,
    reject_mention,
    reopen_mention,
)
from tests.cast import day, folder, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


@pytest.fixture
def mention(theatre: Theatre) -> Mention:
    wire, hama = theatre.sources.get(slug="wire"), theatre.places.get(slug="hama")
    text = "Shells fell on Hama."
    report = ingest_report(theatre=theatre, source=wire, title="Shelling", text=text, published_at=noon(day(1)))
    candidate = {"slug": "hama", "name": "Hama", "kind": "city", "longitude": hama.longitude, "latitude": hama.latitude}
    return Mention.objects.create(
        report=report, start=15, end=19, text="Hama", name="Hama", status=Mention.AMBIGUOUS, candidates=[candidate]
    )


def editor(name: str) -> User:
    return User.objects.create_user(name)


def stored(mention: Mention) -> Mention:
    return Mention.objects.select_related("place", "reviewed_by").get(pk=mention.pk)


@pytest.mark.parametrize("second", [accept_mention, reject_mention, reopen_mention])
def test_the_second_editor_is_told_who_decided_what_and_when(mention, second: Callable[..., Mention]):
    seen, first = mention.as_seen, editor("vera")
    accept_mention(mention=mention, by=first, seen=seen)
    with pytest.raises(DecidedMeanwhile) as refused:
        second(mention=mention, by=editor("otto"), seen=seen)
    when = f"{stored(mention).reviewed_at:%-d %b %Y at %H:%M} UTC"
    assert refused.value.messages == [
        f"“Hama” was accepted as Hama by vera on {when} while you had it open. Nothing of yours was saved: look again."
    ]
    assert (refused.value.mention.reviewed_by, refused.value.mention.status) == (first, Mention.ACCEPTED)
    assert (stored(mention).status, stored(mention).reviewed_by) == (Mention.ACCEPTED, first)


def test_the_second_may_decide_otherwise_once_they_have_seen_the_first(mention, theatre):
    accepted = accept_mention(mention=mention, by=editor("vera"), seen=mention.as_seen)
    otto, idlib = editor("otto"), theatre.places.get(slug="idlib")
    correct_mention(mention=mention, place=idlib, by=otto, seen=accepted.as_seen)
    assert (stored(mention).place, stored(mention).reviewed_by) == (idlib, otto)


def test_what_a_decision_returns_is_as_the_database_has_it(mention):
    assert accept_mention(mention=mention, by=editor("vera")).as_seen == stored(mention).as_seen


def test_the_same_decision_made_anew_is_seen_as_another(mention):
    accepted = accept_mention(mention=mention, by=editor("vera"))
    again = accept_mention(mention=mention, by=editor("otto"))
    assert again.as_seen != accepted.as_seen


def test_candidates_that_were_found_anew_must_be_looked_at_again(mention):
    seen = mention.as_seen
    Mention.objects.filter(pk=mention.pk).update(geocoded_at=noon(day(2)))
    with pytest.raises(DecidedMeanwhile, match="was geocoded or reopened while you had it open"):
        accept_mention(mention=mention, by=editor("otto"), seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_the_same_moment_one_decides(mention, theatre):
    seen, idlib = mention.as_seen, theatre.places.get(slug="idlib")
    vera, otto = editor("vera"), editor("otto")
    start = Barrier(2)

    def decide(decision: Callable[[], Mention]) -> Mention | DecidedMeanwhile:
        start.wait(timeout=60)
        try:
            return decision()
        except DecidedMeanwhile as refused:
            return refused
        finally:
            connection.close()

    decisions = [
        lambda: reject_mention(mention=mention, by=vera, seen=seen),
        lambda: correct_mention(mention=mention, place=idlib, by=otto, seen=seen),
    ]
    with ThreadPoolExecutor(2) as editors:
        answers = list(editors.map(decide, decisions))
    (refused,) = [answer for answer in answers if isinstance(answer, DecidedMeanwhile)]
    (won,) = [answer for answer in answers if isinstance(answer, Mention)]
    assert refused.mention.reviewed_by == won.reviewed_by == stored(mention).reviewed_by
    assert stored(mention).as_seen == won.as_seen


def test_a_decision_is_taken_back_and_the_mention_awaits_review(mention):
    accepted = accept_mention(mention=mention, by=editor("vera"))
    assert not Mention.objects.awaiting_review().exists()
    reopened = reopen_mention(mention=mention, by=editor("otto"), seen=accepted.as_seen)
    assert stored(reopened).status == Mention.AMBIGUOUS
    assert (stored(reopened).place, stored(reopened).reviewed_by, stored(reopened).reviewed_at) == (None, None, None)
    assert list(Mention.objects.awaiting_review()) == [mention]
    with pytest.raises(ValidationError, match="awaits review already"):
        reopen_mention(mention=mention, by=None)


def test_a_decision_on_which_a_claim_stands_is_not_taken_back(mention, theatre):
    accept_mention(mention=mention, by=None)
    claim = claim_from_mention(
        mention=mention,
        actor=theatre.actors.get(slug="opposition"),
        by=None,
        date_start=day(3),
        date_end=day(3),
        summary="Hama fell",
    )
    with pytest.raises(ValidationError, match="A claim stands on “Hama”: “Hama fell”"):
        reopen_mention(mention=mention, by=None)
    assert stored(mention).status == Mention.ACCEPTED
    withdraw(row=claim)
    assert reopen_mention(mention=mention, by=None).status == Mention.AMBIGUOUS
