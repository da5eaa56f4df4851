"""Actors: parties that can hold ground or strike."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from conflictmap.core import records

from .identity import PublicRow
from .theatre import Theatre, slug_validator


class Actor(PublicRow):
    kind_of_row = "actor"

    theatre = models.ForeignKey(Theatre, on_delete=models.PROTECT, related_name="actors")
    slug = models.CharField(max_length=80, validators=[slug_validator])
    name = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=40, validators=[slug_validator], help_text="Allies share a side.")
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$", "A colour is #rrggbb.")])
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Of equal memberships, the lower order has the ground."
    )
    can_hold = models.BooleanField(default=True, help_text="Whether it can hold ground, or only strikes.")

    class Meta:
        ordering = ["theatre", "order", "slug"]
        constraints = [models.UniqueConstraint(fields=["theatre", "slug"], name="actor_slug_once_per_theatre")]

    def __str__(self) -> str:
        return self.name

    def natural_parts(self) -> tuple[object, ...]:
        return (self.theatre.slug, self.slug)

    def to_record(self) -> records.Actor:
        return records.Actor(
            slug=self.slug,
            name=self.name,
            name_ar=self.name_ar,
            short_name=self.short_name,
            side=self.side,
            colour=self.colour,
            order=self.order,
            can_hold=self.can_hold,
        )
