"""Frames that only a refresh brings, one an official data set: their schemas, and what they are before any came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa

OfficialFrames: TypeAlias = Mapping[str, pd.DataFrame]
AREA_COLUMNS = ("code", "name", "kind", "detail")
"""Of a frame of areas: the producer's identifier, its name, its kind and what else is said of it, in the producer's words."""


def _is_sound(frame: pd.DataFrame) -> bool:
    """Say whether a geometry has a projection, is valid and is somewhere."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None:
        return False
    return bool(frame.geometry.is_valid.all() and not frame.geometry.is_empty.any() and np.isfinite(frame.total_bounds).all())


def _text(*, nullable: bool = False, unique: bool = False, values: tuple[str, ...] = ()) -> pa.Column:
    checks = [pa.Check.isin(values)] if values else []
    return pa.Column(pd.StringDtype(na_value=np.nan), checks, nullable=nullable, unique=unique)


def _count(*, nullable: bool = False) -> pa.Column:
    return pa.Column("float64", [pa.Check.ge(0)], nullable=nullable)


def _schema(name: str, columns: Mapping[str, pa.Column], *, plain: bool = False) -> pa.DataFrameSchema:
    full = dict(columns) if plain else {**columns, "geometry": pa.Column("geometry")}
    checks = [] if plain else [pa.Check(lambda frame: frame.empty or _is_sound(frame), error="geometry")]
    return pa.DataFrameSchema(full, checks=checks, strict=True, ordered=True, coerce=True, name=name)


def _areas(name: str) -> pa.DataFrameSchema:
    return _schema(name, {"code": _text(unique=True), "name": _text(), "kind": _text(nullable=True), "detail": _text(nullable=True)})


OFFICIAL: Mapping[str, pa.DataFrameSchema] = {
    str(schema.name): schema
    for schema in (
        _areas("activity_zones"),
        _areas("activity_zones_paca"),
        _areas("plui_zones"),
        _areas("flood_zones"),
        _areas("polluted_soils"),
        _schema(
            "brownfields",
            {
                "code": _text(unique=True),
                "name": _text(),
                "kind": _text(nullable=True),
                "detail": _text(nullable=True),
                "area_code": _text(),
                "land_m2": _count(nullable=True),
                "built_m2": _count(nullable=True),
            },
        ),
        _schema("transit_stops", {"code": _text(unique=True), "name": _text(), "is_accessible": _text(values=("yes", "no", "unknown"))}),
        *(
            _schema(name, {"code": _text(unique=True), "name": _text(), "area_code": _text()})
            for name in ("iris_contours", "quartier_contours")
        ),
        _schema(
            "population_grid",
            {
                "code": _text(unique=True),
                "name": _text(),
                "population": _count(),
                "households": _count(),
                "poor_households": _count(nullable=True),
                "social_dwellings": _count(nullable=True),
                "is_imputed": pa.Column("bool"),
            },
        ),
        _schema("social_dwellings", {"code": _text(unique=True), "name": _text(), "area_code": _text(), "dwellings": _count()}, plain=True),
        _schema("postcodes", {"code": _text(unique=True), "name": _text(), "postcodes": _text()}, plain=True),
        _schema("roads", {"code": _text(unique=True), "name": _text(), "blocks": _count()}, plain=True),
        _schema("streets", {"code": _text(unique=True), "name": _text(), "streets": _count(), "addresses": _count()}, plain=True),
    )
}
"""By name. Geometry, where there is one, is in the projection of the territory's other frames."""


def nothing_of(name: str, crs: object) -> pd.DataFrame:
    """Return the frame of a data set that never came: no row."""
    schema = OFFICIAL[name]
    columns = {column: pd.Series([], dtype=spec.dtype.type if spec.dtype else object) for column, spec in schema.columns.items()}
    if "geometry" not in columns:
        return pd.DataFrame(columns)
    columns.pop("geometry")
    return gpd.GeoDataFrame(columns, geometry=[], crs=crs)


def checked(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame coerced to its schema's types, its columns in order.

    Raises
    ------
    pandera.errors.SchemaError
        A column is missing, unknown, of another type or out of bounds; a code is there twice.
    """
    found = OFFICIAL[name].validate(frame[[column for column in OFFICIAL[name].columns if column in frame]])
    return gpd.GeoDataFrame(found, crs=frame.crs) if isinstance(frame, gpd.GeoDataFrame) else found


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of a file whose hash is verified their schema's types."""
    specs = {column: spec.dtype.type for column, spec in OFFICIAL[name].columns.items() if column != "geometry" and spec.dtype}
    return frame.astype(specs)
