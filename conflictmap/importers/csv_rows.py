"""Rows of a CSV file, read strictly: every bad one is named by file, line and column.

Nothing is read without a bound, so that a wrong file (a picture, a log, a stray quotation mark) ends in a sentence and not in a
full memory. The form is RFC 4180 in UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import BinaryIO, NoReturn, TypeVar

T = TypeVar("T")

MAX_LINE_BYTES = 65_536
MAX_CELL = 500  # characters of a cell that is read; others may be as long as the line
MAX_COLUMNS = 200
MAX_ROWS = 5_000_000
NAMED = 20  # bad rows that are named; the others are counted

_BOM = b"\xef\xbb\xbf"
_UNFIT = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
#: What Python's reader says, in words for those who never saw it.
_CSV_WORDS = {
    "unexpected end of data": "opens a quotation mark that nothing closes",
    "field larger than field limit": "opens a quotation mark that nothing closes, or has a cell without end",
    "new-line character seen": "has a carriage return inside: end lines with LF or CRLF",
    "expected after": "has something after a closing quotation mark; double those within a cell",
}


class TableError(ValueError):
    """What is wrong in the files. `problems` names rows, at most `NAMED`; `bad_rows` counts them all."""

    def __init__(self, problems: Sequence[str], bad_rows: int) -> None:
        self.problems, self.bad_rows = tuple(problems), bad_rows
        more = bad_rows - NAMED
        rest = [f"and {more} more bad row{'s' if more > 1 else ''}"] if more > 0 else []
        super().__init__("\n".join([*problems, *rest]))


class CellError(ValueError):
    """What is wrong with one cell."""


@dataclass(slots=True)
class Problems:
    """What is wrong so far, over several files that are read one after the other."""

    named: list[str] = field(default_factory=list)
    bad_rows: int = 0
    _last: tuple[str, int | None] | None = None

    def add(self, file: str, line: int | None, column: str, message: str) -> None:
        if (file, line) != self._last:
            self.bad_rows, self._last = self.bad_rows + 1, (file, line)
        if self.bad_rows <= NAMED:
            where = file if line is None else f"{file} line {line}"
            self.named.append(f"{where}, column {column}: {message}" if column else f"{where}: {message}")

    def check(self) -> None:
        """Raise TableError if anything is wrong."""
        if self.bad_rows:
            raise TableError(self.named, self.bad_rows)


@dataclass(slots=True)
class Row:
    """One row. `line` is that of its first character, from 1; `good` until something is wrong with it."""

    file: str
    line: int
    cells: dict[str, str]
    problems: Problems
    good: bool = True

    def fail(self, column: str, message: str) -> None:
        self.good = False
        self.problems.add(self.file, self.line, column, message)

    def text(self, column: str) -> str | None:
        """Return a cell without the white space around it, empty where there is none; None where it is unfit."""
        text = self.cells.get(column, "")
        if len(text) > MAX_CELL:
            self.fail(column, f"is longer than {MAX_CELL} characters")
            return None
        if not text.isprintable() and (unfit := _UNFIT.search(text)):
            self.fail(column, f"has the character U+{ord(unfit[0]):04X}")
            return None
        return text

    def needed(self, column: str, parse: Callable[[str], T]) -> T | None:
        """Return what a cell says; None if that is nothing or wrong, and the row is no longer good."""
        text = self.text(column)
        if text == "":
            self.fail(column, "is empty")
        return self._parsed(column, text, parse) if text else None

    def given(self, column: str, parse: Callable[[str], T]) -> T | None:
        """Return what a cell says; None where it is empty, absent or wrong."""
        text = self.text(column)
        return self._parsed(column, text, parse) if text else None

    def _parsed(self, column: str, text: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(text)
        except CellError as error:
            self.fail(column, str(error))
            return None


class CsvFile:
    """A CSV file whose first row names its columns.

    Once the rows are being read, `ignored` holds the columns that nobody reads, and `whole` says that none of the file was left out.
    """

    def __init__(self, file: BinaryIO, name: str, *, required: Sequence[str], optional: Sequence[str]) -> None:
        self.file, self.name = file, name
        self.required, self.optional = tuple(required), tuple(optional)
        self.ignored: tuple[str, ...] = ()
        self.whole = True

    def rows(self, problems: Problems) -> Iterator[Row]:
        """Yield the rows that have as many cells as the header names; blank ones are passed over."""
        try:
            yield from self._rows(problems)
        except _Unreadable as error:
            self.whole = False
            problems.add(self.name, error.line, "", f"{error}; nothing after it was read")

    def _rows(self, problems: Problems) -> Iterator[Row]:
        header: list[str] | None = None
        columns: list[tuple[int, str]] = []
        for count, (line, cells) in enumerate(self._records()):
            if count > MAX_ROWS:
                raise _Unreadable(line, f"is row {count}: more than {MAX_ROWS} are not read")
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                columns = self._columns(header, line)
            elif len(cells) != len(header):
                problems.add(self.name, line, "", f"has {_cells(len(cells))}, but the header names {len(header)}")
            else:
                yield Row(self.name, line, {name: cells[index].strip() for index, name in columns}, problems)
        if header is None:
            raise _Unreadable(None, f"is empty: its first row names the columns {', '.join(self.required)}")

    def _columns(self, header: list[str], line: int) -> list[tuple[int, str]]:
        known = {*self.required, *self.optional}
        missing = [name for name in self.required if name not in header]
        if missing:
            only = header[0] if len(header) == 1 else ""
            hint = "; columns are separated by commas" if ";" in only or "\t" in only else ""
            raise _Unreadable(line, f"has no column {' and no column '.join(missing)}{hint}")
        twice = [name for name in sorted(known) if header.count(name) > 1]
        if twice:
            raise _Unreadable(line, f"names the column {twice[0]} twice")
        if len(header) > MAX_COLUMNS:
            raise _Unreadable(line, f"names {len(header)} columns: more than {MAX_COLUMNS} are not read")
        self.ignored = tuple(dict.fromkeys(name[:60] for name in header if name not in known))
        return [(index, name) for index, name in enumerate(header) if name in known]

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(), strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                words = next((said for start, said in _CSV_WORDS.items() if start in str(error)), str(error))
                raise _Unreadable(line, words) from None
            yield line, cells

    def _lines(self) -> Iterator[str]:
        number = 0
        while raw := self.file.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                raise _Unreadable(number, f"is longer than {MAX_LINE_BYTES} bytes")
            try:
                text = (raw.removeprefix(_BOM) if number == 1 else raw).decode("utf-8")
            except UnicodeDecodeError:
                raise _Unreadable(number, "is not UTF-8") from None
            if "\x00" in text:
                raise _Unreadable(number, "has a NUL character")
            yield text


class _Unreadable(ValueError):
    """The rest of a file can't be read."""

    def __init__(self, line: int | None, message: str) -> None:
        self.line = line
        super().__init__(message)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


