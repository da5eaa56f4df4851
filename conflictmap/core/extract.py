"""Report text -> the spans that name places.

Stages: words (`extract_tokens`), what is no place (`extract_exclude`), the longest names of the gazetteer, what the words
around say of them (`extract_context`), places that go without a name ("its airport", in `extract_sites`), and where the
text says that they lie (`extract_position`). The tables are in `extract_rules`. All stages are linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.core.extract_context import Named, in_context
from conflictmap.core.extract_evidence import Evidence, gather, settled
from conflictmap.core.extract_exclude import borne_by_person, exclude_persons, excluded_ranges, outside
from conflictmap.core.extract_position import with_containers, with_positions
from conflictmap.core.extract_rules import (
    ACRONYMS,
    ADJECTIVE_TAILS,
    ARABIC_CLITICS,
    ARABIC_FIRST_WORDS,
    COUNTRY_INITIALS,
    FEATURES_BEFORE,
    KIND_BEFORE,
    NOT_NAMES,
    PERSON_NAMES,
    RUN_AFTER,
    RUN_BEFORE,
    SITE_WORDS,
)
from conflictmap.core.extract_sites import nameless_sites
from conflictmap.core.extract_tokens import Token, tokenise
from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.names import join_words, plain
from conflictmap.core.names_demonyms import demonyms
from conflictmap.core.toponyms import SITE_KINDS, Entry, MentionSpan

#: No name is longer, in words.
WIDEST = 8
#: A lone Arabic word, which has no capitals to tell it by, is a place when it is at least this well known.
ARABIC_POPULATION = 300_000


@dataclass(slots=True)
class _Reader:
    """A text's words, which of them are free to name a place, and the names that persons bore."""

    text: str
    tokens: list[Token]
    free: list[bool]
    persons: set[str]
    gazetteer: Gazetteer
    evidence: Evidence


def extract_mentions(text: str, gazetteer: Gazetteer) -> list[MentionSpan]:
    """Find the spans of a text that name places, in order and without overlap.

    Offsets count characters of `text` as given. An unknown name after "town of" and its like is a mention too.
    """
    tokens = tokenise(text)
    free = outside(tokens, excluded_ranges(text))
    reader = _Reader(text, tokens, free, exclude_persons(tokens, free, gazetteer), gazetteer, gather(tokens, gazetteer))
    named = _names(reader)
    mentions = in_context(text, tokens, named, gazetteer)
    mentions += nameless_sites(text, tokens, free, mentions, gazetteer)
    return with_containers(text, with_positions(text, _without_overlap(mentions), gazetteer), gazetteer)


def _names(reader: _Reader) -> list[Named]:
    """Walk the words once: demonyms, the longest known name at each capital, unknown names after a word of kind."""
    tokens, found, i = reader.tokens, [], 0
    while i < len(tokens):
        named = None
        if reader.free[i] and (tokens[i].capital or tokens[i].arabic or tokens[i].article):
            named = _demonym_at(reader, i) or _name_at(reader, i) or _clitic_at(reader, i) or _unknown_at(reader, i)
        if named is None:
            i += 1
            continue
        found.append(named)
        i = named.last + 1
    return found


def _demonym_at(reader: _Reader, i: int) -> Named | None:
    token = reader.tokens[i]
    if not (token.capital or token.arabic):
        return None
    width, key = 1, token.key
    code = demonyms().get(key)
    if code is None and token.capital and i + 1 < len(reader.tokens) and reader.tokens[i + 1].joined:
        width, key = 2, f"{token.key} {reader.tokens[i + 1].key}"
        code = demonyms().get(key)
    if code is None and token.arabic and token.word.startswith("ال"):
        code, width = demonyms().get(token.key), 1
    country = reader.gazetteer.country(code) if code else None
    if country is None:
        return None
    return Named(i, i + width - 1, (country,), demonym=True)


