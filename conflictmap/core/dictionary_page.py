"""The generated part of docs/data.md: the data dictionary as tables."""

from __future__ import annotations

from collections.abc import Iterator

from .dictionary import LAYERS, TYPES, Column, Layer

BEGIN = "<!-- From here on written by `manage.py document_dictionary` -->"


def dictionary_page(before: str) -> str:
    """Return the page anew: what stands before the mark is kept. Raises ValueError where there is no mark."""
    kept, mark, _ = before.partition(BEGIN)
    if not mark:
        raise ValueError(f"the page has no line {BEGIN}")
    return kept + BEGIN + "\n\n" + "\n".join(_dictionary()) + "\n"


def _dictionary() -> Iterator[str]:
    yield "## The columns\n"
    yield "| type | what |\n|---|---|"
    yield from (f"| {name} | {meaning} |" for name, meaning in TYPES.items())
    for layer in LAYERS.values():
        yield from _layer(layer)


def _layer(layer: Layer) -> Iterator[str]:
    yield f"\n### {layer.name}\n"
    yield f"{layer.row} Geometry: {' or '.join(layer.geometry)}.\n"
    yield "| column | type | meaning | ACLED | UCDP GED | Airwars |\n|---|---|---|---|---|---|"
    for column in layer.columns:
        cells = (f"`{column.name}`", column.type, _meaning(column), column.acled, column.ucdp, column.airwars)
        yield "| " + " | ".join(cells) + " |"


def _meaning(column: Column) -> str:
    unit = f" In {column.unit}." if column.unit and column.unit not in column.meaning else ""
    codes = " One of " + ", ".join(f"`{code}`" for code in column.codes) + "." if column.codes else ""
    return column.meaning + unit + codes
