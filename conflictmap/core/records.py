"""The frozen records that cross rooms.

Every room speaks in these: importers make them, models turn into them with `to_record()`, the engine takes nothing else.
Coordinates are separate `longitude` and `latitude` floats in degrees (WGS 84), longitude first wherever they form a pair.
Dates are days of the theatre's own time zone; moments (`reported_at`, `published_at`) are aware datetimes in UTC.
References between rows are slugs or public ids (strings), never database keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Relation = Literal["controls", "entered", "contests", "lost", "denies"]
Basis = Literal["claimed", "assessed", "retracted", "denied"]
Status = Literal["held", "contested", "claimed", "unknown"]
Provenance = Literal["report", "gazetteer", "background"]
Share = Literal["whole", "most", "part"]
Voice = Literal["own", "attributed"]
DatePrecision = Literal["day", "range", "week", "month", "inferred"]
PlaceKind = Literal[
    "city",
    "town",
    "village",
    "suburb",
    "airport",
    "base",
    "industrial",
    "site",
    "area",
    "district",
    "province",
    "country",
]
SourceKind = Literal[
    "outlet", "agency", "monitor", "state-media", "belligerent", "civil-defence", "international", "background"
]
StrikeKind = Literal["air-strike", "shelling", "missile", "drone", "unknown"]
Grading = Literal["confirmed", "fair", "weak", "contested", "discounted"]
LandmarkKind = Literal["province", "river", "lake", "road", "country", "sea"]
Precision = Literal["exact", "site", "settlement", "district", "area", "province", "country"]

#: Places with an extent: drawn as soft areas, never vertices of the network.
EXTENDED_KINDS: frozenset[str] = frozenset({"area", "district", "province", "country"})


@dataclass(frozen=True, slots=True)
class Lens:
    """Whose claims count. An empty `alignment` and `kind` is everyone, weighed."""

    slug: str
    name: str
    name_ar: str = ""
    alignment: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Theatre:
    """One conflict area and period. `boundary` is a GeoJSON Polygon or MultiPolygon, lon, lat in degrees."""

    slug: str
    name: str
    boundary: dict[str, Any]
    bbox: tuple[float, float, float, float]
    date_start: date
    date_end: date
    time_zone: str
    lenses: tuple[Lens, ...]
    name_ar: str = ""
    support_km: float = 25.0
    filler_km: float = 8.0
    data_licence: str = ""
    attribution: str = ""
    country_codes: tuple[str, ...] = ()
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that can hold ground or strike. `side` groups allies: no frontline runs within one side."""

    slug: str
    name: str
    side: str
    colour: str
    order: int
    name_ar: str = ""
    short_name: str = ""
    can_hold: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something, and whose side they are on (`alignment` is an actor's side, or empty for none)."""

    slug: str
    name: str
    kind: SourceKind
    alignment: str = ""
    name_ar: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A named point, or an area with an `extent` (GeoJSON Polygon). `precision_m` is the radius of doubt in metres."""

    slug: str
    name: str
    kind: PlaceKind
    longitude: float
    latitude: float
    names: tuple[str, ...] = ()
    name_ar: str = ""
    geonames_id: int | None = None
    population: int | None = None
    parent: str = ""
    precision: Precision = "settlement"
    precision_m: int = 2000
    extent: dict[str, Any] | None = None
    provenance: Provenance = "gazetteer"
    country_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Landmark:
    """What helps to find one's way on the map and says nothing about control. `geometry` is GeoJSON, lon, lat in degrees:

    a line, the polygon of a lake, or the point of a name. `schematic`: drawn by hand, roughly.
    """

    kind: LandmarkKind
    geometry: dict[str, Any]
    name: str = ""
    name_ar: str = ""
    schematic: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One published text by one source. A summary in our own words says so in `is_summary`."""

    key: str
    source: str
    title: str
    text: str
    published_at: datetime
    url: str = ""
    language: str = "en"
    is_summary: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A source says that on a date an actor controls, entered, contests or lost a place, or denies that it does.

    `actor` is the party spoken about (for `denies`: the one whose control is denied). `share` is how much of the place.
    `confidence` is set for background rows and editors' overrides, else None. `denies` may name the claim denied. `origin` is set
    where the source says it in a copy of another's report: that other source, whose words these are.
    """

    id: str
    place: str
    actor: str
    relation: Relation
    date_start: date
    date_end: date
    source: str
    reported_at: datetime
    summary: str
    basis: Basis = "claimed"
    share: Share = "whole"
    voice: Voice = "attributed"
    on_the_spot: bool = False
    date_precision: DatePrecision = "day"
    report: str = ""
    via: str = ""
    quote: str = ""
    place_as_written: str = ""
    confidence: float | None = None
    provenance: Provenance = "report"
    denies: str = ""
    supersedes: str = ""
    key: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A count known as low, best, high. None is not known; None is not zero."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Casualties:
    """Ranges by group of people. `wording` keeps what the source said ("dozens")."""

    civilians: Range = Range()
    combatants: Range = Range()
    unknown: Range = Range()
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Strike:
    """A source says an air strike, shelling or missile hit a place between two dates."""

    id: str
    place: str
    kind: StrikeKind
    date_start: date
    date_end: date
    source: str
    reported_at: datetime
    summary: str
    attackers: tuple[str, ...] = ()
    weapon: str = ""
    target: str = ""
    killed: Casualties = Casualties()
    injured: Casualties = Casualties()
    grading: Grading = "fair"
    basis: Basis = "claimed"
    date_precision: DatePrecision = "day"
    report: str = ""
    via: str = ""
    quote: str = ""
    place_as_written: str = ""
    provenance: Provenance = "report"
    supersedes: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a claim counted in a state: the claim, the rule that weighed it, and its weight in [0, 1]."""

    claim: str
    rule: str
    weight: float


@dataclass(frozen=True, slots=True)
class State:
    """What the claims amount to for one place on one day.

    `mass` is the evidence per actor that the field spreads, before ageing; it sums to at most 1. `since` is the day from
    which the holder has held. Of a `doubted` place the claims are not followed: its holder is whoever holds the ground around.
    """

    place: str
    holder: str | None
    status: Status
    confidence: float
    contenders: tuple[str, ...] = ()
    since: date | None = None
    evidence: tuple[Evidence, ...] = ()
    mass: tuple[tuple[str, float], ...] = field(default=())
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything of one theatre that the engine reads: active rows only."""

    theatre: Theatre
    actors: tuple[Actor, ...]
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Ground under one holder and status. `rings` is a GeoJSON Polygon's coordinates, lon, lat in degrees, shell first.

    `confidence` in [0, 1] is how likely its ground is the holder's, the mean over it; 0 where unknown.
    """

    holder: str | None
    side: str | None
    status: Status
    contenders: tuple[str, ...]
    rings: tuple[tuple[tuple[float, float], ...], ...]
    area_km2: float
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Frontline:
    """A line between two sides' ground. `between` holds the two actors in their fixed order; `path` is lon, lat in degrees.

    The true front lies somewhere in a band of `width_km` around it.
    """

    between: tuple[str, str]
    sides: tuple[str, str]
    path: tuple[tuple[float, float], ...]
    length_km: float
    width_km: float = 0.0
