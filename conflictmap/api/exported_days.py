"""What is derived of days as rows in the columns of the dictionary: states, areas and frontline of a day, changes between days.

They are taken from the answers under `/api/v1/theatres/`, which are kept while no claim changes.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import orjson

from conflictmap.core.dictionary import LAYERS
from conflictmap.core.geojson import Json, geometry_of
from conflictmap.core.records import Snapshot
from conflictmap.models import Theatre

from . import theatre_day
from .changes import MOST_DAYS, Changes, Period
from .drawn_release import find_release, snapshot_of
from .params import Given
from .problem import invalid
from .theatre_answer import public_snapshot
from .theatre_day import Moment, TheatreDay, find_moment_of, moment_asked

Row = tuple[Any, ...]
DAYS: dict[str, type[TheatreDay]] = {view.layer: view for view in theatre_day.LAYERS}
DAY_LAYERS = (*DAYS, Changes.layer)


def parameters_of(layer: str) -> tuple[str, ...]:
    days = ("from", "to") if layer == Changes.layer else ("date",)
    return ("theatre", *days, "lens", "known_by", "release")


def asked_of(layer: str, theatre: Theatre, given: Given) -> Moment | Period:
    """Return what is asked. Raises ProblemError (400, 404, 410) naming the parameter at fault."""
    if layer != Changes.layer:
        return moment_asked(theatre, given)
    if "release" not in given:
        return Changes().ask(theatre, given)
    release = find_release(theatre, given["release"])
    first = find_moment_of(release, {**given, "date": given.get("from", release.days[0])}).day
    last = find_moment_of(release, {**given, "date": given.get("to", release.days[-1])})
    if last.day - first >= timedelta(days=MOST_DAYS):
        raise invalid("to", f"At most {MOST_DAYS} days are answered at once.")
    return Period(first, last.day, last.lens, last.known_by, release.hash)


def day_rows(layer: str, theatre: Theatre, asked: Moment | Period) -> Generator[Row]:
    """Yield the rows of a layer, each with its geometry last."""
    if isinstance(asked, Period):
        yield from _change_rows(theatre, asked)
        return
    of_all = {"theatre": theatre.slug, "date": asked.day, "lens": asked.lens, "known_by": asked.known_by}
    places = _places(theatre, asked.release) if layer == "states" else {}
    for feature in orjson.loads(DAYS[layer]().text(theatre, asked))["features"]:
        known = {**feature["properties"], **of_all, "id": feature.get("id")}
        if layer == "states":
            known["longitude"], known["latitude"], _ = places[known["place"]]
        yield (*(known[name] for name in LAYERS[layer].names), feature["geometry"])


def _change_rows(theatre: Theatre, asked: Period) -> Generator[Row]:
    places = _places(theatre, asked.release)
    for flip in orjson.loads(Changes().text(theatre, asked))["flips"]:
        longitude, latitude, geometry = places[flip["place"]]
        known = {
            **flip,
            "theatre": theatre.slug,
            "lens": asked.lens,
            "known_by": asked.known_by,
            "longitude": longitude,
            "latitude": latitude,
            "claims": [claim["claim"] for claim in flip["claims"]],
            **{f"{end}_{name}": flip[end][name] for end in ("from", "to") for name in ("holder", "status")},
            **{
                f"{which}_km2_{bound}": (flip[f"{which}_km2"] or {}).get(bound)
                for which in ("gained", "lost")
                for bound in ("low", "best", "high")
            },
        }
        yield (*(known[name] for name in LAYERS["changes"].names), geometry)


def _places(theatre: Theatre, release: str) -> dict[str, tuple[float, float, Json]]:
    """Return where every place is: longitude, latitude and geometry."""
    snapshot: Snapshot = snapshot_of(find_release(theatre, release)) if release else public_snapshot(theatre)
    return {
        place.slug: (place.longitude, place.latitude, geometry_of(place, theatre.coordinate_decimals))
        for place in snapshot.places
    }
