"""`manage.py ingest FILE|URL|FEED…`: take in reports, and say of each that was not why."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from conflictmap import tasks
from conflictmap.models import Source, Theatre
from conflictmap.pipeline.take_in import Item, Outcome, Wishes, summary_of, take_in

INTERRUPTED = 130  # what a shell calls a program that Ctrl-C ended
REFUSED = 1


class Command(BaseCommand):
    help = (
        "Take in reports: text and HTML files, folders of them, web addresses, and RSS or Atom feeds, whose articles are fetched. "
        "What was taken in before is skipped; what an outlet has changed since becomes a new version, and the old one stays. "
        "Exit status: 0 all taken in or there already; 1 something was refused; 2 the command line is not right; 130 interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("items", nargs="+", metavar="FILE|URL|FEED", help="what to take in")
        parser.add_argument(
            "--theatre", metavar="SLUG", help="the theatre that they are about (default: the default one)"
        )
        parser.add_argument("--source", metavar="SLUG", help="who published them (default: known by address or name)")
        parser.add_argument(
            "--published-at",
            type=_moment,
            metavar="DATE",
            help="YYYY-MM-DD, or a moment in ISO 8601, for what tells none",
        )
        parser.add_argument("--language", default="", metavar="CODE", help="such as en or ar (default: by the text)")
        parser.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")
        parser.add_argument("--progress", action=BooleanOptionalAction, help="show a bar (default: on a terminal)")

    def handle(self, *, items: list[str], quiet: bool, progress: bool | None, **options: Any) -> None:
        theatre = _theatre(options["theatre"])
        wishes = Wishes(_source(theatre, options["source"]), options["published_at"], options["language"])
        asked = [item for name in items for item in _items(name)]
        quiet = quiet or options["verbosity"] == 0
        outcomes: list[Outcome] = []
        silent = True if quiet else None if progress is None else not progress
        try:
            with tqdm(total=len(asked), unit="report", disable=silent, file=sys.stderr) as bar:
                for found in take_in(theatre=theatre, items=asked, wishes=wishes):
                    if isinstance(found, list):
                        bar.total = (bar.total or 0) + len(found)
                    else:
                        outcomes.append(found)
                        if found.report is not None:
                            tasks.report_saved(found.report)
                        self._tell(found, bar, quiet, options["verbosity"])
                    bar.update()
        except KeyboardInterrupt:
            self.stderr.write(f"Interrupted: {summary_of(outcomes)}. What was taken in stays.")
            sys.exit(INTERRUPTED)
        if not quiet:
            self.stdout.write(f"{theatre.name}: {summary_of(outcomes)}.")
        if any(outcome.verdict == "refused" for outcome in outcomes):
            sys.exit(REFUSED)

    def _tell(self, outcome: Outcome, bar: Any, quiet: bool, verbosity: int) -> None:
        """Say what became of an item, where that needs saying: that it was taken in is counted at the end."""
        told = f"{outcome.name}: {outcome.verdict}{f'. {outcome.reason}' if outcome.reason else '.'}"
        if outcome.verdict == "refused":
            bar.clear()
            self.stderr.write(told, self.style.ERROR)
        elif not quiet and (outcome.reason or verbosity > 1):
            bar.clear()
            self.stdout.write(told)


def _theatre(slug: str | None) -> Theatre:
    theatre = Theatre.objects.filter(slug=slug).first() if slug else Theatre.objects.default()
    if theatre is None:
        there = ", ".join(Theatre.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"--theatre: there is no theatre {slug or 'yet'}. There are: {there}.", returncode=2)
    return theatre


def _source(theatre: Theatre, slug: str | None) -> Source | None:
    if slug is None:
        return None
    source = theatre.sources.filter(slug=slug).first()
    if source is None:
        there = ", ".join(theatre.sources.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"--source: {theatre.slug} has no source {slug}. It has: {there}.", returncode=2)
    return source


def _items(name: str) -> Iterator[Item]:
    """Yield an item, or the files of a folder in the order of their names."""
    item = Item(name)
    if not item.is_address and Path(name).is_dir():
        yield from (Item(str(path)) for path in sorted(Path(name).iterdir()) if path.is_file())
    else:
        yield item


def _moment(text: str) -> datetime | date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text[:40]!r} is no date in ISO 8601") from None
    if moment.tzinfo is None:
        raise ArgumentTypeError(f"{text} has no time zone; write Z for UTC")
    return moment.astimezone(UTC)
