"""A day of a release in text: for readers without scripts, for text browsers, and for search engines.

It says what the map's panel says, in the same order; the template escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from conflictmap.core.changes import Control
from conflictmap.core.release_reading import Change, Json, ReadDay, ReleaseReading, Standing, is_known

from .address import Clock, View
from .releases import known_by
from .words import LANGUAGES, day_in_words, digits, named, rounded
from .words.language import Language

#: So many turns, causes of each, claims of a place and places are told; a wide theatre has thousands.
MOST_TURNS, MOST_CAUSES, MOST_CLAIMS, MOST_PLACES, MOST_STRIKES = 60, 2, 40, 400, 40
#: So many changes fit a description.
FIRST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says, and where to read it."""

    summary: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Places that turned alike on a day, by the same claims."""

    places: str
    before: str
    after: str
    causes: Sequence[Said]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    name: str
    url: str
    holder: str
    status: str
    since: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on to another view; the current one leads nowhere."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PlaceText:
    name: str
    holding: str
    claims: Sequence[Said]


class DayText:
    """The text of one view of a release. `path` is the page's, to which queries are added."""

    def __init__(self, reading: ReleaseReading, view: View, path: str) -> None:
        self.view, self.path = view.within(reading), path
        self.reading = reading = known_by(reading, self.view.clock) if isinstance(self.view.clock, date) else reading
        self.language: Language = LANGUAGES[view.language]
        self.lens = self.view.lens or next(iter(reading.lenses))
        clocks = reading.clocks(self.lens)
        self.clock = str(self.view.clock) if str(self.view.clock) in clocks else "now"
        self.view = replace(self.view, clock=_clock_of(self.clock))
        self.date = self.view.day or reading.opens_on(self.lens, self.clock)
        self.day: ReadDay = reading.day(self.lens, self.clock, self.date)
        self.theatre = named(self.language, reading.manifest["theatre"])

    # --- The head -------------------------------------------------------------------------------------------------------------

    @property
    def day_words(self) -> str:
        return day_in_words(self.language, self.date)

    @property
    def lens_name(self) -> str:
        return named(self.language, self.reading.lenses[self.lens])

    @property
    def known(self) -> str:
        if self.clock == "now":
            return self._say("known_now")
        day = self.date if self.clock == "then" else date.fromisoformat(self.clock)
        return self._say("known_then", day=day_in_words(self.language, day))

    @property
    def stamp(self) -> str:
        return self._say("stamp", day=self.day_words, lens=self.lens_name, known=self.known, release=self.reading.hash)

    @property
    def title(self) -> str:
        """What is seen, from the smallest to the greatest."""
        if self.view.place:
            day = self._say("day_title", what=self.place_name(self.view.place), day=self.day_words)
            return f"{day} – {self.theatre}"
        return self._say("day_title", what=self.theatre, day=self.day_words)

    @property
    def description(self) -> str:
        seen = {"lens": self.lens_name, "known": self.known}
        if self.view.place:
            holding = self._holding(self._control_of(self.view.place))
            place = self.place_name(self.view.place)
            return self._say("place_description", place=place, day=self.day_words, holding=holding, **seen)
        changes = "; ".join(self.first_changes(FIRST_CHANGES)).rstrip(".")
        return self._say("day_description", day=self.day_words, theatre=self.theatre, changes=changes, **seen)

    @property
    def credit(self) -> str:
        """Whose data it is, and under which terms."""
        theatre = self.reading.manifest["theatre"]
        return " ".join(part for part in (theatre["attribution"], theatre["data_licence"]) if part)

    @property
    def canonical(self) -> str:
        """Return the one address of this view: its path and query."""
        return self.path + self.view.query()

    # --- Ways on --------------------------------------------------------------------------------------------------------------

    @property
    def previous(self) -> str:
        return self._url(day=self.date - timedelta(days=1)) if self.date > self.reading.days[0] else ""

    @property
    def next(self) -> str:
        return self._url(day=self.date + timedelta(days=1)) if self.date < self.reading.days[-1] else ""

    @property
    def lenses(self) -> list[Choice]:
        default = next(iter(self.reading.lenses))
        return [
            Choice(
                named(self.language, lens),
                self._url(day=self.date, lens="" if slug == default else slug),
                slug == self.lens,
            )
            for slug, lens in self.reading.lenses.items()
        ]

    @property
    def clocks(self) -> list[Choice]:
        return [
            Choice(self._clock_name(clock), self._url(day=self.date, clock=_clock_of(clock)), clock == self.clock)
            for clock in self.reading.clocks(self.lens)
        ]

    @property
    def days(self) -> list[Choice]:
        """The days with changes, the latest first."""
        days = self.reading.days_with_changes(self.lens, self.clock)[::-1][:MOST_PLACES]
        return [Choice(day_in_words(self.language, day), self._url(day=day), day == self.date) for day in days]

    # --- What is told ---------------------------------------------------------------------------------------------------------

    @property
    def ground(self) -> list[str]:
        return [line for _, line in self.ground_rows]

    @property
    def ground_rows(self) -> list[tuple[str, str]]:
        """Who holds how much, by the actor's slug or `unknown`."""
        areas = self.day.areas_km2
        names = {slug: self._actor_name(slug) for slug in self.reading.actors}
        names["unknown"] = self._say("unknown_ground")
        return [
            (slug, self._say("ground_km2", actor=name, km2=rounded(self.language, areas[slug])))
            for slug, name in names.items()
            if areas.get(slug)
        ]

    def first_changes(self, most: int) -> list[str]:
        """Return the day's greatest changes in a few words each, or that there are none."""
        turns = self._turns(most, names=2, causes=0)
        return [f"{turn.places}: {turn.after}" for turn in turns] or [self.no_changes]

    @property
    def front(self) -> str:
        return self._say("front", km=rounded(self.language, self.day.front_km)) if self.day.front_km else ""

    @property
    def changes(self) -> list[Turn]:
        return self._turns(MOST_TURNS)

    @property
    def more_changes(self) -> str:
        left = len(_grouped(self.day.changes)) - MOST_TURNS
        return self._say("more_changes", count=digits(self.language, left)) if left > 0 else ""

    @property
    def no_changes(self) -> str:
        return self._say("first_day" if self.date == self.reading.days[0] else "no_changes")

    @property
    def strikes(self) -> list[tuple[str, Said]]:
        found = [strike for strike in self.reading.strikes_on(self.date, self.clock) if self.view.shows(strike)]
        return [(self.place_name(strike["place"]), self._said(strike)) for strike in found[:MOST_STRIKES]]

    @property
    def places(self) -> list[PlaceRow]:
        """The places with a state, the greatest where there are too many, by name."""
        states = sorted(self.day.states.values(), key=lambda state: (-self.size_of(state.place), state.place))
        return sorted(map(self._row, states[:MOST_PLACES]), key=lambda row: row.name.casefold())

    @property
    def more_places(self) -> str:
        left = len(self.day.states) - MOST_PLACES
        return self._say("more_places", count=digits(self.language, left)) if left > 0 else ""

    @property
    def place(self) -> PlaceText | None:
        """The place that is chosen, and what is claimed about it up to the day, the latest first."""
        slug = self.view.place
        if not slug:
            return None
        until = self.date.isoformat()
        claims = [
            self._said(claim)
            for claim in reversed(self.reading.claims_about(slug))
            if claim["date_start"] <= until and is_known(claim, self.clock, until)
        ]
        control = self._control_of(slug)
        holding = self._say("no_state") if slug not in self.day.states else self._holding(control)
        return PlaceText(self.place_name(slug), holding, claims[:MOST_CLAIMS])

    # --- In words -------------------------------------------------------------------------------------------------------------

    def _say(self, key: str, **parts: object) -> str:
        return self.language.say(key, **parts)

    def _clock_name(self, clock: str) -> str:
        if clock in ("now", "then"):
            return self._say(f"clock_{clock}")
        return self._say("clock_on", day=day_in_words(self.language, date.fromisoformat(clock)))

    def _url(self, **changes: Any) -> str:
        """Return the page of another view, by what differs from this one; the place is left behind."""
        return self.path + replace(self.view, **{"clock": _clock_of(self.clock), "place": "", **changes}).query()

    def place_name(self, slug: str) -> str:
        return named(self.language, self.reading.places[slug])

    def _actor_name(self, slug: str) -> str:
        actor = self.reading.actors[slug]
        return named(self.language, {**actor, "name": actor["short_name"]})

    def size_of(self, slug: str) -> int:
        return int(self.reading.places[slug]["population"] or 0)

    def _control_of(self, slug: str) -> Control:
        state = self.day.states.get(slug)
        return state.control if state else Control(None, "unknown")

    def _holding(self, control: Control) -> str:
        """Return "Opposition, contested"."""
        if control.holder is None:
            return self._say("nobody")
        name = self._actor_name(control.holder)
        return name if control.status == "held" else f"{name}{self.language.comma}{self._status(control)}"

    def _status(self, control: Control) -> str:
        return self.language.statuses[control.status]

    def _row(self, state: Standing) -> PlaceRow:
        status = self._status(state.control)
        if state.contenders:
            actors = self.language.comma.join(map(self._actor_name, state.contenders))
            status = f"{status}{self.language.comma}{self._say('disputed_by', actors=actors)}"
        return PlaceRow(
            name=self.place_name(state.place),
            url=self._url(day=self.date, place=state.place),
            holder=self._actor_name(state.control.holder) if state.control.holder else self._say("nobody"),
            status=status if state.control.holder else "",
            since=day_in_words(self.language, state.since) if state.since else "",
        )

    def _turns(self, most: int, *, names: int = MOST_PLACES, causes: int = MOST_CAUSES) -> list[Turn]:
        """Return the day's changes that turned alike together, those that reports tell of first, then the greater places."""
        groups = _grouped(self.day.changes)
        for group in groups:
            group.sort(key=lambda change: (-self.size_of(change.place), change.place))
        groups.sort(key=lambda group: (not group[0].reported, _keeps_holder(group[0]), -self.size_of(group[0].place)))
        return [self._turn(group, names, causes) for group in groups[:most]]

    def _turn(self, group: Sequence[Change], names: int, causes: int) -> Turn:
        places = self.language.comma.join(self.place_name(change.place) for change in group[:names])
        said = [self.reading.claim(*ref) for ref in group[0].claims[:causes]]
        return Turn(
            places + (" …" if len(group) > names else ""),
            self._holding(group[0].before),
            self._holding(group[0].after),
            [self._said(claim) for claim in said if claim],
        )

    def _said(self, row: Json) -> Said:
        """Return a claim or strike with its source, its day where that is another one, and its report's address."""
        source = named(self.language, self.reading.sources[row["source"]])
        day = date.fromisoformat(row["date_start"])
        if day != self.date:
            source = self._say("by_source", source=source, day=day_in_words(self.language, day))
        report = self.reading.reports.get(row["report"])
        url = report["url"] if report and report["url"].startswith(("http://", "https://")) else ""
        return Said(row["summary"], source, url)


def _clock_of(clock: str) -> Clock:
    return "now" if clock == "now" else "then" if clock == "then" else date.fromisoformat(clock)


def _grouped(changes: Sequence[Change]) -> list[list[Change]]:
    groups: dict[object, list[Change]] = {}
    for change in changes:
        groups.setdefault((change.before, change.after, change.claims), []).append(change)
    return list(groups.values())


def _keeps_holder(change: Change) -> bool:
    return change.before.holder == change.after.holder
