"""Mentions: what a report's words may stand for. An editor accepts a candidate, names another place, or rejects it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Greatest, Substr
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conflictmap.models import Mention, Place
from conflictmap.pipeline.review import (
    DecidedMeanwhile,
    accept_mention,
    correct_mention,
    reject_mention,
    reopen_mention,
    revert_mention,
)

from .history import HistoryAdmin
from .listfilters import AwaitingReview, Contradicted
from .marked_text import context_of
from .rows import DeskForm, SearchedSelect, editor_of, messages_of
from .site import desk

#: Characters shown on either side of a mention in the list.
AROUND = 60
OTHER, REJECT = "other", "reject"


class DecisionForm(DeskForm):
    """One choice: a candidate by its number, another place, or no place at all."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, label="It stands for")
    other_place = forms.ModelChoiceField(
        Place.objects.all(),
        required=False,
        label="Another place",
        help_text="Search by any name. A place that is missing can be added under Places.",
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Mention
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "decision" not in self.fields:
            return
        mention = self.instance
        self.fields["seen"].initial = mention.as_seen
        if isinstance(self.refused, DecidedMeanwhile):
            # The page that says so shows the mention as it stands now: who decides from there knows of it.
            self.data = cast(Any, self.data).copy()
            cast(Any, self.data)["seen"] = mention.as_seen
        decision: Any = self.fields["decision"]
        decision.choices = [
            *((str(n), _described(n, candidate)) for n, candidate in enumerate(mention.candidates)),
            (OTHER, "Another place, named below"),
            (REJECT, "No place, or none that matters"),
        ]
        decision.initial = _decided(mention)
        other: Any = self.fields["other_place"]
        other.widget = SearchedSelect(Mention._meta.get_field("place"), desk)
        other.widget.choices = other.choices
        if mention.place_id and _decided(mention) == OTHER:
            other.initial = mention.place_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == OTHER and not cleaned.get("other_place") and "other_place" not in self.errors:
            self.add_error("other_place", "Name the place that it stands for.")
        return cleaned


@admin.register(Mention, site=desk)
class MentionAdmin(HistoryAdmin):
    form = DecisionForm
    change_form_template = "admin/conflictmap/mention/change_form.html"
    list_display = ("in_context", "status", "best", "score_shown", "contradicted", "report_title")
    list_display_links = ("in_context",)
    list_filter = (AwaitingReview, Contradicted, "report__theatre", "kind", "report__source")
    search_fields = ("text", "name", "report__title", "place__name")
    date_hierarchy = "report__published_at"
    ordering = ("-report__published_at", "report_id", "start")
    actions = ("accept_best", "reject", "reopen")
    fieldsets = ((None, {"fields": ("decision", "other_place", "seen")}),)

    # --- Reading ------------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        queryset = (
            super().get_queryset(request).select_related("report__theatre", "report__source", "place", "reviewed_by")
        )
        if request.resolver_match and request.resolver_match.url_name == "conflictmap_mention_changelist":
            # A list shows a few words of each text: leave the rest in the database.
            first = Greatest(F("start") - AROUND, 0)
            text = CharField()
            queryset = queryset.defer("report__text").annotate(
                before=Substr("report__text", first + 1, F("start") - first, output_field=text),
                after=Substr("report__text", F("end") + 1, AROUND, output_field=text),
            )
        return queryset

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        """Adjectives and peoples are not reviewed."""
        return super().has_change_permission(request, obj) and not (obj is not None and obj.demonym)

    @admin.display(description="in the text", ordering="text")
    def in_context(self, mention: Any) -> SafeString:
        return format_html(
            '<span class="in-context" dir="auto">{}<mark class="mention {}">{}</mark>{}</span>',
            mention.before.lstrip(), mention.status, mention.text, mention.after.rstrip(),
        )  # fmt: skip

    @admin.display(description="best candidate")
    def best(self, mention: Mention) -> str:
        if mention.status in (Mention.ACCEPTED, Mention.CORRECTED) and mention.place:
            return mention.place.name
        if not mention.candidates:
            return "–"
        best = mention.candidates[0]
        return f"{best['name']} ({best['kind']})"

    @admin.display(description="score", ordering="score")
    def score_shown(self, mention: Mention) -> str:
        return "–" if mention.score is None else f"{mention.score:.2f}"

    @admin.display(description="contradiction")
    def contradicted(self, mention: Mention) -> str:
        return "⚠ " + " ".join(mention.conflicts) if mention.conflicts else ""

    @admin.display(description="report", ordering="report__title")
    def report_title(self, mention: Mention) -> SafeString:
        address = reverse("admin:conflictmap_report_change", args=[mention.report_id])
        return format_html('<a href="{}">{}</a>', address, mention.report.title)

    history_related = ("place",)

    def revert(self, request: HttpRequest, row: Mention, version: Any) -> Mention:
        seen = request.POST.get("seen") or None
        return revert_mention(mention=row, version=version, by=editor_of(request), seen=seen)

    # --- Deciding -----------------------------------------------------------------------------------------------
    def write(self, request: HttpRequest, form: Any, change: bool) -> Mention:
        decision, mention, by = form.cleaned_data["decision"], form.instance, editor_of(request)
        seen = form.cleaned_data["seen"] or None
        if decision == REJECT:
            return reject_mention(mention=mention, by=by, seen=seen)
        if decision == OTHER:
            return correct_mention(mention=mention, place=form.cleaned_data["other_place"], by=by, seen=seen)
        return accept_mention(mention=mention, by=by, candidate=int(decision), seen=seen)

    def response_change(self, request: HttpRequest, obj: Mention) -> HttpResponse:
        place = obj.place.name if obj.place else "no place"
        self.message_user(request, f"“{obj.text}”: {obj.get_status_display().lower()}, {place}.", messages.SUCCESS)
        for button, model in (("_claim", "claim"), ("_strike", "strike")):
            if button in request.POST and obj.place is not None:
                return HttpResponseRedirect(f"{reverse(f'admin:conflictmap_{model}_add')}?mention={obj.pk}")
        if "_next" in request.POST:
            following = self._next(obj)
            if following is None:
                self.message_user(request, "No mention awaits review.", messages.INFO)
                return HttpResponseRedirect(reverse("admin:conflictmap_mention_changelist"))
            return HttpResponseRedirect(reverse("admin:conflictmap_mention_change", args=[following.pk]))
        return HttpResponseRedirect(request.get_full_path())

    def _next(self, mention: Mention) -> Mention | None:
        """Return what to look at next: the rest of this report, then whatever else waits."""
        waiting = Mention.objects.awaiting_review().exclude(pk=mention.pk)
        here = waiting.filter(report_id=mention.report_id).order_by("start")
        return here.filter(start__gt=mention.start).first() or here.first() or waiting.order_by(*self.ordering).first()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        mention = kwargs.get("obj")
        if mention is not None:
            siblings = (
                Mention.objects.filter(report_id=mention.report_id, place__isnull=False)
                .exclude(pk=mention.pk)
                .exclude(status=Mention.REJECTED)
                .select_related("place")
            )
            context |= {
                "around": context_of(mention.report.text, mention.start, mention.end, 500),
                "map_data": {
                    "candidates": [_point(candidate, f"{n + 1}") for n, candidate in enumerate(mention.candidates)],
                    "others": [
                        {"name": other.place.name, "longitude": other.place.longitude, "latitude": other.place.latitude}
                        for other in siblings
                        if other.place is not None
                    ],
                    "chosen": _point_of(mention.place) if mention.place else None,
                },
                "is_settled": mention.status in (Mention.ACCEPTED, Mention.CORRECTED),
                "show_save_and_add_another": False,
                "show_save_and_continue": False,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description="Accept the best candidate", permissions=["change"])
    def accept_best(self, request: HttpRequest, queryset: QuerySet[Mention]) -> None:
        self._each(request, queryset, "accepted", accept_mention)

    @admin.action(description="Reject: no place, or none that matters", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Mention]) -> None:
        self._each(request, queryset, "rejected", reject_mention)

    @admin.action(description="Reopen: take the decision back", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Mention]) -> None:
        self._each(request, queryset, "reopened", reopen_mention)

    def _each(self, request: HttpRequest, queryset: QuerySet[Mention], done: str, decide: Any) -> None:
        count = 0
        for mention in queryset:
            try:
                decide(mention=mention, by=editor_of(request), seen=mention.as_seen)
                count += 1
            except ValidationError as refused:
                self.message_user(request, messages_of(refused), messages.ERROR)
        if count:
            self.message_user(request, f"{count} {done}.", messages.SUCCESS)


