"""The rules of assessing -> docs/assessing.md: the page is written from the code's own tables, so that it cannot drift."""

from __future__ import annotations

from . import assess, conclude, replay
from .assess import AREA_RULE, RULES, STRONG
from .conclude import AGE_FLOOR, CONTESTED_DISCOUNT, DISPUTED_SHARE, ageing, ages
from .weigh import Rule

#: What each option of assessing means. A test knows that none is left out.
OPTIONS: dict[str, str] = {
    "STRONG": "The standing from which a claim makes a place held by itself.",
    "MOST_WORDS": "Of one voice for one actor, so many claims are kept: its strongest and its latest. More of them say nothing new.",
    "DISPUTED_SHARE": "Of a contested or claimed place, the holder's part; the others divide the rest.",
    "CONTESTED_DISCOUNT": "What dispute leaves of confidence.",
    "MOST_CERTAIN": "No number of voices makes a claim more certain than this.",
    "AGE_DAYS": "The days in which confidence falls most of the way to its floor (the time constant of an exponential).",
    "AGE_FLOOR": "Age leaves at least this much of confidence.",
}

_WEIGHTS = ((0.9, "very strong"), (0.7, "strong"), (0.5, "fair"), (0.3, "weak"), (0.0, "faint"))
_AGES = (0, 7, 14, 28, 56, 112, 224, 448)


def rules_page() -> str:
    """Return the page in Markdown, as docs/assessing.md holds it."""
    return "\n".join([_HEAD, *_rules(), _together(), *_ageing(), _OPTIONS_HEAD, *_options(), ""])


def _in_words(weight: float) -> str:
    return next(words for least, words in _WEIGHTS if weight >= least)


def _rules() -> list[str]:
    lines = []
    for number, rule in enumerate(RULES, 1):
        lines += [f"### {number}. `{rule.name}`", "", rule.says, "", *_worth(rule), ""]
    return [
        *lines,
        f"### `{AREA_RULE.name}`",
        "",
        f"{AREA_RULE.says} It stands beside the others: whatever rule weighs the claim, each place in the area takes it by this one.",
        "",
        f"- **Standing** {AREA_RULE.standing}: {_makes(AREA_RULE)}.",
        f"- **Weight** × {AREA_RULE.weight}: of what the claim weighs by its own rule.",
        f"- **Example:** {AREA_RULE.example}",
        "",
    ]


def _worth(rule: Rule) -> list[str]:
    weight = f"{rule.weight}, {_in_words(rule.weight)}"
    if rule.name == "background":
        weight = f"the row's own confidence; {weight}, where it gives none"
    return [
        f"- **Standing** {rule.standing}: {_makes(rule)}.",
        f"- **Weight** {weight}.",
        f"- **Example:** {rule.example}",
    ]


def _makes(rule: Rule) -> str:
    return "makes a place held by itself" if rule.standing >= STRONG else "makes a place claimed at most"


def _ageing() -> list[str]:
    steps = [f"| {ages(days)[0] // 7} | {ageing(days):.2f} |" for days in _AGES]
    return ["| age in weeks, from | of confidence is left |", "|---|---|", *steps, ""]


def _options() -> list[str]:
    values = {name: getattr(module, name) for module in (assess, replay, conclude) for name in vars(module) if name in OPTIONS}
    return ["| option | value | means |", "|---|---|---|", *(f"| `{n}` | {values[n]} | {OPTIONS[n]} |" for n in OPTIONS)]
