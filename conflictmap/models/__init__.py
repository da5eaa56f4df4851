"""Tables, their constraints and their reads. Rows turn into the engine's records by `to_record()`."""

from .actor import Actor
from .claim import Claim
from .draft import Draft
from .notice import LONGEST_NOTICE, SHORTEST_NOTICE, Notice
from .place import Place
from .release import Release
from .remote_answer import RemoteAnswer
from .report import MAX_REPORT_CHARACTERS, Mention, Report, StoryMark
from .source import Source
from .statement import AppendOnlyError
from .strike import CASUALTY_FIELDS, Strike
from .theatre import Theatre

__all__ = [
    "CASUALTY_FIELDS",
    "LONGEST_NOTICE",
    "MAX_REPORT_CHARACTERS",
    "SHORTEST_NOTICE",
    "Actor",
    "AppendOnlyError",
    "Claim",
    "Draft",
    "Mention",
    "Notice",
    "Place",
    "Release",
    "RemoteAnswer",
    "Report",
    "Source",
    "StoryMark",
    "Strike",
    "Theatre",
]
