"""A theatre's days as the GeoJSON that other timelines on Leaflet draw: the same areas, places and strikes as our release has.

A feature says from which day to which it stands, both included, so that what stays as it is for days is there once; coordinates are
longitude, latitude in degrees, to the five decimals of our own network. Unknown ground and places without a state are left out: our
page draws nothing there either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from conflictmap.core.areas import areas_of
from conflictmap.core.geojson import encoder, feature, feature_collection, polygon
from conflictmap.core.records import Area, Place, Snapshot, State, Strike
from conflictmap.core.timeline import days_of
from conflictmap.core.walk import DayWalker

DECIMALS = 5
Json = dict[str, Any]


def peer_collection(snapshot: Snapshot, strikes: Iterable[Strike], *, only_areas: bool = False) -> Json:
    """Return all features of all days, those that stand first first; `only_areas` leaves places and strikes out."""
    days = days_of(snapshot.theatre)
    found = list(_spans(snapshot, days, only_areas))
    if not only_areas:
        found += _strikes(snapshot, strikes)
    found.sort(key=lambda each: each["properties"]["start"])
    west, south, east, north = snapshot.theatre.bbox
    members = {"bbox": [west, south, east, north], "days": [days[0].isoformat(), days[-1].isoformat()]}
    return feature_collection(found, members)


def on_day(collection: Json, day: date) -> list[Json]:
    """Return the features that stand on a day."""
    text = day.isoformat()
    return [each for each in collection["features"] if each["properties"]["start"] <= text <= each["properties"]["end"]]


def written(collection: Json) -> bytes:
    """Return a collection as the bytes of a file."""
    return encoder()(collection).encode()


def _spans(snapshot: Snapshot, days: list[date], only_areas: bool) -> Iterator[Json]:
    """Yield areas and places, each once for as long as it stays as it is."""
    walker = DayWalker(snapshot, snapshot.theatre.lenses[0].slug, None)
    places = {place.slug: place for place in snapshot.places}
    standing: dict[Any, Json] = {}
    last: tuple[Any, list[Area]] = (None, [])
    for day in days:
        judged, _, ground = walker.on(day)
        if last[0] is not ground:
            last = ground, [area for area in areas_of(ground) if area.holder]
        # An area is the same as long as its ground and holder are; its confidence is not drawn by the peers.
        here: dict[Any, Area | State] = {
            (area.holder, area.status, area.contenders, area.rings): area for area in last[1]
        }
        if not only_areas:
            here |= {
                (state.place, state.holder, state.status): state for state in judged.states.values() if state.holder
            }
        text = day.isoformat()
        for key in [key for key in standing if key not in here]:
            yield standing.pop(key)
        for key, each in here.items():
            if key in standing:
                standing[key]["properties"]["end"] = text
            else:
                standing[key] = _area(each, text) if isinstance(each, Area) else _place(places[each.place], each, text)
    yield from standing.values()


def _area(area: Area, day: str) -> Json:
    properties = {"kind": "area", "start": day, "end": day, "holder": area.holder, "status": area.status}
    return feature(polygon(area.rings, DECIMALS), properties)


def _place(place: Place, state: State, day: str) -> Json:
    properties = {
        "kind": "place",
        "start": day,
        "end": day,
        "name": place.name,
        "holder": state.holder,
        "status": state.status,
    }
    return feature(_point(place), properties)


def _strikes(snapshot: Snapshot, strikes: Iterable[Strike]) -> Iterator[Json]:
    places = {place.slug: place for place in snapshot.places}
    for strike in strikes:
        low = sum(
            group.low or 0 for group in (strike.killed.civilians, strike.killed.combatants, strike.killed.unknown)
        )
        yield feature(
            _point(places[strike.place]),
            {
                "kind": strike.kind,
                "start": strike.date_start.isoformat(),
                "end": strike.date_end.isoformat(),
                "killed": low,
                "summary": strike.summary,
            },
        )


def _point(place: Place) -> Json:
    return {"type": "Point", "coordinates": [round(place.longitude, DECIMALS), round(place.latitude, DECIMALS)]}
