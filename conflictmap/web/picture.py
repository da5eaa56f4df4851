"""A view of a release as a picture to share: SVG, drawn to PNG by resvg, which shapes Arabic and needs nothing of the system.

The map lies beside the words that name its day, lens, clock and release, so that the picture can't be taken for another day's.
Coordinates are longitude, latitude in degrees until `_Frame.at` turns them into pixels, x to the right and y down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypedDict
from xml.sax.saxutils import escape

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import resvg_py

from conflictmap.core.areas import derive_areas
from conflictmap.core.records import Area, Frontline

from .day_text import DayText

WIDTH, HEIGHT = 1200, 630  # what Open Graph's readers cut to
FOOT = 74
PANEL = 400
MARGIN = 32
#: The light colours of `frontend/src/palette.ts`.
PALETTE = {
    "paper": "#ece8df", "land": "#dcd7cb", "sea": "#c5d3d9", "border": "#a59d8d", "ink": "#1f1c17", "soft": "#5a5448",
    "line": "#d3ccbd", "surface": "#f8f5ee", "casing": "#fffdf8",
}  # fmt: skip
#: Opacity of an area by how sure it is, as in `frontend/src/options.ts`: the least sure below, and the strongest.
TINTS = ((0.3, 0.6), (0.55, 0.675), (math.inf, 0.75))
MOST_LABELS = 14
MOST_TURNS = 3
FONTS = tuple(
    str(font)
    for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
    for font in sorted((Path(package.__file__).parent / "files").glob("*.ttf"))
    if "Italic" not in font.name
)
#: The first font is asked first for every letter.
FAMILIES = {"ltr": "Noto Sans, Noto Sans Arabic", "rtl": "Noto Sans Arabic, Noto Sans"}
#: Width of a letter in ems: a little more than the fonts' mean, so that what is thought to fit does.
LETTER, ARABIC_LETTER = 0.58, 0.48
#: Around a line, so that it runs from the right even where it begins with a number (Unicode's RLI and PDI).
FROM_THE_RIGHT = "\u2067{}\u2069"


def draw_picture(text: DayText) -> bytes:
    """Return the PNG of a view, 1200 by 630."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=picture_svg(text), skip_system_fonts=True, font_files=list(FONTS), font_family="Noto Sans"
    )
    return bytes(drawn)


def picture_svg(text: DayText) -> str:
    """Return the SVG of a view."""
    reading = text.reading
    support = reading.manifest["theatre"]["support_km"]
    areas, lines = derive_areas(reading.mesh, reading.field(text.lens, text.clock, text.date), reading.holders, support)
    frame = _Frame.of(reading.manifest["theatre"]["bbox"], mirrored=text.language.direction == "rtl")
    colours = {slug: actor["colour"] for slug, actor in reading.actors.items()}
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="{FAMILIES[text.language.direction]}">',
            _patterns(areas, colours),
            f'<clipPath id="map"><rect x="{frame.left}" width="{frame.width}" height="{frame.height}"/></clipPath>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PALETTE["surface"]}"/>',
            '<g clip-path="url(#map)">',
            f'<rect x="{frame.left}" width="{frame.width}" height="{frame.height}" fill="{PALETTE["sea"]}"/>',
            _basemap(text, frame),
            _areas(areas, colours, frame),
            _boundary(text, frame),
            _front(lines, frame),
            _places(text, colours, frame),
            "</g>",
            _panel(text, colours, frame, areas),
            _foot(text),
            "</svg>",
        ]
    )


# --- The map ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the map lies in the picture. `scale` is pixels a degree of latitude, `flat` what a degree of longitude is of it."""

    left: float
    width: float
    height: float
    west: float
    north: float
    flat: float
    scale: float
    x: float
    y: float

    @classmethod
    def of(cls, bbox: Sequence[float], *, mirrored: bool) -> _Frame:
        west, south, east, north = bbox
        width, height = WIDTH - PANEL, HEIGHT - FOOT
        flat = max(math.cos(math.radians((south + north) / 2)), 0.05)
        wide, high = ((east - west) % 360 or 360) * flat, max(north - south, 1e-6)
        scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
        left = PANEL if mirrored else 0
        x, y = left + (width - wide * scale) / 2, (height - high * scale) / 2
        return cls(left, width, height, west, north, flat, scale, x, y)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return a point's pixels."""
        east = (longitude - self.west + 180) % 360 - 180 if abs(longitude - self.west) > 180 else longitude - self.west
        return self.x + east * self.flat * self.scale, self.y + (self.north - latitude) * self.scale

    def path(self, rings: Iterable[Iterable[Sequence[float]]], *, closed: bool = True) -> str:
        """Return what draws some rings or lines, to tenths of a pixel."""
        parts = []
        for ring in rings:
            points = [f"{x:.1f} {y:.1f}" for x, y in (self.at(point[0], point[1]) for point in ring)]
            kept = points[:1] + [after for before, after in pairwise(points) if after != before]
            parts.append("M" + "L".join(kept) + ("Z" if closed else ""))
        return "".join(parts)


