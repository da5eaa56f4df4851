"""Candidates and their surroundings -> ranked, each with its reasons, and a check of where the text says they lie.

`geocode_mentions` takes all mentions of a report at once, `geocode_text` its text; `geocode_mention` takes one, given what
`anchors` says of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conflictmap.core.extract import extract_mentions
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import normalise
from conflictmap.core.rank_context import Surroundings, lies_in
from conflictmap.core.rank_geometry import contradictions, roughly
from conflictmap.core.rank_memory import NONE_YET, Choices
from conflictmap.core.records import EXTENDED_KINDS, PlaceKind, Precision
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
    "name": 0.28,  # the same spelling, an alias, a folded spelling, a typo
    "kind": 0.14,  # "town of", "province", "airport"
    "theatre": 0.18,  # a place of the theatre; else of one of its countries
    "importance": 0.16,  # population, on a log scale from a thousand to ten million
    "near": 0.12,  # closeness to what else the report names: 1 next to it, 0.5 at NEAR_KM
    "within": 0.12,  # agreement with the countries and divisions that the report names
}
#: How well each kind fits a name of which nothing is said.
KIND_UNASKED: dict[PlaceKind, float] = {
    "country": 0.7,
    "province": 0.5,
    "district": 0.2,
    "area": 0.5,
    "airport": 0.4,
    "base": 0.4,
}
#: A division counts its towns' people: it is known as a town of so many times fewer.
FAME_OF_DIVISION: dict[PlaceKind, float] = {"province": 8.0, "district": 8.0}
#: "Springfield, Ohio": given to what lies there and taken from what does not.
INSIDE = 0.25
#: Nearer than this, two towns of one name are one town.
TWIN_DEGREES = 0.05
#: Taken from a division when its name alone rather means its seat, of at least this share of its people.
SEAT, SEAT_SHARE = 0.15, 0.08
#: From so much agreement on, the report is mostly about the entry's country or division.
MOSTLY = 0.5
#: Of a report's names so many are weighed against each other.
MOST_NAMES = 120
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

#: How many candidates a mention keeps, best first.
KEPT_CANDIDATES = 8

#: A settlement's name stands for its area or site when the gazetteer lacks those: marks for the name are cut to this.
PART_OF_PARENT = 0.55


def geocode_text(text: str, gazetteer: Gazetteer) -> list[GeocodedMention]:
    """Extract the mentions of a text and geocode each, as the tasks do: in order, with offsets into the text as given."""
    return geocode_mentions(extract_mentions(text, gazetteer), gazetteer)


def geocode_mentions(mentions: Sequence[MentionSpan], gazetteer: Gazetteer) -> list[GeocodedMention]:
    """Geocode all mentions of one report in one pass, in order: what the report names is looked at once, each name once."""
    others = anchors(mentions, gazetteer)
    seen: dict[tuple[object, ...], GeocodedMention] = {}
    result = []
    for mention in mentions:
        key = (mention.name, mention.kind_hint, mention.parent, mention.demonym, mention.stated, mention.inside)
        if key not in seen:
            seen[key] = geocode_mention(mention, gazetteer=gazetteer, others=others)
        found = seen[key]
        result.append(GeocodedMention(mention, found.status, found.candidates, found.conflicts))
    return result


def anchors(mentions: Iterable[MentionSpan], gazetteer: Gazetteer) -> Surroundings:
    """What a report names, to judge each of its names by: first what is beyond doubt, then with it the doubtful ones.

    A name has one sense in a report: where it stands once with its state or country, it is that one everywhere.
    """
    asked: dict[tuple[str, PlaceKind | None, str], MentionSpan] = {}
    inside: dict[str, str] = {}
    demonyms: list[Entry] = []
    for mention in mentions:
        if mention.inside:
            inside.setdefault(mention.name, mention.inside)
        if not mention.demonym:
            asked.setdefault((mention.name, mention.kind_hint, mention.parent), mention)
        elif country := next(iter(matches_of(mention, gazetteer)), None):
            demonyms.append(country.entry)
    found = [
        (replace(m, inside=m.inside or inside.get(m.name, "")), matches_of(m, gazetteer))
        for m in list(asked.values())[:MOST_NAMES]
    ]
    around = Surroundings.of([], demonyms, gazetteer, inside)
    for sure in (True, False):
        chosen = []
        for mention, matches in found:
            if len(matches) == 1 and not sure:
                chosen.append(matches[0].entry)
                continue
            _, scored = _scored(mention, matches, around, gazetteer)
            if scored and (not sure or _clear(scored)):
                chosen.append(scored[0][1].entry)
        around = Surroundings.of(chosen, demonyms, gazetteer, inside)
    return around


def geocode_mention(
    mention: MentionSpan, *, gazetteer: Gazetteer, others: Surroundings | None = None, choices: Choices = NONE_YET
) -> GeocodedMention:
    """Rank what one mention may stand for. `others` is what its report names, this one among it or not.

    `choices` is what editors of the theatre chose for the name before.
    """
    around = others or Surroundings.of([], [], gazetteer, {})
    if not mention.inside and mention.name in around.inside:
        mention = replace(mention, inside=around.inside[mention.name])
    candidates = rank(mention, matches_of(mention, gazetteer), around, gazetteer, choices)
    status = "geocoded" if mention.demonym and candidates else decide(candidates)
    conflicts = _conflicts(mention, candidates[0].entry, gazetteer) if candidates else ()
    return GeocodedMention(mention, status, tuple(candidates), conflicts)


def matches_of(mention: MentionSpan, gazetteer: Gazetteer) -> list[Match]:
    """Look a mention up: under its name, then, for a part or site that no gazetteer has, as part of its parent."""
    if mention.demonym and mention.kind_hint == "country":
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


def rank(
    mention: MentionSpan,
    matches: Sequence[Match],
    around: Surroundings,
    gazetteer: Gazetteer,
    choices: Choices = NONE_YET,
) -> list[Candidate]:
    """Score each match from 0 to 1 with its reasons in words; best first, at most `KEPT_CANDIDATES`."""
    around, scored = _scored(mention, matches, around, gazetteer, choices)
    return [_candidate(mention, match, score, around, gazetteer, choices) for score, match in scored[:KEPT_CANDIDATES]]


def _scored(
    mention: MentionSpan,
    matches: Sequence[Match],
    around: Surroundings,
    gazetteer: Gazetteer,
    choices: Choices = NONE_YET,
) -> tuple[Surroundings, list[tuple[float, Match]]]:
    """The matches with their scores, best first, and what they were weighed by."""
    matches = _without_twins(matches)
    around = around.without(frozenset(match.entry.id for match in matches))
    seats = _seats(matches) if mention.kind_hint is None else frozenset()
    inside = mention.inside and {m.entry.id for m in matches if lies_in(m.entry, mention.inside, gazetteer)}
    scored = []
    for match in matches:
        score = _marks(mention, match, around, gazetteer) - (SEAT if match.entry.id in seats else 0.0)
        if inside:
            score += INSIDE if match.entry.id in inside else -INSIDE
        score += choices.marks(mention.name, match.entry)
        scored.append((round(min(1.0, max(0.0, score)), 4), match))
    scored.sort(key=lambda m: (-m[0], not m[1].entry.slug, -m[1].entry.population, m[1].entry.id))
    return around, scored


def decide(candidates: Sequence[Candidate]) -> MentionStatus:
    """Tell a clear winner from a doubtful one; no candidate at all is unknown."""
    if not candidates:
        return "unknown"
    ranked = [(candidate.score, candidate.entry) for candidate in candidates]
    return "geocoded" if _leads(ranked, part_of=candidates[0].part_of) else "ambiguous"


def _clear(scored: Sequence[tuple[float, Match]]) -> bool:
    ranked = [(score, match.entry) for score, match in scored[:KEPT_CANDIDATES]]
    return _leads(ranked, part_of=_is_part(scored[0][1]))


def _leads(ranked: Sequence[tuple[float, Entry]], *, part_of: bool) -> bool:
    score, best = ranked[0]
    rival = next((other for other, entry in ranked[1:] if not _same_ground(best, entry)), None)
    lead = 1.0 if rival is None else score - rival
    return any(score >= bar and lead >= margin for bar, margin in (CLEAR[:1] if part_of else CLEAR))


def _is_part(match: Match) -> bool:
    return match.similarity < PART_OF_PARENT + 0.001


def _same_ground(a: Entry, b: Entry) -> bool:
    """A city and the division around it are no two meanings that an editor has to tell apart."""
    division = {a.kind, b.kind} & {"province", "district"} and a.country_code == b.country_code
    return a.id in b.within or b.id in a.within or bool(division and roughly(a, b) < SAME_GROUND_DEGREES)


def _marks(mention: MentionSpan, match: Match, around: Surroundings, gazetteer: Gazetteer) -> float:
    entry = match.entry
    near = within = NOT_KNOWN
    if entry.kind != "country" and (nearest := around.nearest(entry)):
        near = NEAR_KM / (NEAR_KM + nearest[1])
    agreement = around.agreement(entry)
    if agreement is not None:
        within = max(agreement, NOT_KNOWN) if entry.slug else agreement
    return (
        WEIGHTS["name"] * match.similarity
        + WEIGHTS["kind"] * _kind_marks(mention.kind_hint, entry)
        + WEIGHTS["theatre"] * (1.0 if entry.slug else _theatre_marks(entry, around))
        + WEIGHTS["importance"] * _importance(entry)
        + WEIGHTS["near"] * near
        + WEIGHTS["within"] * within
        - CONTRADICTED * len(_conflicts(mention, entry, gazetteer))
    )


def _without_twins(matches: Sequence[Match]) -> list[Match]:
    """Leave out GeoNames' row of a town that the theatre has without its GeoNames id."""
    own = [m.entry for m in matches if m.entry.slug and m.entry.kind in SETTLEMENT_KINDS]
    return [
        m
        for m in matches
        if m.entry.slug
        or m.entry.kind not in SETTLEMENT_KINDS
        or not any(roughly(m.entry, e) < TWIN_DEGREES for e in own)
    ]


