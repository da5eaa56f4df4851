"""Who says so: "according to SANA and a war monitor", "the army said", "he told The Independent", and the report's own voice.

A sentence falls into parts at "but", "while" and ";". In each, "X said …" covers what follows, "…, X said" what comes before; a part
without a speaker has that of the part before it, then that of the part behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from conflictmap.core.draft_records import Speaker
from conflictmap.core.records import Source

SAY = (
    r"(?:said|says|say|saying|reported|reports|report|claimed|claims|claim|announced|announces|confirmed|confirms|stated|wrote|added|adds|asserted|asserts|insisted|acknowledged"
    r"|admitted|conceded|alleged|declared|denied|denies|deny|denying|noted|described|told|saw|dismissed|rejected|acknowledges)"
)
#: What a role is called -> the kinds of source that have it, a word of its name, and the side where the words tell it.
_ROLES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (r"(?:Syrian|government|regime)?\s*(?:defen[cs]e\ ministry|ministry\ of\ defen[cs]e)|Syria['’]s\ defen[cs]e\ ministry|وزارة\s+الدفاع(?:\s+السورية)?", ("belligerent",), "syrian-defence", "government"),
    (r"Russia(?:n|['’]s)?\ (?:defen[cs]e\ ministry|ministry\ of\ defen[cs]e)|وزارة\s+الدفاع\s+الروسية", ("belligerent",), "russian", "government"),
    (r"Russian\ (?:Reconciliation\ )?Cent(?:re|er)(?:\ for\ (?:the\ )?Reconciliation[\w\s]{0,50}?(?=\ in\ Syria|\ said|\ claimed|,))?", ("belligerent",), "reconciliation", "government"),
    (r"state[-\s](?:run\s+|owned\s+)?(?:television|TV)|التلفزيون\s+(?:السوري|الرسمي)", ("state-media",), "television", "government"),
    (r"state[-\s](?:run\s+|owned\s+)?(?:news\s+agency|media|news\s+network|radio)|government\ media|official\ news\ agency|وسائل\s+إعلام\s+رسمية|سانا", ("state-media",), "sana", "government"),
    (r"(?:war\s+|UK-based\s+(?:war\s+)?|Britain-based\s+(?:war\s+)?|British-based\s+|opposition\s+war\s+)?monitor(?:ing\s+group|ing\s+groups|s)?(?!\w)|Observatory(?:\s+director)?|المرصد(?:\s+السوري(?:\s+لحقوق\s+الإنسان)?)?", ("monitor",), "", ""),
    (r"White\ Helmets|Civil\ Defen[cs]e|rescuers|rescue\ workers|first\ responders|الدفاع\s+المدني|الخوذ\s+البيضاء", ("civil-defence",), "", ""),
    (r"(?:rebel|insurgent|opposition|HTS)\s+(?:fighters?)|a\ fighter|fighters(?=\s+and\s+activists)", ("belligerent",), "fighters", "opposition"),
    (r"(?:rebel|insurgent|opposition|HTS|factions?)['’]?s?(?:\s+\w+)?\s+(?:commanders?|leaders?|spokes\w+|command|officials?|statement)|(?:the\s+)?(?:Islamist(?:-led)?\ (?:alliance|coalition|rebels|forces)|rebels|insurgents|jihadists|opposition(?:\s+(?:forces|factions))?|rebel\ (?:forces|factions|coalition|alliance)|HTS|Hayat\ Tahrir\ al-Sham|Military\ Operations\ Command)|(?:فصائل\s+)?المعارضة|إدارة\s+العمليات\s+العسكرية|هيئة\s+تحرير\s+الشام", ("belligerent",), "command", "opposition"),
    (r"(?:Syrian|army|government|regime)?\s*(?:military|army|security|government)\s+(?:sources?|spokes\w+|officials?|statement|command|officers?)|(?:Syria(?:n|['’]s)?\s+)?(?:army|military|armed\ forces|government|regime|government\ forces)(?:['’]s\s+general\s+command)?|مصدر\s+عسكري|الجيش(?:\s+السوري)?", ("belligerent",), "army", "government"),
    (r"SDF|Syrian\ Democratic\ Forces|Kurdish(?:-led)?\ (?:forces|officials?|fighters)|قوات\s+سوريا\s+الديمقراطية", ("belligerent",), "sdf", "sdf"),
    (r"officers", (), "", ""),
    (r"United\ Nations|UN|U\.N\.|الأمم\s+المتحدة", ("international",), "", ""),
    (r"(?:local\s+|one\s+|a\s+|two\s+|several\s+)?(?:residents?|witness(?:es)?|eyewitness(?:es)?|locals|villagers|activists?|shopkeeper|teacher|baker|doctor|medics?|journalists?\ in|local\ officials?)|سكان|شهود(?:\s+عيان)?|ناشطون", ("outlet",), "residents", ""),
)  # fmt: skip
_PERSON = r"(?:[A-Z][\w’'-]+|al-[A-Z][\w’'-]+|bin|ibn|Abu)(?:\s+(?:[A-Z][\w’'-]+|al-[A-Z][\w’'-]+|bin|ibn|al)){1,5}"
_PRONOUN = r"(?<!\w)(?:he|she|it|they)(?!\w)"
_OWN_EYES = re.compile(
    r"\b(?:AFP|AP|Reuters|BBC|our|an?\s+\w+)\s+(?:journalists?|correspondents?|reporters?|photographers?|team)\s+(?:\w+\s+){0,8}?(?:saw|seen|witnessed|counted|watched|found)\b"
)
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|apparently|(?:was|were|is|are)\s+(?:said|reported|believed|thought|understood)\s+to|it\s+was\s+(?:reported|claimed)|there\s+were\s+reports|unconfirmed\s+reports|reports\s+said)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r",?\s+(?:but|while|whereas|although|though|however)\s+|;\s+|\s+[–—]\s+", re.IGNORECASE)
_TAIL = re.compile(
    rf"(?:\s+in\s+(?:[A-Z]\w+|the\s+(?:city|town|village|area|province)))?(?:\s*\([^)]{{1,40}}\)|\s+[–—-]\s+[^–—]{{1,120}}\s[–—-]|,\s+(?:which|who|whose|a|an|the|based|headquartered|also)\b[^,]{{1,120}},|\s+(?:which|that)\s+[^,]{{1,60}},)?"
    rf"(?:\s+(?:(?:on|late|early|earlier|later|also|separately|meanwhile|however|had|has|have|then|since|again|in|a|statement|{'|'.join('Monday Tuesday Wednesday Thursday Friday Saturday Sunday today yesterday'.split())}))){{0,5}}\s+(?P<say>{SAY})\b",
)
_ACCORDING = re.compile(
    r"\b(?:according\s+to|citing|quoting|quoted\s+by|in\s+the\s+words\s+of|as\s+reported\s+by)\b|\bبحسب\b|\bوفقا\s+ل|\bحسب\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(rf"[,”\"]\s+{SAY}\s+(?:by\s+)?(?:(?:the|a|an|one|local|several|two)\s+)*$")
_TOLD = re.compile(r"\btold\s+(?:the\s+)?(?P<who>[A-Z][\w.-]*(?:\s+[A-Z][\w-]*){0,3})")
_ARABIC_SAY = re.compile(r"(?:وقال|قال|أعلن|أكد|ذكر|أفاد|وأفاد|وأعلن|وذكر|وأكد)ت?\s+(?=\S)")


#: Without one of these, in small letters, a sentence names nobody who speaks; or nobody who only heard, or saw it himself.
_CUES = (
    *"said say report claim announce confirm stated wrote add assert insisted acknowledge admitted conceded alleged".split(),
    *"declared denie deny noted described told saw dismissed rejected according citing quoting quoted denying".split(),
    *"words بحسب وفقا حسب قال أعلن أكد ذكر أفاد".split(),
)
_HEARD = tuple("report alleged purported apparent to claimed".split())
_SEEN = tuple("saw seen witnessed counted watched found".split())

_Named = tuple[int, int, str, str]


class Voiced(NamedTuple):
    """An attribution: where its words stand, who speaks, and whether it comes before what is said."""

    start: int
    end: int
    speakers: tuple[Speaker, ...]
    leads: bool
    pronoun: bool = False
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a theatre, ready to be found."""

    pattern: re.Pattern[str]
    named: tuple[str, ...]
    roles: tuple[str, ...]
    by_side: dict[str, str]
    outlets: frozenset[str]

    def find(self, sentence: str) -> list[_Named]:
        """Return the sources that a sentence names: start, end, slug or "", words. A longer name that holds another goes alone."""
        found: list[_Named] = []
        for match in self.pattern.finditer(sentence):
            group = match.lastgroup or ""
            slug = self.named[int(group[1:])] if group[0] == "s" else self.roles[int(group[1:])]
            start = match.start()
            if found and group[0] == "s" and sentence[found[-1][1] : start].strip() in {"", "the"}:
                start = found.pop()[0]
            found.append((start, match.end(), slug, sentence[start : match.end()].strip()))
        return found


