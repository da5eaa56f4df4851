"""Publishing: immutable, named by content, the same bytes for the same claims, and never half a release."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from jsonschema import Draft202012Validator

from conflictmap import tasks
from conflictmap.core.timeline_pieces import Piece
from conflictmap.models import Actor, Claim, Place, Release, Source, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.publish import PublishError, help_publish, is_published, publish, publish_if_settled
from conflictmap.pipeline.record import record_claim
from tests.cast import ALEPPO, BASELINE, OBSERVATORY, OPPOSITION, claim, day, folder, noon
from tests.services import ROOT

pytestmark = pytest.mark.django_db
SEIZED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(30), key="seized", provenance="background")
LAND = {
    "transform": {"scale": [0.001, 0.001], "translate": [35, 34]},
    "arcs": [[[0, 0], [4000, 0], [0, 4000], [-4000, 0], [0, -4000]]],
    "objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"name": "Land"}}]}},
}


@pytest.fixture(autouse=True)
def natural_earth(settings, tmp_path) -> Path:
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(LAND))
    settings.NATURAL_EARTH_FILE = path
    return path


@pytest.fixture
def theatre() -> Theatre:
    return load_theatre(folder=folder(SEIZED)).theatre


def record_loss(theatre: Theatre) -> None:
    record_claim(
        theatre=theatre,
        place=theatre.places.get(slug="hama"),
        actor=theatre.actors.get(slug="opposition"),
        relation="controls",
        source=theatre.sources.get(slug="observatory"),
        date_start=day(5),
        date_end=day(5),
        reported_at=noon(day(5)),
        summary="Hama changed hands.",
        provenance="background",
    )


def read(root: Path, theatre: Theatre, name: str) -> dict:
    latest = json.loads((root / theatre.slug / "latest.json").read_bytes())
    return json.loads((root / theatre.slug / latest["release"] / name).read_bytes())


def changes(root: Path, theatre: Theatre, clock: str = "now") -> dict[str, list[tuple[str, str | None, list[str]]]]:
    """Read who took what on which day, and by which claims."""
    actors = read(root, theatre, "release.json")["actors"]
    places = [place["slug"] for place in read(root, theatre, "places.json")["places"]]
    claims = read(root, theatre, "claims-0000.json")["claims"]

    def id_of(number: int, place: int) -> str:
        return [claim["id"] for claim in claims if claim["place"] == places[place]][number]

    return {
        day_["date"]: [
            (
                places[one["place"]],
                None if one["to"][0] is None else actors[one["to"][0]]["slug"],
                [id_of(number, (where or [one["place"]])[0]) for number, *where in one["claims"]],
            )
            for one in day_["changes"]
        ]
        for day_ in read(root, theatre, f"timeline-assessed-{clock}-000.json")["days"]
    }


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def parts(root: Path, theatre: Theatre) -> set[str]:
    return {path.name for path in (root / theatre.slug / ".parts").iterdir()}


def test_a_release_is_named_by_its_content(theatre, published_root):
    release = publish(theatre=theatre).release
    manifest = read(published_root, theatre, "release.json")
    folder_ = published_root / theatre.slug / release.hash
    listed = json.loads((folder_ / "files.json").read_bytes())["files"]
    assert {path.name for path in folder_.iterdir()} == {
        n + end for n in ("files.json", *listed) for end in ("", ".gz")
    }
    assert hashlib.sha256((folder_ / "files.json").read_bytes()).hexdigest().startswith(release.hash)
    for name, said in listed.items():
        content = (folder_ / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (said["bytes"], said["sha256"])
        assert gzip.decompress((folder_ / f"{name}.gz").read_bytes()) == content
    assert release.size_bytes == sum(said["bytes"] for said in listed.values()) + len(
        (folder_ / "files.json").read_bytes()
    )
    assert manifest["days"][0] == "2024-11-26" and len(manifest["days"]) == 10


def test_publishing_twice_without_change_writes_nothing_new(theatre, published_root):
    first = publish(theatre=theatre)
    before = tree(published_root)
    second = publish(theatre=theatre)
    assert (first.is_new, second.is_new) == (True, False)
    assert tree(published_root) == before
    assert Release.objects.count() == 1


def test_rows_written_anew_in_another_order_give_the_same_bytes(theatre, published_root, settings, tmp_path):
    publish(theatre=theatre)
    once = tree(published_root / theatre.slug)
    for model in (Release, Claim, Place, Source, Actor, Theatre):
        model.objects.all().delete()
    rows = folder(SEIZED)
    backwards = replace(
        rows,
        actors=rows.actors[::-1],
        sources=rows.sources[::-1],
        places=rows.places[::-1],
        baseline=rows.baseline[::-1],
    )
    settings.PUBLISHED_ROOT = tmp_path / "again"
    publish(theatre=load_theatre(folder=backwards).theatre)
    again = tree(tmp_path / "again" / theatre.slug)
    del once["latest.json"], again["latest.json"]  # it says when, and is no part of the release
    assert again == once


def test_a_new_claim_makes_a_new_release_and_the_old_one_stays(theatre, published_root):
    first = publish(theatre=theatre).release
    record_loss(theatre)
    second = publish(theatre=theatre).release
    assert first.hash != second.hash
    assert (published_root / theatre.slug / first.hash / "release.json").is_file()
    assert list(Release.objects.filter(is_current=True)) == [second]
    assert [(place, to) for place, to, _ in changes(published_root, theatre)["2024-12-05"]] == [("hama", "opposition")]


def test_a_day_holds_only_what_changed(theatre, published_root):
    publish(theatre=theatre)
    days = {d["date"]: d for d in read(published_root, theatre, "timeline-assessed-now-000.json")["days"]}
    assert len(days["2024-11-26"]["states"]["place"]) == len(BASELINE)
    assert days["2024-11-27"]["states"]["place"] == [] and days["2024-11-27"]["layers"] == {}
    assert len(days["2024-11-30"]["states"]["place"]) == 1
    assert changes(published_root, theatre)["2024-11-30"] == [("aleppo", "opposition", [seized_id()])]


def seized_id() -> str:
    from conflictmap.models import Claim

    return str(Claim.objects.get(key="seized").pk)


def test_then_shows_each_day_as_it_was_known(published_root):
    late = replace(SEIZED, reported_at=noon(day(2)))
    theatre = load_theatre(folder=folder(late)).theatre
    publish(theatre=theatre)
    taken = {}
    for clock in ("now", "then"):
        days = changes(published_root, theatre, clock)
        taken[clock] = next(day_ for day_, rows in days.items() if any(place == "aleppo" for place, *_ in rows))
    assert taken == {"now": "2024-11-30", "then": "2024-12-02"}


def test_what_has_not_changed_is_linked_and_not_written_again(theatre, published_root):
    first = publish(theatre=theatre).release
    theatre.attribution = "Other words"
    theatre.save()
    second = publish(theatre=theatre).release
    assert first.hash != second.hash
    for name in ("claims-0000.json", "timeline-assessed-now-000.json.gz", "evidence-monitors-then-000.json"):
        one, other = (published_root / theatre.slug / release.hash / name for release in (first, second))
        assert one.samefile(other)


def test_a_release_that_takes_over_parts_equals_one_made_from_nothing(theatre, published_root, settings, tmp_path):
    publish(theatre=theatre)
    record_loss(theatre)
    taken_over = publish(theatre=theatre).release
    settings.PUBLISHED_ROOT = tmp_path / "again"
    Release.objects.all().delete()
    from_nothing = publish(theatre=theatre).release
    assert taken_over.hash == from_nothing.hash
    folders = [root / theatre.slug / from_nothing.hash for root in (published_root, tmp_path / "again")]
    assert tree(folders[0]) == tree(folders[1])


def test_a_part_that_was_damaged_or_lost_is_made_again(theatre, published_root):
    publish(theatre=theatre)
    before = {name: content for name, content in tree(published_root).items() if ".parts" not in name}
    for number, part in enumerate(sorted((published_root / theatre.slug / ".parts").iterdir())):
        if number % 3 == 0:
            shutil.rmtree(part)
        else:
            broken = next(part.glob("*.json.gz" if number % 3 == 1 else "about.json"))
            broken.unlink()
            broken.write_bytes(b"") if number % 3 == 2 else None
    shutil.rmtree(published_root / theatre.slug / Release.objects.get().hash)
    publish(theatre=theatre)
    assert {name: content for name, content in tree(published_root).items() if ".parts" not in name} == before


def test_parts_that_no_release_needs_go_after_a_while(theatre, published_root):
    publish(theatre=theatre)
    first = parts(published_root, theatre)
    record_loss(theatre)
    publish(theatre=theatre)
    both = parts(published_root, theatre)
    assert first < both, "another process may still be at work with them"
    for part in (published_root / theatre.slug / ".parts").iterdir():
        os.utime(part, (0, 0))
    publish(theatre=theatre)
    kept = parts(published_root, theatre)
    assert kept < both
    old = {name for name in kept & first if re.search("claims|(assessed|monitors)-(now|then)-00", name)}
    assert old == set(), "of what changed the old is gone"


def test_a_helper_makes_what_is_wanted_and_nothing_else(theatre, published_root):
    told: list[list[Piece]] = []
    publish(theatre=theatre, share=lambda walks: told.extend(list(walk) for walk in walks))
    keys = [piece.key for walk in told for piece in walk]
    assert len(keys) == 8, "four lenses by two clocks, each in one piece"
    before = tree(published_root / theatre.slug / ".parts")
    shutil.rmtree(published_root / theatre.slug / ".parts")
    assert help_publish(slug=theatre.slug, keys=keys[:2]) == 2
    assert parts(published_root, theatre) == set(keys[:2])
    made = tree(published_root / theatre.slug / ".parts")
    assert made == {name: before[name] for name in made}
    assert help_publish(slug=theatre.slug, keys=keys[:2]) == 0, "they are there already"
    record_loss(theatre)
    changed = [key for key in keys if key.startswith("monitors")]
    assert help_publish(slug=theatre.slug, keys=changed) == 0, "they belong to no release that could be made now"


def test_without_change_there_is_nothing_to_help_with(theatre):
    publish(theatre=theatre)
    told: list[object] = []
    publish(theatre=theatre, share=told.extend)
    assert told == []


def test_other_peoples_texts_are_not_published(published_root):
    from conflictmap.core.records import Report

    reports = (
        Report("theirs", "wire", "Theirs", "Their own sentence.", noon(day(1))),
        Report("ours", "wire", "Summary", "Our own sentence.", noon(day(1)), is_summary=True),
    )
    theatre = load_theatre(folder=folder(reports=reports)).theatre
    publish(theatre=theatre)
    text = "".join(content.decode() for name, content in tree(published_root).items() if name.endswith(".json"))
    assert "Our own sentence." in text
    assert "Their own sentence." not in text


def test_a_delay_holds_back_what_was_reported_lately(published_root):
    from conflictmap.core.records import Report

    report = Report("late", "wire", "Summary: lately", "Something of today.", timezone.now(), is_summary=True)
    fresh = replace(SEIZED, reported_at=timezone.now(), provenance="report", report="late")
    theatre = load_theatre(folder=folder(fresh, reports=(report,))).theatre
    theatre.publish_delay_days = 3
    theatre.save()
    publish(theatre=theatre)
    published = read(published_root, theatre, "claims-0000.json")
    assert seized_id() not in {c["id"] for c in published["claims"]}
    assert published["reports"] == []
    assert read(published_root, theatre, "reports.json")["reports"] == []


def test_rounded_coordinates_show_nowhere_in_full(theatre, published_root):
    theatre.coordinate_decimals = 1
    theatre.save()
    publish(theatre=theatre)
    places = {p["slug"]: p for p in read(published_root, theatre, "places.json")["places"]}
    network = read(published_root, theatre, "network.json")
    assert places["aleppo"]["longitude"] == 37.2
    assert network["lon"][network["places"].index("aleppo")] == 3720000


def test_without_the_basemap_publishing_says_what_to_do(theatre, natural_earth, published_root):
    natural_earth.unlink()
    with pytest.raises(PublishError, match="build the front end"):
        publish(theatre=theatre)
    natural_earth.write_text("{}")
    with pytest.raises(PublishError, match="no TopoJSON"):
        publish(theatre=theatre)
    assert not Release.objects.exists() and not tree(published_root)


def test_a_withdrawn_release_is_not_published_again_by_accident(theatre):
    release = publish(theatre=theatre).release
    release.withdrawn_at, release.withdrawn_reason, release.is_current = timezone.now(), "A name was wrong.", False
    release.save()
    with pytest.raises(PublishError, match="A name was wrong"):
        publish(theatre=theatre)


def test_of_a_run_of_changes_only_the_last_publishes(theatre, published_root):
    early = (theatre.changed_at - timedelta(seconds=5)).isoformat()
    assert publish_if_settled(slug=theatre.slug, changed_at=early) is None
    published = publish_if_settled(slug=theatre.slug, changed_at=theatre.changed_at.isoformat())
    assert published is not None and published.is_new
    theatre.refresh_from_db()
    assert is_published(theatre)
    assert publish_if_settled(slug=theatre.slug, changed_at=theatre.changed_at.isoformat()) is None


@pytest.mark.parametrize("spoil", [lambda file: file.write_text('{"format":1}'), lambda file: file.unlink()])
def test_where_readers_are_pointed_to_an_older_format_or_to_nothing_the_theatre_is_not_published(
    theatre, published_root, spoil
):
    publish(theatre=theatre)
    theatre.refresh_from_db()
    assert is_published(theatre)
    spoil(published_root / theatre.slug / "latest.json")
    assert not is_published(theatre)
    publish(theatre=theatre)
    assert is_published(theatre)


def test_the_pointer_keeps_to_the_schema(theatre, published_root):
    publish(theatre=theatre)
    schema = json.loads((ROOT / "docs" / "release-format.schema.json").read_bytes())
    pointer = json.loads((published_root / theatre.slug / "latest.json").read_bytes())
    checker = Draft202012Validator({**schema, "$ref": "#/$defs/latest.json"})
    checker.validate(pointer)
    assert not checker.is_valid({**pointer, "format": 1})


def test_a_theatre_that_is_not_published_automatically_waits_for_a_publisher(theatre):
    theatre.publish_automatically = False
    theatre.save()
    assert publish_if_settled(slug=theatre.slug, changed_at=theatre.changed_at.isoformat()) is None


def test_a_changed_claim_is_published_after_commit(theatre, published_root, django_capture_on_commit_callbacks):
    publish(theatre=theatre)
    with django_capture_on_commit_callbacks(execute=True):
        record_loss(theatre)
        tasks.claims_changed(theatre)
        assert Release.objects.count() == 1, "not before the commit"
    assert Release.objects.count() == 2


def test_the_sweep_publishes_what_a_lost_message_left_behind(theatre, published_root):
    cache.clear()
    Theatre.objects.update(changed_at=timezone.now() - timedelta(hours=1))
    tasks.sweep.delay()
    assert Release.objects.filter(is_current=True).count() == 1
