"""What every test may ask for: real servers, a real site, a real browser, and the rules of what may be passed over.

Nothing here starts before a test asks for it, so the pure tests stay fast.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests import services
from tests.installation import Site
from tests.services import Missing

ROOT = services.ROOT
SHARED = ROOT.parent / "shared"
ARTEFACTS = ROOT / "tests" / "artefacts"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
# A machine under load is no failure: no test has a time limit of its own.
hypothesis_settings.register_profile("house", deadline=None, derandomize=IN_CI)
hypothesis_settings.load_profile("house")


# --- What runs, and what may be passed over ---------------------------------------------------------------------
def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.VAR_DIR.mkdir(mode=0o700)
    settings.STATIC_ROOT.mkdir()


def pytest_unconfigure(config: pytest.Config) -> None:
    from django.conf import settings

    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def pytest_sessionstart(session: pytest.Session) -> None:
    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt  # so that a SIGTERM stops the servers too

    signal.signal(signal.SIGTERM, end)


def pytest_itemcollected(item: pytest.Item) -> None:
    wanted = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("django_db") or wanted & {"db", "transactional_db", "django_db_setup", "live_server"}:
        item.add_marker("database")
    if wanted & {"browser", "page", "live_site", "fresh_site"}:
        item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    shared = [item for item in items if item.get_closest_marker("shared")] if not SHARED.is_dir() else []
    if shared:
        config.stash[deselected] = len(shared)
        config.hook.pytest_deselected(items=shared)
    # The browser's tests come last: what is quick says first what is wrong.
    chosen = [item for item in items if item not in shared]
    items[:] = sorted(chosen, key=lambda item: item.get_closest_marker("browser") is not None)


deselected = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    count = config.stash.get(deselected, 0)
    if count:
        terminalreporter.write_line(f"{count} tests read ../shared, which is not here: deselected")
    for part in filter(None, os.environ.get("CONFLICTMAP_FAILED_PARTS", "").split("|")):
        terminalreporter.write_line(f"FAILED before this run: {part}", red=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    return _no_skip_in_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[Any]:
    report = yield
    return _no_skip_in_ci(report)


def _no_skip_in_ci(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may skip in CI. {reason}"
    return report


@pytest.fixture(scope="session")
def services_stack() -> Iterator[ExitStack]:
    """What started last stops first, at the end of the session."""
    with ExitStack() as stack:
        yield stack


def _enter(stack: ExitStack, make: Callable[[], Any]) -> Any:
    try:
        return stack.enter_context(make())
    except Missing as missing:
        pytest.skip(str(missing))


# --- Folders and the database -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite's test database in a file, as an installation does, so that a worker process can open it too."""
    from django.db import connections

    database = connections["default"].settings_dict
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def published_root(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path | None]:
    """Give each test that uses the database a folder of its own to publish into."""
    if request.node.get_closest_marker("database") is None:
        yield None
        return
    from django.test import override_settings

    with override_settings(PUBLISHED_ROOT=tmp_path / "published"):
        yield tmp_path / "published"


def database_url() -> str:
    """Return the DATABASE_URL by which another process opens the test database."""
    from urllib.parse import quote

    from django.db import connection

    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return f"postgres://{now['USER']}@{quote(now['HOST'], safe='')}/{now['NAME']}"


# --- Servers ----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def redis_url(services_stack: ExitStack) -> str:
    """A Redis server of this session."""
    return str(_enter(services_stack, services.redis_server))


@pytest.fixture(scope="session")
def postgres_url(services_stack: ExitStack) -> str:
    """A PostgreSQL server of this session."""
    return str(_enter(services_stack, services.postgres))


