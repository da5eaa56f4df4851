"""Every place that the five reports name is found where it stands, and nothing else is.

The texts are other people's and stay where they are; here are only names, offsets and what they stand for.
An empty slug is a mention that an editor settles.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import neighbours, open_world
from conflictmap.core.rank import geocode_text
from conflictmap.core.toponyms import GeocodedMention
from conflictmap.importers.theatre_folder import read_theatre_folder

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "reports"

pytestmark = pytest.mark.shared

#: Report -> (offset, the words there, the place), demonyms apart.
GOLD: dict[str, tuple[tuple[int, str, str], ...]] = {
    "000_1dad7b1cb1ffbcfa.txt": (
        (55, "Hama province", "hama-province"),
        (149, "Aleppo", "aleppo"),
        (241, "Syria", "syria"),
        (324, "Hama", "hama"),
        (475, "northern Hama countryside", "northern-hama-countryside"),
        (760, "Idlib", "idlib"),
        (861, "Russia", "2017370"),
        (897, "Syria", "syria"),
        (1061, "Syria", "syria"),
        (1373, "Syria", "syria"),
        (1500, "Aleppo", "aleppo"),
        (1520, "its airport", "aleppo-airport"),
        (1745, "northern Hama", "northern-hama-countryside"),
        (2116, "Aleppo", "aleppo"),
        (2131, "Idlib countryside", "idlib-countryside"),
        (2159, "Aleppo", "aleppo"),
        (2254, "Hama province", "hama-province"),
        (2576, "Syria", "syria"),
        (2654, "Aleppo", "aleppo"),
        (2720, "Russia", "2017370"),
        (2948, "Syria", "syria"),
        (3078, "Aleppo", "aleppo-province"),
        (3089, "Idlib", "idlib-province"),
    ),
    "001_854557fa132e1351.txt": (
        (118, "northern Hama countryside", "northern-hama-countryside"),
        (162, "Aleppo", "aleppo"),
        (318, "Aleppo", "aleppo"),
        (377, "Hama", "hama"),
        (555, "Maarat al-Numan", "maarat-al-numan"),
        (586, "Aleppo", "aleppo"),
        (704, "Sheikh Najjar", "sheikh-najjar"),
        (737, "Aleppo Industrial City", "sheikh-najjar"),
        (785, "Aleppo’s military academy", "aleppo-military-academy"),
        (819, "field artillery college", "field-artillery-college"),
        (934, "Damascus", "damascus"),
        (979, "Tehran", "112931"),
        (1090, "Syria", "syria"),
        (1230, "Iran", "130758"),
        (1259, "Russia", "2017370"),
        (1499, "Idlib", "idlib"),
        (1539, "Hama province", "hama-province"),
        (1587, "Aleppo", "aleppo"),
        (1854, "northern countryside of Hama province", "northern-hama-countryside"),
        (1990, "Maarat al-Numan", "maarat-al-numan"),
        (2021, "Aleppo", "aleppo"),
        (2194, "northern Hama countryside", "northern-hama-countryside"),
        (2329, "Idlib", "idlib"),
        (2515, "Syria", "syria"),
        (2643, "Syria", "syria"),
        (2737, "Aleppo", "aleppo"),
        (2971, "Aleppo", "aleppo"),
        (3039, "Syria", "syria"),
    ),
    "002_bcba976abc585e93.txt": (
        (84, "Hama countryside", "northern-hama-countryside"),
        (156, "Aleppo", "aleppo"),
        (305, "Idlib", "idlib-enclave"),
        (587, "Aleppo", "aleppo"),
        (772, "Hama", "hama"),
        (819, "Syria", "syria"),
        (857, "Russia", "2017370"),
        (865, "Iran", "130758"),
        (1306, "Idlib countryside", "idlib-countryside"),
        (1368, "eastern and southeastern countryside of Aleppo", ""),
        (1465, "northern countryside of Hama", "northern-hama-countryside"),
        (1537, "its airport", "hama-airport"),
        (1577, "Aleppo", "aleppo"),
        (1700, "Aleppo", "aleppo"),
        (1886, "Aleppo", "aleppo"),
        (2165, "Russia", "2017370"),
        (2196, "Aleppo", "aleppo"),
        (2225, "Syria", "syria"),
        (2269, "Idlib", "idlib"),
        (2466, "Idlib", "idlib"),
        (2507, "Maarat al-Numan", "maarat-al-numan"),
        (2681, "Aleppo", "aleppo"),
    ),
    "003_00e9475819bc7133.txt": (
        (39, "Hama", "hama"),
        (52, "Russia", "2017370"),
        (144, "Russia", "2017370"),
        (152, "Iran", "130758"),
        (162, "Turkey", "298795"),
        (270, "Hama", "hama"),
        (320, "Syria", "syria"),
        (380, "Aleppo", "aleppo"),
        (388, "Syria", "syria"),
        (611, "Hama", "hama"),
        (617, "Syria", "syria"),
        (1004, "Hama province", "hama-province"),
        (1119, "UK", "2635167"),
        (1148, "Syria", "syria"),
        (1329, "Hama", "hama"),
        (1360, "Hama", "hama"),
        (1479, "Hama", "hama"),
        (1538, "Aleppo", "aleppo"),
        (1561, "Damascus", "damascus"),
        (1637, "Hama", "hama"),
        (1815, "Hama province", "hama-province"),
        (1843, "Aleppo", "aleppo"),
        (1944, "Russia", "2017370"),
        (1969, "Syria", "syria"),
        (1989, "Russia", "2017370"),
        (2030, "Syria", "syria"),
        (2423, "Syria", "syria"),
        (2512, "Russia", "2017370"),
        (2605, "Syria", "syria"),
        (2657, "Syria", "syria"),
        (2956, "Ukraine", "690791"),
        (2966, "Russia", "2017370"),
        (2974, "Iran", "130758"),
        (2984, "Turkey", "298795"),
        (3050, "Russia", "2017370"),
        (3058, "Iran", "130758"),
        (3068, "Turkey", "298795"),
        (3293, "Syria", "syria"),
        (3398, "Syria", "syria"),
        (3515, "Russia", "2017370"),
        (3615, "Iran", "130758"),
        (3667, "Moscow", "524901"),
    ),
    "004_87cb24ee38d30ef1.txt": (
        (88, "Hama", "hama"),
        (104, "Syria", "syria"),
        (484, "Aleppo", "aleppo"),
        (521, "northern Hama countryside", "northern-hama-countryside"),
        (705, "Syria", "syria"),
        (797, "Russia", "2017370"),
        (833, "Syria", "syria"),
        (1037, "Hama province", "hama-province"),
        (1069, "Idlib", "idlib"),
        (1093, "Hama", "hama"),
        (1126, "Aleppo", "aleppo"),
        (1148, "Damascus", "damascus"),
        (1454, "northern Hama countryside", "northern-hama-countryside"),
        (1579, "Hama", "hama"),
        (1608, "Hama", "hama"),
        (1754, "Hama", "hama"),
        (1856, "The province's western countryside", "western-hama-countryside"),
        (2088, "Syria", "syria"),
    ),
}

#: Report -> what demonyms stand there, in order.
DEMONYMS = {
    "000_1dad7b1cb1ffbcfa.txt": {"Syrian": 5, "Russian": 2, "Turkey": 1, "UK": 1},
    "001_854557fa132e1351.txt": {"Syrian": 9, "Iranian": 1, "Britain": 1, "Russian": 1},
    "002_bcba976abc585e93.txt": {"Syrian": 2, "Russian": 3},
    "003_00e9475819bc7133.txt": {"Syrian": 8, "Russian": 1},
    "004_87cb24ee38d30ef1.txt": {"Syrian": 3, "Britain": 1, "Russian": 1},
}


@cache
def gazetteer() -> Gazetteer:
    folder = read_theatre_folder(ROOT / "fixtures" / "northern-syria")
    return Gazetteer(folder.places, open_world(settings.GAZETTEER_ROOT), near=neighbours(folder.theatre.country_codes))


@cache
def geocoded(report: str) -> list[GeocodedMention]:
    text = (REPORTS / report).read_text(encoding="utf8")
    mentions = geocode_text(text, gazetteer())
    assert all(text[m.mention.start : m.mention.end] == m.mention.text for m in mentions)
    return mentions


def resolved(mention: GeocodedMention) -> str:
    if mention.status != "geocoded" or mention.best is None:
        return ""
    return mention.best.entry.slug or mention.best.entry.id


@pytest.mark.parametrize("report", GOLD)
def test_the_places_of_a_report_are_found_and_resolved_and_nothing_else_is(report: str) -> None:
    places = [m for m in geocoded(report) if not m.mention.demonym]
    assert [(m.mention.start, m.mention.text, resolved(m)) for m in places] == list(GOLD[report])


@pytest.mark.parametrize("report", GOLD)
def test_the_adjectives_of_a_report_are_demonyms(report: str) -> None:
    assert Counter(m.mention.text for m in geocoded(report) if m.mention.demonym) == DEMONYMS[report]


def test_the_wrong_position_of_idlib_is_reported() -> None:
    told = [(m.mention.text, m.conflicts) for m in geocoded("001_854557fa132e1351.txt") if m.conflicts]
    ((name, (distance, direction)),) = told
    assert name == "Idlib"
    assert "65 km" in distance
    assert "lies south-west" in direction


def test_the_two_areas_of_one_phrase_are_both_offered() -> None:
    (mention,) = [m for m in geocoded("002_bcba976abc585e93.txt") if m.mention.text.startswith("eastern and south")]
    offered = {c.entry.slug for c in mention.candidates[:2]}
    assert offered == {"eastern-aleppo-countryside", "southeastern-aleppo-countryside"}
