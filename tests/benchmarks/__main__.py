"""Run every benchmark and print its table."""

from __future__ import annotations

from tests.benchmarks import front, speed

if __name__ == "__main__":
    front.main()
    speed.main()
