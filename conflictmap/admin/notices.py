"""Readers' notices of errors: an inbox. What readers wrote stays as it is; one click says what was made of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conflictmap.models import Notice
from conflictmap.pipeline.notices import decide_notice

from .listfilters import AwaitingAnswer
from .rows import DeskAdmin, DeskForm, editor_of
from .site import desk

#: The buttons of a notice's page, and the status that each gives.
BUTTONS = {"_answered": Notice.ANSWERED, "_dismissed": Notice.DISMISSED, "_new": Notice.NEW}


class NoticeForm(DeskForm):
    class Meta:
        model = Notice
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


@admin.register(Notice, site=desk)
class NoticeAdmin(DeskAdmin):
    form = NoticeForm
    change_form_template = "admin/conflictmap/notice/change_form.html"
    list_display = ("excerpt", "about", "has_source", "when", "status", "decided_by")
    list_display_links = ("excerpt",)
    list_filter = (AwaitingAnswer, "theatre", ("source_url", admin.EmptyFieldListFilter))
    list_select_related = ("theatre", "place", "claim", "decided_by")
    search_fields = ("text", "place__name", "place__slug", "claim__summary", "source_url")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    actions = ("answer", "dismiss", "reopen")
    fieldsets = ((None, {"fields": ("note",)}),)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    # --- Reading ------------------------------------------------------------------------------------------------
    @admin.display(description="what readers say", ordering="text")
    def excerpt(self, notice: Notice) -> SafeString:
        return format_html(
            '<span dir="auto">{}</span>', notice.text if len(notice.text) <= 160 else f"{notice.text[:159]}…"
        )

    @admin.display(description="about", ordering="place__name")
    def about(self, notice: Notice) -> SafeString:
        if notice.claim is None:
            return _link("place", notice.place_id, notice.place.name)
        return format_html("{}: {}", notice.place.name, _link("claim", notice.claim.pk, notice.claim.summary[:80]))

    @admin.display(description="source", boolean=True, ordering="source_url")
    def has_source(self, notice: Notice) -> bool:
        return bool(notice.source_url)

    @admin.display(description="sent, UTC", ordering="created_at")
    def when(self, notice: Notice) -> str:
        return notice.created_at.strftime("%Y-%m-%d %H:%M")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        notice = kwargs.get("obj")
        if notice is not None:
            page = reverse("theatre-page", args=[notice.theatre.slug])
            context["seen"] = f"{page}?{notice.view}" if notice.view else f"{page}?place={notice.place.slug}"
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Deciding -----------------------------------------------------------------------------------------------
    def write(self, request: HttpRequest, form: Any, change: bool) -> Notice:
        status = next((status for button, status in BUTTONS.items() if button in request.POST), form.instance.status)
        note = form.cleaned_data["note"]
        return decide_notice(notice=form.instance, status=status, by=editor_of(request), note=note)

    def response_change(self, request: HttpRequest, obj: Notice) -> HttpResponse:
        self.message_user(request, f"“{obj}”: {obj.get_status_display().lower()}.", messages.SUCCESS)
        following = None
        if obj.status != Notice.NEW:
            following = Notice.objects.awaiting_answer().exclude(pk=obj.pk).order_by(*self.ordering).first()
        if following is None:
            return HttpResponseRedirect(reverse("admin:conflictmap_notice_changelist"))
        return HttpResponseRedirect(reverse("admin:conflictmap_notice_change", args=[following.pk]))

    @admin.action(description="Answered: something was done about it", permissions=["change"])
    def answer(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        self._each(request, queryset, Notice.ANSWERED)

    @admin.action(description="Dismissed: nothing is wrong, or no use", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        self._each(request, queryset, Notice.DISMISSED)

    @admin.action(description="New again", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        self._each(request, queryset, Notice.NEW)

    def _each(self, request: HttpRequest, queryset: QuerySet[Notice], status: str) -> None:
        done = [decide_notice(notice=notice, status=status, by=editor_of(request)) for notice in queryset]
        self.message_user(request, f"{len(done)} {status}.", messages.SUCCESS)


def _link(model: str, key: object, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(f"admin:conflictmap_{model}_change", args=[key]), text)
