"""OpenAPI schema of what changed from day to day."""

from __future__ import annotations

from .schema_geojson import Json
from .schema_types import (
    AMOUNT,
    ANSWER_MEMBERS,
    COUNT,
    DAY,
    ID,
    SHARE,
    STATUS,
    TEXT,
    list_of,
    object_of,
    or_null,
    said,
)

_CONTROL: Json = object_of(holder=or_null(TEXT), side=or_null(TEXT), status=STATUS)

_KM2: Json = object_of(
    low=said(AMOUNT, "Held on both days: by another before, by this actor after."),
    best=said(AMOUNT, "Drawn as this actor's after, and not before."),
    high=said(AMOUNT, "All changed ground that it holds, claims or contests after, and did not plainly hold before."),
)

_CAUSE: Json = object_of(
    claim=said(ID, "The claim, to be had under `/api/v1/claims/`."),
    source=TEXT,
    source_name=TEXT,
    summary=said(TEXT, "In our own words."),
    url=or_null(said(TEXT, "Where to read the report; null if it has no address.")),
)

FLIP: Json = {
    "type": "object",
    "required": ["day", "place", "name", "name_ar", "from", "to", "claims", "gained_km2", "lost_km2"],
    "properties": {
        "day": DAY,
        "place": TEXT,
        "name": TEXT,
        "name_ar": TEXT,
        "from": said(_CONTROL, "At the end of the day before."),
        "to": said(_CONTROL, "At the end of the day."),
        "claims": said(list_of(_CAUSE), "The claims that made it so, the weightiest first."),
        "gained_km2": or_null(
            said(
                _KM2,
                "What the new holder gained around the place: changed ground goes to the nearest place that changed. Null if nobody "
                "holds the place now, or it lies outside the theatre's ground.",
            )
        ),
        "lost_km2": or_null(
            said(
                _KM2,
                "What the old holder lost around the place: the same range, told backwards. Null if nobody held the place before, or "
                "it lies outside the theatre's ground.",
            )
        ),
    },
}

HOLDING: Json = object_of(
    actor=TEXT,
    side=TEXT,
    km2=said(
        object_of(total=AMOUNT, held=AMOUNT, contested=AMOUNT, claimed=AMOUNT),
        "Ground of which it is the holder, by the ground's status.",
    ),
    places=said(COUNT, "Places within the theatre's ground of which it is the holder."),
    population_share=or_null(
        said(
            SHARE,
            "Of the people of all places within the theatre's ground whose population is known, the share in places that it holds; null "
            "where that is not known.",
        )
    ),
)

CHANGES: Json = {
    "type": "object",
    "required": ["from", "to", *ANSWER_MEMBERS, "flips", "days"],
    "properties": {
        "from": DAY,
        "to": DAY,
        **ANSWER_MEMBERS,
        "flips": said(list_of(FLIP), "Places whose holder or status changed since the day before, day by day."),
        "days": list_of(
            object_of(
                day=DAY, front_km=AMOUNT, unknown_km2=AMOUNT, actors=said(list_of(HOLDING), "In their fixed order.")
            )
        ),
    },
}
