"""Actors: the parties that hold ground and strike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conflictmap import tasks
from conflictmap.models import Actor
from conflictmap.pipeline.catalogue import save_actor

from .rows import DeskAdmin, DeskForm
from .site import desk
from .theatre_choices import default_theatre


class ActorForm(DeskForm):
    class Meta:
        model = Actor
        fields = "__all__"
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "slug": "Part of its public id: once saved, it stays.",
            "side": "Allies share a side, and no frontline runs between them: government, opposition, sdf.",
            "colour": "At least 20 apart from the other actors' colours, for readers who see colours differently.",
        }


@admin.register(Actor, site=desk)
class ActorAdmin(DeskAdmin):
    form = ActorForm
    list_display = ("name", "short_name", "side", "swatch", "can_hold", "order", "theatre")
    list_filter = ("theatre", "side", "can_hold")
    list_select_related = ("theatre",)
    search_fields = ("name", "name_ar", "short_name", "slug", "side")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "theatre",
                    ("name", "name_ar"),
                    ("short_name", "slug"),
                    "side",
                    "colour",
                    ("can_hold", "order"),
                )
            },
        ),
    )

    @admin.display(description="colour", ordering="colour")
    def swatch(self, actor: Actor) -> SafeString:
        # An SVG attribute, not a style: the page's policy allows no inline styles.
        return format_html(
            '<svg class="swatch" width="16" height="16" aria-hidden="true"><rect width="16" height="16" fill="{}"/></svg> {}',
            actor.colour, actor.colour,
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Actor | None = None) -> tuple[str, ...]:
        return ("slug", "theatre") if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Actor | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("name",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return default_theatre() | super().get_changeform_initial_data(request)

    def write(self, request: HttpRequest, form: Any, change: bool) -> Actor:
        actor = save_actor(actor=form.instance)
        tasks.claims_changed(actor.theatre)
        return actor
