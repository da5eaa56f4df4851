"""A real Celery worker over a real Redis, started as the image starts it, killed, and started again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from conflictmap import tasks
from conflictmap.core.timeline_pieces import Piece
from conflictmap.importers.theatre_folder import read_theatre_folder
from conflictmap.models import Mention, Release, Report, Theatre
from conflictmap.pipeline import ingest, locate, publish
from tests import services
from tests.services import ROOT, THEATRE_FOLDER

PLACES = (
    "Aleppo",
    "Hama",
    "Idlib",
    "Saraqib",
    "Maarat al-Numan",
    "Sheikh Najjar",
    "Anadan",
    "Damascus",
    "Homs",
    "Manbij",
)
FEW = "Fighting was reported in Aleppo and Saraqib, and farther south near Hama."
# Long enough that a worker killed at the first result has most of it before it.
MANY = " ".join(f"On day {day} shells fell on {place}." for day in range(1, 11) for place in PLACES)


def wait_until(done: Callable[[], bool], what: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.02)


def take_in(theatre: Theatre, text: str) -> Report:
    return ingest.ingest_report(
        theatre=theatre,
        source=theatre.sources.order_by("slug")[0],
        title="A report of this test",
        text=text,
        published_at=datetime(2024, 12, 1, 12, tzinfo=UTC),
    )


def located(report: Report) -> list[tuple[int, int, str, str | None]]:
    """What geocoding made of a report: span, status and place of every mention."""
    rows = Mention.objects.filter(report=report).select_related("place").order_by("start")
    return [(row.start, row.end, row.status, row.place.slug if row.place else None) for row in rows]


def is_located(report: Report) -> bool:
    report.refresh_from_db()
    return report.extracted_at is not None and not report.mentions.awaiting_geocoding().exists()


@pytest.fixture
def theatre(queue: Any) -> Theatre:
    return ingest.load_theatre(folder=read_theatre_folder(Path(ROOT / THEATRE_FOLDER))).theatre


def test_a_worker_geocodes_the_mentions_of_a_report_that_was_saved_here(queue: Any, theatre: Theatre) -> None:
    report = take_in(theatre, FEW)
    tasks.report_saved(report)
    assert located(report) == [], "nothing may run in this process"
    worker = queue.worker()
    wait_until(lambda: is_located(report), "the worker has geocoded the report")
    assert {place for *_, place in located(report)} == {"aleppo", "saraqib", "hama"}
    assert worker.text().count("conflictmap.tasks.geocode_mention") >= 3
    # The image's health check for a worker.
    ping = services.run(
        ["celery", "-A", "conflictmap.celery", "inspect", "ping", "-d", f"celery@{gethostname()}"], queue.env
    )
    assert "pong" in ping


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(queue: Any, theatre: Theatre) -> None:
    theatre.reports.update(extracted_at=timezone.now())  # the theatre's own are of no interest here
    report = take_in(theatre, MANY)
    tasks.report_saved(report)

    # Killed while it extracts: the task was taken, and is not done.
    queue.changes["SWEEP_SECONDS"] = "2"
    worker = queue.worker()
    wait_until(lambda: "Task conflictmap.tasks.extract_report" in worker.text(), "the worker has taken the report")
    worker.kill()
    assert located(report) == []

    # Killed while it geocodes: some mentions are done, most are not. Redis hands a message out before the worker notes
    # that it has it: one that is lost between the two is what the timer is for.
    queue.beat()
    worker.start()
    wait_until(lambda: report.mentions.exclude(status=Mention.NEW).exists(), "the first mention is geocoded")
    worker.kill()
    left = report.mentions.awaiting_geocoding().count()
    assert 0 < left < report.mentions.count()

    worker.start()
    wait_until(lambda: is_located(report), "the restarted worker has done the rest")
    found = located(report)
    worker.stop()  # it goes on with the drafts, and holds the report while it does
    report.delete()
    again = take_in(theatre, MANY)
    locate.locate_report(report=again)
    assert found == located(again), "what a worker that was never killed makes of the same text"


def test_the_timer_picks_up_a_report_whose_message_was_lost(queue: Any, theatre: Theatre) -> None:
    theatre.reports.update(extracted_at=timezone.now())  # the theatre's own are of no interest here
    report = take_in(theatre, FEW)  # and nobody is told
    queue.changes["SWEEP_SECONDS"] = "2"
    queue.worker()
    queue.beat()
    wait_until(lambda: is_located(report), "the sweep has found the report")
    assert (queue.folder / "beat-alive").exists(), "the sign of life that the image's health check looks for"
    assert {place for *_, place in located(report)} == {"aleppo", "saraqib", "hama"}


# --- Publishing -------------------------------------------------------------------------------------------------


def files_of(release: Release) -> dict[str, bytes]:
    folder = Path(settings.PUBLISHED_ROOT) / release.theatre.slug / release.hash
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def published_alone(theatre: Theatre, root: Path) -> dict[str, bytes]:
    """What this process makes of the theatre from nothing, without any help."""
    Release.objects.all().delete()
    with override_settings(PUBLISHED_ROOT=root):
        return files_of(publish.publish(theatre=theatre).release)


def parts_of(theatre: Theatre) -> Path:
    return Path(settings.PUBLISHED_ROOT) / theatre.slug / ".parts"


@pytest.fixture
def basemap() -> None:
    if not Path(settings.NATURAL_EARTH_FILE).is_file():
        pytest.skip("The page is not built: run `make frontend`")


@pytest.mark.usefixtures("basemap")
def test_pieces_that_a_worker_makes_are_published_with_the_same_bytes(
    queue: Any, theatre: Theatre, tmp_path: Path
) -> None:
    queue.worker()
    made: list[str] = []

    def share(walks: Sequence[Sequence[Piece]]) -> None:
        tasks.share_with_workers(theatre.slug)(walks)
        last = [piece.key for piece in walks[-1]]
        # Nothing but the worker makes pieces while this waits.
        wait_until(
            lambda: all((parts_of(theatre) / key).is_dir() for key in last), "the worker has made the last piece"
        )
        made.extend(last)

    helped = files_of(publish.publish(theatre=theatre, share=share).release)
    assert made
    assert helped == published_alone(theatre, tmp_path / "alone")


@pytest.mark.usefixtures("basemap")
def test_a_helper_that_is_killed_holds_up_no_release(queue: Any, theatre: Theatre, tmp_path: Path) -> None:
    worker = queue.worker()

    def share(walks: Sequence[Sequence[Piece]]) -> None:
        tasks.share_with_workers(theatre.slug)(walks)
        wait_until(lambda: "Task conflictmap.tasks.make_pieces" in worker.text(), "the worker has begun to help")
        worker.kill()

    helped = files_of(publish.publish(theatre=theatre, share=share).release)
    assert helped == published_alone(theatre, tmp_path / "alone")


@pytest.mark.usefixtures("basemap")
def test_the_only_worker_publishes_though_it_is_asked_to_help_itself_and_though_it_is_killed(
    queue: Any, theatre: Theatre, tmp_path: Path
) -> None:
    worker = queue.worker()
    tasks.publish_theatre.delay(theatre.slug, str(theatre.changed_at and theatre.changed_at.isoformat()))
    wait_until(lambda: any(parts_of(theatre).glob("assessed-*")), "the worker has made the first piece")
    worker.kill()
    assert not Release.objects.exists()
    worker.start()

    def is_published() -> bool:
        theatre.refresh_from_db()
        return publish.is_published(theatre)

    wait_until(is_published, "the worker has published the theatre")
    wait_until(lambda: worker.text().count("make_pieces") >= 2, "what nobody needed any more has left the queue")
    assert files_of(Release.objects.get()) == published_alone(theatre, tmp_path / "alone")
