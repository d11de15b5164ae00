"""A small still map of one place, drawn as SVG: nothing to load, nothing to click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
import shapely
from shapely.geometry import box

from geodata.territory import Territory

WIDTH, HEIGHT = 320, 180
HALF_WIDTH_M = 1_600.0
SEA, LAND, QPV, LINE = "#dbe7ee", "#f5f3ee", "#CC79A7", "#9aa5ad"


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered place beside the one of a map; metres, EPSG:2154."""

    point_l93: tuple[float, float]
    text: str


def minimap(territory: Territory, point_l93: tuple[float, float], colour: str, marks: Sequence[Mark] = ()) -> str:
    """Return a data URI: land, communes, QPV, existing facilities, the place and its circle of 1 km, then the marks that fall inside.

    `point_l93` is in metres, EPSG:2154.
    """
    x, y = point_l93
    half_height = HALF_WIDTH_M * HEIGHT / WIDTH
    frame = box(x - HALF_WIDTH_M, y - half_height, x + HALF_WIDTH_M, y + half_height)
    land = [*territory.neighbours.geometry, *territory.municipalities[territory.municipalities["level"] == "municipality"].geometry]
    facilities = territory.facilities[territory.facilities.within(frame)].geometry
    centre = f'cx="{WIDTH / 2}" cy="{HEIGHT / 2}"'
    shapes = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{SEA}"/>',
        _paths(land, frame, f'fill="{LAND}" stroke="{LINE}" stroke-width="0.8"'),
        _paths(territory.priority_neighbourhoods.geometry, frame, f'fill="{QPV}" fill-opacity=".3" stroke="{QPV}"'),
        f'<circle {centre} r="{1000 / (2 * HALF_WIDTH_M) * WIDTH:.1f}" fill="none" stroke="#33414c" stroke-dasharray="4 3"/>',
        *[_triangle(*_at(point.x, point.y, frame)) for point in facilities],
        *[_numbered(*_at(*mark.point_l93, frame), mark.text) for mark in reversed(marks) if frame.covers(shapely.Point(mark.point_l93))],
        f'<circle {centre} r="7" fill="{colour}" stroke="#1d2830" stroke-width="2"/>',
    ]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(shapes)}</svg>'
    return "data:image/svg+xml," + quote(svg)


def _at(x: float, y: float, frame: shapely.Polygon) -> tuple[float, float]:
    west, south, east, north = frame.bounds
    return (x - west) / (east - west) * WIDTH, (north - y) / (north - south) * HEIGHT


def _paths(areas: Iterable[shapely.Geometry], frame: shapely.Polygon, style: str) -> str:
    all_areas = np.array(list(areas), dtype=object)
    clipped = shapely.intersection(all_areas[shapely.intersects(all_areas, frame)], frame)
    parts = shapely.get_parts(shapely.get_parts(clipped))
    rings = [ring for part in parts if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)]
    path = "".join(_ring(ring, frame) for ring in rings)
    return f'<path fill-rule="evenodd" d="{path}" {style}/>' if path else ""


def _ring(ring: shapely.LinearRing, frame: shapely.Polygon) -> str:
    return "M" + "L".join("{:.1f},{:.1f}".format(*_at(x, y, frame)) for x, y in ring.coords) + "Z"


def _triangle(x: float, y: float) -> str:
    path = f"M{x:.1f},{y - 7:.1f}L{x + 6.5:.1f},{y + 5:.1f}L{x - 6.5:.1f},{y + 5:.1f}Z"
    return f'<path d="{path}" fill="#ffffff" stroke="#33414c" stroke-width="1.6"/>'


def _numbered(x: float, y: float, text: str) -> str:
    disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="#ffffff" stroke="#33414c" stroke-width="1.2"/>'
    words = 'font-family="sans-serif" font-size="10" font-weight="700" text-anchor="middle" fill="#16212a"'
    return f'{disc}<text x="{x:.1f}" y="{y + 3.5:.1f}" {words}>{text}</text>'
