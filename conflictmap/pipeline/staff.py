"""Who may do what at the desk: the group of editors, made or brought up to date."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

EDITORS = "Editors"

#: What an editor may do with each kind of row. Nobody deletes; theatres and releases are for those who run the site.
EDITORS_MAY = {
    "report": ("view", "add", "change"),
    "mention": ("view", "change"),
    "notice": ("view", "change"),
    "claim": ("view", "add", "change"),
    "strike": ("view", "add", "change"),
    "place": ("view", "add", "change"),
    "source": ("view", "add", "change"),
    "actor": ("view",),
    "theatre": ("view",),
    "release": ("view",),
}


@transaction.atomic
def save_editors_group() -> Group:
    """Make the group of editors, or give it the permissions it should have. Call after migrating, which makes those."""
    wanted = Q(pk__in=[])
    for model, verbs in EDITORS_MAY.items():
        wanted |= Q(codename__in=[f"{verb}_{model}" for verb in verbs])
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(Permission.objects.filter(wanted, content_type__app_label="conflictmap"))
    return group
