"""Which places a verb takes: its object right of it, or left in the passive, and all that stand with it in one list."""

from __future__ import annotations

import re
from typing import NamedTuple

from conflictmap.core.draft_sentences import MASK, Sentence
from conflictmap.core.draft_verbs import ADVERBS, NO_GROUND, PLACE_WORD
from conflictmap.core.records import EXTENDED_KINDS, Share
from conflictmap.core.toponyms import GeocodedMention

#: Words that may stand before a place with no other noun: articles, amounts, directions, times.
_SMALL = re.compile(
    rf"""^(?:\s|,|\b(?:the|a|an|its?|their|his|all|whole|entire|entirety|of|in|at|and|both|also|rest|strategic|key|nearby|northern|southern|eastern|western|central|north|south|east|west
    |north-?west(?:ern)?|north-?east(?:ern)?|south-?west(?:ern)?|south-?east(?:ern)?|rural|most|much|large|parts?|part|half|some|several|new|more|other|control|on|{ADVERBS}|downtown|nearly|almost|around|including|namely
    |monday|tuesday|wednesday|thursday|friday|saturday|sunday|overnight|today|yesterday|morning|evening|night|at\ least|\d+|country['’]s|province['’]s|second|third|fourth|city|largest|biggest)\b|-)*$""",
    re.VERBOSE | re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:but|after|before|while|when|where|as|that|which|who|said|says|told|because|although|though|near|from|towards?|against|with|between|for|by|than|to|via|despite|amid|killing|killed|and\s+\w+ed\b)\b|[;:“”\"()]|\s[–—]\s|,\s+\w+ing\b",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"^\s*(?:,|،)?\s*(?:and|as\s+well\s+as|plus|then|along\s+with|together\s+with|و)?\s*(?:also\s+)?", re.IGNORECASE
)
_ALIAS = re.compile(
    r"^\s*(?:,\s+)?(?:\(|also\s+(?:known|called)\s+(?:as\s+)?|known\s+as|or\s+)(?:the\s+)?", re.IGNORECASE
)
_ASIDE = re.compile(
    r"^\s*,?\s*(?:(?:some\s+|about\s+)?\d+\s*(?:km|kilomet\w+|miles?)(?:\s*\([^)]*\))?\s+)?(?:to\s+the\s+)?(?:(?:north|south|east|west)[\w-]*|in|near|outside|close\s+to|on\s+the\s+(?:road|way|highway)\s+(?:to|from|between)|just)"
    r"(?:\s+(?:of|from|in))?\s+(?:the\s+)?(?:(?:nearby|neighbouring|northern|southern|eastern|western|central|adjacent)\s+)*(?:(?:city|countryside|province|town|northern|southern|eastern|western)\b(?:\s+of\s+)?(?:the\s+)?(?:countryside\s+of\s+)?)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:all|whole|entire|entirety|completely|fully|entirely|full)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:most|much|the\s+bulk|majority|three\s+quarters|nearly\s+all|almost\s+all)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:parts?|half|swathes?|swaths|districts?|neighbou?rhoods?|quarters?|outskirts|edges?|suburbs|cent(?:re|er)|ground|(?:towns|villages|areas|positions|hills|localities|settlements|territory)(?:\s+and\s+(?:towns|villages))?(?=[^,]*\b(?:in|of|along|around)\s*(?:the\s+)?[\w\s-]*$)|side|square|streets?)\b",
    re.IGNORECASE,
)


#: "swathes of territory from the government, including the second city, X"
_INCLUDING = re.compile(
    r"^\s+(?:[\w-]+\s+){0,3}(?:territory|towns|areas|ground|cities|villages|land)\b[^.;]{0,60}?,?\s+(?:including|among\s+them)\s+(?:(?:the|a)\s+)?(?:[\w’'-]+,?\s+){0,4}$",
    re.IGNORECASE,
)


class Object(NamedTuple):
    """A place that a verb takes, how much of it, and the offset at which its words end."""

    mention: GeocodedMention
    share: Share
    end: int


def usable(mention: GeocodedMention) -> bool:
    """Tell whether drafts may be made of a mention: a place, no demonym, no country."""
    best = mention.best
    return (
        not mention.mention.demonym
        and mention.mention.kind_hint != "country"
        and not (best and best.entry.kind == "country")
    )


def objects_right(sentence: Sentence, at: int, *, strict: bool = False) -> list[Object]:
    """Read the places behind a verb that ends at `at`; none where its object is something else. `strict`: only straight behind."""
    ahead = _ahead(sentence, at)
    if not ahead:
        return []
    gap = sentence.masked[at : _start(sentence, ahead[0])]
    if not _takes(gap, strict=strict) and (strict or not _INCLUDING.match(gap)):
        return []
    found = [Object(ahead[0], share_of(gap, ahead[0]), _end(sentence, ahead[0]))]
    return found + with_list(sentence, ahead)


