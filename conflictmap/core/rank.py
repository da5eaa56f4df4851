"""Candidates and their surroundings -> ranked, each with its reasons, and a check of where the text says they lie.

`geocode_mentions` takes all mentions of a report at once, `geocode_text` its text; `geocode_mention` takes one, given what
`anchors` says of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictmap.core.extract import extract_mentions
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import normalise
from conflictmap.core.rank_geometry import contradictions, kilometres, roughly
from conflictmap.core.records import PlaceKind, Precision
from conflictmap.core.toponyms import (
    PRECISION_ORDER,
    SETTLEMENT_KINDS,
    SITE_KINDS,
    Candidate,
    Entry,
    GeocodedMention,
    Match,
    MentionSpan,
    MentionStatus,
)

#: How much each question counts. Their sum is 1; what cannot be asked (no other places, no kind) counts half.
WEIGHTS: dict[str, float] = {
    "name": 0.32,  # the same spelling, an alias, a folded spelling, a typo
    "kind": 0.16,  # "town of", "province", "airport"
    "theatre": 0.18,  # a place of the theatre; else of one of its countries
    "importance": 0.16,  # population, on a log scale from a thousand to ten million
    "near": 0.18,  # closeness to what else the report names: 1 next to it, 0.5 at NEAR_KM
}
#: What is not known counts so much: neither for nor against.
NOT_KNOWN = 0.5
#: At this distance from the report's nearest other place a candidate gets half the marks for closeness.
NEAR_KM = 50.0
#: Taken off for each stated distance or bearing that a candidate's coordinates contradict.
CONTRADICTED = 0.06

#: A clear winner scores so much and leads the next by so much; one far from the theatre (a capital) by more.
#: The second bar is not for a town that only stands in for its site or countryside.
CLEAR: tuple[tuple[float, float], ...] = ((0.60, 0.08), (0.50, 0.10))

#: A division of a city's name whose middle is no farther from it lies around it, or is its other half.
SAME_GROUND_DEGREES = 1.0

#: How many candidates a mention keeps, and how many of the report's other places are looked at.
KEPT_CANDIDATES = 8
MOST_ANCHORS = 50

#: A settlement's name stands for its area or site when the gazetteer lacks those: marks for the name are cut to this.
PART_OF_PARENT = 0.55


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a mention: the report's other unambiguous places, and the theatre's countries."""

    others: tuple[Entry, ...] = ()
    countries: frozenset[str] = frozenset()


def geocode_text(text: str, gazetteer: Gazetteer) -> list[GeocodedMention]:
    """Extract the mentions of a text and geocode each, as the tasks do: in order, with offsets into the text as given."""
    return geocode_mentions(extract_mentions(text, gazetteer), gazetteer)


