"""What is offered under /ogc/: one table, from which the pages, the parameters and the OpenAPI document are made.

Positions are [longitude, latitude] in degrees, CRS84.
"""

from __future__ import annotations

from dataclasses import dataclass

from conflictmap.api import listings
from conflictmap.api.listings import Listing
from conflictmap.api.theatre_day import Areas, Frontlines, TheatreDay

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#: The classes of the standard that are kept, each held by a test.
CONFORMS_TO = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "html", "geojson")
)


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection: rows as they are recorded (`listing`), or what is derived of a day (`layer`)."""

    name: str
    title: str
    description: str
    #: Parameters of the API that narrow it, beside bbox and datetime.
    filters: tuple[str, ...]
    listing: Listing | None = None
    layer: type[TheatreDay] | None = None
    #: Whether its features have days, so that datetime tells them apart.
    dated: bool = True


_STATEMENT = ("theatre", "place", "actor", "source", "alignment", "basis")
_DERIVED = ("theatre", "lens", "known_by")
_A_DAY = "Without datetime it is the newest day of each theatre."

COLLECTIONS: dict[str, Collection] = {
    each.name: each
    for each in (
        Collection(
            "places",
            "Places",
            "Towns, villages, bases and wider areas. A box selects by the point of a place, also where it has an extent.",
            ("theatre", "place"),
            listing=listings.PLACES,
            dated=False,
        ),
        Collection(
            "claims",
            "Claims of control",
            "Who is said to hold or leave a place, from which day, by which source. datetime selects by the days that are told of.",
            _STATEMENT,
            listing=listings.CLAIMS,
        ),
        Collection(
            "strikes",
            "Strikes",
            "Strikes with their casualties as ranges. datetime selects by the days that are told of.",
            _STATEMENT,
            listing=listings.STRIKES,
        ),
        Collection(
            "areas",
            "Areas of control",
            f"Ground by its holder at the end of a day; unknown ground has the holder null. {_A_DAY}",
            _DERIVED,
            layer=Areas,
        ),
        Collection(
            "frontline",
            "Frontlines",
            f"Lines between the ground of two sides at the end of a day, each with the width of its band. {_A_DAY}",
            _DERIVED,
            layer=Frontlines,
        ),
    )
}
