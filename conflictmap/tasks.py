"""Celery tasks: one-line shells around the pipeline. Queueing, retries and the debounce live here, logic does not.

Without REDIS_URL the tasks run in the process, after the transaction that queued them has committed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from celery import Task, shared_task
from celery.exceptions import OperationalError
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from conflictmap.core.timeline_pieces import Piece
from conflictmap.core.timeline_walks import Share
from conflictmap.models import Mention, Report, Theatre
from conflictmap.pipeline import ask_geocoder, drafting, locate, publish

log = logging.getLogger(__name__)
#: What a sweep has queued waits for so many sweeps before it is queued once more.
SWEEPS_APART = 10

RETRIED = {
    "autoretry_for": (DatabaseError, OSError),
    "retry_backoff": True,
    "retry_backoff_max": 300,
    "max_retries": 8,
}


@shared_task(**RETRIED)
def extract_report(report_id: str) -> None:
    for mention in locate.extract_report(report_id=report_id):
        geocode_mention.delay(str(mention.pk))
    draft_report.delay(report_id)


@shared_task(**RETRIED)
def geocode_mention(mention_id: str) -> None:
    locate.locate_mention(mention_id=mention_id)


@shared_task
def ask_remote_geocoder() -> None:
    if wait := ask_geocoder.ask_next():
        ask_remote_geocoder.apply_async(countdown=wait)


@shared_task(**RETRIED)
def draft_report(report_id: str) -> None:
    drafting.draft_report(report_id=report_id)


@shared_task(**RETRIED)
def publish_theatre(slug: str, changed_at: str) -> None:
    publish.publish_if_settled(slug=slug, changed_at=changed_at, share=share_with_workers(slug))


@shared_task(**RETRIED)
def make_pieces(slug: str, keys: list[str]) -> None:
    publish.help_publish(slug=slug, keys=keys)


@shared_task
def sweep() -> None:
    """Queue again what a lost worker or a lost message left behind. Every task is idempotent, so twice does no harm."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS)
    for report in Report.objects.awaiting_extraction().filter(created_at__lt=before):
        _queue_again(extract_report, str(report.pk))
    for mention in Mention.objects.awaiting_geocoding().filter(report__extracted_at__lt=before):
        _queue_again(geocode_mention, str(mention.pk))
    # Without workers nobody asks: a reader or an editor would wait for another's machine.
    if settings.REDIS_URL and Mention.objects.awaiting_remote(settings.REMOTE_GEOCODER).exists():
        ask_remote_geocoder.delay()
    for report in Report.objects.awaiting_drafts().filter(extracted_at__lt=before):
        _queue_again(draft_report, str(report.pk))
    for theatre in Theatre.objects.filter(publish_automatically=True, changed_at__lt=before):
        if not publish.is_published(theatre):
            _queue_again(publish_theatre, theatre.slug, str(theatre.changed_at and theatre.changed_at.isoformat()))


def share_with_workers(slug: str) -> Share | None:
    """Return what queues the making of a release's pieces for other workers, from the last: the publisher begins at the first.

    Nobody waits for them, and one that comes late finds its pieces made. Without workers there is nobody to share with.
    """

    def share(walks: Sequence[Sequence[Piece]]) -> None:
        try:
            for walk in reversed(walks):
                keys = [piece.key for piece in walk]
                make_pieces.apply_async((slug, keys), expires=settings.CELERY_TASK_TIME_LIMIT)
        except OperationalError:
            log.warning("The queue does not answer: %s is published without help.", slug)

    return share if settings.REDIS_URL else None


def _queue_again(task: Task, *args: str) -> None:
    """Queue a task unless a sweep of late has: a long backlog must not grow by itself at every turn."""
    if cache.add(f"swept:{task.name}:{':'.join(args)}", True, timeout=SWEEPS_APART * settings.SWEEP_SECONDS):
        task.delay(*args)


def _queue_if_it_answers(task: Task, *args: object) -> None:
    """Queue a task; where the queue does not answer, leave it to the next sweep: what is in the database is not lost."""
    try:
        task.delay(*args)
    except OperationalError:
        log.warning("The queue does not answer: %s%s waits for the next sweep.", task.name, args)


def report_saved(report: Report) -> None:
    """Queue the extraction of a report once the transaction that saved it has committed."""
    transaction.on_commit(lambda: _queue_if_it_answers(extract_report, str(report.pk)))


def claims_changed(theatre: Theatre) -> None:
    """Queue a release of the theatre as it now is; of a run of changes only the last one publishes."""
    theatre.refresh_from_db(fields=["changed_at"])
    stamp = theatre.changed_at.isoformat() if theatre.changed_at else ""
    transaction.on_commit(
        lambda: publish_theatre.apply_async((theatre.slug, stamp), countdown=settings.PUBLISH_DEBOUNCE_SECONDS)
    )
