"""`manage.py derive`: tables of places and claims -> areas, frontlines and states as GeoJSON. Without a database."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter
from tqdm import tqdm

from conflictmap.core.dayfiles import DayFiles
from conflictmap.core.daymap import UnknownLens, find_lens
from conflictmap.core.mesh import MeshError
from conflictmap.core.records import Snapshot
from conflictmap.core.walk import walk_days
from conflictmap.core.weigh import KnownBy
from conflictmap.importers.claims_table import ClaimsTable, NamedFile, read_claims_table
from conflictmap.importers.csv_rows import CellError, TableError, number

MOST_DATES = 40_000  # a century and more
LEAST_SUPPORT_KM, MOST_SUPPORT_KM = 0.1, 900.0  # the field knows distances to evidence up to 999.9 km
INTERRUPTED = 130  # what a shell calls a program that Ctrl-C ended

HELP = """\
Derive areas of control and frontlines from claims, without a database.

Reads places.csv (id, name, longitude, latitude and, if known, kind), claims.csv (place_id, date, actor and, if known,
relation, basis, source, kind, alignment, reported_at, confidence) and a boundary (GeoJSON: a Polygon or a MultiPolygon).
Writes for every date areas-DATE.geojson, frontline-DATE.geojson and states-DATE.geojson. Ground farther than the
support distance from any evidence is unknown.
"""
EPILOG = """\
example:
  python manage.py derive --places places.csv --claims claims.csv --boundary boundary.geojson \\
      --dates 2024-07-08,2024-08-01..2024-08-31 --known-by each --out derived

A place's kind that is none of ours (a feature code of GeoNames, for instance) is taken for a settlement's.
exit status: 0 written; 1 the files or the folder are not right (every bad row is named, and nothing is written);
2 the command line is not right; 130 interrupted (files that are there are whole). All else: docs/derive.md
"""


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, and paragraphs as they are written."""