@dataclass
class Queue:
    """A queue in Redis that this process sends tasks to, and the processes that serve it."""

    url: str
    folder: Path
    changes: dict[str, str | None] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def env(self) -> dict[str, str]:
        own: dict[str, str | None] = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.url,
            "CONFLICTMAP_VAR": str(self.folder),
            "SECRET_KEY": os.environ["SECRET_KEY"],
            # A restarted worker asks at once for what a lost one had taken longer ago than this.
            "TASK_VISIBILITY_SECONDS": "1",
        }
        return services.environment(**own | self.changes)

    def worker(self) -> services.Service:
        """Start a worker as the image does."""
        return self.stack.enter_context(services.running(services.celery_worker(self.folder, self.env)))

    def beat(self) -> services.Service:
        """Start the timer as the image does."""
        return self.stack.enter_context(services.running(services.celery_beat(self.folder, self.env)))


@pytest.fixture
def queue(transactional_db: None, redis_url: str, tmp_path: Path) -> Iterator[Queue]:
    """Send this process's tasks to an empty Redis instead of running them here; start workers by `queue.worker()`."""
    import redis
    from django.test import override_settings

    from conflictmap.celery import app

    redis.Redis.from_url(redis_url).flushall()
    before = app.conf.task_always_eager, app.conf.broker_url
    app.conf.update(task_always_eager=False, broker_url=redis_url)
    _forget_connections(app)
    made = Queue(redis_url, tmp_path)
    try:
        with override_settings(REDIS_URL=redis_url, CELERY_TASK_ALWAYS_EAGER=False), made.stack:
            yield made
    finally:
        app.conf.update(task_always_eager=before[0], broker_url=before[1])
        _forget_connections(app)


def _forget_connections(app: Any) -> None:
    """Make Celery connect anew: it keeps its first broker's connections for the whole process."""
    from kombu import pools

    pools.reset()
    app._pool = None
    app.__dict__.pop("amqp", None)


# --- The site and the browser -----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation with the default theatre loaded and published, not served: to be copied."""
    if not (ROOT / "frontend" / "dist" / "natural-earth").is_dir():
        pytest.skip("The page is not built: run `make frontend`")
    site = Site(tmp_path_factory.mktemp("site"))
    site.set_up()
    return site


def _serve_copy(prepared: Site, folder: Path, stack: ExitStack) -> Site:
    site = Site(folder)
    shutil.copytree(prepared.var, site.var, dirs_exist_ok=True)
    stack.callback(site.stop)
    site.start()
    return site


@pytest.fixture(scope="session")
def live_site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory, services_stack: ExitStack) -> Site:
    """The site as gunicorn serves it, for tests that only read."""
    return _serve_copy(prepared_site, tmp_path_factory.mktemp("live"), services_stack)


@pytest.fixture
def fresh_site(prepared_site: Site, tmp_path: Path) -> Iterator[Site]:
    """A site of this test's own, for tests that change something."""
    with ExitStack() as stack:
        yield _serve_copy(prepared_site, tmp_path / "fresh", stack)


@pytest.fixture(scope="session")
def browser(services_stack: ExitStack) -> Any:
    """Debian's Chromium, driven by Playwright."""
    return _enter(services_stack, services.chromium)


@pytest.fixture
def browser_options() -> dict[str, Any]:
    """Options of the page's context; a test module overrides this for a phone, dark colours or reduced motion."""
    return {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "timezone_id": "Asia/Damascus"}


@pytest.fixture
def page(browser: Any, browser_options: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a fresh context.

    Its last sight is kept in tests/artefacts. At the end no script may have failed, nothing may have broken the content
    security policy, and nothing may have been asked of another machine.
    """
    context = browser.new_context(**browser_options)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script failed: {error}"))
    opened.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    opened.on("request", lambda asked: wrong.append(f"asked {asked.url}") if _is_foreign(asked.url) else None)
    yield opened
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-zA-Z0-9]+", "-", request.node.nodeid.removeprefix("tests/")).strip("-")
    with suppress(Exception):
        opened.screenshot(path=ARTEFACTS / f"{name}.png")
    context.close()
    assert not wrong, "\n".join(wrong)


def _is_foreign(url: str) -> bool:
    return not re.match(r"(http://(127\.0\.0\.1|localhost):\d+/|data:|blob:|about:)", url)
