"""Releases: immutable published timelines, named by the hash of their content."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from conflictmap.core.citation import bibtex, cited

from .identity import PublicRow
from .theatre import Theatre

#: Lies in the folder of a withdrawn release in place of its files, and says why.
WITHDRAWN_FILE = "withdrawn.json"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Release(PublicRow):
    kind_of_row = "release"

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="releases")
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)
    days = models.PositiveIntegerField()
    claim_count = models.PositiveIntegerField()
    strike_count = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["theatre", "hash"], name="release_hash_once_per_theatre"),
            models.UniqueConstraint(fields=["theatre"], condition=Q(is_current=True), name="one_current_release"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawn_release_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theatre_id and self.theatre.slug} {self.hash}"

    @property
    def citation(self) -> str:
        """The sentence by which it is cited."""
        first, last = self._days()
        return cited(theatre=self.theatre.name, first=first, last=last, hash_=self.hash, published_at=self.published_at)

    @property
    def bibtex(self) -> str:
        """Its entry in a BibTeX file."""
        first, last = self._days()
        return bibtex(
            slug=self.theatre.slug,
            theatre=self.theatre.name,
            first=first,
            last=last,
            hash_=self.hash,
            published_at=self.published_at,
        )

    def _days(self) -> tuple[date, date]:
        """Return its first and last day, counted from the theatre's first; theatres grow at their end."""
        first = self.theatre.date_start
        return first, first + timedelta(days=self.days - 1)

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.hash)
