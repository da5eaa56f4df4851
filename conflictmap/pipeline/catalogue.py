"""Write what claims refer to: theatres, actors, sources, places, and what is said about a report.

A row is checked as the same row in a theatre's folder is, so that whatever the desk saves could be loaded from one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar, get_args

from django.core.exceptions import ValidationError
from django.db import transaction

from conflictmap.core.records import SourceKind
from conflictmap.importers.fixture_files import FixtureError
from conflictmap.importers.fixture_rows import Row
from conflictmap.importers.theatre_rows import actor_of, place_of, source_of, theatre_of
from conflictmap.models import Actor, Place, Report, Source, Theatre

from .history import keep_first, keep_version
from .record import Writer, touch_theatre

Named = TypeVar("Named", Actor, Source, Place)

#: What may be corrected on a report that has been taken in: what was said about it, never its text.
REPORT_DETAILS = frozenset({"title", "url", "language", "published_at", "notes"})
#: The fields that a theatre's row has by the same name as its record in a folder.
THEATRE_ROW = (
    "slug name name_ar boundary time_zone lenses support_km filler_km data_licence attribution country_codes is_default"
).split()


@transaction.atomic
def save_theatre(*, theatre: Theatre) -> Theatre:
    """Write a theatre, new or changed. Raises ValidationError naming the field."""
    _keep_identity(theatre)
    values = {name: getattr(theatre, name) for name in THEATRE_ROW} | {
        "bbox": [theatre.west, theatre.south, theatre.east, theatre.north],
        "date_start": theatre.date_start.isoformat(),
        "date_end": theatre.date_end.isoformat(),
    }
    # A lens of everyone has an empty alignment and kind here, and leaves them out in a folder.
    values["lenses"] = [_without_empty(lens) for lens in theatre.lenses] if isinstance(theatre.lenses, list) else None
    _check(theatre_of, values, names={"bbox": "west"})
    _check_sign_off(theatre)
    if theatre.is_default:
        Theatre.objects.filter(is_default=True).exclude(pk=theatre.pk).update(is_default=False)
    theatre.assign_id()
    theatre.full_clean()
    theatre.save()
    return touch_theatre(theatre=theatre)


@transaction.atomic
def save_actor(*, actor: Actor) -> Actor:
    """Write an actor, new or changed; the map is drawn anew. Raises ValidationError naming the field."""
    _check(actor_of, asdict(actor.to_record()))
    return _save(actor)


@transaction.atomic
def save_source(*, source: Source) -> Source:
    """Write a source, new or changed; its alignment is one of the actors' sides. Raises ValidationError naming the field."""
    sides = set(source.theatre.actors.values_list("side", flat=True))
    _check(lambda row: source_of(row, sides), asdict(source.to_record()))
    return _save(source)


@transaction.atomic
def save_place(*, place: Place, by: Writer = None) -> Place:
    """Write a place, new or changed, and keep the version; the network is drawn anew. Raises ValidationError naming the field."""
    if place.parent is not None and place.parent.theatre_id != place.theatre_id:
        raise ValidationError({"parent": "belongs to another theatre"})
    if place.parent_id is not None and place.parent_id == place.pk:
        raise ValidationError({"parent": "A place is no part of itself."})
    if not isinstance(place.names, list):
        raise ValidationError({"names": "is not a list of texts"})
    values = asdict(place.to_record()) | {"names": list(place.names)}
    _check(place_of, {name: value for name, value in values.items() if value is not None and value != ""})
    stored = Place.objects.filter(pk=place.pk).first() if place.pk else None
    if stored is not None:
        keep_first(row=stored, since=stored.theatre.changed_at)
    saved = _save(place)
    if stored is None or any(
        field.value_from_object(stored) != field.value_from_object(saved) for field in Place._meta.concrete_fields
    ):
        keep_version(row=saved, by=by, is_new=stored is None)
    return saved


@transaction.atomic
def revert_place(*, place: Place, version: Any, by: Writer) -> Place:
    """Give a place what a version of its history had. Raises ValidationError naming the field."""
    if version.id != place.pk:
        raise ValidationError("This version is of another place.")
    for field in Place._meta.concrete_fields:
        if field.name not in ("id", "theatre", "slug"):
            setattr(place, field.attname, getattr(version, field.attname))
    return save_place(place=place, by=by)


@transaction.atomic
def update_report(*, report: Report, changes: Mapping[str, Any]) -> Report:
    """Correct what is said about a report; its text stays. Raises ValidationError naming the field."""
    refused = set(changes) - REPORT_DETAILS
    if refused:
        raise ValidationError(dict.fromkeys(refused, "can't be changed once the report has been taken in"))
    for name, value in changes.items():
        setattr(report, name, value)
    report.full_clean()
    report.save(update_fields=list(changes))
    touch_theatre(theatre=report.theatre)
    return report


def _save(row: Named) -> Named:
    _keep_identity(row)
    row.assign_id()
    row.full_clean()
    row.save()
    touch_theatre(theatre=row.theatre)
    return row


def _keep_identity(row: Theatre | Actor | Source | Place) -> None:
    """Refuse another slug or theatre for a row that exists: its public id is made of them."""
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        return
    if stored.slug != row.slug:
        raise ValidationError({"slug": "A slug stays: others may have cited it."})
    if not isinstance(row, Theatre) and not isinstance(stored, Theatre) and stored.theatre_id != row.theatre_id:
        raise ValidationError({"theatre": "A row stays in its theatre."})


def _check_sign_off(theatre: Theatre) -> None:
    """Refuse a source or kind of source that there is none of: its claims would go out unsigned."""
    sources = set(theatre.sources.values_list("slug", flat=True)) if theatre.pk else set()
    known = {"sign_off_sources": sources, "sign_off_kinds": set(get_args(SourceKind))}
    for name, values in known.items():
        given = getattr(theatre, name)
        if not isinstance(given, list) or not all(isinstance(one, str) and one in values for one in given):
            raise ValidationError({name: f"is not a list of {name.removeprefix('sign_off_')} that the theatre knows"})


def _without_empty(lens: Any) -> Any:
    return {name: value for name, value in lens.items() if value != ""} if isinstance(lens, dict) else lens


def _check(reader: Callable[[Row], object], values: dict[str, Any], names: Mapping[str, str] | None = None) -> None:
    """Read the row as an importer would, and name the field that it refuses."""
    for name, value in values.items():
        if "\\u0000" in json.dumps(value, default=str):
            raise ValidationError({(names or {}).get(name, name): "NUL characters are not allowed."})
    try:
        reader(Row("", None, values))
    except FixtureError as error:
        field = error.field.split("[")[0].split(".")[0]
        raise ValidationError({(names or {}).get(field, field): f"{error.field} {error.message}."}) from None
