"""The API's reference in a real browser: it renders under our Content-Security-Policy, and can be tried."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect


def test_only_styles_are_relaxed_and_only_there(reader: Client, db: None) -> None:
    policy = reader.get("/api/v1/docs/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["style-src"] == "'self' 'unsafe-inline'"
    assert "unsafe" not in directives["script-src"]
    assert "unsafe" not in reader.get("/api/v1/claims/")["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_the_reference_renders_in_a_browser_without_breaking_the_policy(page: Page, live_server: Any) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "window.violations = [];"
        "document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));"
    )
    page.goto(f"{live_server.url}/api/v1/docs/")
    claims = page.locator("#operations-claims-claims_list")
    expect(claims).to_be_visible()
    claims.click()
    expect(claims.get_by_text("crosses the antimeridian")).to_be_visible()
    claims.get_by_role("button", name="Try it out").click()
    claims.get_by_role("button", name="Execute").click()
    expect(claims.locator(".live-responses-table tbody .response-col_status")).to_contain_text("200")
    assert page.evaluate("window.violations") == []
    assert [text for text in said if "Content Security Policy" in text or "Refused" in text] == []
