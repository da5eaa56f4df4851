"""A text's places are found where they stand; what only looks like one is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.core.extract import extract_mentions
from conflictmap.core.toponyms import MentionSpan
from tests.core.gazetteer_cast import cast

GAZETTEER = cast()


def read(text: str) -> list[MentionSpan]:
    mentions = extract_mentions(text, GAZETTEER)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    return mentions


def names(text: str) -> list[str]:
    return [m.name for m in read(text) if not m.demonym]


# --- Plain names -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Saraqib and Khan Sheikhoun.", ["Saraqib", "Khan Sheikhoun"]),
        ("Ma`arrat an-Nu`man’s market burned.", ["Ma`arrat an-Nu`man"]),
        ("They left al-Bab at dawn; Al-Bab was empty.", ["al-Bab", "Al-Bab"]),
        ("AZAZ — Trucks came in from Turkey.", ["AZAZ", "Turkey"]),
        ("Khan\nShaykhun was shelled.", ["Khan Shaykhun"]),
        ("Convoys took the Aleppo-Damascus highway.", ["Aleppo", "Damascus"]),
        ("In the U.S., envoys spoke; the UK was silent.", ["U.S.", "UK"]),
        (
            "The rebels hold Sheikh Najjar, also called the Aleppo Industrial City.",
            ["Sheikh Najjar", "Aleppo Industrial City"],
        ),
        ("Fighters were seen at Kuweires airbase.", ["Kuweires airbase"]),
        ("At Aleppo and as Hama fell, an Azaz baker left.", ["Aleppo", "Hama", "Azaz"]),
    ],
)
def test_names_are_found_as_written(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_offsets_count_characters_of_the_text_as_given() -> None:
    text = "\0“𝕏” — مدينة حلب\r\n\tHama’s bakers"
    starts = [text.index("حلب"), text.index("Hama")]
    assert [(m.start, m.text) for m in read(text)] == list(zip(starts, ["حلب", "Hama"], strict=True))


def test_an_unknown_town_is_a_mention_and_loses_no_other() -> None:
    text = "The village of Al-Zarqanah fell, then the towns of Kafr Fulan and Morek, then Qwxyz, then Azaz."
    assert [(m.name, m.kind_hint) for m in read(text)] == [
        ("Al-Zarqanah", "village"),
        ("Kafr Fulan", "town"),
        ("Morek", None),
        ("Azaz", None),
    ]


# --- Not places --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Gunmen of Hayat Tahrir al-Sham attacked.",
        "Hay'at Tahrir al-Sham and Ahrar al-Sham met.",
        "SANA said so; the state agency Sana repeated it, and Sana reported more.",
        "An officer told Sana that all was calm.",
        "“We waited,” said Omar, a baker, and his cousin Ali.",
        "Abu Obaida and Abu al-Huda al-Sourani spoke, as did Hassan AbdulAziz.",
        "Colonel Hassan Abdulghani gave orders. Hassan would not say more.",
        "A film crew of France 24 was there with the Damascus Times.",
        "The talks went on in the Moscow Process.",
        "Kahawatungu printed it.",
        "Michael Jordan retired.",
        "On Monday the Regime and Residents of the North agreed.",
        "قالت هيئة تحرير الشام إنها تتقدم",
        "",
        "\0\0",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "organisation",
    [
        "Syrian Observatory for Human Rights",
        "Syrian Civil Defence",
        "Russian Centre for the Reconciliation of the Enemy Parties",
        "Syrian Democratic Forces",
        "Free Syrian Army",
    ],
)
def test_an_organisation_is_no_place_even_by_its_adjective(organisation: str) -> None:
    assert [m.text for m in read(f"The {organisation} counted shells in Hama.")] == ["Hama"]


def test_a_title_leaves_the_place_before_it() -> None:
    assert names("Syria’s President Omar Ali visited Jordan.") == ["Syria", "Jordan"]


def test_page_furniture_and_lists_of_other_articles_are_passed_over() -> None:
    text = (
        "Shells fell on Morek.\n\nAlso read: Mortars near Azaz\n\nShare post:\n\nMore like this\nRelated\n\n"
        "Saraqib bakers strike again\n\nSix hurt in Aleppo...\n"
    )
    assert names(text) == ["Morek"]


def test_a_report_goes_on_after_a_list_in_its_middle() -> None:
    text = (
        "Shells fell on Morek.\nRelated\nSaraqib bakers strike\n"
        + "People left in the night with what they could carry. " * 6
        + "Azaz took them in."
    )
    assert names(text) == ["Morek", "Azaz"]


# --- Adjectives --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "span", "country"),
    [
        ("Syrian warplanes flew low.", "Syrian", "Syria"),
        ("Several Russians left.", "Russians", "Russia"),
        ("Turkey-backed gunmen came.", "Turkey", "Turkey"),
        ("A Britain-based monitor counted.", "Britain", "United Kingdom"),
        ("غارات روسية في الليل", "روسية", "Russia"),
    ],
)
def test_an_adjective_is_a_demonym_of_its_country(text: str, span: str, country: str) -> None:
    (mention,) = read(text)
    assert (mention.text, mention.name, mention.demonym) == (span, country, True)


# --- Areas, kinds and sites --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "span", "name", "kind"),
    [
        (
            "Tanks left for the northern Hama countryside.",
            "northern Hama countryside",
            "northern Hama countryside",
            "area",
        ),
        (
            "In the northern countryside of Hama province, snow.",
            "northern countryside of Hama province",
            "northern Hama countryside",
            "area",
        ),
        ("Villages in northern Hama were hit.", "northern Hama", "northern Hama countryside", "area"),
        ("Fields in the Idlib countryside burned.", "Idlib countryside", "Idlib countryside", "area"),
        (
            "Across the eastern and south-eastern countryside of Aleppo.",
            "eastern and south-eastern countryside of Aleppo",
            "eastern and southeastern Aleppo countryside",
            "area",
        ),
        ("A road through Hama province.", "Hama province", "Hama province", "province"),
        ("A road through the central Hama province.", "Hama province", "Hama province", "province"),
        ("Near the city of Hama.", "Hama", "Hama", "city"),
        ("Into Idlib city.", "Idlib", "Idlib", "city"),
        ("Cameras in the town of Saraqib.", "Saraqib", "Saraqib", "town"),
        ("Somewhere in northern Syria.", "Syria", "Syria", "country"),
        ("At Aleppo’s military academy.", "Aleppo’s military academy", "Aleppo military academy", "base"),
        ("At Hama military airport.", "Hama military airport", "Hama military airport", "airport"),
        ("At Abu al-Duhur air base.", "Abu al-Duhur air base", "Abu al-Duhur air base", "base"),
        ("The Aleppo University Hospital was hit.", "Aleppo University Hospital", "Aleppo university hospital", "site"),
        ("هجوم في ريف حماة الشمالي أمس", "ريف حماة الشمالي", "ريف حماة الشمالي", "area"),
        ("غارة على بلدة مورك", "مورك", "مورك", "town"),
        ("دخلوا قرية كفر فلان", "كفر فلان", "كفر فلان", "village"),
        ("قصف ومطار حماة العسكري", "مطار حماة العسكري", "مطار حماة العسكري", "airport"),
    ],
)
def test_the_words_around_a_name_tell_its_kind(text: str, span: str, name: str, kind: str) -> None:
    (mention,) = [m for m in read(text) if not m.demonym]
    assert (mention.text, mention.name, mention.kind_hint) == (span, name, kind)


def test_a_plural_is_said_of_both_names() -> None:
    assert [(m.text, m.name, m.kind_hint) for m in read("Depots in Aleppo and Idlib provinces.")] == [
        ("Aleppo", "Aleppo province", "province"),
        ("Idlib", "Idlib province", "province"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("They took Aleppo, then its airport.", "Aleppo airport", "Aleppo"),
        (
            "From the northern countryside of Hama they reached the city's military airport.",
            "Hama military airport",
            "Hama",
        ),
        ("Fire near Aleppo and at the field artillery college.", "field artillery college", "Aleppo"),
        ("Calm in Hama. The province's western countryside was not.", "western Hama countryside", "Hama"),
    ],
)
def test_a_place_without_its_towns_name_belongs_to_the_town_last_named(text: str, name: str, parent: str) -> None:
    mention = read(text)[-1]
    assert (mention.name, mention.parent) == (name, parent)


def test_its_airport_without_a_town_before_it_is_nothing() -> None:
    assert read("The company sold its airport.") == []


def test_arabic_words_that_grow_onto_a_name_are_left_out_of_the_span() -> None:
    assert [m.text for m in read("قصف على إدلب وحلب")] == ["إدلب", "حلب"]


# --- Where the text says that they lie ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "subject", "of", "km", "bearing"),
    [
        ("Khan Shaykhun, about 35 km north of Hama, was hit.", "Khan Shaykhun", "Hama", 35.0, "north"),
        ("Saraqib (50 kilometres south-west of Aleppo) fell.", "Saraqib", "Aleppo", 50.0, "south-west"),
        ("Morek, 20 miles from Hama, fell.", "Morek", "Hama", 32.2, None),
        (
            "Idlib city, the stronghold near Hama province and 30 miles (48km) west of Aleppo, shook.",
            "Idlib",
            "Aleppo",
            48.0,
            "west",
        ),
        ("From Aleppo they saw Sheikh Najjar, northeast of the city.", "Sheikh Najjar", "Aleppo", None, "north-east"),
        (
            "Aleppo and the field artillery college to the south-west.",
            "field artillery college",
            "Aleppo",
            None,
            "south-west",
        ),
    ],
)
def test_a_stated_position_stays_with_its_place(
    text: str, subject: str, of: str, km: float | None, bearing: str | None
) -> None:
    (mention,) = [m for m in read(text) if m.stated]
    (stated,) = mention.stated
    assert (mention.name, stated.of, stated.distance_km, stated.bearing) == (subject, of, km, bearing)


@pytest.mark.parametrize(
    "text",
    [
        "Pushed back 10 km from Hama.",
        "In towns south of Aleppo, Morek among them.",
        "Hama lay quiet. 5 km from it, shells.",
    ],
)
def test_a_position_of_something_else_is_not_given_to_a_name(text: str) -> None:
    assert [m for m in read(text) if m.stated] == []


# --- Any text ----------------------------------------------------------------------------------------------------
PIECES = [
    "Hama",
    " ",
    "northern ",
    "countryside of ",
    "Aleppo’s ",
    "military ",
    "academy",
    "Mr ",
    "Abu ",
    "al-",
    "40 km ",
    "south of ",
    "the city",
    "and ",
    ", ",
    "\n",
    "\0",
    "town of ",
    "حلب",
    " و",
    "ريف ",
    "its airport",
    "Syrian ",
    "Related\n",
    "provinces",
    "(",
    "’",
    "-backed",
]


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_spans_of_any_text_are_in_order_apart_and_what_stands_there(text: str) -> None:
    mentions = read(text)
    assert all(m.start < m.end and m.name for m in mentions)
    assert all(one.end <= other.start for one, other in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    "unit", ["Hama ", "Mr ", "northern and ", "Abu al-", "'a", "65 km (", "\n", "Idlib city, and 5 km from "]
)
def test_a_very_long_text_is_read_to_its_end(unit: str) -> None:
    text = unit * (120_000 // len(unit)) + "\nthe town of Morek"
    assert read(text)[-1].name == "Morek"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SANA reported strikes on Hama. Sana gave no toll.", ["Hama"]),
        ("SANA reported talks in Sana on Monday.", ["Sana"]),
        ("انسحبت القوات من مورك ومعرة النعمان.", ["مورك", "معرة النعمان"]),
    ],
)
def test_the_agency_is_no_city_and_a_long_name_is_found_behind_a_clitic(text: str, found: list[str]) -> None:
    assert [m.text for m in extract_mentions(text, GAZETTEER)] == found
