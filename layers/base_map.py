"""The local base map: land and names, drawn without any network."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata import facts
from geodata.crs import WGS84
from geodata.extract import NEIGHBOUR_MARGIN_M
from geodata.perimeter import in_use
from geodata.territory import Territory
from i18n import gettext as _
from layers.layer import COORDINATE_DECIMALS

Floats = npt.NDArray[np.float64]
BEYOND_M = 90_000.0
ABROAD_DEGREES = 0.5
OVERLAP_M = 50.0
CORNER_M = 1_000.0
"""Land that ends so near the corner of the data goes on beyond it."""


def land_geojson(territory: Territory) -> bytes:
    """Return the territory's land and its neighbours' as two multipolygons, WGS 84: what is left is water."""
    own = territory.municipalities[territory.municipalities["level"] == "municipality"]
    features = []
    for kind, frame, tolerance in (("neighbour", territory.neighbours, 30.0), ("territory", own, 4.0)):
        simple = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance)
        beyond = [*_beyond(frame.total_bounds, own.total_bounds, simple), *_abroad(territory)] if kind == "neighbour" else []
        merged = gpd.GeoSeries([shapely.union_all([*simple, *beyond])], crs=frame.crs).to_crs(4326).to_numpy()
        rounded = shapely.transform(merged, lambda xy: np.round(xy, COORDINATE_DECIMALS))[0]
        features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": json.loads(shapely.to_geojson(rounded))})
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _abroad(territory: Territory) -> list[shapely.Geometry]:
    """Return the countries next to France, as far as a window shows, metres."""
    frame = territory.municipalities
    west, south, east, north = map(float, frame.total_bounds)
    window = shapely.box(west - BEYOND_M, south - BEYOND_M, east + BEYOND_M, north + BEYOND_M)
    near = gpd.GeoSeries([window], crs=frame.crs).to_crs(WGS84).iloc[0].buffer(ABROAD_DEGREES)
    countries = facts.abroad()
    clipped = countries[countries.intersects(near)].intersection(near).to_crs(frame.crs)
    return [shape for shape in shapely.intersection(clipped.to_numpy(), window) if not shape.is_empty]


def _beyond(box_l93: Floats, own_l93: Floats, land: npt.NDArray[np.object_]) -> list[shapely.Polygon]:
    """Return plain land beyond each side where the data end on land, down to the coast at each end, metres.

    A tall or wide window shows more than the data hold; without it their straight edge would look like a shore. A side on which what is
    around ends before the margin at which it was cut, as that of an island, is a shore.
    """
    if not len(land):
        return []
    west, south, east, north = map(float, box_l93)
    left, bottom, right, top = np.abs(box_l93 - own_l93) > NEIGHBOUR_MARGIN_M - CORNER_M
    columns, rows = ((west + OVERLAP_M, left), (east - OVERLAP_M, right)), ((south + OVERLAP_M, bottom), (north - OVERLAP_M, top))
    tall = [_span(land, shapely.LineString([(x, south), (x, north)]), 1) if is_cut else None for x, is_cut in columns]
    wide = [_span(land, shapely.LineString([(west, y), (east, y)]), 0) if is_cut else None for y, is_cut in rows]
    beyond_x = (west - BEYOND_M, west + OVERLAP_M), (east - OVERLAP_M, east + BEYOND_M)
    beyond_y = (south - BEYOND_M, south + OVERLAP_M), (north - OVERLAP_M, north + BEYOND_M)
    found = [shapely.box(x[0], span[0], x[1], span[1]) for x, span in zip(beyond_x, tall, strict=True) if span]
    found += [shapely.box(span[0], y[0], span[1], y[1]) for y, span in zip(beyond_y, wide, strict=True) if span]
    for at_x, x in enumerate((west, east)):
        for at_y, y in enumerate((south, north)):
            if _ends_at(tall[at_x], y) and _ends_at(wide[at_y], x):
                found.append(shapely.box(beyond_x[at_x][0], beyond_y[at_y][0], beyond_x[at_x][1], beyond_y[at_y][1]))
    return found


def _span(land: npt.NDArray[np.object_], line: shapely.LineString, axis: int) -> tuple[float, float] | None:
    """Return from where to where land lies on a line, along an axis (metres); None where there is none."""
    met = shapely.get_coordinates(shapely.intersection(land, line))
    return (float(met[:, axis].min()), float(met[:, axis].max())) if len(met) else None


def _ends_at(span: tuple[float, float] | None, corner: float) -> bool:
    return span is not None and min(abs(end - corner) for end in span) <= CORNER_M


def place_names(territory: Territory) -> list[dict[str, Any]]:
    """Return the names to draw, most important first: text, position in degrees, kind, and the zooms between which they show."""
    towns = territory.municipalities
    names = [_name(_(water.label), water.lon, water.lat, "water", 9, 16) for water in in_use().waters]
    communes = towns[towns["level"] == "municipality"].sort_values("population", ascending=False)
    for name, code, point in zip(communes["name"], communes["code"], _points(communes), strict=True):
        names.append(_name(name, point.x, point.y, "municipality", 8, 11 if code in in_use().cities else 18))
    districts, cities = towns[towns["level"] == "arrondissement"], dict(zip(towns["code"], towns["name"], strict=True))
    names += [
        _name(name.removeprefix(f"{cities.get(in_use().commune_of(code))} "), p.x, p.y, "district", 12, 18)
        for code, name, p in zip(districts["code"], districts["name"], _points(districts), strict=True)
    ]
    quartiers = territory.quartiers.sort_values("population", ascending=False)
    names += [_name(name, p.x, p.y, "quartier", 13.5, 18) for name, p in zip(quartiers["name"], _points(quartiers), strict=True)]
    around = territory.neighbours.assign(area=territory.neighbours.area).sort_values("area", ascending=False)
    names += [_name(name, p.x, p.y, "neighbour", 10.5, 18) for name, p in zip(around["name"], _points(around), strict=True)]
    return names


def _points(frame: gpd.GeoDataFrame) -> list[shapely.Point]:
    return list(frame.geometry.representative_point().to_crs(4326))


def _name(text: str, lon: float, lat: float, kind: str, first: float, last: float) -> dict[str, Any]:
    return {"text": text, "lon": round(lon, 4), "lat": round(lat, 4), "kind": kind, "from": first, "to": last}


def search_entries(territory: Territory, most_places: int = 2000) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what the search box finds, by group: key, label, and where the map goes."""
    towns = _areas(territory.municipalities, "name")
    neighbourhoods = _areas(territory.priority_neighbourhoods, "name")
    quartiers = territory.quartiers
    spots = [
        {"key": f"q{code}", "label": f"{name} ({int(district[-2:])}e)", "lat": round(p.y, 4), "lon": round(p.x, 4)}
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
        (_("Quartiers"), spots),
        (_("Lieux candidats"), places),
    ]


def _areas(frame: gpd.GeoDataFrame, label: str) -> list[dict[str, Any]]:
    boxes: pd.DataFrame = frame.geometry.to_crs(4326).bounds.round(4)
    return [
        {"key": f"a{code}", "label": name, "bounds": [[box.miny, box.minx], [box.maxy, box.maxx]]}
        for code, name, box in zip(frame["code"], frame[label], boxes.itertuples(), strict=True)
    ]
