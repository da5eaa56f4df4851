"""A sentence -> drafts of strikes on places, with their tolls; a total over days or provinces is no strike and stays a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from conflictmap.core.draft_counts import Toll, toll_of
from conflictmap.core.draft_objects import Object, objects_left, share_of, usable
from conflictmap.core.draft_parties import Party
from conflictmap.core.draft_records import DraftNote, DraftStrike, Span, Speaker
from conflictmap.core.draft_sentences import MASK
from conflictmap.core.draft_text import Read
from conflictmap.core.draft_verbs import UNREAL
from conflictmap.core.records import Casualties, StrikeKind

_KINDS: tuple[tuple[StrikeKind, str], ...] = (
    ("drone", r"(?:suicide\s+|armed\s+|kamikaze\s+)?drones?(?:\s+(?:strikes?|attacks?))?|طائرة\s+مسيرة"),
    ("missile", r"(?:ballistic\s+|cruise\s+)?missiles?(?:\s+(?:strikes?|attacks?|fire))?"),
    ("air-strike", r"air[-\s]?(?:strikes?|raids?|attacks?)|warplanes?|fighter\s+jets?|jets|planes|aircraft|helicopters?|barrel\s+bombs?|bombing\s+raids?|cluster\s+bombs?|bombing|bombs|raids?|غارات|غارة|الطيران"),
    ("shelling", r"shelling|shells|artillery(?:\s+fire)?|mortars?(?:\s+(?:fire|rounds))?|rockets?(?!\s+launch)(?:\s+(?:fire|attacks?))?|bombardments?|barrages?|قصف|قذائف"),
    ("unknown", r"strikes"),
)  # fmt: skip
_NOUN = re.compile(
    r"(?<![\w-])(?:" + "|".join(rf"(?P<k{i}>{words})" for i, (_, words) in enumerate(_KINDS)) + r")(?![\w-])",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?<![\w-])(?P<verb>pound(?:ed|ing|s)?|struck|hit|hits|hitting|bomb(?:ed|ing|s)|shell(?:ed|ing)|target(?:ed|ing|s)|bombard(?:ed|ing|s)|slammed\s+into|landed\s+(?:in|on)|fell\s+(?:on|in)|rained\s+(?:down\s+)?on|attacked|strafed|استهدف\w*|قصف\w*)(?![\w-])",
    re.IGNORECASE,
)
_SELF = re.compile(r"(?:pound|bomb|shell|strafe|قصف)", re.IGNORECASE)
_TO_PLACE = re.compile(
    rf"(?P<gap>[^.;{MASK}]{{0,90}}?)\b(?:on|in|at|near|against|over|hit|hits|hitting|struck|pounded|targeted|targeting|around|across|outside|into|على|في)\s+(?:(?:the|a|an)\s+)?(?P<more>[^.;,{MASK}]{{0,50}}?)(?P<place>{MASK}+)",
    re.IGNORECASE,
)
_NOT_BETWEEN = re.compile(
    r"\b(?:after|before|since|while|said|says|told|reported|from|launched\s+from|when|which|where|who|because|as|killed|killing|captured|seized)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^\s*(?:,\s*)?(?:and|,|as\s+well\s+as|و)\s*(?:on\s+|in\s+|the\s+)*(?:(?:town|city|village|towns|nearby)\s+(?:of\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:since\s+(?:the\s+)?(?:start|beginning|launch|operation|offensive|\w+day|end|late|last|november|december|then)|so\s+far|in\s+total|altogether|overall|(?:over|in|during|for)\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:days|week|weeks|months?|years?)|"
    r"(?:past|last)\s+(?:two|three|four|five|six|seven|\d+)\s+days|(?:two|three|four|five|six|seven|\d+)\s+days\s+of|across\s+(?:the\s+)?(?:country|province|region|provinces|north\w*)|death\s+toll\s+from|toll\s+of\s+the|provinces|nationwide|this\s+year)\b|[A-Z][a-z]+\s+and\s+[A-Z][a-z]+\s+provinces",
    re.IGNORECASE,
)
_POSITIVE = re.compile(r"\b(?:no|without|denied|denies|not|never|stopped|halted|ceased)\b[^,.;]{0,40}$", re.IGNORECASE)
_AND_COUNTRY = re.compile(r"\b(?P<first>Syrian|Russian|government|regime)\s+(?:and|or)\s+$", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:one\s+of\s+(?:the|them)|the\s+(?:raids?|strikes?|attack|shelling|bombardment|bombs?|shells?|missiles?|explosion|blasts?|drone)|a\s+(?:second\s+)?(?:strike|raid|shell|rocket|missile|bomb)|it\s+hit|they\s+hit)\b",
    re.IGNORECASE,
)


def strikes_of(read: Read, before: tuple[DraftStrike, ...]) -> Iterator[DraftStrike | DraftNote]:
    """Draft the strikes of a sentence. `before`: those of the sentence before, whose toll this one may tell."""
    toll = toll_of(read.sentence.text)
    total = _TOTAL.search(read.sentence.text) if toll else None
    drafted = list(_strikes(read))
    if (
        not drafted
        and toll
        and not total
        and len({s.place for s in before}) == 1
        and not any(usable(m) for m in read.sentence.mentions)
    ):
        yield _told_after(read, before[0], toll)
        return
    if toll and (total or len({s.place for s in drafted}) != 1):
        reason = (
            f"a total (“{total.group()}”), not one strike's"
            if total
            else "of several places together"
            if drafted
            else "a count without a strike on one place"
        )
        yield DraftNote("total" if total or drafted else "no place", read.quote(), reason, toll.killed, toll.injured)
        toll = None
    for draft in drafted:
        if toll is None or isinstance(draft, DraftNote):
            yield draft
            continue
        yield replace(draft, killed=toll.killed, injured=toll.injured, reasons=(*draft.reasons, *_counted(toll)))


def _counted(toll: Toll) -> tuple[str, ...]:
    return tuple(
        f"{name}: “{one.wording}”" for name, one in (("killed", toll.killed), ("injured", toll.injured)) if one.wording
    )


def _told_after(read: Read, before: DraftStrike, toll: Toll) -> DraftStrike:
    """The sentence tells what the strike of the one before did; it may be another's word."""
    speakers = read.speakers_at(toll.start)
    speaker = speakers[0] if speakers else before.speaker
    moment, when = read.when(toll.start, toll.end)
    kind = next((k for k in (_kind_of(m) for m in _NOUN.finditer(read.sentence.text)) if k != "unknown"), before.kind)
    return replace(
        before,
        kind=kind if before.kind == "unknown" else before.kind,
        killed=toll.killed,
        injured=toll.injured,
        speaker=speaker,
        basis="claimed" if speaker else before.basis,
        voice="attributed" if speaker else before.voice,
        when=when if moment is not None and moment.kind == "day" else before.when,
        words=read.span(toll.start, toll.end),
        quote=read.quote(),
        unconfirmed=read.unconfirmed and speaker is not None,
        reasons=(*_counted(toll), f"told after the strike on {before.place.text}"),
    )


