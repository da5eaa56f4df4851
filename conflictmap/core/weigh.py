"""Claims -> what each is worth, which places it bears on, and from which day on. Days are those of the theatre's own time zone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from .membership import members_of_areas
from .records import EXTENDED_KINDS, Actor, Claim, Evidence, Lens, Snapshot, Source, Theatre

#: The second clock: all that is known now (None), what was known by one day, or `each`: every day as known at its end.
KnownBy = date | Literal["each"] | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a rule may look at: the claim, who says it, whose side that is, and how many outlets say the same."""

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
        """Tell whether the source has a side, or is one."""
        return bool(self.source.alignment) or self.source.kind in ("state-media", "belligerent")


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a kind of claim is worth: its standing, its weight in [0, 1], when it applies, and that in words.

    A claim that gives a weight of its own, its `confidence`, has that one; where rows are expected to, the rule says so.
    """

    name: str
    standing: int
    weight: float
    applies: Callable[[Weighing], bool]
    says: str
    example: str
    own_weight: bool = False


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in their order, the one for claims about a wider area, and the standing from which a claim is strong."""

    rules: tuple[Rule, ...]
    area: Rule
    strong: int


#: See Weighed.order.
_Order = tuple[date, bool, int, datetime, str, str, str, str, str]


class Weighed(NamedTuple):
    """A claim as it bears on one place: the day `when` it takes effect, and whether it then only `contests`.

    Words of one `voice` count once. `side` is the side its source is on, empty for none. A `strong` one makes a place held by
    itself; one that is `wide` was said of an area in which the place lies.
    """

    claim: Claim
    rule: Rule
    weight: float
    voice: str
    side: str
    when: date
    strong: bool
    wide: bool
    only_contests: bool
    evidence: Evidence

    @property
    def claims(self) -> bool:
        """Tell whether it gives the place to its actor: all of it, or most of it by a strong voice's word."""
        claim = self.claim
        gives = claim.share == "whole" or (claim.share == "most" and self.strong)
        return gives and claim.relation == "controls" and not self.only_contests

    @property
    def order(self) -> _Order:
        """Within a day the stronger speak last, and a denial follows what it denies; one voice speaks at once, however many lend it."""
        claim = self.claim
        said = (claim.actor, claim.relation, claim.share, claim.id)
        return (self.when, claim.relation == "denies", self.rule.standing, claim.reported_at, self.voice, *said)


class Bearing(NamedTuple):
    """A weighed claim that bears on a place from one day on, and up to the day before `until` (None: for good)."""

    item: Weighed
    start: date
    until: date | None

    def counts(self, day: date) -> bool:
        """Tell whether it bears on the place at the end of that day."""
        return self.start <= day and (self.until is None or day < self.until)


def bearings_of(snapshot: Snapshot, lens: Lens, clock: KnownBy, book: Rulebook) -> dict[str, list[Bearing]]:
    """Return, for each place that a claim bears on, in order of slugs, its bearings in the order of their replay.

    Only claims that the lens admits and that were reported in time count. The theatre's baseline, its background claims dated on
    or before its first day, counts in every lens.
    """
    return Scales(snapshot, lens, book).bearings(clock)