def _seats(matches: Sequence[Match]) -> frozenset[str]:
    """The divisions whose seat bears the same name and is most of what it is known for: "Idlib" alone is the city."""
    towns = [m.entry for m in matches if m.how != "typo" and m.entry.kind in SETTLEMENT_KINDS]
    return frozenset(
        m.entry.id
        for m in matches
        for town in towns
        if m.entry.id in town.within and town.population >= SEAT_SHARE * m.entry.population
    )


def _theatre_marks(entry: Entry, around: Surroundings) -> float:
    if not around.home:
        return NOT_KNOWN
    return 0.6 if entry.country_code in around.home else 0.0


def _candidate(
    mention: MentionSpan, match: Match, score: float, around: Surroundings, gazetteer: Gazetteer, choices: Choices
) -> Candidate:
    entry = match.entry
    reasons = [
        _name_reason(mention, match),
        *choices.reasons(mention.name, entry),
        *_kind_reasons(mention.kind_hint, entry),
    ]
    if entry.slug:
        reasons.append("a place of the theatre")
    elif entry.country_code in around.home:
        reasons.append("in a country of the theatre")
    if mention.inside and lies_in(entry, mention.inside, gazetteer):
        reasons.append(f"in {mention.inside}, as the text says")
    elif (agreement := around.agreement(entry)) is not None and agreement > MOSTLY:
        reasons.append(f"in the {'division' if entry.within else 'country'} that the report is mostly about")
    if entry.population:
        reasons.append(f"about {_round(entry.population):,} people")
    if entry.kind != "country" and (nearest := around.nearest(entry)):
        reasons.append(f"{nearest[1]:,.0f} km from {nearest[0].name}, also named")
    reasons += _conflicts(mention, entry, gazetteer)
    return Candidate(entry, score, tuple(reasons), _precision(mention.kind_hint, entry), _is_part(match))


