"""OpenAPI schemas of days as they were known by another day: the files of a release, which docs/release-format.md describes."""

from __future__ import annotations

from .schema_geojson import Json
from .schema_types import COUNT, DAY, TEXT, list_of, object_of, said

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
