"""One place's claims, one after the other: whatever is said before and after, one more word for an actor never leaves it with less."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.assess import AREA_RULE, RULES, STRONG, replay
from conflictmap.core.conclude import masses, standing
from conflictmap.core.records import Actor, Claim, Evidence
from conflictmap.core.replay import sides_of
from conflictmap.core.weigh import Rule, Weighed
from tests.cast import FIRST_DAY, noon

#: Two sides and two allies of a third. What is asked is what becomes of `us`.
SIDES = sides_of(Actor(slug, slug, side, "", 0) for slug, side in (("us", "a"), ("ally", "a"), ("b", "b"), ("c", "c")))
WORDS = ("us", "us", "ally", "b", "c")
BY_NAME: dict[str, Rule] = {rule.name: rule for rule in (*RULES, AREA_RULE)}

#: A word: the day, whose, what is said, of how much, by which rule; a "~" only contests.
Word = tuple[int, str, str, str, str]


def weighed(number: int, word: Word) -> Weighed:
    day, actor, relation, share, name = word
    when, rule = FIRST_DAY + timedelta(day), BY_NAME[name]
    claim = Claim(
        id=f"{number * 7919 % 1000:03}", place="here", actor=actor, relation=relation.strip("~"),  # type: ignore[arg-type]
        date_start=when, date_end=when, source="", reported_at=noon(FIRST_DAY), summary="", share=share,  # type: ignore[arg-type]
        provenance="background" if name == "background" else "report",
    )  # fmt: skip
    return Weighed(
        claim=claim,
        rule=rule,
        weight=rule.weight,
        voice=name,
        side="",
        when=when,
        strong=rule.standing >= STRONG,
        wide=rule is AREA_RULE,
        only_contests=relation.startswith("~"),
        evidence=Evidence(claim.id, name, rule.weight),
    )


def ours(words: list[Weighed]) -> float | None:
    """Return what part of the place is ours, or None where nothing is known of it."""
    holder, _, rivals = standing(replay(sorted(words, key=lambda word: word.order)), SIDES)
    return dict(masses(holder, rivals)).get("us", 0.0) if holder else None


def less(before: float | None, after: float | None) -> bool:
    if after is None:
        return bool(before)
    # Ground of which nothing is known may lie within our own.
    return after < (1.0 if before is None else before) - 1e-9


relations = st.sampled_from(("controls", "controls", "controls", "~controls", "entered", "contests", "lost", "denies"))
days, shares, rules = (
    st.integers(0, 4),
    st.sampled_from(("whole", "whole", "most", "part")),
    st.sampled_from(list(BY_NAME)),
)
some_words: st.SearchStrategy[list[Word]] = st.lists(
    st.tuples(days, st.sampled_from(WORDS), relations, shares, rules), max_size=9
)
word_for_us: st.SearchStrategy[Word] = st.tuples(
    days, st.just("us"), st.sampled_from(("controls", "~controls")), shares, rules
)


@settings(max_examples=1000)
@given(some_words, word_for_us, st.integers(0, 9))
def test_one_more_word_for_an_actor_never_leaves_it_with_less(words, word, place):
    rows = [weighed(number, said) for number, said in enumerate([*words[:place], word, *words[place:]])]
    more = rows[min(place, len(words))]
    assert not less(ours([row for row in rows if row is not more]), ours(rows))


#: Rules that seemed sound, and were not: each of these cases broke one.
FOUND: list[tuple[Word, list[Word]]] = [
    # A certain holder of old let two later claims cancel each other, where without it the later one counted.
    ((0, "us", "controls", "whole", "monitor"),
     [(1, "b", "controls", "whole", "interested"), (2, "us", "controls", "whole", "interested")]),
    # A loss that left nobody made a later entry count for nothing.
    ((1, "us", "controls", "whole", "monitor"),
     [(0, "b", "controls", "whole", "monitor"), (2, "us", "lost", "whole", "monitor"), (3, "us", "entered", "whole", "monitor")]),
    # Of the day of a change of hands, words for the new holder were kept, but not those for one who had held already.
    ((0, "us", "controls", "whole", "monitor"),
     [(2, "us", "entered", "whole", "relayed"), (2, "b", "controls", "whole", "monitor")]),
    # One contender less made the other's claim stand alone, and so made it the holder.
    ((2, "us", "controls", "whole", "monitor"),
     [(0, "us", "controls", "whole", "monitor"), (2, "b", "controls", "whole", "area"), (4, "c", "controls", "whole", "area")]),
    # A denial answered only those who had been said to be there.
    ((1, "us", "controls", "part", "monitor"),
     [(0, "b", "controls", "most", "monitor"), (3, "us", "denies", "whole", "relayed"), (3, "us", "controls", "whole", "relayed")]),
    # A word that the holder is still there was taken for its latest, although older than the latest.
    ((3, "us", "~controls", "whole", "monitor"),
     [(1, "us", "controls", "whole", "monitor"), (4, "us", "controls", "whole", "interested"),
      (4, "b", "controls", "whole", "monitor")]),
]  # fmt: skip


@pytest.mark.parametrize(("word", "words"), FOUND)
def test_what_once_left_an_actor_with_less_does_no_more(word, words):
    rows = [weighed(number, said) for number, said in enumerate([*words, word])]
    assert not less(ours(rows[:-1]), ours(rows))
