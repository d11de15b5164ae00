"""A map as vector SVG, of coordinates alone: communes, inhabited cells, catchments, numbered places. Nothing to load, nothing to run."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

WIDTH = 640
MARGIN, TITLE_PX, LINE_PX, WRAP = 10, 30, 15, 115
"""Of what is written around a map: pixels, and the characters of a line."""
STEP = 3
"""Side of a drawn cell: inhabited cells that fall in one are drawn as one, so that a map stays light whatever the territory."""
SEA, LAND, EDGE, INK = "#dbe7ee", "#faf8f3", "#8b969e", "#16212a"
NOT_REACHED, BY_EXISTING, BY_NEW = "#c9bfae", "#9db4c4", "#1f6f9f"
CATCHMENT, DOT = "#b3541e", "#f0c95a"
RADIUS, SMALL = 9, 4
MOST_NUMBERED = 30
"""From more places on, marks are small and bear no number."""
Ring = Sequence[Sequence[float]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MapPlace:
    """A place of a map: its number in the list beside it; degrees, WGS 84."""

    number: int
    name: str
    lon: float
    lat: float
    is_example: bool


@dataclass(frozen=True, eq=False)
class MapContent:
    """What a map shows.

    Attributes
    ----------
    communes, catchments : rings of [longitude, latitude] (degrees, WGS 84).
    lon, lat, served : (m,) inhabited cells: degrees; 0 not reached, 1 by an existing place, 2 and more by a new one.
    """

    places: tuple[MapPlace, ...]
    communes: Sequence[Ring] = ()
    catchments: Sequence[Ring] = ()
    lon: Floats = field(default_factory=lambda: np.empty(0))
    lat: Floats = field(default_factory=lambda: np.empty(0))
    served: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))

    @property
    def is_empty(self) -> bool:
        """Whether there is no place to show."""
        return not self.places


@dataclass(frozen=True)
class Captions:
    """What is written around a map: its title, what the colours stand for (colour, words, is_line), lines below."""

    title: str
    legend: Sequence[Mapping[str, Any]]
    below: Sequence[str]


@dataclass(frozen=True)
class Frame:
    """From degrees to units of the drawing: equirectangular, true at the middle latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: int

    @classmethod
    def of(cls, content: MapContent) -> Frame:
        """Return the frame that holds all that a map shows, with a margin."""
        points = [(place.lon, place.lat) for place in content.places]
        points += [(x, y) for ring in (*content.communes, *content.catchments) for x, y in ring]
        lon = np.concatenate([[x for x, _y in points], content.lon])
        lat = np.concatenate([[y for _x, y in points], content.lat])
        west, east, south, north = float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max())
        squeeze = math.cos(math.radians((south + north) / 2))
        margin = max(0.04 * max((east - west) * squeeze, north - south), 0.002)
        wide, high = (east - west) * squeeze + 2 * margin, north - south + 2 * margin
        scale = WIDTH / max(wide, high / 1.1)
        wide = WIDTH / scale
        return cls((west + east) / 2 - wide / 2 / squeeze, north + margin, scale, squeeze, round(high * scale))

    def at(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Return where a position (degrees) is drawn."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale


def map_svg(content: MapContent, words: str, font: str = "sans-serif") -> str:
    """Return the drawing; `words` say what it shows to whoever does not see it. The same content always makes the same text."""
    frame = Frame.of(content)
    head = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}" role="img"'
    return f"<svg {head}><title>{escape(words)}</title>{''.join(_shapes(content, frame, font))}</svg>"


def captioned_svg(content: MapContent, words: str, captions: Captions, font: str = "sans-serif") -> str:
    """Return the drawing under its title, with its legend and the lines that go with it written below."""
    frame = Frame.of(content)
    lines = [line for text in captions.below for line in textwrap.wrap(text, WRAP)]
    top, legend = TITLE_PX, LINE_PX * len(captions.legend)
    height = top + frame.height + legend + LINE_PX * (len(lines) + 1)
    parts = [
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, 20, captions.title, font, 'font-size="15" font-weight="700"'),
        f'<g transform="translate(0 {top})">{"".join(_shapes(content, frame, font))}</g>',
        *(_sign(item, top + frame.height + LINE_PX * at, font) for at, item in enumerate(captions.legend, 1)),
        *(_text(MARGIN, top + frame.height + legend + LINE_PX * at, line, font) for at, line in enumerate(lines, 1)),
    ]
    head = f'xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
    return f"<svg {head}><title>{escape(words)}</title>{''.join(parts)}</svg>"


