"""Claims: who controls, entered, contests or lost a place, according to whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin

from conflictmap.models import Actor, Claim
from conflictmap.pipeline.record import record_claim, supersede_claim
from conflictmap.pipeline.review import claim_from_mention

from .listfilters import InForce, SignOff
from .rows import changes_of
from .site import desk
from .statements import WHEN, WORDS, StatementAdmin, StatementForm, columns_of
from .theatre_choices import actor_field


class ClaimForm(StatementForm):
    actor = actor_field(Actor.objects.all(), help_text="The party spoken about, not who speaks.")
    confidence = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1,
        help_text="0 to 1, for background rows and overrides; else leave it empty.",
    )

    class Meta:
        model = Claim
        fields = "__all__"
        help_texts = {
            "relation": "“Entered” contests a place; it never makes it held.",
            "voice": "Own: the outlet says it in its own voice. Attributed: it says who said so.",
            "basis": "Claimed: what the source says. Assessed: what we judge. Retracted: withdrawn, counts no more.",
            "provenance": "Report: a report says so. Background: the public record, with an honest confidence.",
            "denies": "The claim that this one denies, if there is one.",
        }


@admin.register(Claim, site=desk)
class ClaimAdmin(StatementAdmin):
    form = ClaimForm
    autocomplete_fields: ClassVar[Any] = (*StatementAdmin.autocomplete_fields, "denies")
    list_display = (
        "place", "actor", "relation", "days", "source", "short_summary", "basis", "standing",
    )  # fmt: skip
    list_filter = (
        InForce, SignOff, "theatre", "actor", "relation", "basis", "provenance", "source__alignment", "source__kind", "source",
    )  # fmt: skip
    list_select_related: ClassVar[Any] = (*StatementAdmin.list_select_related, "actor")
    fieldsets: ClassVar[Any] = (
        ("What is claimed", {"fields": (("place", "actor"), ("relation", "share"), "from_mention")}),
        WHEN,
        (
            "Who says so",
            {"fields": (("source", "via"), "report", "reported_at", ("voice", "on_the_spot"))},
        ),
        WORDS,
        ("How sure", {"fields": (("basis", "provenance", "confidence"), "denies")}),
    )

    def record(self, form: Any, by: Any) -> Claim:
        fields = columns_of(form)
        mention = form.cleaned_data.get("from_mention")
        if mention is None:
            return record_claim(by=by, **fields)
        return claim_from_mention(mention=mention, by=by, **fields)

    def supersede(self, row: Claim, form: Any, by: Any) -> Claim | None:
        changes = changes_of(form, row)
        return supersede_claim(claim=row, changes=changes, by=by) if changes else None
