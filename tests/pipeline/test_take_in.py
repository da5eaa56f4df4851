"""Reports from files, pages and feeds: recognised, linked, kept in versions; one bad item never loses the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from conflictmap.models import Mention, Report, Theatre
from conflictmap.pipeline.catalogue import save_source
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.locate import locate_report
from conflictmap.pipeline.take_in import Item, Outcome, take_in
from tests.cast import folder
from tests.hostile_server import HostileServer, hostile_server, page, redirect

pytestmark = pytest.mark.django_db
WORDS = (
    "Opposition forces advanced on the city of Hama on Sunday, a monitor said, as the army sent reinforcements to the north.",
    "Shells fell on the town of Idlib, and residents fled south along the road in cars and on lorries, witnesses said.",
    "The army said that it still held the city, and that its troops had repelled an attack in the night.",
)


def news(*words: str, site: str = "The Wire", day: str = "2024-12-01T10:30:00+03:00", title: str = "Fighting") -> bytes:
    return page(
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="{day}"></head><body><article><h1>{title}</h1>'
        + "".join(f"<p>{text}</p>" for text in words)
        + "</article></body></html>"
    )


def rss(*addresses: str) -> bytes:
    items = "".join(f"<item><title>An entry</title><link>{address}</link></item>" for address in addresses)
    return page(f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder()).theatre


@pytest.fixture
def server(settings: Any) -> Iterator[HostileServer]:
    with hostile_server() as running:
        settings.FETCH_ALLOW = running.allowed
        yield running


def taken(theatre: Theatre, *names: str) -> list[Outcome]:
    found = take_in(theatre=theatre, items=[Item(name) for name in names])
    return [outcome for outcome in found if isinstance(outcome, Outcome)]


# --- Pages and feeds --------------------------------------------------------------------------------------------
def test_a_page_becomes_a_report_of_the_source_that_it_names(theatre: Theatre, server: HostileServer) -> None:
    server.answers["/hama?id=7"] = news(*WORDS)
    (outcome,) = taken(theatre, f"{server.url}/hama?id=7")
    assert (outcome.verdict, outcome.reason) == ("taken", "")
    report = Report.objects.get()
    assert (report.source.slug, report.title, report.language) == ("wire", "Fighting", "en")
    assert report.published_at == datetime(2024, 12, 1, 7, 30, tzinfo=UTC)
    assert report.url == f"{server.url}/hama?id=7" and all(text in report.text for text in WORDS)


def test_a_source_is_known_by_its_address_before_its_name(theatre: Theatre, server: HostileServer) -> None:
    gazette = theatre.sources.get(slug="gazette")
    gazette.url = "http://127.0.0.1/"
    save_source(source=gazette)
    server.answers["/"] = news(*WORDS)
    taken(theatre, f"{server.url}/")
    assert Report.objects.get().source.slug == "gazette"


def test_nobody_is_made_a_source_by_a_pages_own_word(theatre: Theatre, server: HostileServer) -> None:
    server.answers["/"] = news(*WORDS, site="The Independent Truth")
    (outcome,) = taken(theatre, f"{server.url}/")
    assert outcome.verdict == "refused" and "'The Independent Truth' and at 127.0.0.1" in outcome.reason


def test_a_feed_is_taken_in_entry_by_entry_and_one_bad_one_loses_none_of_the_others(
    theatre: Theatre, server: HostileServer
) -> None:
    server.answers |= {
        "/feed": rss("/one", "/gone", "http://169.254.169.254/", "file:///etc/passwd", "/image", "/feed", "/two"),
        "/one": news(*WORDS),
        "/two": news(*(text.replace("Hama", "Aleppo") for text in WORDS), "It was quiet elsewhere."),
        "/image": page(b"\x89PNG", "image/png"),
    }
    # A feed's own relative addresses have no base here: the server's.
    server.answers["/feed"] = rss(
        *(f"{server.url}{path}" for path in ("/one", "/gone")), "http://169.254.169.254/", "file:///etc/passwd",
        *(f"{server.url}{path}" for path in ("/image", "/feed", "/two")),
    )  # fmt: skip
    outcomes = taken(theatre, f"{server.url}/feed")
    assert [outcome.verdict for outcome in outcomes] == ["taken", *["refused"] * 5, "taken"]
    reasons = [outcome.reason for outcome in outcomes if outcome.verdict == "refused"]
    for reason, words in zip(
        reasons, ["404", "no public address", "Only http", "image/png", "another feed"], strict=True
    ):
        assert words in reason
    assert Report.objects.count() == 2


def test_a_feed_asks_nobody_again_for_what_has_not_changed_since(theatre: Theatre, server: HostileServer) -> None:
    entry = f'<entry><link href="{server.url}/hama"/><updated>2024-12-01T08:00:00Z</updated></entry>'
    server.answers["/feed"] = page(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>', "application/atom+xml")
    server.answers["/hama"] = news(*WORDS)
    assert [o.verdict for o in taken(theatre, f"{server.url}/feed")] == ["taken"]
    assert [o.verdict for o in taken(theatre, f"{server.url}/feed")] == ["skipped"]
    assert server.paths == ["/feed", "/hama", "/feed"]


# --- Files ------------------------------------------------------------------------------------------------------
def test_files_are_taken_in_by_what_is_in_them(theatre: Theatre, tmp_path: Path, server: HostileServer) -> None:
    server.answers["/two"] = news(*(text.replace("Hama", "Aleppo") for text in WORDS), "It was quiet elsewhere.")
    (tmp_path / "a.txt").write_text("Fighting near Hama\n\nOn Sunday there was fighting near Hama, residents said.")
    (tmp_path / "b.html").write_bytes(news(*WORDS).split(b"\r\n\r\n", 1)[1])
    (tmp_path / "c.xml").write_bytes(rss(f"{server.url}/two").split(b"\r\n\r\n", 1)[1])
    (tmp_path / "d.bin").write_bytes(b"\x00\x01" * 400)
    wire = theatre.sources.get(slug="wire")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as end:
        call_command(
            "ingest", str(tmp_path), str(tmp_path / "no such file"), theatre=theatre.slug, source=wire.slug,
            published_at=datetime(2024, 12, 1, 9, tzinfo=UTC), stdout=out, stderr=err,
        )  # fmt: skip
    assert end.value.code == 1
    assert "3 taken, 0 updated, 0 skipped, 2 refused" in out.getvalue()
    assert "d.bin: refused. It is no text" in err.getvalue()
    assert "no such file: refused. The file can't be read: No such file" in err.getvalue()
    assert set(Report.objects.values_list("source__slug", flat=True)) == {"wire"}


def test_a_text_that_tells_no_date_is_refused_until_somebody_says_it(theatre: Theatre, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("On Sunday there was fighting near Hama, residents of the city said.")
    with pytest.raises(SystemExit):
        call_command("ingest", str(file), theatre=theatre.slug, source="wire", stderr=(err := StringIO()))
    assert f"{file}: refused. Nothing tells when it was published" in err.getvalue()
    call_command(
        "ingest", str(file), "--published-at", "2024-12-01", theatre=theatre.slug, source="wire", stdout=StringIO()
    )
    report = Report.objects.get()
    assert (report.published_at, "hour" in report.notes) == (datetime(2024, 12, 1, 9, tzinfo=UTC), True)


def test_a_report_from_the_future_is_refused(theatre: Theatre, server: HostileServer) -> None:
    server.answers["/"] = news(*WORDS, day=(datetime.now(UTC) + timedelta(days=9)).isoformat())
    assert "yet to come" in taken(theatre, f"{server.url}/")[0].reason or not Report.objects.exists()


@pytest.mark.parametrize(("option", "named"), [("theatre", "no theatre nowhere"), ("source", "no source nowhere")])
def test_an_unknown_theatre_or_source_is_named_with_those_there_are(theatre: Theatre, option: str, named: str) -> None:
    with pytest.raises(CommandError, match=named) as error:
        call_command("ingest", "x.txt", **({"theatre": theatre.slug} | {option: "nowhere"}))
    assert error.value.returncode == 2
    assert (theatre.slug if option == "theatre" else "observatory") in str(error.value)


def test_what_was_taken_in_is_read_and_geocoded(
    theatre: Theatre, server: HostileServer, django_capture_on_commit_callbacks: Any
) -> None:
    server.answers["/"] = news(*WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("ingest", f"{server.url}/", theatre=theatre.slug, stdout=StringIO())
    assert Mention.objects.filter(report=Report.objects.get(), place__slug="hama").exists()


# --- The same again, and the same elsewhere ---------------------------------------------------------------------
def test_an_unchanged_article_is_skipped_and_a_changed_one_is_a_new_version(
    theatre: Theatre, server: HostileServer
) -> None:
    address = f"{server.url}/hama"
    server.answers["/hama"] = server.answers["/hama?utm_source=mail"] = news(*WORDS)
    assert [o.verdict for o in taken(theatre, address, f"{address}?utm_source=mail#top")] == ["taken", "skipped"]
    first = locate_report(report=Report.objects.get())
    server.answers["/hama"] = news(*WORDS, "Update: the army has left the city of Hama.", day="2024-12-05T10:00:00Z")
    (outcome,) = taken(theatre, address)
    assert outcome.verdict == "updated" and outcome.report is not None
    assert (outcome.report.version, outcome.report.supersedes) == (2, first)
    kept = Report.objects.get(pk=first.pk)
    assert (kept.text, kept.mentions.count()) == (first.text, first.mentions.count())
    assert not Mention.objects.awaiting_review().filter(report=first).exists(), "the newest version is what is reviewed"
    assert list(Report.objects.newest()) == [outcome.report]
    # And back again: what the outlet says now is the third version.
    server.answers["/hama"] = news(*WORDS)
    assert [o.verdict for o in taken(theatre, address)] == ["updated"]
    assert Report.objects.filter(address=address).count() == 3


def test_two_first_versions_of_one_article_are_refused_by_the_database(theatre: Theatre, server: HostileServer) -> None:
    server.answers["/"] = news(*WORDS)
    taken(theatre, f"{server.url}/")
    report = Report.objects.get()
    report.pk, report.text, report.sha256 = None, "Another text.", "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


def test_a_wire_story_at_two_outlets_is_two_reports_of_one_story(theatre: Theatre, server: HostileServer) -> None:
    server.answers["/wire"] = news(*WORDS)
    server.answers["/gazette"] = news(*(text.upper() for text in WORDS), site="The Gazette")
    own = [" ".join(reversed(text.split())) for text in WORDS]
    server.answers["/own"] = news(*own, site="The Broadcaster")
    outcomes = taken(theatre, *(f"{server.url}/{name}" for name in ("wire", "gazette", "own")))
    assert [o.verdict for o in outcomes] == ["taken"] * 3
    assert "“Fighting” (The Wire): one voice" in outcomes[1].reason
    wire, gazette, other = (outcome.report for outcome in outcomes)
    assert wire and gazette and other
    assert wire.story == gazette.story != other.story


def test_a_redirect_to_an_article_that_is_there_is_the_same_article(theatre: Theatre, server: HostileServer) -> None:
    server.answers |= {"/a": news(*WORDS), "/short": redirect("/a")}
    assert [o.verdict for o in taken(theatre, f"{server.url}/a", f"{server.url}/short")] == ["taken", "skipped"]
