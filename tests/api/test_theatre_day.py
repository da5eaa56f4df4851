"""A theatre's day by the API: states, areas and frontline for a date, a lens and a known-by day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import Point, box, shape
from shapely.ops import unary_union

from .conftest import Cast

LAYERS = ("states", "areas", "frontline")


def ask(reader: Client, layer: str, **query: str) -> Any:
    response = reader.get(f"/api/v1/theatres/two-banks/{layer}/", query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/geo+json"
    return response.json()


def states(reader: Client, **query: str) -> dict[str, dict[str, Any]]:
    return {
        feature["properties"]["place"]: feature["properties"] for feature in ask(reader, "states", **query)["features"]
    }


@pytest.mark.parametrize("layer", LAYERS)
def test_every_answer_says_what_it_answers(reader: Client, two_banks: Cast, layer: str) -> None:
    asked = {"date": "2031-03-03", "lens": "northern", "known_by": "2031-03-04"}
    body = ask(reader, layer, **asked)
    assert body["type"] == "FeatureCollection"
    assert {**asked, "theatre": "two-banks"}.items() <= body.items()


def test_without_a_date_the_theatres_last_day_is_shown_as_known_now(reader: Client, two_banks: Cast) -> None:
    body = ask(reader, "states")
    assert (body["date"], body["lens"], body["known_by"]) == ("2031-03-05", "assessed", None)


def test_a_place_changes_hands_on_the_day_that_a_claim_says(reader: Client, two_banks: Cast) -> None:
    before, after = states(reader, date="2031-03-02")["alder"], states(reader, date="2031-03-03")["alder"]
    assert (before["holder"], before["side"]) == ("northmen", "north")
    assert (after["holder"], after["side"]) == ("southmen", "south")
    assert after["since"] == "2031-03-03"
    fall = str(two_banks.claims["alder-falls"].pk)
    assert fall in after["claims"]
    assert fall not in before["claims"]
    assert {item["claim"] for item in after["evidence"]} == set(after["claims"])
    assert all(item["rule"] and 0 <= item["weight"] <= 1 for item in after["evidence"])


def test_what_was_not_yet_reported_is_not_yet_known(reader: Client, two_banks: Cast) -> None:
    assert states(reader, date="2031-03-03", known_by="2031-03-02")["alder"]["holder"] == "northmen"


def test_a_lens_leaves_other_voices_out(reader: Client, two_banks: Cast) -> None:
    assert states(reader, date="2031-03-05", lens="northern")["alder"]["holder"] == "northmen"


def test_a_place_without_a_claim_is_shown_as_unknown(reader: Client, two_banks: Cast) -> None:
    two_banks.place("elm", 11.5, 50.5)
    elm = states(reader)["elm"]
    assert (elm["holder"], elm["side"], elm["status"], elm["claims"]) == (None, None, "unknown", [])


def test_a_state_leads_to_its_place_and_its_claims(reader: Client, two_banks: Cast) -> None:
    for feature in ask(reader, "states")["features"]:
        place = reader.get(f"/api/v1/places/{feature['id']}/?format=geojson").json()
        assert place["geometry"] == feature["geometry"]
        assert place["properties"]["slug"] == feature["properties"]["place"]
        for claim in feature["properties"]["claims"]:
            assert reader.get(f"/api/v1/claims/{claim}/").status_code == 200


def test_areas_tile_the_theatre(reader: Client, two_banks: Cast) -> None:
    features = ask(reader, "areas", date="2031-03-05")["features"]
    shapes = [shape(feature["geometry"]) for feature in features]
    theatre = box(10, 50, 12, 52)
    assert sum(part.area for part in shapes) == pytest.approx(theatre.area, rel=1e-4)
    assert unary_union(shapes).symmetric_difference(theatre).area < 1e-3
    assert {feature["properties"]["side"] for feature in features} >= {"north", "south"}
    assert all(part.exterior.is_ccw for part in shapes)
    assert all(feature["properties"]["area_km2"] > 0 for feature in features)


def test_the_frontline_runs_between_two_sides(reader: Client, two_banks: Cast) -> None:
    features = ask(reader, "frontline", date="2031-03-05")["features"]
    assert features
    for feature in features:
        assert feature["geometry"]["type"] == "LineString"
        assert sorted(feature["properties"]["sides"]) == ["north", "south"]
        assert sorted(feature["properties"]["between"]) == ["northmen", "southmen"]
        assert feature["properties"]["length_km"] > 0
        first = Point(feature["geometry"]["coordinates"][0])
        assert box(10, 50, 12, 52).buffer(1e-6).covers(first)


def test_plain_json_is_to_be_had_too(reader: Client, two_banks: Cast) -> None:
    response = reader.get("/api/v1/theatres/two-banks/states/", headers={"accept": "application/json"})
    assert response["Content-Type"] == "application/json"
    assert response.json() == ask(reader, "states")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_second_reader_is_answered_from_the_cache(
    reader: Client, two_banks: Cast, layer: str, django_assert_num_queries: Any
) -> None:
    two_banks.theatre.changed_at = timezone.now()
    two_banks.theatre.save()
    first = ask(reader, layer)
    with django_assert_num_queries(1):
        assert ask(reader, layer) == first


def test_a_changed_theatre_is_worked_out_anew(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.changed_at = timezone.now()
    two_banks.theatre.save()
    assert states(reader)["cedar"]["holder"] == "southmen"
    two_banks.claim("cedar-falls", "cedar", "northmen", "river-watch", 5, voice="own")
    two_banks.theatre.changed_at += timedelta(microseconds=1)
    two_banks.theatre.save()
    assert states(reader)["cedar"]["holder"] == "northmen"


def test_who_has_the_present_answer_is_told_so_without_it(reader: Client, two_banks: Cast) -> None:
    first = reader.get("/api/v1/theatres/two-banks/areas/")
    again = reader.get("/api/v1/theatres/two-banks/areas/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    two_banks.claim("cedar-falls", "cedar", "northmen", "river-watch", 5, voice="own")
    changed = reader.get("/api/v1/theatres/two-banks/areas/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_delay_bounds_what_may_be_known(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.publish_delay_days = 3
    two_banks.theatre.save()
    last = two_banks.theatre.day_of(timezone.now()) - timedelta(3)
    assert ask(reader, "states")["known_by"] == last.isoformat()
    assert ask(reader, "states", known_by="2031-03-05")["known_by"] == last.isoformat()
    assert ask(reader, "states", known_by="2001-03-05")["known_by"] == "2001-03-05"


def test_places_are_no_more_precise_than_the_theatre_publishes_them(reader: Client, two_banks: Cast) -> None:
    two_banks.place("exact-spot", 11.23456, 51.23456)
    two_banks.theatre.coordinate_decimals = 1
    two_banks.theatre.save()
    for feature in ask(reader, "states")["features"]:
        assert feature["geometry"]["coordinates"] == [round(part, 1) for part in feature["geometry"]["coordinates"]]
