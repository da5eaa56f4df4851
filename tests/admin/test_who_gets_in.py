"""The desk's door: failed logins lock it, and what one may do follows from one's group. No inline script gets through."""

from __future__ import annotations

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Permission, User
from django.test import Client

from conflictmap.pipeline.staff import save_editors_group

from .conftest import PASSWORD, make_claim, make_mention, signed_in

LOGIN = "/admin/login/"


def attempt(client: Client, password: str, name: str = "margaret"):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"})


def test_after_five_failures_even_the_right_password_is_refused(client, editor):
    for _ in range(4):
        assert attempt(client, "wrong").status_code == 200
    assert attempt(client, "wrong").status_code == 429
    page = attempt(client, PASSWORD)
    assert page.status_code == 429
    assert "_auth_user_id" not in client.session
    words = page.content.decode()
    assert "Too many attempts" in words and "locked for an hour" in words
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert attempt(Client(), PASSWORD).status_code == 429
    assert AccessAttempt.objects.get().failures_since_start >= 5


def test_four_failures_are_forgiven_by_a_success(client, editor):
    for _ in range(4):
        attempt(client, "wrong")
    assert attempt(client, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_another_name_is_not_locked_with_the_first(client, editor):
    User.objects.create_superuser("otto", password=PASSWORD)
    for _ in range(6):
        attempt(client, "wrong")
    assert attempt(client, PASSWORD, "otto").status_code == 302


def test_a_name_with_html_in_it_is_shown_as_text(client, db):
    for _ in range(6):
        page = attempt(client, "x", "<script>alert(1)</script>")
    assert page.status_code == 429 and "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("address", ["", "conflictmap/claim/", "conflictmap/theatre/x/ground/", "autocomplete/"])
def test_strangers_are_sent_to_the_login(client, db, address):
    page = client.get(f"/admin/{address}")
    assert page.status_code == 302 and page["Location"].startswith(LOGIN)


def member(**values) -> Client:
    user = User.objects.create_user("otto", password=PASSWORD, is_staff=True, **values)
    user.groups.add(save_editors_group())
    return signed_in(user)


def test_editors_work_on_reports_claims_and_places_and_nothing_else(theatre, report):
    desk = member()
    for name in ("report", "claim", "strike", "place", "source"):
        assert desk.get(f"/admin/conflictmap/{name}/").status_code == 200
        assert desk.get(f"/admin/conflictmap/{name}/add/").status_code == 200
    mention = make_mention(report, "Hama")
    assert "_next" in desk.get(f"/admin/conflictmap/mention/{mention.pk}/change/").content.decode()
    for name in ("theatre", "actor", "release"):
        assert desk.get(f"/admin/conflictmap/{name}/").status_code == 200
        assert desk.get(f"/admin/conflictmap/{name}/add/").status_code == 403
    page = desk.get(f"/admin/conflictmap/theatre/{theatre.pk}/change/").content.decode()
    assert "_publish" not in page
    assert desk.post(f"/admin/conflictmap/theatre/{theatre.pk}/change/", {"_publish": "1"}).status_code == 403
    assert desk.get("/admin/auth/user/").status_code == 403


def test_who_may_only_look_cannot_write(theatre):
    user = User.objects.create_user("vera", password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    desk, claim = signed_in(user), make_claim(theatre)
    page = desk.get(f"/admin/conflictmap/claim/{claim.pk}/change/")
    assert page.status_code == 200 and 'name="_save"' not in page.content.decode()
    place = theatre.places.get(slug="hama")
    assert desk.get(f"/admin/conflictmap/place/{place.pk}/change/").status_code == 200
    for address in (f"claim/{claim.pk}/change/", f"claim/{claim.pk}/withdraw/", f"place/{place.pk}/change/"):
        assert desk.post(f"/admin/conflictmap/{address}", {"summary": "x"}).status_code == 403
    assert "Withdraw<" not in page.content.decode()
    desk.post("/admin/conflictmap/claim/", {"action": "withdraw_selected", "_selected_action": [str(claim.pk)]})
    assert not hasattr(type(claim).objects.get(pk=claim.pk), "superseded_by")


def test_making_the_group_twice_leaves_one(db):
    assert save_editors_group() == save_editors_group()
    assert save_editors_group().permissions.filter(codename="delete_claim").count() == 0
    assert save_editors_group().permissions.filter(codename="change_claim").count() == 1


def test_scripts_carry_the_pages_nonce_and_nothing_is_inline(desk, theatre, report):
    mention, place = make_mention(report, "Hama"), theatre.places.get(slug="hama")
    for address in (
        "",
        f"conflictmap/place/{place.pk}/change/",
        "conflictmap/place/add/",
        f"conflictmap/mention/{mention.pk}/change/",
    ):
        page = desk.get(f"/admin/{address}")
        policy, html = page["Content-Security-Policy"], page.content.decode()
        assert "unsafe-inline" not in policy
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            if body.strip() and "application/json" not in attributes:
                nonce = re.search(r'nonce="([^"]+)"', attributes)
                assert nonce and f"'nonce-{nonce[1]}'" in policy, (address, attributes)
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html), address
    assert html.count("nonce=") == 0  # the mention's map needs none


def test_the_maps_script_is_allowed_by_its_nonce(desk, theatre):
    page = desk.get("/admin/conflictmap/place/add/")
    nonces = set(re.findall(r'<script nonce="([^"]*)"', page.content.decode()))
    assert len(nonces) == 1 and f"'nonce-{nonces.pop()}'" in page["Content-Security-Policy"]
