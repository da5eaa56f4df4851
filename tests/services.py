"""Real servers for the tests, each in a temporary folder of its own, on a free port or socket, and gone at the end.

Nothing here connects to a server that it did not start. A child stops when its context ends, and the kernel ends it with us
where we are killed. As root, PostgreSQL runs as another user, since it refuses root.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
THEATRE_FOLDER = "fixtures/northern-syria"

# What the image runs (docker-compose.yml says the same, and tests/test_compose.py compares).
SETUP_COMMAND = ("python", "manage.py", "setup_instance", THEATRE_FOLDER)
WEB_COMMAND = ("gunicorn", "-c", "python:conflictmap.gunicorn")
WORKER_COMMAND = ("celery", "-A", "conflictmap.celery", "worker", "--pool", "prefork", "-c", "1", "--loglevel", "INFO")
BEAT_COMMAND = (
    *("celery", "-A", "conflictmap.celery", "beat", "-S", "conflictmap.beat.LivingScheduler"),
    *("--loglevel", "INFO", "--pidfile="),
)

CHROMIUM_SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
)


class Missing(Exception):
    """A program that a test needs is not installed; the message says what to install."""


class NotReady(Exception):
    """A service did not come up; the message ends with its log."""


def program(name: str, package: str | None = None) -> str:
    """Return the path of an installed program, or say what to install."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not installed: apt-get install {package or name}")
    return found


def free_port() -> int:
    """Return a TCP port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**changes: str | None) -> dict[str, str]:
    """Return the environment for a process of the site: this Python's programs first, nothing of the caller's settings.

    A change to None removes the variable.
    """
    clean = {
        name: value
        for name, value in os.environ.items()
        if name
        not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "CONFLICTMAP_VAR", "DEBUG", "BIND", "PORT"}
    }
    clean["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{clean.get('PATH', os.defpath)}"
    clean["PYTHONUNBUFFERED"] = "1"
    for name, value in changes.items():
        if value is None:
            clean.pop(name, None)
        else:
            clean[name] = value
    return clean


def _end_with_parent(death_signal: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, death_signal)  # PR_SET_PDEATHSIG


@dataclass
class Service:
    """One child in a process group of its own, with its output in a log."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str]
    ready: Callable[[], bool]
    seconds: float = 40
    stop_signal: int = signal.SIGTERM
    cwd: Path = ROOT
    user: str | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the child and wait until it serves."""
        owner = pwd.getpwnam(self.user) if self.user else None
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(self.env),
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=_end_with_parent(self.stop_signal),
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
            )
        until = time.monotonic() + self.seconds
        try:
            while not self.ready():
                if self.process.poll() is not None or time.monotonic() > until:
                    raise NotReady(f"{self.name} did not come up:\n{self.tail()}")
                time.sleep(0.05)
        except BaseException:
            self.stop()
            raise

    def stop(self, seconds: float = 15) -> None:
        """Ask the child to end; after some seconds, make it."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End the child and all its own children at once, by SIGKILL."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def text(self) -> str:
        """Return what the child has written so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def tail(self, lines: int = 25) -> str:
        """Return the last lines of the log."""
        return "\n".join(self.text().splitlines()[-lines:])


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """Run a service for the length of a block."""
    try:
        service.start()
        yield service
    finally:
        service.stop()


@contextmanager
def temporary_folder(prefix: str, owner: str | None = None) -> Iterator[Path]:
    """Make a folder that goes away again, a short path that another user may own (sockets' names are short)."""
    base = "/tmp" if owner and Path("/tmp").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- PostgreSQL -------------------------------------------------------------------------------------------------
def postgres_program(name: str) -> str:
    """Return the path of one of PostgreSQL's own programs, version 15 before others."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: (folder.parent.name != "15", str(folder))
    )
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    return program(name, "postgresql")


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server on a socket in a folder of its own and yield its DATABASE_URL."""
    initdb, server = postgres_program("initdb"), postgres_program("postgres")
    user = None
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
    with temporary_folder("cm-pg-", owner=user) as folder:
        owner = pwd.getpwnam(user) if user else None
        subprocess.run(
            [
                initdb,
                "-D",
                f"{folder}/data",
                "-U",
                "conflictmap",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "60",
        }
        service = Service(
            name="PostgreSQL",
            command=[
                server,
                "-D",
                f"{folder}/data",
                *(word for item in settings.items() for word in ("-c", "=".join(item))),
            ],
            log=folder / "log",
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            ready=lambda: _postgres_answers(folder),
            stop_signal=signal.SIGINT,  # the fast shutdown: open connections are ended
            cwd=folder,
            user=user,
        )
        with running(service):
            yield f"postgres://conflictmap@{quote(str(folder), safe='')}/postgres"


def _postgres_answers(folder: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(folder), user="conflictmap", dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


# --- Redis and Celery -------------------------------------------------------------------------------------------
@contextmanager
def redis_server() -> Iterator[str]:
    """Run a Redis server that keeps nothing on disk and yield its REDIS_URL."""
    import redis

    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"

    def answers() -> bool:
        try:
            return bool(redis.Redis.from_url(url, socket_timeout=2).ping())
        except redis.RedisError:
            return False

    with temporary_folder("cm-redis-") as folder:
        service = Service(
            name="Redis",
            command=[
                program("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder),
                "--save", "", "--appendonly", "no",
            ],
            log=folder / "log",
            env=environment(),
            ready=answers,
        )  # fmt: skip
        with running(service):
            yield url


def celery_worker(folder: Path, env: Mapping[str, str]) -> Service:
    """Return a worker, not yet started, as the image starts it; `start()` returns when it takes tasks."""
    log = folder / "worker.log"
    seen = 0

    def takes_tasks() -> bool:
        nonlocal seen
        text = log.read_text(errors="replace") if log.exists() else ""
        starts = text.count(" ready.")
        if starts > seen:
            seen = starts
            return True
        return False

    return Service("the Celery worker", WORKER_COMMAND, log, env, takes_tasks)


def celery_beat(folder: Path, env: Mapping[str, str]) -> Service:
    """Return the timer that sends the periodic tasks, not yet started, as the image starts it."""
    log = folder / "beat.log"
    return Service(
        "Celery's beat", BEAT_COMMAND, log, env, lambda: log.exists() and "beat: Starting" in log.read_text()
    )


# --- The browser ------------------------------------------------------------------------------------------------
@contextmanager
def chromium() -> Iterator[Any]:
    """Run Debian's Chromium under Playwright and yield Playwright's browser. It asks nothing of any other machine."""
    path = program("chromium")
    from playwright.sync_api import sync_playwright

    # Chromium keeps its crash reports and caches in the home directory: give it one of its own.
    with temporary_folder("cm-chromium-") as home, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=[*CHROMIUM_SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
            env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)},
        )
        try:
            yield browser
        finally:
            browser.close()


def run(command: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> str:
    """Run a command to its end and return its output; where it fails, say what it said."""
    done = subprocess.run(command, env=dict(env), cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise NotReady(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout
