"""A theatre's folder is read whole, or refused with the file, the line and the field."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictmap.core.ids import public_id
from conflictmap.core.records import Range
from conflictmap.importers.theatre_folder import FixtureError, read_theatre_folder
from tests.importers.tiny_theatre import TinyTheatre, square


@pytest.fixture
def tiny(tmp_path: Path) -> TinyTheatre:
    return TinyTheatre(tmp_path / "tiny")


def refusal(folder: Path) -> str:
    with pytest.raises(FixtureError) as caught:
        read_theatre_folder(folder)
    return str(caught.value)


# --- What is read -----------------------------------------------------------------------------------------------
def test_every_kind_of_row_becomes_a_record(tiny: TinyTheatre) -> None:
    read = read_theatre_folder(tiny.write())
    assert read.theatre.slug == "tiny"
    assert [actor.slug for actor in read.actors] == ["reds", "blues", "airmen"]
    assert [place.slug for place in read.places] == ["town", "fields"]
    assert [claim.key for claim in read.baseline] == ["baseline-town"]
    assert [claim.key for claim in read.claims] == ["paper-town", "staff-denial", "background-fields"]
    assert [strike.key for strike in read.strikes] == ["paper-strike"]


def test_left_out_dates_moments_and_outlets_come_from_what_is_there(tiny: TinyTheatre) -> None:
    claim, denial, background = read_theatre_folder(tiny.write()).claims
    assert (claim.date_start, claim.date_end) == (date(2024, 1, 2), date(2024, 1, 2))
    assert claim.reported_at == datetime(2024, 1, 3, 18, tzinfo=UTC)
    assert denial.reported_at == datetime(2024, 1, 3, 6, tzinfo=UTC)
    assert (claim.via, denial.via, background.via) == ("paper", "paper", "")


def test_a_bound_that_nobody_gave_is_null_and_not_zero(tiny: TinyTheatre) -> None:
    (strike,) = read_theatre_folder(tiny.write()).strikes
    assert strike.killed.civilians == Range(low=7, best=None, high=None)
    assert strike.killed.combatants == Range()
    assert strike.injured.unknown == Range(low=24, best=None, high=99)
    assert strike.injured.wording == "dozens"


def test_what_is_left_out_has_the_records_default(tiny: TinyTheatre) -> None:
    read = read_theatre_folder(tiny.write())
    (strike,) = read.strikes
    assert (strike.basis, strike.grading, strike.date_precision) == ("claimed", "fair", "day")
    assert (read.claims[0].share, read.claims[0].basis, read.claims[1].voice) == ("whole", "claimed", "attributed")
    assert (read.theatre.support_km, read.theatre.filler_km) == (25.0, 8.0)
    assert (read.places[0].precision, read.places[0].precision_m) == ("settlement", 2000)


def test_ids_come_from_the_theatre_and_the_key_alone(tiny: TinyTheatre) -> None:
    first = read_theatre_folder(tiny.write())
    tiny.claims[0]["summary"] = "Said otherwise."
    again = read_theatre_folder(tiny.write())
    assert first.claims[0].id == again.claims[0].id == str(public_id("claim", "tiny", "paper-town"))
    assert UUID(first.strikes[0].id).version == 5
    assert len({row.id for row in (*first.baseline, *first.claims, *first.strikes)}) == 5


def test_what_is_denied_or_superseded_is_named_by_its_public_id(tiny: TinyTheatre) -> None:
    tiny.claims.append({**tiny.claims[0], "key": "paper-town-2", "supersedes": "paper-town"})
    read = read_theatre_folder(tiny.write())
    assert read.claims[1].denies == read.claims[0].id
    assert read.claims[3].supersedes == read.claims[0].id


def test_the_baseline_is_known_from_the_first_moment_of_the_theatres_first_day(tiny: TinyTheatre) -> None:
    (claim,) = read_theatre_folder(tiny.write()).baseline
    assert claim.reported_at == datetime(2023, 12, 31, 21, tzinfo=UTC)  # midnight in Damascus
    assert (claim.date_start, claim.source, claim.provenance) == (date(2024, 1, 1), "record", "background")
    assert (claim.actor, claim.confidence, claim.report) == ("reds", 0.9, "")


def test_empty_lines_comments_a_byte_order_mark_and_crlf_are_passed_over(tiny: TinyTheatre) -> None:
    folder = tiny.write()
    claims = folder / "claims.jsonl"
    lines = claims.read_text(encoding="utf-8").splitlines()
    claims.write_bytes(("\ufeff// said\r\n\r\n" + "\r\n".join(lines) + "\r\n").encode())
    assert len(read_theatre_folder(folder).claims) == 3


def test_arabic_and_markup_are_kept_as_they_are(tiny: TinyTheatre) -> None:
    tiny.places[0] |= {"name": "<b>Town</b>", "name_ar": "حلب"}
    tiny.baseline[1] = "place:town,<b>Town</b>,reds,0.9"
    assert read_theatre_folder(tiny.write()).places[0].name == "<b>Town</b>"


def test_a_gazetteers_place_gives_way_to_the_curated_one_of_its_id(tiny: TinyTheatre) -> None:
    tiny.theatre |= {"country_codes": ["SY"], "bbox": [36, 35, 38, 37], "boundary": square(36, 35, 38, 37)}
    curated = {"kind": "town", "longitude": 36.75, "latitude": 35.29, "geonames_id": 163915, "country_code": "SY"}
    tiny.places.append({"slug": "aleppo", "name": "Suran", "names": ["Soran"], "provenance": "gazetteer", **curated})
    places = {place.slug: place for place in read_theatre_folder(tiny.write()).places}
    assert "suran-163915" not in places
    assert places["aleppo"].geonames_id == 163915
    assert (places["aleppo"].population, places["aleppo"].name_ar) == (30716, "صوران")
    assert places["aleppo"].names[0] == "Soran" and "Şūrān" in places["aleppo"].names
    assert places["aleppo-170063"].name == "Aleppo"  # its slug was taken


# --- What is refused --------------------------------------------------------------------------------------------
BROKEN_ROWS: list[tuple[str, int, dict[str, Any], str]] = [
    ("claims", 1, {"date_end": "2024-01-01"}, "claims.jsonl line 2: date_end: is before date_start"),
    ("claims", 0, {"date_start": "2024-02-30"}, "claims.jsonl line 1: date_start: 2024-02-30 is not in the calendar"),
    ("claims", 0, {"date_start": "2 January"}, "claims.jsonl line 1: date_start: is no date written YYYY-MM-DD"),
    ("claims", 0, {"date_start": 20240102}, "claims.jsonl line 1: date_start: is no date"),
    ("claims", 0, {"date_start": "٢٠٢٤-٠١-٠٢"}, "claims.jsonl line 1: date_start: is no date"),
    ("claims", 0, {"date_end": "2024-01-03"}, "claims.jsonl line 1: date_precision: is day, but date_end"),
    ("claims", 0, {"place": "nowhere"}, "claims.jsonl line 1: place: 'nowhere' is unknown"),
    ("claims", 0, {"actor": "greens"}, "claims.jsonl line 1: actor: 'greens' is unknown"),
    ("claims", 0, {"actor": "airmen"}, "claims.jsonl line 1: actor: 'airmen' can't hold ground"),
    ("claims", 0, {"source": "radio"}, "claims.jsonl line 1: source: 'radio' is unknown"),
    ("claims", 0, {"via": "radio"}, "claims.jsonl line 1: via: 'radio' is unknown"),
    ("claims", 0, {"report": "paper-9"}, "claims.jsonl line 1: report: 'paper-9' is unknown"),
    ("claims", 0, {"relation": "conquers"}, "claims.jsonl line 1: relation: 'conquers' is none of controls, entered"),
    ("claims", 0, {"relation": ["controls"]}, "claims.jsonl line 1: relation:"),
    ("claims", 0, {"share": "half"}, "claims.jsonl line 1: share: 'half' is none of whole, most, part"),
    ("claims", 0, {"colour": "red"}, "claims.jsonl line 1: colour: is no field of this file"),
    ("claims", 0, {"summary": "a\x00b"}, "claims.jsonl line 1: summary: has a NUL character"),
    ("claims", 0, {"summary": "   "}, "claims.jsonl line 1: summary: is empty"),
    ("claims", 0, {"summary": "x" * 2001}, "claims.jsonl line 1: summary: is longer than 2000 characters"),
    ("claims", 0, {"summary": None}, "claims.jsonl line 1: summary: is not a text"),
    ("claims", 0, {"on_the_spot": "yes"}, "claims.jsonl line 1: on_the_spot: is neither true nor false"),
    ("claims", 0, {"reported_at": "2024-01-03T18:00:00"}, "claims.jsonl line 1: reported_at: is no moment"),
    ("claims", 0, {"reported_at": "2024-01-01T18:00:00Z"}, "claims.jsonl line 1: reported_at: is before date_start"),
    ("claims", 0, {"reported_at": "2024-01-04T18:00:00Z"}, "claims.jsonl line 1: reported_at: is after the report"),
    ("claims", 0, {"source": "record"}, "claims.jsonl line 1: source: is a background source"),
    ("claims", 0, {"denies": "staff-denial"}, "claims.jsonl line 1: denies: is for the relation denies"),
    ("claims", 1, {"denies": "nothing"}, "claims.jsonl line 2: denies: 'nothing' is unknown"),
    ("claims", 1, {"denies": "staff-denial"}, "claims.jsonl line 2: denies: is the row itself"),
    ("claims", 1, {"key": "paper-town"}, "claims.jsonl line 2: key: 'paper-town' stands already on line 1"),
    ("claims", 1, {"key": "baseline-town"}, "claims.jsonl line 2: key: 'baseline-town' is a row of baseline.csv"),
    ("claims", 1, {"supersedes": "nothing"}, "claims.jsonl line 2: supersedes: 'nothing' is unknown"),
    ("claims", 1, {"supersedes": "staff-denial"}, "claims.jsonl line 2: supersedes: leads back to the row itself"),
    ("claims", 2, {"report": "paper-1"}, "claims.jsonl line 3: report: names one, but provenance is background"),
    ("claims", 2, {"source": "paper"}, "claims.jsonl line 3: source: is no background source"),
    ("claims", 2, {"confidence": 1.1}, "claims.jsonl line 3: confidence: 1.1 is not between 0 and 1"),
    ("claims", 2, {"confidence": True}, "claims.jsonl line 3: confidence: is not a number"),
    ("strikes", 0, {"kind": "bang"}, "strikes.jsonl line 1: kind: 'bang' is none of air-strike"),
    ("strikes", 0, {"attackers": ["greens"]}, "strikes.jsonl line 1: attackers: 'greens' is unknown"),
    ("strikes", 0, {"attackers": "airmen"}, "strikes.jsonl line 1: attackers: is not a list of texts"),
    (
        "strikes",
        0,
        {"killed": {"civilians": {"low": 7, "best": 4}}},
        "strikes.jsonl line 1: killed.civilians.best: is less than low",
    ),
    (
        "strikes",
        0,
        {"injured": {"unknown": {"low": 99, "high": 24}}},
        "strikes.jsonl line 1: injured.unknown.high: is less than low",
    ),
    ("strikes", 0, {"killed": {"civilians": {"low": -1}}}, "strikes.jsonl line 1: killed.civilians.low: -1 is not"),
    ("strikes", 0, {"killed": {"soldiers": {}}}, "strikes.jsonl line 1: killed.soldiers: is no field"),
    ("strikes", 0, {"killed": 4}, "strikes.jsonl line 1: killed: is not an object"),
    ("places", 0, {"longitude": 181}, "places.jsonl line 1: longitude: 181 is not between -180 and 180"),
    ("places", 0, {"latitude": -90.5}, "places.jsonl line 1: latitude: -90.5 is not between -90 and 90"),
    ("places", 0, {"latitude": float("nan")}, "places.jsonl line 1: latitude: is not a number"),
    ("places", 0, {"latitude": 10**400}, "places.jsonl line 1: latitude: 1000"),
    ("places", 0, {"latitude": float("inf")}, "places.jsonl line 1: latitude: inf is not between -90 and 90"),
    ("places", 0, {"latitude": "0.5"}, "places.jsonl line 1: latitude: is not a number"),
    ("places", 0, {"slug": "A Town"}, "places.jsonl line 1: slug: 'A Town' is no slug"),
    ("places", 1, {"slug": "town"}, "places.jsonl line 2: slug: 'town' stands already on line 1"),
    ("places", 0, {"kind": "hamlet"}, "places.jsonl line 1: kind: 'hamlet' is none of city, town"),
    ("places", 0, {"kind": "area"}, "places.jsonl line 1: extent: is missing"),
    ("places", 1, {"kind": "town"}, "places.jsonl line 2: extent: is for areas"),
    ("places", 0, {"names": ["A", "A"]}, "places.jsonl line 1: names: names something twice"),
    ("places", 0, {"parent": "nowhere"}, "places.jsonl line 1: parent: 'nowhere' is unknown"),
    ("places", 0, {"parent": "town"}, "places.jsonl line 1: parent: leads back to the place itself"),
    ("places", 0, {"provenance": "gazetteer"}, "places.jsonl line 1: provenance: is gazetteer, but there is no"),
    ("places", 0, {"name": "half \ud800"}, "places.jsonl line 1: name: has the character U+D800"),
    ("actors", 0, {"colour": "red"}, "actors.jsonl line 1: colour: 'red' is no colour written #rrggbb"),
    ("actors", 0, {"colour": "#fff"}, "actors.jsonl line 1: colour: '#fff' is no colour"),
    ("actors", 1, {"order": 1}, "actors.jsonl line 2: order: is the same as that of 'reds'"),
    ("sources", 0, {"kind": "rumour"}, "sources.jsonl line 1: kind: 'rumour' is none of outlet"),
    ("sources", 0, {"alignment": "green"}, "sources.jsonl line 1: alignment: 'green' is no actor's side"),
    ("sources", 0, {"url": "javascript:alert(1)"}, "sources.jsonl line 1: url: is no http or https address"),
    ("reports", 0, {"source": "radio"}, "reports.jsonl line 1: source: 'radio' is unknown"),
    ("reports", 0, {"text": ""}, "reports.jsonl line 1: text: is empty"),
    ("reports", 0, {"text": "x" * 200_001}, "reports.jsonl line 1: text: is longer than 200000 characters"),
    ("reports", 0, {"published_at": "yesterday"}, "reports.jsonl line 1: published_at: is no moment"),
]


@pytest.mark.parametrize(("file", "index", "change", "message"), BROKEN_ROWS, ids=[row[3] for row in BROKEN_ROWS])
def test_a_broken_row_is_named_by_file_line_and_field(
    tiny: TinyTheatre, file: str, index: int, change: dict[str, Any], message: str
) -> None:
    getattr(tiny, file)[index].update(change)
    assert refusal(tiny.write()).startswith(message)


BROKEN_THEATRES: list[tuple[dict[str, Any], str]] = [
    ({"date_end": "2023-12-31"}, "theatre.json: date_end: is before date_start"),
    ({"bbox": [0, 2, 2, 0]}, "theatre.json: bbox: has its south at or above its north"),
    ({"bbox": [0, 0, 2]}, "theatre.json: bbox: is not four numbers"),
    ({"bbox": [0, 0, 200, 2]}, "theatre.json: bbox: is out of range"),
    ({"bbox": [0, 0, 10**400, 2]}, "theatre.json: bbox: is out of range"),
    ({"bbox": [0, 0, 1, 2]}, "theatre.json: boundary: reaches outside bbox"),
    ({"time_zone": "Asia/Nowhere"}, "theatre.json: time_zone: 'Asia/Nowhere' is no time zone"),
    ({"time_zone": "../../etc/passwd"}, "theatre.json: time_zone:"),
    ({"lenses": []}, "theatre.json: lenses: is empty"),
    ({"lenses": [{"slug": "a", "name": "A"}] * 2}, "theatre.json: lenses[1].slug: 'a' stands twice"),
    ({"lenses": [{"slug": "a", "name": "A", "alignment": "green"}]}, "theatre.json: lenses: 'green' is no actor's"),
    ({"lenses": [{"slug": "a", "name": "A", "kind": "rumour"}]}, "theatre.json: lenses[0].kind: 'rumour' is none"),
    ({"country_codes": ["Syria"]}, "theatre.json: country_codes: 'Syria' is no code"),
    ({"support_km": -1}, "theatre.json: support_km: -1 is not between"),
    ({"boundary": {"type": "Point", "coordinates": [0, 0]}}, "theatre.json: boundary: is no GeoJSON Polygon"),
    ({"boundary": {"type": "Polygon", "coordinates": []}}, "theatre.json: boundary: has a point that is no"),
    ({"boundary": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}, "theatre.json: boundary: is not made of"),
    ({"boundary": {"type": "Polygon", "coordinates": [[[0, 0], ["1", 1]]]}}, "theatre.json: boundary: has a point"),
    (
        {"boundary": {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}},
        "theatre.json: boundary: is not valid: Self-intersection",
    ),
    ({"boundary": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}}, "theatre.json: boundary:"),
    (
        {"boundary": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2]]]}},
        "theatre.json: boundary: is not made of closed rings",
    ),
    ({"colour": "red"}, "theatre.json: colour: is no field of this file"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN_THEATRES)
def test_a_broken_theatre_is_named_by_its_field(tiny: TinyTheatre, change: dict[str, Any], message: str) -> None:
    tiny.theatre.update(change)
    assert refusal(tiny.write()).startswith(message)


BROKEN_BASELINES: list[tuple[list[str], str]] = [
    (["id,name,actor,confidence"], "baseline.csv line 1: has no header geonames_id,name,actor,confidence"),
    (["geonames_id,name,actor,confidence", "place:nowhere,Town,reds,0.9"], "baseline.csv line 2: geonames_id: 'place"),
    (["geonames_id,name,actor,confidence", "12,Town,reds,0.9"], "baseline.csv line 2: geonames_id: '12' is no place"),
    (["geonames_id,name,actor,confidence", "place:fields,Fields,reds,0.9"], "baseline.csv line 2: geonames_id: 'fie"),
    (["geonames_id,name,actor,confidence", "place:town,City,reds,0.9"], "baseline.csv line 2: name: 'City' is no name"),
    (["geonames_id,name,actor,confidence", "place:town,Town,greens,0.9"], "baseline.csv line 2: actor: 'greens' is un"),
    (["geonames_id,name,actor,confidence", "place:town,Town,airmen,0.9"], "baseline.csv line 2: actor: 'airmen' can't"),
    (["geonames_id,name,actor,confidence", "place:town,Town,reds,2"], "baseline.csv line 2: confidence: 2.0 is not"),
    (["geonames_id,name,actor,confidence", "place:town,Town,reds,sure"], "baseline.csv line 2: confidence: 'sure'"),
    (["geonames_id,name,actor,confidence", "place:town,Town,reds"], "baseline.csv line 2: has 3 columns, not 4"),
    (["geonames_id,name,actor,confidence", 'place:town,"Town,reds,0.9'], "baseline.csv line 2: is not CSV"),
    (
        ["geonames_id,name,actor,confidence", "", "place:town,Town,reds,0.9", "place:town,Town,blues,0.9"],
        "baseline.csv line 4: geonames_id: 'town' has a row already",
    ),
]


@pytest.mark.parametrize(("lines", "message"), BROKEN_BASELINES)
def test_a_broken_baseline_is_named_by_line_and_column(tiny: TinyTheatre, lines: list[str], message: str) -> None:
    tiny.baseline = lines
    assert refusal(tiny.write()).startswith(message)


def test_a_claim_that_two_rows_supersede_is_refused(tiny: TinyTheatre) -> None:
    for key in ("second", "third"):
        tiny.claims.append({**tiny.claims[0], "key": key, "supersedes": "paper-town"})
    assert refusal(tiny.write()) == ("claims.jsonl line 5: supersedes: 'paper-town' is superseded already, by 'second'")


def test_rows_that_supersede_each_other_in_a_ring_are_refused(tiny: TinyTheatre) -> None:
    tiny.claims[0]["supersedes"] = "background-fields"
    tiny.claims[2]["supersedes"] = "paper-town"
    assert "supersedes: leads back to the row itself" in refusal(tiny.write())


def test_a_required_field_that_is_missing_is_named(tiny: TinyTheatre) -> None:
    del tiny.claims[2]["reported_at"]
    assert refusal(tiny.write()) == "claims.jsonl line 3: reported_at: is missing"


def test_two_reports_with_one_text_are_refused(tiny: TinyTheatre) -> None:
    tiny.reports.append({**tiny.reports[0], "key": "paper-2"})
    assert refusal(tiny.write()) == "reports.jsonl line 2: text: is the same as that of 'paper-1'"


@pytest.mark.parametrize(
    "file",
    ["theatre.json", "actors.jsonl", "sources.jsonl", "places.jsonl", "baseline.csv", "reports.jsonl", "claims.jsonl"],
)
def test_a_missing_file_is_named(tiny: TinyTheatre, file: str) -> None:
    folder = tiny.write()
    (folder / file).unlink()
    assert refusal(folder) == f"{file}: is missing"


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").endswith("nowhere: is no folder")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "claims.jsonl line 4: is not JSON: "),
        (b"[1]", "claims.jsonl line 4: is not a JSON object"),
        (b"\xff\xfe", "claims.jsonl line 4: is not UTF-8"),
        (b'{"key": "a", "key": "b"}', "claims.jsonl line 4: key: stands twice"),
        (b'{"key": "a\x00"}', "claims.jsonl line 4: has a NUL character"),
        (b'{"key": ' + b"[" * 100_000, "claims.jsonl line 4: is nested too deep"),
        (b'{"key": ' + b"9" * 5000 + b"}", "claims.jsonl line 4: has a number that is too long"),
        (b'{"key": ' + b"[" * 20 + b"]" * 20 + b"}", "claims.jsonl line 4: key: is nested too deep"),
    ],
)
def test_a_line_that_is_no_json_object_is_named(tiny: TinyTheatre, line: bytes, message: str) -> None:
    folder = tiny.write()
    with (folder / "claims.jsonl").open("ab") as claims:
        claims.write(line + b"\n")
    assert refusal(folder).startswith(message)


def test_a_mistake_in_theatre_json_is_named_by_its_own_line(tiny: TinyTheatre) -> None:
    folder = tiny.write()
    (folder / "theatre.json").write_text('// the theatre\n{\n "slug": "tiny",\n "name" "Tiny"\n}\n', encoding="utf-8")
    assert refusal(folder).startswith("theatre.json line 4: is not JSON: ")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), file=st.sampled_from(["actors", "sources", "places", "reports", "claims", "strikes", "theatre"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_in_any_field_leads_to_another_error_than_a_named_one(
    tmp_path: Path, data: st.DataObject, file: str
) -> None:
    tiny = TinyTheatre(tmp_path / "tiny")
    row = tiny.theatre if file == "theatre" else data.draw(st.sampled_from(getattr(tiny, file)))
    field = data.draw(st.sampled_from([*row, "provenance", "date_end", "boundary", "extent", "killed", "names"]))
    row[field] = data.draw(JSON_VALUES)
    folder = tiny.write()
    try:
        read_theatre_folder(folder)
    except FixtureError as error:
        assert error.file and error.message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "path", "geometry": {}}, "kind: 'path' is none of province, river"),
        ({"kind": "road", "geometry": {"type": "Circle", "coordinates": [0, 0]}}, "geometry: is no GeoJSON Point"),
        ({"kind": "road", "geometry": {"type": "LineString", "coordinates": [[0, 91]]}}, "geometry: has a point"),
        ({"kind": "sea", "geometry": {"type": "Point", "coordinates": [0, 0]}}, "name: is missing"),
        ({"kind": "lake", "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}}, "geometry: is a line"),
    ],
)
def test_a_broken_row_of_the_landscape_is_named_by_line_and_field(
    tiny: TinyTheatre, row: dict[str, Any], message: str
) -> None:
    folder = tiny.write()
    (folder / "landscape.jsonl").write_text(f"// by hand\n{json.dumps(row)}\n", encoding="utf-8")
    assert refusal(folder).startswith(f"landscape.jsonl line 2: {message}")


def test_a_folder_may_do_without_a_landscape(tiny: TinyTheatre) -> None:
    assert read_theatre_folder(tiny.write()).landscape == ()
