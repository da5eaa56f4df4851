"""A publisher takes a release back at the desk; editors and reporters can't."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conflictmap.models import Place, Release, Theatre
from conflictmap.pipeline.publish import publish
from conflictmap.pipeline.record import record_claim
from conflictmap.pipeline.staff import EDITORS, PUBLISHERS, save_roles
from tests.cast import day, noon

from .conftest import PASSWORD, notes_of, signed_in


@pytest.fixture
def releases(theatre: Theatre) -> tuple[Release, Release]:
    first = publish(theatre=theatre).release
    record_claim(
        theatre=theatre, place=Place.objects.get(slug="hama"), actor=theatre.actors.get(slug="opposition"),
        relation="controls", source=theatre.sources.get(slug="observatory"), date_start=day(5), date_end=day(5),
        reported_at=noon(day(5)), summary="Hama was taken.", provenance="background",
    )  # fmt: skip
    theatre.refresh_from_db()
    return first, publish(theatre=theatre).release


def member(role: str) -> Client:
    user = User.objects.create_user(role, password=PASSWORD, is_staff=True)
    user.groups.set([save_roles()[role]])
    return signed_in(user)


def at(release: Release) -> str:
    return f"/admin/conflictmap/release/{release.pk}/take-back/"


def current() -> Any:
    return Release.objects.get(is_current=True).hash


def test_a_publisher_shows_an_earlier_release_again(releases) -> None:
    first, second = releases
    publisher = member(PUBLISHERS)
    assert at(first) in publisher.get(f"/admin/conflictmap/release/{first.pk}/change/").content.decode()
    assert "_roll_back" not in publisher.get(at(second)).content.decode(), "it is what readers see"
    page = publisher.post(at(first), {"_roll_back": "1"}, follow=True)
    assert f"Readers are shown release {first.hash[:12]}" in notes_of(page)
    assert current() == first.hash


def test_a_publisher_withdraws_a_release_and_must_say_why(releases) -> None:
    first, second = releases
    publisher = member(PUBLISHERS)
    assert "Say why" in publisher.post(at(second), {"_withdraw": "1", "reason": " "}).content.decode()
    assert current() == second.hash
    page = publisher.post(at(second), {"_withdraw": "1", "reason": "<b>It was wrong.</b>"}, follow=True)
    assert f"Release {second.hash[:12]} was withdrawn" in notes_of(page)
    assert current() == first.hash
    assert Release.objects.get(pk=second.pk).withdrawn_reason == "<b>It was wrong.</b>"
    refused = publisher.post(at(first), {"_withdraw": "1", "reason": "<b>Too.</b>"}).content.decode()
    assert "no other release" in refused and "&lt;b&gt;Too.&lt;/b&gt;" in refused
    assert publisher.get(at(second)).status_code == 404, "it is gone already"


def test_an_editor_takes_no_release_back(releases) -> None:
    first, second = releases
    editor = member(EDITORS)
    assert at(first) not in editor.get(f"/admin/conflictmap/release/{first.pk}/change/").content.decode()
    for sent in ({"_roll_back": "1"}, {"_withdraw": "1", "reason": "No."}):
        assert editor.post(at(first), sent).status_code == 403
    assert current() == second.hash
