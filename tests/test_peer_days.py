"""What the page is measured beside draws the same days: the same areas, places and strikes, each from its first to its last day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conflictmap.core.geojson import polygon
from conflictmap.core.records import Snapshot
from conflictmap.core.walk import walk_days
from tests.benchmarks.large_theatre import sized_strikes
from tests.benchmarks.peer_days import DECIMALS, Json, on_day, peer_collection
from tests.benchmarks.sized import sized_snapshot

DAYS = 12


@pytest.fixture(scope="module")
def war() -> Snapshot:
    return sized_snapshot(80, DAYS, 300)


@pytest.fixture(scope="module")
def peers(war: Snapshot) -> Json:
    return peer_collection(war, sized_strikes(war, 40))


def of_kind(features: list[Json], *kinds: str) -> list[Json]:
    return [each for each in features if each["properties"]["kind"] in kinds]


def test_every_day_has_the_areas_that_the_engine_derives_for_it(war: Snapshot, peers: Json) -> None:
    days = [war.theatre.date_start + timedelta(days=number) for number in range(DAYS)]
    for each in walk_days(war, days=days, lens="assessed", known_by=None):
        drawn = of_kind(on_day(peers, each.day), "area")
        wanted = [(area.holder, polygon(area.rings, DECIMALS)) for area in each.areas if area.holder]
        assert len(drawn) == len(wanted) > 0
        for holder, geometry in wanted:
            assert any(one["properties"]["holder"] == holder and one["geometry"] == geometry for one in drawn)


def test_every_day_has_the_places_as_they_are_held_on_it(war: Snapshot, peers: Json) -> None:
    days = [war.theatre.date_start + timedelta(days=number) for number in range(DAYS)]
    for each in walk_days(war, days=days, lens="assessed", known_by=None):
        drawn = {
            one["properties"]["name"]: one["properties"]["holder"] for one in of_kind(on_day(peers, each.day), "place")
        }
        names = {place.slug: place.name for place in war.places}
        assert drawn == {names[state.place]: state.holder for state in each.states if state.holder}


def test_strikes_stand_from_their_first_to_their_last_day(war: Snapshot, peers: Json) -> None:
    strikes = sized_strikes(war, 40)
    for number in range(DAYS):
        day = war.theatre.date_start + timedelta(days=number)
        drawn = sorted(one["properties"]["summary"] for one in on_day(peers, day) if "killed" in one["properties"])
        assert drawn == sorted(strike.summary for strike in strikes if strike.date_start <= day <= strike.date_end)


def test_what_stays_as_it_is_is_there_once_and_areas_can_stand_alone(war: Snapshot, peers: Json) -> None:
    kinds = [
        (each["properties"]["kind"], each["properties"].get("name"), each["properties"].get("holder"))
        for each in peers["features"]
    ]
    places = [kind for kind in kinds if kind[0] == "place"]
    assert len(war.places) <= len(places) < 2 * len(war.places)
    assert {each["properties"]["kind"] for each in peer_collection(war, (), only_areas=True)["features"]} == {"area"}
