"""Control said in Arabic: the verb first or its party first, the place behind a preposition, lists joined by و.

Modern standard Arabic of agencies: perfect and imperfect, masculine and feminine, and the verbal nouns that headlines use. Places are
masked (`draft_sentences.MASK`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from conflictmap.core.draft_objects import Object, usable, with_list
from conflictmap.core.draft_parties import Party
from conflictmap.core.draft_records import DraftNote
from conflictmap.core.draft_sentences import MASK
from conflictmap.core.draft_text import Read
from conflictmap.core.records import Relation, Share

#: Relation, the words, and the preposition before the place ("" for none).
_VERBS: tuple[tuple[Relation, str, str], ...] = (
    ("controls", "سيطر|سيطرت|سيطروا|يسيطر|تسيطر|يسيطرون|السيطرة|سيطرة|سيطرتها|سيطرته|بسط|بسطت", "على"),
    ("controls", "استعاد|استعادت|استعادوا|استعادة|يستعيد|تستعيد|حرر|حررت|تحرير|انتزع|انتزعت|انتزاع", ""),
    ("controls", "استولى|استولت|استولوا|يستولي|تستولي|الاستيلاء|استيلاء", "على"),
    ("entered", "دخل|دخلت|دخلوا|يدخل|تدخل|دخول|اقتحم|اقتحمت|اقتحموا|اقتحام", ""),
    ("entered", "توغل|توغلت|توغلوا", "في"),
    ("lost", "انسحب|انسحبت|انسحبوا|ينسحب|تنسحب|انسحاب|انسحابها|انسحابه", "من"),
    ("lost", "خسر|خسرت|خسروا|خسارة|أخلى|أخلت|إخلاء", ""),
    ("contests", "حاصر|حاصرت|حاصروا|يحاصر|تحاصر|حصار|هاجم|هاجمت|هاجموا|يهاجم|تهاجم", ""),
    ("contests", "اشتباكات|معارك|مواجهات|اشتبك|اشتبكت", "في|قرب|حول|محيط"),
    ("contests", "هجوم|هجوما|هجومها|هجومه", "على"),
)  # fmt: skip
_ROW: dict[str, tuple[Relation, str]] = {
    word: (relation, prepositions) for relation, words, prepositions in _VERBS for word in words.split("|")
}
_WORD = re.compile(r"(?<![\u0600-\u06ff])[وف]?(?P<word>[\u0621-\u064a]{2,})(?![\u0600-\u06ff])")
_ARABIC = re.compile(r"[\u0621-\u064a]")
#: What may stand straight before the place.
_NOUNS = (
    r"(?:(?:كامل|كل|جميع|معظم|أغلب|أجزاء\s+من|أجزاء|أحياء|أطراف|مركز|وسط|محيط|مشارف|مدينة|مدينتي|بلدة|بلدتي|بلدات|قرية|قرى|منطقة|مطار|ريف|محافظة|"
    r"كل\s+من|ال?جيش|في|قرب|حول)\s+)*"
)


def _before_place(prepositions: str) -> re.Pattern[str]:
    preposition = rf"(?<![\u0600-\u06ff])(?:{prepositions})\s+" if prepositions else ""
    return re.compile(rf"\s+(?P<between>[^.؛;:{MASK}]{{0,60}}?)(?P<lead>{preposition}{_NOUNS})(?={MASK})")


_BEFORE_PLACE = {prepositions: _before_place(prepositions) for _, _, prepositions in _VERBS}
_UNREAL = re.compile(
    r"(?:محاولة|محاولات|حاول\w*|يحاول\w*|تحاول\w*|تسعى|يسعى|سعي|تعتزم|يعتزم|هدد\w*|يهدد\w*|تهدد\w*|قد|سوف|إذا|خشية|من\s+أجل|بهدف)\s+(?:\S+\s+){0,2}$"
)
_DENIED = re.compile(r"(?:نفى|نفت|تنفي|ينفي|نفي)\s[^.؛]{0,60}$")
_NOT = re.compile(r"(?:لم|لن|ولم|دون)\s+$")
_MOST, _PART = re.compile(r"معظم|أغلب"), re.compile(r"أجزاء|أحياء|أطراف|مشارف|محيط|وسط|مركز")
#: "that it": the party is who speaks.
_ITSELF = re.compile(r"(?:أنه|أنها|إنه|إنها)\s+(?:قد\s+)?$")
_STARTS_ANOTHER = re.compile(r"(?:فيما|بينما|حيث|بعد|قبل|عقب|بحسب|حسب|وفق)(?![\u0600-\u06ff])")
#: A verb of saying is none of doing, and a repelled attack is no gain of ground.
_REPELLED = re.compile(r"(?:صد|صدت|أحبط|أحبطت|إحباط|تصدى|تصدت)\s+(?:ل)?$")


class ArabicPhrase(NamedTuple):
    """A relation that Arabic words state, before it is known who says so and when."""

    objects: tuple[Object, ...]
    party: Party | None
    relation: Relation
    start: int
    end: int
    reasons: tuple[str, ...]


def arabic_of(read: Read) -> Iterator[ArabicPhrase | DraftNote]:
    """Find what an Arabic sentence says of who holds, enters or leaves its places; wishes and attempts come as notes."""
    masked = read.sentence.masked
    if not read.sentence.mentions or _ARABIC.search(masked) is None:
        return
    reach = 0
    for found in _WORD.finditer(masked):
        row = _ROW.get(found["word"]) or _ROW.get(masked[found.start() : found.end()])
        if row is None or found.start() < reach:
            continue
        relation, prepositions = row
        behind = _BEFORE_PLACE[prepositions].match(masked, found.end())
        if behind is None or _STARTS_ANOTHER.search(behind["between"]):
            continue
        objects = _objects(read, behind.end(), behind["lead"])
        party = _party(read, found.start(), found.end(), behind.end())
        if not objects or not _means_control(party, behind["between"], found["word"]):
            continue
        left = masked[max(0, found.start() - 80) : found.start()]
        words = " ".join(read.sentence.text[found.start() : objects[-1].end].split())
        if _UNREAL.search(left):
            yield DraftNote("intent", read.quote(), f"“{words}” is wanted or tried, not said to have happened")
            continue
        denied = _DENIED.search(left) is not None or _NOT.search(left) is not None
        if denied and relation not in {"controls", "entered"}:
            continue
        if _REPELLED.search(left):
            party = None
        reach = objects[-1].end
        reasons = (f"“{words}”", *(("denied",) if denied else ()))
        reasons = (*reasons, f"“{party.words}” as subject" if party else "the text does not say who")
        yield ArabicPhrase(objects, party, "denies" if denied else relation, found.start("word"), reach, reasons)


def _means_control(party: Party | None, between: str, word: str) -> bool:
    """Tell a party's act from anybody else's: convoys enter a town too. Battles and attacks need nobody named."""
    if party is not None:
        return True
    return _ROW[word][0] == "contests" if word in _ROW else False


def _objects(read: Read, at: int, lead: str) -> tuple[Object, ...]:
    sentence = read.sentence
    ahead = [m for m in sentence.mentions if m.mention.start - sentence.start >= at and usable(m)]
    if not ahead or ahead[0].mention.start - sentence.start != at:
        return ()
    share: Share = "most" if _MOST.search(lead) else "part" if _PART.search(lead) else "whole"
    first = Object(ahead[0], share, ahead[0].mention.end - sentence.start)
    return (first, *with_list(sentence, ahead))


def _party(read: Read, start: int, end: int, place: int) -> Party | None:
    """The party behind the verb and before its place, else the one straight before the verb, or who says it of itself."""
    inside = [p for p in read.parties if end <= p.start and p.end <= place]
    if inside:
        return inside[0]
    before = [p for p in read.parties if p.end <= start and start - p.end < 60]
    if not before:
        return None
    between = read.sentence.masked[before[-1].end : start]
    near = len(between.split()) <= 1 and MASK not in between and not re.search(r"[.،؛,]", between)
    return before[-1] if near or _ITSELF.search(read.sentence.masked[:start]) else None
