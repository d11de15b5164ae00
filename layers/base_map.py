"""The local base map: land and names, drawn without any network."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.candidate_facets import MARSEILLE
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from layers.layer import COORDINATE_DECIMALS

WATER_NAMES = ((N_("Mer Méditerranée"), 5.22, 43.19), (N_("Étang de Berre"), 5.12, 43.462), (N_("Rade de Marseille"), 5.325, 43.318))

BEYOND_M = 90_000.0
OVERLAP_M = 50.0


def land_geojson(territory: Territory) -> bytes:
    """Return the territory's land and its neighbours' as two multipolygons, WGS 84: what is left is water."""
    own = territory.municipalities[territory.municipalities["level"] == "municipality"]
    features = []
    for kind, frame, tolerance in (("neighbour", territory.neighbours, 30.0), ("territory", own, 4.0)):
        simple = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance)
        beyond = _beyond(frame.total_bounds, simple) if kind == "neighbour" else []
        merged = gpd.GeoSeries([shapely.union_all([*simple, *beyond])], crs=frame.crs).to_crs(4326).to_numpy()
        rounded = shapely.transform(merged, lambda xy: np.round(xy, COORDINATE_DECIMALS))[0]
        features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": json.loads(shapely.to_geojson(rounded))})
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _beyond(box_l93: npt.NDArray[np.float64], land: npt.NDArray[np.object_]) -> list[shapely.Polygon]:
    """Return plain land north, east and west of where the data end, down to the coast on each side, EPSG:2154.

    A tall or wide window shows more than the data hold; without it their straight edge would look like a shore.
    """
    west, _south, east, north = box_l93
    coasts = [shapely.intersection(land, shapely.LineString([(x, 0), (x, north)])) for x in (west + OVERLAP_M, east - OVERLAP_M)]
    west_coast, east_coast = (shapely.total_bounds(cut[~shapely.is_empty(cut)])[1] for cut in coasts)
    far_west, far_east, far_north = west - BEYOND_M, east + BEYOND_M, north + BEYOND_M
    return [
        shapely.box(far_west, north - OVERLAP_M, far_east, far_north),
        shapely.box(far_west, west_coast, west + OVERLAP_M, far_north),
        shapely.box(east - OVERLAP_M, east_coast, far_east, far_north),
    ]


def place_names(territory: Territory) -> list[dict[str, Any]]:
    """Return the names to draw, most important first: text, position in degrees, kind, and the zooms between which they show."""
    towns = territory.municipalities
    names = [_name(_(text), lon, lat, "water", 9, 16) for text, lon, lat in WATER_NAMES]
    communes = towns[towns["level"] == "municipality"].sort_values("population", ascending=False)
    for name, code, point in zip(communes["name"], communes["code"], _points(communes), strict=True):
        names.append(_name(name, point.x, point.y, "municipality", 8, 11 if code == MARSEILLE else 18))
    districts = towns[towns["level"] == "arrondissement"]
    names += [
        _name(name.replace("Marseille ", ""), p.x, p.y, "district", 12, 18)
        for name, p in zip(districts["name"], _points(districts), strict=True)
    ]
    quartiers = territory.quartiers.sort_values("population", ascending=False)
    names += [_name(name, p.x, p.y, "quartier", 13.5, 18) for name, p in zip(quartiers["name"], _points(quartiers), strict=True)]
    around = territory.neighbours.assign(area=territory.neighbours.area).sort_values("area", ascending=False)
    names += [_name(name, p.x, p.y, "neighbour", 10.5, 18) for name, p in zip(around["name"], _points(around), strict=True)]
    return names


def _points(frame: gpd.GeoDataFrame) -> list[shapely.Point]:
    return list(frame.geometry.representative_point().to_crs(4326))


def _name(text: str, lon: float, lat: float, kind: str, first: float, last: float) -> dict[str, Any]:
    return {"text": text, "lon": round(lon, 5), "lat": round(lat, 5), "kind": kind, "from": first, "to": last}


def search_entries(territory: Territory, most_places: int = 2000) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what the search box finds, by group: key, label, and where the map goes."""
    towns = _areas(territory.municipalities, "name")
    neighbourhoods = _areas(territory.priority_neighbourhoods, "name")
    quartiers = territory.quartiers
    spots = [
        {"key": f"q{code}", "label": f"{name} ({district.removeprefix('132').lstrip('0')}e)", "lat": round(p.y, 5), "lon": round(p.x, 5)}
        for code, name, district, p in zip(
            quartiers["code"], quartiers["name"], quartiers["arrondissement"], _points(quartiers), strict=True
        )
    ]
    frame = territory.candidates.head(most_places)
    places = [
        {"key": f"p{code}", "label": f"{name} · {code}", "lat": round(lat, 5), "lon": round(lon, 5), "place": code}
        for code, name, lat, lon in zip(frame["id"], frame["name"], frame["lat"], frame["lon"], strict=True)
    ]
    return [
        (_("Communes"), towns),
        (_("Quartiers prioritaires"), neighbourhoods),
        (_("Quartiers de Marseille"), spots),
        (_("Lieux candidats"), places),
    ]


def _areas(frame: gpd.GeoDataFrame, label: str) -> list[dict[str, Any]]:
    boxes: pd.DataFrame = frame.geometry.to_crs(4326).bounds.round(5)
    return [
        {"key": f"a{code}", "label": name, "bounds": [[box.miny, box.minx], [box.maxy, box.maxx]]}
        for code, name, box in zip(frame["code"], frame[label], boxes.itertuples(), strict=True)
    ]
