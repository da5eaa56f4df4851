"""What is fetched for an editor, from a server that means no good: only web pages, in bounded time and size."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from conflictmap.fetching.addresses import Address
from conflictmap.fetching.fetch import MOST_BYTES, MOST_REDIRECTS, Fetched, FetchError, checked_url, fetch
from tests.hostile_server import HostileServer, bomb, drip, hostile_server, page, redirect


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server({"/": page("<p>Fine.</p>")}) as running:
        yield running


def refusal(url: str, **options: object) -> str:
    with pytest.raises(FetchError) as error:
        fetch(url, **options)  # type: ignore[arg-type]
    return str(error.value)


# --- What is fetched --------------------------------------------------------------------------------------------
def test_a_page_comes_with_its_type_and_address_and_we_say_who_asks(server: HostileServer) -> None:
    found = fetch(f"{server.url}/", allowed=server.allowed)
    assert found == Fetched(f"{server.url}/", b"<p>Fine.</p>", "text/html", "utf-8")
    assert "conflict-map" in server.asked[0] and f"Host: 127.0.0.1:{server.port}" in server.asked[0]


def test_a_redirect_is_followed_and_the_last_address_is_told(server: HostileServer) -> None:
    server.answers["/old"] = redirect("new?a=1#part")
    server.answers["/new?a=1"] = page("Moved.")
    assert fetch(f"{server.url}/old", allowed=server.allowed).url == f"{server.url}/new?a=1"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate without its header"])
def test_a_compressed_page_is_unpacked(server: HostileServer, encoding: str) -> None:
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = {
        "gzip": gzip.compress(b"Fine."),
        "deflate": zlib.compress(b"Fine."),
        "deflate without its header": bare.compress(b"Fine.") + bare.flush(),
    }[encoding]
    server.answers["/"] = page(packed, Content_Encoding=encoding.split()[0])
    assert fetch(f"{server.url}/", allowed=server.allowed).body == b"Fine."


def test_an_address_in_another_script_is_asked_in_the_form_that_the_web_knows() -> None:
    assert checked_url("https://مثال.إختبار/حلب?q=ا") == (
        "https://xn--mgbh0fb.xn--kgbechtv/%D8%AD%D9%84%D8%A8?q=%D8%A7"
    )


# --- Whom it does not ask ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"),
        *("[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]"),
    ],
)
def test_no_spelling_of_this_machine_is_asked(server: HostileServer, host: str) -> None:
    assert "no public address" in refusal(f"http://{host}:{server.port}/")
    assert server.asked == []


def test_the_leave_is_for_one_port_alone(server: HostileServer) -> None:
    with hostile_server({"/": page("Secret.")}) as other:
        assert "no public address" in refusal(f"{other.url}/", allowed=server.allowed)
        assert other.asked == []


def test_a_redirect_to_a_private_address_is_not_followed(server: HostileServer) -> None:
    with hostile_server({"/": page("Secret.")}) as other:
        for inside in (
            f"{other.url}/",
            f"//127.0.0.1:{other.port}/",
            "http://169.254.169.254/latest/",
            "http://10.0.0.1/",
        ):
            server.answers["/"] = redirect(inside)
            assert "no public address" in refusal(f"{server.url}/", allowed=server.allowed)
        assert other.asked == []


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.org/", "javascript:1", "data:,x"]
)
def test_a_redirect_to_what_is_no_web_page_is_not_followed(server: HostileServer, to: str) -> None:
    server.answers["/"] = redirect(to)
    assert "Only http and https" in refusal(f"{server.url}/", allowed=server.allowed)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "Only http and https"),
        ("example.org", "Only http and https"),
        ("http://", "names no server"),
        ("http://user:secret@example.org/", "user name"),
        ("http://example.org\\@127.0.0.1/", "backslash"),
        ("http://example.org/\r\nHost: x", "control character"),
        ("http://[::1", "no valid web address"),
        ("http://example.org:99999/", "no valid web address"),
        ("http://example.org/" + "x" * 2000, "longer than"),
    ],
)
def test_what_is_no_web_address_is_refused_before_anybody_is_asked(url: str, reason: str) -> None:
    assert reason in refusal(url)


def test_a_name_is_refused_when_only_one_of_its_addresses_is_private(server: HostileServer) -> None:
    asked = []

    def both(host: str, port: int, seconds: float) -> list[Address]:
        asked.append(host)
        return [ip_address("203.0.114.7"), ip_address("127.0.0.1")]

    assert "127.0.0.1" in refusal(f"http://news.example:{server.port}/", resolver=both)
    assert asked == ["news.example"] and server.asked == []


def test_a_name_that_answers_differently_the_second_time_is_not_asked_a_second_time(server: HostileServer) -> None:
    with hostile_server({"/": page("Secret.")}, host="127.0.0.2", port=server.port) as inside:
        answers = iter(["127.0.0.1", "127.0.0.2"])

        def rebinding(host: str, port: int, seconds: float) -> list[Address]:
            return [ip_address(next(answers))]

        found = fetch(f"http://news.example:{server.port}/", allowed=server.allowed, resolver=rebinding)
        assert (found.body, inside.asked) == (b"<p>Fine.</p>", [])
        assert f"Host: news.example:{server.port}" in server.asked[0]


# --- How much, and for how long ---------------------------------------------------------------------------------
def test_what_is_too_large_is_refused_whatever_it_says_of_its_size(server: HostileServer) -> None:
    server.answers["/"] = page(b"x" * (MOST_BYTES + 1))
    assert "larger than 5 MB" in refusal(f"{server.url}/", allowed=server.allowed)
    server.answers["/"] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * (MOST_BYTES + 1)
    assert "larger than 5 MB" in refusal(f"{server.url}/", allowed=server.allowed)
    server.answers["/"] = page(b"x" * MOST_BYTES)
    assert len(fetch(f"{server.url}/", allowed=server.allowed).body) == MOST_BYTES


def test_a_bomb_does_not_go_off(server: HostileServer) -> None:
    server.answers["/"] = bomb(200_000_000)
    assert "larger than 5 MB" in refusal(f"{server.url}/", allowed=server.allowed)


@pytest.mark.parametrize(
    "headers", [{"Content_Encoding": "br"}, {"Content_Encoding": "gzip, gzip"}, {"Content_Encoding": "gzip"}]
)
def test_what_is_packed_in_another_way_or_badly_is_refused(server: HostileServer, headers: dict[str, str]) -> None:
    server.answers["/"] = page("not packed at all", **headers)
    assert "ompress" in refusal(f"{server.url}/", allowed=server.allowed)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n"],
    ids=["before the first line", "in a header", "in the body"],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(server: HostileServer, beginning: bytes) -> None:
    server.answers["/"] = drip(beginning)
    with pytest.raises(FetchError) as error:
        fetch(f"{server.url}/", allowed=server.allowed, most_seconds=1)
    assert error.value.may_pass


def test_the_time_is_for_all_redirects_together(server: HostileServer) -> None:
    def slowly(connection: socket.socket) -> None:
        time.sleep(0.6)
        connection.sendall(redirect("/slow"))

    server.answers["/slow"] = slowly
    assert "longer than 1 seconds" in refusal(f"{server.url}/slow", allowed=server.allowed, most_seconds=1)
    assert len(server.asked) <= 2


def test_a_circle_of_redirects_ends(server: HostileServer) -> None:
    server.answers["/round"] = redirect("/round")
    assert "redirected more than" in refusal(f"{server.url}/round", allowed=server.allowed)
    assert len(server.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", b"\0" * 100,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_an_error_in_words(server: HostileServer, answer: bytes) -> None:
    server.answers["/"] = answer
    assert "server" in refusal(f"{server.url}/", allowed=server.allowed)


def test_a_server_that_is_down_may_be_asked_again_and_a_page_that_is_gone_need_not(server: HostileServer) -> None:
    server.answers["/busy"] = page("", status="503 Service Unavailable")
    told = {}
    for path in ("/busy", "/gone"):
        with pytest.raises(FetchError) as error:
            fetch(f"{server.url}{path}", allowed=server.allowed)
        told[path] = (str(error.value), error.value.may_pass)
    assert told == {"/busy": ("The server answers 503.", True), "/gone": ("The server answers 404.", False)}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()[1]
    with pytest.raises(FetchError, match="could not be reached") as error:
        fetch(f"http://127.0.0.1:{closed}/", allowed={("127.0.0.1", closed)})
    assert error.value.may_pass
