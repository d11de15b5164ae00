"""The still map of the options of a decision: the places of each, lettered, to be read from the end of a room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely

from geodata.crs import polygon_l93, to_l93
from services.meeting_options import MapMark, ShownOption
from services.meeting_surroundings import Ground, Rings
from views.components.still_map import INK, LAND, LINE, Frame, triangle

WIDTH, HEIGHT = 660, 470
LEAST_M = 12_000.0
"""The narrowest ground that is shown, so that one knows where one is."""
MARGIN = 0.22
LETTER_PX, DOT_PX = 30, 10
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#7B3294", "#8C6D00", "#56606A", "#A50026", "#00688B")
"""One an option, dark enough for white letters; the letter alone tells them apart."""
AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Where a label may stand beside its point, in the order in which places are tried."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label on screen: its words, its box (left, top, width, height), its point and its colour."""

    text: str
    left: float
    top: float
    width: float
    point: tuple[float, float]
    colour: str

    def overlaps(self, other: Label) -> bool:
        """Whether two labels would be read as one."""
        apart = abs(self.left + self.width / 2 - other.left - other.width / 2)
        return apart < (self.width + other.width) / 2 and abs(self.top - other.top) < LETTER_PX + 4

    def hides(self, point: tuple[float, float]) -> bool:
        """Whether it lies over another place's point."""
        x, y = point
        return self.left - 1 < x < self.left + self.width + 1 and self.top - 1 < y < self.top + LETTER_PX + 5


def options_map(ground: Ground, options: Sequence[ShownOption]) -> str:
    """Return a data URI: land, communes, existing facilities, then each place under its letter; "" where no option has a place."""
    marks = [mark for option in options for mark in option.marks]
    if not marks:
        return ""
    x, y = to_l93([mark.lon for mark in marks], [mark.lat for mark in marks])
    frame = _frame(x, y)
    communes, facilities = _areas(ground.communes), zip(*to_l93(*np.array(ground.facilities).reshape(-1, 2).T), strict=True)
    tolerance_m = frame.span_m / frame.width
    shapes = [
        frame.sea(),
        frame.paths([*_areas(ground.land), *communes], f'fill="{LAND}" stroke="{LINE}" stroke-width="1"', tolerance_m),
        frame.paths(communes, 'fill="#ffffff" stroke="#6b7780" stroke-width="1.4"', tolerance_m),
        *[triangle(*frame.at(*point)) for point in facilities if frame.ground.contains(shapely.Point(point))],
        *[_drawn(label) for label in placed(marks, [frame.at(*xy) for xy in zip(x, y, strict=True)])],
    ]
    return frame.uri(shapes)


def _areas(rings: Rings) -> list[shapely.Geometry]:
    """Return the areas of some rings (EPSG:2154)."""
    return [shapely.make_valid(polygon_l93(ring)) for ring in rings]


def _frame(x: np.ndarray, y: np.ndarray) -> Frame:
    """Return the ground that holds every place with room around (metres, EPSG:2154)."""
    span_m = max(LEAST_M, (1 + 2 * MARGIN) * max(float(np.ptp(x)), float(np.ptp(y)) * WIDTH / HEIGHT))
    centre = (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
    return Frame.around(centre, span_m / 2, WIDTH, HEIGHT)


def placed(marks: Sequence[MapMark], points: Sequence[tuple[float, float]]) -> list[Label]:
    """Return the labels, those of one point as one, each where it hides no other and no point, as far as there is room."""
    texts: dict[tuple[float, float], list[MapMark]] = {}
    for mark, (x, y) in zip(marks, points, strict=True):
        texts.setdefault((round(x, 1), round(y, 1)), []).append(mark)
    labels: list[Label] = []
    for point, of_point in texts.items():
        choices = list(_choices(" ".join(mark.text for mark in of_point), point, _colour(of_point)))
        costs = [sum(one.overlaps(other) for other in labels) + sum(one.hides(other) for other in texts) for one in choices]
        labels.append(choices[int(np.argmin(costs))])
    return labels


def _colour(marks: Sequence[MapMark]) -> str:
    """Return the colour of an option; of a point that several options share, that of none."""
    letters = {mark.text[0] for mark in marks}
    return COLOURS[ord(letters.pop()) - ord("A")] if len(letters) == 1 else INK


def _choices(text: str, point: tuple[float, float], colour: str) -> Iterable[Label]:
    width, height = len(text) * LETTER_PX * 0.62 + 10, LETTER_PX + 4
    for right, down in AROUND:
        left = point[0] + right * (DOT_PX + width / 2 + 2) - width / 2
        top = point[1] + down * (DOT_PX + height / 2 + 2) - height / 2
        yield Label(text, min(max(left, 0), WIDTH - width), min(max(top, 0), HEIGHT - height), width, point, colour)


def _drawn(label: Label) -> str:
    x, y = label.point
    box = f'x="{label.left:.1f}" y="{label.top:.1f}" width="{label.width:.1f}" height="{LETTER_PX + 4}" rx="6" fill="{label.colour}"'
    words = f'font-family="sans-serif" font-size="{LETTER_PX}" font-weight="700" text-anchor="middle" fill="#ffffff"'
    middle, base = label.left + label.width / 2, label.top + LETTER_PX - 2
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT_PX}" fill="{label.colour}" stroke="{INK}" stroke-width="2"/>'
        f'<rect {box}/><text x="{middle:.1f}" y="{base:.1f}" {words}>{escape(label.text)}</text>'
    )
