"""A release's files -> the records that its days were derived from, as far as the engine reads them.

So what the files do not hold can be derived for the very release that a reader sees, whatever has been recorded since. Reports' texts,
other spellings of places and editors' notes are not in a release, and no day depends on them. Coordinates are longitude, latitude in
degrees.
"""

from __future__ import annotations

from datetime import date, datetime

from .records import Actor, Claim, Lens, Place, Snapshot, Source, Theatre
from .release_reading import Json, OtherFormat, ReleaseReading


def read_snapshot(reading: ReleaseReading) -> Snapshot:
    """Return the records that a release was derived from. Raises OtherFormat where an older program wrote too little of them."""
    manifest = reading.manifest
    try:
        return Snapshot(
            theatre=_theatre(manifest),
            actors=tuple(_actor(row, number) for number, row in enumerate(manifest["actors"])),
            sources=tuple(_source(row) for row in manifest["sources"]),
            places=tuple(_place(row) for row in reading.places.values()),
            claims=tuple(sorted((_claim(row) for row in reading.all_claims()), key=lambda claim: claim.id)),
        )
    except KeyError as missing:
        raise OtherFormat(f"release {reading.hash} does not say {missing}: publish the theatre anew") from None


def _theatre(manifest: Json) -> Theatre:
    row = manifest["theatre"]
    west, south, east, north = row["bbox"]
    return Theatre(
        slug=row["slug"],
        name=row["name"],
        boundary=row["boundary"],
        bbox=(west, south, east, north),
        date_start=date.fromisoformat(row["date_start"]),
        date_end=date.fromisoformat(row["date_end"]),
        time_zone=row["time_zone"],
        lenses=tuple(
            Lens(lens["slug"], lens["name"], lens["name_ar"], lens["alignment"], lens["kind"])
            for lens in manifest["lenses"]
        ),
        name_ar=row["name_ar"],
        support_km=row["support_km"],
        filler_km=row["filler_km"],
        data_licence=row["data_licence"],
        attribution=row["attribution"],
    )


def _actor(row: Json, order: int) -> Actor:
    return Actor(
        slug=row["slug"],
        name=row["name"],
        side=row["side"],
        colour=row["colour"],
        order=order,
        name_ar=row["name_ar"],
        short_name=row["short_name"],
        can_hold=row["can_hold"],
    )


def _source(row: Json) -> Source:
    return Source(row["slug"], row["name"], row["kind"], row["alignment"], row["name_ar"], row["url"])


def _place(row: Json) -> Place:
    return Place(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        longitude=row["longitude"],
        latitude=row["latitude"],
        name_ar=row["name_ar"],
        geonames_id=row["geonames_id"],
        population=row["population"],
        parent=row["parent"],
        precision=row["precision"],
        precision_m=row["precision_m"],
        extent=row["extent"],
        provenance=row["provenance"],
    )


def _claim(row: Json) -> Claim:
    return Claim(
        id=row["id"],
        place=row["place"],
        actor=row["actor"],
        relation=row["relation"],
        date_start=date.fromisoformat(row["date_start"]),
        date_end=date.fromisoformat(row["date_end"]),
        source=row["source"],
        reported_at=datetime.fromisoformat(row["reported_at"]),
        summary=row["summary"],
        basis=row["basis"],
        share=row["share"],
        voice=row["voice"],
        on_the_spot=row["on_the_spot"],
        date_precision=row["date_precision"],
        report=row["report"],
        via=row["via"],
        quote=row["quote"],
        confidence=row["confidence"],
        provenance=row["provenance"],
    )
