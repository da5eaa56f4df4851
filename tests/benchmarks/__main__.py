"""Run the benchmarks and print their tables: those named, or all but `growth`, `page`, `peers` and `slow`.

These take long, and the last three need the built page and Chromium; `peers` fetches other timelines by npm.
"""

from __future__ import annotations

import argparse
import os

# One thread a process: the runs share the cores out themselves, and small solves are slower on two.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.benchmarks import dispatches, front, growth, page, page_peers, page_slow, release, speed
from tests.benchmarks.claims import PROTOCOLS

PARTS = ("front", "speed", "dispatches", "release", "growth", "page", "peers", "slow")
#: Those that run where none is named.
USUAL = ("front", "speed", "dispatches", "release")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    front_options = parser.add_argument_group("front")
    front_options.add_argument("--protocols", type=_words, default=[], metavar="NAMES", help=f"of {_PROTOCOLS}")
    front_options.add_argument("--seeds", type=int, default=len(front.SEEDS), help="how many (default: %(default)s)")
    size = parser.add_argument_group("release and growth")
    size.add_argument("--places", type=_counts, default=[], metavar="N,…", help="sizes; release takes the first")
    size.add_argument("--days", type=_counts, default=[], metavar="N,…", help="spans; release takes the first")
    size.add_argument("--claims", type=int, default=release.CLAIMS, help="for release (default: %(default)s)")
    size.add_argument("--plot", action="store_true", help="let growth write docs/images/growth.svg")
    options = parser.parse_args()
    known = {*PARTS, *(protocol.name for protocol in PROTOCOLS)}
    if unknown := {*options.parts, *options.protocols} - known:
        parser.error(f"no such part or protocol: {', '.join(sorted(unknown))}")
    wanted = options.parts or USUAL
    if "front" in wanted:
        front.main(options.protocols, options.seeds)
    if "speed" in wanted:
        speed.main()
    if "dispatches" in wanted:
        dispatches.main()
    if "release" in wanted:
        first_places, first_days = [*options.places, release.PLACES][0], [*options.days, release.DAYS][0]
        release.main(first_places, first_days, options.claims)
    if "growth" in wanted:
        growth.main(options.places or growth.PLACES, options.days or growth.DAYS, plot=options.plot)
    if "page" in wanted:
        page.main()
    if "peers" in wanted:
        page_peers.main()
    if "slow" in wanted:
        page_slow.main()


_PROTOCOLS = ",".join(protocol.name for protocol in PROTOCOLS)


def _words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def _counts(text: str) -> list[int]:
    return [int(word) for word in _words(text)]


if __name__ == "__main__":
    main()
