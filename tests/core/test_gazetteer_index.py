"""The world's places lie in one file that the same entries always make alike, and that is opened, not read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_build import write_index
from conflictmap.core.gazetteer_index import ALIAS, PRIMARY, WorldIndex
from conflictmap.core.gazetteer_world import index_file, open_world
from conflictmap.core.toponyms import Entry
from tests.core.gazetteer_cast import PLACES, WORLD, entry


@pytest.fixture(scope="module")
def world() -> WorldIndex:
    return open_world(settings.GAZETTEER_ROOT)


def named(index: WorldIndex, spelling: str) -> list[tuple[str, int]]:
    return [(index.entry(posting >> 2).id, posting & 3) for posting in index.at(spelling)]


def test_the_same_entries_make_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    write_index(tmp_path / "one", WORLD, "v")
    write_index(tmp_path / "other", reversed(WORLD), "v")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_every_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_index(tmp_path / "index", WORLD, "v")
    index = WorldIndex(tmp_path / "index")
    assert {index.entry(n) for n in range(len(index))} == set(WORLD)
    assert [index.entry(n).population for n in range(len(index))] == sorted((e.population for e in WORLD), reverse=True)


def test_a_name_of_several_bearers_gives_the_best_known_first(tmp_path: Path) -> None:
    write_index(tmp_path / "index", WORLD, "v")
    index = WorldIndex(tmp_path / "index")
    assert named(index, "moscow") == [("524901", PRIMARY), ("5601538", PRIMARY)]
    assert named(index, "sana") == [("71137", ALIAS)]
    assert named(index, "nowhere") == []
    assert index.number_of(524901) is not None
    assert index.number_of(524902) is None


def test_a_file_that_is_no_index_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "some.index").write_bytes(b"not a gazetteer at all")
    with pytest.raises(ValueError, match=r"some\.index is no gazetteer index"):
        WorldIndex(tmp_path / "some.index")


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda n: "\n" not in n), min_size=1, max_size=30, unique=True))
def test_whatever_the_names_each_is_found_under_its_spelling(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    entries = [entry(str(n), name, "SY", 36.0, 35.0, n) for n, name in enumerate(names, 1)]
    file = tmp_path_factory.mktemp("index") / "index"
    write_index(file, entries, "v")
    gazetteer, plainly = Gazetteer((), WorldIndex(file)), Gazetteer((), entries)
    for name in names:
        assert {m.entry.id for m in gazetteer.lookup(name)} == {m.entry.id for m in plainly.lookup(name)}


def test_a_theatres_place_lies_over_its_geonames_twin(world: WorldIndex) -> None:
    gazetteer = Gazetteer(PLACES, world)
    (hama,) = [m for m in gazetteer.lookup("Hamath") if m.entry.id == "170017"]
    assert (hama.entry.slug, hama.entry.name) == ("hama", "Hama")
    country = gazetteer.country("SY")
    assert country is not None
    assert (country.slug, country.id) == ("syria", "163843")


# --- GeoNames itself ---------------------------------------------------------------------------------------------
def test_the_index_is_named_by_what_it_is_made_of(world: WorldIndex) -> None:
    assert world.version in index_file(settings.GAZETTEER_ROOT).name


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Hama", "province", "SY"),
        ("محافظة حماة", "province", "SY"),
        ("Ohio", "province", "US"),
        ("Calif", "province", "US"),
        ("Lamar County", "district", "US"),
        ("Halab", "city", "SY"),
        ("سوريا", "country", "SY"),
        ("West Bank", "area", "PS"),
    ],
)
def test_divisions_countries_and_regions_are_known_by_their_names(
    world: WorldIndex, name: str, kind: str, country: str
) -> None:
    found: list[Entry] = [m.entry for m in Gazetteer((), world).lookup(name, 60)]
    assert (kind, country) in {(e.kind, e.country_code) for e in found}


def test_a_place_says_which_divisions_it_lies_in(world: WorldIndex) -> None:
    gazetteer = Gazetteer((), world)
    paris = next(m.entry for m in gazetteer.lookup("Paris", 60) if m.entry.id == "4717560")
    within = [division.name for i in paris.within if (division := gazetteer.by_id(i))]
    assert within == ["Lamar County", "Texas"]


def test_a_country_stands_where_the_factbook_puts_it(world: WorldIndex) -> None:
    russia = Gazetteer((), world).country("RU")
    assert russia is not None
    assert (russia.longitude, russia.latitude) == (100.0, 60.0)


def test_divisions_are_read_without_code_whose_licence_is_not_ours() -> None:
    read = (
        "import sys; from conflictmap.core import gazetteer_divisions as d; within = d.divisions_of_places()[170063]; "
        "names = {one.geonames_id: one.name for one in d.divisions()}; print([names[i] for i in within]); "
        "print(d.names_of_countries()['AI'][0], 'unidecode' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", read], check=True, capture_output=True, text=True).stdout
    assert answer.splitlines() == ["['Ḩalab']", "Anguilla False"]
