"""Work timed in a process of its own, so that nothing is warm and its peak of memory is its own."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

#: `ru_maxrss` counts bytes on macOS, kibibytes elsewhere.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What a piece of work gave and took: seconds on the wall, its processes' CPU seconds, and how far memory rose in MB.

    `peak_mb` is the process's highest, less what it had before the work began.
    """

    result: Any
    seconds: float
    cpu_seconds: float
    peak_mb: float


def fresh(prepare: Callable[..., Any], work: Callable[[Any], Any], *arguments: object) -> Run:
    """Run `work(prepare(*arguments))` in a new process and time the work alone. Both must be importable by name."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_timed, prepare, work, arguments).result()


def timed(work: Callable[[], Any]) -> Run:
    """Time work in this process."""
    before, cpu, wall = _peak(), _cpu(), time.perf_counter()
    result = work()
    return Run(result, time.perf_counter() - wall, _cpu() - cpu, (_peak() - before) / 1e6)


def _timed(prepare: Callable[..., Any], work: Callable[[Any], Any], arguments: tuple[object, ...]) -> Run:
    material = prepare(*arguments)
    return timed(lambda: work(material))


def _peak() -> float:
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT)


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
