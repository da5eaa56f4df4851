"""Reports: taking one in reads and geocodes it; its text stays as it was taken in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from conflictmap import tasks
from conflictmap.models import MAX_REPORT_CHARACTERS, Mention, Report
from conflictmap.pipeline.catalogue import update_report
from conflictmap.pipeline.ingest import ingest_report

from .desk import address_of, desk_view, first_view
from .marked_text import pieces_of
from .rows import DeskAdmin, DeskForm, changes_of
from .site import desk


class ReportForm(DeskForm):
    class Meta:
        model = Report
        fields = "__all__"
        help_texts = {
            "text": f"The whole text, at most {MAX_REPORT_CHARACTERS:,} characters. It can't be changed afterwards.",
            "published_at": "In UTC.",
            "language": "A code such as en or ar.",
            "notes": "Totals and remarks that are no claim or strike.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("text", 24), ("notes", 3)):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"rows": rows, "dir": "auto"}


@admin.register(Report, site=desk)
class ReportAdmin(DeskAdmin):
    form = ReportForm
    change_form_template = "admin/conflictmap/report/change_form.html"
    list_display = ("title", "source", "when", "language", "is_summary", "mention_count", "to_review", "read")
    list_filter = ("theatre", "source", "language", "is_summary", ("extracted_at", admin.EmptyFieldListFilter))
    list_select_related = ("source",)
    search_fields = ("title", "text", "source__name", "url")
    date_hierarchy = "published_at"
    autocomplete_fields = ("source",)
    addable = ("source",)
    ADD_FIELDSETS = (
        (None, {"fields": ("source", "title", "published_at", "text")}),
        ("More", {"fields": (("url", "language"), "is_summary", "notes")}),
    )
    CHANGE_FIELDSETS = (
        (
            "About the report",
            {"fields": ("title", ("source", "is_summary"), "published_at", ("url", "language"), "notes")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        queryset = super().get_queryset(request).select_related("theatre", "source")
        if request.resolver_match and request.resolver_match.url_name == "conflictmap_report_changelist":
            waiting = Q(
                mentions__demonym=False,
                mentions__status__in=[Mention.GEOCODED, Mention.AMBIGUOUS, Mention.UNKNOWN],
            )
            queryset = queryset.defer("text").annotate(
                named=Count("mentions", filter=Q(mentions__demonym=False)), waiting=Count("mentions", filter=waiting)
            )
        return queryset

    @admin.display(description="published, UTC", ordering="published_at")
    def when(self, report: Report) -> str:
        return f"{report.published_at:%-d %b %Y, %H:%M}"

    @admin.display(description="mentions", ordering="named")
    def mention_count(self, report: Any) -> int:
        return int(report.named)

    @admin.display(description="to review", ordering="waiting")
    def to_review(self, report: Any) -> str:
        if not report.waiting:
            return "–"
        return format_html('<a href="{}">{}</a>', address_of(report), report.waiting)

    @admin.display(description="read", boolean=True, ordering="extracted_at")
    def read(self, report: Report) -> bool:
        return report.extracted_at is not None

    def autocomplete_label(self, report: Report) -> str:
        return f"{report.title} ({report.source.name}, {report.published_at:%-d %b %Y})"

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        return self.ADD_FIELDSETS if obj is None else self.CHANGE_FIELDSETS

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> tuple[str, ...]:
        return () if obj is None else ("source", "is_summary")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.autocomplete_fields

    # --- The review desk ----------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("desk/", guarded(first_view), name="conflictmap_desk"),
            path("<uuid:pk>/desk/", guarded(self.desk_view), name="conflictmap_report_desk"),
            *super().get_urls(),
        ]

    def desk_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return desk_view(request, pk, {**self.admin_site.each_context(request), "opts": self.opts})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        report = kwargs.get("obj")
        if report is not None:
            mentions = list(report.mentions.select_related("place").order_by("start"))
            context |= {
                "pieces": pieces_of(report.text, [mention for mention in mentions if not mention.demonym]),
                "mentions": [mention for mention in mentions if not mention.demonym],
                "demonyms": [mention for mention in mentions if mention.demonym],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def write(self, request: HttpRequest, form: Any, change: bool) -> Report:
        cleaned = form.cleaned_data
        if change:
            stored = self.get_queryset(request).get(pk=form.instance.pk)
            changes = changes_of(form, stored)
            if changes:
                update_report(report=stored, changes=changes)
                tasks.claims_changed(stored.theatre)
            return stored
        fields = ("source", "title", "text", "published_at", "url", "language", "is_summary", "notes")
        report = ingest_report(theatre=cleaned["source"].theatre, **{name: cleaned[name] for name in fields})
        tasks.report_saved(report)
        return report

    def response_add(self, request: HttpRequest, obj: Report, post_url_continue: str | None = None) -> HttpResponse:
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, "The report is taken in. The places that it names are below.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:conflictmap_report_change", args=[obj.pk]))
