"""A geocoder of the net is asked for what no gazetteer knows: one at a time, once each, for candidates; one that is down only delays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from conflictmap import tasks
from conflictmap.fetching.fetch import FetchError
from conflictmap.fetching.geocoder import locate
from conflictmap.models import Mention, RemoteAnswer, Report, Theatre
from conflictmap.pipeline.ask_geocoder import FIRST_WAIT, ask_next
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.locate import locate_report
from conflictmap.pipeline.review import accept_mention
from tests.cast import day, folder, noon
from tests.hostile_server import Answer, HostileServer, hostile_server, page

pytestmark = pytest.mark.django_db
FOUND = [
    {
        "display_name": "Bzinqarmat, Idlib, Syria",
        "name": "Bzinqarmat",
        "lat": "35.9",
        "lon": "36.7",
        "addresstype": "village",
    },
]
OUTSIDE = json.dumps([FOUND[0] | {"lat": "95"}])


class ByName(dict[str, Answer]):
    """Answers by the name that is asked for, whatever else the question says."""

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        return super().get(parse_qs(urlsplit(path).query).get("q", [""])[0], default)


@pytest.fixture
def server(settings) -> Iterator[HostileServer]:
    cache.clear()
    with hostile_server() as running:
        running.answers = ByName(Bzinqarmat=page(json.dumps(FOUND), "application/json"), Vuqlashteen=page("[]"))
        settings.REMOTE_GEOCODER = "nominatim"
        settings.REMOTE_GEOCODER_OPTIONS = {"domain": f"127.0.0.1:{running.port}", "scheme": "http"}
        settings.FETCH_ALLOW = running.allowed
        yield running
    cache.clear()


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


def reported(theatre: Theatre, text: str) -> Report:
    taken = ingest_report(
        theatre=theatre, source=theatre.sources.get(slug="wire"), title="N", text=text, published_at=noon(day(1))
    )
    return locate_report(report=taken)


def asked(server: HostileServer) -> list[str]:
    return [parse_qs(urlsplit(path).query)["q"][0] for path in server.paths]


def turn_over() -> None:
    cache.delete("remote-geocoder:turn")


def test_what_it_finds_is_a_candidate_for_an_editor_and_never_a_place_by_itself(server, theatre):
    report = reported(theatre, "The town of Bzinqarmat was quiet.")
    assert report.mentions.get().status == Mention.UNKNOWN
    assert ask_next() == 1
    mention = report.mentions.get()
    assert (mention.status, mention.place, len(mention.candidates)) == (Mention.AMBIGUOUS, None, 1)
    assert mention.candidates[0]["reasons"][0] == "nominatim names it: Bzinqarmat, Idlib, Syria"
    place = accept_mention(mention=mention, by=User.objects.create_user("an editor")).place
    assert (place.name, place.kind, place.longitude, place.latitude) == ("Bzinqarmat", "village", 36.7, 35.9)


def test_a_name_is_asked_for_once_and_known_names_never(server, theatre):
    reported(theatre, "The town of Bzinqarmat was quiet. So was Aleppo.")
    ask_next()
    later = reported(theatre, "The town of Bzinqarmat is not quiet now.")
    assert later.mentions.get().candidates[0]["name"] == "Bzinqarmat"
    turn_over()
    assert ask_next() is None
    assert asked(server) == ["Bzinqarmat"]


def test_that_nobody_knows_a_name_is_an_answer_too(server, theatre):
    report = reported(theatre, "The town of Vuqlashteen was quiet.")
    ask_next()
    turn_over()
    assert ask_next() is None
    assert report.mentions.get().status == Mention.UNKNOWN
    assert asked(server) == ["Vuqlashteen"]


def test_within_a_turn_nobody_else_asks(server, theatre):
    reported(theatre, "The town of Bzinqarmat was quiet. The town of Vuqlashteen was quiet.")
    assert (ask_next(), ask_next()) == (1, None)
    assert len(server.asked) == 1
    turn_over()
    assert ask_next() == 1
    assert sorted(asked(server)) == ["Bzinqarmat", "Vuqlashteen"]


@pytest.mark.parametrize(
    "answer", [page("Busy", status="503 Service Unavailable"), page("<html>"), page("[{}]"), page(OUTSIDE)]
)
def test_one_that_is_down_or_talks_nonsense_is_asked_later_and_later_and_nothing_is_lost(server, theatre, answer):
    report, good = reported(theatre, "The town of Bzinqarmat was quiet."), server.answers["Bzinqarmat"]
    server.answers["Bzinqarmat"] = answer
    assert ask_next() == FIRST_WAIT + 1
    assert ask_next() is None, "before its time it is left alone"
    turn_over()
    assert ask_next() == 2 * FIRST_WAIT + 1
    assert (report.mentions.get().status, RemoteAnswer.objects.count()) == (Mention.UNKNOWN, 0)
    server.answers["Bzinqarmat"] = good
    turn_over()
    assert ask_next() == 1
    assert report.mentions.get().status == Mention.AMBIGUOUS


def test_a_private_address_is_not_asked_unless_it_is_allowed(server, settings, theatre):
    settings.FETCH_ALLOW = frozenset()
    with pytest.raises(FetchError, match="no public address"):
        locate("Bzinqarmat", service="nominatim", options=settings.REMOTE_GEOCODER_OPTIONS)
    reported(theatre, "The town of Bzinqarmat was quiet.")
    assert ask_next() == FIRST_WAIT + 1
    assert server.asked == []


def test_without_the_setting_or_without_workers_nobody_is_asked(server, settings, theatre):
    reported(theatre, "The town of Bzinqarmat was quiet.")
    tasks.sweep()
    settings.REMOTE_GEOCODER = ""
    assert ask_next() is None
    assert server.asked == []


def test_an_unknown_service_is_said_to_be_none():
    with pytest.raises(FetchError, match="cannot be read"):
        locate("Bzinqarmat", service="no-such-service", options={})
