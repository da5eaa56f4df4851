"""Compile a theatre to an immutable release on disk, and point `latest.json` to it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conflictmap.core import records
from conflictmap.core.basemap import BasemapError, clip_basemap, with_landmarks
from conflictmap.core.mesh import MeshError
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.release_numbers import Numbers
from conflictmap.core.release_store import canonical_json
from conflictmap.core.timeline import FORMAT, Walks
from conflictmap.core.timeline_pieces import Plan, claim_texts, plan_pieces
from conflictmap.core.timeline_walks import Share, make_walk, walks_to_make
from conflictmap.models import Release, Theatre
from conflictmap.models.snapshot import active_strikes, reports_of, take_snapshot

from .garbage import rare_collections
from .kept_parts import FolderStore, link_pair, write_pair

POINTER = "latest.json"


class PublishError(RuntimeError):
    """A theatre can't be published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """The current release, and whether this call wrote it."""

    release: Release
    is_new: bool


def publish(
    *, theatre: Theatre, progress: Callable[[str], None] = lambda step: None, share: Share | None = None
) -> Published:
    """Publish a theatre as it is recorded now. Without change it writes nothing new; what has not changed is taken over.

    Files come first (an orphan folder harms nobody), then the row, then the pointer, each in one step, so that a reader never
    sees half a release. It waits for no helper: what none of them has made by then, it makes itself. Raises PublishError.
    """
    started, change = timezone.now(), theatre.changed_at
    store = _store(theatre)
    with rare_collections():
        compiled = _compile(theatre, store, progress, share)
    known = Release.objects.filter(theatre=theatre, hash=compiled.hash).first()
    if known is not None and known.withdrawn_at is not None:
        raise PublishError(f"Release {known.hash} of this content was withdrawn: {known.withdrawn_reason}")
    root = root_of(theatre)
    progress(f"writing {compiled.hash}")
    _write_files(root, compiled)
    is_new = known is None or not known.is_current
    release = known if known is not None and known.is_current else _make_current(theatre, compiled, known, started)
    point_to(release)
    store.forget_all_but({path.parent.name for path in compiled.files.values() if isinstance(path, Path)})
    Theatre.objects.filter(pk=theatre.pk).update(published_change=change)
    return Published(release, is_new)


def publish_if_settled(*, slug: str, changed_at: str, share: Share | None = None) -> Published | None:
    """Publish unless a later change follows, or the change is already out: what debounces a run of edits."""
    theatre = Theatre.objects.get(slug=slug)
    if not theatre.publish_automatically or theatre.changed_at is None:
        return None
    if theatre.changed_at.isoformat() != changed_at or is_published(theatre):
        return None
    return publish(theatre=theatre, share=share)


def help_publish(*, slug: str, keys: Sequence[str]) -> int:
    """Make some pieces of one timeline of a release that another process is publishing, and return how many there were left to make.

    Nothing is made that does not belong to what is recorded now: then the publisher has other rows, or is long done.
    """
    theatre = Theatre.objects.get(slug=slug)
    store = _store(theatre)
    left = {key for key in keys if store.get(key) is None}
    if not left:
        return 0
    snapshot, numbers, plan = _planned(theatre, theatre.changed_at, timezone.localdate())
    wanted = [[piece for piece in pieces if piece.key in left] for pieces in plan.values()]
    walk = Walks()
    for pieces in walks_to_make(wanted, store):
        make_walk(snapshot, numbers, pieces, store, walk)
    return sum(len(pieces) for pieces in wanted)


def is_published(theatre: Theatre) -> bool:
    """Tell whether readers are pointed to a release of today's format that shows the theatre's last change."""
    if theatre.changed_at != theatre.published_change:
        return False
    current = theatre.releases.filter(is_current=True).first()
    return current is not None and _pointer(current) == _read(root_of(theatre) / POINTER)


@dataclass(frozen=True, slots=True)
class _Material:
    """What a release is made from, as the theatre's publishing rules leave it."""

    snapshot: records.Snapshot
    strikes: list[records.Strike]
    reports: list[records.Report]


def _compile(
    theatre: Theatre, store: FolderStore, progress: Callable[[str], None], share: Share | None
) -> ReleaseFiles:
    found = _material(theatre)
    basemap = with_landmarks(_basemap(found.snapshot.theatre), theatre.landmarks())
    try:
        return compile_release(
            found.snapshot,
            strikes=found.strikes,
            reports=found.reports,
            basemap=basemap,
            store=store,
            share=share,
            progress=progress,
        )
    except MeshError as error:
        raise PublishError(str(error)) from None


