"""Bring an installation up to date before it serves: database, static files, theatres, releases, an editor's account.

Run at every start: what is up to date already is passed over, so that a second start takes seconds.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conflictmap import tasks
from conflictmap.core.gazetteer_world import index_file, open_world
from conflictmap.models import Theatre
from conflictmap.pipeline.publish import is_published
from conflictmap.pipeline.staff import save_roles


class Command(BaseCommand):
    help = "Migrate, collect static files, load and publish theatres: all that is not up to date yet."
    # The database that the checks ask about may not exist before the first migration.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("theatre", nargs="*", type=Path, help="A theatre's folder, such as fixtures/northern-syria")
        parser.add_argument(
            "--editor", metavar="NAME", help="Make this superuser, with a password made here, and say it"
        )

    def handle(self, *, theatre: list[Path], editor: str | None, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        done = Done(settings.VAR_DIR / "setup.json")
        self._migrate()
        save_roles()
        self._collect_static(done)
        self._make_gazetteer()
        for folder in theatre:
            self._load_and_publish(folder, done)
        if not settings.REDIS_URL:
            tasks.sweep()  # no timer runs here: take up what an earlier stop left half-done
        if editor:
            self._make_editor(editor)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self._step("Making the database"):
                call_command("migrate", verbosity=0, interactive=False)

    def _collect_static(self, done: Done) -> None:
        state = digest([settings.FRONTEND_DIST, settings.BASE_DIR / "requirements.txt", *_static_folders()])
        if done.differs("static", state) or not settings.STATIC_ROOT.is_dir():
            with self._step("Collecting and compressing static files"):
                call_command("collectstatic", verbosity=0, interactive=False)
            done.record("static", state)

    def _make_gazetteer(self) -> None:
        if not index_file(settings.GAZETTEER_ROOT).is_file():
            with self._step("Making the gazetteer: the world's places by all their names"):
                open_world(settings.GAZETTEER_ROOT)

    def _load_and_publish(self, folder: Path, done: Done) -> None:
        try:
            slug = json.loads((folder / "theatre.json").read_text(encoding="utf-8"))["slug"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{folder} is no theatre's folder: {error}") from error
        rooms = [settings.BASE_DIR / "conflictmap" / room for room in ("core", "importers", "models", "pipeline")]
        database = ":".join(str(connection.settings_dict[part]) for part in ("ENGINE", "HOST", "PORT", "NAME"))
        state = digest(
            [folder, settings.BASE_DIR / "requirements.txt", settings.FRONTEND_DIST / "natural-earth", *rooms]
        )
        entry = f"theatre {slug} in {database}"
        is_new = done.differs(entry, state) or not Theatre.objects.filter(slug=slug).exists()
        if is_new:
            with self._step(f"Loading the theatre {slug}: places, reports, claims and strikes"):
                call_command("load_theatre", str(folder), verbosity=0)
        latest = settings.PUBLISHED_ROOT / slug / "latest.json"
        if is_new or not latest.is_file() or not is_published(Theatre.objects.get(slug=slug)):
            with self._step(f"Publishing {slug}: states and areas of every day, by every lens"):
                call_command("publish", slug, verbosity=0)
        done.record(entry, state)

    def _make_editor(self, name: str) -> None:
        """Make the superuser once; its password lies in a file that only the owner of the installation may read."""
        file = settings.VAR_DIR / f"{name}_password"
        if not file.is_file():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(15) + "\n")
        password = file.read_text().strip()
        users = get_user_model()
        user = users.objects.filter(**{users.USERNAME_FIELD: name}).first()
        if user is None:
            user = users.objects.create_superuser(name, password=password)
        if user.check_password(password):
            self.stdout.write(f"Editor's login: {name}, password {password} (kept in {file})")
        else:
            self.stdout.write(f"Editor's login: {name}, with the password that was set in the admin")

    @contextmanager
    def _step(self, what: str) -> Iterator[None]:
        self.stdout.write(f"{what} …")
        self.stdout.flush()
        began = time.monotonic()
        yield
        self.stdout.write(f"  done in {time.monotonic() - began:.0f} s")


class Done:
    """What an earlier start has done, as digests in a small file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.digests: dict[str, str] = dict(json.loads(file.read_text()))
        except (OSError, ValueError, TypeError):
            self.digests = {}

    def differs(self, entry: str, state: str) -> bool:
        """Say whether the entry was not recorded in this state."""
        return self.digests.get(entry) != state

    def record(self, entry: str, state: str) -> None:
        """Keep the entry's state; written whole, so that a stop half-way leaves the old file."""
        if not self.differs(entry, state):
            return
        self.digests[entry] = state
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.digests, indent=1, sort_keys=True))
        fresh.replace(self.file)


def digest(paths: Iterable[Path]) -> str:
    """Hash the names and bytes of files and of every file in folders; what is absent counts as empty."""
    total = sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.relative_to(path.parent)}\0{file.stat().st_size}\0".encode())
                total.update(file.read_bytes())
    return total.hexdigest()


def _static_folders() -> Iterator[Path]:
    for pattern in ("static", "*/static"):
        yield from sorted((settings.BASE_DIR / "conflictmap").glob(pattern))