def _name_at(reader: _Reader, i: int) -> Named | None:
    tokens, gazetteer = reader.tokens, reader.gazetteer
    first = i + 1 if tokens[i].article and i + 1 < len(tokens) and tokens[i + 1].joined else i
    if not (tokens[i].capital or tokens[i].arabic or (first > i and tokens[first].capital)):
        return None
    widest = max(
        gazetteer.widest(tokens[first].key, tokens[first].plain), gazetteer.widest(tokens[i].key, tokens[i].plain)
    )
    if not widest or tokens[i].key in _ARABIC_KINDS:
        return None
    end, last = i + 1, i
    while end < len(tokens) and end - i < min(WIDEST, 2 * widest + 1) and tokens[end].joined and reader.free[end]:
        end += 1
    for last in range(end - 1, first - 1, -1):
        if not (tokens[last].capital or tokens[last].arabic):
            continue
        if any(t.possessive for t in tokens[i:last]):
            continue
        words = tokens[i : last + 1]
        entries = gazetteer.named(join_words(t.key for t in words), " ".join(t.plain for t in words))
        entries = _acceptable(reader, i, last, entries) if entries else ()
        if entries:
            adjective = (
                last + 2 <= len(tokens) - 1 and tokens[last + 1].hyphen and tokens[last + 1].key in ADJECTIVE_TAILS
            )
            return Named(i, last, entries, demonym=adjective)
    for last in range(end - 1, first, -1):
        entries = ()
        if tokens[last].word in SITE_WORDS and not tokens[i].article:
            entries = gazetteer.at_key(join_words(t.key for t in tokens[i : last + 1]))
        if any(e.slug and e.kind in SITE_KINDS for e in entries):
            return Named(i, last, entries)
    return None


def _clitic_at(reader: _Reader, i: int) -> Named | None:
    """Arabic writes and, in, to, so, as into the word: وحلب, بحماة. Only a theatre's places are looked for behind them."""
    token = reader.tokens[i]
    if not token.arabic or token.word[0] not in ARABIC_CLITICS or len(token.word) < 4:
        return None
    bare = token._replace(start=token.start + 1, word=token.word[1:])
    named = _longer_behind_clitic(reader, i, bare)
    if named:
        return named
    article = bare.word.startswith("ل") and token.word[0] == "ل"
    word = "ا" + bare.word if article else bare.word
    bare = bare._replace(key=tokenise(word)[0].key if tokenise(word) else "")
    entries = tuple(e for e in reader.gazetteer.at_key(bare.key) if e.slug)
    if not entries or bare.key in NOT_NAMES:
        return None
    reader.tokens[i] = bare
    return Named(i, i, entries)


def _longer_behind_clitic(reader: _Reader, i: int, bare: Token) -> Named | None:
    """A theatre's name of several words behind a clitic: ومعرة النعمان."""
    whole, (stripped, *_) = reader.tokens[i], tokenise(bare.word) or [bare]
    reader.tokens[i] = bare._replace(key=stripped.key, plain=stripped.plain)
    named = _name_at(reader, i)
    if named and named.last > i and any(e.slug for e in named.entries):
        return named
    reader.tokens[i] = whole
    return None


def _unknown_at(reader: _Reader, i: int) -> Named | None:
    """A name that no gazetteer knows, straight after "town of", "village of", "قرية", or before "air base", "airport"."""
    tokens = reader.tokens
    told = bool(i) and tokens[i].joined and _after_kind(tokens, i)
    if tokens[i].arabic:
        two = i + 1 < len(tokens) and tokens[i + 1].joined and tokens[i].key in ARABIC_FIRST_WORDS
        return Named(i, i + 1 if two else i, ()) if told else None
    if not tokens[i].capital or (tokens[i].article and not told):
        return None
    last = i
    while last + 1 < len(tokens) and tokens[last + 1].joined and not tokens[last].possessive and reader.free[last + 1]:
        if not (tokens[last + 1].capital or tokens[last + 1].article) or last - i >= 4:
            break
        last += 1
    while last > i and not tokens[last].capital:
        last -= 1
    head = next((t for t in tokens[i : last + 1] if not t.article), tokens[i])
    if not tokens[last].capital or head.key in NOT_NAMES or head.key in demonyms():
        return None
    return Named(i, last, ()) if told or _before_air_base(tokens, last) else None


