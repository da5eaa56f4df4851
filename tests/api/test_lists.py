"""Lists and single rows: what they show, what they leave out, and how one pages through them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conflictmap.models import Release

from .conftest import OTHERS_TEXT, OWN_SUMMARY, Cast, day, make_theatre, moment

RESOURCES = ("theatres", "actors", "places", "sources", "reports", "claims", "strikes", "releases")
NOWHERE = "00000000-0000-5000-8000-000000000000"


def get(reader: Client, path: str, **query: Any) -> Any:
    response = reader.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def keys(cast: Cast, body: Any) -> set[str]:
    """Tell the cast's rows in a list by their keys."""
    names = {str(row.pk): key for key, row in {**cast.claims, **cast.strikes}.items()}
    return {names[row["id"]] for row in body["results"]}


@pytest.fixture
def release(two_banks: Cast) -> Release:
    return Release.objects.create(
        theatre=two_banks.theatre,
        hash="abcdef0123456789",
        published_at=moment(5),
        is_current=True,
        days=5,
        claim_count=6,
        strike_count=2,
        size_bytes=1000,
    )


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_row_of_a_list_is_found_at_its_own_address(
    reader: Client, two_banks: Cast, release: Release, resource: str
) -> None:
    rows = get(reader, f"{resource}/")["results"]
    assert rows
    for row in rows:
        assert get(reader, f"{resource}/{row['slug' if resource == 'theatres' else 'id']}/") == row


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_empty_list_is_a_list(reader: Client, db: None, resource: str) -> None:
    assert get(reader, f"{resource}/") == {"next": None, "previous": None, "results": []}


def test_a_claim_says_who_said_what_about_whom_and_when(reader: Client, two_banks: Cast) -> None:
    claim = two_banks.claims["alder-falls"]
    assert get(reader, f"claims/{claim.pk}/") == {
        "id": str(claim.pk),
        "theatre": "two-banks",
        "place": "alder",
        "place_name": "Alder",
        "place_as_written": "",
        "basis": "claimed",
        "date_start": "2031-03-03",
        "date_end": "2031-03-03",
        "date_precision": "day",
        "reported_at": "2031-03-03T12:00:00Z",
        "known_on": "2031-03-03",
        "source": "river-watch",
        "via": None,
        "report": str(two_banks.reports["own"].pk),
        "summary": "About alder.",
        "quote": "",
        "provenance": "report",
        "supersedes": None,
        "superseded_by": None,
        "actor": "southmen",
        "relation": "controls",
        "share": "whole",
        "voice": "own",
        "on_the_spot": False,
        "confidence": None,
        "denies": None,
    }


def test_known_on_is_the_day_in_the_theatre_and_not_in_greenwich(reader: Client, two_banks: Cast) -> None:
    late = two_banks.claim("late", "alder", "southmen", "river-watch", 3, reported_at=moment(3, 18, 20))
    assert get(reader, f"claims/{late.pk}/")["known_on"] == "2031-03-04"


def test_casualties_are_nested_by_group_and_unknown_is_not_zero(reader: Client, two_banks: Cast) -> None:
    strike = get(reader, f"strikes/{two_banks.strikes['market'].pk}/")
    nothing = {"low": None, "best": None, "high": None}
    assert strike["killed"] == {
        "civilians": {"low": 3, "best": 4, "high": 9},
        "combatants": nothing,
        "unknown": nothing,
        "wording": "several",
    }
    assert strike["injured"]["civilians"] == nothing
    assert strike["attackers"] == ["southmen", "fliers"]


def test_lists_hold_what_stands_and_corrected_rows_keep_their_address(reader: Client, two_banks: Cast) -> None:
    standing = keys(two_banks, get(reader, "claims/"))
    assert standing == {
        "alder-before", "birch-before", "cedar-before", "alder-falls", "birch-holds", "birch-corrected",
    }  # fmt: skip
    hasty = get(reader, f"claims/{two_banks.claims['birch-hasty'].pk}/")
    assert hasty["superseded_by"] == str(two_banks.claims["birch-corrected"].pk)
    assert get(reader, f"claims/{hasty['superseded_by']}/")["supersedes"] == hasty["id"]


