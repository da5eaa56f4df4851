"""The named cast: a few places, parties and sources that tests tell their stories with.

Coordinates are longitude, latitude in degrees. The theatre is a plain box of about 110 by 110 km, so that what must come out
can be seen without a map.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from conflictmap.core.ids import public_id
from conflictmap.core.records import Actor, Claim, Lens, Place, Snapshot, Source, Theatre
from conflictmap.importers.theatre_folder import TheatreFolder

FIRST_DAY, LAST_DAY = date(2024, 11, 26), date(2024, 12, 5)


def day(number: int) -> date:
    """Return 26–30 November or 1–5 December by its number."""
    return date(2024, 11, number) if number > 20 else date(2024, 12, number)


def noon(when: date) -> datetime:
    return datetime(when.year, when.month, when.day, 12, tzinfo=UTC)


GOVERNMENT = Actor("government", "Government", "government", "#b0413e", 0)
OPPOSITION = Actor("opposition", "Opposition", "opposition", "#3fa38a", 1)
ALLIES = Actor("allies", "Allied factions", "opposition", "#8fb8de", 2)
SDF = Actor("sdf", "SDF", "sdf", "#e3b23c", 3)
BOMBER = Actor("bomber", "Air force", "government", "#5b5560", 4, can_hold=False)
ACTORS = (GOVERNMENT, OPPOSITION, ALLIES, SDF, BOMBER)

BACKGROUND = Source("background", "Public record", "background")
STATE_AGENCY = Source("state-agency", "State agency", "state-media", alignment="government")
ARMY = Source("army", "Army command", "belligerent", alignment="government")
REBEL_COMMAND = Source("rebel-command", "Rebel command", "belligerent", alignment="opposition")
OBSERVATORY = Source("observatory", "Observatory", "monitor")
WIRE = Source("wire", "The Wire", "agency")
BROADCASTER = Source("broadcaster", "The Broadcaster", "outlet")
GAZETTE = Source("gazette", "The Gazette", "outlet")
SOURCES = (BACKGROUND, STATE_AGENCY, ARMY, REBEL_COMMAND, OBSERVATORY, WIRE, BROADCASTER, GAZETTE)

ALEPPO = Place("aleppo", "Aleppo", "city", 37.16, 36.20, name_ar="حلب", population=2_000_000)
IDLIB = Place("idlib", "Idlib", "city", 36.63, 35.93, name_ar="إدلب", population=130_000)
HAMA = Place("hama", "Hama", "city", 36.75, 35.40, name_ar="حماة", population=460_000)
MAARAT = Place("maarat-al-numan", "Maarat al-Numan", "town", 36.68, 35.65, population=60_000)
SHEIKH_NAJJAR = Place("sheikh-najjar", "Sheikh Najjar", "industrial", 37.28, 36.27, precision="site", precision_m=3000)
MANBIJ = Place("manbij", "Manbij", "town", 37.45, 35.90, population=100_000)
NORTHERN_COUNTRYSIDE = Place(
    "northern-hama-countryside",
    "Northern Hama countryside",
    "area",
    36.70,
    35.55,
    precision="area",
    precision_m=15000,
    extent={
        "type": "Polygon",
        "coordinates": [[[36.5, 35.45], [36.9, 35.45], [36.9, 35.75], [36.5, 35.75], [36.5, 35.45]]],
    },
)
PLACES = (ALEPPO, IDLIB, HAMA, MAARAT, SHEIKH_NAJJAR, MANBIJ, NORTHERN_COUNTRYSIDE)

LENSES = (
    Lens("assessed", "All sources, weighed"),
    Lens("government", "Government sources", alignment="government"),
    Lens("opposition", "Opposition sources", alignment="opposition"),
    Lens("monitors", "Monitors", kind="monitor"),
)
THEATRE = Theatre(
    slug="the-north",
    name="The North",
    boundary={
        "type": "Polygon",
        "coordinates": [[[36.3, 35.3], [37.6, 35.3], [37.6, 36.35], [36.3, 36.35], [36.3, 35.3]]],
    },
    bbox=(36.3, 35.3, 37.6, 36.35),
    date_start=FIRST_DAY,
    date_end=LAST_DAY,
    time_zone="Asia/Damascus",
    lenses=LENSES,
    support_km=40,
    filler_km=10,
    data_licence="CC BY 4.0",
    attribution="An invented theatre",
)


def claim(source: Source, relation: str, actor: Actor, place: Place, when: date, **changes: Any) -> Claim:
    """Return a claim of that day, reported at noon of it unless told otherwise."""
    key = f"{source.slug}-{relation}-{actor.slug}-{place.slug}-{when}-{sorted(changes.items(), key=str)}"
    plain = Claim(
        id=str(public_id("claim", THEATRE.slug, key)),
        key=key,
        place=place.slug,
        actor=actor.slug,
        relation=relation,  # type: ignore[arg-type]
        date_start=when,
        date_end=when,
        source=source.slug,
        reported_at=noon(when),
        summary=f"{source.name}: {actor.name} {relation} {place.name}.",
    )
    return replace(plain, **changes)


def baseline(holder: Actor, *places: Place, confidence: float = 0.7) -> list[Claim]:
    """Return who held these places on the first day, as public record."""
    return [
        claim(BACKGROUND, "controls", holder, place, FIRST_DAY, provenance="background", confidence=confidence)
        for place in places
    ]


BASELINE = [
    *baseline(GOVERNMENT, ALEPPO, HAMA, MAARAT, SHEIKH_NAJJAR),
    *baseline(OPPOSITION, IDLIB),
    *baseline(SDF, MANBIJ),
]


def snapshot(*claims: Claim, theatre: Theatre = THEATRE, places: tuple[Place, ...] = PLACES) -> Snapshot:
    """Return the cast's theatre with these claims."""
    return Snapshot(theatre=theatre, actors=ACTORS, sources=SOURCES, places=places, claims=tuple(claims))


def folder(*claims: Claim, **changes: Any) -> TheatreFolder:
    """Return the cast as a theatre's folder, to be loaded into a database."""
    plain = TheatreFolder(
        theatre=THEATRE,
        actors=ACTORS,
        sources=SOURCES,
        places=PLACES,
        baseline=tuple(BASELINE),
        reports=(),
        claims=tuple(claims),
        strikes=(),
    )
    return replace(plain, **changes)
