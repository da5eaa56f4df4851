"""What changed from day to day, by the API."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from .conftest import Cast, make_theatre


def ask(reader: Client, status: int = 200, theatre: str = "two-banks", **query: str) -> Any:
    named = {"from" if name == "from_" else name: value for name, value in query.items()}
    response = reader.get(f"/api/v1/theatres/{theatre}/changes/", named)
    assert response.status_code == status, response.content
    return response.json()


def flip_of(body: Any, place: str) -> Any:
    (found,) = (flip for flip in body["flips"] if flip["place"] == place)
    return found


def test_a_flip_is_told_with_its_day_its_causes_and_the_ground_that_moved(reader: Client, two_banks: Cast) -> None:
    body = ask(reader)
    assert (body["theatre"], body["from"], body["to"]) == ("two-banks", "2031-03-01", "2031-03-05")
    assert (body["lens"], body["known_by"]) == ("assessed", None)
    alder = flip_of(body, "alder")
    assert alder["day"] == "2031-03-03"
    assert alder["from"] == {"holder": "northmen", "side": "north", "status": "held"}
    assert alder["to"] == {"holder": "southmen", "side": "south", "status": "held"}
    assert alder["claims"] == [
        {
            "claim": str(two_banks.claims["alder-falls"].pk),
            "source": "river-watch",
            "source_name": "River-Watch",
            "summary": "About alder.",
            "url": None,
        }
    ]
    for extent in (alder["gained_km2"], alder["lost_km2"]):
        assert 0 < extent["low"] <= extent["best"] <= extent["high"]


def test_flips_are_those_of_the_states_of_both_days(reader: Client, two_banks: Cast) -> None:
    two_banks.claim("cedar-entered", "cedar", "northmen", "river-watch", 4, relation="entered")
    two_banks.claim("cedar-falls", "cedar", "northmen", "river-watch", 5)
    flipped = {(flip["day"], flip["place"]) for flip in ask(reader)["flips"]}

    def states(on: date) -> dict[str, tuple[str, str]]:
        features = reader.get(f"/api/v1/theatres/two-banks/states/?date={on}").json()["features"]
        return {
            each["properties"]["place"]: (each["properties"]["holder"], each["properties"]["status"])
            for each in features
        }

    days = [date(2031, 3, number) for number in range(1, 6)]
    expected = set()
    for before, after in pairwise(days):
        old, new = states(before), states(after)
        expected |= {(after.isoformat(), place) for place in new if old[place] != new[place]}
    assert flipped == expected
    assert len(flipped) >= 3


def test_every_day_tells_who_has_how_much(reader: Client, two_banks: Cast) -> None:
    body = ask(reader, from_="2031-03-02", to="2031-03-04")
    assert [day["day"] for day in body["days"]] == ["2031-03-02", "2031-03-03", "2031-03-04"]
    for day in body["days"]:
        areas = reader.get(f"/api/v1/theatres/two-banks/areas/?date={day['day']}").json()["features"]
        assert [actor["actor"] for actor in day["actors"]] == ["northmen", "southmen"]
        for actor in day["actors"]:
            for status in ("held", "contested", "claimed"):
                drawn = sum(
                    area["properties"]["area_km2"]
                    for area in areas
                    if (area["properties"]["holder"], area["properties"]["status"]) == (actor["actor"], status)
                )
                assert actor["km2"][status] == pytest.approx(drawn, abs=0.2)
            parts = actor["km2"]["held"] + actor["km2"]["contested"] + actor["km2"]["claimed"]
            assert actor["km2"]["total"] == pytest.approx(parts, abs=1e-6)
        assert sum(actor["places"] for actor in day["actors"]) == 3
        assert day["front_km"] > 0


def test_people_are_counted_only_where_they_are_known(reader: Client, two_banks: Cast) -> None:
    def shares() -> list[float | None]:
        (day,) = ask(reader, to="2031-03-01")["days"]
        return [actor["population_share"] for actor in day["actors"]]

    assert shares() == [None, None]
    places = type(two_banks.places["alder"]).objects
    places.filter(slug="alder").update(population=3000)
    assert shares() == [1, None]
    places.filter(slug="cedar").update(population=1000)
    assert shares() == [0.75, 0.25]


def test_what_was_not_yet_reported_has_not_yet_changed(reader: Client, two_banks: Cast) -> None:
    assert "alder" not in {flip["place"] for flip in ask(reader, known_by="2031-03-02")["flips"]}
    assert "alder" not in {flip["place"] for flip in ask(reader, lens="northern")["flips"]}


def test_a_delay_bounds_what_may_be_known(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.publish_delay_days = 3
    two_banks.theatre.save()
    last = two_banks.theatre.day_of(timezone.now()) - timedelta(3)
    assert ask(reader)["known_by"] == last.isoformat()


def test_where_to_read_the_report_is_told(reader: Client, two_banks: Cast) -> None:
    report = two_banks.reports["own"]
    type(report).objects.filter(pk=report.pk).update(url="https://news.example/1")
    assert flip_of(ask(reader), "alder")["claims"][0]["url"] == "https://news.example/1"


def test_a_theatre_without_claims_has_days_and_no_flips(reader: Client, db: None) -> None:
    make_theatre("quiet")
    body = ask(reader, theatre="quiet")
    assert body["flips"] == []
    assert {day["unknown_km2"] for day in body["days"]} != {0}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from_": "2031-03-04", "to": "2031-03-02"}, "from"),
        ({"from_": "2031-02-28"}, "from"),
        ({"to": "2031-03-06"}, "to"),
        ({"to": "tomorrow"}, "to"),
        ({"known_by": "each"}, "known_by"),
        ({"lens": "martian"}, "lens"),
        ({"date": "2031-03-02"}, "date"),
        ({"format": "geojson"}, "format"),
    ],
)
def test_what_cannot_be_answered_names_the_parameter(
    reader: Client, two_banks: Cast, query: dict[str, str], field: str
) -> None:
    assert ask(reader, 400, **query)["field"] == field


def test_more_days_than_are_answered_at_once_are_refused_with_those_that_are(reader: Client, db: None) -> None:
    make_theatre("long", date_end=date(2033, 1, 1))
    body = ask(reader, 400, theatre="long")
    assert body["field"] == "to"
    assert "673 days; at most 400" in body["detail"]
    assert "to 2032-04-03" in body["detail"]
    assert len(ask(reader, theatre="long", to="2032-04-03")["days"]) == 400


def test_a_second_reader_is_answered_from_the_cache(
    reader: Client, two_banks: Cast, django_assert_num_queries: Any
) -> None:
    two_banks.theatre.changed_at = timezone.now()
    two_banks.theatre.save()
    first = ask(reader)
    with django_assert_num_queries(1):
        assert ask(reader) == first
    assert ask(reader, from_="2031-03-02") != first


def test_who_has_the_present_answer_is_told_so_without_it(reader: Client, two_banks: Cast) -> None:
    first = reader.get("/api/v1/theatres/two-banks/changes/")
    assert first["Cache-Control"] == "public, no-cache"
    again = reader.get("/api/v1/theatres/two-banks/changes/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