@lru_cache(maxsize=64)
def sources_table(sources: tuple[Source, ...]) -> Sources:
    """Make the table of a theatre's sources: their names, the short forms in them, and the roles that they have."""
    ordered = sorted(sources, key=lambda source: source.slug)
    alternatives, named = [], []
    for source in ordered:
        if source.kind == "background" or source.slug == "residents":
            continue
        names = sorted(_names_of(source), key=lambda name: (-len(name), name))
        named.append(source.slug)
        words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
        alternatives.append(rf"(?P<s{len(named) - 1}>(?-i:{words}))")
    for i, (words, _, _, _) in enumerate(_ROLES):
        alternatives.append(rf"(?P<r{i}>{words})")
    roles = tuple(_source_of(kinds, word, side, ordered) for _, kinds, word, side in _ROLES)
    by_side = {
        side: _source_of(("belligerent",), word, side, ordered)
        for side, word in (("opposition", "command"), ("government", "army"), ("sdf", "sdf"))
    }
    outlets = frozenset(source.slug for source in ordered if source.kind in {"outlet", "agency"})
    return Sources(
        re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?!\w)", re.VERBOSE | re.IGNORECASE),
        tuple(named),
        roles,
        by_side,
        outlets,
    )


def _names_of(source: Source) -> set[str]:
    inside = re.findall(r"\(([^)]+)\)", source.name)
    bare = re.sub(r"\s*\([^)]*\)", "", source.name).strip()
    names = {bare, source.name_ar.strip(), *inside}
    capitals = "".join(word[0] for word in re.split(r"[\s-]+", bare) if word[:1].isupper())
    if len(capitals) >= 3:
        names.add(capitals)
    if source.kind in {"state-media"} and bare.isupper():
        names.add(bare.capitalize())
    return {name for name in names if len(name) > 1}


