"""A release can be taken back: readers are pointed to an earlier one, or told why one was withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from conflictmap.models import Place, Release, Source, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.publish import PublishError, is_published, publish
from conflictmap.pipeline.record import record_claim
from conflictmap.pipeline.releases import roll_back, withdraw_release
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, claim, day, folder, noon

pytestmark = pytest.mark.django_db
SEIZED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), key="seized", provenance="background")
LAND = {
    "transform": {"scale": [0.001, 0.001], "translate": [35, 34]},
    "arcs": [[[0, 0], [4000, 0], [0, 4000], [-4000, 0], [0, -4000]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Land"}}]}},
}
WHY = "It showed where people hide."


@pytest.fixture
def theatre(settings, tmp_path: Path) -> Theatre:
    settings.NATURAL_EARTH_FILE = tmp_path / "countries.json"
    settings.NATURAL_EARTH_FILE.write_text(json.dumps(LAND))
    return load_theatre(folder=folder(SEIZED)).theatre


@pytest.fixture
def releases(theatre: Theatre, published_root: Path) -> tuple[Release, Release]:
    """An earlier release, and the current one."""
    first = publish(theatre=theatre).release
    record_claim(
        theatre=theatre, place=Place.objects.get(slug="hama"), actor=theatre.actors.get(slug="opposition"),
        relation="controls", source=Source.objects.get(slug="observatory"), date_start=day(5), date_end=day(5),
        reported_at=noon(day(5)), summary="Hama was taken.", provenance="background",
    )  # fmt: skip
    theatre.refresh_from_db()
    second = publish(theatre=theatre).release
    first.refresh_from_db()
    assert second.is_current and not first.is_current and first.hash != second.hash
    return first, second


def pointed_to(client: Client) -> str:
    hash_: str = client.get(f"/published/{Theatre.objects.get().slug}/latest.json").json()["release"]
    return hash_


def read(client: Client, release: Release, name: str = "release") -> int:
    return client.get(f"/published/{release.theatre.slug}/{release.hash}/{name}.json").status_code


def test_readers_are_pointed_to_an_earlier_release(client: Client, theatre, releases) -> None:
    first, second = releases
    roll_back(release=first)
    assert pointed_to(client) == first.hash
    assert [one.hash for one in Release.objects.filter(is_current=True)] == [first.hash]
    assert read(client, second) == 200, "the later one stays to be cited"
    theatre.refresh_from_db()
    assert not theatre.publish_automatically, "or the next edit would undo it"
    assert is_published(theatre)
    assert publish(theatre=theatre).release.hash == second.hash, "until somebody publishes again"
    assert pointed_to(client) == second.hash


def test_a_withdrawn_release_says_why_wherever_it_is_asked_for(
    client: Client, theatre, releases, published_root
) -> None:
    first, second = releases
    withdraw_release(release=second, reason=f"  {WHY} ")
    assert pointed_to(client) == first.hash
    for name in ("release", "strikes", "withdrawn", "never-was"):
        answer = client.get(f"/published/{theatre.slug}/{second.hash}/{name}.json")
        assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
        assert answer.json()["detail"] == f"This release was withdrawn: {WHY}"
        assert "immutable" not in answer["Cache-Control"]
    asked = client.get(f"/api/v1/theatres/{theatre.slug}/states/?release={second.hash}")
    assert asked.status_code == 410 and WHY in asked.json()["detail"]
    listed = client.get("/api/v1/releases/").json()["results"]
    assert [one["hash"] for one in listed] == [first.hash]
    assert [path.name for path in (published_root / theatre.slug / second.hash).iterdir()] == ["withdrawn.json"]
    assert read(client, first) == 200
    with pytest.raises(PublishError, match="hide"):
        publish(theatre=theatre)
    with pytest.raises(PublishError, match="hide"):
        roll_back(release=second)


def test_an_earlier_release_is_withdrawn_without_moving_readers(client: Client, theatre, releases) -> None:
    first, second = releases
    withdraw_release(release=first, reason=WHY)
    assert pointed_to(client) == second.hash
    assert read(client, first) == 410 and read(client, second) == 200
    theatre.refresh_from_db()
    assert theatre.publish_automatically


def test_a_withdrawal_that_was_stopped_is_finished_by_the_next(client: Client, releases) -> None:
    first, _ = releases
    Release.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now(), withdrawn_reason=WHY)
    first.refresh_from_db()
    assert read(client, first) == 200, "stopped before the files"
    withdraw_release(release=first, reason="Another reason, too late.")
    assert read(client, first) == 410
    first.refresh_from_db()
    assert first.withdrawn_reason == WHY


def test_nothing_is_withdrawn_without_a_reason_or_an_alternative(client: Client, theatre, published_root) -> None:
    only = publish(theatre=theatre).release
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_release(release=only, reason=" ")
    with pytest.raises(PublishError, match="no other release"):
        withdraw_release(release=only, reason=WHY)
    assert read(client, only) == 200 and pointed_to(client) == only.hash


def test_the_command_lists_rolls_back_and_withdraws(theatre, releases, capsys) -> None:
    first, second = releases
    call_command("releases", theatre.slug)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [second.hash, first.hash]
    assert "current" in lines[0]
    call_command("releases", theatre.slug, roll_back=first.hash[:8])
    assert "Nothing more is published by itself" in capsys.readouterr().out
    call_command("releases", theatre.slug, withdraw=second.hash, reason=WHY)
    assert f"withdrawn  {WHY}" in capsys.readouterr().out


def test_the_command_refuses_in_words(theatre, releases) -> None:
    for options, why in (
        ({"withdraw": "0000"}, "no release of .* begins with '0000'"),
        ({"withdraw": releases[0].hash}, "--reason: Say why"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("releases", theatre.slug, **options)
    with pytest.raises(CommandError, match="no theatre 'nowhere'"):
        call_command("releases", "nowhere")
