"""A theatre's own rows: the theatre, its actors, sources and places. Longitude before latitude, degrees."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from shapely.geometry import shape

from conflictmap.core.records import (
    EXTENDED_KINDS,
    Actor,
    Landmark,
    LandmarkKind,
    Lens,
    Place,
    PlaceKind,
    Precision,
    Provenance,
    Source,
    SourceKind,
    Theatre,
)
from conflictmap.importers.fixture_rows import Row

#: How far the boundary may leave the box, in degrees: what rounding does.
TOLERANCE = 1e-4

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def theatre_of(row: Row) -> Theatre:
    """Read the theatre. Its boundary is a GeoJSON Polygon or MultiPolygon inside its box `[w, s, e, n]`."""
    theatre = Theatre(
        slug=row.slug("slug"),
        name=row.text("name", limit=200),
        name_ar=row.text("name_ar", "", limit=200),
        boundary=row.geometry("boundary", ("Polygon", "MultiPolygon")),
        bbox=_bbox(row),
        date_start=row.day("date_start"),
        date_end=row.day("date_end"),
        time_zone=_time_zone(row),
        lenses=_lenses(row),
        support_km=row.number("support_km", 0.1, 2000, 25.0),
        filler_km=row.number("filler_km", 0.1, 2000, 8.0),
        data_licence=row.text("data_licence", "", limit=200),
        attribution=row.text("attribution", "", limit=1000),
        country_codes=row.texts("country_codes"),
        is_default=row.flag("is_default", False),
    )
    row.done()
    if theatre.date_end < theatre.date_start:
        row.fail("date_end", "is before date_start")
    for code in theatre.country_codes:
        if not _COUNTRY.fullmatch(code):
            row.fail("country_codes", f"{code!r} is no code of ISO 3166, two capital letters")
    west, south, east, north = theatre.bbox
    left, bottom, right, top = shape(theatre.boundary).bounds
    outside = bottom < south - TOLERANCE or top > north + TOLERANCE
    if west <= east:
        outside = outside or left < west - TOLERANCE or right > east + TOLERANCE
    if outside:
        row.fail("boundary", "reaches outside bbox")
    return theatre


def actor_of(row: Row) -> Actor:
    actor = Actor(
        slug=row.slug("slug"),
        name=row.text("name", limit=200),
        name_ar=row.text("name_ar", "", limit=200),
        short_name=row.text("short_name", "", limit=80),
        side=row.slug("side", limit=40),
        colour=row.text("colour"),
        order=row.whole("order", 0, 10_000),
        can_hold=row.flag("can_hold", True),
    )
    row.done()
    if not _COLOUR.fullmatch(actor.colour):
        row.fail("colour", f"{actor.colour[:20]!r} is no colour written #rrggbb in small letters")
    return actor


def source_of(row: Row, sides: Collection[str]) -> Source:
    """Read a source, whose alignment is one of the actors' `sides`, or empty."""
    source = Source(
        slug=row.slug("slug"),
        name=row.text("name", limit=200),
        name_ar=row.text("name_ar", "", limit=200),
        kind=row.choice("kind", SourceKind),
        alignment=row.text("alignment", "", limit=40),
        url=row.url("url"),
        note=row.text("note", "", limit=2000),
    )
    row.done()
    if source.alignment and source.alignment not in sides:
        row.fail("alignment", f"{source.alignment!r} is no actor's side")
    return source