def objects_left(sentence: Sentence, at: int) -> list[Object]:
    """Read the places before a passive verb whose auxiliary begins at `at`: "Saraqib and two villages were …"."""
    behind = [m for m in sentence.mentions if _end(sentence, m) <= at]
    if not behind:
        return []
    gap = sentence.masked[_end(sentence, behind[-1]) : at]
    if not re.fullmatch(
        rf"\s*(?:,[^,;.{MASK}]{{0,80}},|,?\s*(?:which|that)|\([^)]*\)|city|town|itself|,?\s+and\s+(?:[\w-]+\s+){{1,3}}villages)?\s*,?\s*",
        gap,
        re.IGNORECASE,
    ):
        return []
    first = len(behind) - 1
    while first and _joined(sentence.masked[_end(sentence, behind[first - 1]) : _start(sentence, behind[first])]):
        first -= 1
    found: list[Object] = []
    for mention in behind[first:]:
        lead = sentence.masked[max(0, _start(sentence, mention) - 40) : _start(sentence, mention)].split(MASK)[-1]
        if first + len(found) == first and re.search(
            r"\b(?:from|near|outside|towards?|against|to|(?:north|south|east|west)[\w-]*\s+of)\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
            lead,
            re.IGNORECASE,
        ):
            return []
        found.append(Object(mention, share_of(lead, mention), at))
    return found


def share_of(gap: str, mention: GeocodedMention) -> Share:
    """Return how much of a place the words before it mean."""
    gap = gap[-80:]
    if _MOST.search(gap):
        return "most"
    if _PART.search(gap):
        return "part"
    if _WHOLE.search(gap):
        return "whole"
    return "whole" if _kind(mention) not in EXTENDED_KINDS or not re.search(r"\bin\s+(?:the\s+)?$", gap) else "part"


def referred(sentence: Sentence, at: int, before: GeocodedMention | None) -> GeocodedMention | None:
    """Return the place that "the city" or "there" at an offset goes back to: the last settlement named."""
    named = [m for m in sentence.mentions if _end(sentence, m) <= at and _kind(m) not in EXTENDED_KINDS]
    return named[-1] if named else before


def with_list(sentence: Sentence, ahead: list[GeocodedMention]) -> list[Object]:
    """Read the places that stand in one list with the first of those ahead, that one apart."""
    found: list[Object] = []
    end = _end(sentence, ahead[0])
    for mention in ahead[1:]:
        gap = sentence.masked[end : _start(sentence, mention)]
        aside = _ASIDE.match(gap)
        if _ALIAS.fullmatch(gap) or (aside and aside.end() == len(gap)):
            end = _end(sentence, mention)
            continue
        if aside and aside.end() and gap[aside.end() :].lstrip()[:1] in {",", "a"}:
            gap = gap[aside.end() :]
        if not _joined(gap):
            break
        end = _end(sentence, mention)
        found.append(Object(mention, share_of(gap, mention), end))
    return found


def _joined(gap: str) -> bool:
    """Tell whether words between two places make a list of them."""
    joint = _JOIN.match(gap)
    if joint is None or not re.search(r",|،|\band\b|\bas well as\b|\bplus\b|\bwith\b|و", joint.group(), re.IGNORECASE):
        return False
    rest = gap[joint.end() :]
    return (
        len(rest) < 60
        and _STOP.search(rest) is None
        and NO_GROUND.search(rest) is None
        and bool(
            _SMALL.match(rest)
            or (
                PLACE_WORD.search(rest)
                and re.search(r"\b(?:of|in|around|city|town|village|airport|airbase)\s*(?:the\s+)?$", rest)
            )
        )
    )


def _takes(gap: str, *, strict: bool) -> bool:
    if len(gap) > (30 if strict else 110) or _STOP.search(gap) or NO_GROUND.search(gap):
        return False
    if _SMALL.match(gap):
        return True
    return PLACE_WORD.search(gap) is not None and len(gap.split()) <= (6 if strict else 16)


def _ahead(sentence: Sentence, at: int) -> list[GeocodedMention]:
    return [m for m in sentence.mentions if _start(sentence, m) >= at]


def _start(sentence: Sentence, mention: GeocodedMention) -> int:
    return mention.mention.start - sentence.start


def _end(sentence: Sentence, mention: GeocodedMention) -> int:
    return mention.mention.end - sentence.start


def _kind(mention: GeocodedMention) -> str:
    best = mention.best
    return mention.mention.kind_hint or (best.entry.kind if best else "")
