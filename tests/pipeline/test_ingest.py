"""Taking in reports and theatres: whole or not at all, and twice the same as once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictmap.core.ids import public_id
from conflictmap.core.records import Casualties, Range, Strike
from conflictmap.core.records import Report as ReportRecord
from conflictmap.importers.theatre_folder import TheatreFolder
from conflictmap.models import MAX_REPORT_CHARACTERS, Claim, Place, Report, Theatre
from conflictmap.models import Strike as StrikeRow
from conflictmap.models.snapshot import active_strikes, take_snapshot
from conflictmap.pipeline.ingest import _named_first, ingest_report, load_theatre
from conflictmap.pipeline.locate import locate_report
from conflictmap.pipeline.record import supersede_claim
from tests.cast import ALEPPO, BASELINE, OBSERVATORY, OPPOSITION, PLACES, THEATRE, claim, day, folder, noon

pytestmark = pytest.mark.django_db
SEIZED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), key="seized", provenance="background")


def take_in(theatre: Theatre, text: str, **changes: object) -> Report:
    source = theatre.sources.get(slug="wire")
    plain = {"title": "A report", "published_at": noon(day(1))}
    return ingest_report(theatre=theatre, source=source, text=text, **{**plain, **changes})  # type: ignore[arg-type]


def test_a_theatre_comes_out_of_the_database_as_it_went_in():
    strike = Strike(
        id="", key="raid", place="idlib", kind="air-strike", date_start=day(1), date_end=day(1), source="observatory",
        reported_at=noon(day(1)), summary="A raid.", attackers=("bomber",), provenance="background",
        killed=Casualties(civilians=Range(4, 4, 4)), injured=Casualties(unknown=Range(24, None, 99), wording="dozens"),
    )  # fmt: skip
    theatre = load_theatre(folder=folder(SEIZED, strikes=(strike,))).theatre
    found = take_snapshot(theatre)
    assert found.theatre == THEATRE
    assert sorted(found.places, key=lambda p: p.slug) == sorted(PLACES, key=lambda p: p.slug)
    assert {c.key for c in found.claims} == {c.key for c in [*BASELINE, SEIZED]}
    assert [replace(s, id="") for s in active_strikes(theatre)] == [strike]


def test_loading_again_changes_nothing():
    load_theatre(folder=folder(SEIZED))
    counts = Claim.objects.count(), Place.objects.count()
    again = load_theatre(folder=folder(SEIZED))
    assert (again.new, again.superseded) == (0, 0)
    assert (Claim.objects.count(), Place.objects.count()) == counts


def test_a_changed_row_of_a_folder_supersedes_and_a_third_load_is_quiet():
    load_theatre(folder=folder(SEIZED))
    changed = replace(SEIZED, summary="Said more exactly.")
    assert load_theatre(folder=folder(changed)).superseded == 1
    assert load_theatre(folder=folder(changed)).superseded == 0
    assert Claim.objects.active().get(key__startswith="seized").summary == "Said more exactly."
    assert Claim.objects.filter(key__startswith="seized").count() == 2


def test_loading_again_leaves_an_editors_correction_alone():
    load_theatre(folder=folder(SEIZED))
    supersede_claim(claim=Claim.objects.get(key="seized"), changes={"relation": "entered"})
    load_theatre(folder=folder(SEIZED))
    assert Claim.objects.active().get(key__startswith="seized").relation == "entered"


def test_a_folder_that_the_database_refuses_is_loaded_not_at_all():
    wrong = replace(SEIZED, confidence=7.0)
    with pytest.raises(ValidationError, match="confidence"):
        load_theatre(folder=folder(wrong))
    assert not Theatre.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"confidence": 7.0}, {"date_end": day(29)}, {"provenance": "report", "report": ""}, {"relation": "buys"}],
)
def test_of_many_rows_the_first_wrong_one_is_refused_as_it_is_by_itself(changes):
    alone = replace(SEIZED, **changes)
    with pytest.raises(ValidationError) as by_itself:
        load_theatre(folder=folder(alone))
    others = [replace(SEIZED, id=key, key=key) for key in ("one", "two")]
    worse = replace(alone, id="worse", key="worse", summary="nul \x00")
    with pytest.raises(ValidationError) as among_many:
        load_theatre(folder=folder(*others, alone, worse))
    assert among_many.value.message_dict == by_itself.value.message_dict
    assert not Theatre.objects.exists()


def test_many_claims_and_strikes_need_no_more_queries_than_few(django_assert_max_num_queries):
    def rows(count: int) -> TheatreFolder:
        raid = Strike(
            id="", key="", place="idlib", kind="air-strike", date_start=day(1), date_end=day(1), source="observatory",
            reported_at=noon(day(1)), summary="A raid.", attackers=("bomber",), provenance="background",
        )  # fmt: skip
        return folder(
            *(replace(SEIZED, id=f"c{n}", key=f"c{n}") for n in range(count)),
            theatre=replace(THEATRE, slug=f"theatre-{count}"),
            strikes=tuple(replace(raid, id=f"s{n}", key=f"s{n}") for n in range(count)),
        )

    few, many = rows(2), rows(60)
    with CaptureQueriesContext(connection) as needed:
        load_theatre(folder=few)
    with django_assert_max_num_queries(len(needed) + 10):  # SQLite takes only so many values at once
        assert load_theatre(folder=many).new == 120 + len(BASELINE)
    assert {strike.attackers.get().slug for strike in StrikeRow.objects.all()} == {"bomber"}
    with django_assert_max_num_queries(len(needed) + 10):
        assert load_theatre(folder=many).new == 0


def test_a_chain_of_rows_longer_than_the_stack_is_put_in_order():
    chain = [replace(SEIZED, id=f"c{n}", key=f"c{n}", supersedes=f"c{n - 1}" if n else "") for n in range(5000)]
    assert [row.id for row in _named_first(reversed(chain))] == [row.id for row in chain]


def test_a_reports_text_is_taken_in_once_however_it_is_wrapped():
    theatre = load_theatre(folder=folder()).theatre
    take_in(theatre, "Fighting near Hama.")
    with pytest.raises(ValidationError, match="already been taken in"):
        take_in(theatre, "Fighting\n  near Hama.")


@pytest.mark.parametrize(
    ("text", "changes", "field"),
    [
        ("", {}, "text"),
        (" \n ", {}, "text"),
        ("x" * 5_000_000, {}, "text"),
        ("nul \x00 byte", {}, "text"),
        ("fine", {"title": "nul \x00"}, "title"),
        ("fine", {"title": ""}, "title"),
        ("fine", {"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_a_wrong_report_is_refused_naming_the_field(text, changes, field):
    theatre = load_theatre(folder=folder()).theatre
    with pytest.raises(ValidationError) as refused:
        take_in(theatre, text, **changes)
    assert field in refused.value.message_dict
    assert not Report.objects.exists()


def test_the_longest_report_is_taken():
    theatre = load_theatre(folder=folder()).theatre
    assert len(take_in(theatre, "x" * MAX_REPORT_CHARACTERS).text) == MAX_REPORT_CHARACTERS


def test_markup_in_a_report_is_kept_as_the_text_it_is():
    theatre = load_theatre(folder=folder()).theatre
    text = "<script>alert('Hama')</script>"
    assert take_in(theatre, text).text == text


def test_a_folders_report_is_found_again_by_its_key_and_its_new_text_read_anew():
    report = ReportRecord("r1", "wire", "Summary: Aleppo", "Aleppo changed hands.", noon(day(1)), is_summary=True)
    linked = replace(SEIZED, provenance="report", report="r1")
    load_theatre(folder=folder(linked, reports=(report,)))
    locate_report(report=Report.objects.get())
    assert Report.objects.get().mentions.count() == 1
    load_theatre(folder=folder(linked, reports=(replace(report, text="Idlib and Aleppo changed hands."),)))
    again = Report.objects.get()
    assert again.claims.get().key == "seized"
    assert (again.extracted_at, again.mentions.count()) == (None, 0)


def test_a_changed_attacker_of_a_folder_supersedes():
    strike = Strike(
        id="", key="raid", place="idlib", kind="air-strike", date_start=day(1), date_end=day(1), source="observatory",
        reported_at=noon(day(1)), summary="A raid.", provenance="background",
    )  # fmt: skip
    load_theatre(folder=folder(strikes=(strike,)))
    load_theatre(folder=folder(strikes=(replace(strike, attackers=("bomber",)),)))
    assert [a.slug for a in StrikeRow.objects.active().get().attackers.all()] == ["bomber"]


def test_a_row_that_supersedes_another_in_its_folder_takes_its_place_whatever_their_order():
    better = replace(SEIZED, id=str(public_id("claim", THEATRE.slug, "better")), key="better", relation="entered")
    older = replace(SEIZED, id=str(public_id("claim", THEATRE.slug, "seized")))
    rows = (replace(better, supersedes=older.id), older)
    load_theatre(folder=folder(*rows))
    assert load_theatre(folder=folder(*rows)).superseded == 0
    head = Claim.objects.active().get(key__in=["seized", "better"])
    assert (head.key, head.relation, head.supersedes.key) == ("better", "entered", "seized")
    assert str(head.pk) == better.id


def test_a_strike_that_supersedes_another_in_its_folder_takes_its_place():
    older = Strike(
        id=str(public_id("strike", THEATRE.slug, "raid")), key="raid", place="idlib", kind="air-strike", date_start=day(1),
        date_end=day(1), source="observatory", reported_at=noon(day(1)), summary="A raid.", provenance="background",
    )  # fmt: skip
    newer = replace(
        older, id=str(public_id("strike", THEATRE.slug, "raid-again")), key="raid-again", supersedes=older.id
    )
    load_theatre(folder=folder(strikes=(replace(newer, attackers=("bomber",)), older)))
    head = StrikeRow.objects.active().get()
    assert (head.key, head.supersedes.key, head.attackers.get().slug) == ("raid-again", "raid", "bomber")
