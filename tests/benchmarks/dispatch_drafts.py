"""How well the drafts of dispatches agree with what an editor would draft of them, written by hand (dispatches_drafts.txt).

A draft is right when its kind, place, relation and actor are; who says so is counted apart, of those that are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.dispatches import Dispatch

GOLD = Path(__file__).parent / "dispatches_drafts.txt"


class Said(NamedTuple):
    """A draft as far as it is scored. `kind` is claim or strike, `relation` a claim's relation or a strike's kind."""

    kind: str
    place: str
    relation: str
    actors: tuple[str, ...]


Drafted = Counter[tuple[Said, str]]


def gold() -> dict[int, Drafted]:
    """Read the gold: by the dispatch's number what it says, each with its speaker ("?" for one who is no source)."""
    found: dict[int, Drafted] = {}
    for line in GOLD.read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        number, kind, place, relation, actors, speaker = (field.strip() for field in line.split("|"))
        found.setdefault(int(number), Counter())[Said(kind, place, relation, tuple(actors.split())), speaker] += 1
    return found


def said(items: Iterable[dict[str, Any]]) -> Drafted:
    """Bring drafts as `geoparse` gives them to what is scored; notes are none."""
    found: Drafted = Counter()
    for item in items:
        if item["type"] == "claim":
            one = Said("claim", item["place"]["text"], item["relation"], tuple(filter(None, [item["actor"]])))
        elif item["type"] == "strike":
            one = Said("strike", item["place"]["text"], item["kind"], tuple(item["attackers"]))
        else:
            continue
        found[one, (item["speaker"]["source"] or "?") if item["speaker"] else ""] += 1
    return found


def score(texts: Sequence[tuple[int, Dispatch]], reader: Callable[[str], Iterable[dict[str, Any]]]) -> dict[str, float]:
    """Precision, recall and F1 of drafts, and of those found the share whose speaker is right."""
    right = voiced = given = asked = 0
    wanted = gold()
    for number, dispatch in texts:
        want, got = wanted.get(number, Counter()), said(reader(dispatch.text))
        right += (_bare(want) & _bare(got)).total()
        voiced += (want & got).total()
        given, asked = given + got.total(), asked + want.total()
    return {
        "P": right / max(1, given),
        "R": right / max(1, asked),
        "F1": 2 * right / max(1, given + asked),
        "speaker": voiced / max(1, right),
    }


def _bare(drafted: Drafted) -> Counter[Said]:
    found: Counter[Said] = Counter()
    for (one, _), count in drafted.items():
        found[one] += count
    return found


def table(texts: Sequence[Dispatch], reader: Callable[[str], Iterable[dict[str, Any]]]) -> list[str]:
    """Return the lines of the benchmark's table."""
    numbered = list(enumerate(texts))
    parts = {
        "all": numbered,
        "held out": [(i, d) for i, d in numbered if d.held_out],
        "English": [(i, d) for i, d in numbered if not d.arabic],
        "Arabic": [(i, d) for i, d in numbered if d.arabic],
    }
    lines = [f"  {'drafts':34}{'P':>6}{'R':>6}{'F1':>6}{'speaker right':>15}"]
    for name, some in parts.items():
        got = score(some, reader)
        lines.append(f"  {name:34}{got['P']:6.3f}{got['R']:6.3f}{got['F1']:6.3f}{got['speaker']:15.3f}")
    return lines
