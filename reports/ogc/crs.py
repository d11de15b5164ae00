"""The coordinate systems of the OGC API: their addresses, and the order of their axes (OGC API – Features, parts 1 and 2)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import WGS84, local_crs

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
EPSG_4326 = f"{_EPSG}4326"
DEGREE_DECIMALS, METRE_DECIMALS = 7, 2
Geometries = npt.NDArray[np.object_]


def storage_crs() -> str:
    """Return the address of the projection of the territory: that of EPSG:2154 in mainland France."""
    return f"{_EPSG}{local_crs().rpartition(':')[2]}"


def known_crs() -> tuple[str, ...]:
    """Return the address of every system that may be asked for, the default first."""
    return CRS84, EPSG_4326, storage_crs()


def projected(shapes: Geometries, crs: str) -> Geometries:
    """Return geometries of the territory's projection in another system, axes in the order of that system, rounded (0.01 m, 1e-7 °)."""
    if crs == storage_crs():
        return _rounded(shapes, METRE_DECIMALS)
    degrees = _rounded(gpd.GeoSeries(shapes, crs=local_crs()).to_crs(WGS84).to_numpy(), DEGREE_DECIMALS)
    return shapely.transform(degrees, lambda xy: xy[:, ::-1]) if crs == EPSG_4326 else degrees


def boxes(bbox: tuple[float, float, float, float], crs: str) -> tuple[str, list[shapely.Polygon]]:
    """Return the system in which a box is compared (CRS84 or the territory's), and the box, x first: two across the antimeridian."""
    low_x, low_y, high_x, high_y = bbox
    if crs == EPSG_4326:
        low_x, low_y, high_x, high_y = low_y, low_x, high_y, high_x
    if low_y > high_y or (crs == storage_crs() and low_x > high_x):
        return crs if crs == storage_crs() else CRS84, [shapely.Polygon()]
    if low_x > high_x:
        return CRS84, [shapely.box(low_x, low_y, 180.0, high_y), shapely.box(-180.0, low_y, high_x, high_y)]
    return (crs if crs == storage_crs() else CRS84), [shapely.box(low_x, low_y, high_x, high_y)]


def _rounded(shapes: Geometries, decimals: int) -> Geometries:
    return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy, decimals)), dtype=object)
