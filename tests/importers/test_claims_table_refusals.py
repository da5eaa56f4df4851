"""Whatever is wrong in the tables of a theatre is named by file, line and column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.importers.csv_rows import MAX_CELL, MAX_LINE_BYTES, NAMED, TableError
from tests.importers.three_places import CLAIMS, PLACES, problems, table

HEAD = "place_id,date,actor\n"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("4,,10,50,", "name", "is empty"),
        (",Elm,10,50,", "id", "is empty"),
        ("4,Elm,,50,", "longitude", "is empty"),
        ("4,Elm,180.1,50,", "longitude", "180.1 is not between -180 and 180"),
        ("4,Elm,10,-90.5,", "latitude", "-90.5 is not between -90 and 90"),
        ("4,Elm,nan,50,", "longitude", "'nan' is not a number"),
        ("4,Elm,inf,50,", "longitude", "'inf' is not a number"),
        ("4,Elm,1_0,50,", "longitude", "'1_0' is not a number"),
        ('4,Elm,"10,5",50,', "longitude", "'10,5' is not a number"),
        ("4,Elm,10,1e999,", "latitude", "1e999 is not between -90 and 90"),
        ("2,Elm,10,50,", "id", "'2' stands already on line 3"),
        ("4,E\x1b[31mlm,10,50,", "name", "has the character U+001B"),
        (f"4,{'E' * (MAX_CELL + 1)},10,50,", "name", f"is longer than {MAX_CELL} characters"),
    ],
)
def test_a_bad_place_is_named_by_line_and_column(row: str, column: str, message: str) -> None:
    assert problems(places=PLACES + row + "\n") == [f"places.csv line 5, column {column}: {message}"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("9,2031-03-01,Reds,,,,,,,", "place_id", "'9' is no place's id"),
        ("1,2031-3-1,Reds,,,,,,,", "date", "'2031-3-1' is no date written YYYY-MM-DD"),
        ("1,20310301,Reds,,,,,,,", "date", "'20310301' is no date written YYYY-MM-DD"),
        ("1,2031-02-29,Reds,,,,,,,", "date", "2031-02-29 is not in the calendar"),
        ("1,٢٠٣١-٠٣-٠١,Reds,,,,,,,", "date", "'٢٠٣١-٠٣-٠١' is no date written YYYY-MM-DD"),
        ("1,2031-03-01,,,,,,,,", "actor", "is empty"),
        (
            "1,2031-03-01,Reds,holds,,,,,,",
            "relation",
            "'holds' is none of controls, entered, contests, lost, denies",
        ),
        ("1,2031-03-01,Reds,,rumour,,,,,", "basis", "'rumour' is none of claimed, assessed, retracted, denied"),
        (
            "1,2031-03-01,Reds,,,,blog,,,",
            "kind",
            "'blog' is none of outlet, agency, monitor, state-media, belligerent, civil-defence, international, background",
        ),
        ("1,2031-03-01,Reds,,,,,monitors,,", "alignment", "'monitors' is the name of a lens"),
        (
            "1,2031-03-01,Reds,,,,,,yesterday,",
            "reported_at",
            "'yesterday' is neither a date written YYYY-MM-DD nor a moment such as 2024-12-01T18:00:00Z",
        ),
        (
            "1,2031-03-10,Reds,,,,,,2031-03-08,",
            "reported_at",
            "is before the date: nobody reports what has not happened",
        ),
        ("1,2031-03-01,Reds,,,,,,,1.01", "confidence", "1.01 is not between 0 and 1"),
        ("1,2031-03-01,Reds,,,,,,,NaN", "confidence", "'NaN' is not a number"),
        (
            "1,2031-03-01,Reds,,,Observer,,Reds,,",
            "alignment",
            "is 'Reds', but on line 2 the source 'Observer' is 'independent'",
        ),
        (
            "1,2031-03-01,Reds,,,Observer,outlet,,,",
            "kind",
            "is 'outlet', but on line 2 the source 'Observer' is 'monitor'",
        ),
    ],
)
def test_a_bad_claim_is_named_by_line_and_column(row: str, column: str, message: str) -> None:
    assert problems(claims=CLAIMS + row + "\n") == [f"claims.csv line 5, column {column}: {message}"]


def test_a_row_of_the_wrong_length_is_named() -> None:
    assert problems(claims=CLAIMS + "1,2031-03-01\n") == ["claims.csv line 5: has 2 cells, but the header names 10"]


def test_every_bad_row_of_both_tables_is_named_with_all_that_is_wrong_in_it() -> None:
    places = PLACES.replace("10.2", "910.2").replace("11.8", "x")
    claims = CLAIMS.replace("2031-03-03,Blues,entered", "2031-03-33,Blues,took")
    # Line 2 and 4 of the claims are about the places on bad rows: that is not one more mistake.
    assert problems(places=places, claims=claims) == [
        "places.csv line 2, column longitude: 910.2 is not between -180 and 180",
        "places.csv line 4, column longitude: 'x' is not a number",
        "claims.csv line 4, column date: 2031-03-33 is not in the calendar",
        "claims.csv line 4, column relation: 'took' is none of controls, entered, contests, lost, denies",
    ]


def test_of_very_many_bad_rows_the_first_are_named_and_the_others_counted() -> None:
    claims = CLAIMS + "9,2031-03-01,Reds,,,,,,,\n" * 5000
    with pytest.raises(TableError) as caught:
        table(claims=claims)
    assert caught.value.bad_rows == 5000
    assert len(caught.value.problems) == NAMED
    assert str(caught.value).endswith(f"\nand {5000 - NAMED} more bad rows")


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        (b"", "claims.csv: is empty: its first row names the columns place_id, date, actor; nothing after it was read"),
        ("place_id,date\n", "claims.csv line 1: has no column actor; nothing after it was read"),
        (
            "place_id;date;actor\n",
            "claims.csv line 1: has no column place_id and no column date and no column actor; columns are separated by commas; "
            "nothing after it was read",
        ),
        ("place_id,date,actor,Date\n", "claims.csv line 1: names the column date twice; nothing after it was read"),
        (HEAD.encode() + b"1,2031-03-01,R\xe9ds\n", "claims.csv line 2: is not UTF-8; nothing after it was read"),
        (HEAD.encode("utf-16"), "claims.csv line 1: is not UTF-8; nothing after it was read"),
        (HEAD + "1,2031-03-01,Re\x00ds\n", "claims.csv line 2: has a NUL character; nothing after it was read"),
        (
            HEAD + "1,2031-03-01," + "R" * MAX_LINE_BYTES,
            f"claims.csv line 2: is longer than {MAX_LINE_BYTES} bytes; nothing after it was read",
        ),
        (
            HEAD + '1,2031-03-01,"Reds\n' + "1,2031-03-01,Reds\n" * 9,
            "claims.csv line 2: opens a quotation mark that nothing closes; nothing after it was read",
        ),
        (
            HEAD + '1,2031-03-01,"Reds\n' + "1,2031-03-01,Reds\n" * 50_000,
            "claims.csv line 2: opens a quotation mark that nothing closes, or has a cell without end; nothing after it was read",
        ),
        (
            HEAD + '1,2031-03-01,"Re"ds\n',
            "claims.csv line 2: has something after a closing quotation mark; double those within a cell; nothing after it was read",
        ),
        (
            HEAD.replace("\n", "\r") + "1,2031-03-01,Reds\r",
            "claims.csv line 1: has a carriage return inside: end lines with LF or CRLF; nothing after it was read",
        ),
        (
            ",".join(["place_id,date,actor", *map(str, range(300))]),
            "claims.csv line 1: names 303 columns: more than 200 are not read; nothing after it was read",
        ),
        (
            HEAD + "".join(f"1,2031-03-01,actor {n}\n" for n in range(51)),
            "claims.csv, column actor: names 51 actors: more than 50 are not drawn",
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(claims: str | bytes, message: str) -> None:
    assert problems(claims=claims) == [message]


@pytest.mark.parametrize("claims", [HEAD, CLAIMS])
def test_a_table_of_places_without_a_row_is_refused(claims: str) -> None:
    assert problems(places="id,name,longitude,latitude\n", claims=claims) == ["places.csv: has no row under its header"]


@pytest.mark.parametrize("places", ["", PLACES.replace("name", "title"), PLACES.encode() + b"4,\xff,11,50.5,\n"])
def test_places_that_could_not_be_read_are_one_mistake_and_not_one_for_each_claim(places: str | bytes) -> None:
    (problem,) = problems(places=places, claims=CLAIMS + "4,2031-03-03,Blues,,,,,,,\n")
    assert problem.startswith("places.csv")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_whatever_end_in_anything_but_a_table_or_a_sentence(noise: bytes, after_a_header: bool) -> None:
    start = "place_id,date,actor\n" if after_a_header else ""
    for files in ({"claims": start.encode() + noise}, {"places": b"id,name,longitude,latitude\n" + noise}):
        try:
            table(**files)
        except TableError as error:
            assert error.problems
