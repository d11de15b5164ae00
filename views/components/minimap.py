"""A small still map of one place, drawn as SVG: nothing to load, nothing to click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from geodata.territory import Territory
from views.components.still_map import INK, LAND, LINE, QPV, Frame, land_of, triangle

WIDTH, HEIGHT = 320, 180
HALF_WIDTH_M = 1_600.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered place beside the one of a map; metres, EPSG:2154."""

    point_l93: tuple[float, float]
    text: str


def minimap(territory: Territory, point_l93: tuple[float, float], colour: str, marks: Sequence[Mark] = ()) -> str:
    """Return a data URI: land, communes, QPV, existing facilities, the place and its circle of 1 km, then the marks that fall inside.

    `point_l93` is in metres, EPSG:2154.
    """
    frame = Frame.around(point_l93, HALF_WIDTH_M, WIDTH, HEIGHT)
    ground = frame.ground
    facilities = territory.facilities[territory.facilities.within(ground)].geometry
    centre = f'cx="{WIDTH / 2}" cy="{HEIGHT / 2}"'
    shapes = [
        frame.sea(),
        frame.paths(land_of(territory), f'fill="{LAND}" stroke="{LINE}" stroke-width="0.8"'),
        frame.paths(territory.priority_neighbourhoods.geometry, f'fill="{QPV}" fill-opacity=".3" stroke="{QPV}"'),
        f'<circle {centre} r="{1000 / (2 * HALF_WIDTH_M) * WIDTH:.1f}" fill="none" stroke="#33414c" stroke-dasharray="4 3"/>',
        *[triangle(*frame.at(point.x, point.y)) for point in facilities],
        *[_numbered(*frame.at(*mark.point_l93), mark.text) for mark in reversed(marks) if ground.covers(shapely.Point(mark.point_l93))],
        f'<circle {centre} r="7" fill="{colour}" stroke="#1d2830" stroke-width="2"/>',
    ]
    return frame.uri(shapes)


def _numbered(x: float, y: float, text: str) -> str:
    disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="#ffffff" stroke="#33414c" stroke-width="1.2"/>'
    words = f'font-family="sans-serif" font-size="10" font-weight="700" text-anchor="middle" fill="{INK}"'
    return f'{disc}<text x="{x:.1f}" y="{y + 3.5:.1f}" {words}>{text}</text>'
