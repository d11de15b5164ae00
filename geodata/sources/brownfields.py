"""Brownfields, site by site (Cerema, Cartofriches): where they are, how large, what is going on there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.communes import Communes
from geodata.crs import COORDINATE_DECIMALS, to_l93
from geodata.readers import LARGE, Reader
from geodata.sentences import sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import resource_url, table_of
from i18n import N_

DATASET = "sites-references-dans-cartofriches"
FILE = "friches.csv"
NEEDED = (
    "site_id", "longitude", "latitude", "site_nom", "site_type", "site_statut", "site_adresse", "comm_insee", "unite_fonciere_surface",
    "bati_surface",
)  # fmt: skip

PARCELS = "unite_fonciere_refcad"
"""The cadastral parcels of a site, which the standard lets a producer leave out."""


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the sites of the territory; one without position is passed over and named.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, a site is there twice, none is of the territory, or the service does not answer.
    """
    path = reader.fetch(FILE, resource_url(reader, FILE, DATASET, "standard*.csv|friches-standard"), LARGE)
    codes = set(frames["municipalities"]["code"].astype(str))
    rows = pd.concat(
        [part[part["comm_insee"].isin(codes)] for part in table_of(path, NEEDED, FILE, LARGE, more=(PARCELS,))], ignore_index=True
    )
    lon, lat = (pd.to_numeric(rows[name].str.replace(",", "."), errors="coerce") for name in ("longitude", "latitude"))
    x, y = to_l93(lon, lat)
    areas = [code for code, _name in Communes(gpd.GeoDataFrame(frames["municipalities"]), gpd.GeoDataFrame(frames["neighbours"])).at(x, y)]
    names = rows["site_nom"].fillna(rows["site_id"])
    lost = tuple(sentence(N_("{name} : sans position"), name=str(name)) for name in names[lon.isna() | lat.isna()])
    frame = gpd.GeoDataFrame(
        {
            "code": rows["site_id"],
            "name": names,
            "kind": rows["site_statut"],
            "detail": _detail(rows),
            "area_code": areas,
            "land_m2": pd.to_numeric(rows["unite_fonciere_surface"], errors="coerce"),
            "built_m2": pd.to_numeric(rows["bati_surface"], errors="coerce"),
        },
        geometry=gpd.points_from_xy(np.round(x, COORDINATE_DECIMALS), np.round(y, COORDINATE_DECIMALS)),
        crs=gpd.GeoDataFrame(frames["municipalities"]).crs,
    )
    known = frame[frame["area_code"] != ""].sort_values("code", ignore_index=True)
    if known.empty:
        raise FeedError(N_("aucun lieu du territoire dans la réponse"))
    return Reading(known, N_("sites recensés au jour de la lecture"), lost)


def _detail(rows: pd.DataFrame) -> pd.Series:
    """Return the type of each site and, where they are published, its parcels."""
    parcels = ("parcelles " + rows[PARCELS].astype("str").str.replace("|", ", ")).where(rows[PARCELS].notna(), "")
    both = rows["site_type"].fillna("").str.cat(parcels, " · ").str.strip(" ·")
    return both.where(both != "", None)


FEED = Feed("brownfield_sites", 70, "brownfields", read, (FILE,))
