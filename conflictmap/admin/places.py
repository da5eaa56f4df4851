"""Places, with a map to set them on. Longitude before latitude, degrees (WGS 84)."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from leaflet.forms.fields import PointField
from leaflet.forms.widgets import LeafletWidget

from conflictmap import tasks
from conflictmap.models import Place, Theatre
from conflictmap.pipeline.catalogue import revert_place, save_place

from .history import HistoryAdmin
from .rows import DeskForm, editor_of
from .site import desk
from .theatre_choices import default_theatre


def point_of(value: Any) -> dict[str, Any] | None:
    """Return the GeoJSON Point that a text is, or None. GDAL is asked nothing that is not one: it fails in many ways."""
    try:
        point = json.loads(value)
        longitude, latitude = point["coordinates"]
        within = point["type"] == "Point" and abs(longitude) <= 180 and abs(latitude) <= 90
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return {"type": "Point", "coordinates": [float(longitude), float(latitude)]} if within else None


class PlaceMap(LeafletWidget):
    """django-leaflet's map, where a click or a drag sets the point; it needs no tiles and no drawing tools."""

    geometry_field_class = "L.DeskPlaceField"
    geom_type = "POINT"

    def deserialize(self, value: str) -> Any:
        point = point_of(value)
        return super().deserialize(json.dumps(point)) if point else None

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"screen": ["leaflet/leaflet.css", "conflictmap-admin/map.css"]},
            js=[
                "leaflet/leaflet.js",
                "leaflet/leaflet.extras.js",
                "leaflet/leaflet.forms.js",
                "conflictmap-admin/ground.js",
                "conflictmap-admin/place-map.js",
            ],
        )


class MapPoint(PointField):
    """django-leaflet's field for what its map sends: one point, longitude and latitude in degrees."""

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().clean(value)
        point = point_of(value)
        if point is None:
            raise ValidationError("This is no point on the map: click it, or type the coordinates.")
        return super().clean(json.dumps(point))


class PlaceForm(DeskForm):
    point = MapPoint(srid=4326, required=False, widget=PlaceMap, label="On the map")
    longitude = forms.FloatField(
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Degrees east.",
    )
    latitude = forms.FloatField(
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Degrees north.",
    )

    class Meta:
        model = Place
        fields = "__all__"
        help_texts = {
            "names": 'A list of other names, in any script: ["Alep", "Haleb"].',
            "slug": "Part of its public id: once saved, it stays.",
            "extent": "For areas, districts, provinces and countries only.",
            "provenance": "Gazetteer: it has a GeoNames id. Otherwise: where the coordinates come from.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "point" not in self.fields:
            return
        self.fields["point"].widget.csp_nonce = self.csp_nonce
        place = self.instance
        if place.longitude is not None and place.latitude is not None:
            point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
            self.initial["point"] = json.dumps(point)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        point = cleaned.get("point")
        typed = {"longitude", "latitude"} & set(self.changed_data)
        # The map writes both inputs as it moves; where scripts are off in one of them, what was typed counts.
        if point and not point.empty and not typed and "point" in self.changed_data:
            cleaned["longitude"], cleaned["latitude"] = round(point.x, 6), round(point.y, 6)
        for name in ("longitude", "latitude"):
            value = cleaned.get(name)
            limit = 180 if name == "longitude" else 90
            if value is None and name not in self.errors:
                self.add_error(name, "Click the map, or type the coordinates.")
            elif value is not None and not -limit <= value <= limit:
                self.add_error(name, f"Between -{limit} and {limit} degrees.")
        return cleaned


@admin.register(Place, site=desk)
class PlaceAdmin(HistoryAdmin):
    form = PlaceForm
    change_form_template = "admin/conflictmap/place/change_form.html"
    list_display = (
        "name",
        "arabic_name",
        "kind",
        "population",
        "position",
        "precision",
        "parent",
        "provenance",
        "theatre",
    )
    list_filter = ("theatre", "kind", "precision", "provenance", ("extent", admin.EmptyFieldListFilter))
    list_select_related = ("theatre", "parent")
    search_fields = ("name", "name_ar", "slug", "names", "=geonames_id")
    ordering = (F("population").desc(nulls_last=True), "name", "slug")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("theatre", ("name", "name_ar"), "slug", "names", ("kind", "parent"))}),
        ("Where", {"fields": ("point", ("longitude", "latitude"), ("precision", "precision_m"))}),
        ("From the gazetteer", {"fields": (("geonames_id", "population", "country_code"), "provenance", "note")}),
        ("Extent", {"fields": ("extent",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        return super().get_queryset(request).select_related("theatre", "parent")

    @admin.display(description="in Arabic", ordering="name_ar")
    def arabic_name(self, place: Place) -> str:
        return place.name_ar

    @admin.display(description="longitude, latitude")
    def position(self, place: Place) -> str:
        return f"{place.longitude:.4f}, {place.latitude:.4f}"

    def autocomplete_label(self, place: Place) -> str:
        part_of = f" · {place.parent.name}" if place.parent else ""
        return f"{place.name} · {place.kind}{part_of} · {place.latitude:.2f} N {place.longitude:.2f} E · {place.theatre.name}"

    def get_readonly_fields(self, request: HttpRequest, obj: Place | None = None) -> tuple[str, ...]:
        return ("slug", "theatre") if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Place | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("name",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return default_theatre() | {"provenance": "background"} | super().get_changeform_initial_data(request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        place = kwargs.get("obj")
        theatre = place.theatre if place is not None else Theatre.objects.default()
        context["ground"] = {
            "url": reverse("admin:conflictmap_theatre_ground", args=["THEATRE"]),
            "theatre": str(theatre.pk) if theatre else "",
            "place": str(place.pk) if place is not None else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def write(self, request: HttpRequest, form: Any, change: bool) -> Place:
        place = form.instance
        place.longitude, place.latitude = form.cleaned_data["longitude"], form.cleaned_data["latitude"]
        if place.names is None:
            place.names = []
        saved = save_place(place=place, by=editor_of(request))
        tasks.claims_changed(saved.theatre)
        return saved

    history_related = ("parent",)

    def revert(self, request: HttpRequest, row: Place, version: Any) -> Place:
        saved = revert_place(place=row, version=version, by=editor_of(request))
        tasks.claims_changed(saved.theatre)
        return saved
