"""The layers of the social dwellings of each area, from the demand points."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import numpy as np

from criteria.geodesy import true_area_m2
from criteria.workspace import share_of_known
from domain.selection import Selection
from geodata.territory import Territory
from layers import municipalities
from layers.layer import Layer


def of_areas(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the areas of the territory that pass `selection`, EPSG:2154, with what their demand points say of social housing.

    Columns added: `social_dwellings` and `social_share_pct` (% of the dwellings whose tenure is known), `land_km2`. Both are NaN where the
    tenure of less than half of the dwellings is known: unknown, not zero.
    """
    rows, points = municipalities.frame(territory, selection), territory.demand
    social, homes = points["social_dwellings"], points["dwellings"]
    sums = points.assign(social=social.fillna(0.0), known=homes.where(social.notna(), 0.0)).groupby("area_code")[
        ["social", "known", "dwellings"]
    ]
    found = sums.sum().reindex(rows["code"]).to_numpy(float)
    known_share = share_of_known(*found.T)
    return rows.assign(
        social_dwellings=np.where(np.isfinite(known_share), found[:, 0], np.nan),
        social_share_pct=100 * known_share,
        land_km2=true_area_m2(rows.geometry.to_numpy()) / 1e6,
    )


dwellings_layer = partial(
    Layer,
    sources=("demand_estimate", "sru2024", "rpls"),
    geometry="polygon",
    frame=of_areas,
    style={"className": "area band", "weight": 1},
    visible=False,
    facet="communes",
)
"""A layer of these areas: what is left to say is what it is called, what it says of an area and by which classes it fills it."""
