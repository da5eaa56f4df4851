"""The data dictionary: every column of every layer that is given out, once. It drives the writers, the API and docs/data.md.

A row of a layer is a tuple of values in the order of its columns, with its geometry (GeoJSON, lon, lat in degrees) after them.
Corresponding fields are those of the ACLED codebook (2024), the UCDP GED codebook (25.1) and Airwars' public incident pages;
"~" before one says that it is near in meaning, not the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from . import records

Type = Literal["id", "text", "slug", "slugs", "texts", "code", "integer", "number", "flag", "date", "moment"]

#: What the types are, in words, and how each format writes them.
TYPES: Mapping[Type, str] = {
    "id": "public id, a UUID: the same on every installation",
    "text": "text in Unicode",
    "slug": "short name of a row: small letters, digits, hyphens",
    "slugs": "several slugs or ids: a list in GeoJSON and Parquet, joined by `;` elsewhere",
    "texts": "several texts: a list in GeoJSON and Parquet, joined by `;` elsewhere",
    "code": "one of a code list",
    "integer": "whole number",
    "number": "decimal number",
    "flag": "true or false",
    "date": "day of the theatre, YYYY-MM-DD",
    "moment": "moment in UTC, YYYY-MM-DDThh:mm:ssZ",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `codes` is its code list; `acled`, `ucdp` and `airwars` name the corresponding field, or nothing."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    codes: tuple[str, ...] = ()
    acled: str = ""
    ucdp: str = ""
    airwars: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: what a row of it is, its kinds of geometry, and its columns in their fixed order."""

    name: str
    row: str
    geometry: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def has_points(self) -> bool:
        """Tell whether longitude and latitude say where a row is; other layers need the geometry itself."""
        return "longitude" in self.names


_ID = Column("id", "id", "The row.", acled="event_id_cnty", ucdp="id", airwars="~ incident code")
_THEATRE = Column("theatre", "slug", "The conflict area and period.", ucdp="~ conflict_name")
_LONGITUDE = Column(
    "longitude", "number", "Where the place is (WGS 84).", "degrees", (), "longitude", "longitude", "geolocation"
)
_LATITUDE = Column(
    "latitude", "number", "Where the place is (WGS 84).", "degrees", (), "latitude", "latitude", "geolocation"
)
_PLACE = Column("place", "slug", "The place; `slug` in places.", acled="~ location", ucdp="~ where_coordinates")
_POSITION = (_LONGITUDE, _LATITUDE)

_PLACES = (
    _ID,
    _THEATRE,
    Column("slug", "slug", "Short name of the place within its theatre."),
    Column("name", "text", "Name in English.", acled="location", ucdp="where_coordinates", airwars="location"),
    Column("name_ar", "text", "Name in Arabic; empty if not known.", airwars="location (Arabic)"),
    Column("names", "texts", "Other names, in any script."),
    Column("kind", "code", "What it is.", codes=get_args(records.PlaceKind)),
    *_POSITION,
    Column("geonames_id", "integer", "Its id in GeoNames."),
    Column("population", "integer", "People, after GeoNames.", "people"),
    Column("country_code", "text", "Country, ISO 3166-1 alpha-2.", acled="~ iso", ucdp="~ country_id"),
    Column("parent", "slug", "The place of which it is a part.", acled="~ admin2", ucdp="~ adm_2"),
    Column(
        "precision", "code", "How precisely it is placed.", "", get_args(records.Precision),
        "~ geo_precision", "~ where_prec", "geolocation accuracy",
    ),
    Column("precision_m", "integer", "Radius of doubt.", "metres"),
    Column("provenance", "code", "Where the row comes from.", codes=get_args(records.Provenance)),
)  # fmt: skip

