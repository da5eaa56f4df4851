"""A release's files -> rows of what is derived of its days, in the columns of the data dictionary: every day of it, through one lens.

A row's last value is its geometry (GeoJSON, lon, lat in degrees). The days are as known today.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from .changes import Flip, walk_changes
from .daymap import day_areas, day_states
from .dictionary import LAYERS
from .geojson import Json, area_feature, frontline_feature, geometry_of, state_feature
from .ids import public_id
from .records import Snapshot
from .release_reading import ReleaseReading
from .release_snapshot import read_snapshot

Row = tuple[Any, ...]


def release_day_rows(reading: ReleaseReading, layer: str, lens: str) -> Generator[Row]:
    """Yield the rows of states, areas, frontline or changes of every day."""
    snapshot = read_snapshot(reading)
    of_all = {"theatre": snapshot.theatre.slug, "lens": lens, "known_by": None}
    if layer == "changes":
        yield from _changes(snapshot, reading.days, of_all)
        return
    for day in reading.days:
        for feature in _features(snapshot, layer, day, lens):
            known = {**of_all, "date": day, **feature["properties"], "id": feature.get("id")}
            yield (*(known[name] for name in LAYERS[layer].names), feature["geometry"])


def _features(snapshot: Snapshot, layer: str, day: date, lens: str) -> Iterator[Json]:
    if layer == "states":
        places = {place.slug: place for place in snapshot.places}
        sides = {actor.slug: actor.side for actor in snapshot.actors}
        for state in day_states(snapshot, day=day, lens=lens, known_by=None):
            place = places[state.place]
            feature = state_feature(place, state, sides, str(public_id("place", snapshot.theatre.slug, place.slug)))
            feature["properties"] |= {"longitude": place.longitude, "latitude": place.latitude}
            yield feature
        return
    areas, lines = day_areas(snapshot, day=day, lens=lens, known_by=None)
    yield from map(area_feature, areas) if layer == "areas" else map(frontline_feature, lines)


def _changes(snapshot: Snapshot, days: list[date], of_all: Json) -> Iterator[Row]:
    places = {place.slug: place for place in snapshot.places}
    for found in walk_changes(snapshot, first=days[0], last=days[-1], lens=of_all["lens"], known_by=None):
        for flip in found.flips:
            place = places[flip.place]
            known = {
                **of_all,
                **_flip(flip),
                "day": found.day,
                "name": place.name,
                "name_ar": place.name_ar,
                "longitude": place.longitude,
                "latitude": place.latitude,
            }
            yield (*(known[name] for name in LAYERS["changes"].names), geometry_of(place))


def _flip(flip: Flip) -> Json:
    moved = {
        f"{which}_km2_{bound}": (asdict(extent) if extent else {}).get(bound)
        for which, extent in (("gained", flip.gained), ("lost", flip.lost))
        for bound in ("low", "best", "high")
    }
    return {
        "place": flip.place,
        "from_holder": flip.before.holder,
        "from_status": flip.before.status,
        "to_holder": flip.after.holder,
        "to_status": flip.after.status,
        "claims": [claim.id for claim in flip.causes],
        **moved,
    }