def _name_reason(mention: MentionSpan, match: Match) -> str:
    if mention.parent and normalise(match.entry.name) == normalise(mention.parent):
        return f"no place of its own in the gazetteer: part of {match.entry.name}"
    words = {"exact": "same name", "alias": "also called", "folded": "spelt like", "typo": "close to the spelling of"}
    return f"{words[match.how]} {match.matched_name}"


def _kind_marks(asked: PlaceKind | None, entry: Entry) -> float:
    """Does the entry's kind fit what the words around the name ask for? Without any, a settlement rather than its division."""
    kind = entry.kind
    if asked is None:
        return KIND_UNASKED.get(kind, 0.6)
    if kind == asked or {kind, asked} <= SITE_KINDS:
        return 1.0
    if {kind, asked} <= SETTLEMENT_KINDS:
        return 0.85
    return 0.6 if {kind, asked} <= {"area", "province", "district"} else 0.0


def _kind_reasons(asked: PlaceKind | None, entry: Entry) -> list[str]:
    if asked is None:
        return []
    if entry.kind == asked or {entry.kind, asked} <= SITE_KINDS:
        return [f"{entry.kind}, as the text says"]
    fits = _kind_marks(asked, entry) > 0.0
    return [f"{entry.kind}; the text {'says' if fits else 'asks for'} {asked}"]


def _importance(entry: Entry) -> float:
    """Population on a log scale; a theatre's own site or area is as important as a town, whoever lives there."""
    floor = 0.6 if entry.slug else 0.05
    people = entry.population / FAME_OF_DIVISION.get(entry.kind, 1.0)
    return max(floor, min(1.0, (math.log10(max(people, 1_000.0)) - 3.0) / 4.0))


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
        seen_from = [m.entry for m in gazetteer.lookup(stated.of, 5) if m.entry.kind not in EXTENDED_KINDS]
        if seen_from and seen_from[0].id != entry.id:
            found += contradictions(stated, entry, seen_from[0])
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
