"""Reporters, editors and publishers: a migration makes the groups, and the desk lets each do its part and no other's."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client

from conflictmap.models import Report
from conflictmap.pipeline.staff import EDITORS, PUBLISHERS, REPORTERS, ROLES, save_roles

from .conftest import PASSWORD, form_values, make_claim, make_mention, notes_of, signed_in, source


def member(*roles: str) -> Client:
    user = User.objects.create_user("-".join(roles).lower(), password=PASSWORD, is_staff=True)
    user.groups.set([save_roles()[role] for role in roles])
    return signed_in(user)


def permitted() -> dict[str, set[str]]:
    return {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.filter(name__in=ROLES)
    }


def test_the_migration_makes_each_role_with_all_that_it_may_and_may_run_twice(db):
    Group.objects.all().delete()
    Permission.objects.filter(content_type__app_label="conflictmap").delete()
    steps = [
        import_module("conflictmap.migrations.0006_roles").make_roles,
        import_module("conflictmap.migrations.0009_drafts").let_roles_see_drafts,
    ]
    config = apps.get_app_config("conflictmap")
    module = config.models_module
    try:
        for _ in range(2):
            for step in steps:
                step(apps, SimpleNamespace(connection=connection))
    finally:
        config.models_module = module
    by_migration = permitted()
    assert set(by_migration) == {REPORTERS, EDITORS, PUBLISHERS}
    save_roles()
    assert by_migration == permitted()


def test_nobody_may_delete_and_only_publishers_publish(db):
    save_roles()
    may = permitted()
    assert not [name for names in may.values() for name in names if name.startswith("delete_")]
    assert [role for role in ROLES if "publish_theatre" in may[role]] == [PUBLISHERS]
    assert [role for role in ROLES if "change_mention" in may[role]] == [EDITORS]


def test_a_reporter_adds_reports_and_decides_nothing(theatre, report):
    desk, mention, claim = member(REPORTERS), make_mention(report, "Hama"), make_claim(theatre)
    address = "/admin/conflictmap/report/add/"
    values = form_values(desk.get(address), "report") | {
        "source": str(source(theatre).pk),
        "title": "News",
        "text": "Calm.",
    }
    values |= {"published_at_0": "2024-12-06", "published_at_1": "12:00"}
    assert desk.post(address, values).status_code == 302
    assert Report.objects.filter(title="News").exists()
    for row in (f"mention/{mention.pk}", f"claim/{claim.pk}", f"theatre/{theatre.pk}", f"report/{report.pk}"):
        assert desk.get(f"/admin/conflictmap/{row}/change/").status_code == 200
        assert desk.post(f"/admin/conflictmap/{row}/change/", {"decision": "0"}).status_code == 403
    assert desk.post(f"/admin/conflictmap/claim/{claim.pk}/withdraw/").status_code == 403
    for name in ("claim", "strike", "place", "source"):
        assert desk.get(f"/admin/conflictmap/{name}/add/").status_code == 403


def test_an_editor_decides_and_does_not_publish(theatre, report):
    desk, mention = member(EDITORS), make_mention(report, "Hama")
    assert desk.post(f"/admin/conflictmap/mention/{mention.pk}/change/", {"decision": "0"}).status_code == 302
    assert desk.get("/admin/conflictmap/claim/add/").status_code == 200
    desk.post("/admin/conflictmap/theatre/", {"action": "publish_now", "_selected_action": [str(theatre.pk)]})
    assert not theatre.releases.exists()


def test_a_publisher_publishes_holds_back_and_withdraws_and_changes_nothing_else(theatre, report, send):
    desk, mention, claim = member(PUBLISHERS), make_mention(report, "Hama"), make_claim(theatre)
    address = f"/admin/conflictmap/theatre/{theatre.pk}/change/"
    page = send(desk, address, "theatre", publish_delay_days="3", name="Renamed", _publish="1")
    assert "Published" in notes_of(page)
    before = theatre.name
    theatre.refresh_from_db()
    assert (theatre.publish_delay_days, theatre.name, theatre.releases.count()) == (3, before, 1)
    assert desk.post(f"/admin/conflictmap/claim/{claim.pk}/withdraw/").status_code == 302
    assert type(claim).objects.get(supersedes=claim).basis == "retracted"
    assert desk.post(f"/admin/conflictmap/mention/{mention.pk}/change/", {"decision": "0"}).status_code == 403
    assert desk.get("/admin/conflictmap/claim/add/").status_code == 403


@pytest.mark.parametrize("role", [REPORTERS, EDITORS])
def test_who_may_not_publish_is_not_offered_to(theatre, role):
    page = member(role).get(f"/admin/conflictmap/theatre/{theatre.pk}/change/").content.decode()
    assert "_publish" not in page


def test_who_changes_theatres_but_does_not_publish_is_refused(theatre):
    user = User.objects.create_user("otto", password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_theatre", "change_theatre"]))
    desk, address = signed_in(user), f"/admin/conflictmap/theatre/{theatre.pk}/change/"
    values = form_values(desk.get(address), "theatre")
    assert "name" in values
    assert desk.post(address, values | {"_publish": "1"}).status_code == 403
