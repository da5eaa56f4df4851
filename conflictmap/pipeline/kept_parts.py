"""Parts of releases kept in a folder beside them, so that publishing again makes only what has changed.

A part is a folder named by its key, put there whole in one step: processes that share the folder may make parts of one release
together, and the same part twice does no harm. Releases link its files, so it takes no room of its own; losing it costs time alone.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conflictmap.core.release_store import FileDigest, Part, canonical_json, digest_of

#: Within a theatre's published folder; names beginning with a dot are not served.
FOLDER = ".parts"
ABOUT = "about.json"
KEY = re.compile(r"[a-z0-9-]{1,250}")
#: What no release needs any more may still be in use by a process that began before: it is kept for so many seconds.
GRACE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Parts of one theatre's releases; `root` is its published folder."""

    root: Path

    def get(self, key: str) -> Part | None:
        """Return the part of that key, unless it is absent or not whole."""
        return _read(self._folder(key))

    def put(self, key: str, files: Mapping[str, bytes], about: Mapping[str, Any]) -> Part:
        """Keep a part, each file with its compressed twin, and return it."""
        folder = self._folder(key)
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=f".{key[:80]}-", dir=folder.parent))
        try:
            for name, content in files.items():
                write_pair(half / name, content)
            digests = {name: asdict(digest_of(content)) for name, content in files.items()}
            (half / ABOUT).write_bytes(canonical_json({"files": digests, "about": dict(about)}))
            half.chmod(0o755)
            if folder.is_dir() and _read(folder) is None:
                shutil.rmtree(folder, ignore_errors=True)  # half of it was lost
            try:
                half.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another process has just made the same
                    raise
        finally:
            shutil.rmtree(half, ignore_errors=True)
        part = _read(folder)
        if part is None:
            raise OSError(f"{folder} was lost while it was written.")
        return part

    def like(self, prefix: str) -> Iterator[Part]:
        """Yield the parts whose keys begin so, in the order of their keys."""
        for folder in sorted(self._folder(prefix).parent.glob(f"{prefix}*")):
            part = _read(folder)
            if part is not None:
                yield part

    def forget_all_but(self, keys: Collection[str]) -> None:
        """Remove the parts that are none of these, unless they were made a moment ago."""
        before = time.time() - GRACE_SECONDS
        for folder in (self.root / FOLDER).glob("*"):
            if folder.name not in keys and folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a part.")
        return self.root / FOLDER / key


def write_pair(path: Path, content: bytes) -> None:
    """Write a file and its compressed twin beside it."""
    path.write_bytes(content)
    # mtime=0: the same content, the same bytes.
    twin(path).write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def link_pair(source: Path, target: Path) -> None:
    """Put a kept file and its twin into a release: one content under two names, or a copy where that can't be."""
    for here, there in ((source, target), (twin(source), twin(target))):
        try:
            os.link(here, there)
        except OSError:
            shutil.copyfile(here, there)


def twin(path: Path) -> Path:
    """Return where a file's compressed twin lies."""
    return path.with_name(f"{path.name}.gz")


def _read(folder: Path) -> Part | None:
    try:
        said = json.loads((folder / ABOUT).read_bytes())
        digests = {name: FileDigest(**digest) for name, digest in said["files"].items()}
        files = {name: folder / name for name in digests}
        if any(path.stat().st_size != digests[name].bytes or not twin(path).is_file() for name, path in files.items()):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Part(files, digests, said["about"])
