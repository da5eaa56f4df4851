"""Decide on more than one candidate at a time: the same answer for all alike, a place that no candidate is, and the way back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from conflictmap.core.names import normalise
from conflictmap.core.toponyms import Entry
from conflictmap.importers.geonames import slug_of
from conflictmap.models import Mention, Place, Theatre

from .catalogue import save_place
from .locate import gazetteer_of, place_of_candidate
from .record import Writer
from .review import correct_mention, reject_mention, reopen_mention

#: Suggestions to one question.
MOST_SUGGESTED = 9
#: Rows read for suggestions by the first letters of a name.
_MOST_READ = 50


def alike(mention: Mention) -> list[Mention]:
    """Return the other mentions of the same name in the report that await review, in the order of the text."""
    waiting = Mention.objects.awaiting_review().filter(report_id=mention.report_id).exclude(pk=mention.pk)
    name = normalise(mention.name)
    return [one for one in waiting.order_by("start", "id") if normalise(one.name) == name and one.kind == mention.kind]


@transaction.atomic
def settle_alike(*, mention: Mention, by: Writer) -> list[Mention]:
    """Decide on all mentions alike as was decided on this one, and return them. Raises ValidationError where nothing was decided.

    Another editor's decision is never written over: only what awaits review is settled.
    """
    mention = Mention.objects.select_related("place").get(pk=mention.pk)
    if mention.status not in Mention.DECIDED:
        raise ValidationError(f"Decide on “{mention.text}” first.")
    if mention.status == Mention.REJECTED:
        return [reject_mention(mention=one, by=by, seen=one.as_seen) for one in alike(mention)]
    place = mention.place
    if place is None:
        raise ValidationError(f"“{mention.text}” has no place.")
    return [correct_mention(mention=one, place=place, by=by, seen=one.as_seen) for one in alike(mention)]


def suggested(*, theatre: Theatre, words: str) -> list[Entry]:
    """Return what the gazetteer has by a name, the theatre's places of which it is the beginning first; at most nine."""
    words = words.strip()[:200]
    if not words:
        return []
    gazetteer = gazetteer_of(theatre)
    own = theatre.places.filter(name__istartswith=words).order_by("-population", "slug")[:_MOST_READ]
    begun = [entry for place in own if (entry := gazetteer.by_slug(place.slug)) is not None]
    found = [match.entry for match in gazetteer.lookup(words, MOST_SUGGESTED)]
    return list({entry.id: entry for entry in (*begun, *found)}.values())[:MOST_SUGGESTED]


@transaction.atomic
def resolve_to_entry(*, mention: Mention, entry: str, by: Writer, seen: str | None = None) -> Mention:
    """Resolve a mention to an entry of the gazetteer by its id, which becomes a place of the theatre. `seen` as in `accept_mention`."""
    theatre = mention.report.theatre
    found = gazetteer_of(theatre).by_id(entry)
    if found is None:
        raise ValidationError("The gazetteer has no such entry.")
    candidate = {
        "slug": found.slug,
        "name": found.name,
        "names": list(found.names),
        "kind": found.kind,
        "longitude": found.longitude,
        "latitude": found.latitude,
        "geonames_id": found.geonames_id,
        "country_code": found.country_code,
        "precision": found.precision,
    }
    place = place_of_candidate(theatre=theatre, candidate=candidate)
    return correct_mention(mention=mention, place=place, by=by, seen=seen)


@transaction.atomic
def place_by_hand(
    *, mention: Mention, name: str, kind: str, longitude: float, latitude: float, precision_m: int, by: Writer, seen: str | None = None
) -> Mention:  # fmt: skip
    """Make a place that no gazetteer has, and resolve the mention to it. `seen` as in `accept_mention`.

    Longitude and latitude in degrees, `precision_m` the radius of doubt in metres. Raises ValidationError naming the field.
    """
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValidationError({"longitude": "Click the map, or type the coordinates."})
    theatre = mention.report.theatre
    made: dict[str, Any] = {
        "name": name.strip(),
        "kind": kind,
        "longitude": round(longitude, 6),
        "latitude": round(latitude, 6),
        "precision": _PRECISION.get(kind, "settlement"),
        "precision_m": precision_m,
        "provenance": "background",
        "note": "Placed by hand on the desk.",
    }
    place = save_place(place=Place(theatre=theatre, slug=_free_slug(theatre, name), **made), by=by)
    return correct_mention(mention=mention, place=place, by=by, seen=seen)


@transaction.atomic
def undo_decisions(*, decided: Iterable[tuple[Mention, str]], by: Writer) -> list[Mention]:
    """Take decisions back that were made together, all or none. Each comes with its `as_seen`, as in `accept_mention`."""
    return [reopen_mention(mention=mention, by=by, seen=seen) for mention, seen in decided]


#: How precisely a place of a kind is known; any other kind is a settlement.
_PRECISION = {
    "airport": "site",
    "base": "site",
    "industrial": "site",
    "site": "site",
    "area": "area",
    "district": "district",
    "province": "province",
    "country": "country",
}


def _free_slug(theatre: Theatre, name: str) -> str:
    first = (slug_of(name) or "place")[:70]
    taken = set(theatre.places.filter(slug__startswith=first).values_list("slug", flat=True))
    number, slug = 1, first
    while slug in taken:
        number += 1
        slug = f"{first}-{number}"
    return slug
