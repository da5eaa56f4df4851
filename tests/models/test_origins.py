"""Whose words a report is, where several sources have it."""

from __future__ import annotations

import pytest

from conflictmap.models import Report, Theatre
from conflictmap.models.snapshot import origins_of, take_snapshot
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.record import record_claim
from tests.cast import day, folder, noon

pytestmark = pytest.mark.django_db
TEXT = "Most of Aleppo has fallen to opposition forces."


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


def take_in(theatre: Theatre, source: str, number: int, text: str = TEXT, **changes: bool) -> Report:
    return ingest_report(
        theatre=theatre,
        source=theatre.sources.get(slug=source),
        title=f"By {source}",
        text=text,
        published_at=noon(day(number)),
        **changes,  # type: ignore[arg-type]
    )


def say(report: Report, source: str) -> str:
    row = record_claim(
        theatre=report.theatre, place=report.theatre.places.get(slug="aleppo"), source=report.theatre.sources.get(slug=source),
        actor=report.theatre.actors.get(slug="opposition"), relation="controls", share="most", voice="own", report=report,
        date_start=day(30), date_end=day(30), reported_at=report.published_at, summary="Most of it.",
    )  # fmt: skip
    return str(row.pk)


@pytest.mark.parametrize("order", [("gazette", "broadcaster", "wire"), ("wire", "gazette", "broadcaster")])
def test_an_agency_is_the_origin_whichever_copy_was_taken_in_first_and_came_out_first(
    theatre: Theatre, order: tuple[str, ...]
) -> None:
    number = {"gazette": 1, "broadcaster": 2, "wire": 3}
    reports = {source: take_in(theatre, source, number[source]) for source in order}
    assert origins_of(theatre) == {str(reports[name].pk): (name, "wire") for name in ("gazette", "broadcaster")}


def test_without_an_agency_who_published_first_is_the_origin(theatre: Theatre) -> None:
    later, first = take_in(theatre, "broadcaster", 2), take_in(theatre, "gazette", 1)
    assert origins_of(theatre) == {str(later.pk): ("broadcaster", "gazette")}
    assert first.story == later.story


def test_the_engine_is_told_whose_words_a_copys_own_claims_are_and_no_others(theatre: Theatre) -> None:
    copy, other = take_in(theatre, "gazette", 1), take_in(theatre, "gazette", 2, "It was quiet in Hama.")
    own, quoted, elsewhere = say(copy, "gazette"), say(copy, "observatory"), say(other, "gazette")
    assert {claim.origin for claim in take_snapshot(theatre).claims} == {""}
    theatre.refresh_from_db()
    before = theatre.changed_at
    take_in(theatre, "wire", 1)
    origins = {claim.id: claim.origin for claim in take_snapshot(theatre).claims}
    assert (origins[own], origins[quoted], origins[elsewhere]) == ("wire", "", "")
    theatre.refresh_from_db()
    assert theatre.changed_at > before, "what is published counts two voices where there is one"


def test_our_own_summaries_of_one_thing_are_nobodys_copies(theatre: Theatre) -> None:
    take_in(theatre, "wire", 1, is_summary=True)
    take_in(theatre, "gazette", 1, is_summary=True)
    assert origins_of(theatre) == {}