def _before_air_base(tokens: Sequence[Token], last: int) -> bool:
    words = [t.word for t in tokens[last + 1 : last + 3] if t.joined]
    return words[:1] == ["airbase"] or words in (["air", "base"], ["military", "airport"])


def _after_kind(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].arabic:
        return i >= 1 and (tokens[i - 1].key in _ARABIC_KINDS or tokens[i - 1].key.removeprefix("و") in _ARABIC_KINDS)
    return i >= 2 and tokens[i - 1].word == "of" and tokens[i - 2].word.lower() in KIND_BEFORE


_ARABIC_KINDS = frozenset(t.key for word in KIND_BEFORE if not word.isascii() for t in tokenise(word))


def _acceptable(reader: _Reader, i: int, last: int, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Keep of the entries under a key those that this spelling, in this place of the text, may name."""
    tokens = reader.tokens
    words = tokens[i : last + 1]
    loose_article = words[0].article and len(words) > 1 and not words[1].hyphen
    spelt = " ".join(t.plain for t in words)
    kept = tuple(e for e in entries if not (e.slug and loose_article) or _spelt_so(e, spelt))
    if not kept:
        return ()
    if words[0].arabic:
        return kept if len(words) > 1 or any(map(_stands_alone_in_arabic, kept)) else ()
    told = _after_kind(tokens, i)
    own = any(e.slug for e in kept)
    if len(words) == 1 and not told:
        if words[0].key in NOT_NAMES and not own:
            return ()
        if words[0].key in PERSON_NAMES and not own and not _known_to_all(kept):
            return ()
        shouted = words[0].word.isupper() and len(words[0].word) > 1
        if shouted and words[0].word in ACRONYMS:
            return ()
        if shouted and len(words[0].word) == 2 and words[0].word not in COUNTRY_INITIALS:
            return kept if i and words[0].gap == ", " and tokens[i - 1].capital else ()
    if told:
        return kept
    if borne_by_person(tokens, last, reader.persons) and not own:
        return ()
    if own:
        return kept if not _inside_longer_name(reader, i, last) else ()
    return kept if settled(tokens, i, last, kept, reader.evidence, reader.gazetteer) else ()


def _known_to_all(entries: Sequence[Entry]) -> bool:
    return any(e.kind in {"country", "province"} for e in entries)


def _stands_alone_in_arabic(entry: Entry) -> bool:
    """Arabic has no capitals: a lone word is a place when it is well known."""
    return (
        bool(entry.slug) or entry.kind == "country" or (entry.kind == "city" and entry.population >= ARABIC_POPULATION)
    )


def _spelt_so(entry: Entry, spelt: str) -> bool:
    return spelt == plain(entry.name) or any(spelt == plain(n) for n in entry.names)


def _inside_longer_name(reader: _Reader, i: int, last: int) -> bool:
    """A run of capitals goes on left or right: somebody's name, unless the words beside it go with places."""
    tokens = reader.tokens
    if i and tokens[i].joined and tokens[i - 1].capital and not tokens[i - 1].begins and not tokens[i - 1].possessive:
        left = tokens[i - 1].key
        if reader.free[i - 1] and not _goes_with_place(reader, left, RUN_BEFORE):
            return True
    elif i and tokens[i].joined and tokens[i - 1].begins and tokens[i - 1].key in PERSON_NAMES | FEATURES_BEFORE:
        return True
    after = last + 1
    if after < len(tokens) and tokens[after].joined and tokens[after].capital and not tokens[last].possessive:
        return not _goes_with_place(reader, tokens[after].key, RUN_AFTER)
    return False


def _goes_with_place(reader: _Reader, key: str, words: frozenset[str]) -> bool:
    return key in words or key in demonyms() or any(e.slug for e in reader.gazetteer.at_key(key))


def _without_overlap(mentions: list[MentionSpan]) -> list[MentionSpan]:
    """Of overlapping spans the first stays; of those with one start, the longest."""
    chosen: list[MentionSpan] = []
    reach = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= reach:
            chosen.append(mention)
            reach = mention.end
    return chosen
