"""The data dictionary names every column of every layer once, and docs/data.md has it as the code writes it."""

from __future__ import annotations

import pytest

from conflictmap.core.dictionary import LAYERS, TYPES, Layer
from conflictmap.core.dictionary_page import dictionary_page
from tests.services import ROOT


def test_the_page_is_as_the_code_writes_it() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert page == dictionary_page(page), "run `manage.py document_dictionary`"


def test_a_page_without_the_mark_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="has no line"):
        dictionary_page("# Another page\n")


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_column_says_what_it_is_and_stands_once(layer: Layer) -> None:
    assert len(set(layer.names)) == len(layer.names) > 5
    for column in layer.columns:
        assert column.type in TYPES
        assert column.meaning.endswith(".")
        assert bool(column.codes) == (column.type == "code"), column.name
