"""The whole of what the filters select as one file, streamed at constant memory in the formats and columns of the dictionary."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from rest_framework.request import Request
from rest_framework.views import APIView

from conflictmap.core.dictionary import LAYERS, Layer
from conflictmap.core.formats import FORMATS
from conflictmap.core.release_layers import release_rows
from conflictmap.core.write_text import WRITERS, Row
from conflictmap.models import Release, Theatre
from conflictmap.models.exported import exported_rows

from . import listings, params
from .drawn_release import find_release
from .exported_days import asked_of, day_rows, parameters_of
from .exported_files import made_file
from .gzipped import accepts_gzip, gzipped
from .listings import Listing
from .params import NO_ALIGNMENT, Given
from .problem import invalid, not_found
from .renderers import (
    CSVRenderer,
    FlatGeobufRenderer,
    GeoJSONLinesRenderer,
    GeoJSONRenderer,
    GeoPackageRenderer,
    ParquetRenderer,
)
from .theatre_answer import find_theatre

#: Raise when the same rows would give other bytes, so that no cache outlives the code that filled it.
EXPORT_VERSION = 1
RENDERERS: dict[str, type[GeoJSONRenderer]] = {
    renderer.format: renderer
    for renderer in (
        *(GeoJSONRenderer, GeoJSONLinesRenderer, CSVRenderer),
        *(GeoPackageRenderer, FlatGeobufRenderer, ParquetRenderer),
    )
}


@dataclass(frozen=True, slots=True)
class Exported:
    """One file to be had: a layer of the dictionary in a format, with the listing that selects its rows."""

    layer: Layer
    form: str
    #: None where rows are derived of days.
    listing: Listing | None = None

    @property
    def file_name(self) -> str:
        return f"{self.layer.name}.{self.form}"


class Export(APIView):
    """Every row that the filters select, streamed as one file with the columns of `/api/v1/dictionary/`."""

    exported: ClassVar[Exported]
    http_method_names = ["get", "head"]

    def parameter_names(self) -> tuple[str, ...]:
        listing = self.exported.listing
        return parameters_of(self.exported.layer.name) if listing is None else (*listing.filters, "release")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Take the format from the address, whatever the Accept header asks for."""
        renderer = RENDERERS[self.exported.form]
        return renderer(), renderer.media_type

    def get(self, request: Request) -> HttpResponseBase:
        given = params.read(request.query_params, self.parameter_names())
        rows = self._rows(given)
        zipped = self.exported.form in WRITERS and accepts_gzip(request)
        etag = _etag(self.exported, given, zipped=zipped)
        headers = self._headers(etag)
        unchanged = etag and get_conditional_response(request._request, etag=etag, response=HttpResponse())
        if unchanged and unchanged.status_code != 200:
            return _with(unchanged, headers)
        if self.exported.form not in WRITERS:
            return _with(self._whole(request, rows), headers)
        # Asked for the head alone, no row is read; streamed too, so that no length is given that the file has not.
        text = self._text(rows) if request.method == "GET" else iter(())
        response = StreamingHttpResponse(
            gzipped(text) if zipped and request.method == "GET" else text, content_type=self._media_type()
        )
        if zipped:
            response["Content-Encoding"] = "gzip"
        return _with(response, headers)

    def _media_type(self) -> str:
        renderer = RENDERERS[self.exported.form]
        return f"{renderer.media_type}; charset=utf-8" if renderer is CSVRenderer else renderer.media_type

    def _headers(self, etag: str | None) -> dict[str, str]:
        headers = {
            "Content-Disposition": f'attachment; filename="{self.exported.file_name}"',
            "Cache-Control": "public, no-cache",
        }
        return {**headers, "ETag": etag} if etag else headers

    def _rows(self, given: Given) -> Generator[Row]:
        """Return what is asked for, to be read when it is written. Raises ProblemError (400, 404, 410)."""
        listing, layer = self.exported.listing, self.exported.layer.name
        if listing is None:
            theatre = theatre_asked(given)
            return day_rows(layer, theatre, asked_of(layer, theatre, given))
        if "release" in given:
            alignment = {"alignment": ""} if given.get("alignment") == NO_ALIGNMENT else {}
            reading = find_release(theatre_asked(given), given["release"])
            return release_rows(reading, layer, {**given, **alignment})
        return exported_rows(layer, listing.select(given).order_by(*listing.sort_key))

    def _whole(self, request: Request, rows: Generator[Row]) -> HttpResponseBase:
        """Answer with a file that is made first. Raises ProblemError (400) for more rows than are worth the wait."""
        if request.method == "HEAD":
            return HttpResponse(content_type=self._media_type())
        made = made_file(self.exported.layer.name, self.exported.form, rows)
        return FileResponse(made, content_type=self._media_type(), filename=self.exported.file_name)

    def _text(self, rows: Generator[Row]) -> Iterator[bytes]:
        return WRITERS[self.exported.form](self.exported.layer, rows)


def theatre_asked(given: Given) -> Theatre:
    """Return the theatre that is asked of, which a release names too. Raises ProblemError (400 or 404)."""
    if "theatre" in given:
        return find_theatre(given["theatre"])
    if "release" not in given:
        raise invalid("theatre", "It has to be given.")
    release = Release.objects.select_related("theatre").filter(hash=given["release"]).first()
    if release is None:
        raise not_found("release", f"There is no release {given['release']}.")
    return release.theatre


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _etag(exported: Exported, given: Given, *, zipped: bool) -> str | None:
    """Name what a file holds without reading its rows; None while a theatre doesn't say when it last changed.

    The rows may be newer than their name, never older: a reader then asks once more than needed.
    """
    of = Theatre.objects.order_by("pk")
    if "theatre" in given:
        of = of.filter(slug=given["theatre"])
    stamps = list(of.values_list("pk", "changed_at", "coordinate_decimals", "publish_delay_days", "time_zone"))
    if any(changed is None for _, changed, *_ in stamps):
        return None
    # What a publishing delay holds back comes out with time alone; the latest time zone is a day ahead of the earliest.
    hour = datetime.now(UTC).strftime("%Y-%m-%dT%H") if any(delay for *_, delay, _ in stamps) else ""
    parts = repr((EXPORT_VERSION, exported.file_name, sorted(given.items()), stamps, hour, zipped))
    return quote_etag(hashlib.sha256(parts.encode()).hexdigest()[:32])


def _view(layer: Layer, form: str, listing: Listing | None) -> type[Export]:
    words = {
        "__doc__": Export.__doc__,
        "exported": Exported(layer, form, listing),
        "renderer_classes": [RENDERERS[form]],
    }
    return type(f"{layer.name.title()}{form.title()}Export", (Export,), words)


_LISTINGS = {listing.name: listing for listing in listings.EXPORTED}
EXPORTS: tuple[type[Export], ...] = tuple(
    _view(layer, form, _LISTINGS.get(layer.name)) for layer in LAYERS.values() for form in FORMATS
)
