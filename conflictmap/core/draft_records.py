"""The frozen records of drafts: what a text seems to say, for an editor to take or leave. A draft is never a claim by itself.

Offsets count characters of the text as given. Dates are days of the theatre's own time zone. `actor` and `source` are slugs of the
theatre, empty where the text names none of them; the words that stand there are kept beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from conflictmap.core.records import Basis, Casualties, DatePrecision, Relation, Share, StrikeKind, Voice

NoteKind = Literal["total", "intent", "background", "no place"]
#: No count of anybody: not known, which is not zero.
NOBODY_COUNTED = Casualties()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, word for word."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, by slug and in the text's words; `via` is the source that relays them ("told SANA")."""

    source: str
    words: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The days that words of time stand for; both None where the text gives none and its publication is not known."""

    date_start: date | None
    date_end: date | None
    precision: DatePrecision
    words: str = ""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """What one speaker, or the report itself (None), says of an actor and a place.

    `place` is the mention; `words` are those that say it, within `quote`, the sentence. `reasons` tell how each was read.
    """

    place: Span
    place_slug: str
    actor: str
    actor_words: str
    relation: Relation
    share: Share
    basis: Basis
    voice: Voice
    speaker: Speaker | None
    when: When
    words: Span
    quote: Span
    on_the_spot: bool = False
    unconfirmed: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftStrike:
    """What one speaker, or the report itself (None), says of one strike on a place."""

    place: Span
    place_slug: str
    kind: StrikeKind
    attackers: tuple[str, ...]
    attacker_words: str
    killed: Casualties
    injured: Casualties
    basis: Basis
    voice: Voice
    speaker: Speaker | None
    when: When
    words: Span
    quote: Span
    unconfirmed: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What is no claim and no strike, and yet worth an editor's eye: totals, intentions, what happened years ago."""

    kind: NoteKind
    quote: Span
    reason: str
    killed: Casualties = NOBODY_COUNTED
    injured: Casualties = NOBODY_COUNTED


@dataclass(frozen=True, slots=True)
class Drafts:
    """All drafts of one text, each kind in the text's order."""

    claims: tuple[DraftClaim, ...] = ()
    strikes: tuple[DraftStrike, ...] = ()
    notes: tuple[DraftNote, ...] = ()


def drafts_json(drafts: Drafts) -> list[dict[str, Any]]:
    """Return drafts as plain JSON values, in the text's order, each with its `type`: claim, strike or note."""
    rows = [(claim.words.start, 0, {"type": "claim"} | _plain(claim)) for claim in drafts.claims]
    rows += [(strike.words.start, 1, {"type": "strike"} | _plain(strike)) for strike in drafts.strikes]
    rows += [(note.quote.start, 2, {"type": "note"} | _plain(note)) for note in drafts.notes]
    return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
