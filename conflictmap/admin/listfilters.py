"""Filters of lists that start with what matters now instead of with everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest


class StartingFilter(admin.SimpleListFilter):
    """A filter that, untouched, selects its first choice; `all` selects everything."""

    #: What the untouched filter selects.
    first: ClassVar[str]
    options: ClassVar[tuple[tuple[str, str], ...]] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*self.options, ("all", "All")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[str(self.parameter_name)]),
            "display": self.first,
        }
        for value, name in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({str(self.parameter_name): value}),
                "display": name,
            }


class InForce(StartingFilter):
    """Claims and strikes: those that count, those that a newer row has replaced, those withdrawn."""

    title = "standing"
    parameter_name = "standing"
    first = "In force"
    options = (("superseded", "Superseded"), ("withdrawn", "Withdrawn"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "all":
                return queryset
            case "superseded":
                return queryset.filter(superseded_by__isnull=False)
            case "withdrawn":
                return queryset.filter(superseded_by__isnull=True, basis="retracted")
        return queryset.active()  # type: ignore[attr-defined]


class SignOff(admin.SimpleListFilter):
    """Claims and strikes that wait for a second editor."""

    title = "sign-off"
    parameter_name = "sign_off"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("awaiting", "Awaiting sign-off"), ("signed", "Signed off")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "awaiting":
                return queryset.awaiting_sign_off()  # type: ignore[attr-defined]
            case "signed":
                return queryset.filter(signed_off_at__isnull=False)
        return queryset


class AwaitingReview(StartingFilter):
    """Mentions: those that an editor must look at, then each status."""

    title = "review"
    parameter_name = "review"
    first = "Awaiting review"
    options = (
        ("ambiguous", "Ambiguous"),
        ("unknown", "In no gazetteer"),
        ("geocoded", "Geocoded"),
        ("accepted", "Accepted"),
        ("corrected", "Corrected"),
        ("rejected", "Rejected"),
        ("new", "Not yet geocoded"),
        ("demonym", "Adjectives and peoples"),
    )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "all":
                return queryset
            case "demonym":
                return queryset.filter(demonym=True)
            case None:
                return queryset.awaiting_review()  # type: ignore[attr-defined]
            case status:
                return queryset.filter(status=status, demonym=False)


class Contradicted(admin.SimpleListFilter):
    """Mentions whose text says something about the position that the coordinates contradict."""

    title = "contradiction"
    parameter_name = "contradiction"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Contradicted by the text"), ("no", "Not contradicted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.exclude(conflicts=[])
            case "no":
                return queryset.filter(conflicts=[])
        return queryset


class AwaitingAnswer(StartingFilter):
    """Readers' notices: those that nobody has decided, then each status."""

    title = "answer"
    parameter_name = "answer"
    first = "New"
    options = (("answered", "Answered"), ("dismissed", "Dismissed"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "all":
                return queryset
            case None:
                return queryset.awaiting_answer()  # type: ignore[attr-defined]
            case status:
                return queryset.filter(status=status)
