"""What a page's address says of the view: the same parameters as `frontend/src/url.ts`, read in the same forgiving way.

What is absent or makes no sense is left at its default, so that an old or mistyped link still shows a map.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self
from urllib.parse import urlencode

from conflictmap.core.release_reading import ReleaseReading

from .words import DEFAULT_LANGUAGE, LANGUAGES

#: What was known when: `now`, `then` (each day as it was known at its end), or the day by which it was known.
Clock = Literal["now", "then"] | date
#: Filters of strikes, and the field of a strike that each looks at; a list of slugs with commas.
FILTERS = {"attacker": "attackers", "type": "kind", "source": "source", "grading": "grading"}
MOST_CHOICES = 50
#: Parameters of the address that the text is the same without: where the camera is, a spot that is asked about, of how many days the
#: strikes are drawn (the text tells of the day's), and what the day is compared with.
CAMERA = ("at", "window", "compare", "differ", "z", "lat", "lng")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """A view of a theatre. `day` None: the last day with changes; `lens` and `place` empty: the first, and none."""

    language: str = DEFAULT_LANGUAGE
    day: date | None = None
    lens: str = ""
    clock: Clock = "now"
    place: str = ""
    #: Chosen codes by filter; a filter that is not there chooses all.
    strikes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Return the view that an address asks for."""
        language = given.get("lang", "")
        return cls(
            language=language if language in LANGUAGES else DEFAULT_LANGUAGE,
            day=_day(given.get("date", "")),
            lens=_slug(given.get("lens", "")),
            clock="then" if given.get("known") == "then" else (_day(given.get("known", "")) or "now"),
            place=_slug(given.get("place", "")),
            strikes=tuple((name, codes) for name in FILTERS if (codes := _slugs(given.get(name, "")))),
        )

    def within(self, reading: ReleaseReading) -> View:
        """Return the view with what a release has not left at its default."""
        lens = self.lens if self.lens in reading.lenses else ""
        return replace(
            self,
            day=self.day if self.day in reading.days else None,
            lens="" if lens == next(iter(reading.lenses)) else lens,
            clock=self.clock if isinstance(self.clock, str) or self.clock in reading.days else "now",
            place=self.place if self.place in reading.places else "",
        )

    def speaking(self, language: str) -> View:
        """Return the same view in another language."""
        return replace(self, language=language)

    def shows(self, strike: Mapping[str, Any]) -> bool:
        """Tell whether a strike passes the filters: each that is set has one of the strike's codes."""
        for name, codes in self.strikes:
            found = strike[FILTERS[name]]
            # A strike of which nobody says who made it has the attacker `unknown`.
            if not set(codes) & set((found or ["unknown"]) if isinstance(found, list) else [found]):
                return False
        return True

    def query(self) -> str:
        """Return the query that asks for the view, with its question mark; empty for the default one."""
        given = {
            "lang": self.language if self.language != DEFAULT_LANGUAGE else "",
            "date": self.day.isoformat() if self.day else "",
            "lens": self.lens,
            "known": str(self.clock) if self.clock != "now" else "",
            "place": self.place,
            **{name: ",".join(codes) for name, codes in self.strikes},
        }
        written = urlencode({name: value for name, value in given.items() if value}, safe=",")
        return f"?{written}" if written else ""


def _slug(text: str) -> str:
    return text if _SLUG.fullmatch(text) else ""


def _slugs(text: str) -> tuple[str, ...]:
    codes = text.split(",")
    fine = len(codes) <= MOST_CHOICES and all(map(_SLUG.fullmatch, codes))
    return tuple(sorted(set(codes))) if fine else ()


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