def _source_of(kinds: Sequence[str], word: str, side: str, sources: Iterable[Source]) -> str:
    fitting = [s for s in sources if s.kind in kinds and (not side or s.alignment == side)]
    if word:
        telling = [s for s in fitting if re.search(rf"\b{word}", s.slug) or word in s.name.lower()]
        return (
            telling[0].slug
            if telling
            else fitting[0].slug
            if len(fitting) == 1 and word not in {"syrian-defence", "russian", "residents"}
            else ""
        )
    return fitting[0].slug if fitting else ""


class Attribution:
    """The speakers of one sentence, part by part."""

    def __init__(self, sentence: str, table: Sources, before: tuple[Speaker, ...]) -> None:
        self.breaks = [0, *(m.end() for m in _BREAK.finditer(sentence)), len(sentence) + 1]
        small = sentence.lower()
        self.voiced = _voiced(sentence, table, before) if any(word in small for word in _CUES) else []
        self.hearsay = [m.start() for m in _HEARSAY.finditer(sentence)] if any(w in small for w in _HEARD) else []
        seen = _OWN_EYES.search(sentence) if any(word in small for word in _SEEN) else None
        self.seen = seen is not None
        if seen:
            self.voiced = [v for v in self.voiced if not (v.start < seen.end() and v.end > seen.start())]

    def names(self, start: int, end: int) -> bool:
        """Tell whether what stands between two offsets is named as a speaker."""
        return any(v.start < end and start < v.end for v in self.voiced)

    @property
    def last(self) -> tuple[Speaker, ...]:
        """Those whom a pronoun in the next sentence means."""
        named = [v for v in self.voiced if v.speakers]
        return named[-1].speakers if named else ()

    def speakers_at(self, at: int, quoted: Sequence[tuple[int, int]] = ()) -> tuple[Speaker, ...]:
        """Return who says what stands at an offset; nobody is the report's own voice."""
        part = max(i for i, start in enumerate(self.breaks[:-1]) if start <= at)
        for i in [part, *range(part - 1, -1, -1)]:
            leading = [v for v in self.voiced if self._part(v.start) == i and v.leads and v.end <= at + 1]
            trailing = [
                v
                for v in self.voiced
                if self._part(v.start) == i and not v.leads and (v.start > at or v.start == v.end)
            ]
            if i == part and trailing and not leading:
                return trailing[0].speakers
            if leading:
                return _with_via(leading[-1].speakers, trailing[0].speakers if i == part and trailing else ())
        later = [v for v in self.voiced if not v.leads and v.start > at]
        if later:
            return later[0].speakers
        if any(abs(h - at) < 120 and self._part(h) == part for h in self.hearsay):
            return (Speaker("", "reportedly"),)
        return ()

    def verb_before(self, at: int) -> str:
        """Return the word of saying that leads to an offset, in its part; "" for none."""
        leading = [v for v in self.voiced if v.leads and v.end <= at + 1 and self._part(v.start) == self._part(at)]
        return leading[-1].verb if leading else ""

    def _part(self, at: int) -> int:
        return max(i for i, start in enumerate(self.breaks[:-1]) if start <= at)


