"""Publishing: immutable, named by content, the same bytes for the same claims, and never half a release."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from conflictmap import tasks
from conflictmap.core.timeline import _ground
from conflictmap.models import Actor, Claim, Place, Release, Source, Theatre
from conflictmap.pipeline.ingest import load_theatre
from conflictmap.pipeline.publish import PublishError, is_published, publish, publish_if_settled
from conflictmap.pipeline.record import record_claim
from tests.cast import ALEPPO, OBSERVATORY, OPPOSITION, claim, day, folder, noon

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


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_release_is_named_by_its_content(theatre, published_root):
    release = publish(theatre=theatre).release
    manifest = read(published_root, theatre, "release.json")
    folder_ = published_root / theatre.slug / release.hash
    for name, said in manifest["files"].items():
        content = (folder_ / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == said["sha256"]
        assert gzip.decompress((folder_ / f"{name}.gz").read_bytes()) == content
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
    _ground.cache_clear()
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
    timeline = read(published_root, theatre, "timeline-assessed-now.json")
    last = timeline["days"][-1]
    assert [(c["place"], c["to"]["holder"]) for c in last["changes"]] == [("hama", "opposition")]


def test_a_day_holds_only_what_changed(theatre, published_root):
    publish(theatre=theatre)
    days = {d["date"]: d for d in read(published_root, theatre, "timeline-assessed-now.json")["days"]}
    assert {s["place"] for s in days["2024-11-26"]["states"]} >= {"aleppo", "hama", "idlib"}
    assert days["2024-11-27"]["states"] == [] and days["2024-11-27"]["layers"] == {}
    assert [s["place"] for s in days["2024-11-30"]["states"]] == ["aleppo"]
    assert days["2024-11-30"]["changes"][0]["claims"] == [seized_id()]


def seized_id() -> str:
    from conflictmap.models import Claim

    return str(Claim.objects.get(key="seized").pk)


def test_then_shows_each_day_as_it_was_known(published_root):
    late = replace(SEIZED, reported_at=noon(day(2)))
    theatre = load_theatre(folder=folder(late)).theatre
    publish(theatre=theatre)
    taken = {}
    for clock in ("now", "then"):
        days = read(published_root, theatre, f"timeline-assessed-{clock}.json")["days"]
        taken[clock] = next(d["date"] for d in days if any(c["place"] == "aleppo" for c in d["changes"]))
    assert taken == {"now": "2024-11-30", "then": "2024-12-02"}


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
    published = read(published_root, theatre, "claims.json")
    assert seized_id() not in {c["id"] for c in published["claims"]}
    assert published["reports"] == []


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
