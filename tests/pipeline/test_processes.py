"""Other processes of this machine help to publish: the same bytes, nobody waited for, none left behind."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from conflictmap.core.release import compile_release
from conflictmap.core.timeline_pieces import Piece
from conflictmap.models import Release, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.kept_parts import FolderStore
from conflictmap.pipeline.processes import LEAST_DAYS, help_compiling, help_publishing, helping_processes
from conflictmap.pipeline.publish import publish
from tests.cast import BASELINE, FIRST_DAY, LENSES, THEATRE, folder, snapshot
from tests.conftest import database_url
from tests.pipeline.test_worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Elsewhere"}}]}},
}


@pytest.fixture(autouse=True)
def installation(settings, tmp_path: Path, published_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new process find this test's database and folder by the environment, as it does any installation's."""
    settings.NATURAL_EARTH_FILE = tmp_path / "countries.json"
    settings.NATURAL_EARTH_FILE.write_text(json.dumps(NOWHERE))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "conflictmap.settings")
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("CONFLICTMAP_PUBLISHED", str(published_root))


def theatre_of(days: int) -> Theatre:
    theatre = replace(THEATRE, date_end=FIRST_DAY + timedelta(days=days - 1), lenses=LENSES[:1], filler_km=40)
    return load_theatre(folder=folder(theatre=theatre)).theatre


def files_of(root: Path, release: Release) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / release.theatre.slug / release.hash).iterdir()}


def test_what_another_process_has_made_is_published_with_the_same_bytes(settings, tmp_path, published_root):
    theatre = theatre_of(LEAST_DAYS // 2)
    helped: list[str] = []

    with helping_processes(help_publishing(theatre.slug), 1) as processes:

        def share(walks: Sequence[Sequence[Piece]]) -> None:
            processes(walks)
            last = [piece.key for piece in walks[-1]]
            parts = published_root / theatre.slug / ".parts"
            wait_until(lambda: all((parts / key).is_dir() for key in last), "the process has made the last pieces")
            helped.extend(last)

        release = publish(theatre=theatre, share=share).release
    assert helped
    assert multiprocessing.active_children() == []
    Release.objects.all().delete()
    settings.PUBLISHED_ROOT = tmp_path / "alone"
    assert files_of(published_root, release) == files_of(tmp_path / "alone", publish(theatre=theatre).release)


def test_a_snapshot_is_compiled_by_two_processes_to_the_same_bytes(tmp_path):
    theatre = replace(THEATRE, date_end=FIRST_DAY + timedelta(days=LEAST_DAYS // 2), lenses=LENSES[:1], filler_km=40)
    rows = snapshot(*BASELINE, theatre=theatre)
    nothing: dict[str, Any] = {"strikes": (), "reports": (), "basemap": {"type": "FeatureCollection", "features": []}}
    with helping_processes(help_compiling(rows, tmp_path), 1) as processes:

        def share(walks: Sequence[Sequence[Piece]]) -> None:
            processes(walks)
            last = walks[-1][-1].key
            wait_until(lambda: FolderStore(tmp_path).get(last) is not None, "the process has made the last piece")

        made = compile_release(rows, **nothing, store=FolderStore(tmp_path), share=share)
    alone = compile_release(rows, **nothing)
    assert made.hash == alone.hash
    assert {n: c if isinstance(c, bytes) else c.read_bytes() for n, c in made.files.items()} == alone.files


@pytest.mark.parametrize("work", [int, help_publishing("no-such-theatre")])
def test_processes_that_fail_hold_up_no_release(published_root, work: Callable[[Sequence[str]], object]):
    theatre = theatre_of(LEAST_DAYS // 2)
    with helping_processes(work, 2) as share:
        release = publish(theatre=theatre, share=share).release
    assert files_of(published_root, release)
    assert multiprocessing.active_children() == []


def test_for_a_few_days_no_process_is_started(published_root):
    theatre = theatre_of(10)
    with helping_processes(help_publishing(theatre.slug), 2) as share:
        publish(theatre=theatre, share=share)
        assert multiprocessing.active_children() == []
