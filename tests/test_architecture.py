"""The order of the rooms: who may import whom."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import ROOT, environment


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def modules(room: str) -> list[str]:
    files = sorted((ROOT / "conflictmap" / room).glob("*.py"))
    return [f"conflictmap.{room}" if file.stem == "__init__" else f"conflictmap.{room}.{file.stem}" for file in files]


@pytest.mark.parametrize(("room", "least"), [("core", 4), ("importers", 4), ("fetching", 3)])
def test_a_pure_room_imports_without_django_celery_or_a_database(room: str, least: int) -> None:
    names = modules(room)
    assert len(names) >= least
    loaded = python(f"import sys, {', '.join(names)}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))")
    assert not {"django", "rest_framework", "celery", "redis", "psycopg", "sqlite3"} & set(loaded.split())


def test_the_project_package_is_empty() -> None:
    assert (ROOT / "conflictmap" / "__init__.py").read_text() == ""


def test_no_room_imports_a_higher_one_or_a_sibling() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, env=environment()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kept, 0 broken" in done.stdout


def test_the_linter_sees_a_room_that_imports_a_higher_one(tmp_path: Path) -> None:
    """The contracts bite: the same settings on a copy of the house in which core reaches for the models."""
    house = tmp_path / "conflictmap"
    for folder in [ROOT / "conflictmap", *(path for path in (ROOT / "conflictmap").rglob("*") if path.is_dir())]:
        if (folder / "__init__.py").exists() or any(folder.glob("*.py")):
            (house / folder.relative_to(ROOT / "conflictmap")).mkdir(parents=True, exist_ok=True)
    for file in (ROOT / "conflictmap").rglob("*.py"):
        (house / file.relative_to(ROOT / "conflictmap")).write_text(file.read_text())
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (house / "core" / "ids.py").write_text("import conflictmap.models\nimport conflictmap.pipeline\n")
    linter = Path(sys.executable).with_name("lint-imports")
    env = environment(PYTHONPATH=str(tmp_path))
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, env=env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "conflictmap.core.ids -> conflictmap.models" in done.stdout


def test_only_the_pipeline_and_accounts_write_to_the_database() -> None:
    """A crude net: calls that write, by name, outside of the room that may."""
    writes = (".save(", ".create(", ".bulk_create(", ".bulk_update(", ".update_or_create(", ".get_or_create(")
    rooms = ("core", "importers", "fetching", "api", "web", "tasks.py")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for room in rooms
        for path in [ROOT / "conflictmap" / room]
        for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if any(word in line for word in writes)
    ]
    assert found == []


def test_no_file_is_named_after_nothing() -> None:
    nothing = {"utils", "common", "helpers", "misc", "shared", "util", "helper"}
    files = [*(ROOT / "conflictmap").rglob("*"), *(ROOT / "frontend" / "src").rglob("*")]
    assert [str(file.relative_to(ROOT)) for file in files if file.stem in nothing] == []
