"""Strikes: a source says an air strike, shelling or missile hit a place, with ranges of casualties.

`CASUALTY_FIELDS` is the one table from which columns, constraints, forms, records and exports are made.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from django.db import models
from django.db.models import F, Q

from conflictmap.core import records

from .actor import Actor
from .source import choices_of
from .statement import Statement


class CasualtyField(NamedTuple):
    """One column: `killed_civilians_low` is outcome killed, group civilians, bound low."""

    name: str
    outcome: str
    group: str
    bound: str


OUTCOMES = ("killed", "injured")
GROUPS = ("civilians", "combatants", "unknown")
BOUNDS = ("low", "best", "high")
CASUALTY_FIELDS: tuple[CasualtyField, ...] = tuple(
    CasualtyField(f"{outcome}_{group}_{bound}", outcome, group, bound)
    for outcome in OUTCOMES
    for group in GROUPS
    for bound in BOUNDS
)


def _in_order(stem: str, lower: str, upper: str) -> models.CheckConstraint:
    low, high = f"{stem}_{lower}", f"{stem}_{upper}"
    return models.CheckConstraint(
        condition=Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{high}__gte": F(low)}),
        name=f"strike_{stem}_{lower}_to_{upper}",
    )


class Strike(Statement):
    kind_of_row = "strike"

    attackers = models.ManyToManyField(Actor, blank=True, related_name="strikes")
    kind = models.CharField(max_length=12, choices=choices_of(records.StrikeKind), default="air-strike")
    weapon = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=300, blank=True, help_text="The target as the source states it.")
    killed_wording = models.CharField(max_length=200, blank=True)
    injured_wording = models.CharField(max_length=200, blank=True)
    grading = models.CharField(max_length=12, choices=choices_of(records.Grading), default="fair")

    class Meta(Statement.Meta):
        permissions = [
            ("withdraw_strike", "Can withdraw a strike"),
            ("sign_off_strike", "Can sign off a strike of another editor"),
        ]
        constraints = [
            *Statement.Meta.constraints,
            *(
                _in_order(f"{outcome}_{group}", lower, upper)
                for outcome in OUTCOMES
                for group in GROUPS
                for lower, upper in (("low", "best"), ("best", "high"), ("low", "high"))
            ),
        ]
        indexes = [models.Index(fields=["theatre", "date_start", "id"])]

    def casualties(self, outcome: str) -> records.Casualties:
        groups = {
            group: records.Range(*(getattr(self, f"{outcome}_{group}_{bound}") for bound in BOUNDS)) for group in GROUPS
        }
        return records.Casualties(**groups, wording=getattr(self, f"{outcome}_wording"))

    def to_record(self) -> records.Strike:
        """Return the record; select with `with_names()` and prefetch `attackers` first."""
        return records.Strike(
            **self.record_fields(),
            attackers=tuple(sorted(actor.slug for actor in self.attackers.all())),
            kind=cast(records.StrikeKind, self.kind),
            weapon=self.weapon,
            target=self.target,
            killed=self.casualties("killed"),
            injured=self.casualties("injured"),
            grading=cast(records.Grading, self.grading),
        )


for _field in CASUALTY_FIELDS:
    Strike.add_to_class(_field.name, models.PositiveIntegerField(null=True, blank=True))
