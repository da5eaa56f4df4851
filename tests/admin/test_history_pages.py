"""The history pages of the desk: who made of a row what, when, what each changed, and the way back."""

from __future__ import annotations

import re

from django.contrib.auth.models import Permission, User

from conflictmap.models import Claim, Mention
from conflictmap.pipeline.record import supersede_claim
from conflictmap.pipeline.review import accept_mention, reject_mention

from .conftest import PASSWORD, make_claim, make_mention, notes_of, signed_in


def history_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split('class="module history"')[1]))


def test_a_mentions_page_says_who_changed_what_and_goes_back(desk, editor, report):
    mention, otto = make_mention(report, "Hama"), User.objects.create_user("otto")
    address = f"/admin/conflictmap/mention/{mention.pk}/history/"
    assert "No editor has decided anything" in desk.get(address).content.decode()
    accept_mention(mention=mention, by=otto)
    reject_mention(mention=mention, by=editor)
    words = history_of(desk.get(address))
    assert "by margaret Place: Hama → – Status: Accepted → Rejected" in words
    assert "by otto Status: Geocoded → Accepted" in words and "As it was found" in words

    accepted = Mention.history.filter(id=mention.pk)[1]
    seen = re.search(r'name="seen" value="([^"]+)"', desk.get(address).content.decode())[1]
    page = desk.post(address, {"version": str(accepted.history_id), "seen": seen}, follow=True)
    assert "It is again what it was" in notes_of(page)
    mention.refresh_from_db()
    assert (mention.status, mention.reviewed_by) == (Mention.ACCEPTED, editor)
    page = desk.post(address, {"version": str(accepted.history_id), "seen": seen}, follow=True)
    assert "while you had it open" in notes_of(page)
    for wrong in ("", "x", "9" * 40, "0"):
        assert desk.post(address, {"version": wrong}).status_code == 404


def test_a_places_page_shows_what_is_hostile_as_text_and_goes_back(desk, theatre, send):
    theatre.places.filter(slug="hama").update(provenance="background")
    hama = theatre.places.get(slug="hama")
    change = f"/admin/conflictmap/place/{hama.pk}/change/"
    send(desk, change, "place", note="<script>alert(1)</script>", _save="1")
    address = f"/admin/conflictmap/place/{hama.pk}/history/"
    page = desk.get(address)
    assert "by margaret Note: – → &lt;script&gt;" in history_of(page) and "<script>alert" not in page.content.decode()
    version = type(hama).history.filter(id=hama.pk).last()
    desk.post(address, {"version": str(version.history_id)})
    hama.refresh_from_db()
    assert hama.note == ""


def test_who_may_only_look_sees_the_history_and_cannot_go_back(editor, theatre, report):
    mention = make_mention(report, "Hama")
    accept_mention(mention=mention, by=editor)
    user = User.objects.create_user("vera", password=PASSWORD, is_staff=True)
    address = f"/admin/conflictmap/mention/{mention.pk}/history/"
    assert signed_in(user).get(address).status_code == 403
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    page = signed_in(User.objects.get(pk=user.pk)).get(address)
    assert "by margaret" in history_of(page) and "Make it this again" not in page.content.decode()
    version = Mention.history.filter(id=mention.pk).last()
    assert signed_in(user).post(address, {"version": str(version.history_id)}).status_code == 403


def test_a_claim_says_again_what_an_earlier_row_said(desk, editor, theatre):
    first = make_claim(theatre)
    second = supersede_claim(claim=first, changes={"summary": "It did not fall."}, by=editor)
    button = f"/admin/conflictmap/claim/{first.pk}/restore/"
    page = desk.get(f"/admin/conflictmap/claim/{second.pk}/change/").content.decode()
    (of_the_row,) = re.findall(r'<form[^>]*id="claim_form".*?</form>', page, re.DOTALL)
    own = [tag for tag in re.findall(r"<(?:button|input)[^>]*submit[^>]*>", of_the_row) if " form=" not in tag]
    assert ['name="_save"' in tag for tag in own] == [True], "Enter in the form saves it"
    assert f'form="say-again" formaction="{button}"' in of_the_row
    assert desk.get(button).status_code == 404
    page = desk.post(button, follow=True)
    assert "It says again what it said" in notes_of(page)
    restored = Claim.objects.get(supersedes=second)
    assert (restored.summary, restored.created_by) == (first.summary, editor)
