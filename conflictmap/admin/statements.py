"""Claims and strikes in the desk: append-only. Saving a change supersedes the row; nothing is changed or deleted in place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from conflictmap import tasks
from conflictmap.models import Claim, Mention, Strike
from conflictmap.pipeline.record import AlreadySuperseded, restore, sign_off, withdraw

from .marked_text import context_of, sentence_of
from .rows import DeskAdmin, DeskForm, editor_of, messages_of

Row = Claim | Strike

WHEN = (
    "When",
    {
        "fields": (("date_start", "date_end", "date_precision"),),
        "description": "Days of the theatre. “On Saturday” is one day; “between Friday and Sunday” is a range.",
    },
)
WORDS = ("In words", {"fields": ("summary", "quote", "place_as_written")})


class StatementForm(DeskForm):
    """What the forms of claims and strikes share. The theatre is the place's."""

    from_mention = ModelChoiceField(Mention.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "date_end" in self.fields:
            self.fields["date_end"].required = False
            self.fields["date_end"].help_text = "Left empty, it is the first day."
        if "reported_at" in self.fields:
            self.fields[
                "reported_at"
            ].help_text = "When the source spoke, in UTC; if nobody says, when the report was published."
        for name, rows in (("summary", 3), ("quote", 3)):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = rows
                self.fields[name].widget.attrs["dir"] = "auto"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("date_start"), cleaned.get("date_end")
        if first and not last and "date_end" not in self.errors:
            cleaned["date_end"] = first
        if first and last and last < first:
            self.add_error("date_end", "The last day is before the first.")
        if cleaned.get("provenance") == "report" and not cleaned.get("report") and "report" not in self.errors:
            self.add_error("report", "A row that comes from a report names it.")
        return cleaned


class StatementAdmin(DeskAdmin):
    change_form_template = "admin/conflictmap/statement/change_form.html"
    date_hierarchy = "date_start"
    ordering: ClassVar[Any] = ("-date_start", "place__name", "id")
    list_display_links = ("place", "short_summary")
    search_fields = ("summary", "place__name", "place__name_ar", "source__name", "key")
    autocomplete_fields: ClassVar[Any] = ("place", "source", "via", "report")
    addable = ("place", "source")
    actions = ("sign_off_selected", "withdraw_selected")
    list_select_related: ClassVar[Any] = (
        "theatre",
        "place",
        "source",
        "report",
        "created_by",
        "signed_off_by",
        "superseded_by",
    )

    # --- Reading ------------------------------------------------------------------------------------------------
    @admin.display(description="standing")
    def standing(self, row: Row) -> str:
        if successor_of(row) is not None:
            return "superseded"
        if row.basis == "retracted":
            return "withdrawn"
        return "awaiting sign-off" if row.awaits_sign_off else "in force"

    @admin.display(description="summary", ordering="summary")
    def short_summary(self, row: Row) -> str:
        return Truncator(row.summary).chars(110)

    @admin.display(description="days", ordering="date_start")
    def days(self, row: Row) -> str:
        if row.date_start == row.date_end:
            return f"{row.date_start:%-d %b %Y}"
        return f"{row.date_start:%-d %b} – {row.date_end:%-d %b %Y}"

    def autocomplete_label(self, row: Row) -> str:
        return f"{row.place.name}, {self.days(row)}: {Truncator(row.summary).chars(80)}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Superseded rows are shown, not changed; one that was superseded meanwhile is refused with its form kept."""
        if obj is not None and request.method != "POST" and successor_of(obj) is not None:
            return False
        return super().has_change_permission(request, obj)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"conflictmap.withdraw_{self.opts.model_name}")

    def has_sign_off_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"conflictmap.sign_off_{self.opts.model_name}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            # The form has written what was sent onto `row`: ask again what is stored.
            stored = self.get_queryset(request).get(pk=row.pk)
            context |= {
                "versions": versions_of(stored),
                "standing": self.standing(stored),
                "may_restore": super().has_change_permission(request, stored),
                "may_withdraw": self.standing(stored) in ("in force", "awaiting sign-off")
                and self.has_withdraw_permission(request),
                "show_save_and_add_another": False,
                "show_save_and_continue": False,
            }
        else:
            context["drafted_from"] = self._drafted_from(request)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Writing ------------------------------------------------------------------------------------------------
    def record(self, form: Any, by: Any) -> Row:
        """Record a new row from the cleaned form."""
        raise NotImplementedError

    def supersede(self, row: Any, form: Any, by: Any) -> Row | None:
        """Supersede a row by what the cleaned form changes; None if it changes nothing."""
        raise NotImplementedError

    def write(self, request: HttpRequest, form: Any, change: bool) -> Row:
        if not change:
            row = self.record(form, editor_of(request))
        else:
            stored = self.get_queryset(request).get(pk=form.instance.pk)
            try:
                successor = self.supersede(stored, form, editor_of(request))
            except AlreadySuperseded:
                self._point_to_successor(request, stored)
                raise
            if successor is None:
                request.unchanged = True  # type: ignore[attr-defined]
                return stored
            row = successor
        tasks.claims_changed(row.theatre)
        return row

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if getattr(request, "unchanged", False) else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Row) -> HttpResponse:
        if getattr(request, "unchanged", False):
            self.message_user(request, "Nothing was changed, so nothing was written.", messages.INFO)
        else:
            self.message_user(
                request,
                "Saved as a new row, which supersedes the one before. That one stays in the history.",
                messages.SUCCESS,
            )
        return HttpResponseRedirect(self.address_of(obj))

    def address_of(self, row: Row) -> str:
        return reverse(f"admin:conflictmap_{self.opts.model_name}_change", args=[row.pk])

    def _point_to_successor(self, request: HttpRequest, row: Row) -> None:
        successor = self.model.objects.filter(supersedes=row).first()
        if successor is not None:
            self.message_user(
                request,
                format_html(
                    "Somebody has superseded this row while you had it open. Nothing was saved; what you typed is still "
                    'below. <a href="{}">Open the newer row</a> and change that one.',
                    self.address_of(successor),
                ),
                messages.WARNING,
            )

    # --- Withdrawing --------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        name = f"conflictmap_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<uuid:pk>/withdraw/", view(self.withdraw_view), name=f"{name}_withdraw"),
            path("<uuid:pk>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def restore_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """On POST, supersede the head of a chain by what this row of it said."""
        version = self.get_queryset(request).filter(pk=pk).first()
        if version is None or request.method != "POST":
            raise Http404("There is no such row.")
        head = self.get_queryset(request).filter(pk=versions_of(version)[-1]["row"].pk).get()
        if not super().has_change_permission(request, head):
            raise PermissionDenied
        try:
            restored = restore(row=head, version=version, by=editor_of(request))
        except ValidationError as refused:
            self.message_user(request, messages_of(refused), messages.ERROR)
            return HttpResponseRedirect(self.address_of(head))
        tasks.claims_changed(restored.theatre)
        self.log_change(request, restored, "Restored.")
        self.message_user(request, "It says again what it said: as a new row, which supersedes the one before.")
        return HttpResponseRedirect(self.address_of(restored))

    def withdraw_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Ask, and on POST withdraw."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404("There is no such row.")
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "title": "Withdraw?", "opts": self.opts, "row": row}
            return render(request, "admin/conflictmap/statement/withdraw.html", context)
        try:
            withdrawn = withdraw(row=row, by=editor_of(request))
        except ValidationError as refused:
            self.message_user(request, messages_of(refused), messages.ERROR)
            return HttpResponseRedirect(self.address_of(row))
        tasks.claims_changed(withdrawn.theatre)
        self.log_change(request, withdrawn, "Withdrawn.")
        self.message_user(request, "Withdrawn. To bring it back, give it its basis again and save.", messages.SUCCESS)
        return HttpResponseRedirect(self.address_of(withdrawn))

    @admin.action(description="Sign off the selected rows", permissions=["sign_off"])
    def sign_off_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, "signed off", sign_off)

    @admin.action(description="Withdraw the selected rows", permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset.exclude(basis="retracted"), "withdrawn", withdraw)

    def _each(self, request: HttpRequest, queryset: QuerySet[Any], what: str, write: Any) -> None:
        done, theatres = 0, {}
        for row in queryset:
            try:
                theatre = write(row=row, by=editor_of(request)).theatre
            except ValidationError as refused:
                self.message_user(
                    request, f"“{Truncator(row.summary).chars(60)}”: {messages_of(refused)}", messages.ERROR
                )
                continue
            done, theatres[theatre.pk] = done + 1, theatre
        for theatre in theatres.values():
            tasks.claims_changed(theatre)
        if done:
            self.message_user(request, f"{done} {what}.", messages.SUCCESS)

    # --- Drafting from a mention --------------------------------------------------------------------------------
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        mention = self._mention(request)
        if mention is None:
            return initial
        report = mention.report
        day = report.theatre.day_of(report.published_at)
        drafted = {
            "from_mention": mention.pk,
            "place": mention.place_id,
            "source": report.source_id,
            "report": report.pk,
            "reported_at": report.published_at,
            "place_as_written": mention.text,
            "provenance": "report",
            "date_start": day,
            "date_end": day,
            # A summary of ours is no quotation.
            "quote": "" if report.is_summary else sentence_of(report.text, mention.start, mention.end)[:2000],
        }
        return drafted | initial

    def _mention(self, request: HttpRequest) -> Mention | None:
        """Return the mention that a draft starts from, by the address or by the form that was sent."""
        wanted = request.POST.get("from_mention") or request.GET.get("mention")
        if not wanted:
            return None
        try:
            return Mention.objects.select_related("report__theatre", "report__source", "place").get(pk=wanted)
        except (Mention.DoesNotExist, ValidationError, ValueError):
            return None

    def _drafted_from(self, request: HttpRequest) -> dict[str, Any] | None:
        mention = self._mention(request)
        if mention is None:
            return None
        return {"mention": mention, "context": context_of(mention.report.text, mention.start, mention.end, 400)}


def successor_of(row: Row) -> Row | None:
    """Return the row that supersedes this one, if there is one."""
    return getattr(row, "superseded_by", None)


def columns_of(form: Any) -> dict[str, Any]:
    """Return the cleaned columns of a new row, whose theatre is its place's."""
    columns = {field.name for field in form._meta.model._meta.concrete_fields}
    cleaned = {name: value for name, value in form.cleaned_data.items() if name in columns}
    return cleaned | {"theatre": form.cleaned_data["place"].theatre}


def versions_of(row: Row) -> list[dict[str, Any]]:
    """Return the row's whole chain, oldest first, each with who made it, when, and which fields it changed."""
    stem = row.key.partition("~")[0]
    chain = (
        type(row)
        .objects.filter(theatre=row.theatre_id)
        .filter(Q(key=stem) | Q(key__startswith=f"{stem}~"))
        .select_related("created_by", "signed_off_by")
    )
    fields = [f for f in row._meta.concrete_fields if f.editable]
    versions: list[dict[str, Any]] = []
    for version in sorted(chain, key=lambda version: int(version.key.partition("~")[2] or 1)):
        before = versions[-1]["row"] if versions else None
        changed = (
            [] if before is None else [_change(f, before, version) for f in fields if _differs(f, before, version)]
        )
        versions.append({"row": version, "changed": changed, "is_shown": version.pk == row.pk})
    return versions


def _differs(field: Any, before: Any, after: Any) -> bool:
    return bool(field.value_from_object(before) != field.value_from_object(after))


def _change(field: Any, before: Any, after: Any) -> dict[str, Any]:
    """Say what changed in words; of another row only that it is another, for ids say nothing to a reader."""
    shown = {"field": field.verbose_name, "is_row": field.is_relation}
    return shown | {"before": field.value_from_object(before), "after": field.value_from_object(after)}
