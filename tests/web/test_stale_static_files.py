"""After an upgrade whose static files were not collected the pages still open, and the log says what to do."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conflictmap.web.static_files import NEEDED, not_collected, warn_of_stale
from tests.services import ROOT
from tests.web.published import publish_cast

TEMPLATES = ROOT / "conflictmap" / "web" / "templates" / "web"


@pytest.fixture
def stale(settings: Any, tmp_path: Path) -> None:
    """Have the static files of a program that knew no style for pages without scripts."""
    known = {name: f"{Path(name).stem}.0123456789ab{Path(name).suffix}" for name in NEEDED if name != "no-script.css"}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": known, "hash": ""}))
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "conflictmap.web.static_files.ForgivingStorage"},
    }


@pytest.mark.django_db
def test_a_page_names_what_is_not_collected_as_it_is(client: Client, stale: None) -> None:
    page = client.get(f"/t/{publish_cast().theatre.slug}/")
    assert page.status_code == 200
    assert 'href="/static/no-script.css"' in page.content.decode()
    assert 'src="/static/conflict-map.0123456789ab.js"' in page.content.decode()


def test_what_is_missing_is_logged_with_what_to_do(stale: None, caplog: pytest.LogCaptureFixture) -> None:
    assert not_collected() == ["no-script.css"]
    with caplog.at_level(logging.ERROR):
        warn_of_stale()
    assert "lack no-script.css: run `manage.py collectstatic`" in caplog.text


def test_every_file_that_a_page_names_is_looked_for() -> None:
    named = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r"{% static '(.+?)' %}", path.read_text())
    }
    assert named == set(NEEDED)
