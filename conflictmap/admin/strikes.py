"""Strikes: what hit where, and who was harmed, as ranges."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from conflictmap.models import CASUALTY_FIELDS, Actor, Strike
from conflictmap.models.strike import BOUNDS, GROUPS, OUTCOMES
from conflictmap.pipeline.record import record_strike, supersede_strike
from conflictmap.pipeline.review import strike_from_mention

from .listfilters import InForce, SignOff
from .rows import changes_of
from .site import desk
from .statements import WHEN, WORDS, StatementAdmin, StatementForm, columns_of
from .theatre_choices import actors_field

#: One line of the table per outcome and group: low, best, high.
CASUALTY_LINES = tuple(
    tuple(f"{outcome}_{group}_{bound}" for bound in BOUNDS) for outcome in OUTCOMES for group in GROUPS
)


class StrikeForm(StatementForm):
    attackers = actors_field(Actor.objects.all(), help_text="None ticked: nobody says who struck.")

    class Meta:
        model = Strike
        fields = "__all__"
        # The first of a line names the line; the head of the table names the columns.
        labels = {
            field.name: f"{field.outcome.capitalize()}: {field.group}" if field.bound == "low" else field.bound
            for field in CASUALTY_FIELDS
        }
        widgets = {
            field.name: forms.NumberInput(
                attrs={"min": 0, "aria-label": f"{field.outcome}, {field.group}, {field.bound}", "class": "count"}
            )
            for field in CASUALTY_FIELDS
        }
        help_texts = {
            "killed_wording": "What the source said, such as “at least seven” or “dozens”.",
            "grading": "How well the sources agree.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for line in CASUALTY_LINES:
            counts = [(name, cleaned[name]) for name in line if cleaned.get(name) is not None]
            for (_lower, count), (name, next_count) in pairwise(counts):
                if next_count < count:
                    self.add_error(name, "Low, best and high must not go down.")
        return cleaned


@admin.register(Strike, site=desk)
class StrikeAdmin(StatementAdmin):
    form = StrikeForm
    list_display = (
        "place", "kind", "by_whom", "days", "killed", "injured", "source", "short_summary", "grading", "standing",
    )  # fmt: skip
    list_filter = (
        InForce,
        SignOff,
        "theatre",
        "kind",
        "attackers",
        "grading",
        "provenance",
        "source__alignment",
        "source",
    )
    fieldsets: ClassVar[Any] = (
        ("What happened", {"fields": (("place", "kind"), "attackers", ("weapon", "target"), "from_mention")}),
        WHEN,
        ("Who was harmed", {"fields": CASUALTY_LINES, "classes": ("casualties",)}),
        (None, {"fields": (("killed_wording", "injured_wording"),)}),
        ("Who says so", {"fields": (("source", "via"), "report", "reported_at")}),
        WORDS,
        ("How sure", {"fields": (("grading", "basis", "provenance"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Strike]:
        return super().get_queryset(request).prefetch_related("attackers")

    @admin.display(description="by")
    def by_whom(self, strike: Strike) -> str:
        return ", ".join(sorted(actor.short_name or actor.name for actor in strike.attackers.all()))

    @admin.display(description="killed")
    def killed(self, strike: Strike) -> str:
        return count_of(strike, "killed")

    @admin.display(description="injured")
    def injured(self, strike: Strike) -> str:
        return count_of(strike, "injured")

    def record(self, form: Any, by: Any) -> Strike:
        attackers, fields = form.cleaned_data["attackers"], columns_of(form)
        mention = form.cleaned_data.get("from_mention")
        if mention is None:
            return record_strike(by=by, attackers=attackers, **fields)
        return strike_from_mention(mention=mention, attackers=attackers, by=by, **fields)

    def supersede(self, row: Strike, form: Any, by: Any) -> Strike | None:
        changes, attackers = changes_of(form, row), list(form.cleaned_data["attackers"])
        if not changes and {actor.pk for actor in attackers} == {actor.pk for actor in row.attackers.all()}:
            return None
        return supersede_strike(strike=row, changes=changes, attackers=attackers, by=by)


def count_of(strike: Strike, outcome: str) -> str:
    """Return who was harmed in few words: groups with their ranges, nothing where nobody counted."""
    parts = []
    for group in GROUPS:
        counts = [count for bound in BOUNDS if (count := getattr(strike, f"{outcome}_{group}_{bound}")) is not None]
        if counts:
            span = str(counts[0]) if min(counts) == max(counts) else f"{min(counts)}–{max(counts)}"
            open_end = "+" if getattr(strike, f"{outcome}_{group}_high") is None else ""
            parts.append(f"{span}{open_end} {group if group != 'unknown' else ''}".strip())
    return ", ".join(parts) or getattr(strike, f"{outcome}_wording")
