"""Looking for garbage rarely while a theatre is published."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: How many more objects than before start a search, and how many searches of the young one of the older.
RARELY = (100_000, 20, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for garbage rarely: a theatre's records live to the end, and to go through them again and again takes a
    quarter of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
