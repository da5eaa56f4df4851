"""The formats of exports: text that is streamed, and files that are whole before they are sent."""

from __future__ import annotations

TEXT_FORMATS = ("geojson", "geojsonl", "csv")
FILE_FORMATS = ("gpkg", "fgb", "parquet")
FORMATS = TEXT_FORMATS + FILE_FORMATS