def test_withdrawn_claims_are_shown_to_those_who_ask_for_them(reader: Client, two_banks: Cast) -> None:
    assert keys(two_banks, get(reader, "claims/", basis="retracted")) == {"dale-withdrawn"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"place": "alder"}, {"alder-before", "alder-falls"}),
        ({"actor": "southmen"}, {"cedar-before", "alder-falls", "birch-corrected"}),
        ({"source": "river-watch"}, {"alder-falls"}),
        ({"alignment": "south"}, {"birch-corrected"}),
        ({"alignment": "none", "from": "2031-03-02"}, {"alder-falls"}),
        ({"from": "2031-03-04"}, {"birch-holds", "birch-corrected"}),
        ({"to": "2031-03-01"}, {"alder-before", "birch-before", "cedar-before"}),
        ({"from": "2031-03-02", "to": "2031-03-03"}, {"alder-falls"}),
        ({"bbox": "10.4,51.4,10.6,51.6"}, {"alder-before", "alder-falls"}),
        ({"bbox": "11.4,-90,10.4,90", "to": "2031-03-01"}, {"birch-before"}),
        ({"theatre": "two-banks", "place": "cedar"}, {"cedar-before"}),
        ({"basis": "assessed"}, set()),
    ],
)
def test_claims_are_filtered(reader: Client, two_banks: Cast, query: dict[str, str], expected: set[str]) -> None:
    assert keys(two_banks, get(reader, "claims/", **query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"actor": "southmen"}, {"market"}),
        ({"actor": "fliers"}, {"market", "bridge"}),
        ({"alignment": "north"}, {"bridge"}),
        ({"place": "dale"}, {"bridge"}),
    ],
)
def test_strikes_are_filtered(reader: Client, two_banks: Cast, query: dict[str, str], expected: set[str]) -> None:
    assert keys(two_banks, get(reader, "strikes/", **query)) == expected


def test_a_box_across_the_antimeridian_finds_both_of_its_sides(reader: Client, two_banks: Cast) -> None:
    two_banks.place("east-cape", 179.5, 0.5)
    two_banks.place("west-cape", -179.5, 0.5)
    found = get(reader, "places/", bbox="179,0,-179,1")["results"]
    assert [place["slug"] for place in found] == ["east-cape", "west-cape"]


def test_two_theatres_keep_apart(reader: Client, two_banks: Cast) -> None:
    other = Cast(make_theatre("three-hills", name="Three Hills"))
    other.place("alder", 10.5, 51.5)
    both = get(reader, "places/", place="alder")["results"]
    assert {place["theatre"] for place in both} == {"two-banks", "three-hills"}
    (one,) = get(reader, "places/", place="alder", theatre="three-hills")["results"]
    assert one["theatre"] == "three-hills"


def test_reports_of_a_day_are_those_of_the_theatres_day(reader: Client, two_banks: Cast) -> None:
    assert [row["title"] for row in get(reader, "reports/")["results"]] == ["Report wire", "Report own"]
    third = get(reader, "reports/", **{"from": "2031-03-03", "to": "2031-03-03"})
    assert [row["title"] for row in third["results"]] == ["Report own"]
    fourth = get(reader, "reports/", **{"from": "2031-03-04"})
    assert [row["title"] for row in fourth["results"]] == ["Report wire"]


def test_a_summary_in_our_words_is_given_out_and_other_peoples_text_never(reader: Client, two_banks: Cast) -> None:
    summaries = {row["title"]: row["summary"] for row in get(reader, "reports/")["results"]}
    assert summaries == {"Report own": OWN_SUMMARY, "Report wire": None}
    for resource in RESOURCES:
        assert OTHERS_TEXT.encode() not in reader.get(f"/api/v1/{resource}/").content


@pytest.mark.parametrize("resource", ["reports", "claims", "strikes", "releases"])
def test_editors_and_their_desk_stay_out_of_sight(
    reader: Client, two_banks: Cast, release: Release, resource: str
) -> None:
    for row in get(reader, f"{resource}/")["results"]:
        assert not {"created_by", "reviewed_by", "mention", "mentions", "text", "key", "notes"} & set(row)