class Command(BaseCommand):
    help = HELP
    requires_system_checks: list[str] = []  # they look for a database and a built page
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
        "--skip-checks",
    }  # fmt: skip

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=_HelpFormatter, epilog=EPILOG, allow_abbrev=False, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        files = parser.add_argument_group("what to read and write")
        files.add_argument("--places", type=Path, required=True, metavar="FILE", help="places, as CSV")
        files.add_argument("--claims", type=Path, required=True, metavar="FILE", help="claims, as CSV")
        files.add_argument("--boundary", type=Path, required=True, metavar="FILE", help="the ground, as GeoJSON")
        files.add_argument(
            "--out", type=_folder, required=True, metavar="DIR", help="folder to write to; made if need be"
        )
        what = parser.add_argument_group("what to derive")
        what.add_argument(
            "--dates",
            type=_dates,
            required=True,
            metavar="DATES",
            help="days YYYY-MM-DD and ranges FROM..TO, separated by commas; or all: every day with a claim",
        )
        what.add_argument(
            "--lens",
            default="assessed",
            help="whose claims count: assessed (all, weighed; the default), monitors, or an alignment",
        )
        what.add_argument(
            "--known-by",
            type=_known_by,
            metavar="DATE|each",
            help="count only what had been reported by the end of this day; each: by the end of every date itself",
        )
        what.add_argument(
            "--support-km",
            type=_support_km,
            default=25.0,
            metavar="KM",
            help="ground farther than this from any evidence is unknown (default: 25)",
        )
        say = parser.add_argument_group("what to say")
        say.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")
        say.add_argument(
            "--progress", action=BooleanOptionalAction, help="show a progress bar (default: on a terminal)"
        )

    def handle(self, *, out: Path, quiet: bool, progress: bool | None, verbosity: int, **options: Any) -> None:
        quiet = quiet or verbosity == 0
        files = 0
        try:
            table = _read(options["places"], options["claims"], options["boundary"], options["support_km"])
            known_by: KnownBy = options["known_by"]
            days = _days(options["dates"], table.snapshot, known_by)
            lens = _lens(table.snapshot, options["lens"])
            for remark in () if quiet else (*table.remarks, *_early(days, table.snapshot)):
                self.stderr.write(f"Note: {remark}", self.style.WARNING)
            members = {
                "lens": lens,
                "known_by": known_by.isoformat() if isinstance(known_by, date) else known_by,
                "support_km": options["support_km"],
            }
            writer = DayFiles(table.snapshot, table.line_of, members)
            walk = walk_days(table.snapshot, days=days, lens=lens, known_by=known_by)
            silent = True if quiet else None if progress is None else not progress
            with (
                interruptible() as stop_if_asked,
                tqdm(walk, total=len(days), unit="date", disable=silent, file=sys.stderr) as bar,
            ):
                for day in bar:
                    stop_if_asked()
                    for name, pieces in writer.of(day):
                        _write(out, name, pieces)
                        files += 1
        except KeyboardInterrupt:
            self.stderr.write(f"Interrupted: {_files(files, out)}")
            sys.exit(INTERRUPTED)
        except TableError as error:
            rows = f"{error.bad_rows} bad row{'' if error.bad_rows == 1 else 's'}"
            raise CommandError(f"Nothing was written: {rows}.\n{error}") from None
        except MeshError as error:
            raise CommandError(f"Nothing was written. {options['boundary']}: {error}") from None
        except OSError as error:
            raise CommandError(
                f"{error.filename or out}: {error.strerror or error}. {_files(files, out).capitalize()}"
            ) from None
        if not quiet:
            read = f"{_count(table.snapshot.claims, 'claim')} about {_count(table.snapshot.places, 'place')}"
            self.stdout.write(f"{_count(days, 'date')} from {read}: {_files(files, out)}")


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Yield what raises KeyboardInterrupt once Ctrl-C was pressed. Python loses one that comes while it collects garbage."""
    pressed = threading.Event()

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def stop_if_asked() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()  # no other may handle signals
    before = signal.signal(signal.SIGINT, press) if is_main else None
    try:
        yield stop_if_asked
    finally:
        if is_main:
            signal.signal(signal.SIGINT, before)


# --- Reading ------------------------------------------------------------------------------------------------------------


def _read(places: Path, claims: Path, boundary: Path, support_km: float) -> ClaimsTable:
    with ExitStack() as stack:
        opened = [NamedFile(stack.enter_context(path.open("rb")), str(path)) for path in (places, claims, boundary)]
        return read_claims_table(*opened, support_km=support_km)


def _days(asked: tuple[date, ...] | Literal["all"], snapshot: Snapshot, known_by: KnownBy) -> list[date]:
    if asked != "all":
        return list(asked)
    days = {claim.date_start for claim in snapshot.claims}
    if known_by == "each":
        days |= {claim.reported_at.date() for claim in snapshot.claims}
    if not days:
        raise CommandError("--dates all: there is no claim, so there is no day to derive.")
    return sorted(days)


def _lens(snapshot: Snapshot, slug: str) -> str:
    try:
        return find_lens(snapshot.theatre, slug).slug
    except UnknownLens as error:
        raise CommandError(f"--lens: {slug!r} {error}.", returncode=2) from None


def _early(days: Iterable[date], snapshot: Snapshot) -> Iterator[str]:
    first = min((claim.date_start for claim in snapshot.claims), default=None)
    early = sum(first is not None and day < first for day in days)
    if early:
        yield f"{early} of the dates, before the first claim ({first}): nothing is known of them."


# --- Writing ------------------------------------------------------------------------------------------------------------


def _write(folder: Path, name: str, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all: beside its place under another name first."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        part.replace(folder / name)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(folder / name), None  # of the other name nobody has heard
        raise


def _count(things: Sized, what: str) -> str:
    return f"{len(things)} {what}{'' if len(things) == 1 else 's'}"


def _files(count: int, out: Path) -> str:
    return f"{count} file{'' if count == 1 else 's'} written to {out}." if count else "nothing was written."


# --- The command line -----------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not in the calendar") from None
    raise ArgumentTypeError(f"{text[:40]!r} is no date written YYYY-MM-DD")


def _dates(text: str) -> tuple[date, ...] | Literal["all"]:
    """Read days and ranges of days; each day once, in order."""
    if text.strip() == "all":
        return "all"
    days: set[date] = set()
    for part in text.split(","):
        start, dots, end = (piece.strip() for piece in part.partition(".."))
        first = _day(start)
        last = _day(end) if dots else first
        if last < first:
            raise ArgumentTypeError(f"{part.strip()} ends before it begins")
        if len(days) + (last - first).days >= MOST_DATES:
            raise ArgumentTypeError(f"names more than {MOST_DATES} days")
        days.update(first + timedelta(step) for step in range((last - first).days + 1))
    return tuple(sorted(days))


def _known_by(text: str) -> KnownBy:
    return "each" if text == "each" else _day(text)


def _support_km(text: str) -> float:
    try:
        return number(text, LEAST_SUPPORT_KM, MOST_SUPPORT_KM)
    except CellError as error:
        raise ArgumentTypeError(f"{error} km" if "between" in str(error) else str(error)) from None


def _folder(text: str) -> Path:
    if not text.strip():
        raise ArgumentTypeError("names no folder")
    return Path(text)
