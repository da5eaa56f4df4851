"""Which pieces each timeline is divided into, what every one is made of, and making those that are not kept.

A day of a piece depends on the network, the actors, and the claims that the lens admits and the clock knows of that day and those
before it; so a new claim leaves every piece before its date as it is, and of the piece of its date the days before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import chain
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from .records import Claim, Snapshot, Theatre
from .release_numbers import Numbers
from .release_rows import known_on
from .release_store import Part, Store, canonical_json, engine_digest
from .timeline import CLOCKS, FORMAT, PIECE_DAYS, Clock, Walk, days_of
from .timeline_writer import TimelineWriter, named_areas
from .weigh import admits

#: What of a theatre no day depends on.
UNREAD = frozenset(
    {"name", "name_ar", "date_end", "bbox", "lenses", "data_licence", "attribution", "country_codes", "is_default"}
)
DIGITS = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """Some days of one timeline. `made_of` has for each day a digest of all that the piece up to it depends on."""

    lens: str
    clock: Clock
    number: int
    first: date
    made_of: tuple[str, ...]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=step) for step in range(len(self.made_of))]

    @property
    def timeline(self) -> str:
        """The name of the file by which the front moves."""
        return f"timeline-{self.lens}-{self.clock}-{self.number:03}.json"

    @property
    def evidence(self) -> str:
        """The name of the file that says why."""
        return f"evidence-{self.lens}-{self.clock}-{self.number:03}.json"

    @property
    def place(self) -> str:
        """What the keys of all makings of this piece begin with."""
        return f"{self.lens}-{self.clock}-{self.number:03}-"

    @property
    def key(self) -> str:
        return self.place + _digest(*self.made_of)[:DIGITS]


#: The pieces of each timeline, by lens and clock, in the order of time.
Plan = Mapping[tuple[str, Clock], Sequence[Piece]]


def plan_pieces(snapshot: Snapshot, numbers: Numbers, said: Mapping[str, bytes]) -> Plan:
    """Return the pieces of every timeline. `said` is `claim_texts`."""
    days, theatre = days_of(snapshot.theatre), snapshot.theatre
    ground = _digest(
        engine_digest(),
        *(f"{one.name}={getattr(theatre, one.name)!r}" for one in fields(Theatre) if one.name not in UNREAD),
        *(repr(actor) for actor in sorted(snapshot.actors, key=attrgetter("slug"))),
        *(repr(place) for place in sorted(snapshot.places, key=attrgetter("slug"))),
    )
    sources = {source.slug: source for source in snapshot.sources}
    claims = [
        (claim, said[claim.id] + b"%d;" % numbers.claim(claim.id, claim.place)[0])
        for claim in sorted(snapshot.claims, key=attrgetter("id"))
    ]
    named = {clock: named_areas(snapshot, clock, numbers.place) for clock in CLOCKS}
    plan: dict[tuple[str, Clock], list[Piece]] = {}
    for lens in theatre.lenses:
        admitted = [(claim, text) for claim, text in claims if admits(lens, claim, sources[claim.source], theatre)]
        for clock in CLOCKS:
            made_of = [
                _digest(ground, repr(lens), clock, known, repr(named[clock].get(day)))
                for day, known in zip(
                    days, _known_until(admitted, clock, days, ZoneInfo(theatre.time_zone)), strict=True
                )
            ]
            plan[lens.slug, clock] = [
                Piece(lens.slug, clock, number, days[first], tuple(made_of[first : first + PIECE_DAYS]))
                for number, first in enumerate(range(0, len(days), PIECE_DAYS))
            ]
    return plan


def claim_texts(snapshot: Snapshot) -> dict[str, bytes]:
    """Return for each claim a text of all that is known of it and of who says it."""
    sources = {source.slug: repr(source) for source in snapshot.sources}
    values = attrgetter(*(one.name for one in fields(Claim)))
    told = {
        claim.id: f"{values(claim)!r}\0{sources[claim.source]}\0{sources.get(claim.via, '')}"
        for claim in snapshot.claims
    }
    whose = {claim.id: f"\0{sources[claim.origin]}" for claim in snapshot.claims if claim.origin in sources}
    return {name: f"{text}{whose.get(name, '')}".encode() for name, text in told.items()}


def _known_until(
    claims: Iterable[tuple[Claim, bytes]], clock: Clock, days: Sequence[date], zone: ZoneInfo
) -> Iterator[str]:
    """Yield for each day a digest of the texts of the claims that a clock knows of it and of all days before."""
    since: list[list[bytes]] = [[] for _ in days]
    first = days[0].toordinal()
    for claim, text in claims:
        start = claim.date_start if clock == "now" else max(claim.date_start, known_on(claim, zone))
        number = max(start.toordinal() - first, 0)
        if number < len(since):
            since[number].append(text)
    digest = hashlib.sha256()
    for texts in since:
        digest.update(b"".join(texts))
        yield digest.hexdigest()


def make_pieces(
    snapshot: Snapshot, numbers: Numbers, pieces: Sequence[Piece], store: Store, walk: Walk
) -> Iterator[Part]:
    """Make and keep pieces that follow each other in one timeline, walking through their days once.

    What the store has of an earlier making of the first one, up to the first day that came to be made of something else, is
    taken over. The bytes are those of a making from nothing.
    """
    first = pieces[0]
    timeline, evidence = _beginning(first, store)
    days = list(chain.from_iterable(piece.days for piece in pieces))[len(timeline) :]
    has_before = days[0] > snapshot.theatre.date_start
    writer = TimelineWriter(snapshot, numbers, first.clock)
    grounds = walk(snapshot, [*([days[0] - timedelta(days=1)] if has_before else []), *days], first.lens, first.clock)
    if has_before:
        writer.pass_over(next(grounds))
    for piece in pieces:
        if not timeline:
            writer.begin_piece()
        while len(timeline) < len(piece.made_of):
            made = writer.write(next(grounds))
            timeline.append(made.timeline)
            evidence.append(made.evidence)
        yield _keep(piece, timeline, evidence, writer.names, store)
        timeline, evidence = [], []


def _beginning(piece: Piece, store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the days, never all of them, that an earlier making of the piece shares with it."""
    best: Part | None = None
    most = 0
    for part in store.like(piece.place):
        theirs = part.about["made_of"]
        same = next((n for n, pair in enumerate(zip(theirs, piece.made_of, strict=False)) if pair[0] != pair[1]), None)
        same = min(len(theirs) if same is None else same, len(piece.made_of) - 1)
        if same > most:
            best, most = part, same
    if best is None:
        return [], []
    timeline, evidence = (json.loads(best.read(name))["days"][:most] for name in (piece.timeline, piece.evidence))
    return timeline, evidence


def _keep(
    piece: Piece, timeline: list[dict[str, Any]], evidence: list[dict[str, Any]], names: Sequence[str], store: Store
) -> Part:
    head = {"format": FORMAT, "lens": piece.lens, "clock": piece.clock, "number": piece.number}
    used = {name for day in timeline for name in day["layers"]}
    files = {
        piece.timeline: canonical_json({**head, "layers": [n for n in names if n in used], "days": timeline}),
        piece.evidence: canonical_json({**head, "days": evidence}),
    }
    changed = [day["date"] for day in timeline if day["changes"]]
    return store.put(piece.key, files, {"made_of": list(piece.made_of), "changed": changed[-1] if changed else None})


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()