def _text(x: float, y: float, words: str, font: str, style: str = 'font-size="10.5"') -> str:
    return f'<text x="{x}" y="{y}" font-family="{escape(font)}" fill="{INK}" {style}>{escape(words)}</text>'


def _sign(item: Mapping[str, Any], y: float, font: str) -> str:
    height, shift = (2, 4) if item["is_line"] else (9, 8)
    swatch = f'<rect x="{MARGIN}" y="{y - shift}" width="14" height="{height}" fill="{item["colour"]}"/>'
    return swatch + _text(MARGIN + 20, y, str(item["words"]), font)


def _shapes(content: MapContent, frame: Frame, font: str) -> list[str]:
    draw = _place if len(content.places) <= MOST_NUMBERED else _dot
    return [
        f'<rect width="{WIDTH}" height="{frame.height}" fill="{SEA if content.communes else LAND}"/>',
        _path(content.communes, frame, f'fill="{LAND}" stroke="{EDGE}" stroke-width="0.8"'),
        *_cells(content, frame),
        _path(content.catchments, frame, f'fill="none" stroke="{CATCHMENT}" stroke-width="1.4"'),
        *(draw(place, frame, font) for place in sorted(content.places, key=lambda one: one.lat, reverse=True)),
    ]


def _path(rings: Iterable[Ring], frame: Frame, style: str) -> str:
    drawn = "".join(_ring(ring, frame) for ring in rings)
    return f'<path fill-rule="evenodd" d="{drawn}" {style}/>' if drawn else ""


def _ring(ring: Ring, frame: Frame) -> str:
    points = dict.fromkeys("{:.1f},{:.1f}".format(*frame.at(x, y)) for x, y in ring)
    return "M" + "L".join(points) + "Z" if len(points) > 2 else ""


def _cells(content: MapContent, frame: Frame) -> Iterable[str]:
    """Draw the inhabited cells, those of one state as one path; where states meet, the best reached is drawn."""
    if not len(content.lon):
        return
    x, y = (np.floor(axis / STEP).astype(np.int64) for axis in frame.at(content.lon, content.lat))
    state = np.minimum(content.served, 2).astype(np.int64)
    best: dict[tuple[int, int], int] = {}
    for column, row, one in zip(x.tolist(), y.tolist(), state.tolist(), strict=True):
        best[row, column] = max(one, best.get((row, column), 0))
    for code, colour in enumerate((NOT_REACHED, BY_EXISTING, BY_NEW)):
        drawn = _runs(best, code)
        if drawn:
            yield f'<path fill="{colour}" d="{drawn}"/>'


def _runs(best: Mapping[tuple[int, int], int], code: int) -> str:
    """Return the cells of one state, neighbours of a row as one rectangle."""
    out: list[list[int]] = []
    for row, column in sorted(key for key, value in best.items() if value == code):
        if out and out[-1][0] == row and out[-1][1] + out[-1][2] == column:
            out[-1][2] += 1
        else:
            out.append([row, column, 1])
    return "".join(f"M{column * STEP} {row * STEP}h{STEP * n}v{STEP}h-{STEP * n}z" for row, column, n in out)


def _place(place: MapPlace, frame: Frame, font: str) -> str:
    """Draw a place: a disc with its number, dashed where it is an example."""
    x, y = frame.at(place.lon, place.lat)
    disc = _disc(place, frame, RADIUS, "#ffffff")
    words = f'font-family="{escape(font)}" font-size="11" font-weight="700" text-anchor="middle" fill="{INK}"'
    return f'<g>{disc}<text x="{x:.1f}" y="{y + 3.9:.1f}" {words}>{place.number}</text></g>'


def _dot(place: MapPlace, frame: Frame, _font: str) -> str:
    return _disc(place, frame, SMALL, DOT)


def _disc(place: MapPlace, frame: Frame, radius: int, fill: str) -> str:
    x, y = frame.at(place.lon, place.lat)
    dashes = ' stroke-dasharray="3 2"' if place.is_example else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{INK}" stroke-width="1.8"{dashes}/>'
