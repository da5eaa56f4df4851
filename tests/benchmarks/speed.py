"""How long each stage takes on the default theatre, and how many bytes a reader loads. Medians; a bound where there is one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import shapely

from conflictmap.core.areas import derive_areas
from conflictmap.core.assess import assess
from conflictmap.core.daymap import day_field, find_lens, holders
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import neighbours, open_world
from conflictmap.core.mesh import build_mesh
from conflictmap.core.rank import geocode_text
from conflictmap.core.records import Snapshot
from conflictmap.core.release import compile_release
from conflictmap.core.release_store import MemoryStore
from conflictmap.core.totals import measure
from conflictmap.importers.theatre_folder import TheatreFolder, read_theatre_folder
from tests.benchmarks.processes import fresh
from tests.benchmarks.release import compressed, first_picture

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "northern-syria"
#: Where the world's index lies, made here where it is not: `make run` keeps it in the same place.
INDEX = Path(os.environ.get("CONFLICTMAP_GAZETTEER", FOLDER.parent.parent / "var" / "gazetteer"))
RUNS = 5


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def release(rows: TheatreFolder, store: MemoryStore | None = None) -> Mapping[str, bytes | Path]:
    """Compile the release of a folder of fixtures; return its files by name."""
    made = compile_release(
        _snapshot(rows), strikes=rows.strikes, reports=rows.reports, basemap={"features": []}, store=store
    )
    return made.files


def _snapshot(rows: TheatreFolder) -> Snapshot:
    return Snapshot(rows.theatre, rows.actors, rows.sources, rows.places, (*rows.baseline, *rows.claims))


def main() -> None:
    rows = read_theatre_folder(FOLDER)
    snapshot = _snapshot(rows)
    lens, day = find_lens(rows.theatre, "assessed"), rows.theatre.date_end
    states = assess(snapshot, day=day, lens=lens, known_by=None)
    mesh, actors = build_mesh(rows.theatre, rows.places), holders(snapshot)
    field = day_field(snapshot, states)
    points = shapely.MultiPoint(mesh.degrees[: len(mesh.places)])
    print(
        f"{len(mesh.places)} places, {len(mesh.vertices)} vertices, {len(snapshot.claims)} claims; median of {RUNS}, ms"
    )
    for name, work in {
        "assess a day": lambda: assess(snapshot, day=day, lens=lens, known_by=None),
        "build the network": lambda: build_mesh(rows.theatre, rows.places),
        "spread the field": lambda: day_field(snapshot, states),
        "derive areas and front": lambda: derive_areas(mesh, field, actors, rows.theatre.support_km),
        "  peer: Voronoi cells of the places": lambda: shapely.voronoi_polygons(points),
        "measure a day's ground": lambda: measure(mesh, field, actors, rows.theatre.support_km),
    }.items():
        print(f"  {name:38}{milliseconds(work):9.1f}")

    store = MemoryStore()
    anew = median(fresh(read_theatre_folder, release, FOLDER).seconds * 1000 for _ in range(3))
    print(f"  {'compile a release (8 timelines, 10 days)':38}{anew:9.1f}")
    files = release(rows, store)
    again = milliseconds(lambda: release(rows, store), 3)
    print(f"  {'  bound: again, every day known':38}{again:9.1f}")
    print(f"  what a reader loads first, gzip: {first_picture(compressed(files)) / 1000:.0f} kB")

    start = time.perf_counter()
    gazetteer = Gazetteer(rows.places, open_world(INDEX), near=neighbours(rows.theatre.country_codes))
    print(f"  gazetteer of {len(gazetteer):,} entries, built in {time.perf_counter() - start:.1f} s")
    texts = [report.text for report in rows.reports]
    each = milliseconds(lambda: [geocode_text(text, gazetteer) for text in texts]) / len(texts)
    print(f"  {'read and geocode one report':38}{each:9.1f}")
