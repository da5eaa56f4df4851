"""What docs/researchers.md tells researchers to ask for is to be had, and its examples run."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conflictmap.importers.theatre_folder import read_theatre_folder
from conflictmap.pipeline import ingest
from conflictmap.pipeline.publish import publish
from tests.services import ROOT, THEATRE_FOLDER

PAGE = (ROOT / "docs" / "researchers.md").read_text()
HERE = "http://127.0.0.1:8000"


def addresses() -> list[str]:
    """Return every address of the API that the page names, its {alternatives} written out."""
    found = []
    for text in re.findall(r"(/api/v1/[^\s`'\"]*)", PAGE):
        parts = [part.strip("{}").split(",") for part in re.split(r"(\{[^}]*\})", text)]
        found += ["".join(each) for each in itertools.product(*parts)]
    return found


@pytest.fixture
def northern_syria(db: None) -> None:
    ingest.load_theatre(folder=read_theatre_folder(Path(ROOT / THEATRE_FOLDER)))


def test_every_address_on_the_page_answers(reader: Client, northern_syria: None) -> None:
    asked = addresses()
    assert len(asked) > 15
    refused = {
        address: response.status_code for address in asked if (response := reader.get(address)).status_code != 200
    }
    assert refused == {}


@pytest.mark.django_db(transaction=True)
def test_the_examples_run_one_after_the_other(live_server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    loaded = ingest.load_theatre(folder=read_theatre_folder(Path(ROOT / THEATRE_FOLDER)))
    publish(theatre=loaded.theatre)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.S))
    assert code.count(HERE) == 2
    exec(compile(code.replace(HERE, live_server.url), "researchers.md", "exec"), {})
    said = capsys.readouterr().out
    assert re.search(r"^    .+ 2024-11-30 .+\.$", said, re.M)
    assert re.search(r"^2024-11-30 .* syrian-government -> hts-led-opposition \{'low'", said, re.M)
    assert len(re.findall(r"^2024-1\d-\d\d \{'syrian-government'", said, re.M)) == 3
    assert re.search(r"^2024-12-02 \[\('2024-11-26', 0\), ", said, re.M)
