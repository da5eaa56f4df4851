"""An editor's decisions on mentions, and the claims and strikes drafted from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictmap.models import Actor, Claim, Mention, Place, Strike

from .history import keep_first, keep_version
from .locate import place_of_candidate
from .record import Writer, record_claim, record_strike


class DecidedMeanwhile(ValidationError):
    """The mention is no longer as the editor saw it; `mention` is as it now stands. Nothing was written."""

    def __init__(self, mention: Mention) -> None:
        self.mention = mention
        super().__init__(f"{_what_happened(mention)} while you had it open. Nothing of yours was saved: look again.")


@transaction.atomic
def accept_mention(*, mention: Mention, by: Writer, candidate: int = 0, seen: str | None = None) -> Mention:
    """Accept one of a mention's candidates (0 is the best). Any other than the first is a correction.

    `seen` is the mention's `as_seen` when the editor looked at it; raises DecidedMeanwhile where it has changed since.
    """
    mention = _locked(mention, seen)
    if mention.place is not None and candidate == 0:
        return _decide(mention, Mention.ACCEPTED, mention.place, by)
    if not 0 <= candidate < len(mention.candidates):
        raise ValidationError(f"“{mention.text}” has no candidate {candidate + 1}; choose a place instead.")
    place = place_of_candidate(theatre=mention.report.theatre, candidate=mention.candidates[candidate])
    return _decide(mention, Mention.ACCEPTED if candidate == 0 else Mention.CORRECTED, place, by)


@transaction.atomic
def correct_mention(*, mention: Mention, place: Place, by: Writer, seen: str | None = None) -> Mention:
    """Resolve a mention to a place of the theatre that the editor names. `seen` as in `accept_mention`."""
    mention = _locked(mention, seen)
    if place.theatre_id != mention.report.theatre_id:
        raise ValidationError({"place": "belongs to another theatre"})
    return _decide(mention, Mention.CORRECTED, place, by)


@transaction.atomic
def reject_mention(*, mention: Mention, by: Writer, seen: str | None = None) -> Mention:
    """Note that a mention names no place, or none that matters. `seen` as in `accept_mention`."""
    return _decide(_locked(mention, seen), Mention.REJECTED, None, by)


@transaction.atomic
def reopen_mention(*, mention: Mention, by: Writer, seen: str | None = None) -> Mention:
    """Take a decision back, so that the mention awaits review again with nothing chosen. `seen` as in `accept_mention`.

    Raises ValidationError where nothing was decided, or where a claim or strike in force stands on the decision.
    """
    mention = _locked(mention, seen)
    if mention.status not in Mention.DECIDED:
        raise ValidationError(f"“{mention.text}” awaits review already.")
    for model in (Claim, Strike):
        standing = model.objects.active().filter(mention=mention).first()
        if standing is not None:
            raise ValidationError(
                f"A {model.kind_of_row} stands on “{mention.text}”: “{standing.summary}” Withdraw it first."
            )
    # What doubted once is shown as doubtful: nothing is chosen for the editor who looks at it next.
    mention.status = Mention.AMBIGUOUS if mention.candidates else Mention.UNKNOWN
    mention.place = mention.reviewed_by = mention.reviewed_at = None
    mention.save(update_fields=["status", "place", "reviewed_by", "reviewed_at"])
    keep_version(row=mention, by=by)
    return mention


@transaction.atomic
def revert_mention(*, mention: Mention, version: Any, by: Writer, seen: str | None = None) -> Mention:
    """Decide as a version of the mention's history did; one from before any decision reopens it. `seen` as in `accept_mention`."""
    if version.id != mention.pk:
        raise ValidationError("This version is of another mention.")
    if version.status not in Mention.DECIDED:
        return reopen_mention(mention=mention, by=by, seen=seen)
    return _decide(_locked(mention, seen), version.status, version.place, by)


@transaction.atomic
def claim_from_mention(*, mention: Mention, actor: Actor, by: Writer, **fields: Any) -> Claim:
    """Record a claim about an accepted mention's place; source, moment and words come from its report unless given."""
    return record_claim(by=by, actor=actor, **{**_from_mention(_locked(mention)), **fields})


@transaction.atomic
def strike_from_mention(*, mention: Mention, attackers: Iterable[Actor], by: Writer, **fields: Any) -> Strike:
    """Record a strike on an accepted mention's place; source, moment and words come from its report unless given."""
    return record_strike(by=by, attackers=attackers, **{**_from_mention(_locked(mention)), **fields})


def _from_mention(mention: Mention) -> dict[str, Any]:
    if mention.status not in (Mention.ACCEPTED, Mention.CORRECTED) or mention.place is None:
        raise ValidationError({"mention": "Accept or correct the mention first: a claim needs its place."})
    report = mention.report
    return {
        "theatre": report.theatre,
        "place": mention.place,
        "mention": mention,
        "report": report,
        "source": report.source,
        "reported_at": report.published_at,
        "place_as_written": mention.text,
        "provenance": "report",
    }


def _locked(mention: Mention, seen: str | None = None) -> Mention:
    Mention.objects.select_for_update().only("pk").get(pk=mention.pk)
    # Read after locking: PostgreSQL joins a row that it waited for to what was beside the row before.
    locked = Mention.objects.select_related("report__theatre", "report__source", "place", "reviewed_by").get(
        pk=mention.pk
    )
    if locked.demonym:
        raise ValidationError(f"“{locked.text}” is an adjective or a people; it is not reviewed.")
    if seen is not None and seen != locked.as_seen:
        raise DecidedMeanwhile(locked)
    return locked


def _what_happened(mention: Mention) -> str:
    if mention.reviewed_at is None:
        return f"“{mention.text}” was geocoded or reopened"
    who, decided = mention.reviewed_by or "somebody", mention.get_status_display().lower()
    place = f" as {mention.place.name}" if mention.place else ""
    return f"“{mention.text}” was {decided}{place} by {who} on {mention.reviewed_at:%-d %b %Y at %H:%M} UTC"


def _decide(mention: Mention, status: str, place: Place | None, by: Writer) -> Mention:
    keep_first(row=mention, since=mention.geocoded_at or mention.report.created_at)
    mention.status, mention.place = status, place
    mention.reviewed_by, mention.reviewed_at = by, timezone.now()
    mention.save(update_fields=["status", "place", "reviewed_by", "reviewed_at"])
    keep_version(row=mention, by=by)
    return mention
