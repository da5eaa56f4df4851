"""The data dictionary is to be had from the API."""

from __future__ import annotations

from django.test import Client

from conflictmap.core.dictionary import LAYERS


def test_the_dictionary_names_the_columns_of_every_layer(reader: Client, db: None) -> None:
    told = reader.get("/api/v1/dictionary/").json()
    assert {layer["name"]: tuple(column["name"] for column in layer["columns"]) for layer in told["layers"]} == {
        name: layer.names for name, layer in LAYERS.items()
    }
    (grading,) = [
        column
        for layer in told["layers"]
        if layer["name"] == "strikes"
        for column in layer["columns"]
        if column["name"] == "grading"
    ]
    assert grading["codes"] == ["confirmed", "fair", "weak", "contested", "discounted"]
    assert grading["airwars"] == "civilian harm grading"


def test_the_dictionary_takes_no_parameters(reader: Client, db: None) -> None:
    assert reader.get("/api/v1/dictionary/?layer=claims").status_code == 400
