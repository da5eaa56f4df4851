"""Theatres: one conflict area and period, with its boundary, lenses and publishing rules."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from conflictmap.core import records

from .identity import PublicRow

slug_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and single hyphens.")


class TheatreQuerySet(models.QuerySet["Theatre"]):
    def default(self) -> Theatre | None:
        """Return the theatre shown at `/`: the one marked default, else the first by name."""
        return self.order_by("-is_default", "name").first()


class Theatre(PublicRow):
    kind_of_row = "theatre"

    slug = models.CharField(max_length=80, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    boundary = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees.")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    date_start = models.DateField()
    date_end = models.DateField()
    time_zone = models.CharField(max_length=64, default="UTC")
    lenses = models.JSONField(default=list, help_text="List of {slug, name, name_ar, alignment, kind}.")
    country_codes = models.JSONField(default=list, blank=True)
    support_km = models.FloatField(default=25.0, help_text="Ground farther than this from any evidence is unknown.")
    filler_km = models.FloatField(default=8.0, help_text="Spacing of the network's filler points.")
    landscape = models.JSONField(
        default=list, blank=True, help_text="Rivers, roads, borders and names drawn for orientation: records.Landmark."
    )
    data_licence = models.TextField(blank=True)
    attribution = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    publish_automatically = models.BooleanField(default=True)
    publish_delay_days = models.PositiveSmallIntegerField(
        default=0, help_text="Hold back what was reported in the last so many days."
    )
    coordinate_decimals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Round published coordinates of places to so many decimals; empty for none."
    )
    sign_off_sources = models.JSONField(
        default=list, blank=True, help_text="Slugs of sources whose claims and strikes need a second editor."
    )
    sign_off_kinds = models.JSONField(
        default=list, blank=True, help_text="Kinds of source whose claims and strikes need a second editor."
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_change = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The last change that the current release shows."
    )

    objects = TheatreQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [
            ("publish_theatre", "Can publish a theatre"),
            ("hold_back_theatre", "Can hold back what a theatre publishes"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(date_end__gte=F("date_start")), name="theatre_dates_in_order"),
            models.CheckConstraint(
                condition=Q(south__gte=-90, north__lte=90, south__lt=F("north")), name="theatre_latitudes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(west__gte=-180, west__lte=180, east__gte=-180, east__lte=180),
                name="theatre_longitudes_in_range",
            ),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_theatre"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_parts(self) -> tuple[object, ...]:
        return (self.slug,)

    def day_of(self, moment: datetime) -> date:
        """Return the theatre's own day in which an aware moment falls."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def landmarks(self) -> list[records.Landmark]:
        """Return what is drawn around and under the theatre, without bearing on control."""
        return [records.Landmark(**row) for row in self.landscape]

    def to_record(self) -> records.Theatre:
        return records.Theatre(
            slug=self.slug,
            name=self.name,
            name_ar=self.name_ar,
            boundary=self.boundary,
            bbox=(self.west, self.south, self.east, self.north),
            date_start=self.date_start,
            date_end=self.date_end,
            time_zone=self.time_zone,
            lenses=tuple(records.Lens(**lens) for lens in self.lenses),
            support_km=self.support_km,
            filler_km=self.filler_km,
            data_licence=self.data_licence,
            attribution=self.attribution,
            country_codes=tuple(self.country_codes),
            is_default=self.is_default,
        )
