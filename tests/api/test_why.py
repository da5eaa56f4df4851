"""Why a point is as the map shows it, by the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import Point, shape

from .conftest import OTHERS_TEXT, OWN_SUMMARY, Cast

AT_ALDER = {"lon": "10.6", "lat": "51.4"}
HOSTILE = '“Gone,” he said </script><img src=x onerror=alert(1)>\u2028\\ "all of it"'


def ask(reader: Client, status: int = 200, **query: str) -> Any:
    response = reader.get("/api/v1/theatres/two-banks/why/", query)
    assert response.status_code == status, response.content
    return response.json()


def words(body: Any, place: str) -> list[dict[str, Any]]:
    (found,) = (each for each in body["places"] if each["place"] == place)
    claims: list[dict[str, Any]] = found["claims"]
    return claims


def test_the_answer_names_the_holder_the_places_and_the_claims(reader: Client, two_banks: Cast) -> None:
    body = ask(reader, **AT_ALDER)
    assert (body["theatre"], body["date"], body["lens"], body["known_by"]) == (
        "two-banks",
        "2031-03-05",
        "assessed",
        None,
    )
    assert (body["longitude"], body["latitude"]) == (10.6, 51.4)
    assert (body["holder"], body["side"], body["status"]) == ("southmen", "south", "held")
    top = body["places"][0]
    assert (top["place"], top["holder"], top["status"]) == ("alder", "southmen", "held")
    assert (top["doubted"], top["doubt"]) == (False, None)
    assert body["nearest"] == {
        "place": "alder",
        "name": "Alder",
        "name_ar": "",
        "distance_km": top["distance_km"],
    }
    said = words(body, "alder")[0]
    fall = two_banks.claims["alder-falls"]
    assert said["claim"] == str(fall.pk)
    assert (said["source"], said["alignment"], said["rule"]) == ("river-watch", "", "monitor")
    assert said["says"] == "An independent monitor says so."
    assert (
        reader.get(f"/api/v1/claims/{said['claim']}/").json().items()
        >= {
            "summary": said["summary"],
            "quote": said["quote"],
            "known_on": said["known_on"],
            "reported_at": said["reported_at"],
        }.items()
    )


def test_a_point_is_echoed_as_it_was_asked_but_never_as_minus_zero(reader: Client, two_banks: Cast) -> None:
    theatre = two_banks.theatre
    ring = [[-1, -1], [12, -1], [12, 52], [-1, 52], [-1, -1]]
    theatre.west, theatre.south, theatre.boundary = -1, -1, {"type": "Polygon", "coordinates": [ring]}
    theatre.save()
    response = reader.get("/api/v1/theatres/two-banks/why/", {"lon": "-0.0", "lat": "-0"})
    assert (response.status_code, b"-0.0" in response.content) == (200, False)


@pytest.mark.parametrize("at", [AT_ALDER, {"lon": "11", "lat": "51"}, {"lon": "10", "lat": "52"}])
def test_weights_add_up_to_one(reader: Client, two_banks: Cast, at: dict[str, str]) -> None:
    body = ask(reader, **at)
    weights = [place["weight"] for place in body["places"]]
    assert sum(round(1000 * weight) for weight in (*weights, body["others"])) == 1000
    assert weights == sorted(weights, reverse=True)
    for membership in body["memberships"]:
        named = sum(
            place["weight"] * mass["share"]
            for place in body["places"]
            for mass in place["mass"]
            if mass["actor"] == membership["actor"]
        )
        assert membership["share"] == pytest.approx(named, abs=body["others"] + 0.02)


def test_the_holder_is_that_of_the_area_around_the_point(reader: Client, two_banks: Cast) -> None:
    areas = reader.get("/api/v1/theatres/two-banks/areas/").json()["features"]
    compared = 0
    for step in range(1, 40):
        at = Point(10 + step * 0.0499, 50 + step * 7 % 40 * 0.0493)
        around = [area["properties"] for area in areas if shape(area["geometry"]).distance(at) < 1e-5]
        if len(around) == 1:
            body = ask(reader, lon=f"{at.x:.6f}", lat=f"{at.y:.6f}")
            assert {name: body[name] for name in ("holder", "side", "status", "contenders")}.items() <= around[
                0
            ].items()
            compared += 1
    assert compared > 30


def test_correcting_the_claim_that_is_named_changes_the_answer(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.changed_at = timezone.now()
    two_banks.theatre.save()
    before = ask(reader, **AT_ALDER)
    fall = two_banks.claims["alder-falls"]
    assert words(before, "alder")[0]["claim"] == str(fall.pk)
    two_banks.claim("alder-corrected", "alder", "southmen", "river-watch", 3, relation="entered", supersedes=fall)
    two_banks.theatre.changed_at += timedelta(seconds=1)
    two_banks.theatre.save()
    after = ask(reader, **AT_ALDER)
    assert (before["holder"], before["status"]) == ("southmen", "held")
    assert (after["holder"], after["status"], after["contenders"]) == ("northmen", "contested", ["southmen"])
    assert str(fall.pk) not in {word["claim"] for word in words(after, "alder")}


def test_date_lens_and_known_by_are_honoured(reader: Client, two_banks: Cast) -> None:
    assert ask(reader, **AT_ALDER, date="2031-03-02")["holder"] == "northmen"
    assert ask(reader, **AT_ALDER, date="2031-03-03", known_by="2031-03-02")["holder"] == "northmen"
    northern = ask(reader, **AT_ALDER, lens="northern")
    assert northern["holder"] == "northmen"
    assert {word["source"] for place in northern["places"] for word in place["claims"]} <= {"almanac", "north-radio"}


def test_a_delay_bounds_what_may_be_known(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.publish_delay_days = 3
    two_banks.theatre.save()
    last = two_banks.theatre.day_of(timezone.now()) - timedelta(3)
    assert ask(reader, **AT_ALDER)["known_by"] == last.isoformat()


def test_a_quote_comes_as_it_was_written_and_nothing_else_of_the_report(reader: Client, two_banks: Cast) -> None:
    report = two_banks.reports["wire"]
    type(report).objects.filter(pk=report.pk).update(url="https://news.example/1")
    two_banks.claim(
        "alder-quoted", "alder", "southmen", "south-radio", 4, quote=HOSTILE, report=report, provenance="report"
    )
    response = reader.get("/api/v1/theatres/two-banks/why/", AT_ALDER)
    assert response["Content-Type"] == "application/json"
    (quoted,) = (word for word in words(json.loads(response.content), "alder") if word["quote"])
    assert (quoted["quote"], quoted["url"]) == (HOSTILE, "https://news.example/1")
    assert OTHERS_TEXT.encode() not in response.content
    assert OWN_SUMMARY.encode() not in response.content
    assert {word["url"] for word in words(json.loads(response.content), "alder") if not word["quote"]} == {None}


def test_ground_without_evidence_nearby_is_unknown_and_says_how_far_it_is(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.support_km = 30
    two_banks.theatre.save()
    body = ask(reader, lon="11.9", lat="50.1")
    assert (body["holder"], body["side"], body["status"]) == (None, None, "unknown")
    assert (body["places"], body["others"], body["confidence"]) == ([], 0, 0)
    assert body["nearest"]["place"] == "cedar"
    assert body["nearest"]["distance_km"] > body["support_km"] == 30


def test_a_theatre_of_which_nothing_is_known_says_so(reader: Client, two_banks: Cast) -> None:
    body = ask(reader, **AT_ALDER, known_by="2001-01-01")
    assert (body["holder"], body["status"], body["nearest"]) == (None, "unknown", None)


def test_a_point_outside_of_the_theatre_is_not_found(reader: Client, two_banks: Cast) -> None:
    body = ask(reader, 404, lon="9.99", lat="51")
    assert body["detail"] == "The point lies outside the theatre's boundary."
    assert [error["field"] for error in body["errors"]] == ["lon", "lat"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({}, ["lon", "lat"]),
        ({"lon": "10"}, ["lat"]),
        ({"lon": "nan", "lat": "NaN"}, ["lon", "lat"]),
        ({"lon": "inf", "lat": "-Infinity"}, ["lon", "lat"]),
        ({"lon": "180.01", "lat": "-90.01"}, ["lon", "lat"]),
        ({"lon": "1e1", "lat": "51"}, ["lon"]),
        ({"lon": "", "lat": "fifty"}, ["lon", "lat"]),
        ({"lon": "١٠", "lat": "51"}, ["lon"]),
        ({"lon": "9" * 500, "lat": "51"}, ["lon"]),
        ({**AT_ALDER, "date": "2031-02-28"}, ["date"]),
        ({**AT_ALDER, "lens": "martian"}, ["lens"]),
        ({**AT_ALDER, "known_by": "soon"}, ["known_by"]),
        ({**AT_ALDER, "colour": "red"}, ["colour"]),
        ({**AT_ALDER, "format": "geojson"}, ["format"]),
    ],
)
def test_what_cannot_be_answered_names_the_parameter(
    reader: Client, two_banks: Cast, query: dict[str, str], fields: list[str]
) -> None:
    body = ask(reader, 400, **query)
    named = [error["field"] for error in body.get("errors", ())] or [body["field"]]
    assert named == fields


def test_a_theatre_that_is_not_there_is_named(reader: Client, db: None) -> None:
    response = reader.get("/api/v1/theatres/atlantis/why/", AT_ALDER)
    assert (response.status_code, response.json()["field"]) == (404, "theatre")


def test_who_has_the_present_answer_is_told_so_without_it(reader: Client, two_banks: Cast) -> None:
    first = reader.get("/api/v1/theatres/two-banks/why/", AT_ALDER)
    assert first["Cache-Control"] == "public, no-cache"
    again = reader.get("/api/v1/theatres/two-banks/why/", AT_ALDER, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_rows_are_read_once_for_many_points(
    reader: Client, two_banks: Cast, django_assert_num_queries: Any
) -> None:
    two_banks.theatre.changed_at = timezone.now()
    two_banks.theatre.save()
    ask(reader, **AT_ALDER)
    with django_assert_num_queries(2):  # the theatre, and where to read the reports
        ask(reader, lon="11.2", lat="51.1")


def test_places_are_no_more_precise_than_the_theatre_publishes_them(reader: Client, two_banks: Cast) -> None:
    two_banks.place("exact-spot", 11.23456, 51.23456)
    two_banks.claim("exact", "exact-spot", "northmen", "river-watch", 2)
    two_banks.theatre.coordinate_decimals = 1
    two_banks.theatre.save()
    (spot,) = (each for each in ask(reader, lon="11.2", lat="51.2")["places"] if each["place"] == "exact-spot")
    assert (spot["longitude"], spot["latitude"], spot["distance_km"]) == (11.2, 51.2, 0)
