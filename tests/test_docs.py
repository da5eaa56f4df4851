"""The documents tell the truth: variables, commands and links in them are those that there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.services import ROOT

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
# Set by us for our own processes, or by everybody's shell: not for those who run the map.
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE"}


def names_in(path: Path) -> Iterator[str]:
    """The environment variables that a module reads, by whatever means."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            function, name = ast.unparse(node.func), node.args[0]
            reads = function.startswith("env_") or function in {"os.environ.get", "os.getenv", "environ.get", "getenv"}
        elif isinstance(node, ast.Subscript):
            name = node.slice
            reads = ast.unparse(node.value) in {"os.environ", "environ"}
        else:
            continue
        if reads and isinstance(name, ast.Constant):
            yield str(name.value)


def variables_read() -> set[str]:
    found = {name for module in ("settings", "gunicorn") for name in names_in(ROOT / "conflictmap" / f"{module}.py")}
    if "dj_database_url.config(" in (ROOT / "conflictmap" / "settings.py").read_text():
        found.add("DATABASE_URL")  # read by the library
    return found - NOT_SETTINGS


def table_of(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the README, without its head."""
    text = (ROOT / "README.md").read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_readme_names_exactly_the_variables_that_the_site_reads() -> None:
    named = [re.fullmatch(r"`([A-Z_]+)`", row[0]) for row in table_of("Configuration")]
    assert all(named)
    assert sorted(match[1] for match in named if match) == sorted(variables_read())


def test_no_other_module_reads_the_environment() -> None:
    allowed = {"settings.py", "gunicorn.py", "celery.py", "wsgi.py"}
    elsewhere = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "conflictmap").rglob("*.py")
        if file.name not in allowed and set(names_in(file))
    ]
    assert elsewhere == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_and_management_command_in_a_document_exists(document: Path) -> None:
    text = document.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    commands = {file.stem for file in (ROOT / "conflictmap" / "management" / "commands").glob("*.py")}
    django = {
        "createsuperuser",
        "changepassword",
        "migrate",
        "makemigrations",
        "dumpdata",
        "axes_reset",
        "collectstatic",
    }
    code = "\n".join(re.findall(r"`[^`\n]+`|^ {4}.*$|^```.*?^```", text, re.M | re.S))
    assert set(re.findall(r"\bmake ([a-z][a-z-]+)", code)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", code)) <= commands | django


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), f"{document.name} links to {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{document.name} links to {target}"


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_file_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    roots = ("conflictmap/", "frontend/", "fixtures/", "tests/", "docs/", ".ci/")
    named = {
        name for name in re.findall(r"`([^`\s]+)`", text) if name.startswith(roots) and not re.search(r"[A-Z*<…]", name)
    }
    named.discard("tests/artefacts/")  # made by a run
    assert len(named) > 15
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_the_readme_shows_the_page() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert "docs/images/page.png" in pictures
    assert (ROOT / "docs" / "images" / "page.png").read_bytes().startswith(b"\x89PNG")
