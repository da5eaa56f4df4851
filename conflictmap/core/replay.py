"""Weighed claims, one after the other -> the course of one place: who holds it for certain, and what has been said since.

A course is all that matters of the past. Its steps are such that one more claim of control never leaves its actor with less,
whatever follows; the tests walk through all that can follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter

from .records import Actor
from .weigh import Weighed

# --- The options ------------------------------------------------------------------------------------------------
MOST_WORDS = 6  # of one voice for one actor: its strongest claim and its latest are kept, so many together


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose side each actor is on, and for each side the first of its actors that can hold ground."""

    of: Mapping[str, str]
    first: Mapping[str, str]


def sides_of(actors: Iterable[Actor]) -> Sides:
    """Return the sides of these actors, whatever their order."""
    ordered = sorted(actors, key=lambda actor: (actor.order, actor.slug), reverse=True)
    return Sides({a.slug: a.side for a in ordered}, {a.side: a.slug for a in ordered if a.can_hold})


@dataclass(frozen=True, slots=True)
class Words:
    """What speaks for one actor at a place: of each voice its strongest word and its latest ones, in their order.

    `last` is the latest word of all, `claimed` the latest that gives the place to the actor; `since` is the day of the first such,
    else of the first word.
    """

    voices: Mapping[str, tuple[Weighed, ...]]
    last: Weighed
    claimed: Weighed | None
    since: date

    def __iter__(self) -> Iterator[Weighed]:
        for said in self.voices.values():
            yield from said

    def of_day(self, when: date) -> Words | None:
        """Return what reports said of the actor on that day, if anything: the public record of it yields to them."""
        if self.last.when < when:
            return None
        words = None
        for item in sorted((item for item in self if item.when == when), key=attrgetter("order")):
            if item.claim.provenance != "background" and item.claim.relation not in ("lost", "denies"):
                words = add_word(words, item)
        return words


def add_word(words: Words | None, item: Weighed) -> Words:
    """Return the words with one more, later than all of them."""
    if words is None:
        return Words({item.voice: (item,)}, item, item if item.claims else None, item.when)
    said = (*words.voices.get(item.voice, ()), item)
    if len(said) > MOST_WORDS:
        first = said[0].weight > max(word.weight for word in said[1:])
        said = (said[0], *said[2:]) if first else said[1:]
    since = item.when if item.claims and words.claimed is None else words.since
    return Words({**words.voices, item.voice: said}, item, item if item.claims else words.claimed, since)


def add_support(words: Words, item: Weighed) -> Words:
    """Return the words with one that bears them out, and is not about their actor."""
    return replace(add_word(words, item), last=words.last)


@dataclass(slots=True)
class Course:
    """What the claims replayed so far amount to for one place.

    `holder` holds for certain, or did last; `former` held before. Where the holder has only most of the place, `partial`, the
    `remnant` still has the rest. `direct` and `wide` are the words for each actor, said of the place or of an area around it;
    `answer` is the latest that says that the holder is still there; `doubts` deny what an actor has. After a `loss` nobody holds
    for certain; the `heir` is the one who was then said to be in the place.
    """

    holder: str | None = None
    since: date | None = None
    former: str | None = None
    partial: bool = False
    remnant: str | None = None
    direct: dict[str, Words] = field(default_factory=dict)
    wide: dict[str, Words] = field(default_factory=dict)
    answer: Weighed | None = None
    doubts: dict[str, Words] = field(default_factory=dict)
    loss: Weighed | None = None
    heir: str | None = None

    def copy(self) -> Course:
        """Return a course that can go on by itself."""
        # What the dictionaries hold is never changed in place.
        direct, wide, doubts = dict(self.direct), dict(self.wide), dict(self.doubts)
        parts = (self.holder, self.since, self.former, self.partial, self.remnant)
        return Course(*parts, direct, wide, self.answer, doubts, self.loss, self.heir)

    def hear(self, item: Weighed) -> None:
        """Take in one more claim. Claims come in their order."""
        actor, relation = item.claim.actor, item.claim.relation
        if relation in ("lost", "denies"):
            if item.only_contests:
                return
            if item.wide:
                self._deny_area(item)
            elif relation == "lost" and item.strong:
                self._lose(item)
            else:
                self._deny(item)
        elif item.wide:
            if self.holder != actor or (relation == "controls" and not item.only_contests):
                self.wide[actor] = add_word(self.wide.get(actor), item)
        elif relation == "controls" and not item.only_contests:
            self._control(item)
        elif self.holder == actor:
            self.answer = item
        else:
            self.direct[actor] = add_word(self.direct.get(actor), item)

    def _control(self, item: Weighed) -> None:
        actor, whole = item.claim.actor, item.claim.share == "whole"
        undisputed = self.holder == actor and self.direct.keys() == {actor}
        if undisputed and not (self.wide or self.doubts or self.partial):
            # Most claims say again what nobody disputes: all that follows would leave the rest as it is.
            self.direct[actor] = add_word(self.direct[actor], item)
            return
        takes = item.strong and item.claims and self.holder != actor
        if takes and self.holder is not None and self.answer is not None:
            words = self.direct[self.holder]
            add = add_word if words.last.order < self.answer.order else add_support
            self.direct[self.holder] = add(words, self.answer)
        if item.claims:
            self.wide = {other: words for other, words in self.wide.items() if other == actor}
        if item.strong and whole:
            # What was said for others is superseded, except of the same day: then two voices disagree.
            kept = {other: words if other == actor else words.of_day(item.when) for other, words in self.direct.items()}
            self.direct = {other: words for other, words in kept.items() if words is not None}
            self.doubts.pop(actor, None)
            if self.holder == actor:
                self.partial, self.remnant = False, None
        if takes:
            if self.holder is not None and self.since != item.when:
                self.former = self.holder
            self.partial, self.remnant = not whole, None if whole else self.holder
            self.holder, self.since, self.answer, self.loss, self.heir = actor, item.when, None, None, None
        self.direct[actor] = add_word(self.direct.get(actor), item)

    def _deny(self, item: Weighed) -> None:
        """Doubt what an actor has. It gives the place to nobody, but who denies another's word bears out the holder."""
        actor = item.claim.actor
        self.doubts[actor] = add_word(self.doubts.get(actor), item)
        if self.holder not in (actor, None) and (actor in self.direct or actor in self.wide):
            self.direct[self.holder] = add_support(self.direct[self.holder], item)

    def _deny_area(self, item: Weighed) -> None:
        """Drop what was said for an actor of an area around the place, now that it is denied; a hold on the place itself stays."""
        actor = item.claim.actor
        if self.holder != actor:
            had = self.wide.pop(actor, None)
            if self.holder is not None and (had or actor in self.direct or actor == self.former):
                self.direct[self.holder] = add_support(self.direct[self.holder], item)

    def _lose(self, item: Weighed) -> None:
        actor = item.claim.actor
        had = [said.pop(actor) for said in (self.direct, self.wide, self.doubts) if actor in said]
        if self.remnant == actor:
            self.partial, self.remnant = False, None
        if self.holder == actor:
            present = {*self.direct, *self.wide}
            self.heir = present.pop() if len(present) == 1 else None
            self.former, self.holder, self.since, self.answer, self.loss = actor, None, item.when, None, item
            self.partial, self.remnant = False, None
            if self.heir is not None:
                said = self.direct if self.heir in self.direct else self.wide
                said[self.heir] = add_support(said[self.heir], item)
        elif self.holder is not None and (had or actor == self.former):
            self.direct[self.holder] = add_support(self.direct[self.holder], item)
