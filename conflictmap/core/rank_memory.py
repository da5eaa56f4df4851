"""What editors chose for a name before -> marks for a candidate, and the reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from conflictmap.core.names import normalise
from conflictmap.core.toponyms import Entry

#: Given to what editors always chose for a name, in the long run; after one report half of it, which settles what was open.
MOST = 0.2


class Choice(NamedTuple):
    """In how many reports of the theatre editors took a name for a place, by its GeoNames id or else its slug."""

    name: str
    geonames_id: int | None
    slug: str
    reports: int


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a theatre's editors, by folded name: entry ids with their reports."""

    by_name: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Choice]) -> Choices:
        """Gather choices, in any order; spellings that fold to one name count together."""
        found: dict[str, dict[str, int]] = {}
        for row in rows:
            counted = found.setdefault(normalise(row.name), {})
            entry = str(row.geonames_id) if row.geonames_id is not None else f"place:{row.slug}"
            counted[entry] = counted.get(entry, 0) + row.reports
        return cls(found)

    def marks(self, name: str, entry: Entry) -> float:
        """Return what is added to an entry's score: more the oftener it was chosen, less where others were chosen as well."""
        counted = self._of(name)
        times = counted.get(entry.id, 0)
        return MOST * times / (sum(counted.values()) + 1) if times else 0.0

    def reasons(self, name: str, entry: Entry) -> list[str]:
        """Say in words in how many reports editors chose the entry for the name."""
        counted = self._of(name)
        times, total = counted.get(entry.id, 0), sum(counted.values())
        if not times:
            return []
        of = f" of {total}" if total != times else ""
        return [f"chosen by editors for this name in {times}{of} report{'s' if total > 1 else ''}"]

    def _of(self, name: str) -> dict[str, int]:
        return self.by_name.get(normalise(name), {}) if self.by_name else {}


#: Nobody chose anything yet.
NONE_YET = Choices()
