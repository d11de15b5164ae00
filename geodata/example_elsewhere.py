"""Example data of a territory that the product was not made for: invented around its town halls, and marked."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, local_crs
from geodata.example import example_candidates
from geodata.extract import Extract
from geodata.perimeter import in_use, municipality_of

ZONES = 24
CENTRES = 30
RESSOURCERIES = 2
DECHETERIES = 6
CENTRE_M = 500.0
UPDATED_ON = "2026-01-05"


def candidates_elsewhere(raw: Extract) -> gpd.GeoDataFrame:
    """Return invented sites and premises in and around the centres of the most populous areas (metres)."""
    areas = _most_populous(raw)
    return example_candidates(raw.areas, _centres(areas.head(CENTRES)), _zones(areas.head(ZONES)))


def facilities_elsewhere(raw: Extract) -> gpd.GeoDataFrame:
    """Return a few invented ressourceries and déchèteries in the most populous areas (metres); their tonnages are unknown."""
    areas = _most_populous(raw)
    rows = [("ressourcerie", "Ressourcerie", row) for row in areas.head(RESSOURCERIES).itertuples()]
    rows += [("decheterie", "Déchèterie", row) for row in areas.head(DECHETERIES).itertuples()]
    frame = pd.DataFrame(
        {
            "id": [f"EX-{number:02d}" for number in range(1, len(rows) + 1)],
            "name": [f"{word} – {row.name} (exemple)" for _kind, word, row in rows],
            "kind": [kind for kind, _word, _row in rows],
            "area_code": [row.code for *_words, row in rows],
            "municipality": [municipality_of(str(row.code)) for *_words, row in rows],
            "tonnes_yr": np.full(len(rows), np.nan),
            "is_example": True,
            "updated_on": pd.Timestamp(UPDATED_ON),
        }
    )
    points = [row.edge if kind == "decheterie" else row.centre for kind, _word, row in rows]
    return gpd.GeoDataFrame(frame, geometry=points, crs=local_crs())


def _most_populous(raw: Extract) -> pd.DataFrame:
    """Return the covering areas, most populous first: code, name, shape, centre and edge (points inside, at the snapshot's precision)."""
    areas = raw.areas[raw.areas["code"].isin(in_use().areas)]
    halls = dict(zip(raw.town_halls["code"], raw.town_halls.geometry, strict=True))
    rows = []
    for code, name, people, shape in zip(areas["code"], areas["name"], areas["population"], areas.geometry, strict=True):
        middle = _rounded(shape.representative_point())
        hall = halls.get(code, middle)
        rows.append((code, name, people, shape, hall if shape.contains(hall) else middle, middle))
    frame = pd.DataFrame(rows, columns=["code", "name", "population", "shape", "centre", "edge"])
    return frame.sort_values(["population", "code"], ascending=[False, True], ignore_index=True)


def _rounded(point: shapely.Point) -> shapely.Point:
    return shapely.Point(round(point.x, COORDINATE_DECIMALS), round(point.y, COORDINATE_DECIMALS))


def _zones(areas: pd.DataFrame) -> pd.DataFrame:
    centres = list(areas["edge"])
    return pd.DataFrame(
        {
            "zone_name": [f"Zone d'activité – {name}" for name in areas["name"]],
            "area_code": areas["code"],
            "x": [point.x for point in centres],
            "y": [point.y for point in centres],
            "sites": 1 + (areas.index < len(areas) // 2),
        }
    )


def _centres(areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the land around each centre: what stands for a priority neighbourhood where none is known."""
    shapes = [shapely.intersection(centre.buffer(CENTRE_M), shape) for centre, shape in zip(areas["centre"], areas["shape"], strict=True)]
    columns = {"code": areas["code"], "name": areas["name"], "area_ha": shapely.area(shapes) / 10_000}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=local_crs())
