"""What publishing two years of war takes, beside recomputing nearest-claim cells for every day, in one run on one machine."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from conflictmap.core.areas import areas_of
from conflictmap.core.daymap import network_of
from conflictmap.core.frontlines import frontlines_of
from conflictmap.core.precision import precision_m
from conflictmap.core.records import Snapshot
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.release_store import Store
from conflictmap.core.timeline import Clock, DayGround, Walk, Walks, days_of
from conflictmap.core.timeline_walks import Share
from conflictmap.core.totals import totals_of
from conflictmap.core.walk import DayWalker
from conflictmap.pipeline.garbage import rare_collections
from conflictmap.pipeline.kept_parts import FolderStore
from conflictmap.pipeline.processes import help_compiling, helping_processes
from tests.benchmarks import voronoi
from tests.benchmarks.processes import Run, fresh, timed
from tests.benchmarks.sized import sized_snapshot, with_claim

PLACES, DAYS, CLAIMS = 1805, 769, 20_000
OLD_DAY = 100  # of the claim that comes in late
CORES = 2


@dataclass(frozen=True, slots=True)
class Published:
    """The first release, what one claim more takes after it, and the compressed bytes of each file of the release."""

    whole: Run
    newest: Run
    old: Run
    sizes: dict[str, int]


def publish(snapshot: Snapshot) -> Published:
    """Make the whole release on two cores, and its files again with one claim more, new and old."""
    days = len(days_of(snapshot.theatre))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        whole = timed(lambda: whole_release(snapshot, root, CORES))
        newest, old = (
            timed(lambda: whole_release(with_claim(snapshot, day), root, CORES, Walks()).hash)  # noqa: B023 - called at once
            for day in (days - 1, min(OLD_DAY, days - 1))
        )
        return Published(replace(whole, result=whole.result.hash), newest, old, compressed(whole.result.files))


def whole_release(snapshot: Snapshot, root: Path, cores: int, walk: Walk | None = None) -> ReleaseFiles:
    """Derive the states, field, areas and frontlines of every day and the files, on so many cores; what `root` keeps is taken over."""
    with rare_collections(), ExitStack() as stack:
        walk = walk or walk_everything
        work = help_compiling(snapshot, root, walk)
        share = stack.enter_context(helping_processes(work, cores - 1)) if cores > 1 else None
        return _compiled(snapshot, FolderStore(root), walk, share)


def walk_everything(snapshot: Snapshot, days: Sequence[date], lens: str, clock: Clock) -> Iterator[DayGround]:
    """Yield the ground of each of `days`, deriving the areas and frontlines as well: the browser cuts its own."""
    mesh, walker = network_of(snapshot), DayWalker(snapshot, lens, "each" if clock == "then" else None)
    for day in days:
        judged, field, ground = walker.on(day)
        areas_of(ground)
        frontlines_of(ground, precision_m(mesh, snapshot.places, judged.states.values()))
        yield DayGround(day, tuple(judged.states.values()), field, totals_of(ground))


def _compiled(snapshot: Snapshot, store: Store, walk: Walk, share: Share | None) -> ReleaseFiles:
    nothing: dict[str, Any] = {"strikes": (), "reports": (), "basemap": {"features": []}}
    return compile_release(snapshot, **nothing, store=store, walk=walk, share=share)


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
    for name, run in {
        f"the whole release, by {CORES} processes": published.whole,
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
