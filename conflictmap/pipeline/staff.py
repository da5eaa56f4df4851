"""Who may do what at the desk: the groups of reporters, editors and publishers, made or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction

REPORTERS, EDITORS, PUBLISHERS = "Reporters", "Editors", "Publishers"

_LOOK: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("report", "mention", "draft", "claim", "strike", "place", "source", "actor", "theatre", "release"), ("view",)
)
#: What each role may do with each kind of row. Nobody deletes; accounts and actors are for those who run the site.
#: One person may have several roles.
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    REPORTERS: _LOOK | {"report": ("view", "add")},
    EDITORS: _LOOK
    | {
        "report": ("view", "add", "change"),
        "mention": ("view", "change"),
        "draft": ("view", "change"),
        "notice": ("view", "change"),
        "claim": ("view", "add", "change", "withdraw", "sign_off"),
        "strike": ("view", "add", "change", "withdraw", "sign_off"),
        "place": ("view", "add", "change"),
        "source": ("view", "add", "change"),
    },
    PUBLISHERS: _LOOK
    | {
        "notice": ("view",),
        "claim": ("view", "withdraw"),
        "strike": ("view", "withdraw"),
        "theatre": ("view", "publish", "hold_back"),
    },
}


@transaction.atomic
def save_roles() -> dict[str, Group]:
    """Make the groups, or give them the permissions that they should have. Call after migrating, which makes those."""
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label="conflictmap")
    }
    groups = {}
    for name, may in ROLES.items():
        groups[name], _ = Group.objects.get_or_create(name=name)
        codenames = [f"{verb}_{model}" for model, verbs in may.items() for verb in verbs]
        groups[name].permissions.set([known[codename] for codename in codenames])
    return groups


def save_editors_group() -> Group:
    """Make the groups, and return that of editors."""
    return save_roles()[EDITORS]
