"""“Add from URL”, a file or a pasted text: the desk's page for taking reports in, and the page that says what became of them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from conflictmap import tasks
from conflictmap.models import MAX_REPORT_CHARACTERS, Source, Theatre
from conflictmap.pipeline.take_in import (
    MOST_FILE_BYTES,
    Item,
    Outcome,
    Wishes,
    entry_told,
    summary_of,
    take_in_bytes,
    take_in_item,
)

from .theatre_choices import default_theatre

#: A feed's articles are taken in so long while the editor waits; the rest goes to the workers.
PATIENCE_SECONDS = 20.0
WAYS = ("address", "file", "text")
FIELDSETS: Any = (
    (
        "From the web",
        {
            "fields": ("address",),
            "description": "An article's address, or that of an RSS or Atom feed, whose articles are taken in.",
        },
    ),
    ("Or a file, or pasted text", {"fields": ("file", "text")}),
    ("What it does not say itself", {"fields": (("theatre", "source"), "published_at")}),
)


class MomentField(forms.CharField):
    """A day, or a moment in UTC."""

    default_error_messages = {"moment": "Write a day as 2024-12-01, or a moment in UTC as 2024-12-01 10:30."}

    def clean(self, value: Any) -> datetime | date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            if len(text) == len("2024-12-01"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["moment"], code="moment") from None


class TakeInForm(forms.Form):
    address = forms.CharField(
        required=False,
        max_length=1000,
        label="Address (URL)",
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "inputmode": "url", "placeholder": "https://"}),
    )
    file = forms.FileField(
        required=False,
        label="File",
        help_text=f"Text, HTML or a feed, in any encoding, at most {MOST_FILE_BYTES / 1e6:g} MB.",
    )
    text = forms.CharField(
        required=False,
        max_length=MAX_REPORT_CHARACTERS,
        strip=False,
        label="Text",
        help_text="Its first line becomes the title. It can't be changed afterwards.",
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "dir": "auto"}),
    )
    theatre = forms.ModelChoiceField(Theatre.objects.all(), label="Theatre", empty_label=None)
    source = forms.ModelChoiceField(
        Source.objects.select_related("theatre"),
        required=False,
        label="Source",
        empty_label="known by its address or name",
        help_text="Who published it.",
    )
    published_at = MomentField(
        required=False,
        label="Published",
        help_text="Where it tells no date itself: a day as 2024-12-01, or a moment in UTC as 2024-12-01 10:30.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_FILE_BYTES:
            raise ValidationError(f"The file is larger than {MOST_FILE_BYTES / 1e6:g} MB.")
        return file

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        return text if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and len(self.ways()) != 1:
            raise ValidationError("Give one of the three: an address, a file, or a text.")
        source, theatre = cleaned.get("source"), cleaned.get("theatre")
        if source is not None and theatre is not None and source.theatre_id != theatre.pk:
            self.add_error("source", f"This source belongs to another theatre: {source.theatre.name}.")
        return cleaned

    def ways(self) -> list[str]:
        """Return by which of the three ways something was given."""
        return [way for way in WAYS if self.cleaned_data.get(way)]

    def wishes(self) -> Wishes:
        return Wishes(self.cleaned_data["source"], self.cleaned_data["published_at"])

    def show(self, outcome: Outcome) -> None:
        """Show why nothing was taken in, on the field that would help."""
        self.add_error(outcome.wish or self.ways()[0], outcome.reason)


def take_in_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Ask what to take in; on POST take it in, and show the report, or what became of a feed's articles."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form: Any = TakeInForm(request.POST or None, request.FILES or None, initial=default_theatre())
    if request.method == "POST" and form.is_valid():
        theatre = form.cleaned_data["theatre"]
        found = _taken_in(form, theatre)
        if isinstance(found, list):
            done, left = _entries_taken_in(theatre, found, form.wishes())
            for outcome in done:
                _saved(model_admin, request, outcome)
            return _page(model_admin, request, "taken_in", "What became of the feed", _told(theatre, done, left))
        if found.report is not None:
            _saved(model_admin, request, found)
            what = "A new version is taken in." if found.verdict == "updated" else "The report is taken in."
            model_admin.message_user(request, f"{what} {found.reason}".strip(), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:conflictmap_report_change", args=[found.report.pk]))
        form.show(found)
    admin_form = AdminForm(form, list(FIELDSETS), {}, (), model_admin=model_admin)
    context = {"adminform": admin_form, "form": form, "errors": form.errors, "is_popup": False}
    return _page(model_admin, request, "take_in", "Add from URL, file or text", context)


def _taken_in(form: TakeInForm, theatre: Theatre) -> Outcome | list[Item]:
    cleaned, wishes = form.cleaned_data, form.wishes()
    if cleaned["address"]:
        address = cleaned["address"].strip()
        if "://" not in address:
            address = f"https://{address}"
        if not address.lower().startswith(("http://", "https://")):
            return Outcome(address, "refused", "Only http and https addresses are fetched.")
        return take_in_item(theatre=theatre, item=Item(address), wishes=wishes)
    if cleaned["file"]:
        file = cleaned["file"]
        return take_in_bytes(theatre=theatre, name=str(file.name), body=file.read(), wishes=wishes)
    return take_in_bytes(
        theatre=theatre, name="the text", body=cleaned["text"].encode("utf-8", "replace"), wishes=wishes
    )


def _entries_taken_in(theatre: Theatre, items: list[Item], wishes: Wishes) -> tuple[list[Outcome], list[Item]]:
    """Take in a feed's articles while the editor has patience, hand the rest to the workers, and return both."""
    until = time.monotonic() + PATIENCE_SECONDS
    done: list[Outcome] = []
    for number, item in enumerate(items):
        if time.monotonic() > until:
            left = items[number:]
            if settings.REDIS_URL:
                for one in left:
                    tasks.take_in_entry.delay(
                        theatre.slug, entry_told(one), wishes.source.slug if wishes.source else ""
                    )
            return done, left
        outcome = take_in_item(theatre=theatre, item=item, wishes=wishes)
        if isinstance(outcome, Outcome):
            done.append(outcome)
    return done, []


def _saved(model_admin: Any, request: HttpRequest, outcome: Outcome) -> None:
    if outcome.report is not None:
        tasks.report_saved(outcome.report)
        model_admin.log_addition(request, outcome.report, [{"added": {}}])


def _told(theatre: Theatre, done: list[Outcome], left: list[Item]) -> dict[str, Any]:
    return {
        "theatre": theatre,
        "outcomes": done,
        "summary": summary_of(done),
        "left": left,
        "left_to_workers": bool(settings.REDIS_URL),
    }


def _page(model_admin: Any, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    whole = {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts, **context}
    return render(request, f"admin/conflictmap/report/{name}.html", whole)
