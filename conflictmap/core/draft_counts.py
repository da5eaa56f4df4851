"""Words of number -> ranges: "at least seven" is 7 or more, "dozens" 24 to 99, "nearly 1,000" and "up to 20" end there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from conflictmap.core.records import Casualties, Range

_UNITS = {
    word: i
    for i, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {word: 10 * i for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
#: Words that stand for a range by themselves. "Dozens" is two dozen or more, and fewer than a hundred.
VAGUE: dict[str, tuple[int, int]] = {
    "dozens": (24, 99), "several dozen": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2000, 9999),
    "several": (3, 9), "a few": (2, 9), "a number of": (2, 99), "a handful of": (2, 9), "many": (3, 99), "a couple of": (2, 3), "tens": (20, 99),
}  # fmt: skip
_WHOLE = {"a dozen": 12, "half a dozen": 6, "two dozen": 24, "three dozen": 36, "a hundred": 100}

_SPELT = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS)}))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))}"
_FIGURE = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{_SPELT}"
_PLURALS = "people civilians men women children persons residents villagers fighters soldiers troops militants insurgents rebels"
_PEOPLE = r"""(?P<who>people|persons|civilians?|residents|villagers|worshippers|shoppers|patients|students|journalists?|medics?|doctors?|rescuers?|rescue\ workers
    |women|woman|children|child|girls?|boys?|infants?|babies|men|man|members\ of\ (?:one|the\ same|a)\ family|family\ members
    |(?:rebel\ |opposition\ |government\ |regime\ |army\ |allied\ |pro-government\ |Syrian\ |Kurdish\ |HTS\ )?(?:fighters?|insurgents?|rebels?|militants?|soldiers?|troops|gunmen|militiamen|personnel|officers?|terrorists?)
    |others|more|them)"""
COUNT = rf"""(?:(?P<how>at\ least|no\ fewer\ than|no\ less\ than|a\ minimum\ of|more\ than|over|upwards\ of|up\ to|as\ many\ as|at\ most|nearly|almost|close\ to
    |about|around|some|roughly|approximately|an\ estimated|fewer\ than|less\ than|another|a\ further)\s+)*
    (?:between\s+)?(?P<n>{"|".join(map(re.escape, _WHOLE))}|{"|".join(map(re.escape, sorted(VAGUE, key=len, reverse=True)))}|{_FIGURE}|no|a|an)(?![\w%])
    (?:\s*(?:to|and|or|–|-)\s*(?P<upto>{_FIGURE})(?=\s+(?:{_PLURALS.replace(" ", "|")}|others)))?"""

_CIVILIAN = re.compile(
    r"civilian|resident|villager|worshipper|shopper|patient|student|journalist|medic|doctor|rescue|wom[ae]n|child|girl|boy|infant|bab|family",
    re.I,
)
_COMBATANT = re.compile(
    r"fighter|insurgent|rebel|militant|soldier|troops|gunm|militiam|personnel|officer|terrorist", re.I
)

_KILL_AFTER = r"(?:(?:have|has|had)\s+been|were|was|are|is)?\s*(?:reported(?:ly)?\s+)?(?:killed|slain)|(?:have\s+|had\s+)?died|dead"
_HURT_AFTER = r"(?:(?:have|has|had)\s+been|were|was|are)?\s*(?:reported(?:ly)?\s+)?(?:wounded|injured|hurt)|injuries"
_ADJ = r"(?:\s+(?:of\s+)?(?:the\s+)?(?:other|more|young|elderly|displaced|local|suspected|mostly))*"
_AFTER = re.compile(
    rf"(?<![\w-])(?P<all>{COUNT}(?:{_ADJ}\s+(?:of\s+)?(?:them\s+)?{_PEOPLE})?)(?:,[^,]{{1,60}},)?\s+(?:(?P<dead>{_KILL_AFTER})|(?P<hurt>{_HURT_AFTER}))\b",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:(?P<both>kill\w*\s+(?:and|or)\s+(?:wound|injur)\w*)|(?P<dead>kill(?:ed|ing|s)?(?!\s+(?:in|by|since|on|when)\b)|claim(?:ed|ing)\s+the\s+lives\s+of|death\s+of|death\s+toll\s+\w+\s+to|leaving|left(?=[^.;]{{1,50}}\b(?:dead|wounded|injured)))"
    rf"|(?P<hurt>wound(?:ed|ing|s)?|injur(?:ed|ing|es)))\s+(?P<all>{COUNT}(?:{_ADJ}\s+(?:of\s+)?{_PEOPLE})?)(?P<wounded>\s+(?:wounded|injured))?",
    re.VERBOSE | re.IGNORECASE,
)
_AND_MORE = re.compile(
    rf",?\s+(?:and|while|with)\s+(?P<all>{COUNT}(?:{_ADJ}\s+{_PEOPLE})?)\s+(?:(?:were|was|have\s+been)\s+)?(?:wounded|injured|hurt)",
    re.VERBOSE | re.IGNORECASE,
)
_INCLUDING = re.compile(
    rf",?\s*(?:\(?including|among\s+them|of\s+(?:them|whom))\s+(?:at\s+least\s+)?(?P<n>{_FIGURE}|a|an)\s+(?P<who>[\w-]+)(?:\s+and\s+(?P<n2>{_FIGURE}|a|an)\s+(?P<who2>[\w-]+))?",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no|without(?:\s+any)?|not\s+cause\s+any)\s+(?:reports\s+of\s+)?(?:casualties|(?P<dead>deaths|fatalities)|(?P<hurt>injuries)|(?:one|body)\s+(?:was|were)\s+(?:hurt|killed))|\bnobody\s+was\s+(?:hurt|killed)",
    re.IGNORECASE,
)


#: Without one of these a sentence counts nobody: the patterns above are not even tried.
_COUNTED = tuple("kill slain died dead wound injur hurt lives death leaving left casualties fatalities".split())


class Toll(NamedTuple):
    """What a sentence says of killed and injured, and where it says it."""

    killed: Casualties
    injured: Casualties
    start: int
    end: int


def toll_of(text: str) -> Toll | None:
    """Read how many were killed and injured; None where the sentence counts nobody."""
    small = text.lower()
    if not any(word in small for word in _COUNTED):
        return None
    killed, injured = Casualties(), Casualties()
    first, last = len(text), 0
    for found in (*_AFTER.finditer(text), *_BEFORE.finditer(text), *_AND_MORE.finditer(text)):
        group = found.groupdict()
        if _no_count(group.get("n"), group.get("who")) or found["n"].lower() == "no":
            continue
        counted = _casualties(found, text)
        hurt = bool(group.get("hurt") or group.get("wounded")) or found.re is _AND_MORE
        if group.get("both"):
            together = Casualties(wording=f"{counted.wording}, killed and injured together")
            killed, injured = (killed if killed.wording else together), (injured if injured.wording else together)
        elif hurt and not injured.wording:
            injured = counted
        elif not hurt and not killed.wording:
            killed = counted
        first, last = min(first, found.start()), max(last, found.end())
    nobody = _NOBODY.search(text)
    if nobody and not killed.wording:
        none = Casualties(unknown=Range(0, 0, 0), wording=nobody.group())
        killed = killed if nobody["hurt"] else none
        injured = injured if nobody["dead"] or injured.wording else none
        first, last = min(first, nobody.start()), max(last, nobody.end())
    return Toll(killed, injured, first, last) if killed.wording or injured.wording else None


def _no_count(number: str | None, who: str | None) -> bool:
    """Tell whether "a" or "one" stands before no person: "killing a", "killed one of"."""
    return number is None or (number.lower() in {"a", "an"} and not (who or "").rstrip("s"))


def range_of(number: str, how: str = "", upto: str = "") -> Range:
    """Return the range that a number and the words before it stand for.

    >>> range_of("seven", "at least"), range_of("dozens")
    (Range(low=7, best=None, high=None), Range(low=24, best=None, high=99))
    """
    number, how = " ".join(number.lower().split()), " ".join(how.lower().split())
    if number in VAGUE:
        low, high = VAGUE[number]
        return Range(low, None, None if how in {"at least", "more than", "over"} else high)
    count = _number(number)
    if upto:
        other = _number(upto.lower())
        return Range(min(count, other), None, max(count, other))
    if how in {"at least", "no fewer than", "no less than", "a minimum of"}:
        return Range(count, None, None)
    if how in {"more than", "over", "upwards of"}:
        return Range(count + 1, None, None)
    if how in {"up to", "as many as", "at most"}:
        return Range(None, None, count)
    if how in {"fewer than", "less than"}:
        return Range(None, None, max(count - 1, 0))
    if how in {"nearly", "almost", "close to"}:
        return Range(None, count, count)
    if how in {"about", "around", "some", "roughly", "approximately", "an estimated"}:
        return Range(None, count, None)
    return Range(count, count, count)


def _number(word: str) -> int:
    word = " ".join(word.split())
    if word in _WHOLE:
        return _WHOLE[word]
    if word in {"a", "an", "one"}:
        return 1
    if word == "no":
        return 0
    if word in _UNITS:
        return _UNITS[word]
    tens, _, unit = word.partition("-")
    if tens in _TENS:
        return _TENS[tens] + _UNITS.get(unit, 0)
    return int(word.replace(",", ""))


def _casualties(found: re.Match[str], text: str) -> Casualties:
    counted = range_of(found["n"], found["how"] or "", found["upto"] or "")
    who, wording = found["who"] or "", " ".join(found["all"].split())
    read = Casualties(wording=wording)
    group = "civilians" if _CIVILIAN.search(who) else "combatants" if _COMBATANT.search(who) else "unknown"
    part = _INCLUDING.match(text, found.end("all")) or _INCLUDING.match(text, found.end())
    if part is None:
        return _counting(read, group, counted)
    read = replace(read, wording=f"{wording}{part.group()}")
    parts = [(part["n"], part["who"])] + ([(part["n2"], part["who2"])] if part["n2"] else [])
    named = [
        (_number(n.lower()), "civilians" if _CIVILIAN.search(w) else "combatants" if _COMBATANT.search(w) else "")
        for n, w in parts
    ]
    known = sum(count for count, kind in named if kind)
    if group != "unknown" or not known or counted.low is None or known > counted.low:
        return _counting(read, group, counted)
    for kind in ("civilians", "combatants"):
        if count := sum(n for n, of in named if of == kind):
            read = _counting(read, kind, Range(count, count, count))
    rest = Range(*(None if bound is None else bound - known for bound in (counted.low, counted.best, counted.high)))
    return replace(read, unknown=rest) if rest != Range(0, 0, 0) else read


def _counting(read: Casualties, group: str, counted: Range) -> Casualties:
    if group == "civilians":
        return replace(read, civilians=counted)
    return replace(read, combatants=counted) if group == "combatants" else replace(read, unknown=counted)
