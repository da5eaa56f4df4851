"""The rules of assessing -> docs/assessing.md: the page is written from the code's own tables, so that it cannot drift."""

from __future__ import annotations

from . import assess, conclude, replay
from .assess import AREA_RULE, RULES, STRONG
from .conclude import AGE_FLOOR, CONTESTED_DISCOUNT, DISPUTED_SHARE, MOST_CERTAIN, ageing, ages
from .doubt import DOUBT_SAYS
from .replay import MOST_WORDS
from .weigh import Rule

#: What each option of assessing means.
OPTIONS: dict[str, str] = {
    "STRONG": "The standing from which a claim makes a place held by itself.",
    "MOST_WORDS": "Of one voice for one actor at a place so many claims are kept: its strongest, and its latest.",
    "DISPUTED_SHARE": "Of a contested or claimed place, the holder's part; the others divide the rest.",
    "CONTESTED_DISCOUNT": "What is left of confidence where a place is contested.",
    "MOST_CERTAIN": "However many voices agree, confidence is not more than this.",
    "AGE_DAYS": "Age in days that takes away about two thirds (1 − 1/e) of what age can take away of confidence.",
    "AGE_FLOOR": "What is left of confidence at any age.",
}
IN_WORDS = ((0.9, "very strong"), (0.7, "strong"), (0.5, "fair"), (0.3, "weak"), (0.0, "faint"))
AGES = (0, 1, 2, 4, 8, 16, 32, 64)  # weeks

_BEFORE = """\
<!-- Written by `manage.py document_rules` from conflictmap/core/. Change the code, not this page. -->

# How claims are assessed

For every place and day this page says how the claims about it become one **state**: who holds it, whether that is held,
contested or claimed by one side only, how sure it is, and which claims made it so. [How the map is made](method.md) tells what
comes after.

## What each claim is worth

Every claim is weighed by the **first** of these rules that fits it. Its *standing* says what it can do to a place, its *weight*,
from 0 to 1, how sure it makes us. A source's *side* is the side that it speaks for, if any; an editor can give a single claim
another weight.
"""

_TOGETHER = f"""\
## How the claims about a place add up

Claims are taken in the order of the days that they are about, not of the days when they were reported. Within a day the stronger
come last, and a denial follows what it denies. Retracted claims count for nothing.

- **An actor controls the place**, with standing {STRONG} or more: it *holds* the place, for certain. What was said for others before
  is superseded. What was said for others about the same day is not: then the place is contested, and the stronger is followed;
  only the public record of a day yields to reports of it.
- **It controls most of the place**, with standing {STRONG} or more: it has the place, *contested* by the one who held it, until
  somebody says all of it, or that the other is gone.
- **It controls the place**, with less standing: the place is *claimed*. The claimant has it by one side's word only, and the last
  certain holder keeps the rest. When something about the same day or later says that this holder is still there, or denies the
  claim, the place is the holder's again, contested.
- **It controls a part of the place, has entered it, or contests it**: the holder stays, the place is *contested*.
- **It has lost the place**, with standing {STRONG} or more: what was said for it is void. If it held the place, whoever is said to be
  in it has it now; if nobody is, the place is *unknown*.
- **It does not control the place** (a denial), or has lost it, with less standing: if it holds the place, that is *contested*, and
  less sure; no ground changes hands. If it only claims the place, the claim is answered, as above.
- **Something about a wider area**: it touches the places in the area by the rule `{AREA_RULE.name}`, and gives way to what is said of the
  place itself. It does not set allies against each other. "Some towns" of a province or country say nothing about any one of them.
- **A date between two days**: from the first day on the change of hands contests the place, from the last it counts fully.

Where nobody is known to hold a place for certain, the latest claimant has it; without one, whoever was last said to be in it has
it, contested.

Through the lens of one side that side's own word is enough: every claim has the standing to make a place held, except one about
a wider area. The baseline, who held what on the first day, counts in every lens.

Where a theatre's claims are often wrong, the states so made are weighed against the ground around them ([how the map is
made](method.md)). A place that is overruled so is *doubted*. Its claims keep their rules and weights; beside them is said:
"{DOUBT_SAYS}"

One more claim that an actor controls a place never leaves that actor with less of it, whatever else is said before or after, and
the order of rows never matters: both are tested with thousands of random cases.

## How sure a state is

Sources of one side are **one voice**, and so are one source that repeats itself, and outlets with copies of one wire story.
Confidence is what all voices for the holder leave of doubt: 1 − (1 − weight) × (1 − weight) × …, never more than {MOST_CERTAIN}. """

_AGES = f"""\
**Age** lowers confidence, towards {AGE_FLOOR:g} of it, and confidence alone: it never changes the holder. It is counted from the day that
the latest claim for the holder is about, in steps that grow, so that a quiet day changes little:
"""

_OPTIONS = """\
## The options

These stand at the head of `assess.py`, `replay.py` and `conclude.py` in `conflictmap/core/`.
"""


def rules_page() -> str:
    """Return the page in Markdown."""
    parts = [
        _BEFORE,
        *map(_rule, range(len(RULES))),
        _area(),
        _TOGETHER + _example(),
        _AGES,
        _ages(),
        _OPTIONS,
        _options(),
    ]
    return "\n".join(parts)


def _rule(number: int) -> str:
    rule = RULES[number]
    weight = f"{rule.weight}, {weight_in_words(rule.weight)}"
    if rule.own_weight:
        weight = f"as the row says; {weight}, where it says nothing"
    return _entry(f"{number + 1}. `{rule.name}`", rule, weight)


def _area() -> str:
    weight = f"{AREA_RULE.weight} times what the claim is worth by the rule above that fits it"
    return _entry(f"Beside them: `{AREA_RULE.name}`", AREA_RULE, weight)


def _entry(title: str, rule: Rule, weight: str) -> str:
    can = "makes a place held by itself" if rule.standing >= STRONG else "makes a place claimed, at most"
    return f"### {title}\n\n{rule.says}\n\n- Standing {rule.standing}: {can}.\n- Weight: {weight}.\n- Example: {rule.example}\n"


def weight_in_words(weight: float) -> str:
    """Return a weight in [0, 1] in words."""
    return next(words for least, words in IN_WORDS if weight >= least)


def _example() -> str:
    one, other = (next(rule for rule in RULES if rule.name == name) for name in ("monitor", "own-voice"))
    both = 1 - (1 - one.weight) * (1 - other.weight)
    contested = both * CONTESTED_DISCOUNT
    return (
        f"A monitor ({one.weight}) and an outlet in its own voice ({other.weight}) together\n"
        f"make {both:.2f}. Where the place is contested, {CONTESTED_DISCOUNT:g} of that is left: {contested:.2f}.\n\n"
        f"A state names the claims that made it; of a voice that says much, its strongest and its latest, {MOST_WORDS} together.\n\n"
        "What a state spreads over the ground around is not its confidence but who has how much of the place: all of it where it is\n"
        f"held, {DISPUTED_SHARE} of it where it is contested or claimed; those who dispute it share the rest.\n"
    )


def _ages() -> str:
    rows = [f"| {weeks} | {ageing(ages(weeks * 7)[0]):.2f} |" for weeks in AGES]
    return "\n".join(["| weeks, from | of confidence is left |", "|---|---|", *rows, ""])


def _options() -> str:
    values = {**vars(assess), **vars(replay), **vars(conclude)}
    return "\n".join(
        [
            "| option | value | what it is |",
            "|---|---|---|",
            *(f"| `{n}` | {values[n]:g} | {OPTIONS[n]} |" for n in OPTIONS),
            "",
        ]
    )
