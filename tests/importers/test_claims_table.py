"""Two tables and a boundary become a theatre; the order of rows and the way in which they are written never matter."""

from __future__ import annotations

import csv
import io
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.records import Snapshot
from conflictmap.importers.claims_table import filler_spacing
from tests.importers.three_places import CLAIMS, PLACES, problems, table


def claims_of(snapshot: Snapshot) -> dict[str, Any]:
    return {claim.place: claim for claim in snapshot.claims}


# --- What is read -----------------------------------------------------------------------------------------------------


def test_places_claims_sources_and_actors_come_from_the_two_tables() -> None:
    snapshot = table().snapshot
    assert [(p.slug, p.name, p.kind, p.longitude, p.latitude) for p in snapshot.places] == [
        ("1", "Alder", "city", 10.2, 50.5),
        ("2", "Birch", "village", 11.0, 50.5),
        ("3", "Cedar, Upper", "village", 11.8, 50.5),
    ]
    assert [(a.slug, a.side, a.order) for a in snapshot.actors] == [("Blues", "Blues", 0), ("Reds", "Reds", 1)]
    assert [(s.slug, s.kind, s.alignment) for s in snapshot.sources] == [
        ("Blue staff", "belligerent", "Blues"),
        ("Observer", "monitor", ""),
        ("unnamed monitor", "monitor", ""),
    ]
    one, two, three = (claims_of(snapshot)[place] for place in "123")
    assert (one.relation, one.basis, one.confidence, one.source) == ("controls", "claimed", None, "Observer")
    assert one.date_start == one.date_end == date(2031, 3, 1)
    assert one.reported_at == datetime(2031, 3, 2, tzinfo=UTC)
    assert (two.relation, two.confidence) == ("controls", 0.4)
    assert two.reported_at == datetime(2031, 3, 1, 20, 30, tzinfo=UTC)
    assert (three.relation, three.reported_at) == ("entered", datetime(2031, 3, 3, tzinfo=UTC))


def test_the_theatre_has_a_lens_for_all_one_for_every_alignment_and_one_for_monitors() -> None:
    theatre = table(support_km=12.5).snapshot.theatre
    assert [lens.slug for lens in theatre.lenses] == ["assessed", "Blues", "monitors"]
    assert (theatre.bbox, theatre.support_km, theatre.time_zone) == ((10, 50, 12, 51), 12.5, "UTC")
    assert (theatre.date_start, theatre.date_end) == (date(2031, 3, 1), date(2031, 3, 3))


def test_every_claim_knows_its_line() -> None:
    read = table()
    assert {claim.place: read.line_of[claim.id] for claim in read.snapshot.claims} == {"1": 2, "2": 3, "3": 4}


@pytest.mark.parametrize("alignment", ["", "independent", "Independent", "none", "NONE"])
def test_no_alignment_has_several_spellings(alignment: str) -> None:
    source = table(claims=f"place_id,date,actor,source,alignment\n1,2031-03-01,Reds,S,{alignment}\n").snapshot.sources[
        0
    ]
    assert (source.alignment, source.kind) == ("", "monitor")


def test_the_kind_of_a_claim_is_its_sources() -> None:
    text = "place_id,date,actor,source,kind,alignment\n1,2031-03-01,Reds,Radio,state-media,Reds\n"
    source = table(claims=text).snapshot.sources[0]
    assert (source.kind, source.alignment) == ("state-media", "Reds")


def test_claims_without_a_source_share_an_unnamed_one_of_their_kind_and_alignment() -> None:
    text = "place_id,date,actor,alignment\n1,2031-03-01,Reds,\n2,2031-03-01,Reds,\n3,2031-03-01,Reds,Reds\n"
    snapshot = table(claims=text).snapshot
    assert [(s.slug, s.kind) for s in snapshot.sources] == [
        ("unnamed belligerent Reds", "belligerent"),
        ("unnamed monitor", "monitor"),
    ]
    assert claims_of(snapshot)["1"].source == claims_of(snapshot)["2"].source == "unnamed monitor"


def test_background_sources_make_background_claims() -> None:
    text = "place_id,date,actor,source,kind\n1,2031-03-01,Reds,Atlas,background\n2,2031-03-02,Reds,Observer,\n"
    found = claims_of(table(claims=text).snapshot)
    assert (found["1"].provenance, found["2"].provenance) == ("background", "report")


@pytest.mark.parametrize(
    ("kind", "read"),
    [("Town", "town"), ("airport", "airport"), ("PPLA2", "village"), ("hamlet", "village"), ("", "village")],
)
def test_a_kind_of_place_that_is_none_of_ours_is_a_settlements(kind: str, read: str) -> None:
    assert (
        table(places=f"id,name,longitude,latitude,kind\n1,A,10.5,50.5,{kind}\n", claims=HEAD).snapshot.places[0].kind
        == read
    )


