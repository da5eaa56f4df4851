"""The map on other people's pages: a page for iframes, oEmbed (https://oembed.com/), and the script at an address that stays.

Only the page for iframes may be framed, by anybody; everything else stays as strict as it was. It carries no cookie and no form that
acts for a signed-in editor, so there is nothing that a frame could make somebody click.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from conflictmap.models import Theatre

from .address import CAMERA
from .picture import HEIGHT, WIDTH
from .views import page_context, word

SIZE = (960, 640)
CACHE_SECONDS = 3600
_NUMBERS = re.compile(r"all|-?[0-9.]{1,12}(,-?[0-9.]{1,12})?", re.ASCII)
_EMBEDDABLE = re.compile(r"/(?:(?:t|embed)/(?P<slug>[a-z0-9-]{1,80})/)?")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # which knows of no arguments from the address
@gzip_page
@cache_control(public=True, max_age=60)
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one theatre to be framed, at the view that the address asks for, with a link to the whole page."""
    chosen = Theatre.objects.filter(slug=slug).first()
    if chosen is None:
        return word(request, "unknown", 404)
    return render(request, "web/embed.html", page_context(request, chosen))


@require_safe
@cache_control(public=True, max_age=300)
def script(request: HttpRequest) -> HttpResponse:
    """Lead to the element's script as it is now: this address stays, the file's own name changes with its content."""
    response = HttpResponseRedirect(static("conflict-map.js"))
    return _for_all(response)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer how to embed one of our own pages. 404 for other addresses and theatres, 501 for other formats, 400 for what is no size."""
    written = request.GET.get("format", "json")
    if written not in ("json", "xml"):
        return _plain(501, "Only the formats json and xml are implemented.")
    try:
        room = _room(request, "maxwidth"), _room(request, "maxheight")
    except ValueError as error:
        return _plain(400, str(error))
    asked = _own_page(request)
    if asked is None:
        return _plain(404, "Nothing of this site can be embedded by this address.")
    answer = _answer(request, asked, *room)
    if written == "xml":
        root = ElementTree.Element("oembed")
        for name, value in answer.items():
            ElementTree.SubElement(root, name).text = str(value)
        text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        response: HttpResponse = HttpResponse(text, content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return _for_all(response)


@dataclass(frozen=True, slots=True)
class _Asked:
    theatre: Theatre
    query: str


def _own_page(request: HttpRequest) -> _Asked | None:
    """Return the theatre and view of the page that `url` names, if it is one of ours. Nothing is fetched."""
    try:
        url = urlsplit(request.GET.get("url", ""))
        query = parse_qsl(url.query, max_num_fields=30)
    except ValueError:
        return None
    path = _EMBEDDABLE.fullmatch(url.path or "/")
    if url.scheme not in ("http", "https") or url.netloc != request.get_host() or path is None:
        return None
    slug = path["slug"]
    theatre = Theatre.objects.filter(slug=slug).first() if slug else Theatre.objects.default()
    return _Asked(theatre, urlencode(query)) if theatre else None


def _answer(request: HttpRequest, asked: _Asked, room_x: float, room_y: float) -> dict[str, Any]:
    width, height = int(min(SIZE[0], room_x)), int(min(SIZE[1], room_y))
    viewed = _viewed(request, asked)
    address = request.build_absolute_uri(reverse("embed", args=[asked.theatre.slug])) + viewed["query"]
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": viewed["title"],
        "provider_name": str(viewed["words"]["title"]),
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": format_html(
            '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" loading="lazy" allowfullscreen></iframe>',
            address,
            width,
            height,
            viewed["title"],
        ),
    }
    if viewed["picture"] and room_x >= WIDTH and room_y >= HEIGHT:
        answer |= {"thumbnail_url": viewed["picture"], "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return answer


def _viewed(request: HttpRequest, asked: _Asked) -> dict[str, Any]:
    """Return what the page of that address shows, and its query in the one spelling, with the camera where it was."""
    given = dict(parse_qsl(asked.query))
    context = page_context(request, asked.theatre, given)
    spelt = urlsplit(context["canonical"]).query
    camera = urlencode({name: given[name] for name in CAMERA if _NUMBERS.fullmatch(given.get(name, ""))}, safe=",")
    query = "&".join(part for part in (spelt, camera) if part)
    return {**context, "query": f"?{query}" if query else ""}


def _room(request: HttpRequest, name: str) -> float:
    """Return how many pixels a parameter leaves room for. Raises ValueError naming it."""
    text = request.GET.get(name)
    if text is None:
        return math.inf
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise ValueError(f"{name} is a whole number of pixels, from 1.")
    return int(text)


def _plain(status: int, sentence: str) -> HttpResponse:
    return _for_all(HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8"))


def _for_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
