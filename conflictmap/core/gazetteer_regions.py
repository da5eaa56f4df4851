"""What the gazetteer's packages lack: countries' points, regions of the press, abbreviations of states. Lon, lat in degrees.

The points of countries are those of the CIA World Factbook (public domain), the usual ones of gazetteers.
"""

from __future__ import annotations

_POINTS = """
AF 66 33; AL 20 41; DZ 3 28; AO 18.5 -12.5; AR -64 -34; AM 45 40; AU 134 -25; AT 13.33 47.33; AZ 47.5 40.5; BH 50.55 26
BD 90 24; BY 28 53; BE 4 50.83; BJ 2.25 9.5; BT 90.5 27.5; BO -65 -17; BA 18 44; BW 24 -22; BR -55 -10; BG 25 43; BF -2 13
BI 30 -3.5; KH 105 13; CM 12 6; CA -95 60; CF 21 7; TD 19 15; CL -71 -30; CN 104 35; CO -72 4; CG 15 -1; CD 25 0; CR -84 10
CI -5 8; HR 15.5 45.17; CU -80 21.5; CY 33 35; CZ 15.5 49.75; DK 10 56; DJ 43 11.5; DO -70.67 19; EC -77.5 -2; EG 30 27
SV -88.92 13.83; ER 39 15; EE 26 59; SZ 31.5 -26.5; ET 38 8; FI 26 64; FR 2 46; GA 11.75 -1; GE 43.5 42; DE 9 51; GH -2 8
GR 22 39; GL -40 72; GT -90.25 15.5; GN -10 11; GY -59 5; HT -72.42 19; HN -86.5 15; HU 20 47; IS -18 65; IN 77 20; ID 120 -5
IR 53 32; IQ 44 33; IE -8 53; IL 34.75 31.5; IT 12.83 42.83; JM -77.5 18.25; JP 138 36; JO 36 31; KZ 68 48; KE 38 1; KP 127 40
KR 127.5 37; KW 45.75 29.5; KG 75 41; LA 105 18; LV 25 57; LB 35.83 33.83; LS 28.5 -29.5; LR -9.5 6.5; LY 17 25; LT 24 56
LU 6.17 49.75; MG 47 -20; MW 34 -13.5; MY 112.5 2.5; ML -4 17; MT 14.58 35.83; MR -12 20; MX -102 23; MD 29 47; MN 105 46
ME 19.3 42.5; MA -5 32; MZ 35 -18.25; MM 98 22; NA 17 -22; NP 84 28; NL 5.75 52.5; NZ 174 -41; NI -85 13; NE 8 16; NG 8 10
MK 22 41.83; NO 10 62; OM 57 21; PK 70 30; PA -80 9; PG 147 -6; PY -58 -23; PE -76 -10; PH 122 13; PL 20 52; PT -8 39.5
QA 51.25 25.5; RO 25 46; RU 100 60; RW 30 -2; SA 45 25; SN -14 14; RS 21 44; SL -11.5 8.5; SK 19.5 48.67; SI 14.83 46.12
SO 49 10; ZA 24 -29; SS 30 8; ES -4 40; LK 81 7; SD 31 15.3; SE 15 62; CH 8 47; SY 38 35; TW 121 23.5; TJ 71 39; TZ 35 -6
TH 100 15; TG 1.17 8; TN 9 34; TR 35 39; TM 60 40; UG 32 1; UA 32 49; AE 54 24; GB -2 54; US -98.5 39.8; UY -56 -33; UZ 64 41
VE -66 8; VN 107.83 16.17; YE 48 15; ZM 30 -15; ZW 30 -20; PS 35.25 32; EH -13 24.5; XK 21 42.58
"""

#: Country code -> longitude, latitude.
COUNTRY_POINTS: dict[str, tuple[float, float]] = {
    code: (float(longitude), float(latitude))
    for code, longitude, latitude in (row.split() for row in _POINTS.replace("\n", ";").split(";") if row.strip())
}

