"""Claims -> one state per place, for a day, a lens and a known-by day.

Every claim is weighed by the first rule of `RULES` that fits it; then each place's claims are replayed in the order of their
dates. Days are those of the theatre's own time zone. The rules are the design's, and are explained to readers by `says`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import exp
from zoneinfo import ZoneInfo

from .membership import members_of_areas
from .records import EXTENDED_KINDS, Actor, Claim, Evidence, Lens, Snapshot, Source, State, Status

# --- The options ------------------------------------------------------------------------------------------------
CONTESTED_SHARE = 0.6  # of a contested place, the holder's part; the contenders divide the rest
CLAIMED_SHARE = 0.65  # of a place claimed by one side only, the claimant's part; the last holder keeps the rest
CONTESTED_DISCOUNT = 0.6  # what dispute leaves of confidence
AREA_DISCOUNT = 0.4  # what a claim about an area is worth for a place in it
MOST_CERTAIN = 0.97  # no number of voices makes a claim certain
AGE_DAYS = 90.0  # confidence falls towards `AGE_FLOOR` of itself with this time constant
AGE_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a rule may look at: the claim, who says it, whose side that is, and who else says the same."""

    claim: Claim
    source: Source
    actor: Actor
    outlets_in_own_voice: int

    @property
    def against_interest(self) -> bool:
        """Tell whether an aligned source speaks against its own side, or for another's."""
        own = self.source.alignment
        speaks_against = self.claim.relation in ("lost", "denies")
        return bool(own) and (self.actor.side == own) == speaks_against

    @property
    def interested(self) -> bool:
        return bool(self.source.alignment) or self.source.kind in ("state-media", "belligerent")


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a kind of claim is worth. From `STRONG` on, it can make a place held by itself."""

    name: str
    standing: int
    weight: float
    applies: Callable[[Weighing], bool]
    says: str


STRONG = 3

#: From the strongest; the first that applies weighs the claim.
RULES: tuple[Rule, ...] = (
    Rule(
        "background", 3, 0.6, lambda w: w.claim.provenance == "background",
        "Public record, not one of the reports; each row says how sure it is.",
    ),
    Rule(
        "against-interest", 5, 0.9, lambda w: w.against_interest,
        "A side admits what it would rather not.",
    ),
    Rule(
        "monitor", 4, 0.85,
        lambda w: w.source.kind in ("monitor", "international", "civil-defence") and not w.source.alignment,
        "An independent monitor says so.",
    ),
    Rule(
        "on-the-spot", 4, 0.85, lambda w: w.claim.on_the_spot and not w.interested,
        "The outlet's own correspondent was there.",
    ),
    Rule(
        "several-outlets", 4, 0.75,
        lambda w: w.claim.voice == "own" and not w.interested and w.outlets_in_own_voice >= 2,
        "Several outlets state it in their own voice.",
    ),
    Rule(
        "own-voice", 3, 0.6, lambda w: w.claim.voice == "own" and not w.interested,
        "An outlet states it in its own voice.",
    ),
    Rule(
        "interested", 2, 0.4, lambda w: w.interested,
        "State media or a belligerent, speaking for its own side.",
    ),
    Rule("relayed", 2, 0.35, lambda w: True, "An outlet passes on what others said."),
)  # fmt: skip
#: Not a judgement of the source: a claim about an area, as it touches a place in it.
AREA_RULE = Rule(
    "area", 1, AREA_DISCOUNT, lambda w: False, "Said of a wider area, in which this place lies."
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim as it bears on one place: `when` it takes effect, and whether it then only `contests`."""

    claim: Claim
    rule: Rule
    weight: float
    voice: str
    when: date
    only_contests: bool = False

    @property
    def order(self) -> tuple[date, bool, int, str, str]:
        """Within a day the stronger speak last, and a denial after what it denies."""
        denies = self.claim.relation == "denies"
        return (self.when, denies, self.rule.standing, self.claim.reported_at.isoformat(), self.claim.id)


