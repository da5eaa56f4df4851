"""Thirty rows cost as many queries as three: on every list, and on every form whose choices grow with the theatre."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conflictmap.models import Actor, Mention, Place, Release, Source, Theatre
from conflictmap.pipeline.notices import decide_notice, file_notice
from conflictmap.pipeline.record import supersede_claim, supersede_strike
from tests.cast import noon

from .conftest import candidate, make_claim, make_mention, make_report, make_strike

#: What makes a list show everything.
FILTERS = {"claim": "standing=all", "strike": "standing=all", "mention": "review=all", "notice": "answer=all"}
LISTS = ("report", "mention", "claim", "strike", "notice", "place", "source", "actor", "theatre", "release")


def grow(theatre: Theatre, editor, first: int, last: int) -> None:
    """Add rows of every kind, each with everything that a list or form shows of it."""
    for number in range(first, last):
        place = Place.objects.create(
            theatre=theatre, slug=f"p-{number}", name=f"Place {number}", kind="town", longitude=36.5, latitude=35.5,
            parent=theatre.places.get(slug="hama"),
        )  # fmt: skip
        source = Source.objects.create(theatre=theatre, slug=f"s-{number}", name=f"Source {number}", kind="outlet")
        actor = Actor.objects.create(
            theatre=theatre, slug=f"a-{number}", name=f"Actor {number}", side=f"side-{number}", colour="#123456"
        )
        report = make_report(theatre, text=f"Hama fell on day {number}. Idlib did not.", title=f"Report {number}")
        for word in ("Hama", "Idlib"):
            mention = make_mention(report, word, candidates=[candidate(place), candidate(place, slug="hama")])
            Mention.objects.filter(pk=mention.pk).update(place=place, reviewed_by=editor)
        claim = make_claim(theatre, place=place.slug, source=source, via=source, actor=actor, report=report, by=editor)
        supersede_claim(claim=claim, changes={"relation": "entered"}, by=editor)
        notice = file_notice(theatre=theatre, place=place, claim=claim, text="That was a day later.")
        decide_notice(notice=notice, status="answered", by=editor)
        strike = make_strike(theatre, place=place.slug, source=source, attackers=[actor], report=report, by=editor)
        supersede_strike(strike=strike, changes={"weapon": "a bomb"}, by=editor)
        Release.objects.create(
            theatre=theatre, hash=f"{number:016x}", published_at=noon(theatre.date_end), days=10, claim_count=1,
            strike_count=1, size_bytes=1,
        )  # fmt: skip


@pytest.fixture
def asked(desk):
    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = desk.get(address)
        assert page.status_code == 200, address
        return len(queries)

    return asked


def test_no_list_and_no_form_asks_more_for_more_rows(asked, desk, theatre, editor):
    def addresses() -> dict[str, str]:
        found = {f"list of {name}": f"/admin/conflictmap/{name}/?{FILTERS[name]}" if name in FILTERS
                 else f"/admin/conflictmap/{name}/" for name in LISTS}  # fmt: skip
        found |= {
            f"new {name}": f"/admin/conflictmap/{name}/add/"
            for name in LISTS
            if name not in ("mention", "notice", "release")
        }
        found |= {
            "claim": f"/admin/conflictmap/claim/{rows[-1].pk}/change/",
            "superseded claim": f"/admin/conflictmap/claim/{rows[0].pk}/change/",
            "strike": f"/admin/conflictmap/strike/{strike.pk}/change/",
            "report": f"/admin/conflictmap/report/{report.pk}/change/",
            "mention": f"/admin/conflictmap/mention/{mention.pk}/change/",
            "place": f"/admin/conflictmap/place/{theatre.places.get(slug='p-0').pk}/change/",
            "source": f"/admin/conflictmap/source/{theatre.sources.get(slug='s-0').pk}/change/",
            "theatre": f"/admin/conflictmap/theatre/{theatre.pk}/change/",
            "ground": f"/admin/conflictmap/theatre/{theatre.pk}/ground/",
            "autocomplete": "/admin/autocomplete/?app_label=conflictmap&model_name=claim&field_name=place&term=place",
            "index": "/admin/",
        }
        return found

    grow(theatre, editor, 0, 3)
    claim, strike = make_claim(theatre), make_strike(theatre)
    rows = [claim, supersede_claim(claim=claim, changes={"relation": "entered"}, by=editor)]
    report = make_report(theatre, text="Aleppo and Hama. " + "x. " * 40)
    mention = make_mention(report, "Hama")
    for address in addresses().values():
        desk.get(address)  # content types are asked once a process
    few = {name: asked(address) for name, address in addresses().items()}

    grow(theatre, editor, 3, 30)
    for start in range(20, 47):
        Mention.objects.create(
            report=report, start=start, end=start + 1, text="x", name="x", status=Mention.GEOCODED,
            place=theatre.places.get(slug=f"p-{start - 20}"), candidates=[candidate(theatre.places.get(slug="hama"))],
        )  # fmt: skip
    for relation in ["contests", "lost", "controls", "entered"] * 7:
        rows.append(supersede_claim(claim=rows[-1], changes={"relation": relation}, by=editor))
    many = {name: asked(address) for name, address in addresses().items()}
    assert many == few
    assert max(few.values()) < 40


def test_the_forms_do_not_carry_every_place(desk, theatre, editor):
    grow(theatre, editor, 0, 3)
    page = desk.get("/admin/conflictmap/claim/add/").content.decode()
    assert "Place 1" not in page and "Source 1" not in page and "Actor 1" in page
