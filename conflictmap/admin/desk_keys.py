"""The keys of the review desk: one table, which the page shows, the script obeys and the guide is held to."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """A key as the keyboard names it, what it does, and that in words."""

    key: str
    act: str
    words: str


KEYS = (
    Key("Enter", "accept", "accept the first candidate; at the end of a report, open the next"),
    Key("1–9", "choose", "accept the candidate of that number"),
    Key("x", "reject", "not a place, or none that matters"),
    Key("/", "search", "search the gazetteer by another name"),
    Key("m", "place", "place it by hand on the map"),
    Key("a", "alike", "the same answer for all alike: as this one, or the one just decided"),
    Key("c", "draft", "draft a claim: on this one if it is decided, or on the one just decided"),
    Key("u", "undo", "take the last decision back"),
    Key("j", "next", "next mention"),
    Key("k", "previous", "previous mention"),
    Key("r", "retry", "send again what could not be sent"),
    Key("Escape", "leave", "back from a field to the mentions"),
    Key("?", "keys", "show or hide these keys"),
)
