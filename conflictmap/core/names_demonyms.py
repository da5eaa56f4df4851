"""Countries as texts write them: names the press uses, adjectives and peoples, in English and Arabic.

Codes are ISO 3166-1 alpha-2. Adjectives that end in -an, -i or -ese also stand for their people, in the plural as well.
The language names among them (English, Arabic) are left out where they usually mean the language.
"""

from __future__ import annotations

from functools import cache

from conflictmap.core.names import normalise

_ADJECTIVES = """
AF Afghan Afghani; AL Albanian; DZ Algerian; AO Angolan; AR Argentine Argentinian; AM Armenian; AU Australian; AT Austrian
AZ Azerbaijani Azeri; BH Bahraini; BD Bangladeshi; BY Belarusian; BE Belgian; BO Bolivian; BA Bosnian; BW Botswanan
BR Brazilian; BG Bulgarian; BF Burkinabe; BI Burundian; KH Cambodian; CM Cameroonian; CA Canadian; TD Chadian; CL Chilean
CN Chinese; CO Colombian; CD Congolese; CR Costa\xa0Rican; HR Croatian; CU Cuban; CY Cypriot Cypriots; CZ Czech
DK Danish Danes; DO Dominican; EC Ecuadorian Ecuadorean; EG Egyptian; ER Eritrean; EE Estonian; ET Ethiopian; FJ Fijian
FI Finnish Finns; FR French; GA Gabonese; GM Gambian; GE Georgian; DE German Germans; GH Ghanaian; GR Greek Greeks
GT Guatemalan; GN Guinean; HT Haitian; HN Honduran; HU Hungarian; IS Icelandic; IN Indian; ID Indonesian; IR Iranian
IQ Iraqi; IE Irish; IL Israeli; IT Italian; JM Jamaican; JP Japanese; JO Jordanian; KZ Kazakh; KE Kenyan; KP North\xa0Korean
KR South\xa0Korean; XK Kosovan Kosovar; KW Kuwaiti; KG Kyrgyz; LA Laotian; LV Latvian; LB Lebanese; LR Liberian; LY Libyan
LT Lithuanian; MG Malagasy; MW Malawian; MY Malaysian; ML Malian; MT Maltese; MR Mauritanian; MX Mexican; MD Moldovan
MN Mongolian; ME Montenegrin; MA Moroccan; MZ Mozambican; MM Burmese; NA Namibian; NP Nepalese Nepali; NL Dutch
NZ New\xa0Zealander; NI Nicaraguan; NG Nigerian; NE Nigerien; NO Norwegian; OM Omani; PK Pakistani; PS Palestinian
PA Panamanian; PY Paraguayan; PE Peruvian; PH Filipino Filipinos Philippine; PL Polish Poles; PT Portuguese; QA Qatari
RO Romanian; RU Russian; RW Rwandan; SA Saudi Saudis Saudi\xa0Arabian; SN Senegalese; RS Serbian; SL Sierra\xa0Leonean; SG Singaporean
SK Slovak; SI Slovenian; SO Somali; ZA South\xa0African; SS South\xa0Sudanese; ES Spanish; LK Sri\xa0Lankan; SD Sudanese
SE Swedish Swede Swedes; CH Swiss; SY Syrian; TW Taiwanese; TJ Tajik; TZ Tanzanian; TH Thai; TG Togolese; TN Tunisian; TR Turkish Turks
TM Turkmen; UG Ugandan; UA Ukrainian; AE Emirati; GB British Britons Briton; US American; UY Uruguayan; UZ Uzbek
VE Venezuelan; VN Vietnamese; YE Yemeni; ZM Zambian; ZW Zimbabwean
"""

_ARABIC_ADJECTIVES = """
SY سوري سورية سوريين سوريون; RU روسي روسية; TR تركي تركية; IR إيراني إيرانية; US أمريكي أمريكية أميركي أميركية
IL إسرائيلي إسرائيلية; IQ عراقي عراقية; LB لبناني لبنانية; JO أردني أردنية; GB بريطاني بريطانية; FR فرنسي فرنسية
UA أوكراني أوكرانية; SA سعودي سعودية; EG مصري مصرية; PS فلسطيني فلسطينية; QA قطري قطرية
"""

#: Names beside GeoNames' own.
COUNTRY_ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "U.A.E.", "Emirates", "الإمارات"),
    "BA": ("Bosnia", "Bosnia-Herzegovina"),
    "CD": ("DR Congo", "DRC", "Congo"),
    "CG": ("Congo-Brazzaville",),
    "CI": ("Cote d'Ivoire",),
    "CN": ("الصين",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "EG": ("مصر",),
    "FR": ("فرنسا",),
    "GB": ("UK", "U.K.", "Britain", "Great Britain", "بريطانيا"),
    "GM": ("The Gambia",),
    "IL": ("إسرائيل",),
    "IQ": ("العراق",),
    "IR": ("إيران",),
    "JO": ("الأردن",),
    "KP": ("DPRK",),
    "LB": ("لبنان",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "NL": ("Netherlands", "Holland"),
    "PS": ("Palestine", "Palestinian Territories", "فلسطين"),
    "QA": ("قطر",),
    "RU": ("Russian Federation", "روسيا"),
    "SA": ("السعودية",),
    "SY": ("Syrian Arab Republic", "سوريا", "سورية"),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Türkiye", "Turkiye", "تركيا"),
    "UA": ("أوكرانيا",),
    "US": ("U.S.", "US", "USA", "U.S.A.", "America", "United States of America", "الولايات المتحدة"),
    "VA": ("Vatican City", "Holy See"),
    "YE": ("اليمن",),
}


@cache
def demonyms() -> dict[str, str]:
    """Map folded adjectives and peoples ("syrian", "syrians", "سوري") to country codes."""
    table: dict[str, str] = {}
    for row in _rows(_ADJECTIVES):
        code, *words = row.split(" ")
        for word in words:
            table[normalise(word)] = code
            if word.endswith(("an", "i", "k", "n")):
                table[normalise(word + "s")] = code
    for row in _rows(_ARABIC_ADJECTIVES):
        code, *words = row.split(" ")
        table.update((normalise(word), code) for word in words)
    return table


def _rows(table: str) -> list[str]:
    return [row.strip() for row in table.replace("\n", ";").split(";") if row.strip()]
