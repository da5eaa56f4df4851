"""Bad requests are told what is wrong and where, as problem JSON, and never by a stack trace."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conflictmap.api.cursor import Cursor
from conflictmap.api.params import parse_bbox, parse_date

from .conftest import Cast

THEATRE = "theatres/two-banks"
DAY = f"{THEATRE}/states"


def refused(response: Any, status: int) -> Any:
    """Return the problem, after seeing that it is one and gives nothing of the inside away."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == status
    assert body["type"] and body["title"] and body["detail"]
    assert b"Traceback" not in response.content
    assert b"conflictmap/" not in response.content
    return body


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("claims/", "colour=red", "colour"),
        ("claims/", "lens=assessed", "lens"),
        ("actors/", "bbox=1,2,3,4", "bbox"),
        ("theatres/", "theatre=two-banks", "theatre"),
        ("exports/claims.geojson", "page_size=3", "page_size"),
        (f"{DAY}/", "place=alder", "place"),
        ("claims/", "theatre=atlantis", "theatre"),
        ("claims/", "place=atlantis", "place"),
        ("claims/", "actor=atlanteans", "actor"),
        ("claims/", "source=rumour", "source"),
        ("claims/", "alignment=west", "alignment"),
        ("sources/", "alignment=west", "alignment"),
        ("claims/", "basis=guessed", "basis"),
        ("claims/", "place=", "place"),
        ("claims/", "place=al%00der", "place"),
        ("claims/", "place=alder&place=birch", "place"),
        ("claims/", "from=2031-02-29", "from"),
        ("claims/", "from=yesterday", "from"),
        ("claims/", "to=20310301", "to"),
        ("claims/", "to=0001-01-01", "to"),
        ("reports/", "to=9999-12-31", "to"),
        ("claims/", "from=2031-03-05&to=2031-03-01", "from"),
        ("places/", "bbox=1,2,3", "bbox"),
        ("places/", "bbox=a,b,c,d", "bbox"),
        ("places/", "bbox=10,52,12,50", "bbox"),
        ("places/", "bbox=nan,0,1,1", "bbox"),
        ("places/", "bbox=0,0,inf,1", "bbox"),
        ("places/", "bbox=-181,0,1,1", "bbox"),
        ("places/", "bbox=0,0,1,91", "bbox"),
        ("places/", "bbox=0,0,1e3,1", "bbox"),
        ("claims/", "page_size=0", "page_size"),
        ("claims/", "page_size=1001", "page_size"),
        ("claims/", "page_size=-1", "page_size"),
        ("claims/", "page_size=٣", "page_size"),
        ("claims/", "cursor=nonsense", "cursor"),
        ("claims/", f"cursor={Cursor(('2031-03-01',))}", "cursor"),
        ("claims/", f"cursor={Cursor(('tomorrow', 'x'))}", "cursor"),
        ("reports/", f"cursor={Cursor(('2031-03-01', 'x'))}", "cursor"),
        ("claims/", "format=xml", "format"),
        ("exports/places.geojson", "bbox=1,2", "bbox"),
        (f"{DAY}/", "date=2031-02-30", "date"),
        (f"{DAY}/", "date=soon", "date"),
        (f"{DAY}/", "known_by=2031-13-01", "known_by"),
        (f"{DAY}/", "lens=rose-tinted", "lens"),
        (f"{DAY}/", "lens=%00", "lens"),
        ("theatres/two-banks/areas/", "lens=", "lens"),
        ("theatres/two-banks/frontline/", "date=1999-01-01", "date"),
    ],
)
def test_a_bad_parameter_is_named(reader: Client, two_banks: Cast, path: str, query: str, field: str) -> None:
    assert refused(reader.get(f"/api/v1/{path}?{query}"), 400)["field"] == field


def test_every_parameter_at_fault_is_named(reader: Client, two_banks: Cast) -> None:
    body = refused(reader.get("/api/v1/claims/?bbox=1&from=x"), 400)
    assert [error["field"] for error in body["errors"]] == ["bbox", "from"]


def test_a_day_outside_the_theatre_is_told_the_range(reader: Client, two_banks: Cast) -> None:
    for outside in ("2031-02-28", "2031-03-06"):
        detail = refused(reader.get(f"/api/v1/{DAY}/?date={outside}"), 400)["detail"]
        assert "2031-03-01" in detail
        assert "2031-03-05" in detail


def test_an_unknown_lens_is_told_the_lenses(reader: Client, two_banks: Cast) -> None:
    assert "assessed, northern" in refused(reader.get(f"/api/v1/{DAY}/?lens=Pink!"), 400)["detail"]


