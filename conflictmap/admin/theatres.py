"""Theatres: their settings, what they publish, and the ground that the desk's maps draw."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from conflictmap import tasks
from conflictmap.core.basemap import clip_basemap
from conflictmap.core.records import SourceKind
from conflictmap.models import Release, Theatre
from conflictmap.models.source import choices_of
from conflictmap.pipeline.catalogue import save_theatre
from conflictmap.pipeline.publish import PublishError, publish

from .rows import DeskAdmin, DeskForm
from .site import desk

logger = logging.getLogger(__name__)
Bbox = tuple[float, float, float, float]
#: What one may set who holds back, and changes nothing else of a theatre.
HOLDING_BACK = ("publish_automatically", "publish_delay_days", "coordinate_decimals")


class TheatreForm(DeskForm):
    sign_off_sources = forms.MultipleChoiceField(
        required=False, label="Sources", help_text="What editors record of these must be signed off by another editor."
    )
    sign_off_kinds = forms.MultipleChoiceField(
        required=False,
        choices=choices_of(SourceKind),
        widget=forms.CheckboxSelectMultiple,
        label="Kinds of source",
        help_text="As above, for every source of the kind.",
    )

    class Meta:
        model = Theatre
        fields = "__all__"
        help_texts = {
            "slug": "Part of every address: once saved, it stays.",
            "lenses": "Whose claims count, one lens each. Leave out alignment and kind for everyone, weighed.",
            "time_zone": "Its own day is what “a day” means, such as Asia/Damascus.",
            "is_default": "Shown at the site's first page; the one before loses this.",
            "publish_automatically": "Off: only “Save and publish now” and the command publish.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sign_off_sources" in self.fields:
            sources: Any = self.fields["sign_off_sources"]
            theatre = self.instance
            sources.choices = list(theatre.sources.order_by("name").values_list("slug", "name")) if theatre.pk else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("date_start"), cleaned.get("date_end")
        if first and last and last < first:
            self.add_error("date_end", "The last day is before the first.")
        for name, limit in (("west", 180), ("east", 180), ("south", 90), ("north", 90)):
            if abs(cleaned.get(name) or 0) > limit:
                self.add_error(name, f"Between -{limit} and {limit} degrees.")
        south, north = cleaned.get("south"), cleaned.get("north")
        if south is not None and north is not None and south >= north:
            self.add_error("south", "The south must lie south of the north.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # That only one theatre is the default is for the pipeline to see to: it takes it from the one before.
        return super()._get_validation_exclusions() | {"is_default"}  # type: ignore[misc]


@admin.register(Theatre, site=desk)
class TheatreAdmin(DeskAdmin):
    form = TheatreForm
    change_form_template = "admin/conflictmap/theatre/change_form.html"
    list_display = ("name", "slug", "date_start", "date_end", "release_hash", "is_out", "changed_at", "is_default")
    search_fields = ("name", "name_ar", "slug")
    date_hierarchy = "date_start"
    list_filter = ("is_default", "publish_automatically")
    actions = ("publish_now",)
    fieldsets = (
        (None, {"fields": (("name", "name_ar"), "slug", "is_default")}),
        ("When", {"fields": (("date_start", "date_end"), "time_zone")}),
        ("Where", {"fields": (("west", "south", "east", "north"), "boundary", "country_codes")}),
        ("How it is assessed", {"fields": ("lenses", ("support_km", "filler_km"))}),
        (
            "What needs a second editor",
            {
                "fields": ("sign_off_kinds", "sign_off_sources"),
                "description": "It counts for what is recorded from then on.",
            },
        ),
        (
            "What is published",
            {
                "fields": (
                    "publish_automatically",
                    ("publish_delay_days", "coordinate_decimals"),
                    "data_licence",
                    "attribution",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theatre]:
        current = Release.objects.filter(theatre=OuterRef("pk"), is_current=True)
        return super().get_queryset(request).annotate(current_hash=Subquery(current.values("hash")[:1]))

    @admin.display(description="current release")
    def release_hash(self, theatre: Any) -> str:
        return theatre.current_hash[:12] if theatre.current_hash else "none"

    @admin.display(description="published", boolean=True)
    def is_out(self, theatre: Any) -> bool:
        return bool(theatre.current_hash) and theatre.changed_at == theatre.published_change

    # --- Who may what -------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Theatre | None = None) -> bool:
        return super().has_change_permission(request, obj) or self.has_hold_back_permission(request)

    def has_hold_back_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conflictmap.hold_back_theatre")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("conflictmap.publish_theatre")

    def get_readonly_fields(self, request: HttpRequest, obj: Theatre | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        if super().has_change_permission(request, obj):
            return ("slug",)
        return tuple(name for name in flatten_fieldsets(self.fieldsets) if name not in HOLDING_BACK)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Theatre | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("name",)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def write(self, request: HttpRequest, form: Any, change: bool) -> Theatre:
        theatre = form.instance
        if change and not form.changed_data:
            return theatre
        if theatre.country_codes is None:
            theatre.country_codes = []
        saved = save_theatre(theatre=theatre)
        if "_publish" not in request.POST:
            tasks.claims_changed(saved)
        return saved

    # --- Publishing ---------------------------------------------------------------------------------------------
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if "_publish" in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and "_publish" in request.POST and response.status_code == 302 and object_id:
            # After the form's transaction: compiling takes seconds, and must not keep the database locked.
            self._publish(request, Theatre.objects.get(pk=object_id))
        return response

    @admin.action(description="Publish now", permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Theatre]) -> None:
        for theatre in queryset:
            self._publish(request, theatre)

    def _publish(self, request: HttpRequest, theatre: Theatre) -> None:
        try:
            published = publish(theatre=theatre, share=tasks.share_with_workers(theatre.slug))
        except PublishError as refused:
            self.message_user(request, f"{theatre.name} was not published. {refused}", messages.ERROR)
        except Exception:
            # Whatever breaks in compiling, the page that asked for it still answers.
            logger.exception("Publishing %s failed", theatre.slug)
            self.message_user(
                request, f"{theatre.name} was not published: an error, which is in the log.", messages.ERROR
            )
        else:
            done = "Published" if published.is_new else "Nothing new to publish:"
            self.message_user(request, f"{done} {theatre.name}, release {published.release.hash}.", messages.SUCCESS)

    # --- The ground of the desk's maps --------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ground_view)
        return [path("<str:pk>/ground/", view, name="conflictmap_theatre_ground"), *super().get_urls()]

    def ground_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Answer with what an offline map needs: the boundary, the land around it, and the places as dots."""
        theatre = self.get_object(request, pk)
        if theatre is None:
            raise Http404
        places = theatre.places.values_list("id", "name", "longitude", "latitude").order_by("slug")
        return JsonResponse(
            {
                "boundary": theatre.boundary,
                "land": land_around(theatre),
                "places": [[str(key), name, longitude, latitude] for key, name, longitude, latitude in places],
            }
        )


def land_around(theatre: Any) -> dict[str, Any]:
    """Return the land of a theatre's current release, which is clipped already, else Natural Earth's, else none."""
    try:
        if theatre.current_hash:
            released = Path(settings.PUBLISHED_ROOT) / theatre.slug / theatre.current_hash / "basemap.json"
            basemap = dict(json.loads(released.read_bytes()))
            # Rivers, roads and names have a kind; countries have none.
            return basemap | {"features": [one for one in basemap["features"] if "kind" not in one["properties"]]}
    except (OSError, ValueError, KeyError):
        logger.warning("The basemap of release %s can't be read", theatre.current_hash)
    file = Path(settings.NATURAL_EARTH_FILE)
    try:
        return _clipped(file, file.stat().st_mtime_ns, (theatre.west, theatre.south, theatre.east, theatre.north))
    except (OSError, ValueError):
        return {"type": "FeatureCollection", "features": []}


@lru_cache(maxsize=8)
def _clipped(file: Path, _changed: int, bbox: Bbox) -> dict[str, Any]:
    return clip_basemap(json.loads(file.read_bytes()), bbox)
