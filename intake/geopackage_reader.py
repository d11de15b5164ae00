"""Reads the one layer of a GeoPackage with GDAL, in the process apart."""

from __future__ import annotations

import json
import sys
from typing import Any

from intake.child import Limits, RefusedError

UNUSED = ("geopandas", "pandas", "pyarrow", "pyproj")  # pyogrio would load them: time, memory and open files
ALLOWED = {"GPKG"}


def prepare() -> None:
    """Load GDAL with GeoPackage as its only driver; refuse to go on when any other is left.

    Raises
    ------
    RefusedError
        When a driver is left that ``OGR_SKIP`` did not name: a newer GDAL has one more.
    """
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
    import pyogrio
    import shapely  # noqa: F401

    if set(pyogrio.list_drivers()) - ALLOWED:
        raise RefusedError("unreadable")


def read(data: bytes, limits: Limits) -> dict[str, Any]:
    """Return columns, rows, GeoJSON geometries and the coordinate system of the layer."""
    import pyogrio
    import pyogrio.raw

    layers = pyogrio.list_layers(data)
    located = [str(name) for name, kind in layers if kind is not None]
    if len(located) != 1:
        raise RefusedError("layers" if located else "no_layer")
    meta, _ids, geometry, values = pyogrio.raw.read(data, layer=located[0], max_features=limits.rows + 1, datetime_as_string=True)
    columns = [str(name) for name in meta["fields"]]
    if len(columns) > limits.columns:
        raise RefusedError("columns")
    shapes = _geojson(geometry, limits)
    if len(shapes) > limits.rows:
        raise RefusedError("rows")
    cells = [[_plain(cell) for cell in column.tolist()] for column in values]
    rows = [list(row) for row in zip(*cells, strict=True)] if cells else [[] for _shape in shapes]
    return {"columns": columns, "rows": rows, "geometries": shapes, "crs": meta["crs"]}


def _plain(cell: Any) -> Any:
    if isinstance(cell, bytes):
        return None  # a picture or the like: no field of a place is one
    return None if cell is None or cell != cell else cell


def _geojson(wkb: Any, limits: Limits) -> list[Any]:
    """Return each geometry as GeoJSON; one that cannot be said is named by what is wrong with it."""
    import shapely

    shapes = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
    counts = shapely.get_num_coordinates(shapes)
    result: list[Any] = []
    for raw, shape, count in zip(wkb, shapes, counts.tolist(), strict=True):
        if raw is None:
            result.append(None)
        elif shape is None:
            result.append({"type": "unreadable"})
        elif count > limits.vertices:
            result.append({"type": "too_many_vertices"})
        else:
            result.append(json.loads(shapely.to_geojson(shape)))
    return result
