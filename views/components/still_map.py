"""A still map drawn as SVG: a frame of the ground, and the shapes that are drawn in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
import shapely
from shapely.geometry import box

from geodata.territory import Territory

SEA, LAND, QPV, LINE, INK = "#dbe7ee", "#f5f3ee", "#CC79A7", "#9aa5ad", "#16212a"


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of the ground, from its south-west corner (metres, EPSG:2154) over `span_m` of width, and its size on screen."""

    west_m: float
    south_m: float
    span_m: float
    width: int
    height: int

    @classmethod
    def around(cls, point_l93: tuple[float, float], half_width_m: float, width: int, height: int) -> Frame:
        """Return the frame whose centre is a point (metres, EPSG:2154)."""
        half_height_m = half_width_m * height / width
        return cls(point_l93[0] - half_width_m, point_l93[1] - half_height_m, 2 * half_width_m, width, height)

    @property
    def ground(self) -> shapely.Polygon:
        """What it shows, in metres."""
        return box(self.west_m, self.south_m, self.west_m + self.span_m, self.south_m + self.span_m * self.height / self.width)

    def at(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Return where a point (metres) is drawn."""
        scale = self.width / self.span_m
        return (x_m - self.west_m) * scale, self.height - (y_m - self.south_m) * scale

    def paths(self, areas: Iterable[shapely.Geometry], style: str, tolerance_m: float = 0.0) -> str:
        """Return areas as one path, cut to the frame; "" where none is in it."""
        ground, all_areas = self.ground, np.array(list(areas), dtype=object)
        clipped = shapely.intersection(all_areas[shapely.intersects(all_areas, ground)], ground)
        simple = shapely.simplify(clipped, tolerance_m) if tolerance_m else clipped
        parts = shapely.get_parts(shapely.get_parts(simple))
        rings = [ring for part in parts if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)]
        path = "".join(self._ring(ring) for ring in rings if not ring.is_empty)
        return f'<path fill-rule="evenodd" d="{path}" {style}/>' if path else ""

    def _ring(self, ring: shapely.LinearRing) -> str:
        return "M" + "L".join("{:.1f},{:.1f}".format(*self.at(x, y)) for x, y in ring.coords) + "Z"

    def sea(self) -> str:
        """Return what is behind all the rest."""
        return f'<rect width="{self.width}" height="{self.height}" fill="{SEA}"/>'

    def uri(self, shapes: Sequence[str]) -> str:
        """Return a data URI of some shapes, the first one behind."""
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">{"".join(shapes)}</svg>'
        return "data:image/svg+xml," + quote(svg)


def land_of(territory: Territory) -> list[shapely.Geometry]:
    """Return the communes and their neighbours (EPSG:2154)."""
    communes = territory.municipalities[territory.municipalities["level"] == "municipality"]
    return [*territory.neighbours.geometry, *communes.geometry]


def triangle(x: float, y: float) -> str:
    """Return the sign of an existing facility, on screen."""
    path = f"M{x:.1f},{y - 7:.1f}L{x + 6.5:.1f},{y + 5:.1f}L{x - 6.5:.1f},{y + 5:.1f}Z"
    return f'<path d="{path}" fill="#ffffff" stroke="#33414c" stroke-width="1.6"/>'
