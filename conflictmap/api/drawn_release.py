"""The release that a page draws, as what an answer is derived from: so that "why" speaks of what is seen, not of what came since."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from conflictmap.core.records import Snapshot
from conflictmap.core.release_reading import ReleaseReading
from conflictmap.core.release_snapshot import read_snapshot
from conflictmap.core.timeline_known_by import KnownPiece, piece_known_by
from conflictmap.models import Release, Theatre

from .params import shown
from .problem import ProblemError, gone, not_found


def find_release(theatre: Theatre, hash_: str) -> ReleaseReading:
    """Return a published release of a theatre. Raises ProblemError (404, or 410 where it was withdrawn) saying why it can't be asked."""
    release = Release.objects.filter(theatre=theatre, hash=hash_).first()
    if release is None:
        raise not_found("release", f"There is no release {shown(hash_)} of this theatre.")
    if release.withdrawn_at is not None:
        raise gone("release", f"Release {hash_} was withdrawn: {release.withdrawn_reason}")
    try:
        return _reading(Path(settings.PUBLISHED_ROOT) / theatre.slug / hash_)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(hash_) from error


def snapshot_of(reading: ReleaseReading) -> Snapshot:
    """Return the records that a release was derived from. Raises ProblemError (404)."""
    try:
        return _snapshot(reading)
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(reading.hash) from error


def known_piece(reading: ReleaseReading, *, number: int, lens: str, known_by: date) -> KnownPiece:
    """Return a piece of the days of a release as they were known by a day; made once for both of its files."""
    snapshot_of(reading)
    return _piece(reading, number, lens, known_by)


def _unreadable(hash_: str) -> ProblemError:
    return not_found("release", f"Release {hash_} can't be asked: its files are gone, or an older program wrote them.")


@lru_cache(maxsize=4)
def _reading(folder: Path) -> ReleaseReading:
    def read(name: str) -> Any:
        return json.loads((folder / name).read_bytes())

    return ReleaseReading(folder.name, read)


@lru_cache(maxsize=2)
def _snapshot(reading: ReleaseReading) -> Snapshot:
    return read_snapshot(reading)


@lru_cache(maxsize=16)
def _piece(reading: ReleaseReading, number: int, lens: str, known_by: date) -> KnownPiece:
    days: int = reading.manifest["piece_days"]
    return piece_known_by(_snapshot(reading), number=number, lens=lens, day=known_by, piece_days=days)
