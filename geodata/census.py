"""What follows from the census by IRIS: dwellings of communes, figures and outlines of quartiers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.perimeter import in_use

QUARTIER_COUNTS = (
    "population", "population_0_19", "population_20_64", "population_65_plus", "dwellings", "main_residences", "vacant_dwellings", "houses",
    "flats",
)  # fmt: skip


def dwellings_by_area(iris: pd.DataFrame) -> pd.DataFrame:
    """Return dwellings, main_residences and vacancy_rate_pct of each commune and arrondissement of the perimeter in use, by code.

    A city's are the sums of its arrondissements'; NaN where no IRIS is known.
    """
    perimeter = in_use()
    figures = iris.groupby("area_code")[["dwellings", "main_residences", "vacant_dwellings"]].sum()
    for city, codes in perimeter.cities.items():
        figures.loc[city] = figures.reindex(list(codes)).sum(min_count=1)
    known = {
        "dwellings": figures["dwellings"].astype(float),
        "main_residences": figures["main_residences"].astype(float),
        "vacancy_rate_pct": (100 * figures["vacant_dwellings"] / figures["dwellings"].where(figures["dwellings"] > 0)).round(2),
    }
    return pd.DataFrame(known).reindex(perimeter.codes).rename_axis("code")


def with_dwellings(municipalities: gpd.GeoDataFrame, iris: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the communes and arrondissements with the dwellings of a census; what it does not tell stays."""
    fresh = dwellings_by_area(iris).reindex(municipalities["code"])
    columns = {name: np.where(fresh[name].isna(), municipalities[name], fresh[name]) for name in fresh.columns}
    return gpd.GeoDataFrame(municipalities.assign(**columns), crs=municipalities.crs)


def with_figures(quartiers: gpd.GeoDataFrame, iris: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return quartiers with the sums of their IRIS, and the mean of the published poverty rates, by population."""
    mine = iris[iris["quartier"].notna()]
    codes = quartiers["code"]
    counts = mine.groupby("quartier")[list(QUARTIER_COUNTS)].sum().reindex(codes, fill_value=0)
    published = mine[mine["poverty_rate_pct"].notna()]
    people = published.groupby("quartier")["population"].sum().reindex(codes, fill_value=0).to_numpy(float)
    poor = (published["poverty_rate_pct"] * published["population"]).groupby(published["quartier"]).sum().reindex(codes).to_numpy(float)
    all_people = counts["population"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.round(np.where(people > 0, poor / people, np.nan), 1)
        coverage = np.round(np.where(all_people > 0, people / all_people, 0.0), 2)
    columns = {name: counts[name].to_numpy() for name in QUARTIER_COUNTS}
    return gpd.GeoDataFrame(quartiers.assign(**columns, poverty_rate_pct=rate, poverty_coverage=coverage), crs=quartiers.crs)


def outlined(quartiers: gpd.GeoDataFrame, contours: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Return quartiers as polygons where their contours came (columns code, geometry), as the points of their centres elsewhere."""
    if contours is None or contours.empty:
        return quartiers
    shapes = gpd.GeoDataFrame(contours).set_index("code").geometry.reindex(quartiers["code"]).to_numpy()
    is_known = np.array([shape is not None for shape in shapes])
    return quartiers.set_geometry(np.where(is_known, shapes, quartiers.geometry.to_numpy()), crs=quartiers.crs)
