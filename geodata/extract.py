"""First step of the build: boundaries, town halls and legal populations of the perimeter in use, out of the pinned packages."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, WGS84, local_crs
from geodata.france import Archives
from geodata.perimeter import department_of, in_use

NEIGHBOUR_MARGIN_M = 25_000
AROUND_DEGREES = 0.6
"""Around the territory's box, what may hold a neighbour: more than the margin, at any latitude of France."""


ASTRAY_M = 2_000
"""A town hall that lies so far from its commune was misplaced by its source."""


@dataclass(frozen=True)
class Extract:
    """What the packages give: the areas with names and populations, the town halls, the neighbouring communes."""

    areas: gpd.GeoDataFrame
    town_halls: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame


def extract(archives: Archives) -> Extract:
    """Read the pinned packages into frames in the projection of the perimeter in use."""
    boundaries, official = _projected(archives.boundaries), archives.official
    areas = boundaries[boundaries["code"].isin(in_use().codes)].merge(official, on="code", validate="1:1")
    areas = areas.sort_values("code", ignore_index=True)
    areas["name"] = _distinct(areas["name"], areas["code"])
    return Extract(
        areas=gpd.GeoDataFrame(areas[["code", "name", "population", "geometry"]], crs=local_crs()),
        town_halls=_town_halls(areas),
        neighbours=_neighbours(boundaries, official, areas),
    )


def _distinct(names: pd.Series, codes: pd.Series) -> list[str]:
    """Return the names, those of two communes with their département: « Seyssel (74) »."""
    twice = names.duplicated(keep=False)
    return [f"{name} ({department_of(code)})" if is_twice else name for name, code, is_twice in zip(names, codes, twice, strict=True)]


def _town_halls(areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the town hall of each commune, or a point inside it where none is known near (the arrondissements' own are incomplete)."""
    communes = areas[areas["code"].isin(in_use().communes)].reset_index(drop=True)
    halls = [
        shape.representative_point() if hall is None or hall.distance(shape) > ASTRAY_M else hall
        for hall, shape in zip(communes["town_hall"], communes["geometry"], strict=True)
    ]
    return gpd.GeoDataFrame(communes[["code"]], geometry=rounded(np.array(halls, dtype=object)), crs=local_crs())


def rounded(geometries: np.ndarray) -> np.ndarray:
    """Round coordinates (metres) to the snapshot's precision; shared borders stay shared."""
    return np.asarray(shapely.transform(geometries, lambda xy: np.round(xy, COORDINATE_DECIMALS)))


def _projected(boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes and arrondissements near the territory: code, town hall and geometry in metres."""
    own = boundaries[boundaries["code"].isin(in_use().codes)]
    west, south, east, north = own.total_bounds
    margin = AROUND_DEGREES
    near = boundaries[boundaries.intersects(shapely.box(west - margin, south - margin, east + margin, north + margin))]
    frame = near[["code", "geometry"]].reset_index(drop=True).to_crs(local_crs())
    halls = gpd.GeoSeries(near["town_hall"].to_numpy(), crs=WGS84).to_crs(local_crs())
    frame["town_hall"] = [None if hall is None or hall.is_empty else hall for hall in halls]
    return frame.set_geometry(rounded(frame.geometry.to_numpy()), crs=local_crs())


def _neighbours(boundaries: gpd.GeoDataFrame, official: pd.DataFrame, areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the other communes around, clipped to the territory's box widened by the margin."""
    west, south, east, north = gpd.GeoSeries(areas.geometry).total_bounds
    margin = NEIGHBOUR_MARGIN_M
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    others = ~boundaries["code"].isin({*in_use().codes, *official.loc[official["city"] != "", "code"]})
    around = boundaries[others & boundaries.intersects(box)]
    around = around.merge(official[["code", "name"]], on="code", how="left")
    around["geometry"] = rounded(shapely.intersection(around.geometry.to_numpy(), box))
    around["name"] = around["name"].fillna("")
    return gpd.GeoDataFrame(around[["code", "name", "geometry"]].sort_values("code", ignore_index=True), crs=local_crs())