_PLACE_OF_STATEMENT = (
    _PLACE,
    Column("place_name", "text", "The place's name.", "", (), "location", "where_coordinates", "location"),
    *_POSITION,
    Column("place_as_written", "text", "The place as the source writes it.", ucdp="where_description"),
)
_DATES = (
    Column("date_start", "date", "First day on which it may have been.", "", (), "event_date", "date_start", "date"),
    Column("date_end", "date", "Last day on which it may have been.", ucdp="date_end"),
    Column(
        "date_precision", "code", "How precisely it is dated.", "", get_args(records.DatePrecision),
        "~ time_precision", "~ date_prec",
    ),
    Column("reported_at", "moment", "When it was reported.", acled="~ timestamp", ucdp="~ source_date"),
    Column("known_on", "date", "The theatre's day of `reported_at`.", ucdp="~ source_date"),
)  # fmt: skip
_BASIS = Column("basis", "code", "What kind of statement it is.", codes=get_args(records.Basis))
_SOURCES = (
    Column("source", "slug", "Who says it; `/api/v1/sources/`.", "", (), "source", "~ source_office", "sources"),
    Column("via", "slug", "The outlet that relayed the source's words."),
    Column("report", "id", "The report that it is from; `/api/v1/reports/`.", ucdp="~ source_article"),
    Column("summary", "text", "What is said, in our own words.", acled="notes", airwars="summary"),
    Column("quote", "text", "A span of the report, word for word."),
    Column("provenance", "code", "Where the row comes from.", codes=get_args(records.Provenance)),
)
_SUPERSEDES = Column("supersedes", "id", "The row that this one corrects.")

_CLAIMS = (
    _ID,
    _THEATRE,
    *_PLACE_OF_STATEMENT,
    Column("actor", "slug", "The party spoken about, not who speaks.", acled="~ actor1", ucdp="~ side_a"),
    Column("relation", "code", "What it is said to do.", codes=get_args(records.Relation), acled="~ sub_event_type"),
    Column("share", "code", "How much of the place.", codes=get_args(records.Share)),
    _BASIS,
    *_DATES,
    *_SOURCES,
    Column("voice", "code", "Whether the source says it itself.", codes=get_args(records.Voice)),
    Column("on_the_spot", "flag", "The outlet's own correspondent saw it."),
    Column("confidence", "number", "Of background rows and overrides.", "parts of 1"),
    Column("denies", "id", "The claim that it denies."),
    _SUPERSEDES,
)

_GROUPS = {"civilians": "Civilians", "combatants": "Combatants", "unknown": "People of unknown standing"}
#: UCDP's best, low and high count deaths of all groups; by group it has best estimates only.
_TOLLS_ELSEWHERE = {
    "killed_civilians_best": ("", "deaths_civilians", ""),
    "killed_civilians_low": ("", "", "civilians reported killed (minimum)"),
    "killed_civilians_high": ("", "", "civilians reported killed (maximum)"),
    "killed_unknown_best": ("~ fatalities", "deaths_unknown", ""),
    "injured_civilians_low": ("", "", "civilians reported injured (minimum)"),
    "injured_civilians_high": ("", "", "civilians reported injured (maximum)"),
}


def _tolls(outcome: str) -> tuple[Column, ...]:
    counts = tuple(
        _toll(f"{outcome}_{group}_{bound}", f"{people} {outcome}, {bound}")
        for group, people in _GROUPS.items()
        for bound in ("low", "best", "high")
    )
    return (*counts, Column(f"{outcome}_wording", "text", f"The number {outcome} as the source puts it."))


def _toll(name: str, what: str) -> Column:
    meaning = f"{what}; empty is not known, not zero."
    return Column(name, "integer", meaning, "people", (), *_TOLLS_ELSEWHERE.get(name, ("", "", "")))


_STRIKES = (
    _ID,
    _THEATRE,
    *_PLACE_OF_STATEMENT,
    Column("attackers", "slugs", "Who struck, as is said.", "", (), "~ actor1", "~ side_a", "belligerent"),
    Column(
        "kind", "code", "What struck.", codes=get_args(records.StrikeKind), acled="~ sub_event_type",
        airwars="strike type",
    ),
    Column("weapon", "text", "With what, as is said."),
    Column("target", "text", "The target as the source states it.", airwars="~ strike target"),
    _BASIS,
    *_DATES,
    *_tolls("killed"),
    *_tolls("injured"),
    Column(
        "grading", "code", "How well it is attested.", codes=get_args(records.Grading), ucdp="~ event_clarity",
        airwars="civilian harm grading",
    ),
    *_SOURCES,
    _SUPERSEDES,
)  # fmt: skip

