"""Keep the history of mentions and places: who made of them what, and when.

It begins with the first decision of an editor, which also keeps what stood before; what ingest and geocoding write by the ten
thousand is no version. Claims and strikes need none: they are append-only, and a chain of them is its own history.
"""

from __future__ import annotations

from datetime import datetime

from conflictmap.models import Mention, Place

from .record import Writer


def keep_first(*, row: Mention | Place, since: datetime | None = None) -> None:
    """Keep a row as it stands in the database before somebody first decides on it; nothing where it has a history."""
    history = type(row).history
    if not history.filter(id=row.pk).exists():
        history.bulk_history_create([row], default_date=since)


def keep_version(*, row: Mention | Place, by: Writer, why: str = "", is_new: bool = False) -> None:
    """Keep what an editor has made of a row."""
    type(row).history.bulk_history_create([row], update=not is_new, default_user=by, default_change_reason=why)
