"""A theatre's rows as the records that the engine reads."""

from __future__ import annotations

from dataclasses import replace

from conflictmap.core import records

from .claim import Claim
from .report import Report
from .strike import Strike
from .theatre import Theatre


def take_snapshot(theatre: Theatre) -> records.Snapshot:
    """Return everything of a theatre that the engine reads, active rows only, in four queries."""
    return records.Snapshot(
        theatre=theatre.to_record(),
        actors=tuple(actor.to_record() for actor in theatre.actors.order_by("order", "slug")),
        sources=tuple(source.to_record() for source in theatre.sources.order_by("slug")),
        places=tuple(place.to_record() for place in theatre.places.select_related("parent").order_by("slug")),
        claims=tuple(
            claim.to_record()
            for claim in Claim.objects.active()
            .filter(theatre=theatre)
            .with_names()
            .select_related("actor")
            .order_by("id")
        ),
    )


def active_strikes(theatre: Theatre) -> list[records.Strike]:
    """Return the theatre's strikes that are neither superseded nor withdrawn."""
    rows = Strike.objects.active().filter(theatre=theatre).with_names().prefetch_related("attackers").order_by("id")
    return [strike.to_record() for strike in rows]


def reports_of(theatre: Theatre) -> list[records.Report]:
    """Return the theatre's reports, each keyed by its public id."""
    rows = Report.objects.filter(theatre=theatre).select_related("source").order_by("id")
    return [replace(report.to_record(), key=str(report.id)) for report in rows]
