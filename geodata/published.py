"""Published places in the form of candidates: what the screens, the criteria and the scenarios read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from domain.candidate import Kind, Status
from domain.place_fields import COLUMN_FIELDS, PlaceField
from domain.published import FieldValue, PublishedPlace
from geodata.crs import COORDINATE_DECIMALS, local_crs, to_l93
from geodata.enrich import enrich
from geodata.perimeter import municipality_of
from geodata.schemas import CANDIDATE_ID, LANDLORD_CODE, typed
from geodata.territory import Territory, stops_of

SOURCE = "proposals"
FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2100, 12, 31)
MAX_TEXT = 200
NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Settled:
    """A territory with published places, and those that could not enter it: outside every municipality, or of no usable id."""

    territory: Territory
    left_out: tuple[PublishedPlace, ...]


def with_places(territory: Territory, places: Sequence[PublishedPlace], landlords: Mapping[str, str] = NOBODY) -> Settled:
    """Add published places after the territory's own candidates; `landlords` names organisations by code, beside its own.

    The version is that of the territory when nothing enters; else a hash of it and of all that enters, so that the same
    places always bear the same version, in any process.
    """
    rows, placed, left_out = candidate_rows(territory, places)
    if not placed:
        return Settled(territory, left_out)
    both = pd.concat([territory.candidates, rows], ignore_index=True)
    candidates = gpd.GeoDataFrame(both, geometry="geometry", crs=local_crs())
    names, version = {**territory.landlords, **landlords}, version_with(territory.version, placed)
    return Settled(replace(territory, candidates=candidates, version=version, landlords=names), left_out)


def version_with(version: str, places: Sequence[PublishedPlace]) -> str:
    """Return the name of a snapshot with places: 12 hexadecimal digits that change with anything told of any of them."""
    contents = [
        [
            p.id,
            str(p.kind),
            p.landlord,
            p.lon_wgs84,
            p.lat_wgs84,
            sorted(p.content.items()),
            p.is_example,
            p.updated_on.isoformat(),
            *(["rent kept"] if p.rent_is_confidential else []),
        ]
        for p in places
    ]
    return hashlib.sha256(f"{version}|{json.dumps(contents)}".encode()).hexdigest()[:12]


def candidate_rows(
    territory: Territory, places: Sequence[PublishedPlace]
) -> tuple[gpd.GeoDataFrame, tuple[PublishedPlace, ...], tuple[PublishedPlace, ...]]:
    """Return the enriched rows (EPSG:2154), the places they are of in the same order, and the places left out.

    A value that the schema of the candidates does not accept is unknown: one odd figure never keeps a place away.
    """
    areas = territory.communes.at_wgs84(*_positions(places))
    placed, codes, left_out, seen = [], [], [], set(territory.candidates["id"])
    for place, code in zip(places, areas, strict=True):
        if code and place.id not in seen and re.fullmatch(CANDIDATE_ID, place.id):
            seen.add(place.id)
            placed.append(place)
            codes.append(code)
        else:
            left_out.append(place)
    rows = enrich(_frame(placed, codes), territory.priority_neighbourhoods, territory.outlined_quartiers, stops_of(territory.came))
    rows = rows.assign(rent_is_confidential=np.array([place.rent_is_confidential for place in placed], bool))
    return rows, tuple(placed), tuple(left_out)


def _points(lon_wgs84: Sequence[float], lat_wgs84: Sequence[float]) -> list[shapely.Point]:
    """Return the positions in EPSG:2154, rounded as all the others; empty where they make no sense."""
    x, y = to_l93(lon_wgs84, lat_wgs84)
    xy = np.round(np.column_stack([x, y]), COORDINATE_DECIMALS)
    return [shapely.Point(one) if np.isfinite(one).all() else shapely.Point() for one in xy]


def _positions(places: Sequence[PublishedPlace]) -> tuple[list[float], list[float]]:
    return [place.lon_wgs84 for place in places], [place.lat_wgs84 for place in places]


def _frame(places: Sequence[PublishedPlace], codes: Sequence[str]) -> gpd.GeoDataFrame:
    data: dict[str, list[Any]] = {
        "id": [p.id for p in places],
        "kind": [str(p.kind) for p in places],
        "landlord": [_landlord(p) for p in places],
        "area_code": list(codes),
        "municipality": [municipality_of(code) for code in codes],
        "updated_on": [_clamped(p.updated_on) for p in places],
        "source_id": [SOURCE] * len(places),
        "is_example": [bool(p.is_example) for p in places],
    }
    for field in COLUMN_FIELDS:
        data[field.id] = [_value(field, p.content.get(field.id)) for p in places]
    data["name"] = [name or p.id for name, p in zip(data["name"], places, strict=True)]
    data["status"] = [status or str(Status.SPOTTED) for status in data["status"]]
    frame = typed("candidates", pd.DataFrame(data).assign(geometry=_points(*_positions(places))))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=local_crs())


def _landlord(place: PublishedPlace) -> str | None:
    code = place.landlord if place.kind is Kind.PREMISES else None
    return code if code is not None and re.fullmatch(LANDLORD_CODE, code) else None


def _value(field: PlaceField, value: FieldValue) -> Any:
    """Return a told value as the column of its field takes it: unknown where the column would refuse it."""
    if field.type == "number":
        return _number(field, value)
    if field.type == "day":
        return _day(value)
    return _text(field, value) if field.type == "text" else value if field.word(value) is not None else None


def _number(field: PlaceField, value: FieldValue) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        return math.nan
    value = float(value)
    return value if field.low <= value <= field.high else math.nan


def _text(field: PlaceField, value: FieldValue) -> str | None:
    """Return one line of printable text, as long as its field allows; None where nothing is left."""
    if not isinstance(value, str):
        return None
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    return line[: max(MAX_TEXT, int(field.high))] or None


def _day(value: FieldValue) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def _clamped(day: dt.date) -> dt.date:
    return min(max(day, FIRST_DAY), LAST_DAY)
