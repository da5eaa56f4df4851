"""Releases: what has been published. They are immutable: they can be taken back, and that is all."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse

from conflictmap.models import Release
from conflictmap.pipeline.publish import PublishError
from conflictmap.pipeline.releases import roll_back, withdraw_release

from .rows import DeskAdmin
from .site import desk


@admin.register(Release, site=desk)
class ReleaseAdmin(DeskAdmin):
    change_form_template = "admin/conflictmap/release/change_form.html"
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

    # --- Taking back --------------------------------------------------------------------------------------------
    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conflictmap.publish_theatre")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_back)
        return [path("<uuid:key>/take-back/", view, name="conflictmap_release_take_back"), *super().get_urls()]

    def take_back(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Ask what is to become of a release, and do it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        release = get_object_or_404(Release.objects.public().select_related("theatre"), pk=key)
        reason, error = request.POST.get("reason", "").strip()[:500], ""
        if request.method == "POST":
            try:
                if "_withdraw" in request.POST:
                    withdraw_release(release=release, reason=reason)
                    self.message_user(request, f"Release {release.hash[:12]} was withdrawn.", messages.SUCCESS)
                else:
                    roll_back(release=release)
                    self.message_user(request, f"Readers are shown release {release.hash[:12]}.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:conflictmap_release_changelist"))
            except PublishError as refused:
                error = str(refused)
            except ValidationError as refused:
                error = " ".join(refused.messages)
        context = {"release": release, "reason": reason, "error": error, "title": "Take a release back"}
        return render(
            request, "admin/conflictmap/release/take_back.html", {**self.admin_site.each_context(request), **context}
        )
