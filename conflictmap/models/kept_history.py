"""History that the pipeline writes by hand: only what people decide is kept, and ingest stays quick."""

from __future__ import annotations

from typing import Any

from simple_history.models import HistoricalRecords


class KeptHistory(HistoricalRecords):
    """django-simple-history's table of versions, without its signals: `pipeline/history.py` says what is a version."""

    def post_save(self, instance: Any, created: bool, using: str | None = None, **kwargs: Any) -> None:
        """Keep nothing."""

    def post_delete(self, instance: Any, using: str | None = None, **kwargs: Any) -> None:
        """Keep nothing."""

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        """Keep nothing."""

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """Make no permissions for versions: who sees a row sees its history."""
        return {**super().get_meta_options(model), "default_permissions": ()}
