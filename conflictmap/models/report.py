"""Reports, and the mentions of places in them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conflictmap.core import records

from .identity import PublicRow
from .place import Place
from .source import Source, http_url
from .theatre import Theatre

#: A report longer than this (characters) is refused: no news text is, and extraction stays quick.
MAX_REPORT_CHARACTERS = 200_000


class ReportQuerySet(models.QuerySet["Report"]):
    def awaiting_extraction(self) -> Self:
        return self.filter(extracted_at__isnull=True)


class Report(PublicRow):
    """One published text by one source. `sha256` is of the text, so that the same text enters a theatre once."""

    kind_of_row = "report"

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="reports")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, editable=False)
    url = models.CharField(max_length=1000, blank=True, validators=[http_url])
    language = models.CharField(max_length=12, default="en")
    is_summary = models.BooleanField(default=False, help_text="The text is a summary in our own words.")
    notes = models.TextField(blank=True, help_text="Totals and remarks that are no claim or strike.")
    published_at = models.DateTimeField()
    extracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["theatre", "sha256"], name="report_text_once_per_theatre"),
            models.CheckConstraint(condition=~Q(text=""), name="report_has_text"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.key or self.sha256)

    def to_record(self) -> records.Report:
        return records.Report(
            key=self.key or str(self.id),
            source=self.source.slug,
            title=self.title,
            text=self.text,
            published_at=self.published_at,
            url=self.url,
            language=self.language,
            is_summary=self.is_summary,
            notes=self.notes,
        )


class MentionQuerySet(models.QuerySet["Mention"]):
    def awaiting_geocoding(self) -> Self:
        return self.filter(status=Mention.NEW)

    def awaiting_review(self) -> Self:
        """Select what an editor must look at: geocoded or not, not yet decided, and no demonym."""
        return self.filter(status__in=[Mention.GEOCODED, Mention.AMBIGUOUS, Mention.UNKNOWN], demonym=False)


class Mention(PublicRow):
    """A span of a report that names a place. `start` and `end` are character offsets into the report's text."""

    kind_of_row = "mention"
    NEW, GEOCODED, AMBIGUOUS, UNKNOWN = "new", "geocoded", "ambiguous", "unknown"
    ACCEPTED, CORRECTED, REJECTED = "accepted", "corrected", "rejected"
    STATUSES = [
        (NEW, "New"),
        (GEOCODED, "Geocoded"),
        (AMBIGUOUS, "Ambiguous"),
        (UNKNOWN, "Unknown"),
        (ACCEPTED, "Accepted"),
        (CORRECTED, "Corrected"),
        (REJECTED, "Rejected"),
    ]

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, blank=True)
    precision = models.CharField(max_length=20, blank=True)
    demonym = models.BooleanField(default=False)
    span = models.JSONField(default=dict, blank=True, help_text="The extractor's own record of the span.")
    status = models.CharField(max_length=12, choices=STATUSES, default=NEW)
    score = models.FloatField(null=True, blank=True)
    candidates = models.JSONField(
        default=list, blank=True, help_text="Ranked: id, name, kind, coordinates, score, reasons."
    )
    conflicts = models.JSONField(default=list, blank=True, help_text="What the text says that the place contradicts.")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="mentions")
    geocoded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "start"]
        constraints = [
            models.UniqueConstraint(fields=["report", "start", "end"], name="mention_span_once_per_report"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mention_span_in_order"),
        ]
        indexes = [models.Index(fields=["status", "demonym"])]

    def __str__(self) -> str:
        return f"{self.text} [{self.start}–{self.end}]"

    def natural_parts(self) -> tuple[object, ...]:
        return (str(self.report_id), self.start, self.end)