def geocode_mentions(mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> list[GeocodedMention]:
    """Geocode all mentions of one report in one pass, in order: what the report names is looked at once, each name once."""
    others = anchors(mentions, gazetteer)
    seen: dict[tuple[object, ...], GeocodedMention] = {}
    result = []
    for mention in mentions:
        key = (mention.name, mention.kind_hint, mention.parent, mention.demonym, mention.stated)
        if key not in seen:
            seen[key] = geocode_mention(mention, gazetteer=gazetteer, others=others)
        found = seen[key]
        result.append(GeocodedMention(mention, found.status, found.candidates, found.conflicts))
    return result


def anchors(mentions: Iterable[MentionSpan], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places that a report's mentions name beyond doubt, to judge the doubtful ones by. Countries are too wide."""
    found: dict[str, Entry] = {}
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        if mention.demonym or (mention.name, mention.parent) in seen:
            continue
        seen.add((mention.name, mention.parent))
        alone = geocode_mention(mention, gazetteer=gazetteer)
        if alone.status == "geocoded" and alone.best and alone.best.entry.kind != "country":
            found[alone.best.entry.id] = alone.best.entry
            if len(found) >= MOST_ANCHORS:
                break
    return tuple(found.values())


def geocode_mention(mention: MentionSpan, *, gazetteer: Gazetteer, others: Sequence[Entry] = ()) -> GeocodedMention:
    """Rank what one mention may stand for. `others` are the report's unambiguous places, this one among them or not."""
    matches = matches_of(mention, gazetteer)
    own = {match.entry.id for match in matches}
    context = Context(
        others=tuple(e for e in others if e.id not in own)[:MOST_ANCHORS],
        countries=gazetteer.home_countries,
    )
    candidates = rank(mention, matches, context, gazetteer)
    status = "geocoded" if mention.demonym and candidates else decide(candidates)
    conflicts = _conflicts(mention, candidates[0].entry, gazetteer) if candidates else ()
    return GeocodedMention(mention, status, tuple(candidates), conflicts)


def matches_of(mention: MentionSpan, gazetteer: Gazetteer) -> list[Match]:
    """Look a mention up: under its name, then, for a part or site that no gazetteer has, as part of its parent."""
    if mention.demonym:
        return [m for m in gazetteer.lookup(mention.name) if m.entry.kind == "country"][:1]
    matches: dict[str, Match] = {}
    for names in _ways_to_look_up(mention):
        for name in names:
            for match in gazetteer.lookup(name, 40):
                if match.how != "typo" or not mention.parent:
                    matches.setdefault(match.entry.id, match)
        if matches:
            break
    if mention.parent and mention.parent != mention.name:
        parents = gazetteer.lookup(mention.parent, 10) + gazetteer.lookup(f"{mention.parent} province", 3)
        for match in parents:
            if match.how != "typo":
                part = Match(match.entry, match.how, match.matched_name, match.similarity * PART_OF_PARENT)
                matches.setdefault(match.entry.id, part)
    return list(matches.values())


def rank(mention: MentionSpan, matches: Sequence[Match], context: Context, gazetteer: Gazetteer) -> list[Candidate]:
    """Score each match from 0 to 1 with its reasons in words; best first, at most `KEPT_CANDIDATES`."""
    scored = [_candidate(mention, match, context, gazetteer) for match in matches]
    scored.sort(key=lambda c: (-c.score, not c.entry.slug, -c.entry.population, c.entry.id))
    return scored[:KEPT_CANDIDATES]


def decide(candidates: Sequence[Candidate]) -> MentionStatus:
    """Tell a clear winner from a doubtful one; no candidate at all is unknown."""
    if not candidates:
        return "unknown"
    best = candidates[0]
    rivals = [c for c in candidates[1:] if not _same_ground(best.entry, c.entry)]
    lead = best.score - rivals[0].score if rivals else 1.0
    bars = CLEAR[:1] if best.part_of else CLEAR
    return "geocoded" if any(best.score >= score and lead >= margin for score, margin in bars) else "ambiguous"


def _same_ground(a: Entry, b: Entry) -> bool:
    """A city and the division around it are no two meanings that an editor has to tell apart."""
    division = {a.kind, b.kind} & {"province", "district"} and a.country_code == b.country_code
    return a.id in b.within or b.id in a.within or bool(division and roughly(a, b) < SAME_GROUND_DEGREES)


def _candidate(mention: MentionSpan, match: Match, context: Context, gazetteer: Gazetteer) -> Candidate:
    entry = match.entry
    marks, reasons = {"name": match.similarity}, [_name_reason(mention, match)]
    marks["kind"], words = _kind_marks(mention.kind_hint, entry)
    reasons += words
    if entry.slug:
        marks["theatre"] = 1.0
        reasons.append("a place of the theatre")
    elif entry.country_code in context.countries:
        marks["theatre"] = 0.6
        reasons.append("in a country of the theatre")
    else:
        marks["theatre"] = 0.0 if context.countries else NOT_KNOWN
    marks["importance"] = _importance(entry)
    if entry.population:
        reasons.append(f"about {_round(entry.population):,} people")
    marks["near"] = NOT_KNOWN
    if context.others and entry.kind != "country":
        nearest = min(context.others, key=lambda other: roughly(entry, other))
        distance = kilometres(entry, nearest)
        marks["near"] = NEAR_KM / (NEAR_KM + distance)
        reasons.append(f"{distance:,.0f} km from {nearest.name}, also named")
    against = _conflicts(mention, entry, gazetteer)
    reasons += against
    score = sum(WEIGHTS[question] * mark for question, mark in marks.items()) - CONTRADICTED * len(against)
    score = round(min(1.0, max(0.0, score)), 4)
    part_of = match.similarity < PART_OF_PARENT + 0.001
    return Candidate(entry, score, tuple(reasons), _precision(mention.kind_hint, entry), part_of)


def _name_reason(mention: MentionSpan, match: Match) -> str:
    if mention.parent and normalise(match.entry.name) == normalise(mention.parent):
        return f"no place of its own in the gazetteer: part of {match.entry.name}"
    words = {"exact": "same name", "alias": "also called", "folded": "spelt like", "typo": "close to the spelling of"}
    return f"{words[match.how]} {match.matched_name}"


def _kind_marks(asked: PlaceKind | None, entry: Entry) -> tuple[float, list[str]]:
    """Does the entry's kind fit what the words around the name ask for?"""
    if asked is None:
        return (0.6 if entry.kind in SETTLEMENT_KINDS else 0.4 if entry.kind != "country" else 0.6), []
    if entry.kind == asked or {entry.kind, asked} <= SITE_KINDS:
        return 1.0, [f"{entry.kind}, as the text says"]
    if {entry.kind, asked} <= SETTLEMENT_KINDS:
        return 0.85, [f"{entry.kind}; the text says {asked}"]
    if {entry.kind, asked} <= {"area", "province", "district"}:
        return 0.6, [f"{entry.kind}; the text says {asked}"]
    return 0.0, [f"{entry.kind}; the text asks for {asked}"]


def _importance(entry: Entry) -> float:
    """Population on a log scale; a theatre's own site or area is as important as a town, whoever lives there."""
    floor = 0.6 if entry.slug else 0.05
    return max(floor, min(1.0, (math.log10(max(entry.population, 1_000)) - 3.0) / 4.0))


def _precision(asked: PlaceKind | None, entry: Entry) -> Precision:
    """The entry's own, or coarser when an area was asked for and only its town is known."""
    if asked in {"area", "province", "district"} and entry.kind in SETTLEMENT_KINDS:
        wanted: Precision = "province" if asked == "province" else "district" if asked == "district" else "area"
        return max(entry.precision, wanted, key=PRECISION_ORDER.index)
    return entry.precision


def _conflicts(mention: MentionSpan, entry: Entry, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What the text states of where the mention lies, and this entry's coordinates contradict, in words."""
    found: list[str] = []
    for stated in mention.stated:
        seen_from = gazetteer.lookup(stated.of, 1)
        if seen_from and seen_from[0].entry.id != entry.id:
            found += contradictions(stated, entry, seen_from[0].entry)
    return tuple(found)


def _ways_to_look_up(mention: MentionSpan) -> list[list[str]]:
    """The names to try, from the one in the text to wider ones; the first way that finds anything is taken."""
    ways = [[mention.name]]
    if mention.kind_hint == "area" and mention.parent:
        ways += [_directions_apart(mention.name, mention.parent), [f"{mention.parent} countryside"]]
    return ways


def _directions_apart(name: str, parent: str) -> list[str]:
    """ "eastern and southeastern Aleppo countryside" -> one name for each direction."""
    head, _, tail = name.partition(parent)
    directions = [d for d in head.split() if d != "and"]
    return [f"{d} {parent}{tail}" for d in directions] if len(directions) > 1 else []


def _round(population: int) -> int:
    """Two figures are as much as a population is known."""
    unit = int("1" + "0" * (len(str(population)) - 2)) if population > 99 else 1
    return (population + unit // 2) // unit * unit
