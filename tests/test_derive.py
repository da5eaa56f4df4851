"""`manage.py derive` turns tables into a map without a database, and says in a line what is wrong."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, shape

from conflictmap.core.equal_area import area_km2
from conflictmap.management.commands.derive import Command
from tests.services import ROOT

MANAGE = [sys.executable, str(ROOT / "manage.py"), "derive"]
#: Nothing of the caller's, and a database that is nowhere.
NOWHERE = {"PATH": os.defpath, "DATABASE_URL": "postgres://nobody@database.invalid:1/none"}

RING = [[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]
BOUNDARY = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
PLACES = """\
id,name,longitude,latitude,kind
a,Alder,10.3,50.3,PPL
b,"Birch, Lower",10.8,50.6,city
c,Cedar,11.2,50.4,
d,ضوء,11.7,50.7,town
x,Out of it,13,50.5,town
"""
# The first day is certain. On the fourth the Blues claim Birch, which the Reds admit two days later.
CLAIMS = """\
place_id,date,actor,relation,basis,source,alignment,reported_at,confidence
a,2031-03-01,Reds,,claimed,Observer,independent,2031-03-01,
b,2031-03-01,Reds,,claimed,Observer,independent,2031-03-01,
c,2031-03-01,Blues,,claimed,Observer,independent,2031-03-01,
d,2031-03-01,Blues,,claimed,Blue staff,Blues,2031-03-01,
b,2031-03-04,Blues,controls,claimed,Blue staff,Blues,2031-03-04,
b,2031-03-04,Reds,lost,claimed,Red staff,Reds,2031-03-06,
"""


@dataclass(frozen=True)
class Done:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the invented theatre's files, to work in."""
    write_theatre(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def derive(theatre: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command as its command line does, within this process."""

    def run(*words: str, dates: str = "2031-03-05", out: str = "out") -> Done:
        code = 0
        try:
            Command().run_from_argv(["manage.py", "derive", *FILES, "--dates", dates, "--out", out, *words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Done(code, *capsys.readouterr())

    return run


FILES = ["--places", "places.csv", "--claims", "claims.csv", "--boundary", "boundary.geojson"]


def write_theatre(folder: Path) -> None:
    (folder / "places.csv").write_text(PLACES)
    (folder / "claims.csv").write_text(CLAIMS)
    (folder / "boundary.geojson").write_text(json.dumps(BOUNDARY))


def command_line(*words: str, env: dict[str, str], cwd: Path, **more: Any) -> Done:
    done = subprocess.run([*MANAGE, *words], env=env, cwd=cwd, capture_output=True, text=True, timeout=120, **more)
    return Done(done.returncode, done.stdout, done.stderr)


def properties(file: Path) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in json.loads(file.read_text())["features"]]


def state_of(folder: Path, place: str, day: str) -> dict[str, Any]:
    return next(state for state in properties(folder / f"states-{day}.geojson") if state["place"] == place)


# --- What it writes ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Done, Path]]:
    """One run of the real command line, with an empty environment and a database that is nowhere."""
    folder = tmp_path_factory.mktemp("derive")
    write_theatre(folder)
    words = ["--dates", "2031-03-01,2031-03-05", "--support-km", "200", "--out", "maps/of/march"]
    yield command_line(*FILES, *words, env={**NOWHERE, "CONFLICTMAP_VAR": str(folder / "var")}, cwd=folder), folder


def test_it_runs_on_a_bare_checkout_without_a_key_or_a_database_and_leaves_only_its_files(
    bare_run: tuple[Done, Path],
) -> None:
    done, folder = bare_run
    assert (done.code, done.err) == (0, "Note: 1 place of 5 outside the boundary: without effect on the areas.\n")
    assert done.out == "2 dates from 6 claims about 5 places: 6 files written to maps/of/march.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["boundary.geojson", "claims.csv", "maps", "places.csv"]
    assert sorted(path.name for path in (folder / "maps/of/march").iterdir()) == [
        f"{layer}-2031-03-{day}.geojson" for layer in ("areas", "frontline", "states") for day in ("01", "05")
    ]


def test_areas_tile_the_boundary_and_hold_their_places(bare_run: tuple[Done, Path]) -> None:
    file = bare_run[1] / "maps/of/march/areas-2031-03-01.geojson"
    features = json.loads(file.read_text())["features"]
    total = sum(feature["properties"]["area_km2"] for feature in features)
    assert total == pytest.approx(area_km2([[(x, y) for x, y in RING]]), rel=1e-6)

    def holder(longitude: float, latitude: float) -> str | None:
        found = [f["properties"] for f in features if shape(f["geometry"]).covers(Point(longitude, latitude))]
        assert found[0].keys() >= {"side", "status", "contenders", "confidence"}
        return found[0]["holder"]

    assert (holder(10.3, 50.3), holder(10.8, 50.6)) == ("Reds", "Reds")
    assert (holder(11.2, 50.4), holder(11.7, 50.7)) == ("Blues", "Blues")


def test_a_front_runs_between_the_two_and_says_how_wide_it_is(bare_run: tuple[Done, Path]) -> None:
    fronts = properties(bare_run[1] / "maps/of/march/frontline-2031-03-01.geojson")
    assert {tuple(front["between"]) for front in fronts} == {("Blues", "Reds")}
    assert all(front.keys() == {"between", "sides", "length_km", "width_km"} for front in fronts)
    assert all(front["width_km"] > 0 for front in fronts)


def test_states_name_the_lines_of_the_claims_that_made_them(bare_run: tuple[Done, Path]) -> None:
    folder = bare_run[1] / "maps/of/march"
    birch = state_of(folder, "b", "2031-03-01")
    assert (birch["name"], birch["holder"], birch["status"], birch["claims"]) == ("Birch, Lower", "Reds", "held", [3])
    assert [(item["line"], item["rule"]) for item in birch["evidence"]] == [(3, "monitor")]
    later = state_of(folder, "b", "2031-03-05")
    assert (later["holder"], later["since"]) == ("Blues", "2031-03-04")
    assert 7 in later["claims"]


def test_known_by_each_date_counts_what_had_been_reported_by_then(derive: Callable[..., Done], theatre: Path) -> None:
    assert derive("--known-by", "each", dates="2031-03-05,2031-03-06", out="each").code == 0
    assert derive("--known-by", "2031-03-03", out="third").code == 0
    assert derive(out="now").code == 0
    assert (
        state_of(theatre / "each", "b", "2031-03-05")["claims"]
        != state_of(theatre / "now", "b", "2031-03-05")["claims"]
    )
    assert (
        state_of(theatre / "each", "b", "2031-03-06")["claims"]
        == state_of(theatre / "now", "b", "2031-03-05")["claims"]
    )
    assert state_of(theatre / "third", "b", "2031-03-05")["holder"] == "Reds"
    written = json.loads((theatre / "third/areas-2031-03-05.geojson").read_text())
    assert (written["known_by"], written["lens"]) == ("2031-03-03", "assessed")


def test_a_lens_counts_only_whom_it_names(derive: Callable[..., Done], theatre: Path) -> None:
    assert derive("--lens", "Blues").code == 0
    assert {state["holder"] for state in properties(theatre / "out/states-2031-03-05.geojson")} == {"Blues", None}
    assert derive("--lens", "monitors", out="monitors").code == 0
    assert state_of(theatre / "monitors", "d", "2031-03-05")["holder"] is None


def test_ground_beyond_the_support_distance_is_unknown(derive: Callable[..., Done], theatre: Path) -> None:
    unknown = {}
    for km in ("5", "25", "800"):
        assert derive("--support-km", km, out=km).code == 0
        areas = properties(theatre / km / "areas-2031-03-05.geojson")
        unknown[km] = sum(area["area_km2"] for area in areas if area["holder"] is None)
    assert unknown["5"] > unknown["25"] > unknown["800"] == 0
    assert unknown["5"] == pytest.approx(area_km2([[(x, y) for x, y in RING]]) - 4 * 3.14159 * 25, rel=0.02)


def test_a_date_is_written_the_same_alone_or_among_others_and_in_whatever_order_rows_stand(
    derive: Callable[..., Done], theatre: Path
) -> None:
    said = derive(dates="2031-02-27..2031-03-07", out="range").err
    assert said.count("Note: 2 of the dates, before the first claim") == 1
    assert derive(dates="2031-03-05", out="alone").code == 0
    head, *rows = CLAIMS.splitlines()
    random.Random(3).shuffle(rows)
    (theatre / "claims.csv").write_bytes("\ufeff".encode() + "\r\n".join([head, "", *rows]).encode())
    assert derive(dates="2031-03-05", out="shuffled").code == 0
    for layer in ("areas", "frontline", "states"):
        name = f"{layer}-2031-03-05.geojson"
        assert (theatre / "range" / name).read_bytes() == (theatre / "alone" / name).read_bytes()
        if layer != "states":  # they name lines
            assert (theatre / "shuffled" / name).read_bytes() == (theatre / "alone" / name).read_bytes()


def test_all_dates_are_those_with_a_claim_or_with_a_report_if_that_is_what_counts(
    derive: Callable[..., Done], theatre: Path
) -> None:
    def days(out: str) -> list[str]:
        return sorted(path.name[6:16] for path in (theatre / out).glob("areas-*"))

    derive(dates="all", out="one")
    derive("--known-by", "each", dates="all", out="two")
    assert days("one") == ["2031-03-01", "2031-03-04"]
    assert days("two") == ["2031-03-01", "2031-03-04", "2031-03-06"]


def test_a_second_run_replaces_its_own_files_and_no_others(derive: Callable[..., Done], theatre: Path) -> None:
    (theatre / "out").mkdir()
    (theatre / "out/areas-2031-03-05.geojson").write_text("old")
    (theatre / "out/notes.txt").write_text("mine")
    assert derive().code == derive().code == 0
    assert len(list((theatre / "out").iterdir())) == 4
    assert (theatre / "out/notes.txt").read_text() == "mine"
    assert properties(theatre / "out/areas-2031-03-05.geojson")


# --- What it says -----------------------------------------------------------------------------------------------------


def test_bad_rows_are_named_by_file_line_and_column_and_nothing_is_written(
    derive: Callable[..., Done], theatre: Path
) -> None:
    (theatre / "places.csv").write_text(PLACES.replace("10.8", "910.8"))
    (theatre / "claims.csv").write_text(CLAIMS + "a,2031-02-30,Reds,,,,,,\n")
    done = derive()
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "CommandError: Nothing was written: 2 bad rows.\n"
        "places.csv line 3, column longitude: 910.8 is not between -180 and 180\n"
        "claims.csv line 8, column date: 2031-02-30 is not in the calendar\n"
    )
    assert not (theatre / "out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--dates", "2031-02-30"], "argument --dates: 2031-02-30 is not in the calendar"),
        (["--dates", "yesterday"], "argument --dates: 'yesterday' is no date written YYYY-MM-DD"),
        (["--dates", ""], "argument --dates: '' is no date written YYYY-MM-DD"),
        (["--dates", "2031-03-05..2031-03-01"], "argument --dates: 2031-03-05..2031-03-01 ends before it begins"),
        (["--dates", "0001-01-01..9999-12-31"], "argument --dates: names more than 40000 days"),
        (["--known-by", "now"], "argument --known-by: 'now' is no date written YYYY-MM-DD"),
        (["--support-km", "nan"], "argument --support-km: 'nan' is not a number"),
        (["--support-km", "1_0"], "argument --support-km: '1_0' is not a number"),
        (["--support-km", "0"], "argument --support-km: 0 is not between 0.1 and 900 km"),
        (["--support-km", "-5"], "argument --support-km: -5 is not between 0.1 and 900 km"),
        (["--support-km", "1e309"], "argument --support-km: 1e309 is not between 0.1 and 900 km"),
        (["--out", ""], "argument --out: names no folder"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
        (["--lens", "nato"], "--lens: 'nato' is none of assessed, Blues, Reds, monitors."),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_the_option_that_is_wrong(
    derive: Callable[..., Done], theatre: Path, words: list[str], message: str
) -> None:
    done = derive(*words)
    assert done.code == 2
    assert done.err.rstrip().endswith(message)
    assert not (theatre / "out").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda folder: (folder / "claims.csv").unlink(),
            "claims.csv: No such file or directory. Nothing was written.",
        ),
        (lambda folder: (folder / "out").write_text(""), "out: File exists. Nothing was written."),
        (
            lambda folder: (folder / "out/areas-2031-03-05.geojson").mkdir(parents=True),
            "out/areas-2031-03-05.geojson: Is a directory. Nothing was written.",
        ),
        (
            lambda folder: (folder / "places.csv").write_bytes(PLACES.encode("utf-16")),
            "Nothing was written: 1 bad row.\nplaces.csv line 1: is not UTF-8; nothing after it was read",
        ),
        (
            lambda folder: (folder / "boundary.geojson").write_text("{}"),
            "Nothing was written: 1 bad row.\nboundary.geojson: type is null: the boundary is a Polygon or a MultiPolygon",
        ),
    ],
)
def test_files_and_folders_that_will_not_do_end_with_1_and_a_line(
    derive: Callable[..., Done], theatre: Path, change: Callable[[Path], object], message: str
) -> None:
    change(theatre)
    done = derive("--quiet")
    assert (done.code, done.err) == (1, f"CommandError: {message}\n")


def test_quiet_says_nothing_when_all_is_well(derive: Callable[..., Done]) -> None:
    assert derive("--quiet") == Done(0, "", "")


def test_a_bar_is_shown_when_asked_for_and_otherwise_not_where_there_is_no_terminal(
    derive: Callable[..., Done],
) -> None:
    assert "100%" in derive("--progress").err
    assert "100%" not in derive().err
    assert derive("--progress", "--quiet").err == ""


def test_help_shows_an_example_that_can_be_run(derive: Callable[..., Done], theatre: Path) -> None:
    shown = derive("--help")
    assert (shown.code, shown.err) == (0, "")
    example = shown.out.split("example:\n", 1)[1].split("\n\n", 1)[0].replace("\\\n", " ")
    words = shlex.split(example)
    assert words[:3] == ["python", "manage.py", "derive"]
    dates = words[words.index("--dates") + 1]
    words[words.index("--dates") + 1] = dates.split(",")[0]
    assert derive(*words[3:]).code == 0


def test_the_documents_example_does_what_it_says(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "derive.md").read_text()
    for name in ("boundary.geojson", "places.csv", "claims.csv"):
        found = re.search(rf"^`{re.escape(name)}` .*:\n\n((?: {{4}}.*\n)+)", text, re.M)
        assert found, name
        (tmp_path / name).write_text(re.sub(r"^ {4}", "", found[1], flags=re.M))
    line = re.search(r"^ {4}python manage\.py derive (.+)$", text, re.M)
    assert line
    for more in ([], ["--known-by", "each"]):
        done = command_line(*shlex.split(line[1]), *more, env=NOWHERE, cwd=tmp_path)
        assert (done.code, done.err) == (0, "")
        assert state_of(tmp_path / "derived", "2", "2031-03-01")["holder"] == "Reds"
        assert state_of(tmp_path / "derived", "2", "2031-03-05")["claims"] == ([7] if more else [6, 7])


# --- When it is stopped -----------------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_with_130_a_line_and_whole_files(theatre: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (25, 80))
    words = [*FILES, "--dates", "2031-03-01..2060-03-01", "--out", "out"]
    process = subprocess.Popen([*MANAGE, *words], env=NOWHERE, cwd=theatre, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    try:
        until = time.monotonic() + 60
        while not list(theatre.glob("out/states-*")) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    finally:
        process.kill()
        process.communicate()
    said = read_all(ours)
    files = list((theatre / "out").iterdir())
    assert re.search(r"\| \d+/10594 ", said)  # the bar, as this is a terminal
    assert re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines()[-1] == f"Interrupted: {len(files)} files written to out."
    assert "Traceback" not in said
    assert all(json.loads(file.read_text())["type"] == "FeatureCollection" for file in files)


def read_all(terminal: int) -> str:
    """Read what a process that has ended wrote to its terminal."""
    parts = []
    try:
        while part := os.read(terminal, 65_536):
            parts.append(part)
    except OSError:  # how a terminal without a process ends
        pass
    os.close(terminal)
    return b"".join(parts).decode()


def test_a_disk_that_is_full_leaves_no_half_file(theatre: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    done = command_line(
        *FILES, "--dates", "2031-03-05", "--out", "out", env=NOWHERE, cwd=theatre, preexec_fn=small_files
    )
    assert done.code == 1
    assert done.err.endswith("out/areas-2031-03-05.geojson: File too large. Nothing was written.\n")
    assert list((theatre / "out").iterdir()) == []
