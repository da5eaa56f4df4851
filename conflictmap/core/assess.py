"""Claims -> one state per place, for a day, a lens and a known-by day.

Every claim is weighed by the first rule of `RULES` that fits it (`weigh.py`); then each place's claims are replayed in the order
of their dates (`replay.py`), and what they come to is its state (`conclude.py`). Days are those of the theatre's own time zone.
The rules are the design's. docs/assessing.md is written from this table; for many days, `course.py` does the same faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .conclude import conclude
from .records import Lens, Snapshot, State
from .replay import Course, sides_of
from .weigh import Rule, Rulebook, Weighed, bearings_of

# --- The options ------------------------------------------------------------------------------------------------
STRONG = 3  # the standing from which a claim makes a place held by itself

#: From the strongest; the first that applies weighs the claim.
RULES: tuple[Rule, ...] = (
    Rule(
        "background", 3, 0.6, lambda w: w.claim.provenance == "background",
        "Public record, not one of the reports; each row says how sure it is.",
        "The baseline: who held Aleppo on the first day.",
        own_weight=True,
    ),
    Rule(
        "against-interest", 5, 0.9, lambda w: w.against_interest,
        "A side admits what it would rather not.",
        "The army says that its troops have left Hama.",
    ),
    Rule(
        "monitor", 4, 0.85,
        lambda w: w.source.kind in ("monitor", "international", "civil-defence") and not w.source.alignment,
        "An independent monitor says so.",
        "A monitor of the war says that the opposition holds Maarat al-Numan.",
    ),
    Rule(
        "on-the-spot", 4, 0.85, lambda w: w.claim.on_the_spot and not w.interested,
        "The outlet's own correspondent was there.",
        "An agency's photographer saw opposition fighters in the centre of Aleppo.",
    ),
    Rule(
        "several-outlets", 4, 0.75,
        lambda w: w.claim.voice == "own" and not w.interested and w.outlets_in_own_voice >= 2,
        "Several outlets state it in their own voice.",
        "Two agencies write, each without naming a source, that most of Aleppo has fallen.",
    ),
    Rule(
        "own-voice", 3, 0.6, lambda w: w.claim.voice == "own" and not w.interested,
        "An outlet states it in its own voice.",
        "One newspaper writes, without naming a source, that a town has fallen.",
    ),
    Rule(
        "interested", 2, 0.4, lambda w: w.interested,
        "State media or a belligerent, speaking for its own side.",
        "The opposition's command says that it has taken Sheikh Najjar.",
    ),
    Rule(
        "relayed", 2, 0.35, lambda w: True,
        "An outlet passes on what others said.",
        "A newspaper writes that, according to residents, a town has fallen.",
    ),
)  # fmt: skip
#: Not a judgement of the source: a claim about an area, as it touches a place in it.
AREA_RULE = Rule(
    "area", 1, 0.4, lambda w: False,
    "Said of a wider area, in which this place lies.",
    "A monitor says that towns in the northern countryside of Hama have fallen.",
)  # fmt: skip

BOOK = Rulebook(RULES, AREA_RULE, STRONG)


def assess(snapshot: Snapshot, *, day: date, lens: Lens, known_by: date | None) -> list[State]:
    """Return the state of every place that has a claim by the end of `day`, ordered by place slug.

    Only claims that the lens admits and that were reported by the end of `known_by` (None: any time) count. The theatre's
    baseline, its background claims dated on or before its first day, counts in every lens.
    """
    sides, states = sides_of(snapshot.actors), []
    for place, bearings in bearings_of(snapshot, lens, known_by, BOOK).items():
        items = [bearing.item for bearing in bearings if bearing.counts(day)]
        if items:
            state, _, _ = conclude(place, replay(items), sides).on(day.toordinal())
            states.append(state)
    return states


def replay(items: Iterable[Weighed]) -> Course:
    """Return the course of a place from its weighed claims, in their order."""
    course = Course()
    for item in items:
        course.hear(item)
    return course
