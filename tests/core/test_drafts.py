"""Drafts of claims and strikes are read from texts as an editor would; what is only wished, denied or totalled is none.

The sentences are written for these tests, in the style of the wires.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.core.draft_records import DraftClaim, Drafts, DraftStrike, drafts_json
from conflictmap.core.drafts import drafts_of
from conflictmap.core.rank import geocode_text
from conflictmap.core.records import Actor, Casualties, Range, Source
from tests.core.gazetteer_cast import cast

GAZETTEER = cast()
ACTORS = (
    Actor("syrian-government", "Syrian government", "government", "#b0413e", 1, short_name="Government"),
    Actor("hts-led-opposition", "HTS-led opposition", "opposition", "#3fa38a", 2, short_name="Opposition"),
    Actor("turkey-backed-factions", "Turkey-backed factions", "opposition", "#8fb8de", 3),
    Actor("sdf", "Syrian Democratic Forces", "sdf", "#e3b23c", 4, short_name="SDF"),
    Actor("russia", "Russia", "government", "#5b5560", 5, can_hold=False),
)
SOURCES = (
    Source("sohr", "Syrian Observatory for Human Rights", "monitor"),
    Source("sana", "SANA", "state-media", alignment="government"),
    Source("syrian-army", "Syrian army", "belligerent", alignment="government"),
    Source("syrian-defence-ministry", "Syrian defence ministry", "belligerent", alignment="government"),
    Source("rebel-command", "Rebel command", "belligerent", alignment="opposition"),
    Source("white-helmets", "Syrian Civil Defence (White Helmets)", "civil-defence"),
    Source("residents", "Residents", "outlet"),
    Source("afp", "Agence France-Presse", "agency"),
)
#: A Sunday, in the afternoon.
SUNDAY = datetime(2024, 12, 1, 15, tzinfo=UTC)
REBELS, ARMY = "hts-led-opposition", "syrian-government"


def read(text: str, published: datetime | None = SUNDAY) -> Drafts:
    return drafts_of(text, geocode_text(text, GAZETTEER), published, ACTORS, SOURCES, "Asia/Damascus")


def said(claim: DraftClaim) -> str:
    return claim.speaker.source if claim.speaker else ""


def claims(text: str) -> list[tuple[str, str, str]]:
    return [(claim.place_slug, claim.actor, claim.relation) for claim in read(text).claims]


def one_claim(text: str) -> DraftClaim:
    (claim,) = read(text).claims
    return claim


def one_strike(text: str) -> DraftStrike:
    (strike,) = read(text).strikes
    return strike


# --- Who took what ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels took control of Saraqib on Friday.", ("saraqib", REBELS, "controls")),
        ("Saraqib was captured by Turkey-backed factions.", ("saraqib", "turkey-backed-factions", "controls")),
        ("The rebels, led by Hayat Tahrir al-Sham, recaptured Morek.", ("morek", REBELS, "controls")),
        ("Syrian troops retook Khan Shaykhun.", ("khan-shaykhun", ARMY, "controls")),
        ("Insurgents entered Idlib on Thursday.", ("idlib", REBELS, "entered")),
        ("Opposition fighters stormed into the lobby, then entered Hama.", ("hama", REBELS, "entered")),
        ("Government forces still hold Hama.", ("hama", ARMY, "controls")),
        ("The army withdrew from Morek overnight.", ("morek", ARMY, "lost")),
        ("The rebels were pushed back from Morek.", ("morek", REBELS, "lost")),
        ("Rebels drove government forces out of Khan Shaykhun.", ("khan-shaykhun", ARMY, "lost")),
        ("The army no longer controls Saraqib.", ("saraqib", ARMY, "lost")),
        ("The army besieged Khan Shaykhun for two weeks.", ("khan-shaykhun", ARMY, "contests")),
        ("Khan Shaykhun has fallen to the rebels.", ("khan-shaykhun", REBELS, "controls")),
        ("Azaz is under the control of Turkey-backed factions.", ("azaz", "turkey-backed-factions", "controls")),
        ("Trucks drove through rebel-held Idlib.", ("idlib", REBELS, "controls")),
        ("The SDF said it had withdrawn from Azaz.", ("azaz", "sdf", "lost")),
    ],
)
def test_a_party_a_place_and_what_they_have_to_do_with_each_other_make_a_claim(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert claims(text) == [expected]


def test_a_word_that_only_begins_like_a_verb_is_none_and_hides_none() -> None:
    assert claims("Thousands of fighters in trucks also seized Morek.") == [("morek", REBELS, "controls")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سيطرت فصائل المعارضة على مدينة حماة مساء الخميس.", [("hama", REBELS, "controls")]),
        ("استعاد الجيش السوري بلدة مورك.", [("morek", ARMY, "controls")]),
        ("انسحبت قوات النظام من حماة ومورك.", [("hama", ARMY, "lost"), ("morek", ARMY, "lost")]),
        ("فصائل المعارضة دخلت حلب يوم الجمعة.", [("aleppo", REBELS, "entered")]),
        ("اندلعت اشتباكات في محيط مورك.", [("morek", "", "contests")]),
        ("أعلن الجيش أنه صد هجوما على مورك.", [("morek", "", "contests")]),
        ("لم تسيطر فصائل المعارضة على مورك.", [("morek", REBELS, "denies")]),
        ("تحاول فصائل المعارضة السيطرة على مورك.", []),
        ("دخلت قوافل المساعدات إلى حلب.", []),
    ],
)
def test_arabic_says_who_holds_enters_or_leaves_a_place(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert claims(text) == expected


def test_arabic_has_shares_and_speakers_too() -> None:
    claim = one_claim("وقالت وكالة سانا إن الجيش استعاد معظم مدينة حلب.")
    assert (claim.share, said(claim), claim.actor) == ("most", "sana", ARMY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By evening the army was back in Morek.", [("morek", ARMY, "controls")]),
        ("The army repelled an attack on Morek.", [("morek", "", "contests")]),
        ("Fighting came within sight of Morek.", [("morek", "", "contests")]),
    ],
)
def test_ground_that_is_held_or_fought_for_is_no_gain(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert claims(text) == expected


def test_villages_beside_a_town_are_not_the_town_and_who_stands_in_one_clause_does_not_shell_in_the_next() -> None:
    assert not read("Two villages east of Morek were shelled.").strikes
    assert one_strike("The army was back in Saraqib and shells were falling on Morek.").attackers == ()


def test_each_place_of_a_list_is_a_claim_of_its_own() -> None:
    drafts = read("Rebels seized Saraqib, Khan Shaykhun and 14 villages on Friday, a war monitor said.")
    assert [(c.place_slug, said(c), c.when.date_start) for c in drafts.claims] == [
        ("saraqib", "sohr", date(2024, 11, 29)),
        ("khan-shaykhun", "sohr", date(2024, 11, 29)),
    ]


def test_most_of_a_city_is_not_the_whole_of_it() -> None:
    assert one_claim("Insurgents took over most of Aleppo on Saturday.").share == "most"
    assert one_claim("Insurgents entered parts of Aleppo on Saturday.").share == "part"
    assert one_claim("Insurgents took over Aleppo on Saturday.").share == "whole"


def test_a_pronoun_goes_back_to_who_acted_before() -> None:
    assert claims("Insurgents entered Idlib on Thursday. They captured Morek two days later.") == [
        ("idlib", REBELS, "entered"),
        ("morek", REBELS, "controls"),
    ]


# --- Who says so --------------------------------------------------------------------------------------------------
def test_two_sources_in_one_breath_are_two_claims() -> None:
    text = "According to state news agency Sana and a war monitor, the army pushed back insurgents in the northern Hama countryside."
    drafts = read(text).claims
    assert [(said(c), c.actor, c.relation, c.voice, c.basis) for c in drafts] == [
        ("sana", REBELS, "lost", "attributed", "claimed"),
        ("sohr", REBELS, "lost", "attributed", "claimed"),
    ]


@pytest.mark.parametrize(
    ("text", "source", "via"),
    [
        ("Rebels captured Saraqib, the Syrian Observatory for Human Rights said.", "sohr", ""),
        ("The army said that troops had retaken Morek.", "syrian-army", ""),
        ("Troops withdrew from Morek overnight, a military source told SANA.", "syrian-army", "sana"),
        ("Government forces still hold Hama, the defence ministry said.", "syrian-defence-ministry", ""),
        ("HTS claims to have entered Hama.", "rebel-command", ""),
        ("“The rebels have taken control of all of Saraqib in a day,” said a war monitor.", "sohr", ""),
    ],
)
def test_a_claim_is_the_word_of_who_says_it(text: str, source: str, via: str) -> None:
    claim = one_claim(text)
    assert claim.speaker is not None
    assert (claim.speaker.source, claim.speaker.via, claim.voice) == (source, via, "attributed")


def test_the_report_speaks_for_itself_where_it_names_nobody() -> None:
    claim = one_claim("Rebels captured Saraqib on Friday.")
    assert (claim.speaker, claim.voice, claim.basis) == (None, "own", "assessed")


def test_residents_contradict_those_who_say_that_they_took_it() -> None:
    text = "The opposition said it had seized Khan Shaykhun, but residents said government troops were still there."
    assert [(said(c), c.actor, c.relation) for c in read(text).claims] == [
        ("rebel-command", REBELS, "controls"),
        ("residents", ARMY, "controls"),
    ]


# --- What is no fact ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "The army tried to retake Saraqib on Sunday.",
        "The rebels vowed to capture Hama within days.",
        "A rebel takeover of Hama would cut the highway.",
        "Analysts fear that rebels could seize Hama.",
        "The claim that Hama had fallen to nobody could not be verified.",
        "Syrian forces recaptured 12 soldiers near Saraqib.",
        "Rebels captured tanks and weapons in the town of Saraqib.",
        "Government ministers held talks in Aleppo.",
        "Rebels seized Aleppo in 2012.",
        "The convoy left Hama on Friday.",
    ],
)
def test_wishes_prisoners_and_old_battles_are_no_claims(text: str) -> None:
    assert read(text).claims == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army denied that rebels had entered Hama.", ("hama", REBELS, "denies")),
        ("The defence ministry dismissed reports that Hama had fallen to the rebels.", ("hama", REBELS, "denies")),
        ("On Sunday the army said rebels had not captured Morek.", ("morek", REBELS, "denies")),
    ],
)
def test_a_denial_is_a_claim_that_denies(text: str, expected: tuple[str, str, str]) -> None:
    assert claims(text) == [expected]


def test_an_unconfirmed_claim_says_so() -> None:
    assert one_claim("HTS claims to have entered Hama. The claim could not be independently verified.").unconfirmed
    assert not one_claim("HTS claims to have entered Hama. Shops were closed.").unconfirmed


def test_headlines_and_lists_of_other_articles_are_not_read() -> None:
    body = "Rebels captured Saraqib on Friday, a war monitor said, after three days of fighting along the highway."
    text = f"Rebels take Hama\n\n{body}\n\nRelated\n\nMorek falls to the rebels\n"
    assert claims(text) == [("saraqib", REBELS, "controls")]


# --- When ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("on Friday", "2024-11-29", "2024-11-29", "day"),
        ("on Sunday", "2024-12-01", "2024-12-01", "day"),
        ("overnight", "2024-11-30", "2024-12-01", "range"),
        ("on 27 November", "2024-11-27", "2024-11-27", "day"),
        ("on Nov. 28", "2024-11-28", "2024-11-28", "day"),
        ("yesterday", "2024-11-30", "2024-11-30", "day"),
        ("three days ago", "2024-11-28", "2024-11-28", "day"),
        ("in the last few hours", "2024-12-01", "2024-12-01", "day"),
        ("last week", "2024-11-18", "2024-11-24", "week"),
        ("after a short fight", "2024-12-01", "2024-12-01", "inferred"),
    ],
)
def test_words_of_time_count_from_publication(words: str, first: str, last: str, precision: str) -> None:
    when = one_claim(f"Rebels captured Saraqib {words}.").when
    assert when.date_start is not None
    assert when.date_end is not None
    assert (when.date_start.isoformat(), when.date_end.isoformat(), when.precision) == (first, last, precision)


def test_a_later_day_counts_from_the_last_one_told() -> None:
    text = "The offensive began on Wednesday. Rebels entered Aleppo two days later."
    assert one_claim(text).when.date_start == date(2024, 11, 29)


def test_without_a_day_of_publication_no_day_is_made_up() -> None:
    (claim,) = read("Rebels captured Saraqib on Friday.", None).claims
    assert (claim.when.date_start, claim.when.date_end) == (None, None)


def test_the_day_is_that_of_the_theatre() -> None:
    late = datetime(2024, 11, 30, 22, 30, tzinfo=UTC)  # half past one on Sunday in Damascus
    (claim,) = read("Rebels captured Saraqib today.", late).claims
    assert claim.when.date_start == date(2024, 12, 1)


# --- Strikes ------------------------------------------------------------------------------------------------------
def test_a_strike_has_attacker_place_day_toll_and_who_says_so() -> None:
    strike = one_strike(
        "Government air strikes overnight on Idlib killed four civilians and injured 54 others, according to the White Helmets."
    )
    assert (strike.place_slug, strike.kind, strike.attackers) == ("idlib", "air-strike", (ARMY,))
    assert (strike.when.date_start, strike.when.date_end) == (date(2024, 11, 30), date(2024, 12, 1))
    assert strike.killed == Casualties(civilians=Range(4, 4, 4), wording="four civilians")
    assert strike.injured == Casualties(unknown=Range(54, 54, 54), wording="54 others")
    assert strike.speaker is not None
    assert strike.speaker.source == "white-helmets"


def test_two_air_forces_are_two_attackers() -> None:
    assert one_strike("Aleppo was pounded by Syrian and Russian warplanes on Saturday.").attackers == ("russia", ARMY)


def test_the_next_sentence_may_tell_the_toll() -> None:
    strikes = read(
        "A Russian air strike hit a market in Maarat al-Numan. Seven people were killed, rescuers said."
    ).strikes
    assert [s.killed.unknown for s in strikes if s.killed.wording] == [Range(7, 7, 7)]
    assert {s.place_slug for s in strikes} == {"maarat-al-numan"}


def test_no_casualties_are_zero_and_not_unknown() -> None:
    strike = one_strike("Drones struck Hama airport on Friday. There were no casualties.")
    assert (strike.kind, strike.killed.unknown, strike.injured.unknown) == ("drone", Range(0, 0, 0), Range(0, 0, 0))


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("at least seven people", 7, None, None),
        ("dozens of people", 24, None, 99),
        ("up to 20 people", None, None, 20),
        ("nearly 1,000 people", None, 1000, 1000),
        ("more than 30 people", 31, None, None),
        ("twenty-one people", 21, 21, 21),
        ("five to eight people", 5, None, 8),
    ],
)
def test_words_of_number_are_ranges(words: str, low: int | None, best: int | None, high: int | None) -> None:
    strike = one_strike(f"An air strike on Idlib killed {words}.")
    assert strike.killed.unknown == Range(low, best, high)
    assert words.split()[-2] in strike.killed.wording


@pytest.mark.parametrize(
    "text",
    [
        "At least 327 people, including 44 civilians, have been killed since the operation started on Wednesday.",
        "State television claimed that nearly 1,000 insurgents were killed over the past three days.",
        "Air strikes across Aleppo and Idlib provinces killed 300 fighters over the past three days.",
    ],
)
def test_a_total_is_a_note_and_no_strikes_toll(text: str) -> None:
    drafts = read(text)
    assert "total" in [note.kind for note in drafts.notes]
    assert all(not s.killed.wording for s in drafts.strikes)


# --- Whatever the text --------------------------------------------------------------------------------------------
_PIECES = st.sampled_from(
    "Rebels|The army|residents said|according to SANA,|seized|captured|were captured by|denied that|entered|withdrew from|Saraqib|Hama"
    "|Maarat al-Numan|and|,|. |“|”|\n|\n\n|on Friday|two days later|shelling of|air strike on|killed|at least seven|dozens|to|people|"
    "had fallen to|still there|between five and three|31 November|حلب|سيطرت|قصف|\ue000|\0|)".split("|")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=40).map(" ".join))
def test_whatever_the_text_every_draft_stands_in_it(text: str) -> None:
    mentions = geocode_text(text, GAZETTEER)
    drafts = drafts_of(text, mentions, SUNDAY, ACTORS, SOURCES, "Asia/Damascus")
    places = {(m.mention.start, m.mention.end) for m in mentions}
    for draft in (*drafts.claims, *drafts.strikes):
        assert (draft.place.start, draft.place.end) in places
        for span in (draft.place, draft.words, draft.quote):
            assert text[span.start : span.end] == span.text != ""
        assert draft.quote.start <= draft.words.start <= draft.words.end <= draft.quote.end
        assert draft.reasons
        assert (draft.when.date_start or date.min) <= (draft.when.date_end or date.max)
    for strike in drafts.strikes:
        for toll in (strike.killed, strike.injured):
            for counted in (toll.civilians, toll.combatants, toll.unknown):
                known = [bound for bound in (counted.low, counted.best, counted.high) if bound is not None]
                assert known == sorted(known)
    for note in drafts.notes:
        assert text[note.quote.start : note.quote.end] == note.quote.text
    assert drafts == drafts_of(text, mentions, SUNDAY, ACTORS, SOURCES, "Asia/Damascus")
    assert len(drafts_json(drafts)) == len(drafts.claims) + len(drafts.strikes) + len(drafts.notes)
