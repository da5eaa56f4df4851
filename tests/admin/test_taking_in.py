"""Taking in from the desk: from an address, a feed, a file or a pasted text, with errors on the field that would help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conflictmap.admin import taking_in
from conflictmap.models import Mention, Report, Theatre
from tests.hostile_server import HostileServer, hostile_server, page

from .conftest import PASSWORD, TEXT, notes_of, signed_in, source

ADDRESS = "/admin/conflictmap/report/take-in/"
LONG = (TEXT, "Residents of the town said that they had heard aircraft until the morning.")


def article(*words: str, site: str = "The Wire", published: str = "2024-12-05T18:00:00Z") -> bytes:
    head = (
        f'<meta property="og:site_name" content="{site}"><meta property="article:published_time" content="{published}">'
    )
    body = "".join(f"<p>{text}</p>" for text in words or LONG)
    head = f"<!DOCTYPE html><html lang=en><head><title>A day</title>{head}</head>"
    return page(f"{head}<body><article><h1>A day in the north</h1>{body}</article></body></html>")


@pytest.fixture
def server(settings: Any) -> Iterator[HostileServer]:
    with hostile_server({"/day": article()}) as running:
        settings.FETCH_ALLOW = running.allowed
        yield running


@pytest.fixture
def fill(desk: Client, theatre: Theatre, django_capture_on_commit_callbacks: Any) -> Any:
    """Send the form; what waits for the commit runs, as on a site without a queue."""

    def fill(client: Client = desk, **values: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ADDRESS, {"theatre": str(theatre.pk), **values}, follow=True)

    return fill


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: [str(error) for error in errors] for name, errors in response.context["errors"].items()}


def test_the_list_of_reports_leads_there(desk: Client, theatre: Theatre) -> None:
    assert f'href="{ADDRESS}"' in desk.get("/admin/conflictmap/report/").content.decode()
    assert desk.get(ADDRESS).status_code == 200


def test_an_address_becomes_a_report_with_its_places_found(fill: Any, server: HostileServer) -> None:
    response = fill(address=f"{server.url}/day")
    report = Report.objects.get()
    assert response.redirect_chain[-1][0] == f"/admin/conflictmap/report/{report.pk}/change/"
    assert "The report is taken in." in notes_of(response)
    assert (report.source.slug, report.title) == ("wire", "A day in the north")
    assert Mention.objects.filter(report=report, place__slug="hama").exists()


def test_a_private_address_is_refused_on_the_field_and_what_was_typed_stays(
    fill: Any, server: HostileServer, theatre: Theatre
) -> None:
    chosen = source(theatre, "gazette")
    for address in ("http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"):
        response = fill(address=address, source=str(chosen.pk))
        assert errors_of(response)["address"]
        html = response.content.decode()
        assert f'value="{address}"' in html and f'value="{chosen.pk}" selected' in html
    assert server.asked == [] and not Report.objects.exists()


@pytest.mark.parametrize(
    ("answer", "field", "words"),
    [
        (page("", status="404 Not Found"), "address", "answers 404"),
        (article(site="Nobody's Paper"), "source", "No source of the theatre"),
        (article(published=""), "published_at", "say it"),
        (page(b"\x89PNG", "image/png"), "address", "image/png"),
        (article(site='<img src=x onerror="alert(1)">'), "source", "No source"),
    ],
)
def test_what_an_article_lacks_is_said_on_the_field_that_would_help(
    fill: Any, server: HostileServer, answer: bytes, field: str, words: str
) -> None:
    server.answers["/day"] = answer
    response = fill(address=f"{server.url}/day")
    assert words in " ".join(errors_of(response)[field])
    assert "<img src=x" not in response.content.decode()


def test_what_it_does_not_say_itself_can_be_said(fill: Any, server: HostileServer, theatre: Theatre) -> None:
    server.answers["/day"] = article(site="Nobody's Paper", published="")
    fill(address=f"{server.url}/day", source=str(source(theatre, "gazette").pk), published_at="2024-12-05 18:30")
    report = Report.objects.get()
    assert (report.source.slug, f"{report.published_at:%Y-%m-%d %H:%M}") == ("gazette", "2024-12-05 18:30")


def test_a_pasted_text_stays_as_it_is(fill: Any, theatre: Theatre) -> None:
    fill(text="A headline\r\n\r\n" + TEXT, source=str(source(theatre).pk), published_at="2024-12-05")
    report = Report.objects.get()
    assert (report.title, report.text) == ("A headline", "A headline\n\n" + TEXT)
    again = fill(text="A headline\r\n\r\n" + TEXT, source=str(source(theatre).pk), published_at="2024-12-05")
    assert "already been taken in" in errors_of(again)["text"][0]


def test_a_file_is_read_by_what_is_in_it(fill: Any, theatre: Theatre) -> None:
    html = SimpleUploadedFile("day.html", article().split(b"\r\n\r\n", 1)[1])
    fill(file=html)
    assert Report.objects.get().title == "A day in the north"
    for file in (SimpleUploadedFile("x.bin", b"\x00\x01" * 99), SimpleUploadedFile("big.txt", b"x" * 5_000_001)):
        assert errors_of(fill(file=file))["file"]


@pytest.mark.parametrize("given", [{}, {"address": "https://wire.example/", "text": "Two at once."}, {"text": " \n "}])
def test_one_of_the_three_is_wanted(fill: Any, given: dict[str, str]) -> None:
    assert "one of the three" in errors_of(fill(**given))["__all__"][0]


@pytest.mark.parametrize(
    "when", ["yesterday", "2024-13-01", "2024-12-01 25:00", "0001-01-01T00:00:00+14:00", "2024-1-1-1-1"]
)
def test_a_date_that_is_none_is_refused(fill: Any, when: str) -> None:
    assert "2024-12-01" in errors_of(fill(text=TEXT, published_at=when))["published_at"][0]


def test_a_feed_says_of_each_article_what_became_of_it(fill: Any, server: HostileServer) -> None:
    links = "".join(f"<item><link>{server.url}/{name}</link></item>" for name in ("day", "gone"))
    server.answers["/feed"] = page(f'<rss version="2.0"><channel>{links}</channel></rss>', "application/rss+xml")
    html = fill(address=f"{server.url}/feed").content.decode()
    assert "1 taken, 0 updated, 0 skipped, 1 refused" in html
    assert "A day in the north" in html and f"{server.url}/gone" in html and "The server answers 404." in html


def test_of_a_long_feed_the_rest_is_left_when_patience_ends(
    fill: Any, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f"<item><link>{server.url}/{number}</link></item>" for number in range(5))
    server.answers["/feed"] = page(f'<rss version="2.0"><channel>{links}</channel></rss>', "application/rss+xml")
    monkeypatch.setattr(taking_in, "PATIENCE_SECONDS", -1.0)
    assert "5 more were not reached in time" in fill(address=f"{server.url}/feed").content.decode()
    assert server.paths == ["/feed"]


def test_versions_and_copies_lead_to_each_other(fill: Any, desk: Client, server: HostileServer) -> None:
    fill(address=f"{server.url}/day")
    first = Report.objects.get()
    server.answers["/day"] = article(
        *LONG, "Later it rained in the whole of the north, and nobody was seen on the roads."
    )
    server.answers["/copy"] = article(site="The Gazette")
    assert "Version 2" in notes_of(fill(address=f"{server.url}/day"))
    assert "one voice" in notes_of(fill(address=f"{server.url}/copy"))
    second, copy = Report.objects.get(version=2), Report.objects.get(source__slug="gazette")
    old, new = (desk.get(f"/admin/conflictmap/report/{row.pk}/change/").content.decode() for row in (first, second))
    assert str(second.pk) in old and "The outlet has changed this article" in old and str(copy.pk) in old
    assert str(first.pk) in new and "Version 2 of this article" in new


# --- Who may ----------------------------------------------------------------------------------------------------
def test_who_may_add_no_reports_takes_none_in(theatre: Theatre, server: HostileServer) -> None:
    user = User.objects.create_user("vera", password=PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    looker = signed_in(user)
    assert looker.get(ADDRESS).status_code == 403
    assert looker.post(ADDRESS, {"theatre": str(theatre.pk), "address": f"{server.url}/day"}).status_code == 403
    assert ADDRESS not in looker.get("/admin/conflictmap/report/").content.decode()
    assert server.asked == []


def test_a_stranger_and_a_page_elsewhere_make_nobody_fetch(
    editor: User, theatre: Theatre, server: HostileServer
) -> None:
    assert Client().post(ADDRESS, {"address": f"{server.url}/day"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(ADDRESS, {"theatre": str(theatre.pk), "address": f"{server.url}/day"}).status_code == 403
    assert server.asked == []
