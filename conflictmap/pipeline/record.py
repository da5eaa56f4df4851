"""Write claims and strikes: recorded once, then only superseded or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from conflictmap.models import Actor, Claim, Strike, Theatre

#: Of so many rows at once each is read again, one by one, where one of them is refused.
BATCH = 500

#: What a row that supersedes another does not take over from it.
OF_EACH_ROW = frozenset(
    {"id", "key", "supersedes", "created_at", "created_by", "awaits_sign_off", "signed_off_by", "signed_off_at"}
)

Writer = User | None
Row = TypeVar("Row", Claim, Strike)


class AlreadySuperseded(ValidationError):
    """Somebody else has superseded the row in the meantime."""

    def __init__(self) -> None:
        super().__init__("This row has already been superseded by a newer one. Open that one and change it.")


@transaction.atomic
def record_claim(*, by: Writer = None, **fields: Any) -> Claim:
    """Record a new claim. `fields` are the model's; `key` may be left out. Raises ValidationError naming the field."""
    return _insert(Claim(created_by=by, **fields))


@transaction.atomic
def record_strike(*, by: Writer = None, attackers: Iterable[Actor] = (), **fields: Any) -> Strike:
    """Record a new strike. `fields` are the model's; `key` may be left out. Raises ValidationError naming the field."""
    strike = _insert(Strike(created_by=by, **fields))
    strike.attackers.set(attackers)
    return strike


@transaction.atomic
def record_claims(*, claims: Sequence[Claim]) -> Sequence[Claim]:
    """Record many new claims that have keys of their own, in their order, and leave it to the caller to touch the theatre.

    Raises ValidationError as `record_claim` does for the first row that is wrong.
    """
    for start in range(0, len(claims), BATCH):
        batch = claims[start : start + BATCH]
        if not _inserted_together(batch):
            for claim in batch:
                _insert(claim)
    return claims


@transaction.atomic
def record_strikes(*, strikes: Sequence[tuple[Strike, Sequence[Actor]]]) -> Sequence[Strike]:
    """Record many new strikes with their attackers, as `record_claims` does claims."""
    through = Strike.attackers.through
    for start in range(0, len(strikes), BATCH):
        batch = strikes[start : start + BATCH]
        if not _inserted_together([strike for strike, _ in batch]):
            for strike, _ in batch:
                _insert(strike)
        through._default_manager.bulk_create(
            [through(strike=strike, actor=actor) for strike, attackers in batch for actor in dict.fromkeys(attackers)]
        )
    return [strike for strike, _ in strikes]


@transaction.atomic
def supersede_claim(*, claim: Claim, changes: Mapping[str, Any], key: str = "", by: Writer = None) -> Claim:
    """Write a corrected row in the place of `claim`, which stays as it was. Raises AlreadySuperseded.

    `key` names the new row; left out, it is the old one's with its number in the chain.
    """
    return _insert(_successor(claim, changes, key, by))


@transaction.atomic
def supersede_strike(
    *,
    strike: Strike,
    changes: Mapping[str, Any],
    attackers: Iterable[Actor] | None = None,
    key: str = "",
    by: Writer = None,
) -> Strike:
    """Write a corrected row in the place of `strike`, which stays as it was. Raises AlreadySuperseded."""
    kept = list(strike.attackers.all()) if attackers is None else list(attackers)
    successor = _insert(_successor(strike, changes, key, by))
    successor.attackers.set(kept)
    return successor


def withdraw(*, row: Row, by: Writer = None) -> Row:
    """Withdraw a claim or strike: a retracted row takes its place, and the chain counts no more."""
    if isinstance(row, Claim):
        return supersede_claim(claim=row, changes={"basis": "retracted"}, by=by)
    return supersede_strike(strike=row, changes={"basis": "retracted"}, by=by)


@transaction.atomic
def restore(*, row: Row, version: Row, by: Writer = None) -> Row:
    """Supersede a claim or strike by what an earlier row of its chain said: a correction like any other.

    Raises AlreadySuperseded, and ValidationError where the version is of another chain.
    """
    if version.theatre_id != row.theatre_id or version.key.partition("~")[0] != row.key.partition("~")[0]:
        raise ValidationError("This version is of another row.")
    names = [field.name for field in row._meta.concrete_fields if field.name not in OF_EACH_ROW]
    changes = {name: getattr(version, name) for name in names}
    if isinstance(row, Claim):
        return supersede_claim(claim=row, changes=changes, by=by)
    return supersede_strike(strike=row, changes=changes, attackers=version.attackers.all(), by=by)