# --- What a cell may say ----------------------------------------------------------------------------------------------


def number(text: str, low: float, high: float) -> float:
    """Read a decimal number between two bounds, written with a point. Raises CellError."""
    if not _NUMBER.fullmatch(text):
        raise CellError(f"{text[:40]!r} is not a number")
    value = float(text)
    if not low <= value <= high:
        raise CellError(f"{text[:40]} is not between {low:g} and {high:g}")
    return value


@lru_cache(maxsize=8192)
def day(text: str) -> date:
    """Read a day written YYYY-MM-DD. Raises CellError."""
    if not _DATE.fullmatch(text):
        raise CellError(f"{text[:40]!r} is no date written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellError(f"{text} is not in the calendar") from None


@lru_cache(maxsize=8192)
def moment(text: str) -> datetime:
    """Read a moment of ISO 8601, in UTC unless it names a zone; a bare day is its beginning. Raises CellError."""
    if _DATE.fullmatch(text):
        return datetime.combine(day(text), datetime.min.time(), UTC)
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        _no_moment(text)


def _no_moment(text: str) -> NoReturn:
    raise CellError(f"{text[:40]!r} is neither a date written YYYY-MM-DD nor a moment such as 2024-12-01T18:00:00Z")


def choice(text: str, allowed: Sequence[T]) -> T:
    """Read one of the words of a list. Raises CellError."""
    for word in allowed:
        if word == text:
            return word
    raise CellError(f"{text[:40]!r} is none of {', '.join(map(str, allowed))}")
