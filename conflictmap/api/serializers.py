"""What the API tells of theatres, actors, sources, places, reports and releases. Public fields only, and no logic."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conflictmap.core.geojson import geometry_of
from conflictmap.models import Actor, Place, Release, Report, Source, Theatre

POSITIONS = {"type": "array", "minItems": 4, "items": {"type": "array", "minItems": 2, "items": {"type": "number"}}}
POLYGON = {
    "type": "object",
    "description": "GeoJSON Polygon.",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Polygon"]},
        "coordinates": {"type": "array", "items": POSITIONS},
    },
}
MULTIPOLYGON = {
    "type": "object",
    "description": "GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees.",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Polygon", "MultiPolygon"]},
        "coordinates": {"type": "array", "items": {"type": "array", "items": {}}},
    },
}


class CoordinateField(serializers.FloatField):
    """A coordinate in degrees, as precise as its theatre publishes coordinates."""

    def get_attribute(self, instance: Place) -> float:
        decimals = instance.theatre.coordinate_decimals
        value = super().get_attribute(instance) or 0.0
        return value if decimals is None else round(value, decimals)


@extend_schema_field(POLYGON | {"nullable": True})
class ExtentField(serializers.Field[Any, Any, Any, Any]):
    """An area's extent as a GeoJSON Polygon, or null."""

    def get_attribute(self, instance: Place) -> dict[str, Any] | None:
        geometry = geometry_of(instance, instance.theatre.coordinate_decimals)
        return geometry if geometry["type"] == "Polygon" else None

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(MULTIPOLYGON)
class BoundaryField(serializers.JSONField):
    """A GeoJSON Polygon or MultiPolygon."""


class LensSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    name_ar = serializers.CharField(required=False)
    alignment = serializers.CharField(required=False, help_text="Sources of this side only, if set.")
    kind = serializers.CharField(required=False, help_text="Sources of this kind only, if set.")


class TheatreSerializer(serializers.ModelSerializer[Theatre]):
    """One conflict area and period."""

    bbox = serializers.SerializerMethodField(help_text="West, south, east, north in degrees.")
    lenses = LensSerializer(many=True, read_only=True)
    country_codes = serializers.ListField(child=serializers.CharField(), read_only=True)
    boundary = BoundaryField(read_only=True)

    @extend_schema_field({"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}})
    def get_bbox(self, theatre: Theatre) -> list[float]:
        return [theatre.west, theatre.south, theatre.east, theatre.north]

    class Meta:
        model = Theatre
        fields = (
            "id", "slug", "name", "name_ar", "date_start", "date_end", "time_zone", "bbox", "boundary", "lenses",
            "country_codes", "support_km", "attribution", "data_licence", "is_default",
        )  # fmt: skip
        read_only_fields = fields


class OfTheatre(serializers.Serializer[Any]):
    """What belongs to a theatre names it by its slug."""

    theatre = serializers.SlugRelatedField[Theatre](slug_field="slug", read_only=True)


class ActorSerializer(OfTheatre, serializers.ModelSerializer[Actor]):
    """A party that can hold ground or strike."""

    class Meta:
        model = Actor
        fields = ("id", "theatre", "slug", "name", "name_ar", "short_name", "side", "colour", "order", "can_hold")
        read_only_fields = fields


class SourceSerializer(OfTheatre, serializers.ModelSerializer[Source]):
    """Who says something, and whose side they are on (`alignment`, empty for none)."""

    class Meta:
        model = Source
        fields = ("id", "theatre", "slug", "name", "name_ar", "kind", "alignment", "url", "note")
        read_only_fields = fields


class PlacePropertiesSerializer(OfTheatre, serializers.ModelSerializer[Place]):
    """A named place, without its geometry."""

    names = serializers.ListField(child=serializers.CharField(), read_only=True)
    parent = serializers.SlugRelatedField[Place](  # type: ignore[assignment]
        slug_field="slug", read_only=True, allow_null=True
    )

    class Meta:
        model = Place
        fields: tuple[str, ...] = (
            "theatre", "slug", "name", "name_ar", "names", "kind", "geonames_id", "population", "country_code", "parent",
            "precision", "precision_m", "provenance",
        )  # fmt: skip
        read_only_fields = fields


class PlaceSerializer(PlacePropertiesSerializer):
    """A named point, or an area with an extent. Longitude and latitude in degrees (WGS 84)."""

    longitude = CoordinateField(read_only=True)
    latitude = CoordinateField(read_only=True)
    extent = ExtentField(read_only=True)

    class Meta(PlacePropertiesSerializer.Meta):
        fields = ("id", *PlacePropertiesSerializer.Meta.fields, "longitude", "latitude", "extent")
        read_only_fields = fields


class ReportSerializer(OfTheatre, serializers.ModelSerializer[Report]):
    """One published text by one source: where to read it, and our own summary of it where there is one."""

    source = serializers.SlugRelatedField[Source](slug_field="slug", read_only=True)  # type: ignore[assignment]
    summary = serializers.CharField(
        read_only=True, allow_null=True, help_text="In our own words. Other people's texts are never given out."
    )

    class Meta:
        model = Report
        fields = ("id", "theatre", "source", "title", "url", "language", "published_at", "is_summary", "summary")
        read_only_fields = fields


class ReleaseSerializer(OfTheatre, serializers.ModelSerializer[Release]):
    """An immutable published timeline; its files lie under `/published/<theatre>/<hash>/`."""

    citation = serializers.CharField(read_only=True, help_text="The sentence by which it is cited.")
    bibtex = serializers.CharField(read_only=True, help_text="Its entry in a BibTeX file.")

    class Meta:
        model = Release
        fields = (
            "id", "theatre", "hash", "published_at", "is_current", "days", "claim_count", "strike_count", "size_bytes",
            "withdrawn_at", "withdrawn_reason", "citation", "bibtex",
        )  # fmt: skip
        read_only_fields = fields
