"""Releases: what has been published. They are immutable, so there is nothing to change here."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from conflictmap.models import Release

from .rows import DeskAdmin
from .site import desk


@admin.register(Release, site=desk)
class ReleaseAdmin(DeskAdmin):
    list_display = (
        "short_hash",
        "theatre",
        "when",
        "is_current",
        "days",
        "claim_count",
        "strike_count",
        "size",
        "withdrawn_at",
    )
    list_filter = ("theatre", "is_current", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("theatre",)
    search_fields = ("hash", "theatre__name", "theatre__slug")
    date_hierarchy = "published_at"
    fields = (
        "theatre", "hash", "published_at", "is_current", "days", "claim_count", "strike_count", "size",
        "withdrawn_at", "withdrawn_reason",
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> tuple[str, ...]:
        return self.fields

    @admin.display(description="release", ordering="hash")
    def short_hash(self, release: Release) -> str:
        return release.hash[:12]

    @admin.display(description="published, UTC", ordering="published_at")
    def when(self, release: Release) -> str:
        return f"{release.published_at:%-d %b %Y, %H:%M}"

    @admin.display(description="size", ordering="size_bytes")
    def size(self, release: Release) -> str:
        return filesizeformat(release.size_bytes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False
