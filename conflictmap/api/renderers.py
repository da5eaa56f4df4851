"""The formats of the API, and how a request chooses one: `format` if given, else the Accept header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from .params import shown
from .problem import invalid

GEOJSON_MEDIA_TYPE = "application/geo+json"


class GeoJSONRenderer(JSONRenderer):
    """RFC 7946. The view makes the features; this only names the media type."""

    media_type = GEOJSON_MEDIA_TYPE
    format = "geojson"


class GeoJSONLinesRenderer(GeoJSONRenderer):
    """A feature a line."""

    media_type = "application/x-ndjson"
    format = "geojsonl"


class CSVRenderer(GeoJSONRenderer):
    """RFC 4180."""

    media_type = "text/csv"
    format = "csv"


class GeoPackageRenderer(GeoJSONRenderer):
    """OGC GeoPackage."""

    media_type = "application/geopackage+sqlite3"
    format = "gpkg"


class FlatGeobufRenderer(GeoJSONRenderer):
    """FlatGeobuf, whose media type nobody has registered."""

    media_type = "application/flatgeobuf"
    format = "fgb"


class ParquetRenderer(GeoJSONRenderer):
    """GeoParquet."""

    media_type = "application/vnd.apache.parquet"
    format = "parquet"


class FormatNegotiation(DefaultContentNegotiation):
    """Let an explicit `format` win over the Accept header, and refuse one that is not to be had here."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        chosen = request.query_params.get(self.settings.URL_FORMAT_OVERRIDE)
        if chosen is None:
            negotiated: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return negotiated
        for renderer in renderers:
            if renderer.format == chosen:
                return renderer, renderer.media_type
        formats = ", ".join(renderer.format for renderer in renderers)
        raise invalid("format", f"{shown(chosen)} is unknown here; it is one of {formats}.")


def wants_geojson(request: Any) -> bool:
    """Tell whether the negotiated format is GeoJSON."""
    return bool(request.accepted_renderer.format == GeoJSONRenderer.format)
