"""The inbox of readers' notices: what waits comes first, one click decides, and what readers wrote stays text."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from conflictmap.models import Claim, Notice, Theatre
from conflictmap.pipeline.notices import decide_notice, file_notice
from conflictmap.pipeline.staff import save_editors_group

from .conftest import PASSWORD, signed_in

LIST = "/admin/conflictmap/notice/"


@pytest.fixture
def notice(theatre: Theatre) -> Notice:
    claim = Claim.objects.get(key="seized")
    return file_notice(
        theatre=theatre,
        place=claim.place,
        claim=claim,
        text="It fell a day later <script>alert(1)</script>",
        source_url="https://news.example/?a=1&b=<x>",
        view="date=2024-11-30&place=sheikh-najjar",
    )


def page_of(notice: Notice) -> str:
    return f"{LIST}{notice.pk}/change/"


def test_the_desk_says_that_notices_wait_and_leads_to_them(desk: Client, notice: Notice):
    assert "<b>1</b> notice from readers awaits an answer" in desk.get("/admin/").content.decode()
    listed = desk.get(LIST).content.decode()
    assert "It fell a day later &lt;script&gt;" in listed and "<script>alert" not in listed
    decide_notice(notice=notice, status="answered", by=None)
    assert "It fell a day later" not in desk.get(LIST).content.decode()
    assert "It fell a day later" in desk.get(f"{LIST}?answer=answered").content.decode()
    assert "await" not in desk.get("/admin/").content.decode().split("notice", 1)[0].rsplit("<li>", 1)[-1]


def test_its_page_leads_to_claim_place_source_and_what_the_reader_saw(desk: Client, notice: Notice):
    page = desk.get(page_of(notice)).content.decode()
    assert f"/admin/conflictmap/claim/{notice.claim_id}/change/" in page
    assert f"/admin/conflictmap/place/{notice.place_id}/change/" in page
    assert '<a href="/t/the-north/?date=2024-11-30&amp;place=sheikh-najjar"' in page
    assert 'href="https://news.example/?a=1&amp;b=&lt;x&gt;" target="_blank" rel="noopener noreferrer nofollow"' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("button", "status"), [("_answered", "answered"), ("_dismissed", "dismissed")])
def test_one_click_decides_and_leads_on(desk: Client, notice: Notice, editor: User, button: str, status: str):
    other = file_notice(theatre=notice.theatre, place=notice.place, text="Another one, of no claim.")
    response = desk.post(page_of(notice), {"note": "Seen.", button: "1"})
    assert response.headers["Location"] == page_of(other)
    notice.refresh_from_db()
    assert (notice.status, notice.note, notice.decided_by) == (status, "Seen.", editor)
    desk.post(page_of(notice), {"note": "Seen.", "_new": "1"})
    notice.refresh_from_db()
    assert notice.status == "new"


def test_many_are_decided_at_once(desk: Client, notice: Notice):
    desk.post(LIST, {"action": "dismiss", "_selected_action": [str(notice.pk)]})
    notice.refresh_from_db()
    assert notice.status == "dismissed"


def test_nobody_changes_what_was_written_or_adds_or_deletes(desk: Client, notice: Notice):
    desk.post(page_of(notice), {"note": "", "text": "Mine.", "source_url": "", "_answered": "1"})
    notice.refresh_from_db()
    assert notice.text.startswith("It fell") and notice.source_url
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{notice.pk}/delete/", {"post": "yes"}).status_code == 403


def test_editors_may_and_others_may_not(notice: Notice):
    user = User.objects.create_user("nobody", password=PASSWORD, is_staff=True)
    assert signed_in(user).get(LIST).status_code == 403
    user.groups.add(save_editors_group())
    assert signed_in(User.objects.get(pk=user.pk)).get(page_of(notice)).status_code == 200
