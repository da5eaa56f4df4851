"""Files, web pages and feeds -> reports. Each item stands by itself: what is wrong with one never loses the others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conflictmap.fetching.fetch import MOST_BYTES, FetchError, fetch
from conflictmap.importers.article import Article, ArticleError, plain_address, read_page, read_text
from conflictmap.importers.feed import FeedEntry, is_feed, read_feed
from conflictmap.models import Report, Source, Theatre

from .ingest import AlreadyTakenIn, ingest_report, text_hash
from .stories import copies_of, known_version

Verdict = Literal["taken", "updated", "skipped", "refused"]
VERDICTS: tuple[Verdict, ...] = ("taken", "updated", "skipped", "refused")
DAY_ONLY = "The hour of its publication is not known; it is set to noon."
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"", "text/plain", "application/octet-stream"})


class TakeInError(ValueError):
    """An item that was not taken in; the message says why in words. `verdict` tells whether it need not be."""

    verdict: Verdict = "refused"


class AlreadyThere(TakeInError):
    """An item that has been taken in before, and has not changed."""

    verdict: Verdict = "skipped"


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody asks to take in: a file's path or a web address. `entry` is set for what a feed names."""

    name: str
    entry: FeedEntry | None = None

    @property
    def is_address(self) -> bool:
        return self.entry is not None or self.name.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item, why, and the report that it is. A feed is none: it `names` further items."""

    name: str
    verdict: Verdict
    reason: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says of all items together, over what they say of themselves."""

    source: Source | None = None
    published_at: datetime | date | None = None
    language: str = ""


def take_in(*, theatre: Theatre, items: Iterable[Item], wishes: Wishes | None = None) -> Iterator[Outcome | list[Item]]:
    """Take in items one after the other, and yield what became of each; of a feed, first the list of what it names."""
    waiting = deque(items)
    while waiting:
        item = waiting.popleft()
        found = take_in_item(theatre=theatre, item=item, wishes=wishes)
        if isinstance(found, list):
            waiting.extendleft(reversed(found))
        yield found


def take_in_item(*, theatre: Theatre, item: Item, wishes: Wishes | None = None) -> Outcome | list[Item]:
    """Take in one item, or return what the feed that it is names."""
    wishes = wishes or Wishes()
    try:
        _skip_unchanged(theatre, item)
        article = _opened(item)
        if isinstance(article, list):
            return article
        return take_in_article(theatre=theatre, article=article, name=item.name, wishes=wishes)
    except TakeInError as error:
        return Outcome(item.name, error.verdict, str(error))
    except (FetchError, ArticleError) as error:
        return Outcome(item.name, "refused", str(error))


def take_in_article(*, theatre: Theatre, article: Article, name: str, wishes: Wishes) -> Outcome:
    """Take in an article that has been read. Nothing is raised: what the database refuses is an outcome, too."""
    try:
        published_at, note = _moment(theatre, wishes.published_at or article.published)
        source = wishes.source or _source_of(theatre, article)
        with transaction.atomic():
            before = known_version(theatre=theatre, source=source, address=article.address)
            if before is not None and before.sha256 == text_hash(article.text):
                raise AlreadyThere("It has been taken in before, and has not changed.")
            report = ingest_report(
                theatre=theatre,
                source=source,
                title=article.title,
                text=article.text,
                published_at=published_at,
                url=article.address,
                language=(wishes.language or article.language or "und")[:12],
                notes=note,
                address=article.address,
                supersedes=before,
            )
    except TakeInError as error:
        return Outcome(name, error.verdict, str(error))
    except ValidationError as error:
        verdict: Verdict = "skipped" if isinstance(error, AlreadyTakenIn) else "refused"
        return Outcome(name, verdict, " ".join(error.messages))
    except IntegrityError:
        return Outcome(name, "skipped", "Somebody has taken it in at this very moment.")
    if before is not None:
        return Outcome(name, "updated", f"Version {report.version}; the one before it stays.", report)
    copies = copies_of(report)
    same = f"The same story as “{copies[0].title}” ({copies[0].source.name}): one voice." if copies else ""
    return Outcome(name, "taken", same, report)


