"""Addresses of the reader's page and of the published files that it draws."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from . import crawlers, embedding, feed, methodology, offline, picture_view, published, views

urlpatterns = [
    path("", views.home, name="home"),
    path("t/<slug:slug>/", views.theatre, name="theatre-page"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": crawlers.Pages}}, name="sitemap"),
    path("t/<slug:slug>/changes.atom", feed.changes_feed, name="changes-feed"),
    path("embed/conflict-map.js", embedding.script, name="script"),
    path("embed/<slug:slug>/", embedding.embed, name="embed"),
    path(offline.SCRIPT, offline.worker, name="offline-worker"),
    path("oembed", embedding.oembed, name="oembed"),
    # The patterns admit no dot and no slash beyond their own, so no path leads out of the published folder.
    re_path(r"^published/(?P<theatre>[a-z0-9-]+)/latest\.json$", published.latest, name="latest"),
    re_path(r"^og/(?P<theatre>[a-z0-9-]+)/(?P<release>[0-9a-f]{16})\.png$", picture_view.picture, name="picture"),
    re_path(
        r"^published/(?P<theatre>[a-z0-9-]+)/(?P<release>[0-9a-f]{16})/(?P<name>[a-z0-9-]+)\.json$",
        published.release_file,
        name="release-file",
    ),
]
