"""What publishing two years of war takes, beside recomputing nearest-claim cells for every day, in one run on one machine."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from conflictmap.core.records import Snapshot
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.release_store import MemoryStore
from conflictmap.core.timeline import days_of
from conflictmap.core.walk import walk_days
from tests.benchmarks import voronoi
from tests.benchmarks.processes import Run, fresh, timed
from tests.benchmarks.sized import sized_snapshot, with_claim

PLACES, DAYS, CLAIMS = 1805, 769, 20_000
OLD_DAY = 100  # of the claim that comes in late


@dataclass(frozen=True, slots=True)
class Published:
    """The parts of one process's work, in their order, and the compressed bytes of each file of the release."""

    walk: Run
    files: Run
    newest: Run
    old: Run
    sizes: dict[str, int]


def publish(snapshot: Snapshot) -> Published:
    """Derive every day, compile the release, and compile it again with one claim more, new and old."""
    days, store = days_of(snapshot.theatre), MemoryStore()
    walk = timed(lambda: sum(len(day.areas) for day in walk_days(snapshot, days=days, lens="assessed", known_by=None)))
    files = timed(lambda: _compiled(snapshot, store))
    newest, old = (_again(snapshot, day, store) for day in (len(days) - 1, min(OLD_DAY, len(days) - 1)))
    return Published(walk, replace(files, result=files.result.hash), newest, old, compressed(files.result.files))


def _again(snapshot: Snapshot, day: int, store: MemoryStore) -> Run:
    """Compile with one claim more, taking over what the first release has made and nothing else."""
    changed, kept = with_claim(snapshot, day), MemoryStore(dict(store.parts))
    return timed(lambda: _compiled(changed, kept).hash)


def _compiled(snapshot: Snapshot, store: MemoryStore) -> ReleaseFiles:
    return compile_release(snapshot, strikes=(), reports=(), basemap={"features": []}, store=store)


def compressed(files: Mapping[str, bytes | Path]) -> dict[str, int]:
    """Return how many bytes each file has in gzip."""
    contents = {
        name: content if isinstance(content, bytes) else content.read_bytes() for name, content in files.items()
    }
    return {name: len(gzip.compress(content, 9)) for name, content in contents.items()}


def first_picture(sizes: Mapping[str, int]) -> int:
    """Return the compressed bytes that a reader's page loads before it can draw a day, the basemap apart."""
    piece = max(size for name, size in sizes.items() if name.startswith("timeline-assessed-now"))
    return piece + sum(sizes[name] for name in ("release.json", "network.json", "places.json"))


def main(places: int = PLACES, days: int = DAYS, claims: int = CLAIMS) -> None:
    size = (places, days, claims)
    published: Published = fresh(sized_snapshot, publish, *size).result
    anew, kept = (fresh(sized_snapshot, peer, *size) for peer in (voronoi.recomputed, voronoi.cached))
    print(f"{f'A release of {places:,} places × {days:,} days × {claims:,} claims':62}", end="")
    print("".join(f"{title:>12}" for title in ("seconds", "ms a day", "CPU s", "MB more")))
    walk, files = published.walk, published.files
    whole = Run(None, walk.seconds + files.seconds, walk.cpu_seconds + files.cpu_seconds, walk.peak_mb + files.peak_mb)
    for name, run in {
        "states, field, areas and frontlines of every day": walk,
        "files of the release": files,
        "the whole release": whole,
        "  bound: nearest-claim cells anew and dissolved, every day": anew,
        "  bound: cells kept, coverage_union_all, every day": kept,
        "one claim more, of the last day: files again": published.newest,
        f"one claim more, of day {min(OLD_DAY, days - 1)}: files again": published.old,
    }.items():
        per_day = f"{run.seconds / days * 1000:12.1f}" if not name.startswith("one claim") else " " * 12
        print(f"  {name:60}{run.seconds:12.2f}{per_day}{run.cpu_seconds:12.2f}{run.peak_mb:12.0f}")
    kinds = {"the front, as known now": "timeline-assessed-now", "as known that day": "timeline-assessed-then"}
    kinds |= {"evidence of both": "evidence-", "claims": "claims-"}
    for name, prefix in kinds.items():
        each = [size for file, size in published.sizes.items() if file.startswith(prefix)]
        print(
            f"  {f'gzip, {name}':60}{sum(each) / 1000:10,.0f} kB in {len(each)} files, the largest {max(each) / 1000:,.0f} kB"
        )
    print(f"  {'gzip, all that the first picture needs':60}{first_picture(published.sizes) / 1000:10,.0f} kB")
    print()
