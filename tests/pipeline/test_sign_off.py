"""A second pair of eyes: what an editor records of chosen sources is published once another editor has signed it off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conflictmap.models import Claim, Strike, Theatre
from conflictmap.models.snapshot import active_strikes, take_snapshot
from conflictmap.pipeline.catalogue import save_theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.publish import publish
from conflictmap.pipeline.record import (
    AlreadySuperseded,
    record_claim,
    record_strike,
    sign_off,
    supersede_claim,
    withdraw,
)
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, claim, day, folder, noon

pytestmark = pytest.mark.django_db
LOADED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), key="loaded", provenance="background")
LAND = {
    "transform": {"scale": [0.001, 0.001], "translate": [35, 34]},
    "arcs": [[[0, 0], [4000, 0], [0, 4000], [-4000, 0], [0, -4000]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Land"}}]}},
}


@pytest.fixture
def theatre() -> Theatre:
    theatre = load_theatre(folder=folder()).theatre
    theatre.sign_off_sources = ["observatory"]
    save_theatre(theatre=theatre)
    load_theatre(folder=folder(LOADED))
    theatre.refresh_from_db()
    return theatre


@pytest.fixture
def vera() -> User:
    return User.objects.create_user("vera")


@pytest.fixture
def otto() -> User:
    return User.objects.create_user("otto")


def statement(theatre: Theatre, source: str) -> dict[str, Any]:
    return {
        "theatre": theatre,
        "place": theatre.places.get(slug="hama"),
        "source": theatre.sources.get(slug=source),
        "date_start": day(5),
        "date_end": day(5),
        "reported_at": noon(day(5)),
        "summary": "Hama fell.",
        "provenance": "background",
    }


def recorded(theatre: Theatre, by: User | None, source: str = "observatory") -> Claim:
    return record_claim(by=by, actor=theatre.actors.get(slug="opposition"), **statement(theatre, source))


def engine_sees(claim: Claim) -> bool:
    return str(claim.pk) in {one.id for one in take_snapshot(claim.theatre).claims}


def test_a_chosen_sources_claim_waits_for_another_editor(theatre, vera, otto):
    claim = recorded(theatre, vera)
    assert list(Claim.objects.awaiting_sign_off()) == [claim]
    assert not engine_sees(claim)
    before = theatre.changed_at
    signed = sign_off(row=claim, by=otto)
    assert (signed.signed_off_by, signed.awaits_sign_off) == (otto, False) and signed.signed_off_at is not None
    assert engine_sees(claim)
    assert signed.theatre.changed_at > before, "what is published no longer shows what is recorded"
    with pytest.raises(ValidationError, match="awaits no sign-off"):
        sign_off(row=claim, by=otto)


def test_a_strike_waits_likewise(theatre, vera, otto):
    strike = record_strike(by=vera, **statement(theatre, "observatory"))
    assert list(Strike.objects.awaiting_sign_off()) == [strike] and not active_strikes(theatre)
    sign_off(row=strike, by=otto)
    assert [one.id for one in active_strikes(theatre)] == [str(strike.pk)]


def test_a_whole_kind_of_source_may_need_it(theatre, vera):
    wire = theatre.sources.get(slug="wire")
    assert not recorded(theatre, vera, "wire").awaits_sign_off
    theatre.sign_off_kinds = [wire.kind]
    save_theatre(theatre=theatre)
    assert recorded(theatre, vera, "wire").awaits_sign_off


def test_what_is_loaded_from_a_folder_has_no_editor_and_does_not_wait(theatre):
    assert not Claim.objects.get(key="loaded").awaits_sign_off


def test_nobody_signs_off_their_own_and_the_database_refuses_it_too(theatre, vera):
    claim = recorded(theatre, vera)
    with pytest.raises(ValidationError, match="You recorded this row yourself"):
        sign_off(row=claim, by=vera)
    with pytest.raises(IntegrityError, match="claim_signed_off_by_another"), transaction.atomic():
        Claim.objects.update(awaits_sign_off=False, signed_off_by=vera, signed_off_at=timezone.now())
    assert not engine_sees(claim)


def test_a_correction_of_a_signed_row_waits_again_and_the_old_row_cannot_be_signed(theatre, vera, otto):
    claim = sign_off(row=recorded(theatre, vera), by=otto)
    corrected = supersede_claim(claim=claim, changes={"summary": "Most of Hama fell."}, by=otto)
    assert corrected.awaits_sign_off and corrected.signed_off_by is None
    assert not engine_sees(corrected) and not engine_sees(claim)
    again = supersede_claim(claim=corrected, changes={"summary": "Some of it."}, by=otto)
    with pytest.raises(AlreadySuperseded):
        sign_off(row=corrected, by=vera)
    assert engine_sees(sign_off(row=again, by=vera))


def test_a_withdrawal_waits_for_nobody(theatre, vera, otto):
    withdrawn = withdraw(row=recorded(theatre, vera), by=otto)
    assert not withdrawn.awaits_sign_off


def test_a_theatre_names_only_sources_and_kinds_that_there_are(theatre):
    for name in ("sign_off_sources", "sign_off_kinds"):
        setattr(theatre, name, ["nobody"])
        with pytest.raises(ValidationError) as refused:
            save_theatre(theatre=theatre)
        assert list(refused.value.message_dict) == [name]
        setattr(theatre, name, [])


def test_a_published_denial_of_what_awaits_sign_off_stands_by_itself(
    theatre, vera, settings, tmp_path: Path, published_root: Path
):
    settings.NATURAL_EARTH_FILE = tmp_path / "countries.json"
    settings.NATURAL_EARTH_FILE.write_text(json.dumps(LAND))
    unsigned, actor = recorded(theatre, vera), theatre.actors.get(slug="opposition")
    denial = record_claim(by=vera, actor=actor, relation="denies", denies=unsigned, **statement(theatre, "wire"))
    root = published_root / theatre.slug / publish(theatre=theatre).release.hash
    claims = json.loads((root / "claims-0000.json").read_bytes())["claims"]
    assert str(denial.pk) in {one["id"] for one in claims}
    assert not [file.name for file in root.rglob("*.json") if str(unsigned.pk).encode() in file.read_bytes()]


def test_readers_see_it_neither_in_the_release_nor_in_the_api_before_it_is_signed(
    theatre, vera, otto, client, settings, tmp_path: Path, published_root: Path
):
    settings.NATURAL_EARTH_FILE = tmp_path / "countries.json"
    settings.NATURAL_EARTH_FILE.write_text(json.dumps(LAND))

    def published() -> bool:
        release = publish(theatre=theatre).release
        root = published_root / theatre.slug / release.hash
        return any(str(claim.pk).encode() in file.read_bytes() for file in root.rglob("claims-*.json"))

    claim = recorded(theatre, vera)
    unsigned = publish(theatre=theatre).release.hash
    assert not published()
    assert client.get(f"/api/v1/claims/{claim.pk}/").status_code == 404
    sign_off(row=claim, by=otto)
    theatre.refresh_from_db()
    assert published()
    assert client.get(f"/api/v1/claims/{claim.pk}/").status_code == 200
    withdraw(row=claim, by=otto)
    theatre.refresh_from_db()
    assert publish(theatre=theatre).release.hash == unsigned, "who signed what leaves no mark in a release"
