"""`manage.py publish THEATRE`: compile a release and point the readers to it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conflictmap import tasks
from conflictmap.models import Theatre
from conflictmap.pipeline.processes import help_publishing, helping_processes
from conflictmap.pipeline.publish import PublishError, publish


class Command(BaseCommand):
    help = "Publish a theatre: write an immutable release, unless nothing has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("theatre", help="its slug, for example northern-syria")

    def handle(self, *, theatre: str, verbosity: int, **options: Any) -> None:
        row = Theatre.objects.filter(slug=theatre).first()
        if row is None:
            known = ", ".join(Theatre.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no theatre {theatre!r}; there are: {known}.")
        say = (lambda step: self.stdout.write(f"  {step}")) if verbosity > 0 else (lambda step: None)
        try:
            # Where workers are, they help; else other processes of this machine do.
            with helping_processes(help_publishing(theatre)) as processes:
                share = tasks.share_with_workers(theatre) or processes
                published = publish(theatre=row, progress=say, share=share)
        except PublishError as error:
            raise CommandError(str(error)) from None
        release = published.release
        news = "Published" if published.is_new else "Nothing has changed since"
        self.stdout.write(f"{news} {theatre} {release.hash} ({release.days} days, {release.claim_count} claims).")
