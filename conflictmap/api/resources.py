"""Lists and single rows of everything in the table of listings, as JSON and, where there is geometry, as GeoJSON."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from conflictmap.core.geojson import feature_collection

from . import listings, params
from .features import features_of
from .listings import Listing
from .pagination import KeysetPagination
from .params import Given, shown
from .problem import not_found
from .renderers import GeoJSONRenderer, wants_geojson


class Resource(ReadOnlyModelViewSet[Any]):
    """A list and its rows, read-only."""

    listing: ClassVar[Listing]
    http_method_names = ["get", "head"]
    renderer_classes = [JSONRenderer]
    pagination_class = KeysetPagination
    lookup_field = "pk"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[^/]+"
    given: Given = {}

    @property
    def sort_key(self) -> tuple[str, ...]:
        return self.listing.sort_key

    @property
    def newest_first(self) -> bool:
        return self.listing.newest_first

    def parameter_names(self) -> tuple[str, ...]:
        """Return the query parameters that the present action takes."""
        return (*self.listing.filters, "cursor", "page_size", "format") if self.action == "list" else ("format",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.given = params.read(request.query_params, self.parameter_names())

    def get_queryset(self) -> QuerySet[Any]:
        return self.listing.rows()

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return self.listing.serializer

    def get_object(self) -> Any:
        """Return the row at this address. Raises ProblemError (404) naming the part of the path."""
        text = self.kwargs[self.lookup_url_kwarg]
        missing = not_found(self.lookup_url_kwarg, f"There is no {self.listing.thing} {shown(text)}.")
        try:
            value = UUID(text) if self.listing.lookup == "pk" else params.parse_slug(text)
        except ValueError:
            raise missing from None
        row = self.get_queryset().filter(**{self.listing.lookup: value}).first()
        if row is None:
            raise missing
        return row

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        paginator = KeysetPagination()
        rows = paginator.paginate_queryset(self.listing.select(self.given), request, self)
        if wants_geojson(request):
            links = {"next": paginator.next_link, "previous": paginator.previous_link}
            return Response(feature_collection(features_of(self.listing, rows), links))
        return paginator.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        if wants_geojson(request):
            return Response(next(features_of(self.listing, [row])))
        return Response(self.get_serializer(row).data)


class LocatedResource(Resource):
    """A resource whose rows have a place, and so a geometry."""

    renderer_classes = [JSONRenderer, GeoJSONRenderer]


class Theatres(Resource):
    """Conflict areas and periods."""

    listing = listings.THEATRES
    lookup_field = "slug"
    lookup_url_kwarg = "theatre"


class Actors(Resource):
    """Parties that can hold ground or strike."""

    listing = listings.ACTORS


class Places(LocatedResource):
    """Named points, and areas with an extent."""

    listing = listings.PLACES


class Sources(Resource):
    """Who says something, and whose side they are on."""

    listing = listings.SOURCES


class Reports(Resource):
    """Published texts by one source each; newest first."""

    listing = listings.REPORTS


class Claims(LocatedResource):
    """Who is said to hold what. Lists hold what stands; rows that were superseded are still to be had by their id."""

    listing = listings.CLAIMS


class Strikes(LocatedResource):
    """Air strikes, shelling and missiles. Lists hold what stands; rows that were superseded are still to be had by their id."""

    listing = listings.STRIKES


class Releases(Resource):
    """Published timelines, newest first. Lists leave withdrawn ones out."""

    listing = listings.RELEASES


RESOURCES: tuple[type[Resource], ...] = (Theatres, Actors, Places, Sources, Reports, Claims, Strikes, Releases)
