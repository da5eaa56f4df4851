"""The one Django app of the project, and the admin that is its desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConflictmapConfig(AppConfig):
    name = "conflictmap"
    verbose_name = "Conflict map"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Loaded here and not in conflictmap/__init__.py, so that conflictmap.core stays free of Django.
        from . import celery  # noqa: F401


class DeskConfig(AdminConfig):
    """Django's admin with the desk as its site. It stands here because `conflictmap.admin` can't be imported before models."""

    default_site = "conflictmap.admin.site.the_desk"
