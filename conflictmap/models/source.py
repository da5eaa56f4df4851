"""Sources: who says something, and whose side they are on."""

from __future__ import annotations

from typing import cast, get_args

from django.core.validators import URLValidator
from django.db import models

from conflictmap.core import records

from .identity import PublicRow
from .theatre import Theatre, slug_validator

http_url = URLValidator(schemes=["http", "https"])


def choices_of(literal: object) -> list[tuple[str, str]]:
    """Turn a record's Literal type into field choices, so that a code list stands in one place."""
    return [(value, value.replace("-", " ").capitalize()) for value in get_args(literal)]


class Source(PublicRow):
    kind_of_row = "source"

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="sources")
    slug = models.CharField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=choices_of(records.SourceKind))
    alignment = models.CharField(max_length=40, blank=True, help_text="The side it speaks for; empty for none.")
    url = models.CharField(max_length=500, blank=True, validators=[http_url])
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["theatre", "name"]
        constraints = [models.UniqueConstraint(fields=["theatre", "slug"], name="source_slug_once_per_theatre")]

    def __str__(self) -> str:
        return self.name

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.slug)

    def to_record(self) -> records.Source:
        return records.Source(
            slug=self.slug,
            name=self.name,
            name_ar=self.name_ar,
            kind=cast(records.SourceKind, self.kind),
            alignment=self.alignment,
            url=self.url,
            note=self.note,
        )
