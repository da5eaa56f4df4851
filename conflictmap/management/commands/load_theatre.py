"""`manage.py load_theatre FOLDER`: write a theatre's folder whole, or nothing of it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from conflictmap import tasks
from conflictmap.importers.theatre_folder import FixtureError, read_theatre_folder
from conflictmap.pipeline.ingest import load_theatre


class Command(BaseCommand):
    help = "Load a theatre from a folder of rows (fixtures/README.md). Loading again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="for example fixtures/northern-syria")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            rows = read_theatre_folder(folder)
            loaded = load_theatre(folder=rows)
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from None
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {'; '.join(error.messages)}") from None
        theatre = loaded.theatre
        self.stdout.write(
            f"{theatre.name}: {theatre.places.count()} places, {theatre.sources.count()} sources, "
            f"{theatre.reports.count()} reports, {theatre.claims.count()} claims, {theatre.strikes.count()} strikes "
            f"({loaded.new} new, {loaded.superseded} superseded)."
        )
        for report in theatre.reports.awaiting_extraction():
            tasks.report_saved(report)
