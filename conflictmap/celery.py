"""The Celery app. Workers start with `celery -A conflictmap.celery worker`; without REDIS_URL, tasks run in the process."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictmap.settings")

app = Celery("conflictmap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["conflictmap"])
