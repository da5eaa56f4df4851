"""A release is what docs/release-format.md says: by its schema, file for file, and by what can be read from it again."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from jsonschema import Draft202012Validator

from conflictmap.core.records import Snapshot
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.release_claims import MOST_IN_ONE, claim_files
from conflictmap.core.timeline import Clock, days_of, walk_grounds
from conflictmap.core.timeline_writer import CONFIDENCE_QUANTUM, QUANTUM
from conflictmap.importers.theatre_folder import read_theatre_folder
from tests.cast import BASELINE, NORTHERN_COUNTRYSIDE, PLACES, THEATRE, snapshot
from tests.invented_release import GOLDEN, golden
from tests.services import ROOT, THEATRE_FOLDER
from tests.ten_days import CLAIMS, EMPTY, compile_, content, short_pieces  # noqa: F401

SCHEMA = json.loads((ROOT / "docs" / "release-format.schema.json").read_text())


# --- The schema -----------------------------------------------------------------------------------------------------------


@lru_cache
def validator(name: str) -> Draft202012Validator:
    kind = name if name in SCHEMA["$defs"] else name.partition("-")[0]
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{kind}"})


def wrong(name: str, value: Any) -> list[str]:
    return [f"{name} {error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(value)]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.fixture(scope="module")
def northern_syria() -> ReleaseFiles:
    rows = read_theatre_folder(ROOT / THEATRE_FOLDER)
    everything = Snapshot(rows.theatre, rows.actors, rows.sources, rows.places, (*rows.baseline, *rows.claims))
    return compile_release(everything, strikes=rows.strikes, reports=rows.reports, basemap=EMPTY)


def test_every_file_of_the_default_theatres_release_keeps_to_the_schema(northern_syria):
    kinds = {re.split(r"[-.]", name)[0] for name in northern_syria.files}
    assert kinds == {
        *("release", "files", "network", "places", "timeline"),
        *("evidence", "claims", "reports", "strikes", "basemap", "names"),
    }
    assert [line for name in northern_syria.files for line in wrong(name, content(northern_syria, name))] == []


@pytest.mark.usefixtures("short_pieces")
def test_every_file_of_a_release_in_pieces_keeps_to_the_schema():
    release = compile_(snapshot(*CLAIMS))
    assert sum(name.startswith("timeline-") for name in release.files) == 4 * 2 * 4
    assert [line for name in release.files for line in wrong(name, content(release, name))] == []


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("release.json", lambda file: file.update(format=1)),
        ("release.json", lambda file: file["quantum"].pop("sureness")),
        ("timeline-assessed-now-000.json", lambda file: file["days"][0].pop("gone")),
        ("timeline-assessed-now-000.json", lambda file: file["days"][0]["states"]["status"].append(4)),
        ("timeline-assessed-now-000.json", lambda file: file["days"][0].update(note="new")),
        ("evidence-assessed-now-000.json", lambda file: file["days"][0]["evidence"]["claims"].append([["0", "x", 1]])),
        ("claims-0000.json", lambda file: file["claims"][0].update(relation="likes")),
        ("network.json", lambda file: file["triangles"].append(-1)),
        ("files.json", lambda file: file["files"].update({"../x.json": {"bytes": 1, "sha256": "0" * 64}})),
    ],
)
def test_the_schema_refuses_what_is_no_release(northern_syria, name, spoil):
    file = content(northern_syria, name)
    spoil(file)
    assert wrong(name, file)


def test_the_page_reads_the_release_that_this_engine_writes():
    assert golden() == json.loads(GOLDEN.read_text()), "python -m tests.invented_release writes it anew"


# --- What can be read from it ---------------------------------------------------------------------------------------------


def rising(numbers: list[int]) -> list[int]:
    return list(itertools.accumulate(numbers))


def apply(array: np.ndarray, change: dict[str, list[int]]) -> np.ndarray:
    made = array.copy()
    for where, by in zip(rising(change["i"]), change["v"], strict=True):
        made[where] += by
    return made


def read_days(release: ReleaseFiles, lens: str, clock: str) -> Iterator[dict[str, Any]]:
    """Read a timeline and its evidence as the description says, each piece by itself."""
    manifest, places = content(release, "release.json"), content(release, "places.json")["places"]
    claims = [content(release, name)["claims"] for name in manifest["claims"]]

    def claim_id(place: int, number: int) -> str:
        rows = [row for row in claims[place % len(claims)] if row["place"] == places[place]["slug"]]
        return str(rows[number]["id"])

    for piece in manifest["timelines"][lens][clock]["pieces"]:
        moving, why = content(release, piece["timeline"]), content(release, piece["evidence"])
        layers = {name: np.zeros(len(content(release, "network.json")["lon"]), dtype=int) for name in moving["layers"]}
        states: dict[int, Any] = {}
        sureness = np.zeros(len(places), dtype=int)
        evidence: dict[int, Any] = {}
        assert len(moving["days"]) == len(why["days"]) == piece["days"]
        for day_, reasons in zip(moving["days"], why["days"], strict=True):
            for name, change in day_["layers"].items():
                layers[name] = apply(layers[name], change)
            columns = day_["states"]
            doubted = set(rising(columns.pop("doubted")))
            for place, *row in zip(rising(columns["place"]), *list(columns.values())[1:], strict=True):
                states[place] = (*row, place in doubted)
            for place in day_["gone"]:
                del states[place]
            sureness = apply(sureness, reasons["confidence"])
            for place, rows in zip(rising(reasons["evidence"]["place"]), reasons["evidence"]["claims"], strict=True):
                evidence[place] = [[claim_id((where or [place])[0], k), rule, w] for k, rule, w, *where in rows]
            yield {
                "date": day_["date"],
                "layers": dict(layers),
                "states": {
                    places[place]["slug"]: {
                        "holder": manifest["actors"][holder]["slug"] if holder is not None else None,
                        "status": ("held", "contested", "claimed", "unknown")[status],
                        "contenders": tuple(manifest["actors"][one]["slug"] for one in contenders),
                        "since": None if since is None else THEATRE.date_start + timedelta(days=since),
                        "doubted": doubted,
                        "confidence": sureness[place] / 1000,
                        "evidence": evidence[place],
                    }
                    for place, (holder, status, contenders, since, doubted) in states.items()
                },
                "changes": [
                    (places[one["place"]]["slug"], [claim_id((w or [one["place"]])[0], k) for k, *w in one["claims"]])
                    for one in day_["changes"]
                ],
                "named": [places[place]["slug"] for place in day_["named"]],
            }


@pytest.mark.usefixtures("short_pieces")
@pytest.mark.parametrize("clock", ["now", "then"])
@pytest.mark.parametrize("lens", ["assessed", "opposition"])
def test_what_is_read_of_each_day_is_what_the_engine_derives_of_that_day_alone(lens: str, clock: Clock):
    rows = snapshot(*CLAIMS)
    days = list(read_days(compile_(rows), lens, clock))
    assert [found["date"] for found in days] == [one.isoformat() for one in days_of(rows.theatre)]
    for found in days:
        today = date.fromisoformat(found["date"])
        ground = next(iter(walk_grounds(rows, [today], lens, clock)))
        field = ground.field
        for (actor, status), layer in field.memberships.items():
            read = found["layers"].get(f"{actor}:{status}", np.zeros_like(layer))
            assert read.tolist() == layer.tolist(), f"{today} {actor}:{status}"
        assert found["layers"]["support"].tolist() == field.support.tolist()
        confidence = found["layers"]["confidence"] / CONFIDENCE_QUANTUM
        assert np.abs(confidence - field.confidence / QUANTUM).max() < 0.5001 / CONFIDENCE_QUANTUM
        assert found["states"] == {
            state.place: {
                "holder": state.holder,
                "status": state.status,
                "contenders": state.contenders,
                "since": state.since,
                "doubted": state.doubted,
                "confidence": pytest.approx(state.confidence, abs=0.0005),
                "evidence": [[one.claim, one.rule, one.weight] for one in state.evidence],
            }
            for state in ground.states
            if state.evidence or state.holder
        }


@pytest.mark.usefixtures("short_pieces")
def test_changes_name_their_place_and_the_claims_behind_them_across_pieces_too():
    changes = {found["date"]: found["changes"] for found in read_days(compile_(snapshot(*CLAIMS)), "assessed", "now")}
    seized = next(one for one in CLAIMS if one.place == "aleppo" and one.provenance == "report")
    assert changes["2024-11-26"] == []
    assert changes["2024-11-30"] == [("aleppo", [seized.id])]
    # 2 December is the first day of a piece; its cause is a claim about an area, in which other places lie.
    around = next(one for one in CLAIMS if one.place == NORTHERN_COUNTRYSIDE.slug)
    assert ("maarat-al-numan", [around.id]) in changes["2024-12-02"]


@pytest.mark.usefixtures("short_pieces")
def test_an_area_is_named_on_the_days_that_a_report_speaks_of_once_it_is_known():
    release = compile_(snapshot(*CLAIMS))
    named = {
        clock: [found["date"] for found in read_days(release, "assessed", clock) if found["named"]]
        for clock in ("now", "then")
    }
    assert named == {"now": ["2024-12-02"], "then": []}


def test_claims_are_divided_over_a_power_of_two_of_files():
    assert len(claim_files(0)) == len(claim_files(MOST_IN_ONE)) == 1
    assert len(claim_files(MOST_IN_ONE + 1)) == 8
    assert len(claim_files(20_000)) == 256


def test_every_claim_is_in_the_file_of_its_place(monkeypatch):
    monkeypatch.setattr("conflictmap.core.release_claims.MOST_IN_ONE", 3)
    monkeypatch.setattr("conflictmap.core.release_claims.MOST_IN_EACH", 3)
    release = compile_(snapshot(*CLAIMS))
    names = content(release, "release.json")["claims"]
    slugs = [place["slug"] for place in content(release, "places.json")["places"]]
    files = {name: content(release, name)["claims"] for name in names}
    assert len(names) == 4
    assert {row["id"] for rows in files.values() for row in rows} == {one.id for one in CLAIMS}
    for number, name in enumerate(names):
        assert {slugs.index(row["place"]) % len(names) for row in files[name]} <= {number}


def test_the_name_of_a_release_names_the_bytes_of_every_file():
    release = compile_(snapshot(*CLAIMS))
    listed = release.files["files.json"]
    assert isinstance(listed, bytes)
    assert release.hash == hashlib.sha256(listed).hexdigest()[:16]
    said = json.loads(listed)["files"]
    assert set(said) == set(release.files) - {"files.json"}
    for name, digest in said.items():
        found = release.files[name]
        assert isinstance(found, bytes)
        assert digest == {"bytes": len(found), "sha256": hashlib.sha256(found).hexdigest()}


def test_a_theatre_across_the_antimeridian_counts_on_beyond_it_in_its_network_alone():
    def moved(longitude: float) -> float:
        return round((longitude + 143 + 180) % 360 - 180, 5)  # the cast is about 37 degrees east

    west, south, east, north = THEATRE.bbox
    halves = [shapely.box(moved(west), south, 180, north), shapely.box(-180, south, moved(east), north)]
    theatre = replace(
        THEATRE,
        bbox=(moved(west), south, moved(east), north),
        boundary=json.loads(shapely.to_geojson(shapely.MultiPolygon(halves))),
    )
    places = tuple(replace(place, longitude=moved(place.longitude), extent=None) for place in PLACES)
    release = compile_(snapshot(*BASELINE, theatre=theatre, places=places))
    network, said = content(release, "network.json"), content(release, "places.json")["places"]
    longitude = {place["slug"]: place["longitude"] for place in said}
    turns = {
        slug: round(lon / network["scale"] - longitude[slug], 4)
        for slug, lon in zip(network["places"], network["lon"], strict=False)
    }
    assert set(turns.values()) == {0, 360}
    assert 179 * network["scale"] < min(network["lon"]) < 180 * network["scale"] < max(network["lon"])
    assert all(-180 <= place["longitude"] <= 180 for place in said)
    assert not [error for name in release.files for error in wrong(name, content(release, name))]


def test_the_description_names_every_kind_of_file():
    text = (Path(ROOT) / "docs" / "release-format.md").read_text()
    for name in SCHEMA["$defs"]:
        if name.endswith(".json"):
            assert name in text