def _with_via(speakers: tuple[Speaker, ...], relayed: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    if len(relayed) != 1 or not relayed[0].source:
        return speakers
    return tuple(
        s if s.via or s.source == relayed[0].source else Speaker(s.source, s.words, relayed[0].source) for s in speakers
    )


def _voiced(sentence: str, table: Sources, before: tuple[Speaker, ...]) -> list[Voiced]:
    found: list[Voiced] = []
    taken = -1
    named = table.find(sentence)
    for cue in _ACCORDING.finditer(sentence):
        group, end = _list_after(sentence, cue.end(), named)
        words = " ".join(sentence[cue.end() : cue.end() + 60].split())
        speakers = tuple(Speaker(slug, text) for _, _, slug, text in group) or (Speaker("", words.split(",")[0]),)
        leads = not sentence[: cue.start()].strip(' “"')
        found.append(Voiced(cue.start(), max(end, cue.end()), speakers, leads))
        taken = max(taken, end)
    for i, (start, end, slug, words) in enumerate(named):
        if start < taken:
            continue
        tail = _TAIL.match(sentence, end)
        inverted = _SAID_BEFORE.search(sentence[max(0, start - 40) : start])
        if tail:
            pair = [(slug, words)]
            if i and re.fullmatch(
                r",?\s+(?:and|or)\s+(?:the\s+|a\s+|Syrian\s+|state-run\s+|news\s+|network\s+|agency\s+|state\s+)*",
                sentence[named[i - 1][1] : start],
            ):
                pair.insert(0, (named[i - 1][2], named[i - 1][3]))
            leads = _leads(sentence, start, tail.end())
            found.append(
                Voiced(
                    start,
                    tail.end(),
                    tuple(Speaker(*_relayed(sentence, table, tail, one)) for one in dict.fromkeys(pair)),
                    leads,
                    verb=tail["say"],
                )
            )
            taken = tail.end()
        elif inverted and not _leads(sentence, start, end, inverted=True):
            found.append(Voiced(start, end, (Speaker(slug, words),), False))
            taken = end
    found += _unnamed(sentence, table, found, before)
    for cue in _ARABIC_SAY.finditer(sentence):
        first = next((n for n in named if 0 <= n[0] - cue.end() < 12), None)
        if first:
            found.append(Voiced(cue.start(), first[1], (Speaker(first[2], first[3]),), True))
    return sorted(found, key=lambda v: v.start)


def _unnamed(sentence: str, table: Sources, found: Sequence[Voiced], before: tuple[Speaker, ...]) -> list[Voiced]:
    """Persons whom no source is named after, and the pronouns that stand for who spoke before."""
    more = []
    for cue in re.finditer(
        rf"(?P<who>{_PRONOUN}|(?-i:{_PERSON}))(?:,\s+[^,]{{1,80}},)?\s+(?:also\s+|had\s+|has\s+)?(?P<say>{SAY})\b",
        sentence,
        re.IGNORECASE,
    ):
        if any(v.start < cue.end() and cue.start() < v.end for v in found):
            continue
        who = cue["who"]
        pronoun = re.fullmatch(_PRONOUN, who, re.IGNORECASE) is not None
        role = [n for n in table.find(sentence[: cue.start()]) if not sentence[n[1] : cue.start()].strip()]
        told = _told(sentence, table, cue.start("say"))
        if pronoun:
            speakers = before or (() if cue["say"].lower() in {"reported", "report"} else (Speaker("", who.lower()),))
        else:
            speakers = (Speaker(role[-1][2] if role else "", f"{role[-1][3]} {who}" if role else who, told),)
        more.append(
            Voiced(cue.start(), cue.end(), speakers, _leads(sentence, cue.start(), cue.end()), pronoun, cue["say"])
        )
    for cue in re.finditer(rf"[”\",]\s+(?P<say>{SAY})\s+(?P<who>{_PERSON})", sentence):
        if not any(v.start < cue.end() and cue.start() < v.end for v in found):
            more.append(Voiced(cue.start(), cue.end(), (Speaker("", cue["who"]),), False))
    return more


def _relayed(sentence: str, table: Sources, tail: re.Match[str], who: tuple[str, str]) -> tuple[str, str, str]:
    return who[0], who[1], _told(sentence, table, tail.start("say"))


def _told(sentence: str, table: Sources, at: int) -> str:
    told = _TOLD.match(sentence, at)
    outlet = table.find(told["who"]) if told else []
    return outlet[0][2] if outlet else ""


def _leads(sentence: str, start: int, end: int, *, inverted: bool = False) -> bool:
    """Tell whether what is said comes behind: the words of saying do not end the sentence or its part."""
    rest = sentence[end:]
    if re.match(
        r"\s*(?:in\s+(?:a|an)\s+\w+(?:\s+\w+){0,3}|on\s+\w+|by\s+\w+)?\s*(?:[.,;!?”\"]|$|,?\s+(?:adding|citing)\b)",
        rest,
    ):
        return not sentence[:start].strip(' “"')
    behind = re.search(r"[,”\"]\s*(?:(?:the|a|an|one|its|senior|Syrian)\s+){0,2}$", sentence[:start]) is not None
    return not (behind and len(rest.split()) < 4) and not inverted


def _list_after(sentence: str, at: int, named: Sequence[_Named]) -> tuple[list[_Named], int]:
    """Sources in one list behind a word: "Syrian state news agency Sana and a war monitor". A role before a name is the name's."""
    group: list[_Named] = []
    end = at
    for one in named:
        if one[0] < end:
            continue
        gap = sentence[end : one[0]]
        if len(gap) > 45 or re.search(r"[.;]|\b(?:said|that|which|who|after|told|as)\b", gap):
            break
        if group and "," in gap and not re.search(r"\b(?:and|or)\b", gap):
            break
        if group and not re.search(r"\band\b|\bor\b", gap):
            group[-1] = (group[-1][0], one[1], one[2] or group[-1][2], one[3])
        elif (group and re.search(r"also known as|\($", gap)) or (group and group[-1][2] == one[2]):
            pass
        else:
            group.append(one)
        end = one[1]
    return group, end
