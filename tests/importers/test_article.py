"""Pages and texts as outlets send them, and as somebody who means no good does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conflictmap.importers.article import ArticleError, language_of, plain_address, read_page, read_text

PARAGRAPHS = (
    "Opposition forces advanced on the city of Hama on Sunday, a monitor said, as the army sent reinforcements north.",
    "Shells fell on the town of Suran, and residents fled south along the road to Homs in cars and on lorries.",
    "The army said that it still held the city, and that its troops had repelled an attack from the north-east.",
)
PUBLISHED = '<meta property="article:published_time" content="2024-12-01T10:30:00+03:00">'


def news_page(head: str = PUBLISHED, paragraphs: tuple[str, ...] = PARAGRAPHS, lang: str = "en") -> bytes:
    words = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Fighting near Hama | The Wire</title>'
        f'<meta property="og:site_name" content="The Wire">{head}</head><body><nav><a href="/">Home</a> <a href="/w">World'
        f"</a></nav><article><h1>Fighting near Hama</h1>{words}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def test_a_page_is_read_without_what_stands_around_the_article() -> None:
    found = read_page(news_page(), address="https://wire.example/hama?utm_source=mail&id=7#top")
    assert (found.title, found.outlet, found.language) == ("Fighting near Hama", "The Wire", "en")
    assert all(text in found.text for text in PARAGRAPHS)
    assert "Home" not in found.text and "rights" not in found.text
    assert found.published == datetime(2024, 12, 1, 7, 30, tzinfo=UTC)
    assert found.address == "https://wire.example/hama?id=7"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<script type="application/ld+json">{"datePublished": "2024-12-01T10:30:00Z"}</script>',
         datetime(2024, 12, 1, 10, 30, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2024-12-01">', date(2024, 12, 1)),
        ('<meta property="article:published_time" content="2024-12-01T10:30:00">', date(2024, 12, 1)),
        ("", None),
    ],
)  # fmt: skip
def test_a_day_without_an_hour_stays_a_day_and_no_date_is_made_up(head: str, published: date | None) -> None:
    assert read_page(news_page(head)).published == published


def test_arabic_is_read_whatever_the_page_says_of_its_language_and_encoding() -> None:
    arabic = ("دخلت قوات المعارضة مدينة حماة يوم الخميس من جهة الشمال بعد معارك استمرت أياما.",) * 3
    page = news_page(paragraphs=tuple(f"{text} {number}" for number, text in enumerate(arabic)), lang="en")
    found = read_page(page.decode().replace("utf-8", "windows-1256").encode("windows-1256"), charset="windows-1256")
    assert "دخلت قوات المعارضة مدينة حماة" in found.text
    assert found.language == "ar"


def test_markup_in_a_text_is_text() -> None:
    found = read_page(
        news_page(paragraphs=(*PARAGRAPHS, "Look: &lt;script&gt;alert(1)&lt;/script&gt; and <script>x()</script>"))
    )
    assert "<script>alert(1)</script>" in found.text and "x()" not in found.text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "No article|could not be read"),
        (b"<html><body><p>Short.</p></body></html>", "No article"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "No article|could not be read|no text"),
        (b"<div>" * 200_000, "tags"),
        (b"<div>" * 50_000, "No article|could not be read"),
        (b"<!--" * 50_000, "No article|could not be read"),
    ],
)
def test_what_is_no_article_is_refused_in_words(body: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read_page(body)


def test_a_text_stays_as_it_is_and_its_first_line_is_its_title() -> None:
    found = read_text("\ufeff\n  Fighting near Hama\r\n\r\n  Two spaces  before, and Ḥamāh.\n".encode())
    assert found.title == "Fighting near Hama"
    assert found.text == "\n  Fighting near Hama\n\n  Two spaces  before, and Ḥamāh.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256"])
def test_a_text_in_an_older_encoding_is_read(encoding: str) -> None:
    text = "دخلت قوات المعارضة مدينة حماة يوم الخميس من جهة الشمال، وقال سكان إن القصف توقف قبل الفجر."
    assert read_text(text.encode(encoding)).text == text


@pytest.mark.parametrize("body", [b"", b" \n ", b"Too short.", b"nul \x00" * 40])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(ArticleError):
        read_text(body)


def test_the_language_of_a_few_letters_is_what_the_page_says() -> None:
    assert language_of("Hama!", declared="fr-FR") == "fr"
    assert language_of("The army said that it still held the city of Hama on Sunday.", declared="ar") == "en"


@pytest.mark.parametrize(
    "address", ["https://wire.example/a?fbclid=x", "https://wire.example/a#b", "https://WIRE.example:443/a"]
)
def test_one_article_has_one_address(address: str) -> None:
    assert plain_address(address) == "https://wire.example/a"
