"""Places: named points, and areas with an extent. Longitude before latitude, degrees (WGS 84)."""

from __future__ import annotations

from typing import Self, cast

from django.db import models
from django.db.models import Q

from conflictmap.core import records

from .identity import PublicRow
from .kept_history import KeptHistory
from .source import choices_of
from .theatre import Theatre, slug_validator

Bbox = tuple[float, float, float, float]


def within_bbox(bbox: Bbox, prefix: str = "") -> Q:
    """Select points inside `(west, south, east, north)` in degrees; west > east crosses the antimeridian."""
    west, south, east, north = bbox
    latitudes = Q(**{f"{prefix}latitude__gte": south, f"{prefix}latitude__lte": north})
    from_west = Q(**{f"{prefix}longitude__gte": west})
    to_east = Q(**{f"{prefix}longitude__lte": east})
    return latitudes & (from_west & to_east if west <= east else from_west | to_east)


class PlaceQuerySet(models.QuerySet["Place"]):
    def in_bbox(self, bbox: Bbox) -> Self:
        return self.filter(within_bbox(bbox))


class Place(PublicRow):
    kind_of_row = "place"

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="places")
    slug = models.CharField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    names = models.JSONField(default=list, blank=True, help_text="Other names, in any script.")
    kind = models.CharField(max_length=20, choices=choices_of(records.PlaceKind))
    longitude = models.FloatField(db_index=True)
    latitude = models.FloatField(db_index=True)
    geonames_id = models.PositiveIntegerField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    precision = models.CharField(max_length=20, choices=choices_of(records.Precision), default="settlement")
    precision_m = models.PositiveIntegerField(default=2000, help_text="Radius of doubt in metres.")
    extent = models.JSONField(null=True, blank=True, help_text="GeoJSON Polygon of an area.")
    provenance = models.CharField(max_length=12, choices=choices_of(records.Provenance), default="gazetteer")
    note = models.TextField(blank=True)

    objects = PlaceQuerySet.as_manager()
    history = KeptHistory()

    class Meta:
        ordering = ["theatre", "name", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["theatre", "slug"], name="place_slug_once_per_theatre"),
            models.UniqueConstraint(
                fields=["theatre", "geonames_id"],
                condition=Q(geonames_id__isnull=False),
                name="place_geonames_id_once_per_theatre",
            ),
            models.CheckConstraint(
                condition=Q(longitude__gte=-180, longitude__lte=180), name="place_longitude_in_range"
            ),
            models.CheckConstraint(condition=Q(latitude__gte=-90, latitude__lte=90), name="place_latitude_in_range"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.slug)

    def to_record(self) -> records.Place:
        """Return the record; select `parent` first to keep this to one query."""
        return records.Place(
            slug=self.slug,
            name=self.name,
            name_ar=self.name_ar,
            names=tuple(self.names),
            kind=cast(records.PlaceKind, self.kind),
            longitude=self.longitude,
            latitude=self.latitude,
            geonames_id=self.geonames_id,
            population=self.population,
            country_code=self.country_code,
            parent=self.parent.slug if self.parent else "",
            precision=cast(records.Precision, self.precision),
            precision_m=self.precision_m,
            extent=self.extent,
            provenance=cast(records.Provenance, self.provenance),
            note=self.note,
        )
