"""Take a release back: point readers to an earlier one, or withdraw one for good, with a reason that is said in public."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictmap.core.release_store import canonical_json
from conflictmap.models import Release, Theatre
from conflictmap.models.release import WITHDRAWN_FILE

from .publish import PublishError, point_to, root_of


def roll_back(*, release: Release) -> Release:
    """Point readers to an earlier release of the theatre, and publish no more by itself, which would undo that.

    Raises PublishError where it was withdrawn or its files are gone.
    """
    if release.withdrawn_at is not None:
        raise PublishError(f"Release {release.hash} was withdrawn: {release.withdrawn_reason}")
    if not _is_there(release):
        raise PublishError(f"The files of release {release.hash} are gone.")
    with transaction.atomic():
        theatre = Theatre.objects.select_for_update().get(pk=release.theatre_id)
        Release.objects.filter(theatre=theatre, is_current=True).update(is_current=False)
        Release.objects.filter(pk=release.pk).update(is_current=True)
        Theatre.objects.filter(pk=theatre.pk).update(publish_automatically=False)
    release.refresh_from_db()
    point_to(release)
    return release


def withdraw_release(*, release: Release, reason: str) -> Release:
    """Withdraw a release: its files are deleted and its address says why. If it is current, the one before becomes so.

    Call it again when it was stopped on the way. Raises ValidationError without a reason, and PublishError for the only release.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Say why, in a sentence for readers."})
    if release.is_current:
        others = Release.objects.public().filter(theatre=release.theatre_id).exclude(pk=release.pk)
        before = next((one for one in others.order_by("-published_at", "id") if _is_there(one)), None)
        if before is None:
            raise PublishError("There is no other release to point readers to: publish one first.")
        roll_back(release=before)
    if release.withdrawn_at is None:
        Release.objects.filter(pk=release.pk).update(
            withdrawn_at=timezone.now(), withdrawn_reason=reason, is_current=False
        )
        release.refresh_from_db()
    _empty(release)
    return release


def _is_there(release: Release) -> bool:
    return (_folder(release) / "release.json").is_file()


def _empty(release: Release) -> None:
    """Put the reason into the release's folder, then delete all else there: at no moment does a reader find nothing."""
    folder = _folder(release)
    folder.mkdir(parents=True, exist_ok=True)
    moment = release.withdrawn_at.strftime("%Y-%m-%dT%H:%M:%SZ") if release.withdrawn_at else None
    told = {"release": release.hash, "withdrawn_at": moment, "reason": release.withdrawn_reason}
    half = folder / f".{WITHDRAWN_FILE}"
    half.write_bytes(canonical_json(told))
    half.replace(folder / WITHDRAWN_FILE)
    for path in folder.iterdir():
        if path.name == WITHDRAWN_FILE:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _folder(release: Release) -> Path:
    return root_of(release.theatre) / release.hash
