"""What the parameters of a list select. A value that names nothing is refused (400), never an empty list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from conflictmap.models import Actor, Place, Source, Theatre

from .params import NO_ALIGNMENT, Given, shown
from .problem import invalid

Rows = QuerySet[Any]

#: Parameters that name one row by its slug, the table they name it in, and what to say when there is none.
NAMED: dict[str, type[Model]] = {"place": Place, "actor": Actor, "source": Source}


def select(rows: Rows, given: Given, paths: Mapping[str, str]) -> Rows:
    """Return the rows that the given parameters select. `paths` tells where this list keeps what each is about.

    Raises ProblemError (400) naming the parameter whose value names no row.
    """
    theatre = _theatre(given)
    if theatre is not None:
        rows = rows.filter(**{paths["theatre"]: theatre.pk})
    for name in NAMED:
        if name in given:
            rows = rows.filter(**{f"{paths[name]}__in": _named(name, given[name], theatre)})
    if "alignment" in given:
        rows = rows.filter(**{paths["alignment"]: _alignment(given["alignment"], theatre)})
    return rows


def moments_between(rows: Rows, field: str, given: Given) -> Rows:
    """Select rows whose moment falls on the days from `from` to `to`, each in its own theatre's time zone."""
    first, last = given.get("from"), given.get("to")
    if first is None and last is None:
        return rows
    chosen = Q(pk__in=[])
    for pk, time_zone in Theatre.objects.values_list("pk", "time_zone"):
        zone = ZoneInfo(time_zone)
        within = Q(theatre_id=pk)
        if first is not None:
            within &= Q(**{f"{field}__gte": _start_of(first, zone)})
        if last is not None:
            within &= Q(**{f"{field}__lt": _start_of(last + timedelta(days=1), zone)})
        chosen |= within
    return rows.filter(chosen)


def without_held_back(rows: Rows, field: str) -> Rows:
    """Leave out what theatres with a publishing delay hold back: all that became known on their last so many days."""
    for pk, time_zone, days in Theatre.objects.filter(publish_delay_days__gt=0).values_list(
        "pk", "time_zone", "publish_delay_days"
    ):
        zone = ZoneInfo(time_zone)
        first_held_back = datetime.now(zone).date() - timedelta(days=days - 1)
        rows = rows.exclude(theatre_id=pk, **{f"{field}__gte": _start_of(first_held_back, zone)})
    return rows


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _theatre(given: Given) -> Theatre | None:
    if "theatre" not in given:
        return None
    theatre = Theatre.objects.defer("boundary").filter(slug=given["theatre"]).first()
    if theatre is None:
        raise invalid("theatre", f"There is no theatre {shown(given['theatre'])}.")
    return theatre


def _named(parameter: str, slug: str, theatre: Theatre | None) -> list[Any]:
    """Return the ids of the rows of that slug: one in a theatre, perhaps several in all."""
    found = NAMED[parameter]._default_manager.filter(slug=slug)
    if theatre is not None:
        found = found.filter(theatre=theatre)
    ids = list(found.values_list("pk", flat=True))
    if not ids:
        raise invalid(parameter, f"There is no {parameter} {shown(slug)}{_in(theatre)}.")
    return ids


def _alignment(side: str, theatre: Theatre | None) -> str:
    if side == NO_ALIGNMENT:
        return ""
    within = Q() if theatre is None else Q(theatre=theatre)
    aligned = Source.objects.filter(within).exclude(alignment="").order_by().values_list("alignment", flat=True)
    sides = Actor.objects.filter(within).order_by().values_list("side", flat=True)
    known = sorted({*aligned.distinct(), *sides.distinct(), NO_ALIGNMENT})
    if side not in known:
        raise invalid("alignment", f"There is no alignment {shown(side)}{_in(theatre)}; there are {', '.join(known)}.")
    return side


def _in(theatre: Theatre | None) -> str:
    return f" in theatre {shown(theatre.slug)}" if theatre else ""
