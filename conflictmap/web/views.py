"""The page the map lives in, with the view that is asked for in its head and in text. It reads published files, no claim."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from conflictmap.models import Theatre

from .address import View
from .day_text import DayText
from .first_files import first_files
from .picture import HEIGHT, WIDTH
from .picture_view import picture_address
from .releases import Unreadable, current_reading
from .words import DEFAULT_LANGUAGE, LANGUAGES, language_of

log = logging.getLogger(__name__)


@require_safe
@gzip_page
@cache_control(public=True, max_age=60)
def home(request: HttpRequest) -> HttpResponse:
    """Show the default theatre, or say that none has been loaded."""
    chosen = Theatre.objects.default()
    if chosen is None:
        return word(request, "none", 200)
    return _page(request, chosen)


@require_safe
@gzip_page
@cache_control(public=True, max_age=60)
def theatre(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theatre; 404 with the ones that there are when the slug names none."""
    chosen = Theatre.objects.filter(slug=slug).first()
    if chosen is None:
        return word(request, "unknown", 404)
    return _page(request, chosen)


def _page(request: HttpRequest, chosen: Theatre) -> HttpResponse:
    context = page_context(request, chosen)
    context |= {"oembed": oembed_links(request, context["canonical"]), "offline": reverse("offline-worker")}
    return render(request, "web/page.html", context)


def page_context(request: HttpRequest, chosen: Theatre, given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the page of a theatre shows: the view that the address asks for, as far as a release has it.

    `given` are the parameters of another address than the request's own.
    """
    view = View.read(request.GET if given is None else given)
    language = language_of(view.language)
    name = name_of(chosen, view.language)
    path = reverse("theatre-page", args=[chosen.slug])
    text, problem = _text_of(chosen, view, path)
    # Whoever asks for no view of their own gets the theatre as such: its latest day is another one tomorrow.
    asked = text is not None and bool(text.view.day or text.view.place or text.view.lens or text.view.clock != "now")
    period = {"start": chosen.date_start.isoformat(), "end": chosen.date_end.isoformat()}
    return {
        **frame(view.language),
        "theatre": chosen,
        "name": name,
        "title": text.title if text and asked else name,
        "description": text.description if text and asked else language.say("description", theatre=name, **period),
        "text": text,
        "first_files": first_files(chosen.slug, text) if text else [],
        "problem": problem,
        "credit": ". ".join(part.rstrip(".") for part in (chosen.attribution, chosen.data_licence) if part),
        "canonical": request.build_absolute_uri(text.canonical if text else path + View(view.language).query()),
        "picture": request.build_absolute_uri(picture_address(text)) if text else "",
        "picture_size": (WIDTH, HEIGHT),
        "locale": language.locale,
        "picture_alt": text.stamp if text else "",
        "feed": reverse("changes-feed", args=[chosen.slug]) + View(view.language).query(),
        "languages": languages_of(request, path, text.view if text else View(view.language)),
        "theatres": json.dumps(theatres_in(view.language), ensure_ascii=False),
        "tiles": settings.CONFLICTMAP_TILE_URL,
        "tiles_attribution": settings.CONFLICTMAP_TILE_ATTRIBUTION,
    }


def oembed_links(request: HttpRequest, url: str) -> list[dict[str, str]]:
    """Return the links by which a page's head tells how to embed it."""
    formats = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
    return [
        {
            "type": kind,
            "url": request.build_absolute_uri(f"{reverse('oembed')}?{urlencode({'url': url, 'format': name})}"),
        }
        for name, kind in formats.items()
    ]


def _text_of(chosen: Theatre, view: View, path: str) -> tuple[DayText | None, str]:
    """Return the view in text, or why there is none."""
    words = language_of(view.language).words
    try:
        reading = current_reading(chosen.slug)
        return (DayText(reading, view, path), "") if reading else (None, words["empty"])
    except (Unreadable, OSError) as error:
        log.error("The page of %s has no text: %s", chosen.slug, error)
        return None, words["failed"]


def languages_of(request: HttpRequest, path: str, view: View) -> list[dict[str, str]]:
    """Return a view in every language: code, name and whole address."""
    return [
        {"code": code, "name": spoken.name, "url": request.build_absolute_uri(path + view.speaking(code).query())}
        for code, spoken in LANGUAGES.items()
    ]


def word(request: HttpRequest, key: str, status: int) -> HttpResponse:
    """Say one sentence in place of a map."""
    view = View.read(request.GET)
    words = language_of(view.language).words
    context = {
        **frame(view.language),
        "sentence": words[key],
        "more": words.get(f"{key}_more", ""),
        "others": theatres_in(view.language),
    }
    return render(request, "web/word.html", context, status=status)


def frame(code: str) -> dict[str, Any]:
    """Return what every page needs. One address always shows one language, that of `?lang=`, so it can be cached."""
    language = language_of(code)
    return {
        "language": code,
        "direction": language.direction,
        "words": language.words,
        "arrow": language.arrow,
        "comma": language.comma,
    }


def name_of(chosen: Theatre, code: str) -> str:
    """Return a theatre's name in a language."""
    return chosen.name_ar if language_of(code).own_names and chosen.name_ar else chosen.name


def theatres_in(code: str) -> list[dict[str, str]]:
    """Return every theatre with its name in a language and its page."""
    query = f"?{urlencode({'lang': code})}" if code != DEFAULT_LANGUAGE else ""
    return [
        {"slug": one.slug, "name": name_of(one, code), "url": reverse("theatre-page", args=[one.slug]) + query}
        for one in Theatre.objects.order_by("name")
    ]
