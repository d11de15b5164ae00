"""Features of the official services as shapes of the territory: projected, rounded, and refused where they cannot be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.crs import COORDINATE_DECIMALS, WGS84, local_crs, to_wgs84
from geodata.perimeter import in_use
from geodata.sources.feed import FeedError
from i18n import N_

AROUND_DEGREES = 1.0
"""Around the territory: wide enough for any commune that touches it, narrow enough to see swapped axes."""


def polygon_l93(geometry: Mapping[str, Any] | None, name: str) -> shapely.Geometry:
    """Return a GeoJSON polygon in WGS 84 degrees as a valid shape, EPSG:2154, rounded.

    Raises
    ------
    FeedError
        It has no geometry, its axes are swapped, it is not in degrees or not near the territory, or it is no valid polygon.
    """
    try:
        shape = shapely.geometry.shape(geometry) if geometry else shapely.Polygon()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.GEOSException) as error:
        raise FeedError(N_("{name} : contour illisible"), name=name) from error
    if shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise FeedError(N_("{name} : sans contour"), name=name)
    _check_degrees(shape.bounds, name)
    if not shape.is_valid:
        raise FeedError(N_("{name} : contour invalide"), name=name)
    projected = gpd.GeoSeries([shape], crs=WGS84).to_crs(local_crs()).iloc[0]
    return shapely.transform(projected, lambda xy: np.round(xy, COORDINATE_DECIMALS))


def _check_degrees(bounds: tuple[float, float, float, float], name: str) -> None:
    west, south, east, north = bounds
    (low_x, low_y, high_x, high_y), margin = in_use().around_m, AROUND_DEGREES
    lon, lat = to_wgs84([low_x, high_x], [low_y, high_y])
    low_lon, low_lat, high_lon, high_lat = lon[0] - margin, lat[0] - margin, lon[1] + margin, lat[1] + margin
    if low_lon <= south and north <= high_lon and low_lat <= west and east <= high_lat:
        raise FeedError(N_("{name} : latitude et longitude semblent inversées"), name=name)
    if not (low_lon <= west and east <= high_lon and low_lat <= south and north <= high_lat):
        raise FeedError(N_("{name} : coordonnées hors du territoire, degrés WGS 84 attendus"), name=name)


def listed(answer: Any) -> list[Mapping[str, Any]]:
    """Return the communes that the State's API of the administrative division lists.

    Raises
    ------
    FeedError
        The answer is no list of objects.
    """
    if not isinstance(answer, list) or not all(isinstance(item, dict) for item in answer):
        raise FeedError(N_("réponse d'une forme inattendue : une liste de communes était attendue"))
    return answer


def field_of(properties: Mapping[str, Any], name: str) -> Any:
    """Return a field of a record.

    Raises
    ------
    FeedError
        The record has no such field; the message names those that it has.
    """
    if name not in properties:
        raise FeedError(N_("champ « {name} » absent ; champs reçus : {names}"), name=name, names=", ".join(sorted(properties)[:20]))
    return properties[name]
