"""OpenAPI schemas of days as they were known by another day: the files of a release, which docs/release-format.md describes."""

from __future__ import annotations

from .schema_geojson import Json
from .schema_types import COUNT, DAY, STATUS, TEXT, list_of, object_of, or_null, said

_HEAD: Json = {
    "release": said(TEXT, "The release from whose rows it is derived."),
    "format": said(COUNT, "The format of releases that it is written in."),
    "lens": TEXT,
    "clock": said(DAY, "The day by which it was known."),
    "number": said(COUNT, "Which piece of the release's days it is."),
}
_DAYS: Json = said(
    list_of({"type": "object", "required": ["date"], "properties": {"date": DAY}}),
    "As in a release: the first day holds everything, the others what changed.",
)

KNOWN_TIMELINE: Json = object_of(
    **_HEAD, layers=said(list_of(TEXT), "The layers that change in these days."), days=_DAYS
)
KNOWN_EVIDENCE: Json = object_of(**_HEAD, days=_DAYS)

HISTORY: Json = object_of(
    theatre=TEXT,
    release=TEXT,
    place=TEXT,
    lens=TEXT,
    clock=said(TEXT, "`now`, `then`, or the day by which it was known."),
    stretches=said(
        list_of(
            object_of(
                first=DAY,
                days=COUNT,
                status=or_null(said(STATUS, "Null where nothing is said of the place.")),
                holder=or_null(said(TEXT, "The actor that holds it, by its slug; null if unknown.")),
                contenders=list_of(TEXT),
            )
        ),
        "Days that are alike, together: every day of the release, in order.",
    ),
)