class Scales:
    """Weighs a snapshot's claims through one lens. What is the same by several clocks is weighed once, and is the same object."""

    def __init__(self, snapshot: Snapshot, lens: Lens, book: Rulebook) -> None:
        self.snapshot, self.lens, self.book = snapshot, lens, book
        self._sources = {source.slug: source for source in snapshot.sources}
        self._actors = {actor.slug: actor for actor in snapshot.actors}
        self._reach = _Reach(snapshot)
        #: By claim and number of outlets; by claim, rule and moment, with the order in which they speak.
        self._rules: dict[tuple[str, int], Rule] = {}
        self._items: dict[tuple[str, str, int], tuple[_Order, Weighed]] = {}
        self._as_now: dict[str, list[Bearing]] | None = None

    def bearings(self, clock: KnownBy, since: date | None = None) -> dict[str, list[Bearing]]:
        """Return what `bearings_of` does; for days from `since` on alone, where that is given.

        On such days it makes no difference when before them a claim was reported. So most places have the same bearings, the same
        list, by the clock "each" as by none.
        """
        if clock != "each" or since is None or self._as_now is None:
            found = self._bearings(_admitted(self.snapshot, self.lens, clock))
            self._as_now = found if clock is None else self._as_now
            return found
        admitted = [
            (claim, known if known > since else claim.date_start)
            for claim, known in _admitted(self.snapshot, self.lens, clock)
        ]
        places = self._reach.places
        late = {place for claim, known in admitted if known > claim.date_start for place in places(claim)}
        anew = self._bearings([pair for pair in admitted if not late.isdisjoint(places(pair[0]))])
        return {place: anew[place] if place in late else bearings for place, bearings in self._as_now.items()}

    def _bearings(self, admitted: Sequence[tuple[Claim, date]]) -> dict[str, list[Bearing]]:
        reach = self._reach
        found: dict[str, list[tuple[_Order, Bearing]]] = defaultdict(list)
        for claim, rule, known, until in self._weigh(admitted):
            places = reach.places(claim)
            moments: tuple[date, ...] = (claim.date_end,)
            if claim.date_start < claim.date_end:
                # A fuzzy date: a change of hands contests from its first day and is settled from its last.
                moments = (claim.date_start, claim.date_end)
            for number, when in enumerate(reversed(moments)):
                start = max(when, known)
                if until is None or start < until:
                    order, item = self._item(claim, rule, number, when, claim.place in reach.extended)
                    for place in places:
                        found[place].append((order, Bearing(item, start, until)))
        for bearings in found.values():
            bearings.sort(key=itemgetter(0))
        return {place: [bearing for _, bearing in bearings] for place, bearings in sorted(found.items())}

    def _weigh(self, admitted: Sequence[tuple[Claim, date]]) -> Iterator[tuple[Claim, Rule, date, date | None]]:
        """Yield each claim with its rule, from the day when it is known; anew when more outlets say the same."""
        outlets = _outlets(admitted, self._sources)
        for claim, known in admitted:
            firsts = outlets.get((claim.place, claim.actor, claim.relation), [])
            start, count = known, bisect_right(firsts, known)
            rule = self._rule(claim, count)
            for more, day in enumerate(firsts[count:], count + 1):
                better = self._rule(claim, more)
                if better is not rule:
                    if day > start:
                        yield claim, rule, start, day
                    start, rule = day, better
            yield claim, rule, start, None

    def _rule(self, claim: Claim, outlets: int) -> Rule:
        found = self._rules.get((claim.id, outlets))
        if found is None:
            weighing = Weighing(claim, self._sources[claim.source], self._actors[claim.actor], outlets)
            found = next(rule for rule in self.book.rules if rule.applies(weighing))
            self._rules[claim.id, outlets] = found
        return found

    def _item(self, claim: Claim, rule: Rule, number: int, when: date, wide: bool) -> tuple[_Order, Weighed]:
        """Return a claim as weighed by a rule, at the last of its moments (number 0) or at the first of two (1)."""
        found = self._items.get((claim.id, rule.name, number))
        if found is None:
            worth, says = rule.weight if claim.confidence is None else claim.confidence, rule
            if wide:
                says, worth = self.book.area, worth * self.book.area.weight
            strong = not wide and (says.standing >= self.book.strong or bool(self.lens.alignment))
            source = self._sources[claim.source]
            # Sources of one alignment repeat each other, and copies of one report its source: they are one voice.
            speaker = self._sources.get(claim.origin, source)
            voice = source.alignment or speaker.alignment or speaker.slug
            only_contests = number > 0 and claim.relation in ("controls", "lost")
            evidence = Evidence(claim.id, says.name, round(worth, 3))
            item = Weighed(claim, says, worth, voice, source.alignment, when, strong, wide, only_contests, evidence)
            found = self._items[claim.id, rule.name, number] = item.order, item
        return found


# --- 1. Which claims count, and from when each is known ------------------------------------------------------------


def admits(lens: Lens, claim: Claim, source: Source, theatre: Theatre) -> bool:
    """Tell whether a claim counts through a lens: by its source's alignment and kind, or as a part of the baseline."""
    if claim.basis == "retracted":
        return False
    if claim.provenance == "background" and claim.date_end <= theatre.date_start:
        return True
    return (not lens.alignment or source.alignment == lens.alignment) and (not lens.kind or source.kind == lens.kind)


def _admitted(snapshot: Snapshot, lens: Lens, clock: KnownBy) -> list[tuple[Claim, date]]:
    """Return the claims that count, each with the day from which it does."""
    sources = {source.slug: source for source in snapshot.sources}
    zone = ZoneInfo(snapshot.theatre.time_zone)
    admitted = []
    for claim in snapshot.claims:
        if not admits(lens, claim, sources[claim.source], snapshot.theatre):
            continue
        known = claim.date_start
        if clock is not None:
            reported = claim.reported_at.astimezone(zone).date()
            if clock == "each":
                known = max(known, reported)
            elif reported > clock:
                continue
        admitted.append((claim, known))
    return admitted


# --- 2. How many say the same ------------------------------------------------------------------------------------------


def _outlets(
    admitted: Sequence[tuple[Claim, date]], sources: Mapping[str, Source]
) -> dict[tuple[str, str, str], list[date]]:
    """Return for what is said of a place the days on which one more independent outlet said it in its own voice."""
    firsts: dict[tuple[str, str, str], dict[str, date]] = defaultdict(dict)
    for claim, known in admitted:
        source = sources[claim.source]
        if claim.voice == "own" and source.kind in ("outlet", "agency") and not source.alignment:
            said = firsts[claim.place, claim.actor, claim.relation]
            voice = claim.origin or source.slug
            said[voice] = min(known, said.get(voice, known))
    return {key: sorted(said.values()) for key, said in firsts.items()}


# --- 3. Which places each bears on --------------------------------------------------------------------------------


class _Reach:
    """Which places a claim bears on: its own, or those within the area that it names."""

    def __init__(self, snapshot: Snapshot) -> None:
        named = {claim.place for claim in snapshot.claims}
        self.extended = {place.slug for place in snapshot.places if place.kind in EXTENDED_KINDS}
        self.widest = {place.slug for place in snapshot.places if place.kind in ("province", "country")}
        self.members = members_of_areas(snapshot.places, named & self.extended)

    def places(self, claim: Claim) -> tuple[str, ...]:
        if claim.place not in self.extended:
            return (claim.place,)
        if claim.place in self.widest and claim.share == "part":
            return ()  # "four towns in the province" says nothing of any one place in it
        return self.members.get(claim.place, ())
