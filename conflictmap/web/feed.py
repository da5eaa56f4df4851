"""What is new, release by release, as an Atom feed for each theatre: what changed on the map in words, and by which claims."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from conflictmap.core.changes import Control
from conflictmap.core.release_difference import Difference, difference
from conflictmap.core.release_reading import Json, OtherFormat, ReleaseReading
from conflictmap.models import Release, Theatre

from .address import View
from .releases import Unreadable, reading_of
from .views import name_of
from .words import day_in_words, digits, language_of, named
from .words.language import Language

log = logging.getLogger(__name__)
MOST_ENTRIES = 20
MOST_TURNED, MOST_CLAIMS = 30, 20
#: Raise when the same releases would be told otherwise.
TOLD = 1
KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in words. `day` is where the page opens with it."""

    release: Release
    title: str
    body: SafeString
    day: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A theatre, and the language in which to tell of it."""

    theatre: Theatre
    language: Language


class ChangesFeed(Feed):
    feed_type = Atom1Feed
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        theatre = Theatre.objects.filter(slug=kwargs["slug"]).first()
        if theatre is None:
            raise Http404
        return Asked(theatre, language_of(View.read(request.GET).language))

    def title(self, asked: Asked) -> str:
        words = asked.language.words
        return _clean(f"{name_of(asked.theatre, asked.language.code)} – {words['title']}")

    def subtitle(self, asked: Asked) -> str:
        return str(asked.language.words["feed"])

    def link(self, asked: Asked) -> str:
        return _page(asked)

    def feed_url(self, asked: Asked) -> str:
        return reverse("changes-feed", args=[asked.theatre.slug]) + View(asked.language.code).query()

    def author_name(self, asked: Asked) -> str:
        return self.title(asked)

    def feed_copyright(self, asked: Asked) -> str:
        return _clean(asked.theatre.data_licence)

    def items(self, asked: Asked) -> Sequence[Entry]:
        releases = list(_releases(asked.theatre)[: MOST_ENTRIES + 1])
        return [
            _told(asked, release, before)
            for release, before in zip(releases[:MOST_ENTRIES], [*releases[1:], None], strict=False)
        ]

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_description(self, entry: Entry) -> SafeString:
        return entry.body

    def item_link(self, entry: Entry) -> str:
        return reverse("theatre-page", args=[entry.release.theatre.slug]) + View(day=entry.day).query()

    def item_guid(self, entry: Entry) -> str:
        return f"urn:uuid:{entry.release.pk}"

    def item_pubdate(self, entry: Entry) -> datetime:
        return entry.release.published_at

    def item_updateddate(self, entry: Entry) -> datetime:
        return entry.release.published_at


def _etag(request: HttpRequest, slug: str) -> str | None:
    releases = [
        f"{hash_} {moment.isoformat()}"
        for hash_, moment in Release.objects.public()
        .filter(theatre__slug=slug)
        .values_list("hash", "published_at")[: MOST_ENTRIES + 1]
    ]
    language = View.read(request.GET).language
    parts = repr((TOLD, slug, language, request.get_host(), releases))
    return f'"{hashlib.sha256(parts.encode()).hexdigest()[:24]}"'


@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=_etag)
def changes_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer a theatre's feed; unchanged for who has it."""
    # By which the feed says in what language it is.
    with translation.override(View.read(request.GET).language):
        return ChangesFeed()(request, slug=slug)


def _releases(theatre: Theatre) -> Any:
    return Release.objects.public().filter(theatre=theatre).select_related("theatre")


def _page(asked: Asked) -> str:
    return reverse("theatre-page", args=[asked.theatre.slug]) + View(asked.language.code).query()


