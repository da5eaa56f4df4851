"""What the tables can be asked, and what they refuse whoever writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from conflictmap.importers.theatre_folder import read_theatre_folder
from conflictmap.models import Claim, Mention, Place, Report, Strike, Theatre
from conflictmap.models.snapshot import active_strikes, take_snapshot
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.record import withdraw
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, THEATRE, claim, day, folder, noon
from tests.services import ROOT, THEATRE_FOLDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


def place(theatre: Theatre, longitude: float, latitude: float = 0.0) -> Place:
    return Place.objects.create(
        theatre=theatre, slug=f"at-{int(longitude + 180)}", name="A point", kind="village", longitude=longitude,
        latitude=latitude,
    )  # fmt: skip


def test_a_box_selects_the_points_in_it(theatre):
    assert {p.slug for p in Place.objects.in_bbox((36.6, 35.9, 37.2, 36.25))} == {"aleppo", "idlib"}


def test_a_box_whose_west_is_east_of_its_east_crosses_the_antimeridian(theatre):
    fiji, samoa, greenwich = (place(theatre, x) for x in (178, -172, 0))
    assert set(Place.objects.in_bbox((170, -10, -170, 10))) == {fiji, samoa}
    assert greenwich not in Place.objects.in_bbox((170, -10, -170, 10))


@pytest.mark.parametrize(("longitude", "latitude"), [(181, 0), (-181, 0), (0, 91), (0, -91), (float("inf"), 0)])
def test_the_database_refuses_coordinates_that_are_nowhere(theatre, longitude, latitude):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(
            theatre=theatre, slug="nowhere", name="x", kind="village", longitude=longitude, latitude=latitude
        )


def test_days_overlap_a_span_that_they_touch_and_an_open_span_has_no_end(theatre):
    fuzzy = claim(
        OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(29), date_end=day(1), key="fuzzy", provenance="background"
    )
    load_theatre(folder=folder(fuzzy))
    rows = Claim.objects.filter(key="fuzzy")
    assert rows.overlapping(day(30), day(30)).exists()
    assert rows.overlapping(day(1), None).exists()
    assert rows.overlapping(None, day(29)).exists()
    assert not rows.overlapping(day(2), None).exists()
    assert not rows.overlapping(None, day(28)).exists()


def test_a_moment_falls_on_the_theatres_own_day(theatre):
    assert theatre.day_of(datetime(2024, 11, 30, 21, 30, tzinfo=UTC)) == day(1)


def test_the_default_theatre_is_the_one_marked_so_and_only_one_can_be(theatre):
    other = load_theatre(folder=folder(theatre=replace(THEATRE, slug="a-first", name="A first"), baseline=())).theatre
    assert Theatre.objects.default() == other, "by name, while none is marked"
    Theatre.objects.filter(pk=theatre.pk).update(is_default=True)
    assert Theatre.objects.default() == theatre
    with pytest.raises(IntegrityError), transaction.atomic():
        Theatre.objects.filter(pk=other.pk).update(is_default=True)


def test_a_snapshot_takes_five_queries_however_much_there_is(theatre, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(take_snapshot(theatre).claims) == 6
    with django_assert_num_queries(1):
        assert active_strikes(theatre) == []


def test_a_mention_stands_once_at_its_place_in_a_report(theatre):
    report = Report.objects.create(
        theatre=theatre,
        source=theatre.sources.first(),
        title="t",
        text="Aleppo",
        sha256="0" * 64,
        published_at=noon(day(1)),
    )
    Mention.objects.create(report=report, start=0, end=6, text="Aleppo", name="Aleppo")
    for start, end in ((0, 6), (6, 6)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mention.objects.create(report=report, start=start, end=end, text="Aleppo", name="Aleppo")


def test_a_report_without_text_is_refused_by_the_database_too(theatre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            theatre=theatre,
            source=theatre.sources.first(),
            title="t",
            text="",
            sha256="1" * 64,
            published_at=noon(day(1)),
        )


def test_every_casualty_range_is_kept_in_order_by_the_database():
    names = {constraint.name for constraint in Strike._meta.constraints}
    for outcome in ("killed", "injured"):
        for group in ("civilians", "combatants", "unknown"):
            for bounds in ("low_to_best", "best_to_high", "low_to_high"):
                assert f"strike_{outcome}_{group}_{bounds}" in names


def test_a_snapshot_has_every_active_claim_as_its_row_says():
    rows = read_theatre_folder(ROOT / THEATRE_FOLDER)
    theatre = load_theatre(folder=rows).theatre
    taken_back = theatre.claims.filter(provenance="report").order_by("id").first()
    withdraw(row=taken_back)
    said = Claim.objects.active().filter(theatre=theatre).with_names().select_related("actor").order_by("id")
    snapshot = take_snapshot(theatre)
    assert snapshot.claims == tuple(row.to_record() for row in said)
    assert str(taken_back.pk) not in {claim.id for claim in snapshot.claims}
    assert {claim.via != "" for claim in snapshot.claims} == {True, False}, "with and without what may be absent"
    assert {claim.confidence is None for claim in snapshot.claims} == {True, False}
