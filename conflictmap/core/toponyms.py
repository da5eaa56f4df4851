"""The frozen records of reading a text: spans that name places, and what they may stand for.

They hold nothing but strings, numbers and each other, so that a mention can be stored as a row and rebuilt from it.
Offsets count characters of the text as given. Coordinates are in degrees (WGS 84), `longitude` and `latitude` by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conflictmap.core.records import Place, PlaceKind, Precision

MatchHow = Literal["exact", "folded", "alias", "typo"]
MentionStatus = Literal["geocoded", "ambiguous", "unknown"]

#: How finely a result of each kind tells where it is.
PRECISION_OF_KIND: dict[str, Precision] = {
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "suburb": "settlement",
    "airport": "site",
    "base": "site",
    "industrial": "site",
    "site": "site",
    "area": "area",
    "district": "district",
    "province": "province",
    "country": "country",
}

#: From the finest to the coarsest.
PRECISION_ORDER: tuple[Precision, ...] = ("exact", "site", "settlement", "district", "area", "province", "country")

SITE_KINDS: frozenset[str] = frozenset({"airport", "base", "industrial", "site"})
SETTLEMENT_KINDS: frozenset[str] = frozenset({"city", "town", "village", "suburb"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may stand for.

    `id` is the GeoNames id as a string, or `place:SLUG` for a place that no free gazetteer has. `slug` is that of the
    theatre's place, or empty. `names` holds all, `name` first.
    `parent` is the slug of the place that a site belongs to; `within` holds the GeoNames ids of the divisions that it lies
    in, the smaller first.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: PlaceKind
    longitude: float
    latitude: float
    population: int = 0
    country_code: str = ""
    slug: str = ""
    parent: str = ""
    precision: Precision = "settlement"
    within: tuple[str, ...] = ()

    @property
    def geonames_id(self) -> int | None:
        """The GeoNames id, or None for a place of the theatre's own."""
        return int(self.id) if self.id.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a looked-up name fits: how, under which of its names, and how well (0 to 1)."""

    entry: Entry
    how: MatchHow
    matched_name: str
    similarity: float


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """Where a text says a place lies: a distance in km and an eight-point bearing ("south-west"), seen from `of`."""

    of: str
    distance_km: float | None = None
    bearing: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A span of a text that names a place.

    `text` is what stands there, `name` what it names in the gazetteer's order of words ("northern countryside of Hama
    province" names "northern Hama countryside"), `parent` the place it is a part or a site of ("Hama").
    `inside` is the division or country that the text writes after it ("Springfield, Ohio").
    `demonym` marks adjectives and peoples ("Syrian", "Turkey-backed"): `name` is then their country.
    """

    start: int
    end: int
    text: str
    name: str
    kind_hint: PlaceKind | None = None
    parent: str = ""
    demonym: bool = False
    stated: tuple[StatedPosition, ...] = ()
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a mention may stand for, with its score in [0, 1] and the reasons for it in words.

    `part_of`: the gazetteer lacks the site or area that the mention names, and this is the town that it belongs to.
    """

    entry: Entry
    score: float
    reasons: tuple[str, ...]
    precision: Precision = "settlement"
    part_of: bool = False


@dataclass(frozen=True, slots=True)
class GeocodedMention:
    """A mention with ranked candidates. `conflicts` says, in words, what the text states and the coordinates contradict."""

    mention: MentionSpan
    status: MentionStatus
    candidates: tuple[Candidate, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The first candidate, chosen or not."""
        return self.candidates[0] if self.candidates else None

    @property
    def precision(self) -> Precision | None:
        """How finely the chosen candidate tells where the mention is; None unless geocoded."""
        return self.candidates[0].precision if self.status == "geocoded" else None


def entry_of_place(place: Place) -> Entry:
    """Turn a theatre's place into a gazetteer entry."""
    names = dict.fromkeys(n for n in (place.name, *place.names, place.name_ar) if n)
    return Entry(
        id=str(place.geonames_id) if place.geonames_id is not None else f"place:{place.slug}",
        name=place.name,
        names=tuple(names),
        kind=place.kind,
        longitude=place.longitude,
        latitude=place.latitude,
        population=place.population or 0,
        country_code=place.country_code,
        slug=place.slug,
        parent=place.parent,
        precision=place.precision,
    )