def _strikes(read: Read) -> Iterator[DraftStrike]:
    taken: set[int] = set()
    masked = read.sentence.masked
    for start, end, kind, objects in _places(read):
        fresh = [o for o in objects if o.mention.mention.start not in taken]
        left = masked[max(0, start - 120) : start]
        if not fresh or UNREAL.search(left) or _POSITIVE.search(left):
            continue
        taken |= {o.mention.mention.start for o in fresh}
        moment, when = read.when(start, end)
        if moment is not None and moment.kind in {"past", "ahead"}:
            continue
        attackers = _attackers(read, start, end)
        slugs = tuple(sorted({p.actor for p in attackers if p.actor}))
        reasons = [f"“{' '.join(read.sentence.text[start:end].split())}”"]
        reasons.append(f"by {', '.join(p.words for p in attackers)}" if attackers else "the text does not say by whom")
        if not when.words:
            reasons.append("no day is told: inferred" if when.date_start else "no day is told")
        speakers: tuple[Speaker | None, ...] = read.speakers_at(start) or (None,)
        for speaker in speakers:
            for one in fresh:
                span, best = one.mention.mention, one.mention.best
                yield DraftStrike(
                    place=Span(span.start, span.end, span.text),
                    place_slug=best.entry.slug if best and one.mention.status == "geocoded" else "",
                    kind=kind,
                    attackers=slugs,
                    attacker_words=", ".join(p.words for p in attackers),
                    killed=Casualties(),
                    injured=Casualties(),
                    basis="claimed" if speaker else "assessed",
                    voice="attributed" if speaker else "own",
                    speaker=speaker,
                    when=when,
                    words=read.span(
                        min(start, span.start - read.sentence.start), max(end, span.end - read.sentence.start)
                    ),
                    quote=read.quote(),
                    unconfirmed=read.unconfirmed and speaker is not None,
                    reasons=(*reasons, f"said by {speaker.words}" if speaker else "in the report's own voice"),
                )


