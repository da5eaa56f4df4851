"""Control said without a verb of taking: falls, "under … control", "rebel-held X", "the loss of X", driving out, clashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from conflictmap.core import draft_verbs as verbs
from conflictmap.core.draft_objects import Object, objects_left, objects_right, referred
from conflictmap.core.draft_parties import Party
from conflictmap.core.draft_records import DraftNote
from conflictmap.core.draft_text import Read
from conflictmap.core.records import Relation, Share


class Phrase(NamedTuple):
    """A relation that words of a sentence state, before it is known who says so and when."""

    objects: tuple[Object, ...]
    party: Party | None
    relation: Relation
    start: int
    end: int
    reasons: tuple[str, ...]
    claimed_by_itself: bool = False
    share: Share | None = None
    own: bool = False


def phrases_of(read: Read) -> Iterator[Phrase | DraftNote]:
    """Find what a sentence says of places without a verb of taking."""
    for reader in (*(_OF_A_PLACE if read.sentence.mentions else ()), _still_there):
        for found in reader(read):
            left = read.sentence.masked[max(0, found.start - 160) : found.start]
            if verbs.UNREAL.search(left) or re.search(
                r"\b(?:would|could|might|may|if)\b", read.sentence.masked[found.start : found.end + 12], re.IGNORECASE
            ):
                yield DraftNote(
                    "intent",
                    read.quote(),
                    f"{found.reasons[0]} is wanted, tried, feared or foretold, not said to have happened",
                )
                continue
            yield _denied(found) if verbs.DENIAL.search(left) else found


def _denied(found: Phrase) -> Phrase:
    if found.relation == "controls":
        return found._replace(relation="denies", reasons=(*found.reasons, "denied"))
    if found.relation == "lost":
        return found._replace(relation="controls", reasons=(*found.reasons, "denied", "so it is still there"))
    return found


def _falls(read: Read) -> Iterator[Phrase]:
    for found in verbs.FALLS.finditer(read.sentence.masked):
        objects = tuple(objects_left(read.sentence, found.start()))
        if not objects:
            continue
        party = _party_at(read, found.end(), 6)
        follows = read.sentence.masked[found.end() :]
        under = (
            re.match(r"['’]?\s*(?:[\w-]+\s+){0,2}(?:hands|control|rule)\b", follows[party.end - found.end() :])
            if party
            else None
        )
        if found["to"] and party is None:
            continue
        if party is None and not re.match(
            r"\s*(?:[.,;”\"]|$|(?:on|in|after|overnight|last|without|yesterday|early|late)\b)", follows
        ):
            continue
        words = " ".join(read.sentence.text[found.start() : party.end if party else found.end()].split())
        end = party.end + (under.end() if under else 0) if party else found.end()
        yield Phrase(
            objects,
            party,
            "controls",
            found.start(),
            end,
            (f"“{words}”", f"“{party.words}” has it then" if party else "the text does not say to whom"),
        )


def _under(read: Read) -> Iterator[Phrase]:
    for found in verbs.UNDER.finditer(read.sentence.masked):
        objects = tuple(objects_left(read.sentence, found.start()))
        if not objects:
            continue
        rest = read.sentence.masked[found.end() :]
        of = re.match(r"(?:control|hands)\s+of\s+(?:the\s+)?", rest)
        party = _party_at(read, found.end() + (of.end() if of else 0), 4)
        if party is None:
            continue
        tail = re.match(r"['’]?s?['’]?\s*(?:[\w-]+\s+){0,1}(?:hands|control|rule)\b", read.sentence.masked[party.end :])
        if not (of or tail):
            continue
        negative = re.search(r"\b(?:not|no\s+longer)\b", found.group(), re.IGNORECASE)
        relation: Relation = (
            "lost" if negative and "longer" in negative.group() else "denies" if negative else "controls"
        )
        end = party.end + (tail.end() if tail else 0)
        yield Phrase(
            objects, party, relation, found.start(), end, (f"“{read.sentence.text[found.start() : end].strip()}”",)
        )


def _held(read: Read) -> Iterator[Phrase]:
    for found in verbs.HELD.finditer(read.sentence.masked):
        before = read.sentence.text[max(0, found.start() - 30) : found.start()]
        named = list(read.known.parties.pattern.finditer(before + " forces"))
        party = (
            next((p for p in read.known.parties.find(before + " forces") if p.end >= len(before)), None)
            if named
            else None
        )
        objects = tuple(objects_right(read.sentence, found.end(), strict=False))[:1]
        if party is None or not objects:
            continue
        start = found.start() - len(before) + party.start
        party = party._replace(start=start, end=found.start(), words=read.sentence.text[start : found.start()])
        own = not read.sentence.in_quotes(start)
        yield Phrase(
            objects,
            party,
            "controls",
            start,
            objects[-1].end,
            (f"“{read.sentence.text[start : found.end()]}”",),
            own=own,
        )
    small = read.sentence.text.lower()
    for party in read.parties if any(word in small for word in ("stronghold", "bastion", "enclave")) else ():
        tail = re.match(r"\s+(?:stronghold|bastion|enclave)\s+(?:of\s+)?(?:the\s+)?", read.sentence.masked[party.end :])
        objects = tuple(objects_right(read.sentence, party.end + tail.end(), strict=True))[:1] if tail else ()
        if (
            tail
            and objects
            and not read.sentence.masked[
                party.end + tail.end() : objects[0].mention.mention.start - read.sentence.start
            ].strip()
        ):
            yield Phrase(
                objects,
                party,
                "controls",
                party.start,
                objects[0].end,
                (f"“{read.sentence.text[party.start : party.end + tail.end()].strip()}”",),
                own=not read.sentence.in_quotes(party.start),
            )


def _nouns(read: Read) -> Iterator[Phrase]:
    for found in verbs.NOUN.finditer(read.sentence.masked):
        objects = tuple(objects_right(read.sentence, found.end(), strict=True))
        if not objects:
            continue
        noun = found["noun"].lower()
        before = [p for p in read.parties if 0 <= found.start() - p.end <= 4]
        by = re.match(r"\s+(?:by|to)\s+(?:the\s+)?", read.sentence.masked[objects[-1].end :])
        party = before[0] if before else _party_at(read, objects[-1].end + by.end(), 4) if by else None
        share: Share | None = (
            "most"
            if re.match("much|most", found["much"] or "", re.IGNORECASE)
            else "part"
            if (found["much"] or "").lower().startswith("part")
            else None
        )
        relation: Relation = (
            "lost" if noun == "loss" else "contests" if noun in {"siege", "encirclement"} else "controls"
        )
        if party is None and noun != "loss":
            continue
        yield Phrase(
            objects, party, relation, found.start(), objects[-1].end, (f"“{found.group().strip()}”",), share=share
        )


def _pushed(read: Read) -> Iterator[Phrase]:
    for found in verbs.PUSH.finditer(read.sentence.masked):
        if re.search(r"\b(?:kilomet\w+|miles?|km)\b", found["object"], re.IGNORECASE):
            continue
        preposition = found["from"].strip().lower()
        if preposition in {"in", "inside"} and not found["back"]:
            continue
        objects = tuple(objects_right(read.sentence, found.end()))
        if not objects:
            continue
        passive = re.search(
            r"\b(?:was|were|been|being|are|is)\s+(?:\w+\s+)?$",
            read.sentence.masked[max(0, found.start() - 30) : found.start()],
        )
        if passive and not found["object"].strip():
            behind = [p for p in read.parties if p.end <= found.start() and p.itself]
            party = behind[-1] if behind else None
        else:
            inside = [
                p for p in read.parties if found.start() < p.start and p.end <= found.start("from") + 1 and p.itself
            ]
            party = inside[0] if inside else None
        if party is None:
            continue
        share: Share | None = "part" if found["back"] else None
        words = " ".join(read.sentence.text[found.start() : found.end()].split())
        yield Phrase(objects, party, "lost", found.start(), objects[-1].end, (f"“{words}”",), share=share)


def _clashes(read: Read) -> Iterator[Phrase]:
    for found in verbs.CLASH.finditer(read.sentence.masked):
        objects = tuple(objects_right(read.sentence, found.end(), strict=True))
        if not objects or verbs.NO_GROUND.search(found["gap"]):
            continue
        sides = [p for p in read.parties if not read.in_attribution(p)]
        attacking = [p for p in sides if p.kind not in {"government", "russia"}]
        party = attacking[0] if attacking else None
        reasons = (
            f"“{' '.join(found.group().split())}”",
            f"“{party.words}” are one side" if party else "the text does not say between whom",
        )
        yield Phrase(objects, party, "contests", found.start(), objects[-1].end, reasons, share="part")


def _repelled(read: Read) -> Iterator[Phrase]:
    for found in verbs.REPELLED.finditer(read.sentence.masked):
        objects = tuple(objects_right(read.sentence, found.end(), strict=True))
        if objects:
            words = " ".join(read.sentence.text[found.start() : found.end()].split())
            yield Phrase(
                objects, None, "contests", found.start(), objects[-1].end, (f"“{words}”", "the text does not say whose")
            )


def _still_there(read: Read) -> Iterator[Phrase]:
    for found in verbs.THERE.finditer(read.sentence.masked):
        parties = [p for p in read.parties if 0 <= found.start() - p.end <= 3 and p.itself]
        stand = referred(read.sentence, found.start(), read.place_before)
        if parties and stand is not None:
            one = Object(stand, "whole", found.end())
            yield Phrase(
                (one,),
                parties[0],
                "controls",
                parties[0].start,
                found.end(),
                (f"“{found.group()}” of {stand.mention.text}",),
            )


#: All that need a place in the sentence itself.
_OF_A_PLACE = (_falls, _under, _held, _nouns, _pushed, _clashes, _repelled)


def _party_at(read: Read, at: int, slack: int) -> Party | None:
    return next((p for p in read.parties if at - 1 <= p.start <= at + slack), None)
