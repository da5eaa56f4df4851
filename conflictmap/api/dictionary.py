"""The data dictionary of the exports, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from conflictmap.core.dictionary import LAYERS, TYPES, Layer

from . import params
from .schema_geojson import Json
from .schema_types import TEXT, list_of, object_of, said

_COLUMN = object_of(
    name=TEXT,
    type=said({"type": "string", "enum": list(TYPES)}, "Explained in `types`."),
    meaning=TEXT,
    unit=said(TEXT, "Empty for none."),
    codes=said(list_of(TEXT), "The code list; empty for none."),
    acled=said(TEXT, "ACLED's field; after `~` one that is near in meaning; empty for none."),
    ucdp=said(TEXT, "UCDP GED's field, likewise."),
    airwars=said(TEXT, "Airwars' field, likewise."),
)
DICTIONARY: Json = object_of(
    types=said({"type": "object", "additionalProperties": {"type": "string"}}, "What each type is."),
    layers=list_of(
        object_of(
            name=TEXT,
            row=said(TEXT, "What a row of it is."),
            geometry=said(list_of(TEXT), "Its kinds of geometry."),
            columns=said(list_of(_COLUMN), "In the order in which every format has them."),
        )
    ),
)


class Dictionary(APIView):
    """Every column of every export: its type, unit, code list and meaning, and the corresponding ACLED, UCDP GED and Airwars field."""

    answer_schema = DICTIONARY
    http_method_names = ["get", "head"]

    def parameter_names(self) -> tuple[str, ...]:
        return ()

    def get(self, request: Request) -> Response:
        params.read(request.query_params, self.parameter_names())
        return Response({"types": dict(TYPES), "layers": [_layer(layer) for layer in LAYERS.values()]})


def _layer(layer: Layer) -> dict[str, Any]:
    columns = [asdict(column) for column in layer.columns]
    return {"name": layer.name, "row": layer.row, "geometry": layer.geometry, "columns": columns}
