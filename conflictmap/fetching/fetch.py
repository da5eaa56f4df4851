"""Fetch one page or feed that somebody names, so that no address of one's own network is ever asked.

A name is resolved once for each hop, all of its addresses are checked, and the connection goes to one that was checked: a name that
answers differently the second time (DNS rebinding) is not asked a second time. Time and size are bounded over all hops together,
so that neither a server that drips nor one that sends a bomb holds a worker. Environment's proxies are not used: behind
one, nothing of this could be promised.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from .addresses import Address, Allowed, NoAddress, Resolver, refused_address, resolve

# --- The options ------------------------------------------------------------------------------------------------
MOST_BYTES = 5_000_000
MOST_SECONDS = 10.0
MOST_REDIRECTS = 5
MOST_CHARACTERS = 1000  # of an address; as many as a report keeps
USER_AGENT = "conflict-map/0.1 (takes in single articles at an editor's request)"

REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A server that says one of these may answer later.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(Exception):
    """A page that was not fetched; the message says why in words. `may_pass`: another attempt, later, may succeed."""

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: `body` as sent, decompressed; `url` is the address after all redirects."""

    url: str
    body: bytes
    content_type: str
    charset: str = ""


def fetch(
    url: str,
    *,
    allowed: Allowed = (),
    most_bytes: int = MOST_BYTES,
    most_seconds: float = MOST_SECONDS,
    resolver: Resolver = resolve,
) -> Fetched:
    """Fetch an http or https address and follow its redirects. Raises FetchError.

    `allowed` are addresses with ports that may be asked although they are private; `resolver` tells the addresses of a name.
    """
    deadline = time.monotonic() + most_seconds
    backend = _CheckedBackend(allowed, resolver, deadline)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(checked_url(url), backend, most_bytes, most_seconds)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
    raise FetchError(f"It was redirected more than {MOST_REDIRECTS} times.")


def checked_url(url: str) -> str:
    """Return the address in the form in which it is asked. Raises FetchError for what is no web page's address."""
    url = url.strip()
    if len(url) > MOST_CHARACTERS:
        raise FetchError(f"The address is longer than {MOST_CHARACTERS} characters.")
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise FetchError("The address has a space, a control character or a backslash in it.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:
        raise FetchError("It is no valid web address.") from None
    if parts.scheme not in ("http", "https"):
        raise FetchError(
            f"Only http and https addresses are fetched, not {parts.scheme or 'an address without either'}."
        )
    if not name:
        raise FetchError("The address names no server.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("The address has a user name or password in it.")
    where = f"[{name}]" if ":" in name else name
    path, query = (quote(part, safe="/%:=&?~#+!$,;'@()*[]") for part in (parts.path or "/", parts.query))
    return f"{parts.scheme}://{where}{f':{port}' if port is not None else ''}{path}{f'?{query}' if query else ''}"


def _ask(url: str, backend: _CheckedBackend, most_bytes: int, most_seconds: float) -> Fetched | str:
    """Return what one address answers: a page, or the address that it redirects to."""
    headers = [
        ("User-Agent", USER_AGENT),
        (
            "Accept",
            "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/xml,text/plain",
        ),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend, http2=False, retries=0) as pool,
            pool.stream("GET", url, headers=headers) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in REDIRECTS and "location" in told:
                return told["location"]
            if response.status != 200:
                raise FetchError(f"The server answers {response.status}.", may_pass=response.status in PASSING)
            if told.get("content-length", "").isdecimal() and int(told["content-length"]) > most_bytes:
                raise FetchError(f"It is larger than {_megabytes(most_bytes)}.")
            chunks = _decoded(
                _bounded(response.iter_stream(), most_bytes), told.get("content-encoding", ""), most_bytes
            )
            body = b"".join(_bounded(chunks, most_bytes))
            return Fetched(url, body, *_type(told.get("content-type", "")))
    except _Late:
        raise FetchError(f"The server took longer than {most_seconds:g} seconds.", may_pass=True) from None
    except NoAddress as error:
        raise FetchError(f"The server was not found: {error}.", may_pass=True) from None
    except (httpcore.NetworkError, httpcore.TimeoutException, OSError) as error:
        raise FetchError(f"The server could not be reached: {error or type(error).__name__}.", may_pass=True) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError) as error:
        raise FetchError(f"The server's answer is no valid HTTP: {error}.") from None


def _bounded(chunks: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            raise FetchError(f"It is larger than {_megabytes(most_bytes)}.")
        yield chunk


def _decoded(chunks: Iterable[bytes], encoding: str, most_bytes: int) -> Iterator[bytes]:
    """Decompress as it comes, never more at once than may be kept: a bomb is seen before it goes off."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"It is compressed in a way that was not asked for: {encoding[:40]!r}.")
    unpack: Any = None
    try:
        for chunk in chunks:
            if unpack is None and chunk:
                # Some servers send deflate without the header that it should have (RFC 9110, 8.4.1.2).
                bare = encoding == "deflate" and chunk[0] & 0x0F != 8
                unpack = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
            while chunk and not unpack.eof:
                yield unpack.decompress(chunk, most_bytes + 1)
                chunk = unpack.unconsumed_tail
    except zlib.error:
        raise FetchError("Its compression is broken.") from None
    if unpack is not None and not unpack.eof:
        raise FetchError("It ends in the middle.", may_pass=True)


def _type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header
    charset = message.get_param("charset", "")
    return message.get_content_type() if header else "", charset if isinstance(charset, str) else ""


def _megabytes(size: int) -> str:
    return f"{size / 1e6:g} MB"


# --- Connections --------------------------------------------------------------------------------------------------


class _Late(Exception):
    """The time for all hops together is over."""


class _CheckedBackend(httpcore.NetworkBackend):
    """Connections to addresses that were checked, all of which end by one deadline."""

    def __init__(self, allowed: Allowed, resolver: Resolver, deadline: float) -> None:
        self._inner, self._allowed, self._resolve, self._deadline = httpcore.SyncBackend(), allowed, resolver, deadline

    def left(self) -> float:
        """Return the seconds that are left. Raises _Late when none are."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _Late
        return left

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        addresses = self._resolve(host, port, self.left())
        refused = refused_address(addresses, port, self._allowed)
        if refused is not None:
            raise FetchError(f"{host} is at {refused}, which is no public address: it is not asked.")
        return _TimedStream(self._connect(addresses, port), self)

    def _connect(self, addresses: list[Address], port: int) -> httpcore.NetworkStream:
        for number, address in enumerate(addresses):
            last = number == len(addresses) - 1
            # One that does not answer leaves the others half of the time.
            with suppress(*(() if last else (httpcore.NetworkError, httpcore.TimeoutException))):
                return self._inner.connect_tcp(str(address), port, self.left() / (1 if last else 2))
        raise httpcore.ConnectError("no address answers")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise FetchError("Only web addresses are fetched.")


class _TimedStream(httpcore.NetworkStream):
    """A connection each of whose steps has what is left of the time: one that drips byte by byte ends with it."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _CheckedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._inner.read(max_bytes, self._backend.left())
        except httpcore.TimeoutException:
            raise _Late from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._inner.write(buffer, self._backend.left())
        except httpcore.TimeoutException:
            raise _Late from None

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._backend.left())
        except httpcore.TimeoutException:
            raise _Late from None
        return _TimedStream(inner, self._backend)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
