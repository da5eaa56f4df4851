"""The OpenAPI schema, from the tables that the API runs on: parameters, listings, and a problem for every error."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from .exports import Exported
from .listings import Listing
from .pagination import LINKS_SCHEMA
from .params import PARAMETERS
from .problem import MEDIA_TYPE as PROBLEM
from .problem import ProblemSerializer
from .renderers import GEOJSON_MEDIA_TYPE as GEOJSON
from .schema_changes import CHANGES
from .schema_exports import export_schema
from .schema_geojson import collection_schema, feature_schema, geometry_schema
from .schema_known import HISTORY, KNOWN_EVIDENCE, KNOWN_TIMELINE
from .schema_theatre_day import DAY_MEMBERS, LAYER_FEATURES
from .schema_why import WHY

JSON = "application/json"
#: Readings of a theatre that are no layer of features.
ANSWERS = {"why": WHY, "changes": CHANGES, "timeline": KNOWN_TIMELINE, "evidence": KNOWN_EVIDENCE, "history": HISTORY}
Responses = dict[tuple[int, str], Any]


class Schema(AutoSchema):
    """Describe views that name their parameters by `parameter_names()`."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        names = self.view.parameter_names() if hasattr(self.view, "parameter_names") else ()
        described: list[Any] = [self._query_parameter(name) for name in names]
        if "{theatre}" in self.path:
            described.append(
                OpenApiParameter("theatre", str, OpenApiParameter.PATH, description="The theatre, by its slug.")
            )
        elif "{id}" in self.path:
            described.append(
                OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The public id.")
            )
        return described

    def get_operation_id(self) -> str:
        if hasattr(self.view, "layer"):
            return f"theatre_{self.view.layer}"
        if hasattr(self.view, "exported"):
            return f"export_{self.view.exported.layer.name}_{self.view.exported.form}"
        return super().get_operation_id()

    def _query_parameter(self, name: str) -> OpenApiParameter:
        parameter = PARAMETERS[name]
        schema = dict(parameter.schema)
        if name == "format":
            schema["enum"] = [renderer.format for renderer in self.view.renderer_classes]
        # In words, because the reference page would fill an example in and send it with every trial.
        example = f" For example `{parameter.example}`." if parameter.example else ""
        return OpenApiParameter(
            name,
            schema,
            OpenApiParameter.QUERY,
            required=parameter.required or name in getattr(self.view, "required_here", ()),
            description=parameter.description + example,
        )

    def get_response_serializers(self) -> Any:
        if hasattr(self.view, "layer"):
            responses = self._theatre_responses(self.view.layer)
        elif hasattr(self.view, "exported"):
            responses = self._export_responses(self.view.exported)
        elif hasattr(self.view, "answer_schema"):
            responses = {(200, JSON): self.view.answer_schema}
        elif hasattr(self.view, "listing"):
            responses = self._listing_responses(self.view.listing, getattr(self.view, "action", "list"))
        else:
            return super().get_response_serializers()
        return responses | self._problems()

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: Any = "response"
    ) -> dict[str, Any]:
        if isinstance(serializer, dict):
            # Whole already: AutoSchema would make it an array and page it, as every answer of a list.
            return {"content": {media_type: {"schema": serializer} for media_type in media_types}, "description": ""}
        return super()._get_response_for_code(serializer, status_code, media_types, direction)

    def _problems(self) -> Responses:
        problems = {400: "A parameter is unknown or has a value that cannot be used; `field` names it."}
        problems[429] = "This address asks too often; `Retry-After` says in how many seconds it may go on."
        if "{" in self.path:
            problems[404] = "There is no such thing; `field` names the part of the address that leads nowhere."
        if hasattr(self.view, "parameter_names") and "release" in self.view.parameter_names():
            problems.setdefault(404, "There is no such theatre or release; `field` names the parameter.")
            problems[410] = "The release was withdrawn; `detail` says why."
        if getattr(self.view, "action", "") in ("list", "retrieve"):
            problems[406] = "None of the media types in Accept is available."
        return {(code, PROBLEM): OpenApiResponse(ProblemSerializer, why) for code, why in problems.items()}

    def _listing_responses(self, listing: Listing, action: str) -> Responses:
        whole = listing.serializer(many=True) if action == "list" else listing.serializer()
        responses: Responses = {(200, JSON): whole}
        if listing.properties is not None:
            row = self._row_feature(listing)
            responses[200, GEOJSON] = collection_schema(row, LINKS_SCHEMA) if action == "list" else row
        return responses

    def _export_responses(self, exported: Exported) -> Responses:
        media_type = self.view.renderer_classes[0].media_type
        return {
            (200, media_type): export_schema(exported.layer, exported.form),
            (304, media_type): OpenApiResponse(description="Unchanged since the file that If-None-Match names."),
        }

    def _row_feature(self, listing: Listing) -> dict[str, Any]:
        if listing.properties is None:
            raise TypeError(f"{listing.name} have no geometry")
        properties = self.resolve_serializer(listing.properties(), "response").ref
        return feature_schema(geometry_schema("Point", "Polygon"), properties, with_id=True)

    def _theatre_responses(self, layer: str) -> Responses:
        unchanged = OpenApiResponse(description="Unchanged since the answer that If-None-Match names.")
        if layer in ANSWERS:
            return {(200, JSON): ANSWERS[layer], (304, JSON): unchanged}
        collection = collection_schema(LAYER_FEATURES[layer], DAY_MEMBERS)
        return {(200, GEOJSON): collection, (200, JSON): collection, (304, GEOJSON): unchanged}
