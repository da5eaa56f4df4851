"""The release that readers are pointed to, read from its published files as the map reads it; no page asks the database for claims."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from conflictmap.core.release_known_by import ReadingKnownBy
from conflictmap.core.release_reading import OtherFormat, ReleaseReading

_HASH = re.compile(r"[0-9a-f]{8,64}")


class Unreadable(Exception):
    """The published files are damaged, or of another format."""


def current_hash(theatre: str) -> str | None:
    """Return the hash of the release that readers of a theatre are pointed to, None before the first. Raises Unreadable."""
    try:
        pointer = json.loads((Path(settings.PUBLISHED_ROOT) / theatre / "latest.json").read_bytes())
        hash_ = pointer["release"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"latest.json of {theatre}") from error
    if not isinstance(hash_, str) or not _HASH.fullmatch(hash_):
        raise Unreadable(f"latest.json of {theatre}")
    return hash_


def current_reading(theatre: str) -> ReleaseReading | None:
    """Return the current release of a theatre, None before the first. Raises Unreadable."""
    hash_ = current_hash(theatre)
    return reading_of(theatre, hash_) if hash_ else None


def reading_of(theatre: str, hash_: str) -> ReleaseReading:
    """Return a release by its hash. Raises FileNotFoundError where there is none, Unreadable where it can't be read."""
    return _reading(Path(settings.PUBLISHED_ROOT) / theatre / hash_)


@lru_cache(maxsize=8)
def known_by(reading: ReleaseReading, day: date) -> ReleaseReading:
    """Return a release that also tells what was known by a day; one of an older program, which says too little for that, as it is."""
    try:
        return ReadingKnownBy(reading, day)
    except OtherFormat:
        return reading


@lru_cache(maxsize=4)
def _reading(folder: Path) -> ReleaseReading:
    def read(name: str) -> Any:
        return json.loads((folder / name).read_bytes())

    try:
        return ReleaseReading(folder.name, read)
    except FileNotFoundError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"release {folder.name}: {error}") from error
