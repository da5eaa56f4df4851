"""Who reads very much waits a little; who it is is not kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from conflictmap.api import throttling

from .conftest import Cast

PATHS = ("/api/v1/actors/", "/api/v1/exports/claims.csv", "/api/v1/theatres/two-banks/states/", "/ogc/collections")


@pytest.fixture
def one_minute(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Stop the clock, so that no minute ends within a test."""
    settings.READS_PER_MINUTE = 3
    now = [1_000_000_020.0]
    monkeypatch.setattr(throttling.time, "time", lambda: now[0])
    return now


@pytest.mark.parametrize("path", PATHS)
def test_who_asks_too_often_is_told_how_long_to_wait(
    reader: Client, two_banks: Cast, one_minute: list[float], path: str
) -> None:
    assert [reader.get(path).status_code for _ in range(3)] == [200] * 3
    refused = reader.get(path)
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert reader.get(path, REMOTE_ADDR="192.0.2.9").status_code == 200, "others are not held up"
    one_minute[0] += int(refused["Retry-After"])
    assert reader.get(path).status_code == 200


def test_no_limit_is_no_limit(reader: Client, two_banks: Cast, one_minute: list[float], settings: Any) -> None:
    settings.READS_PER_MINUTE = 0
    assert {reader.get(PATHS[0]).status_code for _ in range(6)} == {200}


def test_no_address_is_kept(reader: Client, two_banks: Cast, one_minute: list[float]) -> None:
    reader.get(PATHS[0], REMOTE_ADDR="192.0.2.77")
    kept = list(cache._cache)  # type: ignore[attr-defined]
    assert any("reads:" in key for key in kept)
    assert not any("192.0.2.77" in key for key in kept)
