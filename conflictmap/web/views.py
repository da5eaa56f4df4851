"""The page the map lives in. It reads no claim: the map draws itself from the published files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conflictmap.models import Theatre

from .words import DEFAULT_LANGUAGE, DIRECTIONS, WORDS


@require_safe
@cache_control(public=True, max_age=60)
def home(request: HttpRequest) -> HttpResponse:
    """Show the default theatre, or say that none has been loaded."""
    chosen = Theatre.objects.default()
    if chosen is None:
        return _word(request, "none", 200)
    return _page(request, chosen)


@require_safe
@cache_control(public=True, max_age=60)
def theatre(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theatre; 404 with the ones that there are when the slug names none."""
    chosen = Theatre.objects.filter(slug=slug).first()
    if chosen is None:
        return _word(request, "unknown", 404)
    return _page(request, chosen)


def _page(request: HttpRequest, chosen: Theatre) -> HttpResponse:
    language = _language(request)
    name = _name(chosen, language)
    description = WORDS[language]["description"].format(
        theatre=name, start=chosen.date_start.isoformat(), end=chosen.date_end.isoformat()
    )
    context = {
        **_frame(language),
        "theatre": chosen,
        "name": name,
        "description": description,
        "theatres": json.dumps(_theatres(language), ensure_ascii=False),
        "tiles": settings.CONFLICTMAP_TILE_URL,
        "tiles_attribution": settings.CONFLICTMAP_TILE_ATTRIBUTION,
    }
    return render(request, "web/page.html", context)


def _word(request: HttpRequest, key: str, status: int) -> HttpResponse:
    """Say one sentence in place of a map."""
    language = _language(request)
    words = WORDS[language]
    context = {
        **_frame(language),
        "sentence": words[key],
        "more": words.get(f"{key}_more", ""),
        "others": _theatres(language),
    }
    return render(request, "web/word.html", context, status=status)


def _frame(language: str) -> dict[str, Any]:
    return {"language": language, "direction": DIRECTIONS[language], "words": WORDS[language]}


def _language(request: HttpRequest) -> str:
    """The language asked for by `?lang=`, else English; one address always shows one language, so it can be cached."""
    wish = request.GET.get("lang", DEFAULT_LANGUAGE)
    return wish if wish in DIRECTIONS else DEFAULT_LANGUAGE


def _name(chosen: Theatre, language: str) -> str:
    return chosen.name_ar if language == "ar" and chosen.name_ar else chosen.name


def _theatres(language: str) -> list[dict[str, str]]:
    query = f"?{urlencode({'lang': language})}" if language != DEFAULT_LANGUAGE else ""
    return [
        {
            "slug": one.slug,
            "name": _name(one, language),
            "url": reverse("theatre-page", args=[one.slug]) + query,
        }
        for one in Theatre.objects.order_by("name")
    ]