def _rings(geometry: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _basemap(text: DayText, frame: _Frame) -> str:
    style = f'fill="{PALETTE["land"]}" stroke="{PALETTE["border"]}" stroke-width="1" fill-rule="evenodd"'
    # Rivers, roads and names have a kind; countries have none.
    countries = [one for one in text.reading.basemap["features"] if "kind" not in one["properties"]]
    return "".join(f'<path {style} d="{frame.path(_rings(one["geometry"]))}"/>' for one in countries)


def _boundary(text: DayText, frame: _Frame) -> str:
    rings = frame.path(_rings(text.reading.manifest["theatre"]["boundary"]))
    return f'<path d="{rings}" fill="none" stroke="{PALETTE["soft"]}" stroke-width="1.5"/>'


def _fill(area: Area, colours: dict[str, str]) -> str:
    if area.holder is None:
        return PALETTE["paper"]
    if area.status == "contested" and area.contenders:
        return f"url(#{_pattern_name(area)})"
    if area.status == "claimed":
        return f"url(#claimed-{area.holder})"
    return colours[area.holder]


def _pattern_name(area: Area) -> str:
    return f"contested-{area.holder}-{area.contenders[0]}"


def _patterns(areas: Iterable[Area], colours: dict[str, str]) -> str:
    """Stripes of both colours where ground is contested, dots in the claimant's where one side only claims it."""
    made: dict[str, str] = {}
    for area in areas:
        if area.holder and area.status == "contested" and area.contenders:
            one, other = colours[area.holder], colours[area.contenders[0]]
            made[_pattern_name(area)] = (
                f'<pattern id="{_pattern_name(area)}" width="12" height="12" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="12" height="12" fill="{one}"/>'
                f'<rect width="6" height="12" fill="{other}"/></pattern>'
            )
        elif area.holder and area.status == "claimed":
            made[area.holder] = (
                f'<pattern id="claimed-{area.holder}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f'<rect width="8" height="8" fill="{PALETTE["paper"]}"/>'
                f'<circle cx="4" cy="4" r="2.4" fill="{colours[area.holder]}"/></pattern>'
            )
    return f"<defs>{''.join(made.values())}</defs>"


def _areas(areas: Iterable[Area], colours: dict[str, str], frame: _Frame) -> str:
    drawn = []
    for area in areas:
        path = frame.path(area.rings)
        opacity = next(opacity for step, opacity in TINTS if area.confidence < step)
        drawn.append(f'<path d="{path}" fill="{PALETTE["paper"]}" fill-rule="evenodd"/>')
        if area.holder:
            drawn.append(f'<path d="{path}" fill="{_fill(area, colours)}" fill-rule="evenodd" opacity="{opacity}"/>')
    return "".join(drawn)


def _front(lines: Iterable[Frontline], frame: _Frame) -> str:
    path = "".join(frame.path([line.path], closed=False) for line in lines)
    style = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
    return (
        f'<path d="{path}" {style} stroke="{PALETTE["casing"]}" stroke-width="14" opacity="0.34"/>'
        f'<path d="{path}" {style} stroke="{PALETTE["casing"]}" stroke-width="6"/>'
        f'<path d="{path}" {style} stroke="{PALETTE["ink"]}" stroke-width="3"/>'
    )


def _places(text: DayText, colours: dict[str, str], frame: _Frame) -> str:
    """The greatest places with their names, none over another, and the place of the view, if any, in a ring."""
    states = text.day.states
    chosen = text.view.place
    by_size = sorted(states, key=lambda slug: (slug != chosen, -text.size_of(slug), slug))
    order = [chosen, *by_size] if chosen and chosen not in states else by_size
    taken: list[tuple[float, float, float, float]] = []
    drawn: list[str] = []
    for slug in order:
        if len(drawn) >= MOST_LABELS:
            break
        place, name = text.reading.places[slug], text.place_name(slug)
        x, y = frame.at(place["longitude"], place["latitude"])
        size = 21 if text.size_of(slug) >= 100_000 or slug == chosen else 17
        box = (x - 8, y - size * 0.7, x + 14 + len(name) * size * _letter(name), y + size * 0.7)
        inside = frame.left < box[0] and box[2] < frame.left + frame.width and box[1] > 0 and box[3] < frame.height
        if not inside or any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        state = states.get(slug)
        colour = colours.get((state and state.control.holder) or "", PALETTE["paper"])
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="none" stroke="{PALETTE["ink"]}" stroke-width="3"/>'
        drawn.append(
            (ring if slug == chosen else "")
            + f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}" stroke="{PALETTE["ink"]}" stroke-width="2"/>'
            + _words(
                x + 18 if slug == chosen else x + 11, y + size * 0.36, size, name, weight=600,
                more=f'stroke="{PALETTE["casing"]}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"',
            )
        )  # fmt: skip
    return "".join(drawn)


