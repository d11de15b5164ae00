"""Reads a layer of a GeoPackage or of a Shapefile with GDAL, in the process apart."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import Any

from domain.candidate import Kind
from intake.child import RefusedError
from intake.mapping import guess
from intake.reading import Wanted, sample_of
from intake.table import MAX_COLUMNS, MAX_ROWS, MAX_VERTICES
from standards.known import rank_of

UNUSED = ("geopandas", "pandas", "pyarrow", "pyproj")  # pyogrio would load them: time, memory and open files
MAX_LAYERS = 40


def prepare(driver: str) -> None:
    """Load GDAL with the driver of one format alone; refuse to go on when any other is left.

    Raises
    ------
    RefusedError
        When a driver is left that ``OGR_SKIP`` did not name: a newer GDAL has one more.
    """
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
    import pyogrio
    import shapely  # noqa: F401

    if set(pyogrio.list_drivers()) - {driver}:
        raise RefusedError("unreadable")


def read(data: bytes, wanted: Wanted) -> dict[str, Any]:
    """Return columns, rows, GeoJSON geometries and the coordinate system of a layer, its name, and (name, columns) of each."""
    import pyogrio
    import pyogrio.raw

    located = [str(name) for name, kind in pyogrio.list_layers(data) if kind is not None][:MAX_LAYERS]
    if not located:
        raise RefusedError("no_layer")
    infos = {name: pyogrio.read_info(data, layer=name) for name in located} if len(located) > 1 else {}
    heads = {name: [str(field) for field in info["fields"]] for name, info in infos.items()}
    empty = frozenset(name for name, info in infos.items() if info["features"] == 0)
    layer = wanted.part if wanted.part in located else _likeliest(located, heads, empty, wanted.kind)
    meta, _ids, geometry, values = pyogrio.raw.read(data, layer=layer, max_features=MAX_ROWS + 1, datetime_as_string=True)
    columns = [str(name) for name in meta["fields"]]
    if len(columns) > MAX_COLUMNS:
        raise RefusedError("columns")
    shapes = _geojson(geometry)
    if len(shapes) > MAX_ROWS:
        raise RefusedError("rows")
    cells = [[_plain(cell) for cell in column.tolist()] for column in values]
    rows = [list(row) for row in zip(*cells, strict=True)] if cells else [[] for _shape in shapes]
    layers = [(name, sample_of(heads.get(name, columns))) for name in located]
    return {"columns": columns, "rows": rows, "geometries": shapes, "crs": meta["crs"], "layer": layer, "layers": layers}


def _likeliest(names: list[str], heads: dict[str, list[str]], empty: Collection[str], kind: Kind) -> str:
    """The layer of the places of a standard, else the first of which two headings are known, else of most; an empty one comes last."""
    known = {name: len(guess(heads.get(name, ()), kind).mapping) for name in names}
    ranks = {name: rank_of(heads.get(name, ())) for name in names}
    return min(names, key=lambda name: (name in empty, ranks[name], known[name] < 2, 0 if known[name] > 1 else -known[name]))


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
    return [_readable(raw is None, bool(big), text) for raw, big, text in zip(wkb, too_big, texts, strict=True)]


def _readable(is_missing: bool, is_too_big: bool, text: str | None) -> Any:
    if is_missing:
        return None
    return {"type": "too_many_vertices"} if is_too_big else text or {"type": "unreadable"}
