"""The course of a place -> its state at the end of a day: holder, status, contenders, confidence, masses, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp

from .records import Evidence, State, Status
from .replay import Course, Sides
from .weigh import Weighed

# --- The options ------------------------------------------------------------------------------------------------
DISPUTED_SHARE = 0.65  # of a contested or claimed place, the holder's part; the others divide the rest
CONTESTED_DISCOUNT = 0.6  # what dispute leaves of confidence
MOST_CERTAIN = 0.97  # no number of voices makes a claim certain
AGE_DAYS = 90  # confidence falls towards `AGE_FLOOR` of itself with this time constant
AGE_FLOOR = 0.5

FOREVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a course amounts to as long as nothing more is said: a state whose confidence ages from the `latest` word on."""

    fresh: State
    latest: date | None

    def on(self, ordinal: int) -> tuple[State, int, int]:
        """Return the state at the end of a day, not before `latest`, and from when and before when it is the same.

        Days are their ordinals.
        """
        fresh, latest = self.fresh, self.latest
        if latest is None:
            return fresh, 0, FOREVER
        said = latest.toordinal()
        age, next_age = ages(ordinal - said)
        confidence = round(fresh.confidence * ageing(age), 3)
        state = State(
            fresh.place,
            fresh.holder,
            fresh.status,
            confidence,
            fresh.contenders,
            fresh.since,
            fresh.evidence,
            fresh.mass,
        )
        return state, said + age, said + next_age


def conclude(place: str, course: Course, sides: Sides) -> Conclusion:
    """Return what a place's course amounts to."""
    holder, status, rivals = standing(course, sides)
    support = _said(course, holder)
    contenders, against = set(rivals) if status in ("contested", "unknown") else set(), []
    if holder is None:
        against = [item for words in course.doubts.values() for item in words] + ([course.loss] if course.loss else [])
    elif status == "contested":
        against = [item for actor in rivals for item in _said(course, actor) if not _past(course, actor, item)]
        against += [*course.doubts.get(holder, ()), *([course.answer] if course.answer else [])]
        contenders |= _deniers(course, holder, sides)
    state = State(
        place=place,
        holder=holder,
        status=status,
        confidence=_confidence(support, status),
        contenders=tuple(sorted(contenders)),
        since=_since(course, holder),
        evidence=_evidence([*support, *against]),
        mass=masses(holder, rivals),
    )
    return Conclusion(state, max((item.when for item in support), default=None))


# --- 1. Who holds it, and who disputes that ---------------------------------------------------------------------------


def standing(course: Course, sides: Sides) -> tuple[str | None, Status, tuple[str, ...]]:
    """Return who holds the place, the status, and the rivals: who disputes it, or has what one side's word does not give.

    The last certain holder has it until a claim of another stays unanswered: later than all that says that the holder is still
    there, and than its denial. Then the latest such claimant has it, by one side's word only. Where nobody holds for certain, it
    is the latest such claimant, else the one who was last said to be in it.
    """
    present = _present(course, sides)
    if not present:
        return None, "unknown", ()
    if present == {course.holder}:
        return course.holder, "contested" if course.partial or course.holder in course.doubts else "held", ()
    claims = sorted(
        (words.claimed.order, actor)
        for said in (course.direct, course.wide)
        for actor, words in said.items()
        if actor in present and words.claimed is not None and words.claimed.when > _answered(course, actor)
    )
    status: Status
    if claims:
        holder = claims[-1][1]
        others = present - {holder, course.holder}
        superseded = course.holder is None and all(_last(course, other).when < claims[-1][0][0] for other in others)
        status = "claimed" if superseded or not others else "contested"
    elif course.holder is not None:
        holder = course.holder
        status = "contested" if present != {holder} or course.partial or holder in course.doubts else "held"
    else:
        holder, status = max((_last(course, actor).order, actor) for actor in present)[1], "contested"
    if holder == course.heir and present == {holder} and holder not in course.doubts:
        status = "held"
    return holder, status, tuple(sorted(present - {holder}))