class _Side(TypedDict):
    """From where a line runs."""

    anchor: str
    rtl: bool


# --- The words --------------------------------------------------------------------------------------------------------------


def _panel(text: DayText, colours: dict[str, str], frame: _Frame, areas: Sequence[Area]) -> str:
    """The theatre, the day, its first changes, and who holds how much: beside the map, on the side where reading ends."""
    rtl = text.language.direction == "rtl"
    start = PANEL - MARGIN if rtl else WIDTH - PANEL + MARGIN
    room = PANEL - 2 * MARGIN
    side: _Side = {"anchor": "end" if rtl else "start", "rtl": rtl}
    edge = PANEL if rtl else WIDTH - PANEL
    drawn = [f'<path d="M{edge} 0V{frame.height}" stroke="{PALETTE["line"]}" stroke-width="2"/>']
    drawn.append(_words(start, 62, _fitting(text.theatre, 28, room), text.theatre, fill=PALETTE["soft"], **side))
    day, _, year = text.day_words.rpartition(" ")
    drawn.append(_words(start, 122, _fitting(day, 54, room), day, weight=700, **side))
    drawn.append(_words(start, 166, 36, year, fill=PALETTE["soft"], **side))
    key = _key(text, colours, areas)
    top = frame.height - 22 - 29 * (len(key) - 1)
    y = 212.0
    for line in text.first_changes(MOST_TURNS):
        parts = _lines(line, 20, room, most=2)
        if y + 27 * (len(parts) - 1) > top - 34:
            break
        for part in parts:
            drawn.append(_words(start, y, 20, part, **side))
            y += 27
        y += 7
    for number, (fill, line) in enumerate(key):
        x, y = start - 18 if rtl else start, top + 29 * number
        drawn.append(
            f'<rect x="{x}" y="{y - 16}" width="18" height="18" rx="3" fill="{fill}" stroke="{PALETTE["soft"]}"/>'
        )
        drawn.append(_words(start + (-28 if rtl else 28), y, _fitting(line, 20, room - 28), line, **side))
    return "".join(drawn)


def _key(text: DayText, colours: dict[str, str], areas: Sequence[Area]) -> list[tuple[str, str]]:
    """Return fills and what they mean: who holds how much, and the patterns that are there."""
    rows = [(colours.get(slug, PALETTE["paper"]), line) for slug, line in text.ground_rows]
    for status in ("contested", "claimed"):
        example = max((a for a in areas if a.holder and a.status == status), key=lambda a: a.area_km2, default=None)
        if example is not None:
            rows.append((_fill(example, colours), text.language.statuses[status]))
    return rows


def _foot(text: DayText) -> str:
    """The stamp and the credit, under all."""
    rtl = text.language.direction == "rtl"
    x = WIDTH - MARGIN if rtl else MARGIN
    room = WIDTH - 2 * MARGIN
    side: _Side = {"anchor": "end" if rtl else "start", "rtl": rtl}
    top = HEIGHT - FOOT
    credit = text.credit
    return (
        f'<path d="M0 {top}H{WIDTH}" stroke="{PALETTE["line"]}" stroke-width="2"/>'
        + _words(x, top + 32, _fitting(text.stamp, 21, room), text.stamp, weight=600, **side)
        + _words(x, top + 58, _fitting(credit, 16, room), credit, fill=PALETTE["soft"], **side)
    )


def _words(
    x: float, y: float, size: float, text: str, *, weight: int = 400, fill: str = PALETTE["ink"], anchor: str = "start",
    rtl: bool = False, more: str = "",
) -> str:  # fmt: skip
    shown = escape("".join(letter for letter in text if letter.isprintable()))
    # resvg asks one font for a word; the Arabic one has no such figure.
    shown = shown.replace("²", '<tspan font-family="Noto Sans">²</tspan>') if rtl else shown
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}" {more}>'
        f"{FROM_THE_RIGHT.format(shown) if rtl else shown}</text>"
    )


def _fitting(text: str, size: float, room: float) -> float:
    """Return a size at which a line fits into so many pixels, at most `size`."""
    return min(size, room / max(len(text) * _letter(text), 1))


def _letter(text: str) -> float:
    return ARABIC_LETTER if any("\u0600" <= letter <= "\u06ff" for letter in text) else LETTER


def _lines(text: str, size: float, room: float, most: int) -> list[str]:
    """Return a text in lines that fit, the last one cut short where there are too many."""
    letters = int(room / (size * _letter(text)))
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1] = lines[most - 1][: letters - 2] + " …"
    return [line[: letters + 2] for line in lines[:most]]
