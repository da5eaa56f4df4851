"""`manage.py document_rules`: write docs/assessing.md from the rules in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from conflictmap.core.rules_page import rules_page


class Command(BaseCommand):
    help = "Write docs/assessing.md from the rules by which claims are assessed."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "assessing.md"
        page.write_text(rules_page(), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")
