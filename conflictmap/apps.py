"""The one Django app of the project."""

from django.apps import AppConfig


class ConflictmapConfig(AppConfig):
    name = "conflictmap"
    verbose_name = "Conflict map"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Loaded here and not in conflictmap/__init__.py, so that conflictmap.core stays free of Django.
        from . import celery  # noqa: F401