def place_of(row: Row) -> Place:
    """Read a curated place. An area must have an extent, a GeoJSON Polygon; a point must have none."""
    kind: PlaceKind = row.choice("kind", PlaceKind)
    extended = kind in EXTENDED_KINDS
    place = Place(
        slug=row.slug("slug"),
        name=row.text("name", limit=200),
        name_ar=row.text("name_ar", "", limit=200),
        names=row.texts("names"),
        kind=kind,
        longitude=row.number("longitude", -180, 180),
        latitude=row.number("latitude", -90, 90),
        geonames_id=row.whole("geonames_id", 1, 2_000_000_000) if row.has("geonames_id") else None,
        population=row.whole("population", 0, 100_000_000) if row.has("population") else None,
        parent=row.slug("parent") if row.has("parent") else "",
        precision=row.choice("precision", Precision, "settlement"),
        precision_m=row.whole("precision_m", 0, 5_000_000, 2000),
        extent=row.geometry("extent", ("Polygon",)) if row.has("extent") else None,
        provenance=row.choice("provenance", Provenance),
        country_code=row.text("country_code", "", limit=2),
        note=row.text("note", "", limit=2000),
    )
    row.done()
    if place.country_code and not _COUNTRY.fullmatch(place.country_code):
        row.fail("country_code", f"{place.country_code!r} is no code of ISO 3166, two capital letters")
    if extended and place.extent is None:
        row.fail("extent", f"is missing: a place of kind {kind} is an area")
    if not extended and place.extent is not None:
        row.fail("extent", f"is for areas: a place of kind {kind} is a point")
    if place.provenance == "gazetteer" and place.geonames_id is None:
        row.fail("provenance", "is gazetteer, but there is no geonames_id")
    return place


def landmark_of(row: Row) -> Landmark:
    """Read a river, road, border or name of the theatre's landscape, which has no bearing on control."""
    landmark = Landmark(
        kind=row.choice("kind", LandmarkKind),
        name=row.text("name", "", limit=80),
        name_ar=row.text("name_ar", "", limit=80),
        schematic=row.flag("schematic", False),
        geometry=row.landmark("geometry"),
    )
    row.done()
    if landmark.kind in ("country", "sea") and not landmark.name:
        row.fail("name", f"is missing: of a {landmark.kind} there is nothing else to draw")
    if landmark.kind == "lake" and "Line" in landmark.geometry["type"]:
        row.fail("geometry", "is a line: a lake is a Polygon")
    return landmark


def merged(curated: Place, gazetteer: Place) -> Place:
    """Return the curated place with what only the gazetteer's row of the same id knows."""
    names = dict.fromkeys((*curated.names, gazetteer.name, *gazetteer.names))
    names.pop(curated.name, None)
    return replace(
        curated,
        names=tuple(names),
        name_ar=curated.name_ar or gazetteer.name_ar,
        population=curated.population if curated.population is not None else gazetteer.population,
        country_code=curated.country_code or gazetteer.country_code,
    )


def _bbox(row: Row) -> tuple[float, float, float, float]:
    value = row.take("bbox")
    if (
        not isinstance(value, list)
        or len(value) != 4
        or any(isinstance(n, bool) or not isinstance(n, int | float) for n in value)
    ):
        row.fail("bbox", "is not four numbers: west, south, east, north")
    if not all(abs(degrees) <= limit for degrees, limit in zip(value, (180, 90, 180, 90), strict=True)):
        row.fail("bbox", "is out of range: degrees of longitude and latitude")
    west, south, east, north = map(float, value)
    if south >= north or west == east:
        row.fail("bbox", "has its south at or above its north, or no width")
    return west, south, east, north


def _time_zone(row: Row) -> str:
    name = row.text("time_zone", limit=60)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        row.fail("time_zone", f"{name!r} is no time zone, such as Asia/Damascus")
    return name


def _lenses(row: Row) -> tuple[Lens, ...]:
    lenses: dict[str, Lens] = {}
    for part in row.rows("lenses"):
        lens = Lens(
            slug=part.slug("slug"),
            name=part.text("name", limit=200),
            name_ar=part.text("name_ar", "", limit=200),
            alignment=part.text("alignment", "", limit=40),
            kind=part.choice("kind", SourceKind, ""),
        )
        part.done()
        if lens.slug in lenses:
            part.fail("slug", f"{lens.slug!r} stands twice")
        lenses[lens.slug] = lens
    if not lenses:
        row.fail("lenses", "is empty")
    return tuple(lenses.values())