@transaction.atomic
def sign_off(*, row: Row, by: User) -> Row:
    """Let a claim or strike that awaits a second editor be published. Raises ValidationError for its recorder, or where it doesn't wait."""
    model: type[Row] = type(row)
    row = model.objects.select_for_update(of=("self",)).select_related("theatre").get(pk=row.pk)
    if model.objects.filter(supersedes=row).exists():
        raise AlreadySuperseded
    if not row.awaits_sign_off:
        raise ValidationError("This row awaits no sign-off.")
    if row.created_by_id == by.pk:
        raise ValidationError("You recorded this row yourself: another editor must sign it off.")
    # Of the row that is append-only this is no change: it says nothing else than before.
    model.objects.filter(pk=row.pk).update(awaits_sign_off=False, signed_off_by=by, signed_off_at=timezone.now())
    row.refresh_from_db()
    touch_theatre(theatre=row.theatre)
    return row


@transaction.atomic
def touch_theatre(*, theatre: Theatre) -> Theatre:
    """Note that what is published no longer shows what is recorded."""
    theatre.changed_at = timezone.now()
    theatre.save(update_fields=["changed_at"])
    return theatre


def _needs_second_editor(row: Row) -> bool:
    """Say whether the theatre has another editor look at an editor's row of this source; a withdrawal never waits.

    What is loaded from a folder has no editor: whoever loads it answers for it.
    """
    if row.created_by is None or row.basis == "retracted":
        return False
    rules, source = row.theatre, row.source
    return source.slug in rules.sign_off_sources or source.kind in rules.sign_off_kinds


def _insert(row: Row) -> Row:
    row.key = row.key or _free_key(row)
    row.assign_id()
    row.full_clean(exclude={"key"})
    _belong_together(row)
    row.awaits_sign_off = _needs_second_editor(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if row.supersedes_id and type(row).objects.filter(supersedes_id=row.supersedes_id).exists():
            raise AlreadySuperseded from None
        raise
    touch_theatre(theatre=row.theatre)
    return row


def _inserted_together(rows: Sequence[Row]) -> bool:
    """Insert all rows at once, or none of them where one is wrong: by itself it says what is."""
    model: type[Row] = type(rows[0])
    # What a row refers to is there, and the database holds the rest to its constraints.
    unasked = {"key", *(field.name for field in rows[0]._meta.concrete_fields if field.is_relation)}
    try:
        for row in rows:
            row.assign_id()
            row.clean_fields(exclude=unasked)
            row.clean()
            _belong_together(row)
        with transaction.atomic():
            model.objects.bulk_create(rows)
    except (ValidationError, IntegrityError):
        return False
    return True


def _successor(row: Row, changes: Mapping[str, Any], key: str, by: Writer) -> Row:
    if type(row).objects.filter(supersedes=row).exists():
        raise AlreadySuperseded
    kept = {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in OF_EACH_ROW
    }
    stem, _, number = row.key.partition("~")
    return type(row)(**{**kept, **changes}, key=key or f"{stem}~{int(number or 1) + 1}", supersedes=row, created_by=by)


def _free_key(row: Claim | Strike) -> str:
    relation = row.relation if isinstance(row, Claim) else row.kind
    who = f"{row.actor.slug}-" if isinstance(row, Claim) else ""
    stem = f"{row.source.slug}-{row.place.slug}-{who}{relation}-{row.date_start}"[:180]
    taken = set(type(row).objects.filter(theatre=row.theatre, key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key


def _belong_together(row: Claim | Strike) -> None:
    """Refuse a row that mixes theatres: a foreign key can't say so."""
    related: dict[str, Any] = {"place": row.place, "source": row.source, "via": row.via, "report": row.report}
    if isinstance(row, Claim):
        related |= {"actor": row.actor, "denies": row.denies}
    wrong = {
        name: "belongs to another theatre"
        for name, value in related.items()
        if value is not None and value.theatre_id != row.theatre_id
    }
    if wrong:
        raise ValidationError(wrong)
