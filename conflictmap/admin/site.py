"""The desk: Django's admin with sections in the order of the work, and nothing that hostile input can break."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conflictmap.models import Claim, Mention, Notice, Report, Strike, Theatre
from conflictmap.pipeline.publish import is_published

#: The index and the side bar, in the order in which an editor works.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Desk", ("Report", "Mention", "Claim", "Strike", "Notice")),
    ("Catalogue", ("Place", "Actor", "Source", "Theatre")),
    ("Published", ("Release",)),
)
ORDER = [name for _section, names in SECTIONS for name in names]
APP_NAMES = {"auth": "Accounts", "axes": "Failed logins"}


class LabelledAutocomplete(AutocompleteJsonView):
    """Suggest rows by the label that their admin gives them, so that two places of one name can be told apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "autocomplete_label", None)
        return result | {"text": label(obj)} if label else result


class Desk(admin.AdminSite):
    site_header = "Conflict map – desk"
    site_title = "Conflict map – desk"
    index_title = "What there is to do"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse NUL characters in an address before anything asks the database, which may not take them."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if any("\x00" in value for _name, values in request.GET.lists() for value in values):
                return render(request, "400.html", status=400)
            return inner(request, *args, **kwargs)

        return guarded

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        own = next((app for app in apps if app["app_label"] == "conflictmap"), None)
        others = [{**app, "name": APP_NAMES.get(app["app_label"], app["name"])} for app in apps if app is not own]
        if own is None:
            return others
        models = sorted(own["models"], key=lambda model: ORDER.index(model["object_name"]))
        if app_label is not None:
            return [{**own, "models": models}, *others]
        sections = []
        for name, members in SECTIONS:
            shown = [model for model in models if model["object_name"] in members]
            if shown:
                sections.append({**own, "name": name, "models": shown, "app_url": shown[0]["admin_url"] or ""})
        return [*sections, *others]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().index(request, {**(extra_context or {}), "work": self._work(request)})

    def _work(self, request: HttpRequest) -> dict[str, Any]:
        """Count what waits; only for those who may see it."""
        if not request.user.has_perm("conflictmap.view_mention"):
            return {}
        theatres = [
            {
                "theatre": theatre,
                "is_published": is_published(theatre),
                "release": theatre.releases.filter(is_current=True).first(),
            }
            for theatre in Theatre.objects.all()[:10]
        ]
        return {
            "mentions": Mention.objects.awaiting_review().count(),
            "reading": Report.objects.awaiting_extraction().count() + Mention.objects.awaiting_geocoding().count(),
            "to_sign": [
                (model.kind_of_row, count)
                for model in (Claim, Strike)
                if request.user.has_perm(f"conflictmap.sign_off_{model.kind_of_row}")
                and (count := model.objects.awaiting_sign_off().exclude(created_by_id=request.user.pk).count())
            ],
            "notices": Notice.objects.awaiting_answer().count(),
            "theatres": theatres,
        }


desk = Desk()


def the_desk() -> Desk:
    """Return the one desk. Named as Django's default site, and not its class, so that importing this room can't make two."""
    return desk
