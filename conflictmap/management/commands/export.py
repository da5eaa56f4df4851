"""Write a layer of a published release as a file, or the whole release as an archive to keep and cite."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conflictmap.core.bundle import DEFAULT_LENS, write_bundle, write_layer
from conflictmap.core.dictionary import LAYERS
from conflictmap.core.formats import FORMATS
from conflictmap.core.release_reading import ReleaseReading
from conflictmap.models import Release, Theatre


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=[*LAYERS, "bundle"], help="a layer, or bundle for the whole release")
        parser.add_argument("theatre", help="its slug")
        parser.add_argument("--release", metavar="HASH", help="this release; the current one if absent")
        parser.add_argument("--format", choices=FORMATS, default="gpkg", help="of a layer (default: %(default)s)")
        parser.add_argument("--lens", default=DEFAULT_LENS, help="of what changes by day (default: %(default)s)")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write; named by what it is if absent")

    def handle(self, *, what: str, theatre: str, output: Path | None, **options: Any) -> None:
        release = _find(theatre, options["release"])
        reading = _read(release)
        lens = options["lens"]
        if lens not in reading.lenses:
            raise CommandError(f"There is no lens {lens!r}; there are: {', '.join(reading.lenses)}.")
        name = f"{theatre}-{release.hash}.zip" if what == "bundle" else f"{what}.{options['format']}"
        path = output or Path(name)
        if path.exists():
            raise CommandError(f"{path} is there already.")
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        try:
            if what == "bundle":
                write_bundle(reading, path, published=release.published_at.date())
            else:
                write_layer(reading, what, options["format"], path, lens)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self.stdout.write(f"{path}: {what} of release {release.hash}, {path.stat().st_size:,} bytes")


def _find(slug: str, hash_: str | None) -> Release:
    theatre = Theatre.objects.filter(slug=slug).first()
    if theatre is None:
        known = ", ".join(Theatre.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no theatre {slug!r}; there are: {known}.")
    wanted = {"hash": hash_} if hash_ else {"is_current": True}
    release = theatre.releases.filter(**wanted).first()
    if release is None:
        raise CommandError(
            f"There is no release {hash_!r}." if hash_ else "Nothing is published yet: publish it first."
        )
    if release.withdrawn_at is not None:
        raise CommandError(f"Release {release.hash} was withdrawn: {release.withdrawn_reason}")
    return release


def _read(release: Release) -> ReleaseReading:
    folder = Path(settings.PUBLISHED_ROOT) / release.theatre.slug / release.hash
    try:
        return ReleaseReading(release.hash, partial(_parsed, folder))
    except (OSError, ValueError, KeyError) as error:
        raise CommandError(f"Release {release.hash} can't be read: {error}") from error


def _parsed(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_bytes())
