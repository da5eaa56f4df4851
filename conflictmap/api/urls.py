"""Every address under /api/v1/."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import DefaultRouter

from .changes import Changes
from .dictionary import Dictionary
from .documents import DocsView, SchemaView
from .exports import EXPORTS
from .history import History
from .known_timeline import KnownEvidence, KnownTimeline
from .notices import Notices
from .resources import RESOURCES
from .theatre_answer import TheatreAnswer
from .theatre_day import LAYERS
from .why import WhyHere

app_name = "api"

READINGS: tuple[type[TheatreAnswer], ...] = (*LAYERS, WhyHere, Changes, KnownTimeline, KnownEvidence, History)

router = DefaultRouter()
router.include_format_suffixes = False
for resource in RESOURCES:
    router.register(resource.listing.name, resource, basename=resource.listing.thing)

urlpatterns = [
    *(path(f"theatres/<str:theatre>/{view.layer}/", view.as_view(), name=view.layer) for view in READINGS),
    *(
        path(f"exports/{view.exported.file_name}", view.as_view(), name=f"export-{view.exported.file_name}")
        for view in EXPORTS
    ),
    path("dictionary/", Dictionary.as_view(), name="dictionary"),
    path("notices/", Notices.as_view(), name="notices"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    *router.urls,
]
