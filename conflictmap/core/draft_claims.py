"""A sentence -> drafts of claims of control: who took, holds, entered or lost which place, as whose word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflictmap.core import draft_verbs as verbs
from conflictmap.core.draft_arabic import ArabicPhrase, arabic_of
from conflictmap.core.draft_objects import Object, objects_left, objects_right, referred, share_of
from conflictmap.core.draft_parties import Party
from conflictmap.core.draft_phrases import Phrase, phrases_of
from conflictmap.core.draft_records import DraftClaim, DraftNote, NoteKind, Span, Speaker, When
from conflictmap.core.draft_sentences import MASK
from conflictmap.core.draft_text import Read
from conflictmap.core.draft_verbs import Hit
from conflictmap.core.records import Relation
from conflictmap.core.toponyms import GeocodedMention

_LEFT_OVER = re.compile(
    rf"(?:,\s+[^;]{{1,120}},|\s*\([^)]*\)|\s+[–—-]\s+[^–—]{{1,120}}\s[–—-]|\s+(?:in|from|of|led\s+by|backed\s+by|under|based\s+in|loyal\s+to|allied\s+(?:with|to)|on|late|early|who|which|that|themselves|moving|advancing|fighting|had|and\s+(?:its|their)\s+allies|and\s+allied\s+\w+)\b[^,;.]{{0,60}}|{verbs.ADVERBS}|\s)*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?<!\w)(?P<who>they|it|who|which|that|we)\s*$", re.IGNORECASE)
_PRONOUN_FAR = re.compile(r"(?<!\w)(?:they|it)\s+(?:[\w'’-]+\s+){0,12}$", re.IGNORECASE)
_DOES = re.compile(
    r"(?:,|\s+(?:who|have|has|had|were|was|are|is|took|drove|fought|said|[\w-]+(?:ed|ing))\b)", re.IGNORECASE
)
_WHERE = re.compile(rf"{MASK},?\s+where\b[^.;]{{0,60}}$")
_UNNAMED = re.compile(
    r"\s+(?:[\w-]+\s+){0,4}(?:towns|villages|areas|positions|hills|territory|cities|districts|neighbou?rhoods)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:,|\band|\bbut|\bthen|\bafter|\bbefore|\bby|\bwhile|[–—-])\s*$", re.IGNORECASE)
_BY = re.compile(r"\s*(?:[\w,]+\s+){0,5}?by\s+(?:the\s+)?", re.IGNORECASE)


def claims_of(read: Read) -> Iterator[DraftClaim | DraftNote]:
    """Draft the claims of a sentence; what is wanted, feared or long past comes as notes."""
    for found in (*_by_verbs(read), *phrases_of(read), *(_plain(one) for one in arabic_of(read))):
        if isinstance(found, DraftNote):
            yield found
            continue
        moment, when = read.when(found.start, max(found.end, found.start + 1))
        if moment is not None and moment.kind in {"past", "ahead"}:
            kind: NoteKind = "background" if moment.kind == "past" else "intent"
            yield DraftNote(
                kind, read.quote(), f"“{moment.when.words}” is {'long past' if kind == 'background' else 'to come'}"
            )
            continue
        speakers: tuple[Speaker | None, ...] = read.speakers_at(found.start) or (None,)
        reasons = found.reasons
        if found.claimed_by_itself and found.party and speakers in {(None,)}:
            side = read.known.parties.sides.get(found.party.actor, "")
            speakers = (Speaker(read.known.sources.by_side.get(side, ""), found.party.words),)
            reasons = (*reasons, "the party claims it of itself")
        if not when.words:
            reasons = (*reasons, "no day is told: inferred" if when.date_start else "no day is told")
        if found.own:
            speakers = (None,)
        for speaker in speakers:
            unconfirmed = read.unconfirmed and speaker is not None
            why = (*reasons, "the text says that it is not confirmed") if unconfirmed else reasons
            for one in found.objects:
                yield _draft(read, found, one, speaker, why, when)


def _plain(found: ArabicPhrase | DraftNote) -> Phrase | DraftNote:
    return found if isinstance(found, DraftNote) else Phrase(*found)


def _draft(
    read: Read, found: Phrase, one: Object, speaker: Speaker | None, reasons: tuple[str, ...], when: When
) -> DraftClaim:
    span = one.mention.mention
    best = one.mention.best
    said = f"said by {speaker.words}" if speaker else "in the report's own voice"
    return DraftClaim(
        place=Span(span.start, span.end, span.text),
        place_slug=best.entry.slug if best and one.mention.status == "geocoded" else "",
        actor=found.party.actor if found.party else "",
        actor_words=found.party.words if found.party else "",
        relation=found.relation,
        share=found.share or one.share,
        basis="claimed" if speaker else "assessed",
        voice="attributed" if speaker else "own",
        speaker=speaker,
        when=when,
        words=read.span(min(found.start, max(0, span.start - read.sentence.start)), max(found.end, one.end)),
        quote=read.quote(),
        on_the_spot=read.voices.seen and speaker is None,
        unconfirmed=read.unconfirmed and speaker is not None,
        reasons=(*reasons, said),
    )


def _by_verbs(read: Read) -> Iterator[Phrase | DraftNote]:
    masked = read.sentence.masked
    reach = -1
    for hit in verbs.verbs_in(masked):
        before = verbs.AUXILIARY.search(masked, max(0, hit.start - 80), hit.start)
        at = before.start() if before else hit.start
        group = before.groupdict() if before else {}
        left = masked[max(0, at - 160) : at]
        passive = _is_passive(read, hit, group)
        if passive:
            objects = tuple(objects_left(read.sentence, at))
            party, how = _agent(read, hit.end), "in the passive"
            if not objects and (stand := _pronoun_place(read, left, at)):
                objects = (stand,)
        else:
            strict = masked[hit.start : hit.end].lower() in verbs.STRICT
            objects = tuple(objects_right(read.sentence, hit.end, strict=strict))
            if not objects and (stand := _definite_place(read, hit.end) or _where(read, left, hit.end)):
                objects = (stand,)
            if not objects and not _UNNAMED.match(masked, hit.end):
                continue
            party, how = _subject(read, at, hit, group), "as subject"
            if not objects and party and hit.verb.relation == "controls" and not strict:
                yield DraftNote(
                    "no place",
                    read.quote(),
                    f"“{read.sentence.text[hit.start : hit.end]}” of places without a name, by {party.words}",
                )
        if not objects or (party is None and not (passive and _is_war(read))):
            continue
        if hit.start < reach and not passive:
            continue
        words = " ".join(read.sentence.text[at : hit.end].split())
        if verbs.UNREAL.search(left) and not group.get("managed"):
            yield DraftNote(
                "intent", read.quote(), f"“{words}” is wanted, tried, feared or foretold, not said to have happened"
            )
            continue
        relation, reasons = _relation(hit, group, left, read, at)
        if relation is None:
            continue
        reasons = (f"“{words}”", *reasons)
        reasons = (*reasons, f"“{party.words}” {how}" if party else "the text does not say who")
        reach = objects[-1].end if not passive else hit.end
        end = hit.end if passive else objects[-1].end
        yield Phrase(
            objects,
            party,
            relation,
            at if not before else _first_word(masked, at),
            end,
            reasons,
            bool(group.get("claim")),
        )


def _is_passive(read: Read, hit: Hit, group: dict[str, str | None]) -> bool:
    if hit.verb.form != "past" or not hit.verb.passive:
        return False
    if read.sentence.masked[hit.start : hit.verb_end].lower() in {
        "been",
        "remained",
        "stayed",
        "moved",
        "pushed",
        "advanced",
        "closed",
        "come",
    }:
        return False
    by = re.match(r"\s+(?:[\w-]+\s+){0,3}by\s+(?:the\s+)?", read.sentence.text[hit.end :])
    by_party = by is not None and any(abs(p.start - hit.end - by.end()) < 12 for p in read.parties)
    return bool(group.get("be")) or (by_party and not objects_right(read.sentence, hit.end, strict=True))


def _relation(
    hit: Hit, group: dict[str, str | None], left: str, read: Read, at: int
) -> tuple[Relation | None, tuple[str, ...]]:
    """Return the relation that stands after "not", "no longer" and "denied", with the reason."""
    relation: Relation = hit.verb.relation
    negative = bool(group.get("not"))
    # "The army denied that …" governs what follows; "denied" behind the verb is somebody's answer.
    denied = verbs.DENIAL.search(left) is not None
    no_longer = re.search(r"no\s+longer", read.sentence.masked[max(0, at - 1) : hit.start], re.IGNORECASE) is not None
    if no_longer and not denied:
        return ("lost" if relation == "controls" else None), ("“no longer”",)
    if negative == denied:
        return relation, ()
    why = ("denied",) if denied else ("said not to be so",)
    if relation in {"controls", "entered"}:
        return "denies", why
    return ("controls", (*why, "so it is still there")) if relation == "lost" else (None, why)


def _subject(read: Read, at: int, hit: Hit, group: dict[str, str | None]) -> Party | None:
    """Return the party that acts: named straight before the verb, by a pronoun, or the sentence's when the verb goes on from another."""
    text = read.sentence.text
    left = text[:at].rstrip()
    parties = [p for p in read.parties if p.end <= at]
    pronoun = _PRONOUN.search(left)
    if pronoun and pronoun["who"].lower() in {"they", "it", "we"}:
        named = [p for p in parties if p.itself and (p.acts or read.in_attribution(p)) and p.end <= pronoun.start()]
        if read.sentence.in_quotes(pronoun.start()):
            return Party(pronoun.start(), pronoun.end(), pronoun["who"], "", "", True, True)
        doing = [p for p in named if _DOES.match(text, p.end)]
        return doing[-1] if doing else named[0] if named else read.subject_before
    if parties:
        last = parties[-1]
        between = left[last.end :]
        if last.itself and (not between.strip() or (pronoun and not between[: pronoun.start() - last.end].strip(" ,"))):
            return (
                last
                if last.acts or pronoun or not [p for p in parties if p.acts] or hit.verb.form == "ing"
                else [p for p in parties if p.acts][-1]
            )
        acting = [p for p in parties if p.acts and (not read.in_attribution(p) or group.get("claim"))]
        if acting and (
            _LEFT_OVER.fullmatch(left[acting[-1].end :])
            or _GOES_ON.search(left)
            or group.get("after")
            or group.get("claim")
        ):
            comma = hit.verb.form == "ing" and left.endswith(",")
            return acting[0] if comma else acting[-1]
        if acting and hit.verb.form == "ing":
            return acting[0] if left.endswith(",") else acting[-1]
    if (
        hit.verb.form != "base"
        and (group.get("claim") or group.get("after") or _GOES_ON.search(left))
        and _PRONOUN_FAR.search(left)
    ):
        return read.subject_before
    return None


