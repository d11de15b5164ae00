"""Reads the one layer of a GeoPackage with GDAL, in the process apart."""

from __future__ import annotations

import sys
from typing import Any

from intake.child import RefusedError
from intake.table import MAX_COLUMNS, MAX_ROWS, MAX_VERTICES

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


def read(data: bytes) -> dict[str, Any]:
    """Return columns, rows, GeoJSON geometries and the coordinate system of the layer."""
    import pyogrio
    import pyogrio.raw

    layers = pyogrio.list_layers(data)
    located = [str(name) for name, kind in layers if kind is not None]
    if len(located) != 1:
        raise RefusedError("layers" if located else "no_layer")
    meta, _ids, geometry, values = pyogrio.raw.read(data, layer=located[0], max_features=MAX_ROWS + 1, datetime_as_string=True)
    columns = [str(name) for name in meta["fields"]]
    if len(columns) > MAX_COLUMNS:
        raise RefusedError("columns")
    shapes = _geojson(geometry)
    if len(shapes) > MAX_ROWS:
        raise RefusedError("rows")
    cells = [[_plain(cell) for cell in column.tolist()] for column in values]
    rows = [list(row) for row in zip(*cells, strict=True)] if cells else [[] for _shape in shapes]
    return {"columns": columns, "rows": rows, "geometries": shapes, "crs": meta["crs"]}


def _plain(cell: Any) -> Any:
    if isinstance(cell, bytes):
        return None  # a picture or the like: no field of a place is one
    return None if cell is None or cell != cell else cell


def _geojson(wkb: Any) -> list[Any]:
    """Return each geometry as GeoJSON text; one that cannot be said is an object that names what is wrong with it."""
    import shapely

    shapes = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
    too_big = shapely.get_num_coordinates(shapes) > MAX_VERTICES
    shapes[too_big] = None
    texts = shapely.to_geojson(shapes)
    return [_said(raw is None, bool(big), text) for raw, big, text in zip(wkb, too_big, texts, strict=True)]


def _said(is_missing: bool, is_too_big: bool, text: str | None) -> Any:
    if is_missing:
        return None
    return {"type": "too_many_vertices"} if is_too_big else text or {"type": "unreadable"}
