"""What the standalone map draws, as data: land, names, areas, and marks with the lines of their pop-ups."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from domain.candidate import Kind
from domain.place_fields import RENTS
from domain.suitability import Flags
from geodata.territory import Territory
from i18n import N_, translated
from i18n import gettext as _
from i18n.numbers import day, number
from layers import facilities, municipalities, priority_neighbourhoods, to_geojson
from layers.base_map import land_geojson, place_names
from layers.layer import Layer
from reports.columns import Column, columns_of, values_of
from reports.extract import Extract

OPEN_SEA_M = 60_000.0  # south of the coast the sea goes on
TEXTS = {
    "unknown": N_("non renseigné"),
    "example": N_("exemple"),
    "close": N_("Fermer"),
    "layers": N_("Couches et légende"),
    "zoom_in": N_("Zoomer"),
    "zoom_out": N_("Dézoomer"),
}


def map_data(extract: Extract) -> dict[str, Any]:
    """Return everything that ``page/map.js`` draws (degrees, WGS 84). Texts are plain text: the page never reads them as HTML."""
    territory = extract.territory
    areas = [municipalities.LAYER, *([priority_neighbourhoods.LAYER] if territory.has_priority else [])]
    values = values_of(extract)
    return {
        "land": json.loads(land_geojson(territory)),
        "names": place_names(territory),
        "bounds": _bounds(extract.rows if len(extract.rows) else territory.municipalities),
        "areas": {layer.id: _area(layer, territory) for layer in areas},
        "edge": _edge(territory),
        "points": {"zone_sites": _places(extract, values, Kind.ZONE_SITE), "premises": _places(extract, values, Kind.PREMISES)},
        "facilities": _facilities(territory),
        "texts": translated(TEXTS),
    }


def _bounds(frame: gpd.GeoDataFrame) -> list[list[float]]:
    west, south, east, north = (round(float(value), 5) for value in frame.to_crs(4326).total_bounds)
    return [[south, west], [north, east]]


def _area(layer: Layer, territory: Territory) -> Any:
    return json.loads(to_geojson(layer, territory))


def _edge(territory: Territory) -> Any:
    """Return the frame of what the map knows (a ring in degrees): beyond it, nothing is drawn, neither land nor water."""
    west, south, east, north = territory.neighbours.total_bounds
    known = shapely.segmentize(shapely.box(west, south - OPEN_SEA_M, east, north), 5_000)
    degrees = gpd.GeoSeries([known], crs=territory.neighbours.crs).to_crs(4326)[0]
    return np.round(shapely.get_coordinates(degrees), 4).tolist()


def _places(extract: Extract, values: Mapping[str, pd.Series], kind: Kind) -> dict[str, Any]:
    """Return the pop-up's labels and, for each place of a kind, [lon, lat, name, is example, values (null where unknown)]."""
    shown = [column for column in columns_of(extract) if column.in_sheet and column.only in (None, kind)]
    of_kind = (extract.rows["kind"] == kind).to_numpy()
    rows = extract.rows[of_kind]
    is_withheld = rows["rent_is_confidential"].to_numpy()
    cells = [_shown(column, values[column.id][of_kind], is_withheld if column.id in RENTS else None) for column in shown]
    texts = zip(*cells, strict=True)
    lon, lat, names, invented = (rows[name].tolist() for name in ("lon", "lat", "name", "is_example"))
    places = [[x, y, name, mark, list(text)] for x, y, name, mark, text in zip(lon, lat, names, invented, texts, strict=True)]
    return {"fields": [_(column.label) for column in shown], "places": places}


def _shown(column: Column, values: pd.Series, is_withheld: Flags | None = None) -> list[str | None]:
    """Return a column as a reader sees it; None where unknown, and not kept confidential."""
    words = {value: _cell(column, value) for value in values.dropna().unique()}
    known, withheld = values.notna().to_numpy(), np.zeros(len(values), bool) if is_withheld is None else is_withheld
    confidential = _("gardé confidentiel")
    pairs = zip(values.tolist(), known, withheld, strict=True)
    return [words[value] if is_known else confidential if hidden else None for value, is_known, hidden in pairs]


def _cell(column: Column, value: Any) -> str:
    if column.kind == "day":
        return day(value.date())
    if column.kind == "number":
        text = number(value, column.decimals)
        return f"{text}\u202f{column.unit_words}" if column.unit else text
    return str(value)


def _facilities(territory: Territory) -> list[list[Any]]:
    frame = territory.facilities
    degrees = frame.geometry.to_crs(4326)
    described = facilities.describe(frame)
    lon, lat = np.round(degrees.x, 6).tolist(), np.round(degrees.y, 6).tolist()
    return [[x, y, name, bool(mark), detail] for x, y, (name, detail), mark in zip(lon, lat, described, frame["is_example"], strict=True)]
