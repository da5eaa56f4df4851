"""Where a page begins: the sort key of the row before it, and the direction in which to read on."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Cursor:
    """`key` holds a row's sort fields as text; `backwards` reads the page that ends before that row."""

    key: tuple[str, ...]
    backwards: bool = False

    def __str__(self) -> str:
        text = json.dumps([int(self.backwards), *self.key], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a cursor as sent. Raises ValueError for anything that `str` can't have made."""
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = json.loads(urlsafe_b64decode(padded.encode("ascii")))
            if not isinstance(parts, list) or len(parts) < 2 or parts[0] not in (0, 1):
                raise ValueError
            key = parts[1:]
            if not all(isinstance(part, str) and "\x00" not in part for part in key):
                raise ValueError
            # A lone surrogate is JSON, but no text that a database takes.
            "".join(key).encode()
        except (ValueError, RecursionError):
            raise ValueError("It is no cursor that this list gave.") from None
        return cls(key=tuple(key), backwards=bool(parts[0]))
