"""Pages of any origin may read the data, and nothing but the data."""

from __future__ import annotations

import pytest
from django.test import Client

from .conftest import Cast


@pytest.mark.parametrize(
    "path", ["/api/v1/claims/", "/api/v1/claims/?bbox=1", "/api/nowhere/", "/published/nothing.json"]
)
def test_every_origin_may_read_answers_and_errors(reader: Client, two_banks: Cast, path: str) -> None:
    response = reader.get(path, headers={"origin": "https://reader.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "origin" not in response.get("Vary", "").lower()


def test_a_preflight_is_answered_with_reading_only(reader: Client, db: None) -> None:
    response = reader.options("/api/v1/claims/", headers={"access-control-request-method": "GET"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_the_desk_is_closed_to_other_origins(reader: Client, db: None) -> None:
    response = reader.get("/admin/login/", headers={"origin": "https://reader.example"})
    assert "Access-Control-Allow-Origin" not in response
