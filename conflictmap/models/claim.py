"""Claims: a source says that on a date an actor controls, entered, contests or lost a place, or denies it."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import Q

from conflictmap.core import records

from .actor import Actor
from .source import choices_of
from .statement import Statement


class Claim(Statement):
    kind_of_row = "claim"

    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="claims", help_text="The party spoken about, not who speaks."
    )
    relation = models.CharField(max_length=12, choices=choices_of(records.Relation), default="controls")
    share = models.CharField(
        max_length=8, choices=choices_of(records.Share), default="whole", help_text="How much of the place."
    )
    voice = models.CharField(max_length=12, choices=choices_of(records.Voice), default="attributed")
    on_the_spot = models.BooleanField(default=False, help_text="The outlet's own correspondent saw it.")
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1, for background rows and overrides.")
    denies = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="denied_by")

    class Meta(Statement.Meta):
        permissions = [
            ("withdraw_claim", "Can withdraw a claim"),
            ("sign_off_claim", "Can sign off a claim of another editor"),
        ]
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="claim_confidence_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["theatre", "date_start", "id"]),
            models.Index(fields=["place", "date_start"]),
        ]

    def to_record(self) -> records.Claim:
        """Return the record; select with `with_names()` and `actor` first to keep this to one query."""
        return records.Claim(
            **self.record_fields(),
            actor=self.actor.slug,
            relation=cast(records.Relation, self.relation),
            share=cast(records.Share, self.share),
            voice=cast(records.Voice, self.voice),
            on_the_spot=self.on_the_spot,
            confidence=self.confidence,
            denies=str(self.denies_id) if self.denies_id else "",
        )