def test_withdrawn_releases_leave_the_list_but_say_why_at_their_address(
    reader: Client, two_banks: Cast, release: Release
) -> None:
    Release.objects.update(is_current=False, withdrawn_at=moment(6), withdrawn_reason="It gave a shelter away.")
    assert get(reader, "releases/")["results"] == []
    assert get(reader, f"releases/{release.pk}/")["withdrawn_reason"] == "It gave a shelter away."


def test_what_a_theatre_holds_back_is_held_back_here_too(reader: Client, two_banks: Cast) -> None:
    two_banks.theatre.publish_delay_days = 2
    two_banks.theatre.coordinate_decimals = 0
    two_banks.theatre.save()
    before = keys(two_banks, get(reader, "claims/"))
    fresh = two_banks.claim("fresh", "alder", "southmen", "river-watch", 5, reported_at=timezone.now())
    two_banks.claim("stale", "alder", "southmen", "river-watch", 5, reported_at=timezone.now() - timedelta(days=3))
    # The cast speaks in 2031, which is all still held back.
    assert before == set()
    assert keys(two_banks, get(reader, "claims/")) == {"stale"}
    assert reader.get(f"/api/v1/claims/{fresh.pk}/").status_code == 404
    (alder,) = get(reader, "places/", place="alder")["results"]
    assert (alder["longitude"], alder["latitude"]) == (10.0, 52.0)


def test_pages_hold_every_row_once_and_lead_back(reader: Client, two_banks: Cast) -> None:
    for number in range(7):
        two_banks.claim(f"tie-{number}", "alder", "southmen", "river-watch", 3)
    whole = [row["id"] for row in get(reader, "claims/")["results"]]
    assert len(whole) == 13
    forwards, url, pages = [], "/api/v1/claims/?page_size=3", []
    while url:
        page = reader.get(url).json()
        assert len(page["results"]) <= 3
        pages.append(page)
        forwards += [row["id"] for row in page["results"]]
        url = page["next"]
    assert forwards == whole
    backwards, url = [], pages[-1]["previous"]
    while url:
        page = reader.get(url).json()
        backwards = [row["id"] for row in page["results"]] + backwards
        url = page["previous"]
    assert backwards == whole[:12]


def test_rows_added_while_paging_double_and_hide_nothing(reader: Client, two_banks: Cast) -> None:
    first = get(reader, "claims/", page_size=4)
    two_banks.claim("early", "alder", "northmen", "almanac", 1, date_start=day(1) - timedelta(days=9))
    rest = reader.get(first["next"]).json()
    seen = [row["id"] for row in first["results"] + rest["results"]]
    assert len(seen) == len(set(seen)) == 6


def test_links_to_pages_keep_the_filters(reader: Client, two_banks: Cast) -> None:
    first = get(reader, "claims/", page_size=1, place="alder", format="json")
    second = reader.get(first["next"]).json()
    assert second["results"][0]["place"] == "alder"
    assert second["next"] is None


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    reader: Client, two_banks: Cast, release: Release, django_assert_max_num_queries: Any, resource: str
) -> None:
    for number in range(30):
        two_banks.claim(f"more-{number}", "alder", "southmen", "river-watch", 3, report=two_banks.reports["own"])
        two_banks.strike(
            f"more-{number}", "dale", "river-watch", 3, "fliers", "northmen", via=two_banks.sources["almanac"]
        )
        two_banks.place(f"more-{number}", 10.0 + number / 100, 51.0, parent=two_banks.places["dale"])
        two_banks.report(f"more-{number}", "river-watch", "…", is_summary=bool(number % 2), at=moment(4))
    with django_assert_max_num_queries(3):
        get(reader, f"{resource}/")
    if resource in ("places", "claims", "strikes"):
        with django_assert_max_num_queries(3):
            get(reader, f"{resource}/", format="geojson")


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_names_nothing_is_not_found_and_the_part_of_the_path_is_named(
    reader: Client, db: None, resource: str
) -> None:
    for wrong in (NOWHERE, "nobody", "%00", "1' OR 1=1", "é"):
        response = reader.get(f"/api/v1/{resource}/{wrong}/")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["field"] == ("theatre" if resource == "theatres" else "id")