def _material(theatre: Theatre) -> _Material:
    snapshot = take_snapshot(theatre)
    if not snapshot.theatre.lenses:
        raise PublishError("The theatre has no lens; give it at least `assessed`.")
    strikes, reports = active_strikes(theatre), reports_of(theatre)
    if theatre.publish_delay_days:
        until = theatre.day_of(timezone.now()) - timedelta(days=theatre.publish_delay_days)
        snapshot = replace(
            snapshot, claims=tuple(claim for claim in snapshot.claims if theatre.day_of(claim.reported_at) <= until)
        )
        strikes = [strike for strike in strikes if theatre.day_of(strike.reported_at) <= until]
        reports = [report for report in reports if theatre.day_of(report.published_at) <= until]
    if theatre.coordinate_decimals is not None:
        snapshot = replace(snapshot, places=tuple(_rounded(p, theatre.coordinate_decimals) for p in snapshot.places))
    return _Material(snapshot, strikes, reports)


@lru_cache(maxsize=1)
def _planned(theatre: Theatre, _changed: datetime | None, _today: date) -> tuple[records.Snapshot, Numbers, Plan]:
    """Keep the last theatre that this process helped with: a stale one only means that there is nothing to help."""
    snapshot = _material(theatre).snapshot
    numbers = Numbers(snapshot)
    return snapshot, numbers, plan_pieces(snapshot, numbers, claim_texts(snapshot))


def root_of(theatre: Theatre) -> Path:
    """Return the folder of a theatre's releases and of the pointer to the current one."""
    return Path(settings.PUBLISHED_ROOT) / theatre.slug


def _store(theatre: Theatre) -> FolderStore:
    return FolderStore(root_of(theatre))


def _rounded(place: records.Place, decimals: int) -> records.Place:
    return replace(place, longitude=round(place.longitude, decimals), latitude=round(place.latitude, decimals))


def _basemap(theatre: records.Theatre) -> dict[str, Any]:
    path = Path(settings.NATURAL_EARTH_FILE)
    if not path.is_file():
        raise PublishError("The basemap is missing: build the front end first (make frontend).")
    try:
        return _clipped(path, path.stat().st_mtime_ns, theatre.bbox)
    except BasemapError as error:
        raise PublishError(str(error)) from None
    except ValueError:
        raise PublishError(f"The basemap {path.name} is no JSON: build the front end again (make frontend).") from None


@lru_cache(maxsize=8)
def _clipped(path: Path, _modified: int, bbox: tuple[float, float, float, float]) -> dict[str, Any]:
    return clip_basemap(json.loads(path.read_bytes()), bbox)


def _write_files(root: Path, compiled: ReleaseFiles) -> None:
    folder = root / compiled.hash
    if folder.is_dir():
        return
    root.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{compiled.hash}-", dir=root))
    try:
        for name, content in compiled.files.items():
            if isinstance(content, Path):
                link_pair(content, half / name)
            else:
                write_pair(half / name, content)
        half.chmod(0o755)
        try:
            half.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process has just written the same bytes
                raise
    finally:
        shutil.rmtree(half, ignore_errors=True)


@transaction.atomic
def _make_current(theatre: Theatre, compiled: ReleaseFiles, known: Release | None, moment: datetime) -> Release:
    Theatre.objects.select_for_update().get(pk=theatre.pk)
    Release.objects.filter(theatre=theatre, is_current=True).update(is_current=False)
    if known is not None:
        known.is_current, known.published_at = True, moment
        known.save(update_fields=["is_current", "published_at"])
        return known
    release, _ = Release.objects.update_or_create(
        theatre=theatre,
        hash=compiled.hash,
        defaults={
            "published_at": moment,
            "is_current": True,
            "days": compiled.days,
            "claim_count": compiled.claims,
            "strike_count": compiled.strikes,
            "size_bytes": sum(digest.bytes for digest in compiled.digests.values()),
        },
    )
    return release


def _pointer(release: Release) -> bytes:
    return canonical_json(
        {
            "format": FORMAT,
            "theatre": release.theatre.slug,
            "release": release.hash,
            "path": f"{release.hash}/release.json",
            "published_at": release.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


def point_to(release: Release) -> None:
    """Point readers to a release, in one step."""
    root = root_of(release.theatre)
    pointer, content = root / POINTER, _pointer(release)
    if _read(pointer) == content:
        return
    half = root / f".latest-{os.getpid()}.json"
    half.write_bytes(content)
    half.replace(pointer)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
