"""Reads the contours of a map file as one zone, in the process apart (`intake.child`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from domain.facet_values import MAX_VERTICES
from domain.keyhole import Ring, vertices_of
from geodata.crs import WGS84, to_wgs84
from i18n import gettext as _
from i18n.numbers import number
from intake.errors import FileError
from intake.formats import read_here
from intake.geometry import GeometryError, shape_of
from intake.opening import prepare
from intake.position import READINGS, Reading, readings_of
from intake.table import Table

__all__ = ["prepare", "read"]

MOST_CONTOURS = 2_000
FIRST_TOLERANCE_M, GROWTH, MOST_TOLERANCE_M = 0.5, 1.6, 500.0
DECIMALS = 5


def read(data: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the zone of a file: its ``rings`` in degrees (WGS 84), its number of ``contours``, the ``tolerance_m`` of what was simplified.

    Parameters
    ----------
    request
        ``language``, ``perimeter`` and ``form`` as `intake.opening.prepare` reads them; ``name`` of the file.

    Returns
    -------
    dict
        Or ``sentence`` alone: why the file gives no zone.
    """
    try:
        contours = _contours(read_here(request["name"], data))
        rings, tolerance_m = _simplified(shapely.union_all(contours))
    except FileError as why:
        return {"sentence": why.message}
    return {"rings": rings, "contours": len(contours), "tolerance_m": tolerance_m}


def _contours(table: Table) -> list[shapely.Geometry]:
    """Return the areas of a table in metres of the territory.

    Raises
    ------
    FileError
        It has none, too many, one that cannot be read (its row is said), or they are not in the territory.
    """
    found = [shape for shape in _shapes(table) if shape.geom_type != "Point"]
    if not found:
        raise FileError(_("Le fichier ne contient aucun contour : une zone est un polygone (GeoJSON, KML, GeoPackage, Shapefile zippé)."))
    if len(found) > MOST_CONTOURS:
        raise FileError(
            _("Trop de contours dans le fichier ({n}) : {most} au plus font une zone.").format(
                n=number(len(found)), most=number(MOST_CONTOURS)
            )
        )
    reading = _reading(shapely.get_coordinates(found), table.crs)
    return [shapely.transform(shape, lambda xy: np.column_stack(reading.to_l93(*xy.T))) for shape in found]


def _shapes(table: Table) -> Iterator[shapely.Geometry]:
    for row, geometry in zip(table.numbers, table.geometries, strict=False):
        if geometry is None:
            continue
        try:
            yield shape_of(geometry)
        except GeometryError as why:
            raise FileError(_("Objet {row} : {why}").format(row=row, why=why)) from None


def _reading(xy: np.ndarray, crs: str | None) -> Reading:
    """Return the way to read the coordinates that puts most of them in the territory, the declared one first."""
    found = Counter(name for name in readings_of(xy[:, 0], xy[:, 1], crs or WGS84) if name).most_common(1)
    if not found:
        raise FileError(
            _("Aucun sommet du contour n'est dans le territoire : vérifiez le système de coordonnées du fichier, ou le contour lui-même.")
        )
    return READINGS[found[0][0]]


def _simplified(zone: shapely.Geometry) -> tuple[list[Ring], float]:
    """Return the rings of an area in degrees, with no more vertices than an address holds, and how far they may deviate (m)."""
    tolerance_m, shape = 0.0, zone
    while vertices_of(rings := _rings(shape)) > MAX_VERTICES:
        tolerance_m = max(FIRST_TOLERANCE_M, tolerance_m * GROWTH)
        if tolerance_m > MOST_TOLERANCE_M:
            raise FileError(
                _(
                    "Le contour est trop découpé pour tenir dans une adresse ({limit} sommets) : simplifiez-le, ou gardez-en une partie."
                ).format(limit=number(MAX_VERTICES))
            )
        shape = shapely.simplify(zone, tolerance_m, preserve_topology=True)
    return rings, tolerance_m


def _rings(shape: shapely.Geometry) -> list[Ring]:
    """Return the rings of an area in degrees (WGS 84): holes turn the other way, so that areas add up."""
    parts = [shapely.orient_polygons(part) for part in shapely.get_parts(shape)]
    closed: Sequence[shapely.Geometry] = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    rings = []
    for line in closed:
        lon, lat = to_wgs84(*shapely.get_coordinates(line)[:-1].T)
        ring = tuple(dict.fromkeys(zip(np.round(lon, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist(), strict=True)))
        if len(ring) >= 3:
            rings.append(ring)
    if not rings:
        raise FileError(_("Le contour est trop petit pour enfermer un lieu."))
    return rings
