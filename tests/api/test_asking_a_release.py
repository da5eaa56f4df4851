"""Answers about a published release are of that release, whatever has been recorded since: why, and days known by another day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conflictmap.api import drawn_release
from conflictmap.models import Release

from .conftest import Cast

AT_ALDER = {"lon": "10.6", "lat": "51.4"}


def ask(reader: Client, layer: str, status: int = 200, **query: str) -> Any:
    response = reader.get(f"/api/v1/theatres/two-banks/{layer}/", query)
    assert response.status_code == status, response.content
    return response.json()


def touch(cast: Cast) -> None:
    cast.theatre.changed_at = timezone.now()
    cast.theatre.save()


def test_why_speaks_of_the_release_and_not_of_what_came_since(
    reader: Client, two_banks: Cast, release: Release
) -> None:
    asked = {**AT_ALDER, "release": release.hash}
    before = ask(reader, "why", **asked)
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    touch(two_banks)
    assert ask(reader, "why", **AT_ALDER)["holder"] == "northmen"
    after = ask(reader, "why", **asked)
    assert (after["holder"], after["release"]) == ("southmen", release.hash)
    assert after == before


def test_of_what_a_release_was_made_from_the_answers_are_the_same(
    reader: Client, two_banks: Cast, release: Release
) -> None:
    for known_by in ({}, {"known_by": "2031-03-02"}):
        now = ask(reader, "why", **AT_ALDER, **known_by)
        assert now["release"] is None
        assert ask(reader, "why", **AT_ALDER, **known_by, release=release.hash) == {**now, "release": release.hash}


def test_days_known_by_another_day_are_a_piece_of_the_release(
    reader: Client, two_banks: Cast, release: Release, settings: Any
) -> None:
    read = json.loads((Path(settings.PUBLISHED_ROOT) / "two-banks" / release.hash / "release.json").read_bytes())
    asked = {"release": release.hash, "date": "2031-03-04", "known_by": "2031-03-02"}
    timeline, evidence = ask(reader, "timeline", **asked), ask(reader, "evidence", **asked)
    assert timeline["release"] == release.hash
    assert timeline["clock"] == "2031-03-01", "nothing was reported on the 2nd, so by then the same was known"
    assert [one["date"] for one in timeline["days"]] == [one["date"] for one in evidence["days"]] == read["days"]
    assert not any(one["changes"] for one in timeline["days"]), "the fall of Alder is heard of on the 3rd"
    later = ask(reader, "timeline", **{**asked, "known_by": "2031-03-04"})
    assert [one["date"] for one in later["days"] if one["changes"]] == ["2031-03-03", "2031-03-04"]


def test_days_between_two_reports_are_one_question(reader: Client, two_banks: Cast, release: Release) -> None:
    days = [f"{year}-{month:02}-01" for year in (1900, 2030, 2031, 2199) for month in range(1, 13)]
    days += [f"2031-03-{number:02}" for number in range(1, 31)]
    drawn_release._piece.cache_clear()
    answers = {json.dumps(ask(reader, "timeline", release=release.hash, known_by=each)) for each in days}
    reported = {claim.reported_at.date() for claim in two_banks.claims.values()}
    assert 2 < len(answers) <= len(reported) + 1, "as many as days with reports, and one before them all"
    assert drawn_release._piece.cache_info().misses <= len(reported) + 1


def test_nothing_recorded_since_is_in_such_a_piece(reader: Client, two_banks: Cast, release: Release) -> None:
    asked = {"release": release.hash, "known_by": "2031-03-05"}
    before = ask(reader, "timeline", **asked)
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    touch(two_banks)
    assert ask(reader, "timeline", **asked) == before


@pytest.mark.parametrize("layer", ["states", "areas", "frontline"])
def test_a_day_of_the_release_is_had_as_geojson(reader: Client, two_banks: Cast, release: Release, layer: str) -> None:
    asked = {"release": release.hash, "date": "2031-03-05", "known_by": "2031-03-04"}
    before = ask(reader, layer, **asked)
    assert before["release"] == release.hash
    now = ask(reader, layer, date="2031-03-05", known_by="2031-03-04")
    assert {**now, "release": release.hash} == before
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    touch(two_banks)
    assert ask(reader, layer, **asked) == before
    assert ask(reader, layer, date="2031-03-05", known_by="2031-03-04")["features"] != before["features"]


@pytest.mark.parametrize(
    ("changed", "field", "status"),
    [
        ({"release": "0123456789abcdef"}, "release", 404),
        ({"release": "../../etc"}, "release", 400),
        ({"known_by": "yesterday"}, "known_by", 400),
        ({"date": "2031-03-06"}, "date", 400),
        ({"lens": "moon"}, "lens", 400),
        ({"known_by": None}, "known_by", 400),
        ({"release": None}, "release", 400),
    ],
)
def test_what_cannot_be_answered_names_the_parameter(
    reader: Client, release: Release, changed: dict[str, str | None], field: str, status: int
) -> None:
    asked = {"release": release.hash, "known_by": "2031-03-02", **changed}
    body = ask(reader, "timeline", status, **{name: text for name, text in asked.items() if text is not None})
    assert body["field"] == field


def test_a_withdrawn_release_is_no_longer_asked(reader: Client, release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="An error.", is_current=False
    )
    for layer, query in (("timeline", {"known_by": "2031-03-02"}), ("why", AT_ALDER)):
        assert "withdrawn: An error." in ask(reader, layer, 410, release=release.hash, **query)["detail"]


def test_a_release_of_an_older_program_says_so(reader: Client, release: Release, settings: Any) -> None:
    path = Path(settings.PUBLISHED_ROOT) / "two-banks" / release.hash / "release.json"
    manifest = json.loads(path.read_bytes())
    for lens in manifest["lenses"]:
        del lens["alignment"]
    path.unlink()
    path.write_text(json.dumps(manifest))
    assert "older program" in ask(reader, "why", 404, release=release.hash, **AT_ALDER)["detail"]


def test_a_places_history_is_every_day_of_the_release(reader: Client, two_banks: Cast, release: Release) -> None:
    def told(**asked: str) -> list[tuple[str, int, str]]:
        body = ask(reader, "history", release=release.hash, place="alder", **asked)
        return [(one["first"], one["days"], one["holder"]) for one in body["stretches"]]

    whole = [("2031-03-01", 2, "northmen"), ("2031-03-03", 3, "southmen")]
    assert told() == told(clock="then") == told(clock="2031-03-03") == whole
    assert told(clock="2031-03-02") == [("2031-03-01", 5, "northmen")]
    assert told(lens="northern") == [("2031-03-01", 5, "northmen")]
    two_banks.claim("alder-back", "alder", "northmen", "river-watch", 4)
    touch(two_banks)
    assert told() == whole


@pytest.mark.parametrize(
    ("name", "value"), [("place", "atlantis"), ("clock", "soon"), ("clock", "1999-01-01"), ("lens", "moon")]
)
def test_a_history_that_is_none_names_the_parameter(reader: Client, release: Release, name: str, value: str) -> None:
    asked = {"release": release.hash, "place": "alder", name: value}
    assert ask(reader, "history", 400, **asked)["field"] == name