def _agent(read: Read, at: int) -> Party | None:
    by = _BY.match(read.sentence.text, at)
    behind = [p for p in read.parties if by and 0 <= p.start - by.end() < 25 and p.itself] if by else []
    return behind[0] if behind else None


def _is_war(read: Read) -> bool:
    return bool(read.parties) or read.subject_before is not None


def _definite_place(read: Read, at: int) -> Object | None:
    """Return the place that "the city" behind a verb goes back to."""
    said = re.match(
        r"\s+(?:(?P<much>(?:most|much|parts?|all)\s+of)\s+)?the\s+(?P<kind>city|town|village)\b(?!\s+of\b|['’]|\s+(?:cent|airport|council))",
        read.sentence.masked[at:],
        re.IGNORECASE,
    )
    stand = referred(read.sentence, at, read.place_before) if said else None
    if stand is None or said is None or not _fits(stand, said["kind"]):
        return None
    return Object(stand, share_of(said.group(), stand), at + said.end())


def _pronoun_place(read: Read, left: str, at: int) -> Object | None:
    said = re.search(
        r"(?:^|[.,;]\s+|\bthat\s+|\band\s+|\bsaid\s+|\bbefore\s+)(?:the\s+(?P<kind>city|town|village))\s+$",
        left,
        re.IGNORECASE,
    )
    stand = referred(read.sentence, at, read.place_before) if said else None
    return Object(stand, "whole", at) if stand is not None and said and _fits(stand, said["kind"]) else None


def _where(read: Read, left: str, at: int) -> Object | None:
    """Return the area of "in the countryside of X, where they seized several towns"."""
    if not _WHERE.search(left) or not _UNNAMED.match(read.sentence.masked, at):
        return None
    stand = [m for m in read.sentence.mentions if m.mention.end - read.sentence.start <= at]
    return Object(stand[-1], "part", at)


def _fits(mention: GeocodedMention, kind: str) -> bool:
    best = mention.best
    own = mention.mention.kind_hint or (best.entry.kind if best else "")
    return own in {kind.lower(), ""} or (own in {"city", "town"} and kind.lower() in {"city", "town"})


def _first_word(masked: str, at: int) -> int:
    found = re.compile(r"(?:(?:after|before|while|by|upon|since|and|then)\s+)+", re.IGNORECASE).match(masked, at)
    return found.end() if found else at
