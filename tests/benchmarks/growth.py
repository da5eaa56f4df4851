"""How time and memory of a release grow with places and with days, as a table and as the plot in docs/images/growth.svg."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from conflictmap.core.records import Snapshot
from tests.benchmarks import voronoi
from tests.benchmarks.plot import Panel, Series, draw
from tests.benchmarks.processes import fresh
from tests.benchmarks.release import whole_release
from tests.benchmarks.sized import sized_snapshot

IMAGE = Path(__file__).parent.parent.parent / "docs" / "images" / "growth.svg"
PLACES, DAYS = (500, 2000, 8000, 32_000), (100, 300, 1000, 5000)
AT_DAYS, AT_PLACES = 100, 500  # the days of every size of places, and the places of every count of days
CLAIMS_PER_PLACE, CLAIMS_PER_DAY = 3, 26


@dataclass(frozen=True, slots=True)
class Size:
    """One measured size, and what the release and its peer took there."""

    places: int
    days: int
    claims: int
    seconds: float
    megabytes: float
    peer_seconds: float


def publish(snapshot: Snapshot) -> int:
    """Make the whole release on one core; return how many files that made."""
    with tempfile.TemporaryDirectory() as folder:
        return len(whole_release(snapshot, Path(folder), 1).files)


def measure(places: int, days: int) -> Size:
    """Time one size, the release and its peer each in a process of its own."""
    claims = CLAIMS_PER_PLACE * places + CLAIMS_PER_DAY * days
    release, peer = (fresh(sized_snapshot, work, places, days, claims) for work in (publish, voronoi.recomputed))
    return Size(places, days, claims, release.seconds, release.peak_mb, peer.seconds)


def main(places: Sequence[int] = PLACES, days: Sequence[int] = DAYS, *, plot: bool = False) -> None:
    print(f"{'Growth: places × days × claims':40}{'seconds':>12}{'ms a day':>12}{'MB more':>12}{'cells anew, s':>16}")
    by_places = [_printed(measure(count, AT_DAYS)) for count in places]
    by_days = [_printed(measure(AT_PLACES, count)) for count in days]
    print()
    if plot:
        IMAGE.write_text(picture(by_places, by_days), encoding="utf-8")
        print(f"Written: {IMAGE.relative_to(Path.cwd()) if IMAGE.is_relative_to(Path.cwd()) else IMAGE}")


def picture(by_places: Sequence[Size], by_days: Sequence[Size]) -> str:
    """Return the plot as SVG: time above, memory below; by places on the left, by days on the right."""
    panels = []
    for title, count_of, sizes in (
        (f"places, over {AT_DAYS} days", lambda size: size.places, by_places),
        (f"days, of {AT_PLACES} places", lambda size: size.days, by_days),
    ):
        release = _series("the whole release", sizes, count_of, lambda size: size.seconds)
        peer = _series("nearest-claim cells, every day", sizes, count_of, lambda size: size.peer_seconds)
        memory = _series("the whole release", sizes, count_of, lambda size: size.megabytes)
        panels.append((Panel(title, "seconds", (release, peer)), Panel(title, "MB", (memory,))))
    (left_time, left_memory), (right_time, right_memory) = panels
    return draw(((left_time, right_time), (left_memory, right_memory)))


def _series(
    name: str, sizes: Sequence[Size], count_of: Callable[[Size], int], value_of: Callable[[Size], float]
) -> Series:
    return Series(name, tuple((float(count_of(size)), value_of(size)) for size in sizes))


def _printed(size: Size) -> Size:
    name = f"  {size.places:,} × {size.days:,} × {size.claims:,}"
    each = size.seconds / size.days * 1000
    print(f"{name:40}{size.seconds:12.2f}{each:12.1f}{size.megabytes:12.0f}{size.peer_seconds:16.2f}", flush=True)
    return size
