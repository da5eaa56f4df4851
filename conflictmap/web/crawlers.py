"""For search engines: what may be visited, and every page worth finding: theatres, days on which something changed, the methodology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.sitemaps import Sitemap
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conflictmap.models import Release

from .address import View
from .releases import Unreadable, reading_of
from .words import LANGUAGES

#: Pages that are no page of their own: the desk, the API, and what stands on other pages.
CLOSED = ("/admin/", "/api/", "/ogc/", "/embed/", "/oembed")
KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Found:
    """A page, and when what it shows was published; None for what changes with the program."""

    address: str
    changed: datetime | None


class Pages(Sitemap):
    """Every page in every language, the latest day of each theatre first."""

    def items(self) -> list[Found]:
        found = [Found(reverse("methodology") + View(code).query(), None) for code in LANGUAGES]
        for release in Release.objects.public().filter(is_current=True).select_related("theatre"):
            path = reverse("theatre-page", args=[release.theatre.slug])
            for day in (None, *_days(release)):
                found += [Found(path + View(code, day).query(), release.published_at) for code in LANGUAGES]
        return found

    def location(self, item: Found) -> str:
        return item.address

    def lastmod(self, item: Found) -> datetime | None:
        return item.changed


def _days(release: Release) -> list[date]:
    """Return the days with changes, the latest first: for a release these never change, so they are kept."""
    key = f"sitemap:{release.pk}"
    days: list[date] | None = cache.get(key)
    if days is None:
        try:
            reading = reading_of(release.theatre.slug, release.hash)
            days = reading.days_with_changes(next(iter(reading.lenses)), "now")[::-1]
        except (FileNotFoundError, Unreadable):
            return []
        cache.set(key, days, KEPT_SECONDS)
    return days


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Say what may be visited, and where the list of pages is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