def _told(asked: Asked, release: Release, before: Release | None) -> Entry:
    """Return a release in words: what it changes of the one before. It never changes, so it is kept."""
    parts = (TOLD, str(asked.theatre.pk), asked.language.code, release.hash, before.hash if before else "")
    key = f"feed:{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"
    kept: tuple[str, str, date | None] | None = cache.get(key)
    if kept is None:
        kept = _tell(asked, release, before)
        cache.set(key, kept, KEPT_SECONDS)
    title, body, day = kept
    return Entry(release, title, SafeString(body), day)


def _tell(asked: Asked, release: Release, before: Release | None) -> tuple[str, str, date | None]:
    theatre, language = asked.theatre, asked.language
    name = name_of(theatre, language.code)
    try:
        new = reading_of(theatre.slug, release.hash)
        old = reading_of(theatre.slug, before.hash) if before else None
        lens = next(iter(new.lenses))
        found = difference(old, new, lens) if old and lens in old.lenses else None
    except (FileNotFoundError, Unreadable, OtherFormat, KeyError) as error:
        log.warning("The feed of %s tells nothing of release %s: %s", theatre.slug, release.hash, error)
        return _clean(language.say("feed_entry", theatre=name, changes=language.say("feed_unread"))), "", None
    day = new.opens_on(lens, "now")
    if found is None:
        counts = language.say(
            "feed_first",
            days=digits(language, release.days),
            claims=digits(language, release.claim_count),
            strikes=digits(language, release.strike_count),
        )
        return _clean(language.say("feed_entry", theatre=name, changes=counts)), "", day
    telling = _Telling(language, new, old or new)
    return _clean(language.say("feed_entry", theatre=name, changes=telling.counts(found))), telling.body(found), day


class _Telling:
    def __init__(self, language: Language, new: ReleaseReading, old: ReleaseReading) -> None:
        self.language = language
        self.places = {**old.places, **new.places}
        self.actors = {**old.actors, **new.actors}
        self.sources = {**old.sources, **new.sources}

    def counts(self, found: Difference) -> str:
        """Return "3 places held otherwise, 2 new claims"."""
        rows = {"feed_turned": found.turned, "feed_added": found.added, "feed_gone": found.gone}
        told = [self.language.say(key, count=digits(self.language, len(them))) for key, them in rows.items() if them]
        return self.language.comma.join(told) or str(self.language.words["feed_nothing"])

    def body(self, found: Difference) -> SafeString:
        words = self.language.words
        turned = [
            format_html(
                "<b>{}</b>: {} {} {} ({})",
                _clean(named(self.language, self.places[one.place])),
                self._holding(one.before),
                self.language.arrow,
                self._holding(one.after),
                day_in_words(self.language, one.day),
            )
            for one in found.turned
        ]
        return (
            _listed(words["changes"], turned, MOST_TURNED)
            + _listed(words["feed_claims"], map(self._claim, found.added), MOST_CLAIMS)
            + _listed(words["feed_withdrawn"], map(self._claim, found.gone), MOST_CLAIMS)
        )

    def _claim(self, claim: Json) -> SafeString:
        source = self.sources.get(claim["source"])
        return format_html(
            "{}: {} ({})",
            _clean(named(self.language, self.places[claim["place"]])),
            _clean(claim["summary"]),
            _clean(named(self.language, source) if source else claim["source"]),
        )

    def _holding(self, control: Control) -> str:
        if control.holder is None:
            return str(self.language.words["nobody"])
        actor = self.actors[control.holder]
        name = _clean(named(self.language, {**actor, "name": actor["short_name"]}))
        status = self.language.statuses[control.status]
        return name if control.status == "held" else f"{name}{self.language.comma}{status}"


def _listed(title: str, items: Any, most: int) -> SafeString:
    rows = list(items)
    if not rows:
        return SafeString("")
    more = [SafeString("…")] if len(rows) > most else []
    listed = format_html_join("", "<li>{}</li>", ((row,) for row in [*rows[:most], *more]))
    return format_html("<h2>{}</h2><ul>{}</ul>", title, listed)


def _clean(text: str) -> str:
    """Return a text without what XML can't have."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
