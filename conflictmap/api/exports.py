"""The whole of what the filters select as one GeoJSON file, streamed at constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from conflictmap.core.geojson import stream_collection

from . import listings, params
from .features import features_of
from .listings import Listing
from .renderers import GEOJSON_MEDIA_TYPE, GeoJSONRenderer

CHUNK_ROWS = 500


class Export(APIView):
    """Every row that the filters select, streamed as one FeatureCollection."""

    listing: ClassVar[Listing]
    http_method_names = ["get", "head"]
    renderer_classes = [GeoJSONRenderer]

    def parameter_names(self) -> tuple[str, ...]:
        return self.listing.filters

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Take the format from the address, whatever the Accept header asks for."""
        return GeoJSONRenderer(), GEOJSON_MEDIA_TYPE

    def get(self, request: Request) -> StreamingHttpResponse:
        rows = self.listing.select(params.read(request.query_params, self.parameter_names()))
        # Asked for the head alone, no row is read; streamed too, so that no length is given that the file has not.
        text = self._text(rows.order_by(*self.listing.sort_key)) if request.method == "GET" else iter(())
        response = StreamingHttpResponse(text, content_type=GEOJSON_MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{self.listing.name}.geojson"'
        return response

    def _text(self, rows: Any) -> Iterator[str]:
        features = features_of(self.listing, rows.iterator(chunk_size=CHUNK_ROWS))
        return stream_collection(features, {"name": self.listing.name}, default=JSONEncoder().default)


class PlacesExport(Export):
    """Every place that the filters select, streamed as one file."""

    listing = listings.PLACES


class ClaimsExport(Export):
    """Every claim that the filters select, streamed as one file."""

    listing = listings.CLAIMS


class StrikesExport(Export):
    """Every strike that the filters select, streamed as one file."""

    listing = listings.STRIKES


EXPORTS: tuple[type[Export], ...] = (PlacesExport, ClaimsExport, StrikesExport)
