"""OpenAPI schema of why a point is as the map shows it."""

from __future__ import annotations

from typing import get_args

from conflictmap.core.records import Basis, Relation, Share, SourceKind, Voice

from .schema_geojson import Json
from .schema_theatre_day import DAY_MEMBERS
from .schema_types import (
    AMOUNT,
    CONTROL,
    DAY,
    ID,
    LATITUDE,
    LONGITUDE,
    MOMENT,
    SHARE,
    TEXT,
    list_of,
    object_of,
    or_null,
    said,
)

WORD: Json = object_of(
    claim=said(ID, "The claim, to be had under `/api/v1/claims/`."),
    rule=said(TEXT, "The rule that weighed it."),
    says=said(TEXT, "The rule in words."),
    weight=said(SHARE, "What the claim is worth in its place's state, by that rule."),
    actor=TEXT,
    relation={"type": "string", "enum": list(get_args(Relation))},
    share={"type": "string", "enum": list(get_args(Share))},
    basis={"type": "string", "enum": list(get_args(Basis))},
    voice={"type": "string", "enum": list(get_args(Voice))},
    source=TEXT,
    source_name=TEXT,
    source_kind={"type": "string", "enum": list(get_args(SourceKind))},
    alignment=said(TEXT, "The source's side; empty for none."),
    via=or_null(said(TEXT, "The outlet that relayed the source's words.")),
    date_start=DAY,
    date_end=DAY,
    reported_at=MOMENT,
    known_on=said(DAY, "The theatre's day of `reported_at`."),
    summary=said(TEXT, "In our own words."),
    quote=said(TEXT, "A span of the report, word for word; empty where there is none."),
    url=or_null(said(TEXT, "Where to read the report; null if it has no address.")),
)

MASS: Json = list_of(object_of(actor=TEXT, share=SHARE))

DECIDER: Json = object_of(
    place=TEXT,
    name=TEXT,
    name_ar=TEXT,
    longitude=LONGITUDE,
    latitude=LATITUDE,
    weight=said(SHARE, "By how much the place decides the point."),
    distance_km=AMOUNT,
    **CONTROL,
    confidence=SHARE,
    doubted=said(
        {"type": "boolean"},
        "The place's claims stand alone and are not followed: its holder is whoever holds the ground around.",
    ),
    doubt=or_null(said(TEXT, "Why the claims are not followed, in words; null where they are.")),
    since=or_null(said(DAY, "The day from which the holder has held.")),
    mass=said(MASS, "What the place's state gives each actor, of 1."),
    claims=said(list_of(WORD), "What was said of the place, the weightiest first."),
)

WHY: Json = object_of(
    **DAY_MEMBERS,
    longitude=LONGITUDE,
    latitude=LATITUDE,
    **CONTROL,
    confidence=SHARE,
    memberships=said(MASS, "Each actor's membership at the point: the sum of the places' weight x share."),
    support_km=said(AMOUNT, "Ground farther than this from evidence is unknown."),
    nearest=or_null(
        said(
            object_of(place=TEXT, name=TEXT, name_ar=TEXT, distance_km=AMOUNT),
            "The nearest place with evidence; null where the theatre has none.",
        )
    ),
    places=said(
        list_of(DECIDER),
        "The places that decide it, heaviest first: together 0.95 of the weight, or the first 12. Empty where the ground is unknown.",
    ),
    others=said(
        SHARE, "The weight of all other places. All weights add up to 1; where the ground is unknown there are none."
    ),
)