def _present(course: Course, sides: Sides) -> set[str]:
    """Return who holds the place or is said to be in it; what is said of an area does not set allies against each other."""
    present = {actor for actor in (*course.direct, course.holder, course.remnant) if actor is not None}
    taken = {sides.of[actor] for actor in present}
    for _, actor in sorted(((words.last.order, actor) for actor, words in course.wide.items()), reverse=True):
        if sides.of[actor] not in taken:
            taken.add(sides.of[actor])
            present.add(actor)
    return present


def _deniers(course: Course, holder: str, sides: Sides) -> set[str]:
    """Return for whom those speak who deny the holder's hold: their own side's actor, else who held before."""
    doubts = course.doubts.get(holder)
    if doubts is None:
        return set()
    speaker, rival = doubts.last.side, course.former
    if rival in (None, holder) or (speaker and sides.of[str(rival)] != speaker):
        rival = sides.first.get(speaker, rival)
    return {rival} if rival not in (None, holder) else set()


def _last(course: Course, actor: str) -> Weighed:
    words = [said[actor].last for said in (course.direct, course.wide) if actor in said]
    return max(words, key=lambda item: item.order)


def _answered(course: Course, actor: str) -> date:
    """Return the day up to which what an actor claims is answered: denied, or followed by a word for the holder."""
    answers = [course.doubts[actor].last] if actor in course.doubts else []
    if course.holder is not None:
        answers += [_last(course, course.holder), *([course.answer] if course.answer else [])]
    return max((item.when for item in answers), default=date.min)


def _since(course: Course, holder: str | None) -> date | None:
    if holder is None:
        return None
    if holder in (course.holder, course.heir):
        return course.since
    return min(said[holder].since for said in (course.direct, course.wide) if holder in said)


def _past(course: Course, actor: str, item: Weighed) -> bool:
    """Tell whether a claim is of the time when the one who still has a part of the place had all of it."""
    return actor == course.remnant and course.since is not None and item.when < course.since


# --- 2. How sure that is ------------------------------------------------------------------------------------------


def _said(course: Course, actor: str | None) -> list[Weighed]:
    return [item for said in (course.direct, course.wide) if actor in said for item in said[actor]]


def _confidence(support: list[Weighed], status: Status) -> float:
    voices: dict[str, float] = {}
    for item in support:
        if item.weight > voices.get(item.voice, 0.0):
            voices[item.voice] = item.weight
    doubt = 1.0
    for weight in voices.values():
        doubt *= 1.0 - weight
    confidence = min(1.0 - doubt, MOST_CERTAIN)
    return confidence * CONTESTED_DISCOUNT if status == "contested" else confidence


def ages(days: int) -> tuple[int, int]:
    """Return the age in days that counts, the largest of 0, 1, 2, 4, 8, 16 … weeks not above it, and the next such."""
    steps = (days // 7).bit_length()
    return 7 * (1 << steps >> 1), 7 << steps


@cache
def ageing(days: int) -> float:
    """Return what an age in days leaves of confidence."""
    return AGE_FLOOR + (1 - AGE_FLOOR) * exp(-days / AGE_DAYS)


# --- 3. What the field spreads, and what it was made of -------------------------------------------------------------


def masses(holder: str | None, rivals: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return how much of the place each actor has, together 1."""
    if holder is None:
        return ()
    if not rivals:
        return ((holder, 1.0),)
    rest = (1.0 - DISPUTED_SHARE) / len(rivals)
    return ((holder, DISPUTED_SHARE), *((rival, rest) for rival in rivals))


def _evidence(words: list[Weighed]) -> tuple[Evidence, ...]:
    best: dict[str, Evidence] = {}
    for item in words:
        evidence = item.evidence
        known = best.setdefault(evidence.claim, evidence)
        if evidence.weight > known.weight:
            best[evidence.claim] = evidence
    return tuple(sorted(best.values(), key=_by_weight))


def _by_weight(evidence: Evidence) -> tuple[float, str]:
    return -evidence.weight, evidence.claim
