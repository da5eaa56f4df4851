"""The invented war at any size as the tables that `manage.py derive` reads: places.csv, claims.csv and boundary.geojson."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable
from pathlib import Path

from conflictmap.core.records import Snapshot
from tests.benchmarks.sized import sized_snapshot


def write_tables(war: Snapshot, folder: Path) -> None:
    """Write a war's three files into a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "boundary.geojson").write_text(json.dumps(war.theatre.boundary), encoding="utf-8")
    sources = {source.slug: source for source in war.sources}
    _write(
        folder / "places.csv",
        ("id", "name", "longitude", "latitude", "kind"),
        ((place.slug, place.name, place.longitude, place.latitude, place.kind) for place in war.places),
    )
    _write(
        folder / "claims.csv",
        ("place_id", "date", "actor", "relation", "source", "kind", "alignment", "reported_at"),
        (
            (
                *(claim.place, claim.date_end, claim.actor, claim.relation),
                *(claim.source, sources[claim.source].kind, sources[claim.source].alignment),
                claim.reported_at.isoformat(),
            )
            for claim in war.claims
        ),
    )


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tables", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    for name, default in (("places", 1805), ("days", 769), ("claims", 20_000)):
        parser.add_argument(f"--{name}", type=int, default=default, help="(default: %(default)s)")
    asked = parser.parse_args()
    write_tables(sized_snapshot(asked.places, asked.days, asked.claims), asked.folder)


if __name__ == "__main__":
    main()
