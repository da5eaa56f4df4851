"""A small cast for the tests of reading: the theatre's places that the traps need, and the world around them."""

from __future__ import annotations

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.records import Place, PlaceKind, Precision
from conflictmap.core.toponyms import PRECISION_OF_KIND, Entry


def place(
    slug: str,
    name: str,
    kind: PlaceKind,
    longitude: float,
    latitude: float,
    *names: str,
    geonames_id: int | None = None,
    population: int | None = None,
    precision: Precision | None = None,
) -> Place:
    return Place(
        slug=slug,
        name=name,
        kind=kind,
        longitude=longitude,
        latitude=latitude,
        names=names,
        geonames_id=geonames_id,
        population=population,
        precision=precision or PRECISION_OF_KIND[kind],
        country_code="SY",
    )


PLACES = (
    place("aleppo", "Aleppo", "city", 37.16117, 36.20124, "Halab", "حلب", geonames_id=170063, population=2_098_210),
    place("idlib", "Idlib", "city", 36.63393, 35.93062, "Idleb", "إدلب", geonames_id=169389, population=128_840),
    place("hama", "Hama", "city", 36.75783, 35.13179, "حماة", geonames_id=170017, population=460_602),
    place(
        "damascus",
        "Damascus",
        "city",
        36.29128,
        33.5102,
        "al-Sham",
        "الشام",
        "دمشق",
        geonames_id=170654,
        population=1_569_394,
    ),
    place("maarat-al-numan", "Maarat al-Numan", "town", 36.67693, 35.6483, "معرة النعمان", geonames_id=167611),
    place("khan-shaykhun", "Khan Shaykhun", "town", 36.65095, 35.44208, geonames_id=168325, population=48_975),
    place("saraqib", "Saraqib", "town", 36.80591, 35.86447, "Saraqeb", geonames_id=164816, population=34_231),
    place("abu-al-duhur", "Abu al-Duhur", "town", 37.0448, 35.74058, geonames_id=174611),
    place("morek", "Morek", "town", 36.6897, 35.37615, "مورك", geonames_id=166640),
    place("suran-hama", "Suran (Hama)", "town", 36.74848, 35.29193, "Suran", geonames_id=163915),
    place("suran-azaz", "Suran", "town", 37.21, 36.57, geonames_id=163916),
    place("azaz", "Azaz", "town", 37.04628, 36.58662, geonames_id=172082),
    place("taybat-al-imam", "Taybat al-Imam", "town", 36.71219, 35.26592, geonames_id=163270),
    place("al-bab", "Al-Bab", "city", 37.5157, 36.37051, geonames_id=174018),
    place("sheikh-najjar", "Sheikh Najjar", "industrial", 37.28, 36.27, "Aleppo Industrial City"),
    place("aleppo-airport", "Aleppo airport", "airport", 37.2244, 36.1807, "Aleppo International Airport"),
    place("aleppo-military-academy", "Aleppo military academy", "base", 37.085, 36.17),
    place("field-artillery-college", "Field artillery college", "base", 37.115, 36.15),
    place("hama-airport", "Hama airport", "airport", 36.7111, 35.1181, "Hama military airport", "مطار حماة العسكري"),
    place("kuweires-airbase", "Kuweires airbase", "airport", 37.583, 36.187),
    place("hama-province", "Hama province", "province", 37.017, 35.193, "محافظة حماة"),
    place("aleppo-province", "Aleppo province", "province", 37.569, 36.268),
    place("idlib-province", "Idlib province", "province", 36.706, 35.794),
    place("northern-hama-countryside", "Northern Hama countryside", "area", 36.686, 35.325, "ريف حماة الشمالي"),
    place("western-hama-countryside", "Western Hama countryside", "area", 36.338, 35.221),
    place("idlib-countryside", "Idlib countryside", "area", 36.684, 35.81),
    place("eastern-aleppo-countryside", "Eastern Aleppo countryside", "area", 37.618, 36.174),
    place("southeastern-aleppo-countryside", "Southeastern Aleppo countryside", "area", 37.418, 35.875),
    place("syria", "Syria", "country", 38.0, 34.0, "سوريا"),
)


def entry(
    identifier: str,
    name: str,
    country: str,
    longitude: float,
    latitude: float,
    population: int,
    *names: str,
    kind: PlaceKind = "city",
) -> Entry:
    return Entry(
        identifier,
        name,
        (name, *names),
        kind,
        longitude,
        latitude,
        population,
        country,
        precision=PRECISION_OF_KIND[kind],
    )


WORLD = (
    entry("163843", "Syria", "SY", 37.0, 35.0, 16_906_283, "Syrian Arab Republic", kind="country"),
    entry("2017370", "Russia", "RU", 45.0, 55.0, 144_000_000, kind="country"),
    entry("298795", "Turkey", "TR", 34.0, 39.0, 82_000_000, kind="country"),
    entry("130758", "Iran", "IR", 51.0, 34.0, 81_000_000, kind="country"),
    entry("2635167", "United Kingdom", "GB", -2.0, 52.0, 66_000_000, "UK", "Britain", kind="country"),
    entry("6252001", "United States", "US", -90.0, 39.0, 327_000_000, "U.S.", "US", kind="country"),
    entry("3017382", "France", "FR", 2.0, 46.0, 66_000_000, kind="country"),
    entry("248816", "Jordan", "JO", 36.0, 31.0, 9_900_000, kind="country"),
    entry("170017", "Ḩamāh", "SY", 36.75783, 35.13179, 460_602, "Hamath"),
    entry("524901", "Moscow", "RU", 37.61556, 55.75222, 10_381_222),
    entry("5601538", "Moscow", "US", -117.0, 46.7, 25_060),
    entry("112931", "Tehran", "IR", 51.42151, 35.69439, 7_153_309),
    entry("71137", "Sanaa", "YE", 44.20667, 15.35472, 1_937_451, "Sana"),
    entry("1", "Omar", "US", -81.0, 37.7, 52_000, kind="town"),
    entry("2", "Ali", "IN", 75.0, 27.0, 20_000, kind="town"),
    entry("3", "Abu", "IN", 72.7, 24.6, 22_000, kind="town"),
    entry("4", "Hassan", "IN", 76.1, 13.0, 155_006, kind="city"),
    entry("5", "Nazran", "RU", 44.77, 43.22, 93_000, kind="town"),
)


def cast() -> Gazetteer:
    return Gazetteer(PLACES, WORLD)
