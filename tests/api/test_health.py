"""`/healthz` says whether this installation can serve, and names what fails without giving anything away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conflictmap.models import Release
from tests.services import free_port

from .conftest import Cast, moment

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def published(two_banks: Cast, settings: Any, tmp_path: Path) -> Path:
    settings.PUBLISHED_ROOT = tmp_path
    two_banks.theatre.is_default = True
    two_banks.theatre.save()
    Release.objects.create(
        theatre=two_banks.theatre, hash="abcdef0123456789", published_at=moment(5), is_current=True, days=5,
        claim_count=6, strike_count=2, size_bytes=1000,
    )  # fmt: skip
    manifest = tmp_path / "two-banks" / "abcdef0123456789" / "release.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}")
    return manifest


def test_a_site_with_all_its_parts_is_healthy(reader: Client, published: Path) -> None:
    response = reader.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "reachable",
        "queue": "in-process",
        "release": "abcdef0123456789",
    }
    assert "no-store" in response["Cache-Control"]


def test_a_queue_that_answers_is_reachable(reader: Client, published: Path, settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    assert reader.get("/healthz").json()["queue"] == "reachable"


def test_a_queue_that_does_not_answer_is_named_and_its_password_is_not(
    reader: Client, published: Path, settings: Any
) -> None:
    settings.REDIS_URL = f"redis://:hunter2@127.0.0.1:{free_port()}/0"
    response = reader.get("/healthz")
    assert response.status_code == 503
    assert response.json()["failing"] == ["queue"]
    assert b"hunter2" not in response.content


def test_a_site_without_a_release_is_not_ready(reader: Client, published: Path) -> None:
    Release.objects.update(is_current=False)
    response = reader.get("/healthz")
    assert response.status_code == 503
    assert (response.json()["failing"], response.json()["release"]) == (["release"], "none published")


def test_a_release_whose_files_are_gone_is_named(reader: Client, published: Path) -> None:
    published.unlink()
    response = reader.get("/healthz")
    assert response.status_code == 503
    assert response.json()["release"] == "files missing"


def test_a_database_that_does_not_answer_is_named_without_a_trace() -> None:
    asked = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "response = Client(raise_request_exception=False).get('/healthz')\n"
        "print(response.status_code, response.content.decode())"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://editor:hunter2@127.0.0.1:{free_port()}/nothing",
    }
    made = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    status, _, text = made.stdout.strip().splitlines()[-1].partition(" ")
    body = json.loads(text)
    assert status == "503"
    assert body["failing"] == ["database", "release"]
    assert body["database"] == "unreachable"
    assert "hunter2" not in text
    assert "Traceback" not in text