def summary_of(outcomes: Iterable[Outcome]) -> str:
    """Say in one line how many items were taken in, updated, skipped and refused."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)


# --- Reading an item --------------------------------------------------------------------------------------------


def _opened(item: Item) -> Article | list[Item]:
    if item.is_address:
        return _fetched(item)
    path = Path(item.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TakeInError(f"The file is larger than {MOST_BYTES / 1e6:g} MB.")
        body = path.read_bytes()
    except (OSError, ValueError) as error:
        raise TakeInError(f"The file can't be read: {getattr(error, 'strerror', None) or error}.") from None
    return read_upload(name=item.name, body=body)


def read_upload(*, name: str, body: bytes) -> Article | list[Item]:
    """Read a file's bytes as a feed, a page or a text, told by how it begins and what it is called. Raises ArticleError."""
    if is_feed(body):
        return [Item(entry.address, entry) for entry in read_feed(body)]
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name.lower().endswith((".html", ".htm", ".xhtml")) or start.startswith((b"<!doctype html", b"<html")):
        return read_page(body)
    return read_text(body)


def _fetched(item: Item) -> Article | list[Item]:
    page = fetch(item.name, allowed=settings.FETCH_ALLOW)
    if is_feed(page.body):
        if item.entry is not None:
            raise TakeInError("The feed names another feed here.")
        return [Item(entry.address, entry) for entry in read_feed(page.body)]
    if page.content_type in _TEXTS and not page.body.lstrip()[:20].lower().startswith((b"<!doctype html", b"<html")):
        article = read_text(page.body, address=page.url, charset=page.charset)
    elif page.content_type in _PAGES | _TEXTS:
        article = read_page(page.body, address=page.url, charset=page.charset)
    else:
        raise TakeInError(f"It is {page.content_type[:60]}, which is no article and no feed.")
    entry = item.entry
    if entry is None:
        return article
    # A feed tells the minute where many pages tell the day.
    told = article.published if isinstance(article.published, datetime) else entry.published or article.published
    return replace(article, published=told, title=article.title or entry.title)


def _skip_unchanged(theatre: Theatre, item: Item) -> None:
    """Ask nobody for an article that was taken in after its feed says that it last changed."""
    if item.entry is None or item.entry.changed is None:
        return
    address = plain_address(item.name)
    if Report.objects.filter(theatre=theatre, address=address, created_at__gt=item.entry.changed).exists():
        raise AlreadyThere("It has been taken in since its feed says that it changed.")


# --- When, and by whom ------------------------------------------------------------------------------------------


def _moment(theatre: Theatre, published: datetime | date | None) -> tuple[datetime, str]:
    """Return the moment of publication in UTC and a note where its hour is not known. A day is the theatre's own."""
    if published is None:
        raise TakeInError("Nothing tells when it was published. Say it (--published-at).")
    note = ""
    if not isinstance(published, datetime):
        published, note = datetime.combine(published, time(12), ZoneInfo(theatre.time_zone)), DAY_ONLY
    if published > timezone.now() + timedelta(days=1):
        raise TakeInError(f"It is dated {published:%-d %B %Y}, which is yet to come.")
    return published.astimezone(UTC), note


def _source_of(theatre: Theatre, article: Article) -> Source:
    """Return the source whose web address or name the article has. Nobody's word is guessed to be independent."""
    host = _host(article.address)
    for source in theatre.sources.order_by("slug"):
        own = _host(source.url)
        if own and host and (host == own or host.endswith(f".{own}")):
            return source
    names = {article.outlet.casefold()} - {""}
    for source in theatre.sources.order_by("slug"):
        if {source.name.casefold(), source.name_ar.casefold()} & names:
            return source
    who = " and ".join(filter(None, [article.outlet and f"called {article.outlet!r}", host and f"at {host}"]))
    raise TakeInError(
        f"No source of the theatre is {who or 'named by it'}. Add it under Sources, or say which (--source)."
    )


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
