"""`manage.py document_dictionary`: write the columns in docs/data.md from the data dictionary in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from conflictmap.core.dictionary_page import dictionary_page


class Command(BaseCommand):
    help = "Write the columns in docs/data.md from the data dictionary in the code."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "data.md"
        page.write_text(dictionary_page(page.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")
