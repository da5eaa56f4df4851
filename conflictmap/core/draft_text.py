"""What a reader of a text keeps in mind from sentence to sentence: who acted, who spoke, which day and place were last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a text is read: when it was published, and whom and what to look for."""

    published: date | None
    parties: Parties
    sources: Sources


class Story:
    """A text's sentences with what goes on from one to the next. Each thing is read when it is first asked for, and once.

    Most sentences say nothing of who holds a place: who speaks in them and which days they tell is never asked.
    """

    def __init__(self, sentences: Sequence[Sentence], known: Known) -> None:
        self.known = known
        kept = [i for i, sentence in enumerate(sentences) if not sentence.heading]
        self.sentences = [sentences[i] for i in kept]
        self.followed = [sentences[i + 1].text if i + 1 < len(sentences) else "" for i in kept]
        self._parties: dict[int, list[Party]] = {}
        self._voices: list[Attribution] = []
        self._speakers: list[tuple[tuple[Speaker, ...], int]] = [((), 0)]
        self._moments: list[list[Moment]] = []
        self._anchors: list[tuple[date | None, int]] = [(None, 99)]
        self._subjects: list[Party | None] = [None]
        self._places: list[GeocodedMention | None] = [None]
        for sentence in self.sentences:
            self._places.append(next(filter(_settlement, reversed(sentence.mentions)), self._places[-1]))

    def parties(self, number: int) -> list[Party]:
        if number not in self._parties:
            self._parties[number] = self.known.parties.find(self.sentences[number].text)
        return self._parties[number]

    def voices(self, number: int) -> Attribution:
        while len(self._voices) <= number:
            speakers, age = self._speakers[-1]
            text = self.sentences[len(self._voices)].text
            read = Attribution(text, self.known.sources, speakers if age <= REMEMBERED else ())
            self._voices.append(read)
            self._speakers.append((read.last, 0) if read.last else (speakers, age + 1))
        return self._voices[number]

    def speakers_before(self, number: int) -> tuple[Speaker, ...]:
        self.voices(number)
        return self._speakers[number][0]

    def moments(self, number: int) -> list[Moment]:
        while len(self._moments) <= number:
            anchor, age = self._anchors[-1]
            text = self.sentences[len(self._moments)].text
            read = list(moments_of(text, self.known.published, anchor if age <= 3 * REMEMBERED else None))
            self._moments.append(read)
            days = [m.when.date_end for m in read if m.kind == "day" and m.when.precision == "day"]
            self._anchors.append((days[0], 0) if days else (anchor, age + 1))
        return self._moments[number]

    def anchor_before(self, number: int) -> date | None:
        self.moments(number)
        anchor, age = self._anchors[number]
        return anchor if age <= REMEMBERED else None

    def subject_before(self, number: int) -> Party | None:
        """The party that acted last before a sentence."""
        while len(self._subjects) <= number:
            at = len(self._subjects) - 1
            able = [p for p in self.parties(at) if p.itself]
            acting = [p for p in able if p.acts and not self.voices(at).names(p.start, p.end)] if able[1:] else []
            self._subjects.append(next(iter(acting or able), self._subjects[-1]))
        return self._subjects[number]

    def place_before(self, number: int) -> GeocodedMention | None:
        """The settlement named last before a sentence."""
        return self._places[number]


@dataclass(slots=True)
class Read:
    """One sentence with all that is found in it."""

    sentence: Sentence
    story: Story
    number: int

    @property
    def known(self) -> Known:
        return self.story.known

    @property
    def parties(self) -> list[Party]:
        return self.story.parties(self.number)

    @property
    def voices(self) -> Attribution:
        return self.story.voices(self.number)

    @property
    def moments(self) -> list[Moment]:
        return self.story.moments(self.number)

    @property
    def subject_before(self) -> Party | None:
        return self.story.subject_before(self.number)

    @property
    def place_before(self) -> GeocodedMention | None:
        return self.story.place_before(self.number)

    @property
    def unconfirmed(self) -> bool:
        return _says_unconfirmed(self.sentence.text) or _says_unconfirmed(self.story.followed[self.number])

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the text by offsets in the sentence."""
        return Span(self.sentence.start + start, self.sentence.start + end, self.sentence.text[start:end])

    def quote(self) -> Span:
        return self.span(0, len(self.sentence.text))

    def speakers_at(self, at: int) -> tuple[Speaker, ...]:
        """Return who says what stands at an offset; within quotation marks somebody does, though it were the one before."""
        found = self.voices.speakers_at(at)
        if not found and self.sentence.in_quotes(at):
            return self.story.speakers_before(self.number) or (Speaker("", "quoted"),)
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
        day = self.story.anchor_before(self.number) or self.known.published
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
        return self.voices.names(party.start, party.end)


def read_sentences(sentences: Sequence[Sentence], known: Known) -> list[Read]:
    """Read sentences in order, each with what those before it say."""
    story = Story(sentences, known)
    return [Read(sentence, story, number) for number, sentence in enumerate(story.sentences)]


def _says_unconfirmed(text: str) -> bool:
    small = text.lower()
    return ("verif" in small or "confirm" in small) and UNCONFIRMED.search(text) is not None


def _settlement(mention: GeocodedMention) -> bool:
    return usable(mention) and _kind(mention) in {"city", "town", "village", ""}


def _kind(mention: GeocodedMention) -> str:
    best = mention.best
    return mention.mention.kind_hint or (best.entry.kind if best else "")
