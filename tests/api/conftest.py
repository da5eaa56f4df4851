"""A small war of nobody's: two sides on a river, four places, and sources that disagree.

Positions are longitude, latitude in degrees.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from conflictmap.models import Actor, Claim, Place, Release, Report, Source, Strike, Theatre
from conflictmap.pipeline.publish import publish

#: A quarter of an hour from everyone's usual offsets, so that a mixed-up day shows.
TIME_ZONE = "Asia/Kathmandu"
OTHERS_TEXT = "A sentence that belongs to somebody else's newspaper."
OWN_SUMMARY = "In our own words: the southern army crossed the river."

LAND = {
    "transform": {"scale": [0.001, 0.001], "translate": [9, 49]},
    "arcs": [[[0, 0], [4000, 0], [0, 4000], [-4000, 0], [0, -4000]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Land"}}]}},
}


def day(number: int) -> date:
    return date(2031, 3, number)


def moment(number: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2031, 3, number, hour, minute, tzinfo=UTC)


def make_theatre(slug: str = "two-banks", **changes: Any) -> Theatre:
    values: dict[str, Any] = {
        "name": "Two Banks",
        "boundary": {"type": "Polygon", "coordinates": [[[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]]},
        "west": 10,
        "south": 50,
        "east": 12,
        "north": 52,
        "date_start": day(1),
        "date_end": day(5),
        "time_zone": TIME_ZONE,
        "lenses": [
            {"slug": "assessed", "name": "All"},
            {"slug": "northern", "name": "Northern sources", "alignment": "north"},
        ],
        "filler_km": 40,
        "support_km": 80,
    }
    return Theatre.objects.create(slug=slug, **{**values, **changes})


@dataclass
class Cast:
    """The theatre and its rows by slug; `claim` and `strike` add more."""

    theatre: Theatre
    actors: dict[str, Actor] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    strikes: dict[str, Strike] = field(default_factory=dict)

    def actor(self, slug: str, side: str, **values: Any) -> None:
        order = len(self.actors)
        self.actors[slug] = Actor.objects.create(
            theatre=self.theatre, slug=slug, name=slug.title(), side=side, colour="#123456", order=order, **values
        )

    def source(self, slug: str, kind: str, alignment: str = "") -> None:
        self.sources[slug] = Source.objects.create(
            theatre=self.theatre, slug=slug, name=slug.title(), kind=kind, alignment=alignment
        )

    def place(self, slug: str, longitude: float, latitude: float, kind: str = "town", **values: Any) -> Place:
        self.places[slug] = Place.objects.create(
            theatre=self.theatre,
            slug=slug,
            name=slug.title(),
            kind=kind,
            longitude=longitude,
            latitude=latitude,
            **values,
        )
        return self.places[slug]

    def report(self, key: str, source: str, text: str, *, is_summary: bool, at: datetime) -> None:
        self.reports[key] = Report.objects.create(
            theatre=self.theatre,
            key=key,
            source=self.sources[source],
            title=f"Report {key}",
            text=text,
            sha256=sha256(key.encode()).hexdigest(),
            is_summary=is_summary,
            published_at=at,
        )

    def _statement(self, key: str, place: str, source: str, on: int, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "theatre": self.theatre,
            "key": key,
            "place": self.places[place],
            "source": self.sources[source],
            "date_start": day(on),
            "date_end": day(on),
            "reported_at": moment(on),
            "summary": f"About {place}.",
            "provenance": "background",
            **values,
        }

    def claim(self, key: str, place: str, actor: str, source: str, on: int, **values: Any) -> Claim:
        made = self._statement(key, place, source, on, values)
        self.claims[key] = Claim.objects.create(actor=self.actors[actor], **made)
        return self.claims[key]

    def strike(self, key: str, place: str, source: str, on: int, *attackers: str, **values: Any) -> Strike:
        self.strikes[key] = Strike.objects.create(**self._statement(key, place, source, on, values))
        self.strikes[key].attackers.set([self.actors[slug] for slug in attackers])
        return self.strikes[key]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings: Any) -> None:
    """Serve static files from where the packages have them: these tests collect none, and error pages name some."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def two_banks(db: None) -> Cast:
    cast = Cast(make_theatre())
    cast.actor("northmen", "north", name_ar="")
    cast.actor("southmen", "south")
    cast.actor("fliers", "south", can_hold=False)
    cast.source("north-radio", "state-media", "north")
    cast.source("south-radio", "state-media", "south")
    cast.source("river-watch", "monitor")
    cast.source("almanac", "background")
    cast.place("alder", 10.5, 51.5)
    cast.place("birch", 11.5, 51.5)
    cast.place("cedar", 10.5, 50.5)
    clockwise = [[10.2, 50.2], [10.2, 51.8], [11.8, 51.8], [11.8, 50.2], [10.2, 50.2]]
    cast.place("dale", 11.0, 51.0, "area", extent={"type": "Polygon", "coordinates": [clockwise]})
    cast.report("own", "river-watch", OWN_SUMMARY, is_summary=True, at=moment(3))
    cast.report("wire", "south-radio", OTHERS_TEXT, is_summary=False, at=moment(3, 20))
    cast.claim("alder-before", "alder", "northmen", "almanac", 1, confidence=0.9)
    cast.claim("birch-before", "birch", "northmen", "almanac", 1, confidence=0.9)
    cast.claim("cedar-before", "cedar", "southmen", "almanac", 1, confidence=0.9)
    cast.claim(
        "alder-falls",
        "alder",
        "southmen",
        "river-watch",
        3,
        provenance="report",
        report=cast.reports["own"],
        voice="own",
    )
    cast.claim("birch-holds", "birch", "northmen", "north-radio", 4)
    first = cast.claim("birch-hasty", "birch", "southmen", "south-radio", 3, basis="claimed")
    cast.claim("birch-corrected", "birch", "southmen", "south-radio", 4, relation="entered", supersedes=first)
    doubted = cast.claim("dale-doubted", "dale", "southmen", "south-radio", 2)
    cast.claim("dale-withdrawn", "dale", "southmen", "south-radio", 2, basis="retracted", supersedes=doubted)
    cast.strike(
        "market", "alder", "river-watch", 2, "fliers", "southmen",
        killed_civilians_low=3, killed_civilians_best=4, killed_civilians_high=9, killed_wording="several",
    )  # fmt: skip
    cast.strike("bridge", "dale", "north-radio", 4, "fliers", kind="shelling")
    return cast


@pytest.fixture
def reader() -> Client:
    """Somebody without an account; a crash is answered as on a live site, not raised."""
    return Client(raise_request_exception=False)


@pytest.fixture
def release(two_banks: Cast, settings: Any, tmp_path: Path) -> Release:
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(LAND))
    settings.NATURAL_EARTH_FILE = path
    return publish(theatre=two_banks.theatre).release