_REGIONS = """
Europe|European Union|EU|أوروبا 9.1 48.7; Africa|أفريقيا 21.1 7.2; Asia|آسيا 89.1 29.8; North America -100.5 46.1
South America|Latin America -57.7 -14.6; Oceania 138.5 -18.3; Antarctica 16.4 -78.2; Middle East|Mideast|الشرق الأوسط 42.4 29.3
West Bank|الضفة الغربية 35.25 32 PS; Gaza Strip|قطاع غزة 34.4 31.4 PS; Golan Heights|Golan|الجولان 35.8 33 SY
Kashmir 76 34.5 IN; Darfur|دارفور 25 13 SD; Crimea|Crimean Peninsula|القرم 34 45.3 UA; Donbas|Donbass|دونباس 38 48 UA
Balkans|The Balkans 21 43; Caucasus|North Caucasus 44 42.5; Scandinavia 15 63; Siberia 100 62 RU; Sinai|Sinai Peninsula|سيناء 33.8 29.5 EG
Sahel 3 15; Central America -87 14; Southeast Asia 108 10; Central Asia 66 43; East Africa 36.8 0; West Africa -2 12
Horn of Africa 46 7; North Africa 10 29; Persian Gulf|Arabian Gulf|The Gulf|الخليج العربي 51.5 26.5; Strait of Hormuz|مضيق هرمز 56.4 26.6
Red Sea|البحر الأحمر 38.7 20; Black Sea|البحر الأسود 34.3 43.3; Mediterranean Sea|Mediterranean|البحر المتوسط 18 35.5; Caspian Sea 51 41
Baltic Sea 19 57; North Sea 3 56; South China Sea 114 13; Gulf of Mexico -90 25
Gulf of Aden|خليج عدن 47.8 12.4; Caribbean|Caribbean Sea -75 15
Euphrates|Euphrates River|الفرات 40 35.5; Tigris|دجلة 43.5 35; Nile|النيل 31 24; Danube 20 45.5; Dnipro River|Dnieper 33 48.5 UA; Rhine 8 50
Iraqi Kurdistan|Kurdistan Region|إقليم كردستان 44.4 36.4 IQ; Kurdistan 43 37; Nagorno-Karabakh|Karabakh 46.7 39.8 AZ
Tigray 38.5 13.5 ET; Chechnya|الشيشان 45.7 43.3 RU; Abkhazia 41 43 GE; South Ossetia 44 42.3 GE; Transnistria 29.6 47 MD
Tibet 88 31 CN; Xinjiang 86 42 CN; Patagonia -69 -44 AR; New England -71.5 43.5 US; Midwest -93 42 US; Silicon Valley -122 37.4 US
Long Island -73.1 40.8 US; Southern California -117 34 US; Northern California -121.5 39.5 US; Bay Area -122.2 37.8 US
Kandahar Province 65.7 31.5 AF; Helmand 64 31 AF; Bekaa|Bekaa Valley|البقاع 36 33.9 LB; Badia|البادية 38.5 34.5 SY
Great Lakes -84 45; Alps 9 46.5; Himalayas 84 28; Arctic 0 85; Amazon -60 -3; Bavaria 11.5 49 DE; Catalonia 1.7 41.8 ES
Northern Ireland -6.7 54.6 GB; Hawaii -157.5 20.8 US; Alaska -152.5 64 US
"""


def _region(row: str) -> tuple[tuple[str, ...], float, float, str]:
    words = row.split(" ")
    code = words.pop() if words[-1].isalpha() else ""
    latitude, longitude = float(words.pop()), float(words.pop())
    return tuple(" ".join(words).split("|")), longitude, latitude, code


#: Names, longitude, latitude, and the country where there is one.
REGIONS = tuple(_region(row.strip()) for row in _REGIONS.replace("\n", ";").split(";") if row.strip())

_DIVISIONS = """
US.AL -86.75 32.75; US.AK -150 64; US.AZ -111.5 34.5; US.AR -92.5 34.75; US.CA -119.75 37.25; US.CO -105.5 39; US.CT -72.67 41.67
US.FL -82.5 28.75; US.GA -83.5 32.75; US.HI -156.5 20.75; US.ID -114.25 44.5; US.IL -89.25 40; US.IN -86.25 40; US.IA -93.5 42
US.KS -98.5 38.5; US.KY -84.88 38.2; US.LA -92 31; US.ME -69.25 45.5; US.MI -85.5 44.25; US.MN -94.25 46.25; US.MS -89.75 32.75
US.MO -92.5 38.25; US.MT -109.75 47; US.NE -99.75 41.5; US.NV -116.75 39.25; US.NM -106 34.5; US.NY -75.5 43; US.NC -80 35.5
US.ND -100.5 47.5; US.OH -83 40.25; US.OK -97.5 35.5; US.OR -120.5 44; US.PA -77.75 41; US.SD -100.25 44.5; US.TN -86.25 35.75
US.TX -99.25 31.25; US.UT -111.5 39.25; US.VA -77.75 37.5; US.WA -120.5 47.5; US.WV -80.5 38.5; US.WI -90 44.5; US.WY -107.5 43
CA.01 -115 55; CA.02 -125 54; CA.03 -97 55; CA.05 -57 53; CA.08 -84.8 49.7; CA.10 -72 52; CA.11 -106 54; CA.12 -136 63; CA.13 -118 65
AU.02 147 -32; AU.03 134 -20; AU.04 144 -22.5; AU.05 135 -30; AU.07 144.2 -37; AU.08 122 -25
"""
#: The large divisions that most people of live far from the middle: GeoNames' code -> longitude, latitude.
DIVISION_POINTS: dict[str, tuple[float, float]] = {
    code: (float(longitude), float(latitude))
    for code, longitude, latitude in (row.split() for row in _DIVISIONS.replace("\n", ";").split(";") if row.strip())
}

_STATES = """
AL Ala.; AZ Ariz.; AR Ark.; CA Calif.; CO Colo.; CT Conn.; DE Del.; FL Fla.; GA Ga.; IL Ill.; IN Ind.; KS Kan. Kans.; KY Ky.; LA La.
ME Maine; MD Md.; MA Mass.; MI Mich.; MN Minn.; MS Miss.; MO Mo.; MT Mont.; NE Neb. Nebr.; NV Nev.; NH N.H.; NJ N.J.; NM N.M.; NY N.Y.
NC N.C.; ND N.D.; OH O.; OK Okla.; OR Ore.; PA Pa. Penn.; RI R.I.; SC S.C.; SD S.D.; TN Tenn.; TX Tex.; VT Vt.; VA Va.; WA Wash.
WV W.Va. WVa; WI Wis. Wisc.; WY Wyo.; DC D.C.
"""
#: GeoNames' code of a division -> what the press shortens it to; all capitals are postal.
DIVISION_ALIASES: dict[str, tuple[str, ...]] = {
    f"US.{code}": (code, *short)
    for code, *short in (row.split() for row in _STATES.replace("\n", ";").split(";") if row.strip())
} | {"CA.08": ("Ont.", "ON"), "CA.10": ("Que.", "QC"), "CA.02": ("B.C.", "BC"), "CA.01": ("Alta.", "AB")}
