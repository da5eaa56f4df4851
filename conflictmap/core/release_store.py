"""Parts of releases that are kept, so that the next release takes them over instead of making them again.

A part is known by a key that says all that its bytes depend on: it is either there, whole and right, or it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import scipy
import shapely


@dataclass(frozen=True, slots=True)
class FileDigest:
    """How long a file is, and the SHA-256 of its bytes in hexadecimal digits."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a release by name, their content or where it lies, and what is worth knowing of them unread."""

    files: Mapping[str, bytes | Path]
    digests: Mapping[str, FileDigest]
    about: Mapping[str, Any]

    def read(self, name: str) -> bytes:
        """Return the bytes of one of the files."""
        content = self.files[name]
        return content if isinstance(content, bytes) else content.read_bytes()


class Store(Protocol):
    """Where parts are kept. Whoever asks may be one of several processes."""

    def get(self, key: str) -> Part | None:
        """Return the part of that key, if it is kept."""

    def put(self, key: str, files: Mapping[str, bytes], about: Mapping[str, Any]) -> Part:
        """Keep a part, all of it at once, and return it. One that is there already is left as it is."""

    def like(self, prefix: str) -> Iterable[Part]:
        """Return the parts whose keys begin so, in the order of their keys."""


@dataclass(slots=True)
class MemoryStore:
    """Parts kept for as long as this process likes."""

    parts: dict[str, Part] = field(default_factory=dict)

    def get(self, key: str) -> Part | None:
        return self.parts.get(key)

    def put(self, key: str, files: Mapping[str, bytes], about: Mapping[str, Any]) -> Part:
        digests = {name: digest_of(content) for name, content in files.items()}
        return self.parts.setdefault(key, Part(dict(files), digests, dict(about)))

    def like(self, prefix: str) -> list[Part]:
        return [part for key, part in sorted(self.parts.items()) if key.startswith(prefix)]


def canonical_json(value: object) -> bytes:
    """Encode to the one JSON text of a value: keys as built, no spaces, UTF-8, no NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest_of(content: bytes) -> FileDigest:
    """Return a file's length and hash."""
    return FileDigest(len(content), hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Return a hash of the engine itself: its source, and the versions of the libraries whose numbers it uses."""
    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__} {shapely.geos_version_string}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
