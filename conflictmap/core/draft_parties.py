"""Words of a text -> the theatre's actors: their own names, and what the press calls them ("insurgents", "the army").

The words are quoted from texts; the actors' names, short names and sides are the theatre's. A party that the theatre lacks (Turkish
troops) keeps its words and has no slug.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from conflictmap.core.records import Actor

_HEAD = r"""(?:forces?|troops?|soldiers?|fighters?|factions?|groups?|militias?|militiamen|units?|army|armies|military|warplanes?|jets?|aircraft
    |planes?|helicopters?|artillery|drones?|air\ force|coalition|alliance|brigades?|militants?|gunmen|insurgents?|rebels?|jihadists?|combatants?|personnel)"""
_REBEL = (
    r"(?:rebels?|insurgents?|opposition|jihadi(?:st)?s?|militants?|Islamists?|anti-government|anti-regime|anti-Assad)"
)

#: Kind of party -> what the press calls it. The first that fits at a place is taken.
_WORDS: tuple[tuple[str, str], ...] = (
    ("turkey-backed", rf"(?:(?:Turkey|Turkish|Ankara)[-\s](?:backed|supported|allied)|pro-Turk(?:ey|ish))(?:\s+\w+)?\s+{_HEAD}|Syrian\ National\ Army|SNA"
     r"|الجيش\s+الوطني\s+السوري|الفصائل\s+المدعومة\s+من\s+تركيا"),
    ("sdf", rf"Syrian\ Democratic\ Forces|SDF|YPG|(?:Kurdish(?:[-\s]led)?|US-backed\ Kurdish|pro-Kurdish)\s+{_HEAD}|قوات\s+سوريا\s+الديمقراطية|قسد"),
    ("russia", rf"Russia(?:n|['’]s)?\s+(?:\w+\s+)?{_HEAD}|Russia(?:ns?)?|Moscow|(?:الطيران|الطائرات|القوات)\s+الروسية?"),
    ("other", rf"(?:Turkish|Israeli|US|U\.S\.|American|Iranian|Iraqi|Lebanese|French|British|Ukrainian)\s+(?:\w+\s+)?{_HEAD}|Israel|Hezbollah"
     r"|Islamic\ State(?:\s+group)?|ISIS|ISIL|Daesh|حزب\s+الله|تنظيم\s+الدولة|داعش"),
    ("opposition", rf"""(?:Islamist(?:-led)?\s+|HTS[-\s]led\s+|armed\s+|Syrian\s+)*{_REBEL}(?:\s+(?:armed\s+)?{_HEAD})?(?!-(?:held|controlled|run))
      |Ha[yi]['’ʾ]?(?:y)?at\ Tahrir\ (?:al|ash|el)?[-\s]?Sham(?:\s+\(HTS\))?|HTS(?:\s+{_HEAD})?|Tahrir\ al-Sham|Military\ Operations\ Command|(?:opposition|allied|armed)\s+factions|terrorists|fighters
      |(?:فصائل|قوات|مقاتلو)\s+المعارضة(?:\s+المسلحة)?|المعارضة(?:\s+المسلحة)?|الفصائل(?:\s+(?:المسلحة|المعارضة))?|هيئة\s+تحرير\s+الشام|المسلحون|مسلحون|إدارة\s+العمليات\s+العسكرية"""),
    ("government", rf"""(?:(?:Syria(?:['’]s)?|Syrian(?:\s+Arab)?|pro-)\s*)?(?:government|regime|Assad(?:['’]s)?|state|loyalist|pro-government|pro-regime|army|military|security|armed)\s+{_HEAD}
      |(?:Syria['’]s|Syrian(?:\s+Arab)?|Assad['’]s|government['’]s|President\ Bashar\ al-Assad['’]s)\s+(?:army|military|armed\ forces|air\ force|troops|warplanes|jets|helicopters|forces|government|regime|soldiers|artillery|aircraft|planes)
      |(?:forces|troops|units)\s+loyal\s+to\s+(?:the\s+government|(?:President\s+)?(?:Bashar\s+)?(?:al-)?Assad)|the\ (?:army|military|regime|government)|armed\ forces|army|troops|soldiers|regime|government|military
      |(?:قوات|الجيش|جيش)\s+(?:النظام|الحكومة|السوري)|القوات\s+الحكومية|قوات\s+النظام|الجيش|(?:الطيران|الطائرات)\s+(?:الحربي|السوري)ة?"""),
)  # fmt: skip
#: Kind of party -> words that its actor's slug, name or side holds, the more telling first.
_ACTOR_OF = {
    "turkey-backed": ("turkey", "turkish", "national army", "sna", "opposition"),
    "sdf": ("sdf", "democratic forces", "kurdish"),
    "russia": ("russia",),
    "opposition": ("opposition", "rebel", "insurgent"),
    "government": ("government", "regime", "army"),
    "other": (),
}
#: Behind these words a party does something else than the clause says.
_BEHIND = re.compile(
    r"(?:\b(?:by|from|against|with|(?<!thousands )(?<!hundreds )(?<!dozens )(?<!groups )(?<!members )(?<!some )(?<!columns )of|into|between|among|for|on|than|over|at|despite|targeting|facing|including|like)\s+(?:(?!and\b|as\b|that\b)\w+\s+){0,2}|\bto\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
#: What makes a person or a thing out of the party named before it.
_NOT_ITSELF = re.compile(
    r"['’]?s?\s+(?:(?:military|joint|field|senior|top)\s+)?(?:commanders?|leaders?|spokes\w+|officials?|sources?|media|positions?|territory|area|areas|defen[cs]e|ministry|minister|strongholds?|bastions?|enclaves?"
    r"|takeover|advances?|assaults?|offensive|attacks?|control|hands|rule|capture|seizure|line|lines|checkpoints?|statement|rockets?|shells?|shelling|fire|raids?|strikes?|airstrikes?|air\s+(?:strikes?|raids?|base)"
    r"|war|monitors?|activists?|command|convoys?|tanks?|vehicles?|academy|base|airport|barracks|college|hospital|withdrawal|retreat|reinforcements|council|television|news)\b",
    re.IGNORECASE,
)  # fmt: skip


class Party(NamedTuple):
    """A party named in a sentence: offsets, its actor's slug or "", its kind. `acts`: not behind a preposition, and not "rebel leader"."""

    start: int
    end: int
    words: str
    actor: str
    kind: str
    acts: bool
    itself: bool


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a theatre, ready to be found."""

    pattern: re.Pattern[str]
    slugs: tuple[str, ...]
    by_kind: dict[str, str]
    sides: dict[str, str]

    def find(self, sentence: str) -> list[Party]:
        """Return the parties that a sentence names, in order."""
        found = []
        for match in self.pattern.finditer(sentence):
            kind = match.lastgroup or ""
            slug = (
                self.slugs[int(kind[1:])]
                if re.fullmatch(r"a\d+", kind)
                else self.by_kind.get(kind.replace("_", "-"), "")
            )
            itself = _NOT_ITSELF.match(sentence, match.end()) is None
            acts = itself and _BEHIND.search(sentence, max(0, match.start() - 40), match.start()) is None
            found.append(Party(match.start(), match.end(), match.group(), slug, kind.replace("_", "-"), acts, itself))
        return found

    def foe_of(self, actor: str) -> str:
        """Return the first actor of another side, for two parties named in one breath; "" if there is none."""
        side = self.sides.get(actor)
        return next((slug for slug in self.slugs if self.sides[slug] != side), "")

    def side_of(self, kind: str) -> str:
        """Return the side of a kind of party, or ""."""
        return self.sides.get(self.by_kind.get(kind, ""), "")


@lru_cache(maxsize=64)
def parties_of(actors: tuple[Actor, ...]) -> Parties:
    """Make the table of a theatre's parties."""
    alternatives = []
    ordered = sorted(actors, key=lambda actor: (actor.order, actor.slug))
    for i, actor in enumerate(ordered):
        names = {name for name in (actor.name, actor.name_ar, actor.short_name) if len(name) > 2}
        names -= {"Opposition", "Government"}
        if names:
            alternatives.append(rf"(?P<a{i}>{'|'.join(re.escape(name) for name in _longest_first(names))})")
    alternatives += [rf"(?P<{kind.replace('-', '_')}>(?<!-)(?:{words}))" for kind, words in _WORDS]
    by_kind = {kind: _actor_of(wanted, ordered) for kind, wanted in _ACTOR_OF.items()}
    return Parties(
        re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.VERBOSE | re.IGNORECASE),
        tuple(actor.slug for actor in ordered),
        by_kind,
        {actor.slug: actor.side for actor in ordered},
    )


def _actor_of(wanted: Sequence[str], actors: Iterable[Actor]) -> str:
    actors = list(actors)
    for word in wanted:
        for read in ("slug", "name", "side"):
            for actor in actors:
                if re.search(rf"\b{re.escape(word)}", getattr(actor, read).lower()):
                    return actor.slug
    return ""


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))
