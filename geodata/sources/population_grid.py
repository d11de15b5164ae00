"""People on the 200 m grid of INSEE (Filosofi): counted on each cell, in place of the estimate that comes with the product."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geodata.crs import COORDINATE_DECIMALS
from geodata.download import Limits
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import table_of
from i18n import N_

URL = "https://www.insee.fr/fr/statistiques/fichier/8735162/Filosofi2021_carreaux_200m_csv.zip"
FILE, ENTRY = "Filosofi2021_carreaux_200m_csv.zip", "carreaux_200m_met.csv"
LIMITS = Limits(total_s=1_800.0, received_bytes=400_000_000, unpacked_bytes=2_500_000_000)
NEEDED = ("idcar_200m", "i_est_200", "lcog_geo", "ind", "men", "men_pauv", "log_soc")
IDENTIFIER = r"CRS3035RES200mN(\d+)E(\d+)"
CELL_M = 200.0
SOUTH_WEST = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * CELL_M
"""Corners of a cell from the one that its identifier names, metres, EPSG:3035."""


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the cells of the territory's communes (squares), with their people and households.

    A cell of fewer than eleven households is imputed by INSEE: it is marked, and counts as the others, since sums of cells keep totals.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, an identifier is of another grid, no cell is of the territory, the file cannot be read.
    """
    towns = gpd.GeoDataFrame(frames["municipalities"])
    codes = "|".join(re.escape(str(code)) for code in towns["code"])
    path = reader.fetch(FILE, URL, LIMITS)
    parts = [
        part[part["lcog_geo"].fillna("").str.match(rf"^(?:.{{5}})*(?:{codes})")]
        for part in table_of(path, NEEDED, FILE, LIMITS, entry=ENTRY)
    ]
    cells = pd.concat(parts, ignore_index=True)
    if cells.empty:
        raise FeedError(N_("aucun carreau du territoire dans le fichier"))
    corners = cells["idcar_200m"].str.extract(IDENTIFIER)
    if corners.isna().any(axis=None):
        odd = str(cells["idcar_200m"].fillna("")[corners.isna().any(axis=1)].iloc[0])
        raise FeedError(N_("identifiant de carreau inattendu : « {value} » (grille de 200 m, EPSG:3035)"), value=odd)
    return _reading(cells, _squares(corners.astype(float), str(towns.crs.to_string())), towns)


def _reading(cells: pd.DataFrame, squares: np.ndarray, towns: gpd.GeoDataFrame) -> Reading:
    values = {name: pd.to_numeric(cells[name], errors="coerce") for name in ("ind", "men", "men_pauv", "log_soc")}
    unknown = int(values["ind"].isna().sum())
    frame = gpd.GeoDataFrame(
        {
            "code": cells["idcar_200m"],
            "name": cells["idcar_200m"],
            "population": values["ind"],
            "households": values["men"],
            "poor_households": values["men_pauv"],
            "social_dwellings": values["log_soc"],
            "is_imputed": cells["i_est_200"].astype(str).str.startswith("1"),
        },
        geometry=squares,
        crs=towns.crs,
    )
    known = frame[frame["population"].notna()].assign(households=frame["households"].fillna(0)).sort_values("code", ignore_index=True)
    passed_over: list[Sentence] = []
    if unknown:
        passed_over.append(sentence(N_("carreaux sans population : {n}"), n=unknown))
    doubts = _strays(gpd.GeoDataFrame(known), towns)
    return Reading(known, "Filosofi 2021", tuple(passed_over), doubts)


def _squares(corners: pd.DataFrame, crs: str) -> np.ndarray:
    """Return the cells as polygons of the territory's projection, of the north and east of their corner (EPSG:3035)."""
    rings = np.stack([corners[1], corners[0]], axis=1)[:, None, :] + SOUTH_WEST
    x, y = Transformer.from_crs("EPSG:3035", crs, always_xy=True).transform(rings[..., 0], rings[..., 1])
    return shapely.polygons(np.round(np.stack([x, y], axis=-1), COORDINATE_DECIMALS))


def _strays(cells: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> tuple[Sentence, ...]:
    """Say how many people the cells would put away from the territory: their axes are swapped, or their projection is another."""
    near = cells.intersects(towns.union_all().buffer(1_000.0)).to_numpy()
    people = float(cells["population"].sum())
    astray = float(cells["population"][~near].sum())
    return (sentence(N_("habitants qui seraient hors du territoire : {n}"), n=round(astray)),) if astray > people / 20 else ()


FEED = Feed("population_grid", 20, "population_grid", read, (FILE,), replaces="demand_estimate")
