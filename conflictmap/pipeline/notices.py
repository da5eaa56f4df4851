"""Keep what readers say is wrong, and what an editor decides about it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictmap.models import Claim, Notice, Place, Theatre

from .record import Writer


@transaction.atomic
def file_notice(
    *, theatre: Theatre, place: Place, text: str, claim: Claim | None = None, source_url: str = "", view: str = ""
) -> Notice:
    """Keep a reader's notice of an error. Raises ValidationError naming the field."""
    if place.theatre_id != theatre.pk:
        raise ValidationError({"place": "This place belongs to another theatre."})
    if claim is not None and claim.theatre_id != theatre.pk:
        raise ValidationError({"claim": "This claim belongs to another theatre."})
    notice = Notice(theatre=theatre, place=place, claim=claim, text=text, source_url=source_url, view=view)
    notice.full_clean()
    notice.save(force_insert=True)
    return notice


@transaction.atomic
def decide_notice(*, notice: Notice, status: str, by: Writer, note: str | None = None) -> Notice:
    """Note what an editor made of a notice; `new` opens it again. Without `note` the old one stays. Raises ValidationError."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    notice.status, notice.decided_by, notice.decided_at = status, by, timezone.now()
    if note is not None:
        notice.note = note
    notice.full_clean(exclude={"text", "source_url", "view", "theatre", "place", "claim"})
    notice.save(update_fields=["status", "note", "decided_by", "decided_at"])
    return notice
