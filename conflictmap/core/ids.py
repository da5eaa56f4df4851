"""Public ids: UUIDv5 of a row's natural key, so that the same row has the same id on every database."""

from __future__ import annotations

import json
from uuid import UUID, uuid5

#: The project's own namespace; changing it changes every id.
NAMESPACE = UUID("6e0f6a5c-7c0b-5d43-9a55-4d2f3f0c9b1e")


def public_id(kind: str, *parts: object) -> UUID:
    """Return the id of a row from its kind and the parts of its natural key.

    The name is canonical JSON (no spaces, non-ASCII kept, other types by `str`), so parts that contain separators can't collide.
    """
    name = json.dumps([kind, *parts], ensure_ascii=False, separators=(",", ":"), default=str)
    return uuid5(NAMESPACE, name)
