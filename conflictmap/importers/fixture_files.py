"""The files of a theatre's folder, read strictly: what is wrong is named by file and line.

Every string is checked for NUL and other characters that a database or a page can't hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 16

#: Control characters but tab and line feed, and half surrogates.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class FixtureError(ValueError):
    """What is wrong in a theatre's folder, and where: `claims.jsonl line 12: date_end: is before date_start`."""

    def __init__(self, file: str, line: int | None, field_name: str, message: str) -> None:
        self.file, self.line, self.field, self.message = file, line, field_name, message
        place = file if line is None else f"{file} line {line}"
        super().__init__(": ".join(part for part in (place, field_name, message) if part))


def read_lines(folder: Path, file: str) -> list[tuple[int, str]]:
    """Read a file's lines with their numbers from 1, but for empty ones and those that start with `//`."""
    try:
        raw = (folder / file).read_bytes()
    except FileNotFoundError:
        raise FixtureError(file, None, "", "is missing") from None
    except OSError as error:
        raise FixtureError(file, None, "", f"can't be read: {error.strerror}") from None
    if len(raw) > MAX_FILE_BYTES:
        raise FixtureError(file, None, "", f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
    lines = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError:
            raise FixtureError(file, number, "", "is not UTF-8") from None
        if "\x00" in text:
            raise FixtureError(file, number, "", "has a NUL character")
        if text.strip() and not text.startswith("//"):
            lines.append((number, text))
    return lines


def read_objects(folder: Path, file: str) -> list[tuple[int, dict[str, Any]]]:
    """Read one JSON object a line, each with its line's number."""
    return [(number, _parse(file, [number], text)) for number, text in read_lines(folder, file)]


def read_object(folder: Path, file: str) -> dict[str, Any]:
    """Read a file that is one JSON object."""
    lines = read_lines(folder, file)
    return _parse(file, [number for number, _ in lines] or [1], "\n".join(text for _, text in lines))


def _parse(file: str, numbers: Sequence[int], text: str) -> dict[str, Any]:
    """Parse an object that stands on the lines of these numbers."""
    line = numbers[0] if len(numbers) == 1 else None

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        for name, _ in pairs if len(found) < len(pairs) else ():
            if sum(other == name for other, _ in pairs) > 1:
                raise FixtureError(file, line, name[:60], "stands twice")
        return found

    try:
        value = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        at = numbers[min(error.lineno, len(numbers)) - 1]
        raise FixtureError(file, at, "", f"is not JSON: {error.msg} (character {error.colno})") from None
    except RecursionError:
        raise FixtureError(file, line, "", "is nested too deep") from None
    except FixtureError:
        raise
    except ValueError:
        raise FixtureError(file, line, "", "has a number that is too long") from None
    if not isinstance(value, dict):
        raise FixtureError(file, line, "", "is not a JSON object")
    for name, part in value.items():
        _check_fit(file, line, name, part)
    return value


def _check_fit(file: str, line: int | None, name: str, value: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise FixtureError(file, line, name[:60], "is nested too deep")
    if isinstance(value, str) and (unfit := _UNFIT.search(value)):
        what = "a NUL character" if unfit[0] == "\x00" else f"the character U+{ord(unfit[0]):04X}"
        raise FixtureError(file, line, name[:60], f"has {what}")
    if isinstance(value, dict | list):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            _check_fit(file, line, name, part, depth + 1)
