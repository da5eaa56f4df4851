"""Tables, their constraints and their reads. Rows turn into the engine's records by `to_record()`."""

from .actor import Actor
from .claim import Claim
from .place import Place
from .release import Release
from .report import MAX_REPORT_CHARACTERS, Mention, Report
from .source import Source
from .statement import AppendOnlyError
from .strike import CASUALTY_FIELDS, Strike
from .theatre import Theatre

__all__ = [
    "CASUALTY_FIELDS",
    "MAX_REPORT_CHARACTERS",
    "Actor",
    "AppendOnlyError",
    "Claim",
    "Mention",
    "Place",
    "Release",
    "Report",
    "Source",
    "Strike",
    "Theatre",
]
