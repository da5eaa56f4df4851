"""Drafts: what a report's text seems to say of its places, until an editor takes or drops it. A draft is never a claim."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .claim import Claim
from .identity import PublicRow
from .report import Mention, Report
from .strike import Strike


class DraftQuerySet(models.QuerySet["Draft"]):
    def in_order(self) -> Self:
        """Order as the text says it, with all that a row shows in one query."""
        return self.select_related("mention__place", "claim", "strike", "decided_by").order_by(
            "report", "start", "end", "kind", "id"
        )

    def awaiting_review(self) -> Self:
        """Select what an editor may take or drop: open claims and strikes of an article's newest version. Notes are only to be read."""
        return self.filter(status=Draft.OPEN, report__superseded_by__isnull=True).exclude(kind=Draft.NOTE)

    def ready(self) -> Self:
        """Select of those that await review the ones whose place is decided, so that they can be taken as they are."""
        return self.awaiting_review().filter(
            mention__status__in=[Mention.ACCEPTED, Mention.CORRECTED], mention__place__isnull=False
        )


class Draft(PublicRow):
    """One draft of one report. Offsets count characters of the report's text; `item` is as `core.draft_records.drafts_json` gives it.

    `start` and `end` are of the words that say it (of a note: of its sentence); a note has no place and no mention.
    `relation` is a claim's relation, a strike's kind or a note's kind; `speaker` is a source's slug or, where it is none, the text's words.
    """

    kind_of_row = "draft"
    CLAIM, STRIKE, NOTE = "claim", "strike", "note"
    KINDS = [(CLAIM, "Claim"), (STRIKE, "Strike"), (NOTE, "Note")]
    OPEN, TAKEN, DROPPED = "open", "taken", "dropped"
    STATUSES = [(OPEN, "Open"), (TAKEN, "Taken"), (DROPPED, "Dropped")]

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="drafts")
    mention = models.ForeignKey(Mention, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts")
    kind = models.CharField(max_length=8, choices=KINDS)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote_start = models.PositiveIntegerField()
    quote_end = models.PositiveIntegerField()
    place_start = models.PositiveIntegerField(default=0)
    place_end = models.PositiveIntegerField(default=0)
    relation = models.CharField(max_length=12)
    speaker = models.CharField(max_length=200, blank=True)
    item = models.JSONField()
    status = models.CharField(max_length=8, choices=STATUSES, default=OPEN)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    strike = models.ForeignKey(Strike, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["report", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "report",
                    "kind",
                    "start",
                    "end",
                    "quote_start",
                    "quote_end",
                    "place_start",
                    "place_end",
                    "relation",
                    "speaker",
                ],
                name="draft_once_per_report",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & Q(quote_end__gt=F("quote_start")), name="draft_spans_in_order"
            ),
            models.CheckConstraint(
                condition=Q(status="taken") | Q(claim__isnull=True, strike__isnull=True), name="draft_taken_has_its_row"
            ),
            models.CheckConstraint(
                condition=~Q(status="taken")
                | Q(kind="claim", claim__isnull=False, strike__isnull=True)
                | Q(kind="strike", claim__isnull=True, strike__isnull=False),
                name="draft_taken_as_its_kind",
            ),
        ]
        indexes = [models.Index(fields=["status", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"

    def natural_parts(self) -> tuple[object, ...]:
        offsets = (self.start, self.end, self.quote_start, self.quote_end, self.place_start, self.place_end)
        return (str(self.report_id), self.kind, *offsets, self.relation, self.speaker)

    @property
    def words(self) -> str:
        """The words of the text that say it; of a note its sentence."""
        return str(self.item.get("words", self.item["quote"])["text"])
