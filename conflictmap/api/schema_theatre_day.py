"""OpenAPI schemas of a theatre's day: its states, areas and frontlines."""

from __future__ import annotations

from .schema_geojson import Json, feature_schema, geometry_schema
from .schema_types import AMOUNT, ANSWER_MEMBERS, CONTROL, DAY, ID, SHARE, TEXT, list_of, object_of, or_null, said

#: What every answer says of itself, as foreign members.
DAY_MEMBERS: Json = {
    "date": DAY,
    **ANSWER_MEMBERS,
    "release": or_null(said(TEXT, "The release from whose rows it is derived; null: from what is recorded now.")),
}

LAYER_FEATURES: dict[str, Json] = {
    "states": feature_schema(
        geometry_schema("Point", "Polygon"),
        object_of(
            place=TEXT,
            name=TEXT,
            name_ar=TEXT,
            **CONTROL,
            confidence=SHARE,
            since=or_null(said(DAY, "The day from which the holder has held.")),
            doubted=said(
                {"type": "boolean"}, "Its claims stand alone and are not followed: it goes with the ground around."
            ),
            claims=list_of(ID),
            evidence=list_of(object_of(claim=ID, rule=TEXT, weight=SHARE)),
        ),
        with_id=True,
    ),
    "areas": feature_schema(
        geometry_schema("Polygon"), object_of(**CONTROL, area_km2=AMOUNT, confidence=SHARE), with_id=False
    ),
    "frontline": feature_schema(
        geometry_schema("LineString"),
        object_of(between=list_of(TEXT), sides=list_of(TEXT), length_km=AMOUNT, width_km=AMOUNT),
        with_id=False,
    ),
}
