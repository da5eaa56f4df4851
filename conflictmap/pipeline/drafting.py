"""Drafts of claims and strikes: read out of a report, then taken over or dropped by an editor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictmap.core.draft_records import drafts_json
from conflictmap.core.drafts import drafts_of
from conflictmap.core.rank import geocode_text
from conflictmap.models import CASUALTY_FIELDS, Actor, Claim, Draft, Report, Source, Strike, Theatre

from .locate import gazetteer_of
from .record import Writer
from .review import claim_from_mention, strike_from_mention

#: What a summary says that nobody has written yet. {actor}, {place}.
_SAID = {
    "controls": "{actor}: in control of {place}.",
    "entered": "{actor}: entered {place}.",
    "contests": "{actor}: fighting for {place}.",
    "lost": "{actor}: no longer in control of {place}.",
    "denies": "{actor}: said not to hold {place}.",
}


class DraftDecidedMeanwhile(ValidationError):
    """The draft is open no more; `draft` is as it now stands. Nothing was written."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        when = f" on {draft.decided_at:%-d %b %Y at %H:%M} UTC" if draft.decided_at else ""
        super().__init__(f"This draft was {draft.status} by {draft.decided_by or 'somebody'}{when}. Nothing was saved.")


@transaction.atomic
def draft_report(*, report_id: UUID | str) -> list[Draft]:
    """Read a report's drafts and write those that are new; return all that are open.

    Reading again changes nothing that an editor has taken or dropped; an open draft that the text no longer gives goes.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("theatre").get(pk=report_id)
    theatre = report.theatre
    drafts = drafts_of(
        report.text,
        geocode_text(report.text, gazetteer_of(theatre)),
        report.published_at,
        tuple(actor.to_record() for actor in theatre.actors.all()),
        tuple(source.to_record() for source in theatre.sources.all()),
        theatre.time_zone,
    )
    mentions = {(mention.start, mention.end): mention for mention in report.mentions.all()}
    read: dict[UUID, Draft] = {}
    for item in drafts_json(drafts):
        draft = _draft(report, item)
        draft.mention = mentions.get((draft.place_start, draft.place_end))
        draft.assign_id()
        read.setdefault(draft.pk, draft)
    report.drafts.filter(status=Draft.OPEN).exclude(pk__in=read).delete()
    known = set(report.drafts.values_list("pk", flat=True))
    report.drafts.bulk_create([draft for pk, draft in read.items() if pk not in known])
    kept = list(report.drafts.filter(status=Draft.OPEN, pk__in=known))
    for draft in kept:
        draft.item, draft.mention = read[draft.pk].item, read[draft.pk].mention
    report.drafts.bulk_update(kept, ["item", "mention"])
    report.drafted_at = timezone.now()
    report.save(update_fields=["drafted_at"])
    return list(report.drafts.filter(status=Draft.OPEN).in_order())


@transaction.atomic
def take_draft(*, draft: Draft, by: Writer, **fields: Any) -> Draft:
    """Record the claim or strike that a draft proposes, and link it. Its place is the one decided for its mention.

    `fields` (of the claim or strike; for a strike `attackers` too) go before what the draft says. Raises DraftDecidedMeanwhile, and
    ValidationError naming the field that the draft leaves open: `mention`, `actor`, `source`, `date_start`.
    """
    draft = _locked(draft)
    if draft.kind == Draft.NOTE:
        raise ValidationError("A note is no claim and no strike: it can be dropped, not taken.")
    if draft.mention is None:
        raise ValidationError({"mention": "The place of this draft is no longer a mention of the report."})
    given = {**_statement(draft, fields), **fields}
    if draft.kind == Draft.CLAIM:
        actor = given.pop("actor", None) or _actor(draft.report.theatre, draft.item["actor"])
        if actor is None:
            raise ValidationError({"actor": "The text does not say who: choose an actor."})
        given = {**_of_claim(draft, actor), **given}
        draft.claim = claim_from_mention(mention=draft.mention, actor=actor, by=by, **given)
    else:
        attackers = given.pop("attackers", None)
        if attackers is None:
            attackers = draft.report.theatre.actors.filter(slug__in=draft.item["attackers"])
        given = {**_of_strike(draft), **given}
        draft.strike = strike_from_mention(mention=draft.mention, attackers=attackers, by=by, **given)
    return _decide(draft, Draft.TAKEN, by)


@transaction.atomic
def drop_draft(*, draft: Draft, by: Writer) -> Draft:
    """Note that a draft is not to become a claim or strike. Raises DraftDecidedMeanwhile."""
    return _decide(_locked(draft), Draft.DROPPED, by)


@transaction.atomic
def reopen_draft(*, draft: Draft, by: Writer) -> Draft:
    """Take a decision on a draft back. Raises ValidationError where it is open, or where what was recorded of it is in force."""
    draft = _locked(draft, decided=True)
    for model, standing in ((Claim, draft.claim), (Strike, draft.strike)):
        key = standing.key.partition("~")[0] if standing else None
        if key and model.objects.active().filter(theatre=draft.report.theatre, key__in=_chain(model, key)).exists():
            raise ValidationError(
                f"The {model.kind_of_row} that was recorded of this draft is in force: withdraw it first."
            )
    draft.claim = draft.strike = None
    return _decide(draft, Draft.OPEN, by)


def _chain(model: type[Claim] | type[Strike], key: str) -> list[str]:
    keys = model.objects.filter(key__startswith=key).values_list("key", flat=True)
    return [one for one in keys if one.partition("~")[0] == key]


def _draft(report: Report, item: Mapping[str, Any]) -> Draft:
    words, quote, place = item.get("words", item["quote"]), item["quote"], item.get("place", {"start": 0, "end": 0})
    speaker = item.get("speaker") or {"source": "", "words": ""}
    return Draft(
        report=report,
        kind=item["type"],
        start=words["start"],
        end=words["end"],
        quote_start=quote["start"],
        quote_end=quote["end"],
        place_start=place["start"],
        place_end=place["end"],
        relation=item["relation"] if item["type"] == Draft.CLAIM else item["kind"],
        speaker=(speaker["source"] or speaker["words"])[:200],
        item=item,
    )


def _statement(draft: Draft, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What claims and strikes have in common, as far as it is not given: who says so, when, in which words."""
    item, report = draft.item, draft.report
    when, speaker = item["when"], item["speaker"]
    said: dict[str, Any] = {"basis": item["basis"], "quote": item["quote"]["text"][:2000]}
    if "date_start" not in fields:
        if when["date_start"] is None:
            raise ValidationError({"date_start": "The text does not say which day: give it."})
        days = {name: date.fromisoformat(when[name]) for name in ("date_start", "date_end")}
        said |= {**days, "date_precision": when["precision"]}
    if "source" not in fields and speaker is not None:
        source = _source(report.theatre, speaker["source"])
        if source is None:
            raise ValidationError({"source": f"“{speaker['words']}” is no source of the theatre: choose one."})
        via = _source(report.theatre, speaker["via"]) or report.source
        said |= {"source": source, "via": via if via != source else None}
    return said


