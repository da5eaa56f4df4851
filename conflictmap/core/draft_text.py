"""What a reader of a text keeps in mind from sentence to sentence: who acted, who spoke, which day and place were last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from conflictmap.core.draft_dates import Moment, moments_of
from conflictmap.core.draft_objects import usable
from conflictmap.core.draft_parties import Parties, Party
from conflictmap.core.draft_records import Span, Speaker, When
from conflictmap.core.draft_sentences import Sentence
from conflictmap.core.draft_speakers import Attribution, Sources
from conflictmap.core.draft_verbs import UNCONFIRMED
from conflictmap.core.toponyms import GeocodedMention

#: So many sentences later, "he" or "two days later" no longer goes back to it.
REMEMBERED = 2

_BOUNDARY = re.compile(
    r"\b(?:after|before|while|as|when|who|which|that|but|since|following|until|said|and\s+(?:then|later))\b|;",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Memory:
    """What goes on from one sentence to the next."""

    published: date | None
    parties: Parties
    sources: Sources
    speakers: tuple[Speaker, ...] = ()
    speakers_age: int = 0
    anchor: date | None = None
    anchor_age: int = 99
    subject: Party | None = None
    place: GeocodedMention | None = None


@dataclass(slots=True)
class Read:
    """One sentence with all that was found in it."""

    sentence: Sentence
    memory: Memory
    parties: list[Party]
    voices: Attribution
    moments: list[Moment]
    followed_by: str = ""
    subject_before: Party | None = None
    place_before: GeocodedMention | None = None
    anchor_before: date | None = None
    unconfirmed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.unconfirmed = (
            UNCONFIRMED.search(self.sentence.text) is not None or UNCONFIRMED.search(self.followed_by) is not None
        )

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the text by offsets in the sentence."""
        return Span(self.sentence.start + start, self.sentence.start + end, self.sentence.text[start:end])

    def quote(self) -> Span:
        return self.span(0, len(self.sentence.text))

    def speakers_at(self, at: int) -> tuple[Speaker, ...]:
        """Return who says what stands at an offset; within quotation marks somebody does, though it were the one before."""
        found = self.voices.speakers_at(at)
        if not found and self.sentence.in_quotes(at):
            return self.memory.speakers or (Speaker("", "quoted"),)
        return found

    def when(self, start: int, end: int) -> tuple[Moment | None, When]:
        """Return the days of what stands between two offsets: told beside it, else inferred from what was told before."""
        beside = [m for m in self.moments if not self._apart(m, start, end)]
        if beside:
            nearest = min(beside, key=lambda m: (max(m.start - end, start - m.end, 0), m.start))
            return nearest, nearest.when
        spoken = [
            m
            for m in self.moments
            if m.kind == "day" and any(v.start <= m.start <= v.end + 25 and v.leads for v in self.voices.voiced)
        ]
        known = spoken[0].when if spoken else None
        if known is not None:
            return None, When(known.date_start, known.date_end, "inferred", known.words)
        day = self.anchor_before or self.memory.published
        return None, When(day, day, "inferred", "")

    def _apart(self, moment: Moment, start: int, end: int) -> bool:
        if moment.start < end and moment.end > start:
            return False
        between = (
            self.sentence.text[moment.end : start] if moment.end <= start else self.sentence.text[end : moment.start]
        )
        if (
            moment.end <= start
            and not self.sentence.text[: moment.start]
            .strip(' “"')
            .removesuffix("On")
            .removesuffix("By")
            .strip(" ")
            .split()[3:]
        ):
            return (
                re.search(r"\b(?:after|before|following|that|since|until|said)\b", between, re.IGNORECASE) is not None
            )
        return _BOUNDARY.search(between) is not None

    def in_attribution(self, party: Party) -> bool:
        """Tell whether a party is named as a speaker."""
        return any(v.start < party.end and party.start < v.end for v in self.voices.voiced)


def read_sentences(sentences: Sequence[Sentence], memory: Memory) -> list[Read]:
    """Read sentences in order, each with what those before it say."""
    found = []
    for i, sentence in enumerate(sentences):
        if sentence.heading:
            continue
        known = memory.speakers if memory.speakers_age <= REMEMBERED else ()
        voices = Attribution(sentence.text, memory.sources, known)
        anchor = memory.anchor if memory.anchor_age <= 3 * REMEMBERED else None
        moments = list(moments_of(sentence.text, memory.published, anchor))
        parties = memory.parties.find(sentence.text)
        followed = sentences[i + 1].text if i + 1 < len(sentences) else ""
        near = memory.anchor if memory.anchor_age <= REMEMBERED else None
        read = Read(sentence, memory, parties, voices, moments, followed, memory.subject, memory.place, near)
        found.append(read)
        _remember(memory, read)
    return found


def _remember(memory: Memory, read: Read) -> None:
    memory.speakers_age += 1
    memory.anchor_age += 1
    if read.voices.last:
        memory.speakers, memory.speakers_age = read.voices.last, 0
    days = [m.when.date_end for m in read.moments if m.kind == "day" and m.when.precision == "day"]
    if days:
        memory.anchor, memory.anchor_age = days[0], 0
    acting = [p for p in read.parties if p.acts and not read.in_attribution(p)] or [p for p in read.parties if p.itself]
    if acting:
        memory.subject = acting[0]
    settlements = [m for m in read.sentence.mentions if usable(m) and _kind(m) in {"city", "town", "village", ""}]
    if settlements:
        memory.place = settlements[-1]


def _kind(mention: GeocodedMention) -> str:
    best = mention.best
    return mention.mention.kind_hint or (best.entry.kind if best else "")
