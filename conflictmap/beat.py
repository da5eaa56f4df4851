"""Celery's timer, which shows that it lives: `celery -A conflictmap.celery beat -S conflictmap.beat.LivingScheduler`."""

from __future__ import annotations

from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings


class LivingScheduler(PersistentScheduler):
    """Touch `beat-alive` in the installation's folder at every turn, at least every five minutes, for a health check to see.

    The schedule's own file won't do: whether it is written at a turn depends on the dbm library at hand.
    """

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        (settings.VAR_DIR / "beat-alive").touch()
        return wait
