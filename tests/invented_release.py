"""A small release whose days are invented, not derived: what the page's tests read, written down in golden/release.json.

`python -m tests.invented_release` writes the file anew, after the format, the network or the field's quantum has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from conflictmap.core.daymap import network_of
from conflictmap.core.field import QUANTUM, Field
from conflictmap.core.records import Evidence, Snapshot, State
from conflictmap.core.release import ReleaseFiles, compile_release
from conflictmap.core.timeline import Clock, DayGround
from conflictmap.core.timeline_writer import CONFIDENCE_QUANTUM
from conflictmap.core.totals import Totals
from tests.cast import (
    ALEPPO,
    BASELINE,
    FIRST_DAY,
    HAMA,
    IDLIB,
    LENSES,
    NORTHERN_COUNTRYSIDE,
    OBSERVATORY,
    OPPOSITION,
    REBEL_COMMAND,
    THEATRE,
    claim,
    noon,
    snapshot,
)

GOLDEN = Path(__file__).parent / "core" / "golden" / "release.json"
DAYS = 70  # three pieces
TAKEN, AREA_NAMED, DENIED = (
    33,
    40,
    64,
)  # numbers of days: one in each piece but the first, and one that is reported late


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


SEIZED = claim(OBSERVATORY, "controls", OPPOSITION, ALEPPO, day(TAKEN))
FIGHTING = claim(REBEL_COMMAND, "entered", OPPOSITION, NORTHERN_COUNTRYSIDE, day(AREA_NAMED))
LATE = claim(OBSERVATORY, "controls", OPPOSITION, HAMA, day(DENIED), reported_at=noon(day(DENIED + 2)))


def invented() -> Snapshot:
    """Return the cast's theatre over 70 days, on a coarse network, by two lenses."""
    theatre = replace(THEATRE, date_end=day(DAYS - 1), filler_km=40, lenses=LENSES[:2])
    return snapshot(*BASELINE, SEIZED, FIGHTING, LATE, theatre=theatre)


def walk(rows: Snapshot, days: Sequence[date], lens: str, clock: Clock) -> Iterator[DayGround]:
    """Yield days on which a front moves west to east by plain arithmetic; the second lens sees it farther east."""
    vertices = network_of(rows).vertices
    east = (vertices[:, 0] - vertices[:, 0].min()) * QUANTUM // np.ptp(vertices[:, 0])
    first = {claim.place: claim.id for claim in BASELINE}
    for today in days:
        number = (today - FIRST_DAY).days
        moved = number // 8 * 8
        ours = np.clip(
            QUANTUM // 2 - east + moved * QUANTUM // 100 + (lens == "government") * QUANTUM // 10, 0, QUANTUM
        )
        field = Field(
            {
                ("government", "held"): QUANTUM - ours,
                ("opposition", "held"): ours,
                ("opposition", "contested"): ours // 9,
            },
            np.full(len(vertices), 5 * (number // 40)),
            np.full(len(vertices), QUANTUM * 3 // 4 - QUANTUM * moved // 200),
        )
        states = [_state(place.slug, "government", 0, first[place.slug]) for place in (IDLIB, ALEPPO, HAMA)]
        if number >= TAKEN:
            states[1] = _state("aleppo", "opposition", TAKEN, SEIZED.id, first["aleppo"])
        if number >= DENIED + (2 if clock == "then" else 0):
            states[2] = replace(states[2], status="contested", contenders=("opposition",), evidence=_evidence(LATE.id))
        if number >= AREA_NAMED:
            states[0] = replace(
                states[0], confidence=0.5, doubted=True, evidence=_evidence(first["idlib"], FIGHTING.id)
            )
        if number >= DENIED:
            states = [state for state in states if state.place != "idlib"]
        total = {"government": 5000.0 - number, "opposition": 5000.0 + number, "unknown": 0.0}
        yield DayGround(today, sorted(states, key=lambda s: s.place), field, Totals(total, total, 100.5 + number))


def _state(place: str, holder: str, since: int, *claims: str) -> State:
    return State(place, holder, "held", 0.8, since=day(since), evidence=_evidence(*claims))


def _evidence(*claims: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(claim, "background" if n else "monitor", 0.85 - n / 4) for n, claim in enumerate(claims))


def compiled() -> ReleaseFiles:
    """Return the invented days as a release."""
    return compile_release(
        invented(), strikes=(), reports=(), basemap={"type": "FeatureCollection", "features": []}, walk=walk
    )


def golden() -> dict[str, Any]:
    """Return the release's files, and what must be read from them of some days, borders of pieces among them."""
    release = compiled()
    wanted: dict[str, dict[str, Any]] = {}
    for lens, clock in (("assessed", "now"), ("assessed", "then"), ("government", "now")):
        numbers = (0, 31, 32, TAKEN, AREA_NAMED, 63, DENIED, DENIED + 2, DAYS - 1)
        for number, ground in zip(numbers, walk(invented(), [day(n) for n in numbers], lens, clock), strict=True):  # type: ignore[arg-type]
            layers = {f"{actor}:{status}": layer for (actor, status), layer in ground.field.memberships.items()}
            layers["support"] = ground.field.support
            layers["confidence"] = (ground.field.confidence * (2 * CONFIDENCE_QUANTUM) + QUANTUM) // (2 * QUANTUM)
            wanted.setdefault(f"{lens} {clock}", {})[str(number)] = {
                "layers": {name: layer.tolist() for name, layer in layers.items()},
                "states": {
                    state.place: {
                        "holder": state.holder,
                        "status": state.status,
                        "contenders": list(state.contenders),
                        "since": state.since and state.since.isoformat(),
                        "doubted": state.doubted,
                        "confidence": state.confidence,
                        "evidence": [[one.claim, one.rule, one.weight] for one in state.evidence],
                    }
                    for state in ground.states
                },
                "front_km": ground.totals.front_km,
            }
    files = {name: json.loads(content) for name, content in release.files.items() if isinstance(content, bytes)}
    return {"hash": release.hash, "files": files, "days": wanted}


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden(), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
