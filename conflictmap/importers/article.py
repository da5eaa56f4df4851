"""A page or a text file -> one article: its text, title, date, outlet, language and address. All of it is the page's own word.

The text is what trafilatura takes for the article, without navigation, comments and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urldefrag

import py3langid
from charset_normalizer import from_bytes
from courlan import normalize_url
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.utils import load_html

# --- The options ------------------------------------------------------------------------------------------------
LEAST_CHARACTERS = 40  # shorter is no article's text
MOST_TAGS = 60_000  # a news page has a few thousand; reading a million takes half a minute
MOST_TITLE = 300
LEAST_FOR_LANGUAGE = 20  # letters; below, a page's own word on its language is better than a guess

#: Where pages say to the minute when they were published, the surer first.
_MOMENTS = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @name='parsely-pub-date']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='date' or @name='dc.date.issued']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//article//time/@datetime",
)
_IN_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}")


class ArticleError(ValueError):
    """What can't be read as an article; the message says why in words."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `published` is a moment where the page tells it with its time zone, else a day, else unknown.

    `outlet` is who publishes it by its own word, `address` where it stands, without what only follows readers around.
    """

    title: str
    text: str
    published: datetime | date | None = None
    outlet: str = ""
    language: str = ""
    address: str = ""


def read_page(body: bytes, *, address: str = "", charset: str = "") -> Article:
    """Read an article from a page's bytes. Raises ArticleError."""
    if body.count(b"<") > MOST_TAGS:
        raise ArticleError(f"The page has more than {MOST_TAGS:,} tags: that is no article.")
    try:
        tree: Any = load_html(_decoded(body, charset) if charset else body)
        found: Any = None if tree is None else bare_extraction(tree, url=address or None, **_AS_ARTICLE)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError) as error:
        raise ArticleError("The page could not be read.") from error
    text = (found.text if found is not None else None) or ""
    if found is None or len(text.strip()) < LEAST_CHARACTERS:
        raise ArticleError("No article was found on the page.")
    return Article(
        title=_one_line(found.title or text),
        text=text.strip(),
        published=_published(tree, found.date),
        outlet=_one_line(found.sitename or ""),
        language=language_of(text, declared=str(tree.get("lang") or "")),
        address=plain_address(address),
    )


def read_text(body: bytes, *, address: str = "", charset: str = "") -> Article:
    """Read a plain text, as it is; its first line is the title. Raises ArticleError."""
    text = _decoded(body, charset).replace("\r\n", "\n").strip("\ufeff")
    if "\x00" in text:
        raise ArticleError("It is no text: it has NUL characters in it.")
    if len(text.strip()) < LEAST_CHARACTERS:
        raise ArticleError(f"It has fewer than {LEAST_CHARACTERS} characters.")
    first = next(line for line in text.splitlines() if line.strip())
    return Article(_one_line(first), text, language=language_of(text), address=plain_address(address))


def language_of(text: str, declared: str = "") -> str:
    """Return the code of the language that a text is in, by its letters; of too short a text, by what is declared."""
    said = _LANGUAGE.match(declared.strip())
    if said and sum(map(str.isalpha, text)) < LEAST_FOR_LANGUAGE:
        return said[0].lower()
    return str(py3langid.classify(text[:5000])[0])


def plain_address(address: str) -> str:
    """Return an address without its fragment and the marks by which readers are followed: the same article has the same."""
    plain = urldefrag(address)[0]
    return str(normalize_url(plain)) if plain else ""


def day_or_moment(text: str) -> datetime | date | None:
    """Read a date as pages write it: a moment in UTC if it has a time and a zone, else its day."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


_AS_ARTICLE: dict[str, Any] = {
    "with_metadata": True,
    "include_comments": False,
    "include_images": False,
    "date_extraction_params": {"extensive_search": False, "original_date": True},
}


def _published(tree: Any, day: str | None) -> datetime | date | None:
    """Return the moment that the page tells for the day on which it was published, else that day."""
    found = day_or_moment(day) if day else None
    for moment in _moments(tree):
        if found is None or abs((moment.date() - found).days) <= 1:
            return moment
    return found


def _moments(tree: Any) -> Iterator[datetime]:
    told = [str(value) for path in _MOMENTS for value in tree.xpath(path)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        told.extend(_IN_LINKED_DATA.findall(str(script)))
    for text in told[:50]:
        if isinstance(moment := day_or_moment(text), datetime):
            yield moment


def _decoded(body: bytes, charset: str) -> str:
    for known in (charset, "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "", "utf-8-sig"):
        if known:
            try:
                return body.decode(known)
            except (LookupError, UnicodeError):
                continue
    best = from_bytes(body[:200_000]).best()
    if best is None:
        raise ArticleError("It is no text in any encoding that is known.")
    return body.decode(best.encoding, "replace")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:MOST_TITLE].strip()
