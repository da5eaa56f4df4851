"""A report's text and its mentions -> drafts of claims and strikes, and notes, for an editor. Rules and tables, no model.

Stages: sentences (`draft_sentences`), what each goes on from (`draft_text`: parties, speakers, days), control (`draft_claims`,
`draft_phrases`, with the tables of `draft_verbs`), strikes and tolls (`draft_strikes`, `draft_counts`). All are deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from conflictmap.core.draft_claims import claims_of
from conflictmap.core.draft_objects import usable
from conflictmap.core.draft_parties import parties_of
from conflictmap.core.draft_records import DraftClaim, DraftNote, Drafts, DraftStrike
from conflictmap.core.draft_sentences import sentences_of
from conflictmap.core.draft_speakers import sources_table
from conflictmap.core.draft_strikes import strikes_of
from conflictmap.core.draft_text import Known, read_sentences
from conflictmap.core.records import Actor, Source
from conflictmap.core.toponyms import GeocodedMention


def drafts_of(
    text: str,
    mentions: Iterable[GeocodedMention],
    published_at: datetime | None = None,
    actors: Iterable[Actor] = (),
    sources: Iterable[Source] = (),
    time_zone: str = "UTC",
) -> Drafts:
    """Draft the claims and strikes that a text states of the places it mentions.

    Every draft has a mention, and a quote that stands in the text. Without `published_at` (aware) days told by weekday are left open;
    without `actors` and `sources` their slugs are empty and their words kept. Headlines and lists of other articles are not read.
    """
    published = published_at.astimezone(ZoneInfo(time_zone)).date() if published_at else None
    places = sorted((m for m in mentions if usable(m)), key=lambda m: (m.mention.start, m.mention.end))
    known = Known(published, parties_of(tuple(actors)), sources_table(tuple(sources)))
    claims: list[DraftClaim] = []
    strikes: list[DraftStrike] = []
    notes: list[DraftNote] = []
    before: tuple[DraftStrike, ...] = ()
    for read in read_sentences(sentences_of(text, places), known):
        struck = list(strikes_of(read, before))
        before = tuple(s for s in struck if isinstance(s, DraftStrike))
        strikes += before
        notes += [n for n in struck if isinstance(n, DraftNote)]
        for draft in claims_of(read):
            if isinstance(draft, DraftNote):
                notes.append(draft)
            elif not (draft.relation == "contests" and any(s.place == draft.place for s in before)):
                claims.append(draft)
    return Drafts(_once(claims), _merged(strikes), tuple(dict.fromkeys(notes)))


def _once(claims: list[DraftClaim]) -> tuple[DraftClaim, ...]:
    """Of claims that say the same of a place by the same word keep the one whose day is told, then the first."""
    best: dict[tuple[object, ...], DraftClaim] = {}
    for claim in claims:
        key = (
            claim.place_slug or claim.place.text.lower(),
            claim.actor or claim.actor_words.lower(),
            claim.relation,
            claim.speaker and (claim.speaker.source or claim.speaker.words),
        )
        known = best.get(key)
        if known is None or (claim.when.words and not known.when.words and claim.when.precision != "inferred"):
            best[key] = claim
    return tuple(
        sorted(
            best.values(),
            key=lambda c: (c.words.start, c.place.start, c.relation, c.speaker.words if c.speaker else ""),
        )
    )


def _merged(strikes: list[DraftStrike]) -> tuple[DraftStrike, ...]:
    """Drop a strike that a later draft of the same place, day and attacker tells again with its toll."""
    kept: list[DraftStrike] = []
    for i, strike in enumerate(strikes):
        again = [
            s
            for s in strikes[i + 1 : i + 3]
            if s.place == strike.place
            and s.speaker in (strike.speaker, None)
            and not strike.killed.wording
            and not strike.injured.wording
            and (s.killed.wording or s.injured.wording)
        ]
        if not again and strike not in kept:
            kept.append(strike)
    return tuple(kept)