HEAD = "place_id,date,actor\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""),
        (b"\xef\xbb\xbf", b""),
        (b"\n\n", b"\n\n"),
        (b"", b",,,,,,,,,\n \n"),
    ],
)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_byte_order_marks_line_endings_and_blank_rows_change_nothing(
    before: bytes, after: bytes, ending: bytes
) -> None:
    written = (before + CLAIMS.encode() + after).replace(b"\n", ending)
    assert table(claims=written).snapshot == table().snapshot


def test_columns_may_stand_in_any_order_and_those_unknown_are_ignored_but_said() -> None:
    text = "Note, ACTOR ,date,place_id\nwhat?,Reds,2031-03-01,1\n"
    read = table(claims=text)
    assert claims_of(read.snapshot)["1"].actor == "Reds"
    assert read.remarks == ("claims.csv: columns that are not read: 'note'.",)
    assert table().remarks == ()


def test_a_quoted_cell_may_hold_a_line_break_where_it_is_not_read() -> None:
    text = 'place_id,date,actor,note\n1,2031-03-01,Reds,"two\nlines"\n2,2031-02-30,Reds,\n'
    assert problems(claims=text) == ["claims.csv line 4, column date: 2031-02-30 is not in the calendar"]


def test_a_row_that_repeats_another_wholly_counts_once_and_is_said() -> None:
    read = table(claims=CLAIMS + CLAIMS.splitlines()[1] + "\n")
    assert read.snapshot == table().snapshot
    assert min(read.line_of.values()) == 2
    assert read.remarks == ("claims.csv: 1 row repeating another wholly: counted once.",)


def test_places_outside_the_boundary_are_allowed_and_counted() -> None:
    read = table(places=PLACES + "4,Dogwood,13,50.5,\n")
    assert len(read.snapshot.places) == 4
    assert read.remarks == ("1 place of 4 outside the boundary: without effect on the areas.",)


def test_if_every_place_lies_outside_exchanged_coordinates_are_suspected() -> None:
    places = "id,name,latitude,longitude\n1,Alder,10.2,50.5\n2,Birch,11,50.5\n3,Cedar,11.8,50.5\n"
    assert table(places=places).remarks[0].endswith("Are longitude and latitude exchanged?")


def test_an_alignment_that_is_no_actors_name_is_doubted() -> None:
    remark = table(claims="place_id,date,actor,alignment\n1,2031-03-01,Reds,reds\n").remarks[0]
    assert "alignment 'reds' is the name of no actor (Reds)" in remark


def test_places_that_are_no_points_are_said_to_be_unused() -> None:
    assert table(places=PLACES + "4,The North,11,50.6,province\n").remarks[0].startswith("1 place of the kinds area")


def test_a_table_of_claims_without_a_row_is_a_theatre_of_which_nothing_is_known() -> None:
    read = table(claims=HEAD)
    assert (read.snapshot.claims, read.snapshot.actors) == ((), ())
    assert read.remarks == ("claims.csv has no row under its header: all is unknown.",)


def test_the_network_has_about_as_many_fillers_as_places_within_bounds() -> None:
    assert filler_spacing(300_000, 2400) == pytest.approx(12, abs=0.1)
    assert filler_spacing(300_000, 600_000) == 5
    assert filler_spacing(300_000, 3) == filler_spacing(300_000, 1000) > 15


# --- What never matters -----------------------------------------------------------------------------------------------

cells = st.fixed_dictionaries(
    {
        "place_id": st.sampled_from("123"),
        "date": st.dates(date(2031, 3, 1), date(2031, 3, 4)).map(str),
        "actor": st.sampled_from(["Reds", 'The "Blues"', "خضر", "A, B"]),
        "relation": st.sampled_from(["", "controls", "lost"]),
        "source": st.sampled_from(["", "Observer"]),
        "reported_at": st.sampled_from(["", "2031-03-09", "2031-03-09T10:00"]),
        "confidence": st.sampled_from(["", "0", "1", ".5"]),
    }
)


@settings(deadline=None)
@given(
    st.lists(cells, max_size=8),
    st.randoms(use_true_random=False),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_order_of_rows_and_columns_and_the_quoting_never_matter(
    rows: list[dict[str, str]], shuffler: random.Random, quoting: Any, ending: str
) -> None:
    def written(rows: list[dict[str, str]], columns: list[str], quoting: Any, ending: str) -> str:
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, quoting=quoting, lineterminator=ending)
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    columns = "place_id date actor relation source reported_at confidence".split()
    plain = table(claims=written(rows, columns, csv.QUOTE_MINIMAL, "\n")).snapshot
    shuffler.shuffle(rows)
    shuffler.shuffle(columns)
    assert table(claims=written(rows, columns, quoting, ending)).snapshot == plain
