"""Schemas of the frames: columns in order, types, bounds; codes, projection and box are those of the perimeter in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa

from domain.candidate import Status
from domain.place_fields import ATTRIBUTES, COLUMN_FIELDS, PlaceField
from geodata.crs import local_crs
from geodata.perimeter import Box, in_use

KINDS = ("zone_site", "premises")
STATUSES = tuple(map(str, Status))
LANDLORDS = ("hpr", "mlo", "rsu", "sdh")
LANDLORD_CODE = r"[a-z0-9_-]{2,32}$"
FACILITY_ID = r"EX-\d{2}$|(DE|RE)-[\w.-]{1,40}$"
CANDIDATE_ID = r"(ZS|RC|SY)-\d{3,6}$|(LP|SZ)-\d{6,9}$"
QPV_BANDS = ("inside", "within_300", "within_800", "further")
FITS = ("yes", "no", "unknown")
FACILITY_KINDS = ("ressourcerie", "decheterie")
PERCENT = (0.0, 100.0)
DATE = "datetime64[s]"
DATES = (*(field.id for field in COLUMN_FIELDS if field.type == "day"), "updated_on")


def in_the_box(frame: pd.DataFrame) -> bool:
    """Say whether the frame's geometry is in the territory's projection, valid, and inside the territory's box."""
    return _geometry_ok(frame, in_use().bounds_m)


def around_the_box(frame: pd.DataFrame) -> bool:
    """Say whether the frame's geometry is in the territory's projection, valid, and inside the widened box."""
    return _geometry_ok(frame, in_use().around_m)


def _geometry_ok(frame: pd.DataFrame, bounds: Box) -> bool:
    if not isinstance(frame, gpd.GeoDataFrame) or frame.crs is None or frame.crs != local_crs():
        return False
    if frame.empty:
        return True
    west, south, east, north = frame.total_bounds
    inside = bounds[0] <= west and bounds[1] <= south and east <= bounds[2] and north <= bounds[3]
    return bool(inside and frame.geometry.is_valid.all() and not frame.geometry.is_empty.any())


def _text(values: tuple[str, ...] | None = None, *, nullable: bool = False, pattern: str | None = None, unique: bool = False) -> pa.Column:
    checks = [pa.Check.isin(values)] if values else []
    checks += [pa.Check.str_matches(pattern)] if pattern else []
    return pa.Column(pd.StringDtype(na_value=np.nan), checks, nullable=nullable, unique=unique)


def _code(codes: Callable[[], tuple[str, ...]], *, unique: bool = False) -> pa.Column:
    """Return the column of a code of the perimeter in use; `codes` gives them."""
    known = pa.Check(lambda values: values.isin(codes()), error="code of the territory")
    return pa.Column(pd.StringDtype(na_value=np.nan), known, unique=unique)


def _number(low: float | None = None, high: float | None = None, *, nullable: bool = False) -> pa.Column:
    return pa.Column("float64", _within(low, high), nullable=nullable)


def _whole(low: float | None = 0, high: float | None = None) -> pa.Column:
    return pa.Column("int64", _within(low, high))


def _within(low: float | None, high: float | None) -> list[pa.Check]:
    checks = [pa.Check.ge(low)] if low is not None else []
    return checks + ([pa.Check.le(high)] if high is not None else [])


def _date(*, nullable: bool = False) -> pa.Column:
    # pandera knows nanoseconds only: the type is asked by a check, and given by `with_dates`.
    return pa.Column(None, pa.Check(lambda values: values.dtype == DATE, error=DATE), nullable=nullable)


def _field(field: PlaceField) -> pa.Column:
    """Return the column of a field of a place, which may be unknown."""
    if field.type == "number":
        return _number(field.low, field.high, nullable=True)
    return _date(nullable=True) if field.type == "day" else _text(tuple(choice.code for choice in field.choices) or None, nullable=True)


