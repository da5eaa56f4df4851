"""A theatre's rows as the records that the engine reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from conflictmap.core import records

from .claim import Claim
from .report import Report
from .strike import Strike
from .theatre import Theatre


def take_snapshot(theatre: Theatre) -> records.Snapshot:
    """Return everything of a theatre that the engine reads, active rows that await no second editor, in a few queries."""
    return records.Snapshot(
        theatre=theatre.to_record(),
        actors=tuple(actor.to_record() for actor in theatre.actors.order_by("order", "slug")),
        sources=tuple(source.to_record() for source in theatre.sources.order_by("slug")),
        places=tuple(place.to_record() for place in theatre.places.select_related("parent").order_by("slug")),
        claims=tuple(_claims_of(theatre)),
    )


def origins_of(theatre: Theatre) -> dict[str, tuple[str, str]]:
    """Return for each report that copies another source's its source and that other one, the story's origin.

    An agency comes before others, then who published first: that depends on what is told, not on which copy was taken in first.
    """
    reports = Report.objects.filter(theatre=theatre).exclude(story="")
    copied = (
        reports.values("story").annotate(sources=Count("source", distinct=True)).filter(sources__gt=1).values("story")
    )
    columns = ("story", "id", "source__slug", "source__kind", "published_at")
    rows = list(reports.filter(story__in=copied).values_list(*columns))
    first: dict[str, tuple[bool, datetime, str]] = {}
    for story, _, slug, kind, published_at in rows:
        rank = (kind != "agency", published_at, slug)
        first[story] = min(rank, first.get(story, rank))
    return {str(pk): (slug, first[story][2]) for story, pk, slug, _, _ in rows if slug != first[story][2]}


#: Where the fields of a claim's record are found, in the record's own order.
_CLAIM_COLUMNS = (
    *(
        "id",
        "place__slug",
        "actor__slug",
        "relation",
        "date_start",
        "date_end",
        "source__slug",
        "reported_at",
        "summary",
    ),
    *(
        "basis",
        "share",
        "voice",
        "on_the_spot",
        "date_precision",
        "report_id",
        "via__slug",
        "quote",
        "place_as_written",
    ),
    *("confidence", "provenance", "denies_id", "supersedes_id", "key"),
)
_REPORT, _SOURCE = _CLAIM_COLUMNS.index("report_id"), _CLAIM_COLUMNS.index("source__slug")
_REFERENCES = tuple(
    number
    for number, column in enumerate(_CLAIM_COLUMNS)
    if column in {"report_id", "via__slug", "denies_id", "supersedes_id"}
)


def _claims_of(theatre: Theatre) -> Iterator[records.Claim]:
    """Yield the records of the active claims, read as columns: tens of thousands of model instances would take seconds."""
    origins = origins_of(theatre)
    rows = Claim.objects.active().signed_off().filter(theatre=theatre).order_by("id").values_list(*_CLAIM_COLUMNS)
    for row in rows:
        fields = list(row)
        fields[0] = str(fields[0])
        for number in _REFERENCES:
            fields[number] = str(fields[number] or "")
        publisher, origin = origins.get(fields[_REPORT], ("", ""))
        fields.append(origin if fields[_SOURCE] == publisher else "")
        yield records.Claim(*fields)


def active_strikes(theatre: Theatre) -> list[records.Strike]:
    """Return the theatre's strikes that are neither superseded nor withdrawn, and await no second editor."""
    rows = (
        Strike.objects.active()
        .signed_off()
        .filter(theatre=theatre)
        .with_names()
        .prefetch_related("attackers")
        .order_by("id")
    )
    return [strike.to_record() for strike in rows]


def reports_of(theatre: Theatre) -> list[records.Report]:
    """Return the theatre's reports, each keyed by its public id."""
    rows = Report.objects.filter(theatre=theatre).select_related("source").order_by("id")
    return [replace(report.to_record(), key=str(report.id)) for report in rows]
