"""Every check and test in one run, pytest's whole run last: `make test`; with --lint only the quick checks: `make lint`.

A part that fails does not stop the others; the end names it, and the exit code is not 0.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import services
from tests.services import ROOT

BIN = Path(sys.executable).parent
CHECKS = {
    "style (ruff check)": [f"{BIN}/ruff", "check", "."],
    "form (ruff format)": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "types (mypy)": [f"{BIN}/mypy"],
    "order of the rooms (import-linter)": [f"{BIN}/lint-imports", "--no-logo"],
    "migrations are complete": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}
FRONTEND = {
    "front end: style and types": ["npm", "run", "--silent", "lint"],
    "front end: tests (vitest)": ["npm", "run", "--silent", "test"],
}


class Terminated(BaseException):
    """This run was told to end by SIGTERM."""


def call(command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Run a command with its output as it comes and return its exit code; where we are stopped, it ends first."""
    child = subprocess.Popen(command, cwd=cwd, env=dict(env or os.environ), stdin=subprocess.DEVNULL)
    try:
        return child.wait()
    except KeyboardInterrupt:  # the terminal has told the child too
        child.wait()
        raise
    except Terminated:
        child.terminate()
        child.wait()
        raise


def part(name: str, command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> bool:
    """Run one part; return whether it passed."""
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    code = call(command, cwd, env)
    print(f"    {'passed' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


def _terminate(_number: int, _frame: object) -> None:
    raise Terminated


def lint() -> list[str]:
    """Run the quick checks and return the names of those that failed."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"}
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', os.defpath)}"
    failed = [name for name, command in CHECKS.items() if not part(name, command, env=env)]
    return failed + [name for name, command in list(FRONTEND.items())[:1] if not part(name, command, ROOT / "frontend")]


def test() -> int:
    """Run everything; return the exit code."""
    shutil.rmtree(ROOT / "tests" / "artefacts", ignore_errors=True)
    failed = lint()
    failed += [name for name, command in list(FRONTEND.items())[1:] if not part(name, command, ROOT / "frontend")]
    pytest = [sys.executable, "-m", "pytest", "--durations=8"]
    in_ci = os.environ.get("CI", "").lower() in {"1", "true"}
    name = "pytest on PostgreSQL: all that uses the database"
    try:
        with services.postgres() as url:
            if not part(name, [*pytest, "-m", "database and not browser"], env={**os.environ, "DATABASE_URL": url}):
                failed.append(name)
    except services.Missing as missing:
        print(f"\n=== {name}\n    skipped: {missing}", flush=True)
        failed += [name] if in_ci else []
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    print("\n=== pytest on SQLite: everything", flush=True)
    code = call(pytest, env={**env, "CONFLICTMAP_FAILED_PARTS": "|".join(failed)})
    return code or (1 if failed else 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminate)
    try:
        sys.exit(bool(lint()) if "--lint" in sys.argv[1:] else test())
    except (KeyboardInterrupt, Terminated):
        sys.exit(130)
