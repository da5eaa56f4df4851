"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from conflictmap.api.health import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("conflictmap.api.urls")),
    path("ogc/", include("conflictmap.ogc.urls")),
    path("healthz", healthz),
    path("", include("conflictmap.web.urls")),
]