@dataclass(slots=True)
class Course:
    """What the claims replayed so far amount to for one place."""

    holder: str | None = None
    since: date | None = None
    previous: str | None = None
    one_sided: bool = False
    partial: bool = False
    support: list[Weighed] = field(default_factory=list)
    disputes: dict[str, list[Weighed]] = field(default_factory=dict)


def assess(snapshot: Snapshot, *, day: date, lens: Lens, known_by: date | None) -> list[State]:
    """Return the state of every place that has a claim by the end of `day`, ordered by place slug.

    Only claims that the lens admits and that were reported by the end of `known_by` (None: any time) count. The theatre's
    baseline, its background claims dated on or before its first day, counts in every lens.
    """
    actors = {actor.slug: actor for actor in snapshot.actors}
    admitted = list(_admitted(snapshot, day, lens, known_by))
    weighed = _weigh(snapshot, admitted, actors)
    one_side = bool(lens.alignment)
    return [
        _conclude(place, _replay(claims, one_side, actors, snapshot), day, one_side)
        for place, claims in sorted(_by_place(snapshot, weighed, day).items())
    ]


# --- 1. Which claims count ----------------------------------------------------------------------------------------


def _admitted(snapshot: Snapshot, day: date, lens: Lens, known_by: date | None) -> Iterable[Claim]:
    sources = {source.slug: source for source in snapshot.sources}
    zone = ZoneInfo(snapshot.theatre.time_zone)
    for claim in snapshot.claims:
        if claim.date_start > day or claim.basis == "retracted":
            continue
        if known_by is not None and claim.reported_at.astimezone(zone).date() > known_by:
            continue
        baseline = claim.provenance == "background" and claim.date_end <= snapshot.theatre.date_start
        source = sources[claim.source]
        if baseline or (
            (not lens.alignment or source.alignment == lens.alignment) and (not lens.kind or source.kind == lens.kind)
        ):
            yield claim


# --- 2. What each is worth ----------------------------------------------------------------------------------------


def _weigh(snapshot: Snapshot, claims: list[Claim], actors: Mapping[str, Actor]) -> list[Weighed]:
    sources = {source.slug: source for source in snapshot.sources}
    outlets: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.voice == "own" and sources[claim.source].kind in ("outlet", "agency"):
            outlets[claim.place, claim.actor, claim.relation].add(claim.source)
    weighed = []
    for claim in claims:
        source = sources[claim.source]
        weighing = Weighing(
            claim, source, actors[claim.actor], len(outlets.get((claim.place, claim.actor, claim.relation), ()))
        )
        rule = next(rule for rule in RULES if rule.applies(weighing))
        weight = rule.weight if claim.confidence is None else claim.confidence
        # Sources of one alignment repeat each other: they are one voice.
        weighed.append(Weighed(claim, rule, weight, source.alignment or source.slug, claim.date_end))
    return weighed


# --- 3. Which place each bears on, and when ---------------------------------------------------------------------------


def _by_place(snapshot: Snapshot, weighed: list[Weighed], day: date) -> dict[str, list[Weighed]]:
    extended = {place.slug for place in snapshot.places if place.kind in EXTENDED_KINDS}
    wide = {place.slug for place in snapshot.places if place.kind in ("province", "country")}
    named = {claim.claim.place for claim in weighed if claim.claim.place in extended}
    members = members_of_areas(snapshot.places, named)
    bearing: dict[str, list[Weighed]] = defaultdict(list)
    for item in weighed:
        claim = item.claim
        if claim.place in wide and claim.share == "part":
            continue  # "four towns in the province" says nothing of any one place in it
        for place in members.get(claim.place, ()) if claim.place in extended else (claim.place,):
            rule, weight = item.rule, item.weight
            if claim.place in extended:
                rule, weight = AREA_RULE, item.weight * AREA_DISCOUNT
            # A fuzzy date: contested from its first day, settled from its last.
            if claim.date_start < claim.date_end and claim.relation in ("controls", "lost"):
                bearing[place].append(Weighed(claim, rule, weight, item.voice, claim.date_start, only_contests=True))
            if claim.date_end <= day:
                bearing[place].append(Weighed(claim, rule, weight, item.voice, claim.date_end))
            elif claim.relation not in ("controls", "lost"):
                bearing[place].append(Weighed(claim, rule, weight, item.voice, claim.date_start))
    return bearing


