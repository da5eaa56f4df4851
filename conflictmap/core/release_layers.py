"""A release's files -> rows of places, claims and strikes in the columns of the data dictionary.

What a release does not hold is None: a place's other names and country, a place as it was written, and which row a row denies or
corrects. A row's last value is its geometry (GeoJSON, lon, lat in degrees).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from datetime import date
from typing import Any

from .dictionary import LAYERS
from .geojson import Json, polygon_of
from .ids import public_id
from .release_reading import ReleaseReading

Row = tuple[Any, ...]


def release_rows(reading: ReleaseReading, layer: str, given: Mapping[str, Any]) -> Generator[Row]:
    """Yield the rows of a layer that the filters select, in the order of the exports.

    `given` has any of place, actor, source, alignment (empty for none), basis and grading (strings), from and to (dates) and bbox (west,
    south, east, north in degrees).
    """
    rows = _ROWS[layer](reading)
    for row in rows:
        place = reading.places[row["slug"] if layer == "places" else row["place"]]
        if _is_selected(reading, row, place, given):
            yield _row(reading, layer, row, place)


def _places(reading: ReleaseReading) -> list[Json]:
    return [reading.places[slug] for slug in sorted(reading.places)]


def _claims(reading: ReleaseReading) -> list[Json]:
    return sorted(reading.all_claims(), key=_in_order)


def _strikes(reading: ReleaseReading) -> list[Json]:
    return sorted(reading.read("strikes.json")["strikes"], key=_in_order)


def _in_order(row: Json) -> tuple[str, str]:
    return row["date_start"], row["id"]


_ROWS: dict[str, Callable[[ReleaseReading], list[Json]]] = {"places": _places, "claims": _claims, "strikes": _strikes}


def _is_selected(reading: ReleaseReading, row: Json, place: Json, given: Mapping[str, Any]) -> bool:
    first: date | None = given.get("from")
    last: date | None = given.get("to")
    actors = row.get("attackers", [row.get("actor")])
    return (
        given.get("place", place["slug"]) == place["slug"]
        and ("actor" not in given or given["actor"] in actors)
        and given.get("source", row.get("source")) == row.get("source")
        and ("alignment" not in given or reading.sources[row["source"]]["alignment"] == given["alignment"])
        and given.get("basis", row.get("basis")) == row.get("basis")
        and given.get("grading", row.get("grading")) == row.get("grading")
        and (first is None or row["date_end"] >= first.isoformat())
        and (last is None or row["date_start"] <= last.isoformat())
        and ("bbox" not in given or _is_within(place, given["bbox"]))
    )


def _is_within(place: Json, bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    longitude = place["longitude"]
    is_between = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return is_between and bool(south <= place["latitude"] <= north)


def _row(reading: ReleaseReading, layer: str, row: Json, place: Json) -> Row:
    theatre = reading.manifest["theatre"]["slug"]
    known: Json = {**row, "theatre": theatre, "longitude": place["longitude"], "latitude": place["latitude"]}
    if layer == "places":
        known |= {"id": str(public_id("place", theatre, row["slug"])), "names": []}
    else:
        known["place_name"] = place["name"]
    for outcome in ("killed", "injured"):
        for group, bounds in row.get(outcome, {}).items():
            if group == "wording":
                known[f"{outcome}_wording"] = bounds
            else:
                known |= {f"{outcome}_{group}_{bound}": count for bound, count in bounds.items()}
    values = (_value(known.get(column.name), column.type) for column in LAYERS[layer].columns)
    return (*values, geometry_in(place))


def _value(value: Any, type_: str) -> Any:
    """Return a value as the database has it: where no row is named, a release writes an empty string."""
    return None if value == "" and type_ in ("id", "slug") else value


def geometry_in(place: Json) -> Json:
    """Return a place's extent as a Polygon, and any other place as a Point."""
    point: Json = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
    return (place["extent"] and polygon_of(place["extent"])) or point
