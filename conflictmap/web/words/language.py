"""What a language of the pages around the map consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language: how it is written, and its words by key; sentences have their parts in braces."""

    code: str
    name: str
    direction: str
    #: Open Graph's name of it, language and territory.
    locale: str
    #: Whether names in the theatre's own script come first.
    own_names: bool
    comma: str
    arrow: str
    months: tuple[str, ...]
    words: Mapping[str, str]
    statuses: Mapping[str, str]
    kinds: Mapping[str, str]
    #: For `str.translate`: how digits, and what groups and parts them, are written.
    digits: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    def say(self, key: str, **parts: object) -> str:
        return self.words[key].format(**parts)