def _places(read: Read) -> Iterator[tuple[int, int, StrikeKind, list[Object]]]:
    """Where a sentence says that a strike hit places: offsets of the words, the kind, the places."""
    masked = read.sentence.masked
    if not read.sentence.mentions:
        return
    nouns = list(_NOUN.finditer(masked))
    for verb in _VERB.finditer(masked):
        if not (_SELF.match(verb.group()) or any(abs(n.start() - verb.start()) < 120 for n in nouns)) and not re.match(
            "hit|struck|pound|bomb", verb.group(), re.I
        ):
            continue
        kind = _nearest_kind(nouns, verb.start(), verb.group())
        be = re.search(
            r"\b(?:was|were|been|being|is|are)\s+(?:[\w-]+\s+)?$", masked[max(0, verb.start() - 30) : verb.start()]
        )
        if be:
            at = verb.start() - len(be.group())
            objects = objects_left(read.sentence, at)
            if objects and (nouns or _SELF.match(verb.group())):
                yield at, verb.end(), kind, objects
            continue
        objects = _listed(read, verb.end())
        if objects and (nouns or _SELF.match(verb.group()) or read.subject_before):
            yield verb.start(), verb.end(), kind, objects
    for noun in nouns:
        found = _TO_PLACE.match(masked, noun.end())
        if found is None or _NOT_BETWEEN.search(found["gap"]) or _NOT_BETWEEN.search(found["more"]):
            continue
        objects = _listed(read, found.start("place"))
        if objects:
            yield (
                noun.start(),
                noun.end(),
                _kind_of(noun)
                if _kind_of(noun) != "unknown"
                else _nearest_kind([n for n in nouns if n is not noun], noun.start(), ""),
                objects,
            )


def _listed(read: Read, at: int) -> list[Object]:
    """The first place at or behind an offset, and those in a list with it."""
    sentence = read.sentence
    ahead = [m for m in sentence.mentions if m.mention.start - sentence.start >= at]
    if not ahead:
        return []
    gap = sentence.masked[at : ahead[0].mention.start - sentence.start]
    if len(gap) > 90 or _NOT_BETWEEN.search(gap) or re.search(r"[.;:]", gap):
        return []
    found = [Object(ahead[0], share_of(gap, ahead[0]), ahead[0].mention.end - sentence.start)]
    for mention in ahead[1:]:
        gap = sentence.masked[found[-1].end : mention.mention.start - sentence.start]
        if not _LIST.match(gap):
            break
        found.append(Object(mention, "whole", mention.mention.end - sentence.start))
    return found


def _attackers(read: Read, start: int, end: int) -> list[Party]:
    """Those whose strike it is: named before it ("Russian air strikes", "government jets pounded") or behind "by"."""
    text = read.sentence.text
    by = re.match(r"[^.;]{0,60}?\b(?:by|carried\s+out\s+by|launched\s+by|from)\s+(?:the\s+)?", text[end:])
    after = [p for p in read.parties if by and 0 <= p.start - end - by.end() < 14] if by else []
    if after:
        found = after[:1]
    else:
        before = [p for p in read.parties if p.start <= start and start - p.start < 90 and not read.in_attribution(p)]
        before = [
            p
            for p in before
            if not re.search(rf"{MASK}\s+and\s+$", read.sentence.masked[p.end : start])
            and not re.search(
                r"\b(?:on|against|targeting|targeted|in|over|after|hit)\s+(?:the\s+|\w+\s+)?$",
                text[max(0, p.start - 25) : p.start],
                re.IGNORECASE,
            )
        ]
        found = (
            before[-2:]
            if len(before) > 1 and re.fullmatch(r"\s*(?:and|or|,)\s*", text[before[-2].end : before[-1].start])
            else before[-1:]
        )
    if found and (joined := _AND_COUNTRY.search(text, max(0, found[0].start - 30), found[0].start)):
        first = read.known.parties.find(joined["first"] + " forces")
        if first:
            at = joined.start("first")
            found = [first[0]._replace(start=at, end=at + len(joined["first"]), words=joined["first"]), *found]
    return found


def _nearest_kind(nouns: list[re.Match[str]], at: int, verb: str) -> StrikeKind:
    if re.match("shell|قصف", verb, re.IGNORECASE):
        return "shelling"
    known = [n for n in nouns if _kind_of(n) != "unknown"]
    if known:
        return _kind_of(min(known, key=lambda n: (abs(n.start() - at), n.start())))
    return (
        "air-strike"
        if re.match("bomb|strafe", verb, re.IGNORECASE) and not verb.lower().startswith("bombard")
        else "unknown"
    )


def _kind_of(found: re.Match[str]) -> StrikeKind:
    return _KINDS[int((found.lastgroup or "k0")[1:])][0]
