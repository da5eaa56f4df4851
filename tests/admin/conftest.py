"""The cast's theatre in the database, an editor at the desk, and forms filled in as a browser would send them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from conflictmap.models import Claim, Mention, Place, Report, Source, Strike, Theatre
from conflictmap.pipeline.ingest import ingest_report, load_theatre
from conflictmap.pipeline.record import record_claim, record_strike
from tests.cast import OBSERVATORY, OPPOSITION, SHEIKH_NAJJAR, claim, day, folder, noon

PASSWORD = "a long enough pass phrase"
LAND = {
    "transform": {"scale": [0.001, 0.001], "translate": [35, 34]},
    "arcs": [[[0, 0], [4000, 0], [0, 4000], [-4000, 0], [0, -4000]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Land"}}]}},
}
TEXT = "On Thursday the opposition entered Hama from the north. Shells fell on Idlib. In Aleppo it was quiet."


@pytest.fixture(autouse=True)
def natural_earth(settings: Any, tmp_path: Path) -> None:
    settings.NATURAL_EARTH_FILE = tmp_path / "countries.json"
    settings.NATURAL_EARTH_FILE.write_text(json.dumps(LAND))


@pytest.fixture
def theatre(db: None) -> Theatre:
    seized = claim(OBSERVATORY, "controls", OPPOSITION, SHEIKH_NAJJAR, day(30), key="seized", provenance="background")
    return load_theatre(folder=folder(seized)).theatre


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("margaret", password=PASSWORD)


@pytest.fixture
def desk(editor: User) -> Client:
    """A client signed in as the editor."""
    return signed_in(editor)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def report(theatre: Theatre) -> Report:
    return make_report(theatre)


def make_report(theatre: Theatre, text: str = TEXT, **changes: Any) -> Report:
    values: dict[str, Any] = {"title": "A day in the north", "published_at": datetime(2024, 12, 5, 18, tzinfo=UTC)}
    return ingest_report(theatre=theatre, source=source(theatre), text=text, **{**values, **changes})


def source(theatre: Theatre, slug: str = "observatory") -> Source:
    return theatre.sources.get(slug=slug)


def make_mention(report: Report, word: str, status: str = Mention.GEOCODED, **changes: Any) -> Mention:
    """A mention of a word of the report, geocoded to the theatre's place of that name where there is one."""
    start = report.text.index(word)
    place = report.theatre.places.filter(name=word).first()
    values: dict[str, Any] = {
        "name": word,
        "status": status,
        "score": 0.9,
        "place": place if status != Mention.AMBIGUOUS else None,
        "candidates": [candidate(place)] if place else [],
    }
    return Mention.objects.create(report=report, start=start, end=start + len(word), text=word, **{**values, **changes})


def candidate(place: Place, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"place:{place.slug}",
        "slug": place.slug,
        "name": place.name,
        "kind": place.kind,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "geonames_id": None,
        "country_code": "SY",
        "population": 1,
        "precision": "settlement",
        "score": 0.9,
        "reasons": ["same name", "a place of the theatre"],
        **changes,
    }


def make_claim(theatre: Theatre, place: str = "hama", **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "place": theatre.places.get(slug=place),
        "actor": theatre.actors.get(slug="opposition"),
        "relation": "controls",
        "source": source(theatre),
        "date_start": day(3),
        "date_end": day(3),
        "reported_at": noon(day(3)),
        "summary": "The observatory says that Hama fell.",
        "provenance": "background",
    }
    return record_claim(theatre=theatre, **{**values, **changes})


def make_strike(theatre: Theatre, place: str = "idlib", **changes: Any) -> Strike:
    values: dict[str, Any] = {
        "place": theatre.places.get(slug=place),
        "attackers": [theatre.actors.get(slug="bomber")],
        "source": source(theatre),
        "date_start": day(2),
        "date_end": day(2),
        "reported_at": noon(day(2)),
        "summary": "Aircraft struck the market.",
        "provenance": "background",
        "killed_civilians_low": 4,
    }
    return record_strike(theatre=theatre, **{**values, **changes})


# --- Forms as a browser sends them ------------------------------------------------------------------------------
class _Controls(HTMLParser):
    """Collect what the page's main form would send if it were submitted untouched."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside = form_id, False
        self.values: dict[str, list[str]] = {}
        self.select: str | None = None
        self.first_option: str | None = None
        self.multiple = False
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("submit", "button"):
                return
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            self.values.setdefault(name, []).append("on" if kind == "checkbox" and not value else value)
        elif tag == "select":
            self.select, self.first_option = name, None
            self.multiple = "multiple" in given
        elif tag == "option" and self.select:
            if "selected" in given:
                self.values.setdefault(self.select, []).append(value)
            elif self.first_option is None and not self.multiple:
                self.first_option = value
        elif tag == "textarea" and name:
            self.textarea = name
            self.values[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.inside and self.textarea:
            self.values[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # A browser drops the line feed after the tag, and sends CR LF for every other.
            text = re.sub(r"^\r?\n", "", self.values[self.textarea][0])
            self.values[self.textarea][0] = re.sub(r"\r?\n", "\r\n", text)
            self.textarea = None
        elif tag == "select":
            if self.select and self.select not in self.values and self.first_option is not None:
                self.values[self.select] = [self.first_option]
            self.select = None
        elif tag == "form":
            self.inside = False


def form_values(page: HttpResponse, model: str) -> dict[str, Any]:
    """Return what the page's form would send, untouched."""
    controls = _Controls(f"{model}_form")
    controls.feed(page.content.decode())
    return {name: values[0] if len(values) == 1 else values for name, values in controls.values.items()}


@pytest.fixture
def send(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Open a form, change some of it and send it; what waits for the commit runs, as on a site without a queue."""

    def send(client: Client, address: str, model: str, **changes: Any) -> HttpResponse:
        values = form_values(client.get(address), model) | changes
        values = {name: value for name, value in values.items() if value is not None}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, values, follow=True)

    return send


def errors_of(page: Any) -> dict[str, list[str]]:
    """Return the errors of the form that a page shows again."""
    return {name: [str(e) for e in errors] for name, errors in page.context["adminform"].form.errors.items()}


def notes_of(page: Any) -> str:
    return " ".join(str(message) for message in page.context["messages"])
