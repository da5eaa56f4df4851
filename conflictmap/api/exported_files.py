"""Exports that are whole before they are sent, made within the request as long as they are small."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import IO, Any

from .problem import invalid

Row = tuple[Any, ...]
#: A few seconds' work. More than that is to be streamed as text, which the tools of these formats read too.
MOST_ROWS = 50_000


def made_file(layer: str, form: str, rows: Generator[Row]) -> IO[bytes]:
    """Return the rows as an open file, which is gone once it is closed. Raises ProblemError (400) for too many rows."""
    # Arrow takes tens of megabytes: only processes that are asked for such files load it.
    from conflictmap.core.write_files import write_file

    with tempfile.TemporaryDirectory(prefix="export-") as folder, closing(rows):
        path = Path(folder) / f"{layer}.{form}"
        write_file(layer, form, _at_most(rows), path)
        # Told afterwards: what is raised while GDAL asks for rows never comes out of it.
        if next(rows, None) is not None:
            raise invalid(
                "format",
                f"These are more than {MOST_ROWS:,} rows. Narrow them down, or take {layer}.geojsonl, which has no limit, and have "
                f"ogr2ogr make {layer}.{form} of it.",
            )
        return path.open("rb")


def _at_most(rows: Iterator[Row]) -> Iterator[Row]:
    return islice(rows, MOST_ROWS)
