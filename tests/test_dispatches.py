"""The benchmark of the reading is measured itself: its gold is sound, its score is right on plain cases, its floor is held."""

from __future__ import annotations

import pytest
from django.conf import settings

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import neighbours, open_world
from conflictmap.core.geoparse import Cast, geoparse
from conflictmap.importers.theatre_folder import read_theatre_folder
from tests.benchmarks.dispatch_drafts import gold
from tests.benchmarks.dispatch_drafts import score as score_drafts
from tests.benchmarks.dispatches import POINTS, PUBLISHED, Dispatch, dispatches, geotext, read, score
from tests.benchmarks.speed import FOLDER


def test_there_are_enough_dispatches_with_places_in_each_and_every_place_has_a_point() -> None:
    texts = dispatches()
    assert len(texts) >= 30
    assert sum(d.arabic for d in texts) >= 6
    assert sum(d.held_out for d in texts) == len(texts) // 3
    for dispatch in texts:
        assert dispatch.gold
        assert not set("[]|") & set(dispatch.text)
        assert all(key is None or key in POINTS for key in dispatch.gold.values())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({(0, 4): POINTS["hama"]}, (1.0, 0.5, 1.0, 1.0)),
        ({(0, 4): POINTS["homs"], (9, 15): POINTS["aleppo"]}, (1.0, 1.0, 0.5, 1.0)),
        ({(0, 4): None, (5, 8): None}, (0.5, 0.5, 0.0, 0.0)),
        ({}, (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_the_score_counts_exact_spans_and_distances(found: dict, expected: tuple[float, ...]) -> None:
    dispatch = Dispatch("Hama and Aleppo.", {(0, 4): "hama", (9, 15): "aleppo"}, held_out=False)
    got = score([dispatch], lambda _text: found)
    assert (got["P"], got["R"], got["acc25"], got["acc161"]) == expected


def test_every_draft_of_the_gold_is_of_a_place_that_its_dispatch_names_by_a_source_and_an_actor_of_the_theatre() -> (
    None
):
    rows, texts = read_theatre_folder(FOLDER), dispatches()
    actors, sources = {actor.slug for actor in rows.actors}, {source.slug for source in rows.sources} | {"", "?"}
    wanted = gold()
    assert sum(drafted.total() for drafted in wanted.values()) >= 35
    for number, drafted in wanted.items():
        named = {texts[number].text[start:end] for start, end in texts[number].gold}
        for one, speaker in drafted:
            assert one.place in named and set(one.actors) <= actors and speaker in sources


def test_drafts_are_scored_by_what_they_say_and_their_speakers_apart() -> None:
    first = dispatches()[:1]
    draft = {
        "type": "claim", "place": {"text": "Saraqib"}, "relation": "entered", "actor": "hts-led-opposition",
        "speaker": {"source": "sohr"},
    }  # fmt: skip
    right, silent, wrong = draft, draft | {"speaker": None}, draft | {"relation": "lost"}
    for given, expected in (
        ([right], (1.0, 1.0, 1.0)),
        ([silent], (1.0, 1.0, 0.0)),
        ([right, wrong, {"type": "note"}], (0.5, 1.0, 1.0)),
        ([], (0.0, 0.0, 0.0)),
    ):
        got = score_drafts(list(enumerate(first)), lambda _text, given=given: given)
        assert (got["P"], got["R"], got["speaker"]) == expected


def test_a_peers_names_are_found_where_they_stand() -> None:
    assert geotext("They met in Moscow and later in London.").keys() == {(12, 18), (32, 38)}


def test_the_reading_of_dispatches_keeps_its_quality() -> None:
    rows = read_theatre_folder(FOLDER)
    world = open_world(settings.GAZETTEER_ROOT)
    gazetteer = Gazetteer(rows.places, world, near=neighbours(rows.theatre.country_codes))
    got = score(dispatches(), lambda text: read(text, gazetteer))
    assert got["F1"] >= 0.95
    assert got["acc25"] >= 0.97
    cast = Cast(rows.actors, rows.sources, rows.theatre.time_zone)
    drafts = score_drafts(
        list(enumerate(dispatches())), lambda text: geoparse(text, gazetteer, PUBLISHED, cast)["drafts"]
    )
    assert drafts["P"] >= 0.88
    assert drafts["R"] >= 0.68
    assert drafts["speaker"] >= 0.8
