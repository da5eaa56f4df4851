"""`manage.py geoparse` answers texts with the places they name, and says in a line what it cannot read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import open_world
from conflictmap.core.rank import geocode_text
from conflictmap.pipeline.ingest import load_theatre
from tests.cast import folder
from tests.services import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py"), "geoparse"]
TEXT = "Clashes reached Idlib, 40 miles (65km) south-east of Aleppo, on Monday.\nTurkish jets flew over Gaziantep."
FIELDS = set(
    "start end text name geonames_id latitude longitude kind precision score status demonym conflicts candidates".split()
)


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell would, with a database that is nowhere."""
    env = {"PATH": os.defpath, "DATABASE_URL": "postgres://nobody@database.invalid:1/none"}
    env["CONFLICTMAP_GAZETTEER"] = str(settings.GAZETTEER_ROOT)
    data = given.encode() if isinstance(given, str) else given
    return subprocess.run([*MANAGE, *arguments], input=data, capture_output=True, env=env, check=False)


def answer(*arguments: str, given: str = "") -> Any:
    done = run(*arguments, given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def test_a_file_is_answered_with_every_field_and_offsets_into_its_text(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    parsed = answer(str(file))
    assert parsed["file"] == str(file)
    text = file.read_bytes().decode()
    assert [m["text"] for m in parsed["mentions"]] == ["Idlib", "Aleppo", "Turkish", "Gaziantep"]
    for mention in parsed["mentions"]:
        assert set(mention) == FIELDS
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert all(candidate["reasons"] and candidate["score"] is not None for candidate in mention["candidates"])


def test_a_stated_distance_that_the_coordinates_contradict_is_reported_on_the_mention() -> None:
    idlib, aleppo, turkish, _ = answer("-", given=TEXT)["mentions"]
    assert any("65 km from Aleppo" in conflict for conflict in idlib["conflicts"])
    assert any("south-east of Aleppo" in conflict for conflict in idlib["conflicts"])
    assert aleppo["conflicts"] == []
    assert (turkish["demonym"], turkish["kind"], turkish["name"]) == (True, "country", "Turkey")


def test_it_is_the_reading_of_the_tasks() -> None:
    gazetteer = Gazetteer((), open_world(settings.GAZETTEER_ROOT))
    expected = [(m.mention.start, m.best and m.best.entry.geonames_id) for m in geocode_text(TEXT, gazetteer)]
    assert [(m["start"], m["geonames_id"]) for m in answer("-", given=TEXT)["mentions"]] == expected


def test_geojson_has_a_point_for_every_place_and_none_for_an_unknown_one() -> None:
    collection = answer("-", "--format", "geojson", given="The village of Kafr Fulanabad lies by Hama.")
    unknown, hama = collection["features"]
    assert (collection["type"], unknown["geometry"]) == ("FeatureCollection", None)
    assert hama["geometry"]["coordinates"] == pytest.approx([36.76, 35.13], abs=0.02)
    assert hama["properties"]["text"] == "Hama"


def test_text_says_the_place_its_reasons_and_what_is_contradicted() -> None:
    said = run("-", "--format", "text", given=TEXT).stdout.decode()
    assert "Idlib: city Idlib" in said
    assert "also named" in said
    assert "but the text says south-east of Aleppo" in said


def test_several_files_are_a_list_and_one_that_cannot_be_read_loses_no_other(tmp_path: Path) -> None:
    for name in ("one.txt", "other.txt"):
        (tmp_path / name).write_text("Shells fell on Hama.")
    (tmp_path / "latin.txt").write_bytes(b"Caf\xe9 in Hama")
    done = run(
        str(tmp_path / "one.txt"), str(tmp_path / "gone"), str(tmp_path / "latin.txt"), str(tmp_path / "other.txt")
    )
    assert [Path(one["file"]).name for one in json.loads(done.stdout)] == ["one.txt", "other.txt"]
    said = done.stderr.decode()
    assert f"{tmp_path}/gone: No such file or directory" in said
    assert "latin.txt: is not UTF-8 text: byte 3" in said
    assert "2 could not be read" in said
    assert (done.returncode, "Traceback" in said) == (1, False)


def test_lines_are_answered_by_lines_and_a_bad_line_is_named() -> None:
    rows = [
        '{"id": "a", "text": "Shells fell on Hama.", "published_at": "2024-12-01"}',
        "",
        "not json",
        '{"id": "c"}',
        "[1]",
        '{"id": "d", "text": "Shells fell on Hama.", "published_at": "Sunday"}',
        '{"id": 7, "text": "قصف على حلب \\ud800"}',
    ]
    done = run("--jsonl", "-", given="\n".join(rows))
    first, last = map(json.loads, done.stdout.decode().splitlines())
    (draft,) = first["drafts"]
    assert (first["id"], first["mentions"][0]["name"]) == ("a", "Ḩamāh")
    assert (draft["type"], draft["kind"], draft["place"]["text"]) == ("strike", "shelling", "Hama")
    assert (draft["when"]["date_start"], draft["when"]["precision"]) == ("2024-12-01", "inferred")
    assert (last["id"], last["mentions"][0]["text"]) == (7, "حلب")
    said = done.stderr.decode()
    assert "line 3: is not JSON" in said
    assert "line 4: text: is missing" in said
    assert "line 5: is not an object" in said
    assert 'line 6: published_at: "Sunday" is no moment' in said
    assert (done.returncode, "Traceback" in said) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "one of the two"),
        (("report.txt", "--jsonl", "-"), "one of the two"),
        (("--jsonl", "-", "--format", "text"), "leave --format out"),
        (("-", "--format", "xml"), "invalid choice"),
    ],
)
def test_a_wrong_command_line_is_said_and_ends_with_2(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


def test_help_says_what_is_read_and_answered() -> None:
    said = run("--help").stdout.decode()
    assert "exit status" in said
    assert "--theatre SLUG" in said


def test_a_text_of_a_theatre_without_a_database_is_refused_in_a_line() -> None:
    done = run("-", "--theatre", "anywhere", given="Hama")
    assert (done.returncode, done.stderr.count(b"Traceback")) == (1, 0)
    assert b"the database does not answer" in done.stderr


@pytest.mark.django_db
def test_a_theatres_own_places_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theatre = load_theatre(folder=folder()).theatre
    own = theatre.places.filter(kind="town").first() or theatre.places.first()
    file = tmp_path / "report.txt"
    file.write_text(f"The town of {own.name} was shelled.")
    call_command("geoparse", str(file), "--theatre", theatre.slug)
    (mention,) = json.loads(capsys.readouterr().out)["mentions"]
    assert mention["candidates"][0]["slug"] == own.slug


@pytest.mark.django_db
def test_an_unknown_theatre_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    load_theatre(folder=folder())
    (tmp_path / "report.txt").write_text("Hama")
    with pytest.raises(CommandError, match="there is no theatre nowhere"):
        call_command("geoparse", str(tmp_path / "report.txt"), "--theatre", "nowhere")
