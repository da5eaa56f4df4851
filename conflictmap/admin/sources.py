"""Sources: who says something, and whose side they are on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from conflictmap import tasks
from conflictmap.models import Source
from conflictmap.pipeline.catalogue import save_source

from .rows import DeskAdmin, DeskForm
from .site import desk
from .theatre_choices import default_theatre


class SourceForm(DeskForm):
    class Meta:
        model = Source
        fields = "__all__"
        help_texts = {
            "slug": "Part of its public id: once saved, it stays.",
            "kind": "It decides how a claim is weighed: a monitor counts for more than a belligerent about itself.",
            "alignment": "The side that it speaks for, as actors name it: government, opposition. Empty for none.",
        }


@admin.register(Source, site=desk)
class SourceAdmin(DeskAdmin):
    form = SourceForm
    list_display = ("name", "kind", "alignment", "report_count", "claim_count", "url", "theatre")
    list_filter = ("theatre", "kind", "alignment")
    list_select_related = ("theatre",)
    search_fields = ("name", "name_ar", "slug", "alignment")
    fieldsets = ((None, {"fields": ("theatre", ("name", "name_ar"), "slug", ("kind", "alignment"), "url", "note")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        queryset = super().get_queryset(request).select_related("theatre")
        if request.resolver_match and request.resolver_match.url_name == "conflictmap_source_changelist":
            queryset = queryset.annotate(told=Count("reports", distinct=True), claimed=Count("claims", distinct=True))
        return queryset

    @admin.display(description="reports", ordering="told")
    def report_count(self, source: Any) -> int:
        return int(source.told)

    @admin.display(description="claims", ordering="claimed")
    def claim_count(self, source: Any) -> int:
        return int(source.claimed)

    def autocomplete_label(self, source: Source) -> str:
        side = f", {source.alignment}" if source.alignment else ""
        return f"{source.name} ({source.kind}{side}) · {source.theatre.name}"

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        return ("slug", "theatre") if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Source | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("name",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return default_theatre() | super().get_changeform_initial_data(request)

    def write(self, request: HttpRequest, form: Any, change: bool) -> Source:
        source = save_source(source=form.instance)
        tasks.claims_changed(source.theatre)
        return source
