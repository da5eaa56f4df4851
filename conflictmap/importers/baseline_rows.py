"""`baseline.csv`: who held each place on the theatre's first day, as claims with a background source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from conflictmap.core.ids import public_id
from conflictmap.core.records import EXTENDED_KINDS, Claim
from conflictmap.importers.fixture_files import FixtureError, read_lines
from conflictmap.importers.fixture_rows import Row
from conflictmap.importers.statement_rows import Known, first_moment

FILE = "baseline.csv"
COLUMNS = ["geonames_id", "name", "actor", "confidence"]


def read_baseline(folder: Path, known: Known) -> dict[str, Claim]:
    """Return the claims by key: who held what on the first day, said by the folder's first source of kind background.

    Raises FixtureError naming file, line and field.
    """
    lines = read_lines(folder, FILE)
    if not lines or next(csv.reader([lines[0][1]])) != COLUMNS:
        raise FixtureError(FILE, lines[0][0] if lines else 1, "", f"has no header {','.join(COLUMNS)}")
    source = next((s.slug for s in known.sources.values() if s.kind == "background"), None)
    if len(lines) > 1 and source is None:
        raise FixtureError(FILE, None, "", "needs a source of kind background in sources.jsonl")
    slugs = {str(place.geonames_id): place.slug for place in known.places.values() if place.geonames_id}
    claims: dict[str, Claim] = {}
    for line, text in lines[1:]:
        try:
            cells = next(csv.reader([text], strict=True))
        except csv.Error as error:
            raise FixtureError(FILE, line, "", f"is not CSV: {error}") from None
        if len(cells) != len(COLUMNS):
            raise FixtureError(FILE, line, "", f"has {len(cells)} columns, not {len(COLUMNS)}")
        row = Row(FILE, line, dict(zip(COLUMNS, cells, strict=True)))
        claim = _baseline_claim(row, slugs, source or "", known)
        if claim.key in claims:
            row.fail("geonames_id", f"{claim.place!r} has a row already")
        claims[claim.key] = claim
    return claims


def _baseline_claim(row: Row, slugs: Mapping[str, str], source: str, known: Known) -> Claim:
    reference = row.text("geonames_id")
    slug = reference.removeprefix("place:") if reference.startswith("place:") else slugs.get(reference, "")
    place = known.places.get(slug)
    if place is None:
        row.fail("geonames_id", f"{reference[:80]!r} is no place of the theatre")
    if place.kind in EXTENDED_KINDS:
        row.fail("geonames_id", f"{slug!r} is an area: the baseline is of points")
    name = row.text("name")
    if name not in (place.name, *place.names):
        row.fail("name", f"{name[:80]!r} is no name of {slug!r}, which is {place.name}")
    actor = known.actors[row.reference("actor", known.actors)]
    if not actor.can_hold:
        row.fail("actor", f"{actor.slug!r} can't hold ground")
    key, theatre = f"baseline-{slug}", known.theatre
    return Claim(
        id=str(public_id("claim", theatre.slug, key)),
        key=key,
        place=slug,
        actor=actor.slug,
        relation="controls",
        basis="assessed",
        date_start=theatre.date_start,
        date_end=theatre.date_start,
        source=source,
        reported_at=first_moment(theatre),
        summary=f"Public record: {actor.name} in control as the period begins.",
        confidence=row.decimal("confidence", 0, 1),
        provenance="background",
    )