# --- 4. Replay --------------------------------------------------------------------------------------------------------


def _replay(items: list[Weighed], one_side: bool, actors: Mapping[str, Actor], snapshot: Snapshot) -> Course:
    alignments = {source.slug: source.alignment for source in snapshot.sources}
    course = Course()
    for item in sorted(items, key=lambda weighed: weighed.order):
        strong = item.rule.standing >= STRONG or (one_side and item.rule is not AREA_RULE)
        claim = item.claim
        if item.rule is AREA_RULE and course.holder and actors[course.holder].side == actors[claim.actor].side:
            # What is said of a wide area does not set allies within it against each other.
            if course.holder == claim.actor and claim.relation == "controls" and not item.only_contests:
                _controls(course, item, strong)
        elif item.only_contests:
            if claim.relation == "controls":
                _dispute(course, claim.actor, item)
        elif claim.relation == "controls":
            _controls(course, item, strong)
        elif claim.relation in ("entered", "contests"):
            _dispute(course, claim.actor, item)
        elif claim.relation == "lost":
            _lost(course, item, strong)
        elif claim.relation == "denies":
            _denies(course, item, alignments[claim.source], actors)
    return course


def _controls(course: Course, item: Weighed, strong: bool) -> None:
    actor, share = item.claim.actor, item.claim.share
    if course.holder == actor:
        course.support.append(item)
        if strong and share == "whole":
            course.one_sided = course.partial = False
            course.disputes.clear()
    elif share == "part" or (share == "most" and not strong):
        _dispute(course, actor, item)
    elif strong:
        rival, rivals = course.holder, [word for word in course.support if _as_strong_that_day(word, item)]
        _take(course, item, one_sided=False, partial=share == "most")
        if rivals and rival is not None:
            # Strong voices disagree about one day: the stronger is followed, the other contends.
            course.disputes[rival] = rivals
    elif any(held.when >= item.when and held.rule.standing > item.rule.standing for held in course.support):
        if item.rule is not AREA_RULE:  # better evidence about the place itself outweighs what is said of its area
            _dispute(course, actor, item)
    elif course.one_sided and item.rule is not AREA_RULE and course.previous is not None:
        # One side's word against the other's: the last one who held for certain stays, both contend.
        claimant, words = str(course.holder), course.support
        course.holder, course.one_sided = course.previous, False
        course.disputes.setdefault(claimant, []).extend(words)
        course.support = [item] if course.holder == actor else []
        _dispute(course, actor, item)
    else:
        _take(course, item, one_sided=True, partial=False)


def _as_strong_that_day(word: Weighed, item: Weighed) -> bool:
    spoken = word.when == item.when and word.claim.relation == "controls" and word.claim.provenance != "background"
    return spoken and word.rule.standing >= STRONG


def _take(course: Course, item: Weighed, *, one_sided: bool, partial: bool) -> None:
    if not course.one_sided and course.holder is not None:
        course.previous = course.holder
    course.holder, course.since = item.claim.actor, item.when
    course.one_sided, course.partial = one_sided, partial
    earlier = course.disputes.pop(item.claim.actor, [])
    course.support = [*(word for word in earlier if word.claim.id != item.claim.id), item]
    course.disputes = {}


def _dispute(course: Course, actor: str, item: Weighed) -> None:
    if course.holder != actor:
        course.disputes.setdefault(actor, []).append(item)