def _described(number: int, candidate: dict[str, Any]) -> SafeString:
    """Say what a candidate is, how well it fits and why; it comes from outside, so all of it is escaped."""
    return format_html(
        '<span class="candidate"><b class="number">{}</b> <b>{}</b> <span class="kind">{}{}</span> '
        '<span class="score">{}</span> <span class="reasons">{}</span></span>',
        number + 1,
        candidate.get("name", ""),
        candidate.get("kind", ""),
        f", {candidate['country_code']}" if candidate.get("country_code") else "",
        f"{candidate.get('score', 0):.2f}",
        "; ".join(str(reason) for reason in candidate.get("reasons", [])),
    )


def _decided(mention: Mention) -> str | None:
    """Return the choice that stands now: an editor's, else a clear winner; an ambiguous one is left open."""
    if mention.status == Mention.REJECTED:
        return REJECT
    if mention.status == Mention.GEOCODED:
        return "0" if mention.candidates else None
    if mention.place is None:
        return None
    for number, candidate in enumerate(mention.candidates):
        same_id = candidate.get("geonames_id") and candidate["geonames_id"] == mention.place.geonames_id
        if same_id or candidate.get("slug") == mention.place.slug:
            return str(number)
    return OTHER


def _point(candidate: dict[str, Any], number: str) -> dict[str, Any]:
    return {"number": number} | {name: candidate.get(name) for name in ("name", "kind", "longitude", "latitude")}


def _point_of(place: Place) -> dict[str, Any]:
    return {"name": place.name, "longitude": place.longitude, "latitude": place.latitude}
