"""How well the reading finds and places what dispatches of a war name: our own texts and gold, beside installable peers.

The texts are invented (dispatches.txt); the points of the gold are those of the places themselves, set by hand. Every third
dispatch is held out: nothing is tuned to it. Peers only find names; where they lie they do not say.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from conflictmap.core.gazetteer import Gazetteer
from conflictmap.core.gazetteer_world import neighbours, open_world
from conflictmap.core.geoparse import Cast, geoparse
from conflictmap.core.rank import geocode_text
from conflictmap.core.rank_geometry import degrees_apart_km
from conflictmap.importers.theatre_folder import read_theatre_folder
from tests.benchmarks.speed import FOLDER, INDEX, milliseconds

TEXTS = Path(__file__).parent / "dispatches.txt"
#: Latitude, longitude.
_POINTS = """
aleppo 36.20 37.16; idlib 35.93 36.63; hama 35.13 36.76; damascus 33.51 36.29; saraqib 35.86 36.81; n-hama 35.33 36.69
w-hama 35.24 36.36; e-aleppo 36.17 37.62; hama-p 35.19 37.02; idlib-p 35.79 36.71; aleppo-p 36.27 37.57; academy 36.17 37.09
artillery 36.15 37.12; gaziantep 37.06 37.38; jisr 35.81 36.32; suran-hama 35.29 36.75; taybat 35.27 36.71; morek 35.38 36.69
khan-shaykhun 35.44 36.65; kafr-nabl 35.61 36.56; maarat 35.65 36.68; tehran 35.69 51.42; ankara 39.92 32.85; iran 32 53
russia 60 100; turkey 39 35; khanasir 35.78 37.50; safira 36.08 37.37; tell-rifaat 36.47 37.09; nubl 36.38 36.99; azaz 36.59 37.05
syria 34.8 38.5; moscow 55.75 37.62; salamiyah 35.01 37.05; homs 34.73 36.71; tartus 34.89 35.89; kuweires 36.19 37.58
dayr-hafir 36.16 37.71; maskanah 35.97 38.04; hama-airport 35.12 36.71; ariha 35.81 36.61; aleppo-airport 36.18 37.22
latakia 35.53 35.79; maharda 35.25 36.57; halfaya 35.26 36.61; atarib 36.14 36.83; khan-al-asal 36.16 37.04; urum 36.13 36.96
sheikh-najjar 36.27 37.28; manbij 36.53 37.95; al-bab 36.37 37.52; jarabulus 36.82 38.01; amman 31.96 35.95; jordan 31 36
beirut 33.89 35.50; lebanon 33.83 35.83; kafr-zita 35.37 36.60; afrin 36.51 36.87; abu-al-duhur 35.74 37.04; anadan 36.29 37.04
huraytan 36.29 37.09; darat-izza 36.28 36.85; hmeimim 35.40 35.94; maarrat-misrin 36.01 36.67; london 51.51 -0.13
washington 38.90 -77.04; israel 31.5 34.75; palmyra 34.56 38.28; qalaat 35.41 36.39; bab-al-hawa 36.24 36.70; sarmada 36.18 36.72
raqqa 35.95 39.01; euphrates 35.5 40; deir-ez-zor 35.34 40.14; iraq 33 44
"""
POINTS = {
    key: (float(latitude), float(longitude))
    for key, latitude, longitude in (row.split() for row in _POINTS.replace("\n", ";").split(";") if row.strip())
}
_MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
#: Of a country or a region the middle is nowhere exactly: its point is no measure within 25 km.
_WIDE = {"iran", "russia", "turkey", "syria", "jordan", "lebanon", "israel", "iraq", "euphrates"}

#: Characters of a report whose reading is timed, and when it was published.
REPORT = 3_000
PUBLISHED = datetime(2024, 12, 2, 12, tzinfo=UTC)

Span = tuple[int, int]
Found = dict[Span, tuple[float, float] | None]


@dataclass(frozen=True)
class Dispatch:
    """A text and what it names: span to place, None where no gazetteer has it."""

    text: str
    gold: dict[Span, str | None]
    held_out: bool

    @property
    def arabic(self) -> bool:
        return re.search("[\u0600-\u06ff]", self.text) is not None


def dispatches() -> list[Dispatch]:
    """Read the marked texts."""
    found = []
    for number, block in enumerate(TEXTS.read_text(encoding="utf8").split("\n\n")[1:]):
        text, gold, at = "", {}, 0
        for mark in _MARKED.finditer(block.strip()):
            text += block.strip()[at : mark.start()]
            gold[len(text), len(text) + len(mark[1])] = None if mark[2] == "-" else mark[2]
            text += mark[1]
            at = mark.end()
        found.append(Dispatch(text + block.strip()[at:], gold, held_out=number % 3 == 2))
    return found


def read(text: str, gazetteer: Gazetteer) -> Found:
    """What our reading makes of a text, demonyms apart."""
    return {
        (m.mention.start, m.mention.end): (m.best.entry.latitude, m.best.entry.longitude) if m.best else None
        for m in geocode_text(text, gazetteer)
        if not m.mention.demonym
    }


def score(texts: Iterable[Dispatch], reader: Callable[[str], Found]) -> dict[str, float]:
    """Span precision, recall and F1; of exactly found spans the share within 25 and 161 km, mean and median km."""
    right = said = asked = 0
    errors: list[tuple[float, bool]] = []
    for dispatch in texts:
        found = reader(dispatch.text)
        right += len(found.keys() & dispatch.gold.keys())
        said, asked = said + len(found), asked + len(dispatch.gold)
        for span in found.keys() & dispatch.gold.keys():
            key, point = dispatch.gold[span], found[span]
            if key is not None:
                errors.append((degrees_apart_km(POINTS[key], point) if point else 20_000.0, key in _WIDE))
    near = [km for km, wide in errors if not wide]
    return {
        "P": right / max(1, said),
        "R": right / max(1, asked),
        "F1": 2 * right / max(1, said + asked),
        "acc25": sum(km <= 25 for km in near) / max(1, len(near)),
        "acc161": sum(km <= 161 for km in near) / max(1, len(near)),
        "mean": mean(near or [0.0]),
        "median": median(near or [0.0]),
    }


def geotext(text: str) -> Found:
    """The peer geotext: it gives names in order, and their spans are looked for in that order."""
    from geotext import GeoText

    places = GeoText(text)
    names = {*places.cities, *places.countries}
    return {m.span(): None for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)}


def flashgeotext() -> Callable[[str], Found]:
    """The peer flashgeotext, with its own data."""
    from flashgeotext.geotext import GeoText

    reader = GeoText()

    def find(text: str) -> Found:
        found = reader.extract(input_text=text)
        spans = [tuple(span) for kind in found.values() for place in kind.values() for span in place["span_info"]]
        return dict.fromkeys(spans)

    return find


def main() -> None:
    from tests.benchmarks.dispatch_drafts import table

    rows = read_theatre_folder(FOLDER)
    start = time.perf_counter()
    world = open_world(INDEX)
    gazetteer = Gazetteer(rows.places, world, near=neighbours(rows.theatre.country_codes))
    opened = time.perf_counter() - start
    texts = dispatches()
    print(f"{len(texts)} dispatches, {sum(len(d.gold) for d in texts)} places named; gazetteer ready in {opened:.2f} s")
    print(f"  {'':34}{'P':>6}{'R':>6}{'F1':>6}{'@25':>6}{'@161':>6}{'mean km':>9}{'median':>8}{'mentions/s':>12}")
    parts = {
        "all": texts,
        "held out": [d for d in texts if d.held_out],
        "English": [d for d in texts if not d.arabic],
        "Arabic": [d for d in texts if d.arabic],
    }
    ours = lambda text: read(text, gazetteer)  # noqa: E731
    for name, some in parts.items():
        _row(f"ours, {name}", some, ours, placed=True)
    for name, peer in {"geotext": geotext, "flashgeotext": flashgeotext()}.items():
        _row(f"{name}, English", parts["English"], peer)
    _row("ours, all of the world's places", parts["all"], lambda text: read(text, Gazetteer((), world)), placed=True)
    cast = Cast(rows.actors, rows.sources, rows.theatre.time_zone)
    drafted = lambda text: geoparse(text, gazetteer, PUBLISHED, cast)["drafts"]  # noqa: E731
    print("\n".join(table(texts, drafted)))
    long = _reports(texts)
    whole = reports_a_second(lambda text: geoparse(text, gazetteer, PUBLISHED, cast), long)
    places = reports_a_second(lambda text: geocode_text(text, gazetteer), long)
    print(f"  reports of {REPORT:,} characters a second and core: {whole:.0f} with drafts, {places:.0f} places alone")


def _reports(texts: Iterable[Dispatch]) -> list[str]:
    """The dispatches run together into texts as long as a report."""
    text = "\n\n".join(d.text for d in texts if not d.arabic)
    return [text[at : at + REPORT] for at in range(0, len(text) - REPORT, REPORT // 3)]


def reports_a_second(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """How many texts of `REPORT` characters a core reads in a second of its time, warm; the best of three rounds."""
    taken = []
    for _ in range(4):
        start = time.process_time()
        for text in texts:
            work(text)
        taken.append(time.process_time() - start)
    return sum(map(len, texts)) / REPORT / min(taken[1:])


def _row(name: str, some: list[Dispatch], reader: Callable[[str], Found], *, placed: bool = False) -> None:
    got = score(some, reader)
    rate = sum(len(d.gold) for d in some) / milliseconds(lambda: [reader(d.text) for d in some], 3) * 1000
    line = f"  {name:34}{got['P']:6.3f}{got['R']:6.3f}{got['F1']:6.3f}"
    if placed:
        line += f"{got['acc25']:6.3f}{got['acc161']:6.3f}{got['mean']:9.1f}{got['median']:8.1f}"
    else:
        line += f"{'–':>6}{'–':>6}{'–':>9}{'–':>8}"
    print(f"{line}{rate:12,.0f}")
