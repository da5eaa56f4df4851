"""The default theatre holds what the five reports say, and nothing that they do not say in their name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

from conflictmap.core.records import EXTENDED_KINDS, Claim, Range, Strike
from conflictmap.importers.theatre_folder import TheatreFolder, read_theatre_folder

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "northern-syria"
#: No run of characters this long may be shared with a report's own text, but for names.
LONGEST_SHARED = 60


@pytest.fixture(scope="module")
def syria() -> TheatreFolder:
    return read_theatre_folder(FOLDER)


def claim(syria: TheatreFolder, key: str) -> Claim:
    return next(row for row in syria.claims if row.key == key)


def strike(syria: TheatreFolder, key: str) -> Strike:
    return next(row for row in syria.strikes if row.key == key)


def test_it_holds_five_summaries_and_all_who_speak_in_them(syria: TheatreFolder) -> None:
    assert len(syria.reports) == 5
    assert all(report.is_summary and report.title.startswith("Summary: ") for report in syria.reports)
    assert len(syria.sources) >= 12
    kinds = {source.slug: (source.kind, source.alignment) for source in syria.sources}
    assert kinds["sohr"] == ("monitor", "")
    assert kinds["sana"] == ("state-media", "government")
    assert kinds["russian-reconciliation-centre"] == ("belligerent", "government")
    assert kinds["white-helmets"] == ("civil-defence", "")
    assert kinds["rebel-command"] == ("belligerent", "opposition")
    used = {row.source for row in (*syria.claims, *syria.strikes, *syria.reports, *syria.baseline)}
    assert {"sohr", "sana", "al-ikhbariyah", "syrian-army", "white-helmets", "russian-defence-ministry"} <= used


def test_every_row_from_a_report_names_it_and_no_background_row_does(syria: TheatreFolder) -> None:
    keys = {report.key for report in syria.reports}
    kinds = {source.slug: source.kind for source in syria.sources}
    for row in (*syria.baseline, *syria.claims, *syria.strikes):
        assert (row.report in keys) == (row.provenance == "report"), row.key
        assert (kinds[row.source] == "background") == (row.provenance == "background"), row.key
        assert not row.quote
    for row in (*syria.baseline, *syria.claims):
        assert (row.confidence is not None) == (row.provenance == "background"), row.key


def test_every_report_makes_claims_and_tells_of_strikes(syria: TheatreFolder) -> None:
    keys = {report.key for report in syria.reports}
    claims = Counter(row.report for row in syria.claims if row.report)
    assert set(claims) == keys and min(claims.values()) >= 6
    assert {row.report for row in syria.strikes} == keys


def test_what_no_report_names_is_in_no_reports_name(syria: TheatreFolder) -> None:
    silent = {"suran-hama", "saraqib", "tell-rifaat", "hama-airport", "salamiyah", "khan-shaykhun", "anadan"}
    assert not [row.key for row in syria.claims if row.place in silent and row.provenance == "report"]
    assert not [row.key for row in syria.claims if row.actor == "sdf" and row.provenance == "report"]


def test_the_baseline_covers_every_point_inside_the_boundary_once(syria: TheatreFolder) -> None:
    ground = shape(syria.theatre.boundary)
    inside = {
        place.slug
        for place in syria.places
        if place.kind not in EXTENDED_KINDS and ground.covers(Point(place.longitude, place.latitude))
    }
    assert {row.place for row in syria.baseline} == inside
    assert len(syria.baseline) == len(inside) >= 150
    assert {row.actor for row in syria.baseline} == {actor.slug for actor in syria.actors if actor.can_hold}


def test_damascus_is_a_place_outside_the_boundary(syria: TheatreFolder) -> None:
    damascus = next(place for place in syria.places if place.slug == "damascus")
    assert not shape(syria.theatre.boundary).covers(Point(damascus.longitude, damascus.latitude))


def test_the_places_that_reports_name_lie_where_they_are(syria: TheatreFolder) -> None:
    places = {place.slug: place for place in syria.places}
    aleppo, idlib, najjar = places["aleppo"], places["idlib"], places["sheikh-najjar"]
    assert idlib.longitude < aleppo.longitude and idlib.latitude < aleppo.latitude  # south-west, whatever AP says
    assert najjar.longitude > aleppo.longitude and najjar.latitude > aleppo.latitude
    assert "Aleppo Industrial City" in najjar.names
    assert places["suran-hama"].geonames_id == 163915
    assert places["suran"].geonames_id == 163913 if "suran" in places else "suran-163913" in places
    assert places["hama"].kind == "city" and places["hama-province"].kind == "province"
    assert places["northern-hama-countryside"].extent is not None


def test_an_area_contains_its_own_point_and_a_known_member(syria: TheatreFolder) -> None:
    places = {place.slug: place for place in syria.places}
    members = {
        "northern-hama-countryside": "taybat-al-imam",
        "hama-province": "hama",
        "idlib-enclave": "idlib",
        "idlib-province": "maarat-al-numan",
        "aleppo-province": "aleppo",
        "road-to-hama": "saraqib",
        "eastern-aleppo-countryside": "kuweires-airbase",
    }
    for area, member in members.items():
        extent = shape(places[area].extent)
        assert extent.covers(Point(places[member].longitude, places[member].latitude)), area
        assert extent.covers(Point(places[area].longitude, places[area].latitude)), area
    hama = places["hama"]
    assert not shape(places["northern-hama-countryside"].extent).covers(Point(hama.longitude, hama.latitude))


def test_relative_words_are_resolved_to_days(syria: TheatreFolder) -> None:
    days = {
        "sky-first-attack": (27, 27),  # Wednesday
        "sky-aleppo-entered": (29, 29),  # two days later
        "sky-aleppo-most": (30, 30),  # Saturday
    }
    for key, (start, end) in days.items():
        row = claim(syria, key)
        assert (row.date_start, row.date_end) == (date(2024, 11, start), date(2024, 11, end)), key
    overnight = strike(syria, "ap-idlib-overnight")
    assert (overnight.date_start, overnight.date_end) == (date(2024, 11, 30), date(2024, 12, 1))
    assert claim(syria, "ana-mpa-sohr-pushed-back").date_start == date(2024, 12, 4)  # after midnight
    assert claim(syria, "afp-sohr-northern-hama-towns").date_start == date(2024, 12, 3)  # Tuesday


def test_sheikh_najjar_is_one_sides_word_dated_by_inference_and_reported_a_day_later(syria: TheatreFolder) -> None:
    (row,) = [row for row in syria.claims if row.place == "sheikh-najjar"]
    assert (row.source, row.date_precision, row.date_end) == ("rebel-command", "inferred", date(2024, 11, 30))
    assert row.reported_at.date() == date(2024, 12, 1)


def test_a_claim_to_have_entered_hama_is_no_claim_to_control_it(syria: TheatreFolder) -> None:
    rows = [row for row in syria.claims if row.place == "hama" and row.actor == "hts-led-opposition"]
    assert {row.relation for row in rows if row.provenance == "report"} == {"entered", "contests"}
    (fallen,) = [row for row in rows if row.relation == "controls"]
    assert (fallen.provenance, fallen.date_start) == ("background", date(2024, 12, 5))


def test_the_army_admits_entry_to_aleppo_and_denies_control(syria: TheatreFolder) -> None:
    admitted, denied = claim(syria, "sky-army-aleppo-entered"), claim(syria, "sky-army-aleppo-denial")
    assert (admitted.relation, denied.relation) == ("entered", "denies")
    assert {admitted.source, denied.source} == {"syrian-army"}
    assert admitted.reported_at.date() == denied.reported_at.date() == date(2024, 11, 30)


def test_the_commanders_denial_names_the_armys_claim(syria: TheatreFolder) -> None:
    denial = claim(syria, "independent-rebels-towns-denial")
    assert denial.denies == claim(syria, "independent-army-towns-recaptured").id


def test_casualties_keep_what_was_said_and_nothing_more(syria: TheatreFolder) -> None:
    overnight = strike(syria, "ap-idlib-overnight")
    assert overnight.killed.civilians == Range(4, 4, 4) and overnight.injured.unknown == Range(54, 54, 54)
    residential = strike(syria, "independent-idlib-residential")
    assert residential.killed.unknown == Range(low=7)
    assert residential.injured.unknown == Range(low=24, high=99) and residential.injured.wording == "dozens"
    counts = {
        count
        for row in syria.strikes
        for people in (row.killed, row.injured)
        for group in (people.civilians, people.combatants, people.unknown)
        for count in (group.low, group.best, group.high)
    }
    assert not counts & {0, 300, 327, 1000}  # nothing unknown is zero, no total is a strike's


def test_totals_stand_with_their_sources_in_the_notes(syria: TheatreFolder) -> None:
    notes = " ".join(report.notes for report in syria.reports)
    for figure, source in (("327", "SOHR"), ("1,000", "state television"), ("300", "reconciliation"), ("50,000", "UN")):
        assert re.search(rf"{figure}[^.;]*\([^)]*{source}|{figure}[^;]*{source}", notes), figure
    assert "Abdulghani" in notes and "AbdulAziz" in notes


def _own_words(syria: TheatreFolder) -> list[str]:
    """Every text of ours but for names and the place as the report wrote it."""
    texts = []
    for row in (*syria.reports, *syria.claims, *syria.strikes, *syria.sources, *syria.places):
        for field in fields(row):
            value = getattr(row, field.name)
            if isinstance(value, str) and field.name not in {"place_as_written", "id", "key", "report"}:
                texts.append(value)
    return texts


@pytest.mark.shared
def test_no_long_run_of_words_is_shared_with_the_reports(syria: TheatreFolder) -> None:
    files = sorted((ROOT.parent / "shared" / "reports").glob("0*.txt"))
    assert len(files) == 5
    originals = [_plain(file.read_text(encoding="utf-8")) for file in files]
    runs = {text[at : at + LONGEST_SHARED + 1] for text in originals for at in range(len(text) - LONGEST_SHARED)}
    assert (
        _plain("The UN says nearly 50,000 people have been displaced by the fighting that has killed hundreds")[:61]
        in runs
    )
    for text in map(_plain, _own_words(syria)):
        shared = [
            run for at in range(len(text) - LONGEST_SHARED) if (run := text[at : at + LONGEST_SHARED + 1]) in runs
        ]
        assert not shared, shared[:1]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()


@pytest.mark.shared
def test_a_place_as_written_stands_in_its_report(syria: TheatreFolder) -> None:
    files = {
        "kahawatungu-2024-12-01": "000",
        "associated-press-2024-12-01": "001",
        "the-independent-2024-12-02": "002",
        "france-24-2024-12-03": "004",
        "ana-mpa-2024-12-04": "003",
    }
    folder = ROOT.parent / "shared" / "reports"
    originals = {key: _plain(next(folder.glob(f"{n}_*")).read_text(encoding="utf-8")) for key, n in files.items()}
    for row in (*syria.claims, *syria.strikes):
        if row.place_as_written:
            assert _plain(row.place_as_written) in originals[row.report], row.key
