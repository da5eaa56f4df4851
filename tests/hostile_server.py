"""A real web server on the loopback that answers as it is told: well, badly, slowly, or with far too much."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket], None]


def page(
    body: bytes | str, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    """Return a whole answer; a header's underscores are hyphens."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": content_type, "Content-Length": str(len(content)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content


def redirect(to: str, status: str = "302 Found") -> bytes:
    return page("", status=status, Location=to)


def bomb(size: int) -> bytes:
    """Return an answer that is small as it is sent and that large when it is unpacked."""
    return page(gzip.compress(b"\0" * size), Content_Encoding="gzip")


def drip(beginning: bytes, seconds: float = 30.0) -> Callable[[socket.socket], None]:
    """Return an answer that begins and then goes on by a byte at a time, for so long or until the other side leaves."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(beginning)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            connection.sendall(b"x")
            time.sleep(0.05)

    return answer


@dataclass
class HostileServer:
    """Answers by path; `asked` are the first lines and headers of the requests, in their order."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def allowed(self) -> frozenset[tuple[str, int]]:
        """What lifts the refusal of the loopback for this server's port, and no other."""
        return frozenset({("127.0.0.1", self.port)})

    @property
    def paths(self) -> list[str]:
        return [request.split(" ", 2)[1] for request in self.asked]

    def serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                more = connection.recv(65536)
                if not more:
                    return
                request += more
            self.asked.append(request.decode("latin-1"))
            path = self.paths[-1]
            answer = self.answers.get(path, page("Nothing here.", status="404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


@contextmanager
def hostile_server(
    answers: Mapping[str, Answer] | None = None, host: str = "127.0.0.1", port: int = 0
) -> Iterator[HostileServer]:
    """Serve these answers on a free port of the loopback."""
    with socket.create_server((host, port)) as listener:
        server = HostileServer(listener.getsockname()[1], dict(answers or {}))

        def listen() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return  # closed
                threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield server
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
