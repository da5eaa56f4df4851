"""`manage.py geoparse`: texts -> the places they name, as JSON, GeoJSON or lines to read."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter
from django.db import Error as DatabaseTrouble

from conflictmap.core.extract_tokens import MAX_TEXT
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import open_world
from conflictmap.core.geoparse import NOBODY, Cast, Json, features, geoparse, lines
from conflictmap.models import Theatre
from conflictmap.pipeline.locate import gazetteer_of

HELP = """\
Find the places that texts name, and where they lie.

Reads text files (UTF-8), or - for standard input; or, with --jsonl, lines of {"id", "text"}, and answers each with a line of
{"id", "mentions", "drafts"}. Offsets count characters of the text as given. By default a name may stand for any place of
the world; with --theatre that theatre's own places come first, and far from it only well-known places count.
"""
EPILOG = """\
example:
  python manage.py geoparse report.txt --format text --theatre northern-syria

exit status: 0 all were read; 1 some were not (each is named, the others are answered); 2 the command line is not right.
All else: docs/geoparse.md
"""


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, and paragraphs as they are written."""


class Refused(Exception):
    """A text that cannot be read, with the reason in words."""


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
        parser.add_argument("files", nargs="*", metavar="FILE", help="text files; - is standard input")
        parser.add_argument(
            "--jsonl", metavar="FILE", help='lines of {"id", "text", "published_at"?}; - is standard input'
        )
        parser.add_argument(
            "--format", choices=("json", "geojson", "text"), default="json", help="of the answer (default: json)"
        )
        parser.add_argument("--theatre", metavar="SLUG", help="read as reports of this theatre")
        parser.add_argument(
            "--gazetteer", choices=("world",), help="with --theatre: all places of the world count nevertheless"
        )

    def handle(self, *, files: list[str], jsonl: str | None, format: str, **options: Any) -> None:
        if bool(files) == bool(jsonl):
            raise CommandError("Name text files (or -), or lines by --jsonl FILE: one of the two.", returncode=2)
        if jsonl and format != "json":
            raise CommandError("--jsonl is answered by lines of JSON: leave --format out.", returncode=2)
        gazetteer = _gazetteer(options["theatre"], everywhere=options["gazetteer"] == "world")
        cast = _cast(options["theatre"])
        refused = (
            self._answer_lines(jsonl, gazetteer, cast) if jsonl else self._answer_files(files, format, gazetteer, cast)
        )
        if refused:
            raise CommandError(f"{refused} could not be read; all others are answered.")

    def _answer_files(self, files: list[str], form: str, gazetteer: Gazetteer, cast: Cast) -> int:
        parsed: list[Json] = []
        refused = 0
        for name in files:
            try:
                parsed.append({"file": name, **geoparse(_checked(_read(name)), gazetteer, cast=cast)})
            except Refused as reason:
                self.stderr.write(f"{name}: {reason}")
                refused += 1
        if form == "text":
            for one in parsed:
                self.stdout.write("\n".join([one["file"], *lines(one)]))
        elif form == "geojson":
            found = [feature for one in parsed for feature in features(one, file=one["file"])]
            self.stdout.write(_dumps({"type": "FeatureCollection", "features": found}, indent=1))
        elif parsed:
            self.stdout.write(_dumps(parsed[0] if len(files) == 1 else parsed, indent=1))
        return refused

    def _answer_lines(self, name: str, gazetteer: Gazetteer, cast: Cast) -> int:
        refused = 0
        try:
            rows = _read(name).split("\n")
        except Refused as reason:
            raise CommandError(f"{name}: {reason}") from None
        for number, row in enumerate(rows, 1):
            if not row.strip():
                continue
            try:
                identifier, text, published_at = _row(row, cast.time_zone)
                self.stdout.write(_dumps({"id": identifier, **geoparse(text, gazetteer, published_at, cast)}))
            except Refused as reason:
                self.stderr.write(f"{name} line {number}: {reason}")
                refused += 1
        return refused


def _gazetteer(slug: str | None, *, everywhere: bool) -> Gazetteer:
    try:
        if slug is None:
            return Gazetteer((), open_world(settings.GAZETTEER_ROOT))
        theatre = Theatre.objects.get(slug=slug)
        return gazetteer_of(theatre, everywhere=everywhere)
    except Theatre.DoesNotExist:
        known = ", ".join(Theatre.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"--theatre: there is no theatre {slug}. Known: {known}.", returncode=2) from None
    except DatabaseTrouble as trouble:
        raise CommandError(f"--theatre: the database does not answer: {trouble}".strip()) from None
    except OSError as trouble:
        raise CommandError(f"The gazetteer's index can be neither opened nor made: {trouble}") from None


def _cast(slug: str | None) -> Cast:
    if slug is None:
        return NOBODY
    theatre = Theatre.objects.get(slug=slug)
    actors = tuple(actor.to_record() for actor in theatre.actors.all())
    return Cast(actors, tuple(source.to_record() for source in theatre.sources.all()), theatre.time_zone)


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as trouble:
        raise Refused(trouble.strerror or str(trouble)) from None
    try:
        return data.decode()
    except UnicodeDecodeError as trouble:
        raise Refused(f"is not UTF-8 text: byte {trouble.start} cannot be read") from None


def _row(row: str, time_zone: str) -> tuple[Any, str, datetime | None]:
    try:
        given = json.loads(row)
    except (ValueError, RecursionError) as trouble:
        raise Refused(f"is not JSON: {trouble}") from None
    if not isinstance(given, dict):
        raise Refused('is not an object with "id" and "text"')
    for field in ("id", "text"):
        if not isinstance(given.get(field), (str, int) if field == "id" else str):
            raise Refused(f"{field}: is missing" if field not in given else f"{field}: is no text")
    return given["id"], _checked(given["text"]), _moment(given.get("published_at"), time_zone)


def _moment(given: Any, time_zone: str) -> datetime | None:
    """Read a day or a moment of ISO 8601; one without a zone is the theatre's."""
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(time_zone))
    except (TypeError, ValueError):
        raise Refused(f"published_at: {json.dumps(given)[:60]} is no moment of ISO 8601") from None


def _checked(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Refused(f"has {len(text):,} characters; at most {MAX_TEXT:,} are read")
    return text


def _dumps(value: Any, indent: int | None = None) -> str:
    """Lone surrogates, which JSON may escape and UTF-8 cannot hold, stay escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if _encodes(text) else json.dumps(value, indent=indent)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