def _schema(name: str, columns: Mapping[str, pa.Column], *, around: bool = False, plain: bool = False) -> pa.DataFrameSchema:
    full = dict(columns) if plain else {**columns, "geometry": pa.Column("geometry")}
    checks = [] if plain else [pa.Check(around_the_box if around else in_the_box, error="projection")]
    return pa.DataFrameSchema(full, checks=checks, strict=True, ordered=True, coerce=True, name=name)


_AGES = {"population": _whole(), "population_0_19": _whole(), "population_20_64": _whole(), "population_65_plus": _whole()}
_AREA = _code(lambda: in_use().areas)
_COMMUNE = _code(lambda: in_use().communes)
_QPV = r"QN[\dAB]{3}\d\d[A-Z]"
_QUARTIER = r"\d{7}"

MUNICIPALITIES = _schema(
    "municipalities",
    {
        "code": _code(lambda: in_use().codes, unique=True),
        "name": _text(unique=True),
        "level": _text(("municipality", "arrondissement")),
        "population": _whole(),
        "area_ha": _number(1),
        "social_housing_rate_pct": _number(*PERCENT, nullable=True),
        "brownfields_n": _number(0, nullable=True),
        "brownfields_m2": _number(0, nullable=True),
        "vacancy_rate_pct": _number(*PERCENT, nullable=True),
        "lovac_vacancy_rate_pct": _number(*PERCENT, nullable=True),
        "lovac_long_vacancy_rate_pct": _number(*PERCENT, nullable=True),
        "median_income_eur": _number(5_000, 100_000, nullable=True),
        "dwellings": _number(0, nullable=True),
        "main_residences": _number(0, nullable=True),
    },
)
TOWN_HALLS = _schema("town_halls", {"code": _code(lambda: in_use().communes, unique=True)})
NEIGHBOURS = _schema("neighbours", {"code": _text(unique=True), "name": _text()}, around=True)
PRIORITY_NEIGHBOURHOODS = _schema(
    "priority_neighbourhoods",
    {
        "code": _text(pattern=_QPV, unique=True),
        "name": _text(),
        "municipality": _COMMUNE,
        "municipalities": _text(pattern=r"\d[\dAB]\d{3}(\.\d[\dAB]\d{3})*"),
        "area_ha": _number(0.5, 1_000),
        "population": _number(0, nullable=True),
        "poverty_rate_pct": _number(*PERCENT, nullable=True),
    },
)
QUARTIERS = _schema(
    "quartiers",
    {
        "code": _text(pattern=_QUARTIER, unique=True),
        "name": _text(unique=True),
        "arrondissement": _code(lambda: in_use().districts),
        **_AGES,
        "dwellings": _whole(),
        "main_residences": _whole(),
        "vacant_dwellings": _whole(),
        "houses": _whole(),
        "flats": _whole(),
        "poverty_rate_pct": _number(*PERCENT, nullable=True),
        "poverty_coverage": _number(0, 1),
        "area_ha": _number(1),
    },
)
IRIS = _schema(
    "iris",
    {
        "code": _text(pattern=r"\d[\dAB]\d{7}", unique=True),
        "area_code": _AREA,
        "municipality": _COMMUNE,
        "iris_type": _text(("H", "A", "D", "Z")),
        "label_quality": _whole(),
        "quartier": _text(pattern=_QUARTIER, nullable=True),
        **_AGES,
        "dwellings": _whole(),
        "main_residences": _whole(),
        "second_homes": _whole(),
        "vacant_dwellings": _whole(),
        "houses": _whole(),
        "flats": _whole(),
        "main_residences_in_flats": _whole(),
        "median_income_eur": _number(5_000, 100_000, nullable=True),
        "poverty_rate_pct": _number(*PERCENT, nullable=True),
        "gini": _number(0, 1, nullable=True),
    },
    plain=True,
)
DEMAND = _schema(
    "demand",
    {
        "id": _text(pattern=r"D\d{5}", unique=True),
        "municipality": _COMMUNE,
        "area_code": _AREA,
        "quartier": _text(pattern=_QUARTIER, nullable=True),
        "population": _whole(),
        "population_rp2021": _whole(),
        "dwellings": _whole(),
        "social_dwellings": _number(0, nullable=True),
        "poverty_rate_pct": _number(*PERCENT, nullable=True),
        "qpv_code": _text(pattern=_QPV, nullable=True),
    },
)
FACILITIES = _schema(
    "facilities",
    {
        "id": _text(pattern=FACILITY_ID, unique=True),
        "name": _text(unique=True),
        "kind": _text(FACILITY_KINDS),
        "area_code": _AREA,
        "municipality": _COMMUNE,
        "tonnes_yr": _number(0, 50_000, nullable=True),
        "is_example": pa.Column("bool"),
        "updated_on": _date(),
    },
)
_CANDIDATE_COLUMNS: dict[str, pa.Column] = {
    "id": _text(pattern=CANDIDATE_ID, unique=True),
    "kind": _text(KINDS),
    "name": _text(),
    "address": _text(nullable=True),
    "area_code": _AREA,
    "municipality": _COMMUNE,
    "zone_name": _text(nullable=True),
    "landlord": _text(pattern=LANDLORD_CODE, nullable=True),
    "status": _text(STATUSES),
    **{field.id: _field(field) for field in ATTRIBUTES},
    "updated_on": _date(),
    "source_id": _text(),
    "is_example": pa.Column("bool"),
}
_DERIVED_COLUMNS: dict[str, pa.Column] = {
    "lon": _number(-180, 180),
    "lat": _number(-90, 90),
    "qpv_distance_m": _number(0, nullable=True),
    "qpv_code": _text(pattern=_QPV, nullable=True),
    "qpv_name": _text(nullable=True),
    "qpv_band": _text(QPV_BANDS, nullable=True),
    "quartier": _text(nullable=True),
    "fits_hub": _text(FITS),
    "fits_shop": _text(FITS),
    "rent_is_confidential": pa.Column("bool"),
}
CANDIDATES = _schema("candidates", _CANDIDATE_COLUMNS)
ENRICHED_CANDIDATES = pa.DataFrameSchema(
    {**_CANDIDATE_COLUMNS, "geometry": pa.Column("geometry"), **_DERIVED_COLUMNS},
    checks=[pa.Check(in_the_box, error="projection")],
    strict=True,
    ordered=True,
    coerce=True,
    name="enriched_candidates",
)
SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    str(schema.name): schema
    for schema in (MUNICIPALITIES, TOWN_HALLS, NEIGHBOURS, PRIORITY_NEIGHBOURHOODS, QUARTIERS, IRIS, DEMAND, FACILITIES, CANDIDATES)
}


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame coerced to its schema's types. Candidates may lack fields of a place, which are then unknown.

    Raises
    ------
    pandera.errors.SchemaError
        When a column is missing, unknown, misplaced, of another type or out of bounds.
    """
    schema = SCHEMAS[name]
    if name == CANDIDATES.name:
        schema = schema.remove_columns([field.id for field in ATTRIBUTES if field.id not in frame])
    checked = schema.validate(with_dates(frame))
    return gpd.GeoDataFrame(checked, crs=local_crs()) if isinstance(frame, gpd.GeoDataFrame) else checked


def with_fields(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return candidates with every field of a place, in the order of their schema: one that they lack is unknown."""
    lacking: dict[str, None] = {field.id: None for field in ATTRIBUTES if field.id not in candidates}
    whole = candidates.assign(**lacking)
    return whole[[name for name in CANDIDATES.columns if name in whole]]


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the date columns their one type, days as ``datetime64[s]``."""
    types = {column: DATE for column in DATES if column in frame.columns and frame[column].dtype != DATE}
    return frame.astype(types) if types else frame


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns their schema's types without checking values (for files whose hash is verified).

    Candidates get the fields of a place that they lack, unknown.
    """
    frame = with_fields(frame) if name == CANDIDATES.name else frame
    specs = {column: spec.dtype.type for column, spec in SCHEMAS[name].columns.items() if column != "geometry" and spec.dtype is not None}
    types = {column: wanted for column, wanted in specs.items() if frame[column].dtype != wanted}
    return with_dates(frame.astype(types) if types else frame)
