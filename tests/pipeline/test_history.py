"""The history of mentions and places: who, when and what, from the first decision on, and back to any version."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from conflictmap.models import Mention, Place, Theatre
from conflictmap.pipeline.catalogue import revert_place, save_place
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.locate import locate_report
from conflictmap.pipeline.record import record_claim, record_strike, restore, supersede_claim, supersede_strike
from conflictmap.pipeline.review import accept_mention, claim_from_mention, reject_mention, revert_mention
from tests.cast import day, folder, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


@pytest.fixture
def mention(theatre: Theatre) -> Mention:
    wire = theatre.sources.get(slug="wire")
    report = ingest_report(
        theatre=theatre, source=wire, title="Calm", text="It was calm in Aleppo.", published_at=noon(day(1))
    )
    return locate_report(report=report).mentions.get()


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera")


@pytest.fixture
def otto() -> User:
    return User.objects.create_user("otto")


def statement(theatre: Theatre) -> dict[str, object]:
    return {
        "theatre": theatre,
        "place": theatre.places.get(slug="hama"),
        "source": theatre.sources.get(slug="wire"),
        "date_start": day(5),
        "date_end": day(5),
        "reported_at": noon(day(5)),
        "summary": "It fell.",
        "provenance": "background",
    }


def test_taking_in_and_geocoding_write_no_history(mention):
    assert mention.status == Mention.GEOCODED
    assert not Mention.history.exists() and not Place.history.exists()


def test_each_decision_is_kept_with_who_and_when_and_the_first_with_what_stood_before(mention, vera, otto):
    accepted = accept_mention(mention=mention, by=vera)
    rejected = reject_mention(mention=mention, by=otto)
    versions = list(Mention.history.filter(id=mention.pk))
    assert [(one.status, one.history_user) for one in versions] == [
        ("rejected", otto),
        ("accepted", vera),
        ("geocoded", None),
    ]
    assert versions[2].history_date < accepted.reviewed_at <= versions[1].history_date < versions[0].history_date
    assert rejected.reviewed_at <= versions[0].history_date
    changes = {one.field: (one.old, one.new) for one in versions[0].diff_against(versions[1]).changes}
    assert changes == {"status": ("accepted", "rejected"), "place": (accepted.place.pk, None)}


def test_a_mention_goes_back_to_what_was_decided_and_to_before_any_decision(mention, vera, otto):
    place = accept_mention(mention=mention, by=vera).place
    reject_mention(mention=mention, by=otto)
    _, accepted, found = Mention.history.filter(id=mention.pk)
    again = revert_mention(mention=mention, version=accepted, by=otto)
    assert (again.status, again.place, again.reviewed_by) == (Mention.ACCEPTED, place, otto)
    assert revert_mention(mention=mention, version=found, by=otto) in Mention.objects.awaiting_review()
    assert Mention.history.filter(id=mention.pk).count() == 5


def test_a_mention_on_which_a_claim_stands_does_not_go_back_to_undecided(mention, theatre, vera):
    accept_mention(mention=mention, by=vera)
    actor = theatre.actors.get(slug="opposition")
    claim_from_mention(mention=mention, actor=actor, by=vera, date_start=day(3), date_end=day(3), summary="It fell.")
    with pytest.raises(ValidationError, match="A claim stands on"):
        revert_mention(mention=mention, version=Mention.history.filter(id=mention.pk).last(), by=vera)


def test_a_place_keeps_what_it_was_and_goes_back_to_it(theatre, vera, otto):
    theatre.places.filter(slug="hama").update(provenance="background")
    hama = theatre.places.get(slug="hama")
    before = (hama.name, hama.longitude)
    hama.name, hama.longitude = "Hamah", hama.longitude + 0.5
    save_place(place=hama, by=vera)
    save_place(place=Place.objects.get(pk=hama.pk), by=otto)  # nothing new: no version
    changed, found = Place.history.filter(id=hama.pk)
    assert (changed.name, changed.history_user, found.name, found.history_user) == ("Hamah", vera, before[0], None)
    revert_place(place=Place.objects.get(pk=hama.pk), version=found, by=otto)
    hama.refresh_from_db()
    assert (hama.name, hama.longitude) == before
    newest = Place.history.filter(id=hama.pk).first()
    assert (newest.name, newest.history_user) == (before[0], otto)
    aleppo = theatre.places.get(slug="aleppo")
    with pytest.raises(ValidationError, match="another place"):
        revert_place(place=aleppo, version=found, by=otto)


def test_a_new_place_begins_with_who_made_it(theatre, vera):
    made = Place(theatre=theatre, slug="a-farm", name="A farm", kind="village", longitude=37, latitude=36)
    made.provenance = "background"
    save_place(place=made, by=vera)
    (version,) = Place.history.filter(id=made.pk)
    assert (version.history_type, version.history_user) == ("+", vera)


def test_a_claim_says_again_what_it_said_by_a_new_row(theatre, vera, otto):
    first = record_claim(by=vera, actor=theatre.actors.get(slug="opposition"), **statement(theatre))
    second = supersede_claim(claim=first, changes={"summary": "It did not.", "relation": "denies"}, by=vera)
    third = restore(row=second, version=first, by=otto)
    assert (third.summary, third.relation, third.created_by, third.supersedes) == (
        first.summary,
        first.relation,
        otto,
        second,
    )
    other = record_claim(by=vera, actor=theatre.actors.get(slug="opposition"), **statement(theatre))
    with pytest.raises(ValidationError, match="another row"):
        restore(row=other, version=first)


def test_a_strike_says_again_what_it_said_with_its_attackers(theatre, vera):
    bomber = theatre.actors.get(slug="bomber")
    first = record_strike(by=vera, attackers=[bomber], **statement(theatre))
    second = supersede_strike(strike=first, changes={}, attackers=[], by=vera)
    assert list(restore(row=second, version=first, by=vera).attackers.all()) == [bomber]