def _lost(course: Course, item: Weighed, strong: bool) -> None:
    if course.holder != item.claim.actor:
        if course.holder is not None:
            course.support.append(item)
        course.disputes.pop(item.claim.actor, None)
    elif strong:
        rivals = list(course.disputes)
        course.previous = course.holder
        course.holder, course.since = (rivals[0] if len(rivals) == 1 else None), item.when
        course.support, course.one_sided, course.partial = [item], False, False
        if len(rivals) == 1:
            course.disputes = {}
    elif course.previous is not None and course.previous != course.holder:
        course.disputes.setdefault(course.previous, []).append(item)


def _denies(course: Course, item: Weighed, alignment: str, actors: Mapping[str, Actor]) -> None:
    denied = item.claim.actor
    if course.holder != denied:
        if course.holder is not None and denied in course.disputes:
            course.support.append(item)
        return
    if course.one_sided and course.previous is not None:
        words, course.holder = course.support, course.previous
        course.one_sided, course.support = False, [item]
        course.disputes = {denied: words}
        return
    rival = course.previous
    if rival is None or rival == denied or (alignment and actors[rival].side != alignment):
        rival = next((slug for slug, actor in actors.items() if actor.can_hold and actor.side == alignment), rival)
    if rival is not None and rival != denied:
        course.disputes.setdefault(rival, []).append(item)


# --- 5. What it amounts to --------------------------------------------------------------------------------------------


def _conclude(place: str, course: Course, day: date, one_side: bool) -> State:
    contenders = set(course.disputes)
    if course.partial and course.previous is not None:
        contenders.add(course.previous)
    contenders.discard(course.holder or "")
    status: Status
    if course.holder is None:
        status = "unknown"
    elif contenders or course.partial:
        status = "contested"
    elif course.one_sided and (not one_side or course.support[-1].rule is AREA_RULE):
        status = "claimed"
    else:
        status = "held"
    words = [*course.support, *(item for actor in sorted(course.disputes) for item in course.disputes[actor])]
    return State(
        place=place,
        holder=course.holder,
        status=status,
        confidence=_confidence(course, status, day),
        contenders=tuple(sorted(contenders)),
        since=course.since if course.holder else None,
        evidence=_evidence(words),
        mass=_mass(course, status, sorted(contenders)),
    )


def _confidence(course: Course, status: Status, day: date) -> float:
    if course.holder is None or not course.support:
        return 0.2 if course.holder else 0.0
    voices: dict[str, float] = {}
    for item in course.support:
        voices[item.voice] = max(item.weight, voices.get(item.voice, 0.0))
    doubt = 1.0
    for weight in voices.values():
        doubt *= 1.0 - weight
    confidence = min(1.0 - doubt, MOST_CERTAIN)
    if status == "contested":
        confidence *= CONTESTED_DISCOUNT
    # By whole weeks, so that a quiet day changes nothing.
    age = max((day - max(item.when for item in course.support)).days, 0) // 7 * 7
    return round(confidence * (AGE_FLOOR + (1 - AGE_FLOOR) * exp(-age / AGE_DAYS)), 3)


def _mass(course: Course, status: Status, contenders: list[str]) -> tuple[tuple[str, float], ...]:
    if course.holder is None:
        return ()
    if status == "contested" and contenders:
        rest = (1.0 - CONTESTED_SHARE) / len(contenders)
        return ((course.holder, CONTESTED_SHARE), *((actor, rest) for actor in contenders))
    if course.one_sided and course.previous is not None and course.previous != course.holder:
        return ((course.holder, CLAIMED_SHARE), (course.previous, 1.0 - CLAIMED_SHARE))
    return ((course.holder, 1.0),)


def _evidence(words: list[Weighed]) -> tuple[Evidence, ...]:
    best: dict[str, Evidence] = {}
    for item in words:
        known = best.get(item.claim.id)
        if known is None or item.weight > known.weight:
            best[item.claim.id] = Evidence(item.claim.id, item.rule.name, round(item.weight, 3))
    return tuple(sorted(best.values(), key=lambda evidence: (-evidence.weight, evidence.claim)))
