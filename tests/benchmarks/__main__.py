"""Run the benchmarks and print their tables: all of them, or those named."""

from __future__ import annotations

import argparse
import os

# One thread a process: the runs share the cores out themselves, and small solves are slower on two.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.benchmarks import front, speed
from tests.benchmarks.claims import PROTOCOLS

PARTS = ("front", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--protocols", default="", help=f"for front, of {','.join(p.name for p in PROTOCOLS)}")
    parser.add_argument("--seeds", type=int, default=len(front.SEEDS), help="for front, how many")
    options = parser.parse_args()
    protocols = [name for name in options.protocols.split(",") if name]
    if unknown := {*options.parts} - {*PARTS} | {*protocols} - {protocol.name for protocol in PROTOCOLS}:
        parser.error(f"no such part or protocol: {', '.join(sorted(unknown))}")
    wanted = options.parts or PARTS
    if "front" in wanted:
        front.main(protocols, options.seeds)
    if "speed" in wanted:
        speed.main()


if __name__ == "__main__":
    main()