def _of_claim(draft: Draft, actor: Actor) -> dict[str, Any]:
    item, place = draft.item, draft.mention and draft.mention.place
    said = _SAID[item["relation"]].format(actor=actor.name, place=place.name if place else "")
    return {name: item[name] for name in ("relation", "share", "voice", "on_the_spot")} | {"summary": said}


def _of_strike(draft: Draft) -> dict[str, Any]:
    item, place = draft.item, draft.mention and draft.mention.place
    kind = "Strike" if item["kind"] == "unknown" else item["kind"].replace("-", " ").capitalize()
    counted = {field.name: item[field.outcome][field.group][field.bound] for field in CASUALTY_FIELDS}
    wordings = {f"{outcome}_wording": item[outcome]["wording"][:200] for outcome in ("killed", "injured")}
    return {"kind": item["kind"], "summary": f"{kind} on {place.name if place else ''}.", **counted, **wordings}


def _actor(theatre: Theatre, slug: str) -> Actor | None:
    return theatre.actors.filter(slug=slug).first() if slug else None


def _source(theatre: Theatre, slug: str) -> Source | None:
    return theatre.sources.filter(slug=slug).first() if slug else None


def _locked(draft: Draft, *, decided: bool = False) -> Draft:
    Draft.objects.select_for_update().only("pk").get(pk=draft.pk)
    # Read after locking, as of mentions.
    locked = Draft.objects.select_related(
        "report__theatre", "report__source", "mention__place", "claim", "strike", "decided_by"
    ).get(pk=draft.pk)
    if decided and locked.status == Draft.OPEN:
        raise ValidationError("This draft is open already.")
    if not decided and locked.status != Draft.OPEN:
        raise DraftDecidedMeanwhile(locked)
    return locked


def _decide(draft: Draft, status: str, by: Writer) -> Draft:
    draft.status = status
    draft.decided_by, draft.decided_at = (by, timezone.now()) if status != Draft.OPEN else (None, None)
    draft.save(update_fields=["status", "claim", "strike", "decided_by", "decided_at"])
    return draft
