"""RSS and Atom, in order and broken."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest

from conflictmap.importers.article import ArticleError
from conflictmap.importers.feed import MOST_ENTRIES, is_feed, read_feed

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title><link>https://wire.example/</link>
<item><title>Fighting near &lt;b&gt;Hama&lt;/b&gt;</title><link>https://wire.example/hama?utm_source=rss</link>
<pubDate>Sun, 01 Dec 2024 10:30:00 +0300</pubDate></item>
<item><title>Again</title><link>https://wire.example/hama?utm_source=mail</link></item>
<item><title>Without an address</title></item>
<item><title>Idlib</title><link>https://wire.example/idlib</link></item></channel></rss>"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title>
<entry><title>Hama</title><link href="https://wire.example/hama"/><published>2024-12-01T07:30:00Z</published>
<updated>2024-12-02T00:00:00Z</updated></entry></feed>"""
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(9))
    + b"]><rss><channel><item><link>https://wire.example/&j;</link></item></channel></rss>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    b"<title>&x;</title><link>https://wire.example/a</link></item></channel></rss>"
)


def test_an_rss_feed_names_each_article_once() -> None:
    entries = read_feed(RSS)
    assert [entry.address for entry in entries] == [
        "https://wire.example/hama?utm_source=rss",
        "https://wire.example/idlib",
    ]
    assert entries[0].published == datetime(2024, 12, 1, 7, 30, tzinfo=UTC)
    assert "Hama" in entries[0].title and entries[1].published is None


def test_an_atom_feed_tells_when_an_entry_changed() -> None:
    (entry,) = read_feed(ATOM)
    assert (entry.published, entry.changed) == (
        datetime(2024, 12, 1, 7, 30, tzinfo=UTC),
        datetime(2024, 12, 2, tzinfo=UTC),
    )


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    assert [entry.title for entry in read_feed(ATOM.split(b"</entry>")[0])] == ["Hama"]


def test_a_feed_without_entries_says_so() -> None:
    with pytest.raises(ArticleError, match="no entry"):
        read_feed(b'<rss version="2.0"><channel></channel></rss>')


def test_of_an_endless_feed_the_first_entries_are_taken() -> None:
    items = b"".join(b"<item><link>https://wire.example/%d</link></item>" % n for n in range(MOST_ENTRIES + 50))
    assert len(read_feed(b'<rss version="2.0"><channel>' + items + b"</channel></rss>")) == MOST_ENTRIES


def test_entities_neither_grow_without_bound_nor_read_files() -> None:
    with suppress(ArticleError):
        assert max(len(entry.address) for entry in read_feed(LAUGHS)) < 100_000
    assert "root:" not in read_feed(OUTSIDE)[0].title


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (RSS, True), (ATOM, True), (b"\xef\xbb\xbf<!-- hello --><feed>", True), (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<!DOCTYPE html><html>", False), (b"<?xml version='1.0'?><html>", False), (b"The rss <rss>", False), (b"", False),
    ],
)  # fmt: skip
def test_a_feed_is_known_by_how_it_begins(body: bytes, answer: bool) -> None:
    assert is_feed(body) is answer