def test_an_unknown_theatre_in_the_path_is_not_found_by_name(reader: Client, two_banks: Cast) -> None:
    for layer in ("states", "areas", "frontline", "changes", "why"):
        assert refused(reader.get(f"/api/v1/theatres/atlantis/{layer}/"), 404)["field"] == "theatre"


def test_what_is_sent_comes_back_short_and_as_json(reader: Client, two_banks: Cast) -> None:
    sent = "<script>alert(1)</script>" * 20
    response = reader.get("/api/v1/claims/", {"place": sent})
    assert len(refused(response, 400)["detail"]) < 200
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v2/claims/", "/api/v1/exports/actors.geojson"])
def test_an_unknown_address_is_a_problem_too(reader: Client, db: None, path: str) -> None:
    response = reader.get(path)
    refused(response, 404)
    assert int(response["Content-Length"]) == len(response.content)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["claims/", "claims/some/", f"{DAY}/", "exports/claims.geojson", "schema/", "docs/", ""]
)
def test_nothing_can_be_written(reader: Client, two_banks: Cast, method: str, path: str) -> None:
    for body, kind in (("{not json", "application/json"), ("a=b", "application/x-www-form-urlencoded")):
        response = getattr(reader, method)(f"/api/v1/{path}", data=body, content_type=kind)
        refused(response, 405)
        assert "GET" in response["Allow"]


def test_a_crash_tells_nothing_of_the_inside(reader: Client, two_banks: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE conflictmap_release")
    assert "field" not in refused(reader.get("/api/v1/releases/"), 500)


def test_a_host_that_is_not_ours_is_a_problem_too(reader: Client, db: None) -> None:
    refused(reader.get("/api/v1/claims/", headers={"host": "elsewhere.example"}), 400)


def test_pages_outside_the_api_keep_their_own_errors(reader: Client, db: None) -> None:
    assert reader.get("/no-such-page/")["Content-Type"].startswith("text/html")


numbers = st.floats() | st.integers() | st.text(max_size=6)


@given(st.lists(numbers.map(str), min_size=3, max_size=5).map(",".join) | st.text())
@example("1e400,0,1,1")
@example("१,२,३,४")
def test_a_box_is_either_read_or_refused(text: str) -> None:
    try:
        west, south, east, north = parse_bbox(text)
    except ValueError as error:
        assert str(error)
    else:
        assert -180 <= west <= 180
        assert -180 <= east <= 180
        assert -90 <= south <= north <= 90


@given(st.dates().map(str) | st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_a_date_is_either_read_or_refused(text: str) -> None:
    try:
        found = parse_date(text)
    except ValueError as error:
        assert str(error)
    else:
        assert found.isoformat() == text


@given(st.lists(st.text(max_size=9), min_size=1, max_size=3), st.booleans())
def test_a_cursor_reads_back_as_itself(key: list[str], backwards: bool) -> None:
    cursor = Cursor(tuple(part.replace("\x00", "") for part in key), backwards)
    assert Cursor.parse(str(cursor)) == cursor


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_a_cursor_is_either_read_or_refused(text: str) -> None:
    try:
        Cursor.parse(text)
    except ValueError as error:
        assert str(error) == "It is no cursor that this list gave."


hostile = st.text(max_size=30) | st.sampled_from(["2031-03-02", "alder", "10,50,12,52", "9999-12-31", "NaN", "%"])
moments = st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat())
cursors = st.lists(
    moments | st.dates().map(str) | st.uuids().map(str) | st.integers().map(str) | st.text(max_size=9)
).map(lambda key: str(Cursor(tuple(key) or ("",))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(
        [
            *("claims/", "reports/", "actors/", "places/", "exports/strikes.geojson"),
            *(f"{THEATRE}/{reading}/" for reading in ("states", "why", "changes")),
        ]
    ),
    query=st.dictionaries(
        st.sampled_from(
            [
                *("theatre", "place", "actor", "alignment", "from", "to", "bbox", "date", "lens", "known_by", "x"),
                *("lon", "lat"),
            ]
        ),
        hostile,
        max_size=3,
    ),
    cursor=st.none() | cursors,
)
def test_no_query_is_a_crash(
    reader: Client, two_banks: Cast, path: str, query: dict[str, str], cursor: str | None
) -> None:
    pairs = [*query.items(), *([("cursor", cursor)] if cursor else [])]
    text = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    response = reader.get(f"/api/v1/{path}?{text}")
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert refused(response, 400)["field"] in {*query, "cursor", "lon", "lat"}
