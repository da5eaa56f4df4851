"""The examples of docs/data.md run, one after the other, against a running site."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from conflictmap.importers.theatre_folder import read_theatre_folder
from conflictmap.pipeline import ingest
from tests.services import ROOT, THEATRE_FOLDER

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def site(transactional_db: None, live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    ingest.load_theatre(folder=read_theatre_folder(Path(ROOT / THEATRE_FOLDER)))
    monkeypatch.chdir(tmp_path)
    return str(live_server.url)


def test_the_python_of_the_page_runs(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.S))
    assert code.count(HERE) == 1
    exec(compile(code.replace(HERE, site), "data.md", "exec"), {})
    said = capsys.readouterr().out
    assert re.search(r"^EPSG:4326 1\d\d$", said, re.M)
    assert "grading" in said


def test_the_commands_of_the_page_find_their_files(site: str, tmp_path: Path) -> None:
    commands = re.findall(r"^    ((?:curl|ogr2ogr) .*)$", PAGE, re.M)
    assert len(commands) == 3
    for command in commands:
        (address,) = re.findall(r"'(http[^']+)'", command.replace(HERE, site))
        with urlopen(address) as response:
            assert len(response.read()) > 200
        if shutil.which(command.split()[0]):
            subprocess.run(["bash", "-c", command.replace(HERE, site)], check=True, cwd=tmp_path)
            assert any(path.stat().st_size > 200 for path in tmp_path.iterdir())