_MOMENT = (
    Column("date", "date", "The day shown, as it was at its end."),
    Column("lens", "slug", "Whose claims count."),
    Column("known_by", "date", "Only what was reported by the end of this day counts; empty for all."),
)
_STATUS = get_args(records.Status)
_STATES = (
    _ID,
    _THEATRE,
    *_MOMENT,
    _PLACE,
    Column("name", "text", "The place's name in English.", acled="location", ucdp="where_coordinates"),
    Column("name_ar", "text", "The place's name in Arabic; empty if not known."),
    *_POSITION,
    Column("holder", "slug", "The actor that holds it; empty if not known.", acled="~ actor1"),
    Column("side", "slug", "The holder's side."),
    Column("status", "code", "What the claims amount to.", codes=_STATUS),
    Column("contenders", "slugs", "Actors that contest it or claim it."),
    Column("confidence", "number", "How much speaks for it.", "parts of 1"),
    Column("since", "date", "The day from which the holder has held it."),
    Column("doubted", "flag", "Its claims are not followed: the ground around speaks against them."),
    Column("claims", "slugs", "Ids of the claims that decide, the weightiest first."),
)
_AREAS = (
    _THEATRE,
    *_MOMENT,
    Column("holder", "slug", "The actor that holds the ground; empty if not known."),
    Column("side", "slug", "The holder's side."),
    Column("status", "code", "What the claims amount to.", codes=_STATUS),
    Column("contenders", "slugs", "Actors that contest it or claim it."),
    Column("area_km2", "number", "Its area on the ellipsoid.", "square kilometres"),
    Column("confidence", "number", "How likely the ground is the holder's, the mean over it.", "parts of 1"),
)
_FRONTLINE = (
    _THEATRE,
    *_MOMENT,
    Column("between", "slugs", "The two actors, in their fixed order."),
    Column("sides", "slugs", "Their sides."),
    Column("length_km", "number", "Its length.", "kilometres"),
    Column("width_km", "number", "The true front lies somewhere in a band so wide around it.", "kilometres"),
)


def _moved(which: str, whose: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            f"{which}_km2_{bound}", "number", f"Ground around the place that the {whose} holder {which}, {bound}.",
            "square kilometres",
        )
        for bound in ("low", "best", "high")
    )  # fmt: skip


_CHANGES = (
    _THEATRE,
    Column("day", "date", "The day at whose end it was so and a day before was not.", acled="~ event_date"),
    *_MOMENT[1:],
    _PLACE,
    Column("name", "text", "The place's name in English.", acled="location", ucdp="where_coordinates"),
    Column("name_ar", "text", "The place's name in Arabic; empty if not known."),
    *_POSITION,
    Column("from_holder", "slug", "Who held it the day before; empty if not known.", acled="~ actor2"),
    Column("from_status", "code", "Its status the day before.", codes=_STATUS),
    Column("to_holder", "slug", "Who holds it; empty if not known.", acled="~ actor1"),
    Column("to_status", "code", "Its status.", codes=_STATUS),
    *_moved("gained", "new"),
    *_moved("lost", "old"),
    Column("claims", "slugs", "Ids of the claims that made it so, the weightiest first."),
)

LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("places", "A named point, or an area with an extent.", ("Point", "Polygon"), _PLACES),
        Layer("claims", "A source says who holds a place.", ("Point", "Polygon"), _CLAIMS),
        Layer("strikes", "A source says that a place was struck.", ("Point", "Polygon"), _STRIKES),
        Layer("states", "A place, and who holds it on a day.", ("Point", "Polygon"), _STATES),
        Layer("areas", "Ground under one holder and status on a day.", ("Polygon",), _AREAS),
        Layer("frontline", "A line between two sides' ground on a day.", ("LineString",), _FRONTLINE),
        Layer(
            "changes", "A place whose holder or status changed since the day before.", ("Point", "Polygon"), _CHANGES
        ),
    )
}
