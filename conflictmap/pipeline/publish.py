"""Compile a theatre to an immutable release on disk, and point `latest.json` to it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conflictmap.core import records
from conflictmap.core.basemap import BasemapError, clip_basemap
from conflictmap.core.mesh import MeshError
from conflictmap.core.release import ReleaseFiles, canonical_json, compile_release
from conflictmap.core.timeline import FORMAT
from conflictmap.models import Release, Theatre
from conflictmap.models.snapshot import active_strikes, reports_of, take_snapshot


class PublishError(RuntimeError):
    """A theatre can't be published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """The current release, and whether this call wrote it."""

    release: Release
    is_new: bool


def publish(*, theatre: Theatre, progress: Callable[[str], None] = lambda step: None) -> Published:
    """Publish a theatre as it is recorded now. Without change it writes nothing new.

    Files come first (an orphan folder harms nobody), then the row, then the pointer, each in one step, so that a reader never
    sees half a release. Raises PublishError.
    """
    started, change = timezone.now(), theatre.changed_at
    compiled = _compile(theatre, progress)
    known = Release.objects.filter(theatre=theatre, hash=compiled.hash).first()
    if known is not None and known.withdrawn_at is not None:
        raise PublishError(f"Release {known.hash} of this content was withdrawn: {known.withdrawn_reason}")
    root = Path(settings.PUBLISHED_ROOT) / theatre.slug
    progress(f"writing {compiled.hash}")
    _write_files(root, compiled)
    is_new = known is None or not known.is_current
    release = known if known is not None and known.is_current else _make_current(theatre, compiled, known, started)
    _point_to(root, theatre, release)
    Theatre.objects.filter(pk=theatre.pk).update(published_change=change)
    return Published(release, is_new)


def publish_if_settled(*, slug: str, changed_at: str) -> Published | None:
    """Publish unless a later change follows, or the change is already out: what debounces a run of edits."""
    theatre = Theatre.objects.get(slug=slug)
    if not theatre.publish_automatically or theatre.changed_at is None:
        return None
    if theatre.changed_at.isoformat() != changed_at or is_published(theatre):
        return None
    return publish(theatre=theatre)


def is_published(theatre: Theatre) -> bool:
    """Tell whether the current release shows the theatre's last change."""
    return theatre.changed_at == theatre.published_change and theatre.releases.filter(is_current=True).exists()


def _compile(theatre: Theatre, progress: Callable[[str], None]) -> ReleaseFiles:
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
    basemap = _basemap(snapshot.theatre)
    try:
        return compile_release(snapshot, strikes=strikes, reports=reports, basemap=basemap, progress=progress)
    except MeshError as error:
        raise PublishError(str(error)) from None


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
            (half / name).write_bytes(content)
            # mtime=0: the same content, the same bytes.
            (half / f"{name}.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
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
    counts = {name: len(json.loads(compiled.files[f"{name}.json"])[name]) for name in ("claims", "strikes")}
    release, _ = Release.objects.update_or_create(
        theatre=theatre,
        hash=compiled.hash,
        defaults={
            "published_at": moment,
            "is_current": True,
            "days": compiled.days,
            "claim_count": counts["claims"],
            "strike_count": counts["strikes"],
            "size_bytes": sum(len(content) for content in compiled.files.values()),
        },
    )
    return release


def _point_to(root: Path, theatre: Theatre, release: Release) -> None:
    content = canonical_json(
        {
            "format": FORMAT,
            "theatre": theatre.slug,
            "release": release.hash,
            "path": f"{release.hash}/release.json",
            "published_at": release.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )
    pointer = root / "latest.json"
    if pointer.is_file() and pointer.read_bytes() == content:
        return
    half = root / f".latest-{os.getpid()}.json"
    half.write_bytes(content)
    half.replace(pointer)
