"""How the map is made, for readers: a short account in their language, and the rules in full as the code has them."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from conflictmap.core.rules_page import rules_page
from conflictmap.models import Theatre

from .address import View
from .views import frame, languages_of, name_of, theatres_in
from .words import language_of


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def methodology(request: HttpRequest) -> HttpResponse:
    """Show how claims become a map, how borders and names are handled, and whose the data is."""
    view = View(View.read(request.GET).language)
    words = language_of(view.language).words
    path = reverse("methodology")
    theatres = [
        {"name": name_of(one, view.language), "licence": one.data_licence, "attribution": one.attribution}
        for one in Theatre.objects.order_by("name")
    ]
    context = {
        **frame(view.language),
        "title": words["methodology"],
        "description": words["methodology_description"],
        "canonical": request.build_absolute_uri(path + view.query()),
        "languages": languages_of(request, path, view),
        "account": f"web/methodology/{view.language}.html",
        "rules": rules_html(),
        "theatres": theatres,
        "maps": theatres_in(view.language),
    }
    return render(request, "web/methodology.html", context)


@lru_cache(maxsize=1)
def rules_html() -> SafeString:
    """Return the rules of assessing as HTML, a heading lower than in their own page. Markup in them is shown as text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    lines = rules_page().splitlines()
    body = "\n".join(lines[next(n for n, line in enumerate(lines) if line.startswith("# ")) + 1 :])
    tokens = markdown.parse(body.replace("](method.md)", "](#how)"))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return SafeString(markdown.renderer.render(tokens, markdown.options, {}))
