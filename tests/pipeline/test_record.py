"""Claims and strikes are recorded once, and then only superseded or withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conflictmap.models import AppendOnlyError, Claim, Strike, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.record import (
    AlreadySuperseded,
    record_claim,
    record_strike,
    supersede_claim,
    supersede_strike,
    withdraw,
)
from tests.cast import THEATRE, day, folder, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


def fields(theatre: Theatre, **changes: Any) -> dict[str, Any]:
    return {
        "theatre": theatre,
        "place": theatre.places.get(slug="hama"),
        "source": theatre.sources.get(slug="observatory"),
        "date_start": day(3),
        "date_end": day(3),
        "reported_at": noon(day(3)),
        "summary": "In our own words.",
        "provenance": "background",
        **changes,
    }


def a_claim(theatre: Theatre, **changes: Any) -> Claim:
    actor = theatre.actors.get(slug="opposition")
    return record_claim(**fields(theatre, **{"actor": actor, "relation": "controls", **changes}))


def test_a_claim_gets_a_public_id_from_its_natural_key(theatre):
    claim = a_claim(theatre)
    assert claim.key == "observatory-hama-opposition-controls-2024-12-03"
    assert claim.pk.version == 5


def test_the_same_rows_have_the_same_ids_on_every_database(theatre):
    ids = set(Claim.objects.values_list("id", flat=True))
    Claim.objects.all().delete()
    load_theatre(folder=folder())
    assert set(Claim.objects.values_list("id", flat=True)) == ids


def test_two_claims_that_say_the_same_get_keys_of_their_own(theatre):
    assert a_claim(theatre).key != a_claim(theatre).key


def test_a_correction_is_a_new_row_and_the_old_one_stays(theatre):
    old = a_claim(theatre)
    new = supersede_claim(claim=old, changes={"relation": "entered"})
    old.refresh_from_db()
    assert (old.relation, new.relation, new.supersedes) == ("controls", "entered", old)
    assert new.key == f"{old.key}~2"
    assert list(Claim.objects.active().filter(place__slug="hama", source__slug="observatory")) == [new]


def test_a_row_can_be_superseded_only_once(theatre):
    old = a_claim(theatre)
    supersede_claim(claim=old, changes={"relation": "entered"})
    with pytest.raises(AlreadySuperseded):
        supersede_claim(claim=old, changes={"relation": "contests"})
    assert Claim.objects.filter(supersedes=old).count() == 1


def test_the_database_itself_refuses_a_second_successor(theatre):
    old = a_claim(theatre)
    supersede_claim(claim=old, changes={})
    rival = Claim(**fields(theatre, actor=theatre.actors.first(), key="rival", supersedes=old))
    with pytest.raises(IntegrityError), transaction.atomic():
        rival.save()


def test_a_claim_can_be_neither_changed_nor_deleted_in_place(theatre):
    claim = a_claim(theatre)
    claim.relation = "lost"
    with pytest.raises(AppendOnlyError):
        claim.save()
    with pytest.raises(AppendOnlyError):
        claim.delete()


def test_a_withdrawn_claim_counts_no_more_and_is_still_there(theatre):
    claim = a_claim(theatre)
    last = withdraw(row=claim)
    assert last.basis == "retracted"
    assert not Claim.objects.active().filter(pk__in=[claim.pk, last.pk]).exists()
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_a_strike_keeps_its_attackers_when_it_is_corrected(theatre):
    bomber = theatre.actors.get(slug="bomber")
    strike = record_strike(attackers=[bomber], **fields(theatre, killed_civilians_low=4))
    corrected = supersede_strike(strike=strike, changes={"killed_civilians_best": 6})
    assert list(corrected.attackers.all()) == [bomber]
    assert (corrected.killed_civilians_low, corrected.killed_civilians_best) == (4, 6)
    assert corrected.killed_civilians_high is None, "null is not zero"
    assert withdraw(row=corrected).attackers.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date_end": day(1)}, "claim_dates_in_order"),
        ({"confidence": 1.5}, "claim_confidence_in_range"),
        ({"provenance": "report"}, "claim_from_a_report_names_it"),
        ({"summary": ""}, "summary"),
        ({"summary": "nul \x00"}, "summary"),
        ({"relation": "liberates"}, "relation"),
    ],
)
def test_a_wrong_claim_is_refused_naming_what_is_wrong(theatre, changes, field):
    count = Claim.objects.count()
    with pytest.raises(ValidationError) as refused:
        a_claim(theatre, **changes)
    assert field in str(refused.value)
    assert Claim.objects.count() == count


def test_casualties_out_of_order_are_refused_by_the_database_too(theatre):
    with pytest.raises(ValidationError, match="strike_killed_civilians_low_to_high"):
        record_strike(**fields(theatre, killed_civilians_low=9, killed_civilians_high=3))
    strike = Strike(**fields(theatre, key="wrong", killed_civilians_low=9, killed_civilians_best=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        strike.save()


def test_rows_of_two_theatres_do_not_mix(theatre):
    from dataclasses import replace

    other = load_theatre(folder=folder(theatre=replace(THEATRE, slug="the-south"), baseline=())).theatre
    with pytest.raises(ValidationError, match="another theatre"):
        a_claim(theatre, place=other.places.get(slug="hama"))


def test_every_write_notes_that_the_theatre_has_changed(theatre):
    before = theatre.changed_at
    a_claim(theatre)
    theatre.refresh_from_db()
    assert theatre.changed_at > before
