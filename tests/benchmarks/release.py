"""What publishing two years of war takes, beside recomputing nearest-claim cells for every day, in one run on one machine."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, replace

from conflictmap.core.records import Snapshot
from conflictmap.core.release import ReleaseFiles, compile_release
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
    days = days_of(snapshot.theatre)
    walk = timed(lambda: sum(len(day.areas) for day in walk_days(snapshot, days=days, lens="assessed", known_by=None)))
    files = timed(lambda: _compiled(snapshot))
    newest, old = (_again(snapshot, day) for day in (len(days) - 1, min(OLD_DAY, len(days) - 1)))
    sizes = {name: len(gzip.compress(content, 9)) for name, content in files.result.files.items()}
    return Published(walk, replace(files, result=files.result.hash), newest, old, sizes)


def _again(snapshot: Snapshot, day: int) -> Run:
    changed = with_claim(snapshot, day)
    return timed(lambda: _compiled(changed).hash)


def _compiled(snapshot: Snapshot) -> ReleaseFiles:
    return compile_release(snapshot, strikes=(), reports=(), basemap={"features": []})


def timelines(sizes: Mapping[str, int]) -> list[int]:
    """Return the compressed bytes of each file by which the front moves, for what is known now."""
    return [size for name, size in sizes.items() if name.startswith("timeline") and "-then" not in name]


def first_picture(sizes: Mapping[str, int]) -> int:
    """Return the compressed bytes that a reader's page loads before it can draw a day."""
    return sum(
        size
        for name, size in sizes.items()
        if name in ("release.json", "network.json", "places.json", "timeline-assessed-now.json")
    )


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
    pieces = timelines(published.sizes)
    print(f"  gzip: {sum(pieces) / 1000:,.0f} kB in {len(pieces)} timeline pieces; ", end="")
    print(f"first picture {first_picture(published.sizes) / 1000:,.0f} kB")
    print()
