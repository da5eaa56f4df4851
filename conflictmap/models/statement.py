"""What claims and strikes share: dates, sources, provenance, and being append-only.

A correction is a new row that `supersedes` the old one. The one-to-one column lets a row be superseded once only, so that a
chain has exactly one head; a head whose basis is `retracted` withdraws the whole chain.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conflictmap.core import records

from .identity import PublicRow
from .place import Bbox, Place, within_bbox
from .report import Mention, Report
from .source import Source, choices_of
from .theatre import Theatre


class StatementQuerySet(models.QuerySet[Any]):
    def active(self) -> Self:
        """Select the head of every chain that is not withdrawn."""
        return self.filter(superseded_by__isnull=True).exclude(basis="retracted")

    def signed_off(self) -> Self:
        """Leave out what waits for a second editor: no reader sees it."""
        return self.filter(awaits_sign_off=False)

    def awaiting_sign_off(self) -> Self:
        return self.active().filter(awaits_sign_off=True)

    def overlapping(self, first: date | None, last: date | None) -> Self:
        """Select rows whose dates touch the days from `first` to `last`, either of which may be open."""
        rows = self
        if first is not None:
            rows = rows.filter(date_end__gte=first)
        if last is not None:
            rows = rows.filter(date_start__lte=last)
        return rows

    def in_bbox(self, bbox: Bbox) -> Self:
        return self.filter(within_bbox(bbox, "place__"))

    def with_names(self) -> Self:
        """Join everything that a row shows or turns into a record, in one query."""
        return self.select_related("theatre", "place", "source", "via", "report", "report__source")


class AppendOnlyError(TypeError):
    """A claim or strike was changed or deleted in place instead of being superseded."""


class Statement(PublicRow):
    """A source says something about a place between two days of the theatre."""

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="%(class)ss")
    key = models.CharField(max_length=200, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="%(class)ss")
    place_as_written = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=12, choices=choices_of(records.Basis), default="claimed")
    date_start = models.DateField()
    date_end = models.DateField()
    date_precision = models.CharField(max_length=12, choices=choices_of(records.DatePrecision), default="day")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="%(class)ss")
    via = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relayed_%(class)ss",
        help_text="The outlet that relayed the source's words.",
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss", editable=False
    )
    reported_at = models.DateTimeField()
    summary = models.TextField(max_length=1000, help_text="In our own words.")
    quote = models.TextField(blank=True, max_length=2000, help_text="A span of the report, word for word.")
    provenance = models.CharField(max_length=12, choices=choices_of(records.Provenance), default="report")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by", editable=False
    )
    supersedes_id: UUID | None
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    awaits_sign_off = models.BooleanField(default=False, editable=False)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    signed_off_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["date_start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["theatre", "key"], name="%(class)s_key_once_per_theatre"),
            models.CheckConstraint(condition=Q(date_end__gte=F("date_start")), name="%(class)s_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(provenance="report") | Q(report__isnull=False), name="%(class)s_from_a_report_names_it"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="%(class)s_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(signed_off_by=F("created_by")),
                name="%(class)s_signed_off_by_another",
            ),
            models.CheckConstraint(
                condition=Q(awaits_sign_off=False) | Q(signed_off_at__isnull=True),
                name="%(class)s_signed_off_waits_no_more",
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.key)

    def record_fields(self) -> dict[str, Any]:
        """Return the fields that claims' and strikes' records share; select with `with_names()` first."""
        return {
            "id": str(self.id),
            "key": self.key,
            "place": self.place.slug,
            "basis": self.basis,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "date_precision": self.date_precision,
            "source": self.source.slug,
            "via": self.via.slug if self.via else "",
            "report": str(self.report_id) if self.report_id else "",
            "reported_at": self.reported_at,
            "summary": self.summary,
            "quote": self.quote,
            "place_as_written": self.place_as_written,
            "provenance": self.provenance,
            "supersedes": str(self.supersedes_id) if self.supersedes_id else "",
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"A {self.kind_of_row} is append-only: supersede it instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"A {self.kind_of_row} is append-only: supersede it by a retracted row instead.")
