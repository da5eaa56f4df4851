"""An RSS or Atom feed -> its entries, by feedparser. Entities are not expanded beyond what the XML parser bounds."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from .article import ArticleError, plain_address

#: Entries beyond these are left for the next time: a feed tells the news of a few days, not an archive.
MOST_ENTRIES = 200
_BEGINS = re.compile(
    rb"\s*(<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE (rss|feed)[^>]*>|\s)*<(rss|feed|rdf:RDF)\b", re.DOTALL | re.I
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: where its article stands, what it is called, and when it was published, and last changed."""

    address: str
    title: str
    published: datetime | None = None
    changed: datetime | None = None


def is_feed(body: bytes) -> bool:
    """Tell whether a document is a feed, by how it begins."""
    return _BEGINS.match(body[:5000].removeprefix(b"\xef\xbb\xbf")) is not None


def read_feed(body: bytes) -> list[FeedEntry]:
    """Return the entries that name an article's address, each address once, in the feed's order. Raises ArticleError."""
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=True, resolve_relative_uris=True)
    entries: dict[str, FeedEntry] = {}
    for entry in parsed.entries[:MOST_ENTRIES]:
        address = str(entry.get("link") or "")
        if address:
            published, changed = _moment(entry.get("published_parsed")), _moment(dict.get(entry, "updated_parsed"))
            title = " ".join(str(entry.get("title") or "").split())[:300]
            entries.setdefault(
                plain_address(address) or address, FeedEntry(address, title, published or changed, changed)
            )
    if not entries:
        raise ArticleError("The feed has no entry with an address.")
    return list(entries.values())


def _moment(parsed: Any) -> datetime | None:
    """Return feedparser's moment, a nine-tuple in UTC."""
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None  # noqa: DTZ001
    except (ValueError, TypeError):
        return None
