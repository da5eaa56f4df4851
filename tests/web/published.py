"""A small theatre, published for the pages that read its files."""

from __future__ import annotations

from typing import Any

from conflictmap.core.records import Claim, Report
from conflictmap.models import Release, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.publish import publish
from tests.cast import ALEPPO, MAARAT, OBSERVATORY, OPPOSITION, REBEL_COMMAND, WIRE, claim, day, folder, noon

REPORT = Report("wire-1", WIRE.slug, "The fall", "What was said.", noon(day(30)), url="https://wire.example/1")
#: Aleppo is taken on 30 November, and Maarat is claimed on 1 December, of which is heard on the 4th.
CLAIMS = (
    claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), report=REPORT.key),
    claim(REBEL_COMMAND, "controls", OPPOSITION, MAARAT, day(1), reported_at=noon(day(4)), report=REPORT.key),
)


def publish_cast(*claims: Claim, **changes: Any) -> Release:
    """Load the cast with these claims (those above if none) and publish it."""
    rows = folder(*(claims or CLAIMS), **{"reports": (REPORT,), **changes})
    load_theatre(folder=rows)
    return publish(theatre=Theatre.objects.get(slug=rows.theatre.slug)).release
