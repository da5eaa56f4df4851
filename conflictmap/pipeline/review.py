"""An editor's decisions on mentions, and the claims and strikes drafted from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictmap.models import Actor, Claim, Mention, Place, Strike

from .locate import place_of_candidate
from .record import Writer, record_claim, record_strike


@transaction.atomic
def accept_mention(*, mention: Mention, by: Writer, candidate: int = 0) -> Mention:
    """Accept one of a mention's candidates (0 is the best). Any other than the first is a correction."""
    mention = _locked(mention)
    if mention.place is not None and candidate == 0:
        return _decide(mention, Mention.ACCEPTED, mention.place, by)
    if not 0 <= candidate < len(mention.candidates):
        raise ValidationError(f"“{mention.text}” has no candidate {candidate + 1}; choose a place instead.")
    place = place_of_candidate(theatre=mention.report.theatre, candidate=mention.candidates[candidate])
    return _decide(mention, Mention.ACCEPTED if candidate == 0 else Mention.CORRECTED, place, by)


@transaction.atomic
def correct_mention(*, mention: Mention, place: Place, by: Writer) -> Mention:
    """Resolve a mention to a place of the theatre that the editor names."""
    mention = _locked(mention)
    if place.theatre_id != mention.report.theatre_id:
        raise ValidationError({"place": "belongs to another theatre"})
    return _decide(mention, Mention.CORRECTED, place, by)


@transaction.atomic
def reject_mention(*, mention: Mention, by: Writer) -> Mention:
    """Note that a mention names no place, or none that matters."""
    return _decide(_locked(mention), Mention.REJECTED, None, by)


@transaction.atomic
def claim_from_mention(*, mention: Mention, actor: Actor, by: Writer, **fields: Any) -> Claim:
    """Record a claim about an accepted mention's place; source, moment and words come from its report unless given."""
    return record_claim(by=by, actor=actor, **{**_from_mention(mention), **fields})


@transaction.atomic
def strike_from_mention(*, mention: Mention, attackers: Iterable[Actor], by: Writer, **fields: Any) -> Strike:
    """Record a strike on an accepted mention's place; source, moment and words come from its report unless given."""
    return record_strike(by=by, attackers=attackers, **{**_from_mention(mention), **fields})


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


def _locked(mention: Mention) -> Mention:
    locked = (
        Mention.objects.select_for_update(of=("self",)).select_related("report__theatre", "place").get(pk=mention.pk)
    )
    if locked.demonym:
        raise ValidationError(f"“{locked.text}” is an adjective or a people; it is not reviewed.")
    return locked


def _decide(mention: Mention, status: str, place: Place | None, by: Writer) -> Mention:
    mention.status, mention.place = status, place
    mention.reviewed_by, mention.reviewed_at = by, timezone.now()
    mention.save(update_fields=["status", "place", "reviewed_by", "reviewed_at"])
    return mention
