"""Find the places that a report names, and geocode each mention against the gazetteer."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conflictmap.core.extract import extract_mentions
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_index import WorldIndex
from conflictmap.core.gazetteer_world import neighbours, open_world
from conflictmap.core.rank import anchors, geocode_mention
from conflictmap.core.records import EXTENDED_KINDS
from conflictmap.core.toponyms import Candidate, MentionSpan, StatedPosition
from conflictmap.importers.geonames import slug_of
from conflictmap.models import Mention, Place, RemoteAnswer, Report, Theatre

from .record import touch_theatre

#: Candidates kept with a mention, best first.
KEPT = 8

#: By theatre: what its gazetteer was built from, and the gazetteer.
_latest: dict[UUID, tuple[object, Gazetteer]] = {}


def gazetteer_of(theatre: Theatre, *, everywhere: bool = False) -> Gazetteer:
    """Return the gazetteer of a theatre: its own places, then GeoNames. Built once for the same places in a process.

    Far from the theatre only well-known places count, unless `everywhere`.
    """
    places = tuple(place.to_record() for place in theatre.places.select_related("parent").order_by("slug"))
    countries = tuple(theatre.country_codes)
    key = (
        countries,
        everywhere,
        hash(tuple((place.slug, place.name, place.names, place.geonames_id) for place in places)),
    )
    held = _latest.get(theatre.pk)
    if held is None or held[0] != key:
        held = _latest[theatre.pk] = (
            key,
            Gazetteer(places, world(), near=None if everywhere else neighbours(countries)),
        )
    return held[1]


@transaction.atomic
def extract_report(*, report_id: UUID | str) -> list[Mention]:
    """Write the mentions of a report, once, and return those still to be geocoded. Calling again adds nothing."""
    report = Report.objects.select_for_update().select_related("theatre").get(pk=report_id)
    if report.extracted_at is None:
        for found in extract_mentions(report.text, gazetteer_of(report.theatre)):
            if not Mention.objects.filter(report=report, start=found.start, end=found.end).exists():
                Mention(
                    report=report,
                    start=found.start,
                    end=found.end,
                    text=found.text[:300],
                    name=found.name[:300],
                    kind=found.kind_hint or "",
                    demonym=found.demonym,
                    span=asdict(found),
                ).save(force_insert=True)
        report.extracted_at = timezone.now()
        report.save(update_fields=["extracted_at"])
    return list(report.mentions.awaiting_geocoding())


@transaction.atomic
def locate_mention(*, mention_id: UUID | str) -> Mention:
    """Geocode one mention that is new; one that is geocoded or reviewed already stays as it is.

    A clear winner is `geocoded` with its place where the theatre has it, the rest `ambiguous` or `unknown`, candidates kept.
    """
    mention = Mention.objects.select_for_update(of=("self",)).select_related("report__theatre").get(pk=mention_id)
    if mention.status != Mention.NEW:
        return mention
    report = mention.report
    gazetteer = gazetteer_of(report.theatre)
    siblings = [_span(row) for row in report.mentions.order_by("start")]
    chosen = Mention.objects.chosen(report.theatre, mention.name)
    found = geocode_mention(_span(mention), gazetteer=gazetteer, others=anchors(siblings, gazetteer), choices=chosen)
    mention.status = found.status
    mention.candidates = [_candidate_json(candidate) for candidate in found.candidates[:KEPT]]
    mention.conflicts = list(found.conflicts)
    if found.best is not None:
        mention.score = round(found.best.score, 4)
        mention.precision = found.best.precision
        if found.status == "geocoded":
            mention.place = _theatre_place(report.theatre, found.best.entry.slug)
    elif known := RemoteAnswer.objects.candidates(report.theatre, settings.REMOTE_GEOCODER, mention.name):
        mention.candidates, mention.status = known, Mention.AMBIGUOUS
    mention.geocoded_at = timezone.now()
    mention.save()
    return mention


def locate_report(*, report: Report) -> Report:
    """Extract and geocode a whole report at once, as loading a theatre does."""
    for mention in extract_report(report_id=report.pk):
        locate_mention(mention_id=mention.pk)
    report.refresh_from_db()
    return report


@transaction.atomic
def place_of_candidate(*, theatre: Theatre, candidate: dict[str, Any]) -> Place:
    """Return the theatre's place that a candidate stands for; one from the gazetteer becomes a place of the theatre."""
    known = _theatre_place(theatre, str(candidate.get("slug") or ""))
    geonames_id = candidate.get("geonames_id")
    if known is None and geonames_id:
        known = theatre.places.filter(geonames_id=geonames_id).first()
    if known is not None:
        return known
    taken = set(theatre.places.values_list("slug", flat=True))
    slug = slug_of(candidate["name"]) or "place"
    if slug in taken and geonames_id:
        slug = f"{slug}-{geonames_id}"
    stem, number = slug, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    place = Place(
        theatre=theatre,
        slug=slug[:80],
        name=candidate["name"],
        names=candidate.get("names", []),
        kind=candidate["kind"],
        longitude=candidate["longitude"],
        latitude=candidate["latitude"],
        geonames_id=geonames_id,
        country_code=candidate.get("country_code", ""),
        precision=candidate.get("precision", "settlement"),
        precision_m=50_000 if candidate["kind"] in EXTENDED_KINDS else 2_000,
        provenance="gazetteer",
    )
    place.assign_id()
    place.full_clean()
    place.save(force_insert=True)
    touch_theatre(theatre=theatre)
    return place


@lru_cache(maxsize=1)
def world() -> WorldIndex:
    """Return the world's places, from the index made at set-up; opened once a process."""
    return open_world(settings.GAZETTEER_ROOT)


def _span(mention: Mention) -> MentionSpan:
    span = dict(mention.span)
    span["stated"] = tuple(StatedPosition(**stated) for stated in span.get("stated", ()))
    return MentionSpan(**span)


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    entry = candidate.entry
    return {
        "id": entry.id,
        "slug": entry.slug,
        "name": entry.name,
        "kind": entry.kind,
        "longitude": entry.longitude,
        "latitude": entry.latitude,
        "geonames_id": entry.geonames_id,
        "country_code": entry.country_code,
        "population": entry.population,
        "precision": candidate.precision,
        "score": round(candidate.score, 4),
        "reasons": list(candidate.reasons),
    }


def _theatre_place(theatre: Theatre, slug: str) -> Place | None:
    return theatre.places.filter(slug=slug).first() if slug else None
