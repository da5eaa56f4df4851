"""Reports, and the mentions of places in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from conflictmap.core import records
from conflictmap.core.rank_memory import Choice, Choices

from .identity import PublicRow
from .kept_history import KeptHistory
from .place import Place
from .remote_answer import RemoteAnswer
from .source import Source, http_url
from .theatre import Theatre

#: A report longer than this (characters) is refused: no news text is, and extraction stays quick.
MAX_REPORT_CHARACTERS = 200_000


class ReportQuerySet(models.QuerySet["Report"]):
    def awaiting_extraction(self) -> Self:
        return self.filter(extracted_at__isnull=True)

    def awaiting_drafts(self) -> Self:
        """Select what was extracted, and whose drafts nobody has read yet."""
        return self.filter(extracted_at__isnull=False, drafted_at__isnull=True)

    def newest(self) -> Self:
        """Select of each article the version that was taken in last."""
        return self.filter(superseded_by__isnull=True)

    def like_story(self, theatre: Theatre, story: str, marks: Iterable[int]) -> Self:
        """Select the reports of a theatre that may tell the same story: of the same words, or sharing a mark."""
        marked = StoryMark.objects.filter(mark__in=marks).values("report")
        return self.filter(Q(story=story) | Q(pk__in=marked), theatre=theatre).order_by("created_at", "id")


class Report(PublicRow):
    """One published text by one source. `sha256` is of the text, so that the same text of a source enters a theatre once.

    An article that its outlet changes is a new report, which `supersedes` the older version; both stay. Reports of one `story` are
    copies of one text, as a wire's is in many outlets. `address` is the article's, without what follows readers around.
    """

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
    drafted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=1000, blank=True, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by", editable=False
    )
    supersedes_id: UUID | None
    story = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["theatre", "source", "sha256", "version"], name="report_text_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["theatre", "source", "address", "version"],
                condition=~Q(address=""),
                name="report_version_once_per_address",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="report_has_text"),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True) | Q(version__gt=1, supersedes__isnull=False),
                name="report_first_version_supersedes_nothing",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="report_not_its_own_successor"
            ),
        ]
        indexes = [models.Index(fields=["theatre", "story"])]

    def __str__(self) -> str:
        return self.title

    def natural_parts(self) -> tuple[object, ...]:
        if self.key:
            return (self.theatre.slug, self.key)
        return (self.theatre.slug, self.source.slug, self.sha256, *([self.version] if self.version > 1 else []))

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


class StoryMark(models.Model):
    """By such a mark an edited copy of a report is found (core/story.py)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="marks")
    mark = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "mark"], name="story_mark_once_per_report")]


class MentionQuerySet(models.QuerySet["Mention"]):
    def awaiting_geocoding(self) -> Self:
        return self.filter(status=Mention.NEW)

    def unknown(self) -> Self:
        """Select what nobody knows a place for: geocoded without a candidate, and not decided."""
        return self.filter(status=Mention.UNKNOWN, candidates=[], demonym=False)

    def awaiting_remote(self, service: str) -> Self:
        """Select of the unknown those whose name a geocoder of the net was not asked for, who waits longest first."""
        asked = RemoteAnswer.objects.filter(theatre=OuterRef("report__theatre"), service=service, name=OuterRef("name"))
        waiting = self.unknown().filter(~Exists(asked), report__superseded_by__isnull=True)
        return waiting.select_related("report__theatre").order_by("geocoded_at", "id")

    def chosen(self, theatre: Theatre, name: str) -> Choices:
        """Return which places editors took a name for in a theatre's reports, with in how many; an article's versions are one."""
        rows = (
            self.filter(
                report__theatre=theatre, name=name, status__in=[Mention.ACCEPTED, Mention.CORRECTED], demonym=False
            )
            .filter(place__isnull=False, report__superseded_by__isnull=True)
            .order_by("place")
            .values_list("name", "place__geonames_id", "place__slug")
            .annotate(reports=Count("report", distinct=True))
        )
        return Choices.of(Choice(*row) for row in rows)

    def awaiting_review(self) -> Self:
        """Select what an editor must look at: geocoded or not, not yet decided, no demonym, of an article's newest version."""
        waiting = self.filter(status__in=[Mention.GEOCODED, Mention.AMBIGUOUS, Mention.UNKNOWN], demonym=False)
        return waiting.filter(report__superseded_by__isnull=True)


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
    DECIDED = (ACCEPTED, CORRECTED, REJECTED)

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
    #: Versions of what editors decide: the status and the place.
    history = KeptHistory(
        excluded_fields=(
            "report start end text name kind precision demonym span score candidates conflicts "
            "geocoded_at reviewed_by reviewed_at"
        ).split()
    )

    class Meta:
        ordering = ["report", "start"]
        constraints = [
            models.UniqueConstraint(fields=["report", "start", "end"], name="mention_span_once_per_report"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mention_span_in_order"),
        ]
        indexes = [models.Index(fields=["status", "demonym"]), models.Index(fields=["name", "status"])]

    def __str__(self) -> str:
        return f"{self.text} [{self.start}–{self.end}]"

    @property
    def as_seen(self) -> str:
        """What changes whenever somebody decides on the mention or it is geocoded, for an editor's form to send back."""
        moments = (self.geocoded_at, self.reviewed_at)
        return " ".join([self.status, *(moment.astimezone(UTC).isoformat() if moment else "-" for moment in moments)])

    def natural_parts(self) -> tuple[object, ...]:
        return (str(self.report_id), self.start, self.end)
