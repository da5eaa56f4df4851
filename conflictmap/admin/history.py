"""The history page of a mention or place: who made of it what, when, what each changed, and the way back."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from simple_history.models import DeletedObject

from .rows import DeskAdmin, messages_of


class HistoryAdmin(DeskAdmin):
    """Rows that keep their versions by `pipeline/history.py`."""

    #: Foreign keys that a version keeps.
    history_related: ClassVar[tuple[str, ...]] = ()

    def revert(self, request: HttpRequest, row: Any, version: Any) -> Model:
        """Make the row again what it was at a version, by the pipeline. Raises ValidationError."""
        raise NotImplementedError

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row: Any = self.get_object(request, object_id)
        if row is None:
            raise Http404("There is no such row.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = type(row).history.filter(id=row.pk).select_related("history_user", *self.history_related)
        if request.method == "POST":
            return self._revert(request, row, versions)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "opts": self.opts,
            "row": row,
            "versions": [_shown(version, before) for version, before in _with_the_one_before(list(versions))],
            "may_revert": self.has_change_permission(request, row),
            "seen": getattr(row, "as_seen", ""),
        }
        return render(request, "admin/conflictmap/history.html", context | (extra_context or {}))

    def _revert(self, request: HttpRequest, row: Any, versions: Any) -> HttpResponse:
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        wanted = request.POST.get("version", "")
        version = versions.filter(history_id=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
        if version is None:
            raise Http404("There is no such version.")
        try:
            self.log_change(request, self.revert(request, row, version), "Made again what it was before.")
            self.message_user(request, "It is again what it was. The versions between stay below.", messages.SUCCESS)
        except ValidationError as refused:
            self.message_user(request, messages_of(refused), messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:conflictmap_{self.opts.model_name}_history", args=[row.pk]))


def _with_the_one_before(versions: list[Any]) -> list[tuple[Any, Any]]:
    """Pair each version, newest first, with the one before it; the oldest has none."""
    return [(version, before) for version, before in zip_longest(versions, versions[1:]) if version]


def _shown(version: Any, before: Any) -> dict[str, Any]:
    delta = version.diff_against(before, foreign_keys_are_objs=True).changes if before else []
    fields = type(version).tracked_fields
    names = {field.name: field.verbose_name for field in fields}
    choices = {field.name: dict(field.flatchoices) for field in fields}
    return {
        "version": version,
        "changed": [
            {
                "field": names[change.field],
                "before": _in_words(change.old, choices[change.field]),
                "after": _in_words(change.new, choices[change.field]),
            }
            for change in delta
        ],
    }


def _in_words(value: Any, choices: dict[Any, Any]) -> Any:
    """Return what the page shows of a value, None for nothing; no row at all comes as a deleted one, whose id is none."""
    if value in ("", None, []) or (isinstance(value, DeletedObject) and value.pk is None):
        return None
    return choices.get(value, value) if isinstance(value, str) else value
