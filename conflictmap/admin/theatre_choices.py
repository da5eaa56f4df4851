"""Theatres and their actors to choose from, told apart where there is more than one theatre."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property

from conflictmap.models import Actor, Theatre


class _Named:
    """Name an actor, with its theatre behind it where there is more than one."""

    @cached_property
    def several(self) -> bool:
        # A form has its own copy of the field, so this is asked once a form.
        return Theatre.objects.count() > 1

    def label_from_instance(self, actor: Actor) -> str:
        return f"{actor.name} ({actor.theatre.name})" if self.several else actor.name


class ActorField(_Named, forms.ModelChoiceField):
    pass


class ActorsField(_Named, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def actor_field(actors: QuerySet[Actor], **kwargs: Any) -> ActorField:
    """Return a field for one actor; all choices come in one query."""
    return ActorField(actors.select_related("theatre").order_by("theatre__name", "order", "slug"), **kwargs)


def actors_field(actors: QuerySet[Actor], **kwargs: Any) -> ActorsField:
    """Return a field for any number of actors; all choices come in one query."""
    queryset = actors.select_related("theatre").order_by("theatre__name", "order", "slug")
    return ActorsField(queryset, required=False, **kwargs)


def default_theatre() -> dict[str, Any]:
    """Return the initial choice of a theatre for a new row."""
    theatre = Theatre.objects.default()
    return {"theatre": theatre.pk} if theatre else {}
