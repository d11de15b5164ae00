"""Demand points from what INSEE and the Ministry count on the ground: the 200 m grid, the IRIS, the social dwellings."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.apportion import apportion
from geodata.cells import cell_parts, share_among_quartiers
from geodata.communes import Communes, covering
from geodata.crs import Floats
from geodata.demand import shaped, social_dwellings_total
from geodata.perimeter import municipality_of


def grid_points(
    areas: gpd.GeoDataFrame,
    neighbours: gpd.GeoDataFrame,
    priority: gpd.GeoDataFrame,
    quartiers: gpd.GeoDataFrame,
    iris: pd.DataFrame,
    settlements: gpd.GeoDataFrame,
    grid: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return the demand points of the cells of the official grid, cut by communes and priority neighbourhoods.

    Each commune's and arrondissement's legal population is kept exactly, shared as the grid counts people; so are its people and dwellings
    of the census. Poverty is the cell's own, social dwellings are the commune's, shared as the grid counts them.

    Parameters
    ----------
    areas, neighbours, priority, quartiers, iris, settlements : as in `geodata.demand.demand_points`.
    grid : GeoDataFrame
        ``population_grid`` of `geodata.official_frames`: squares, in the projection of `areas`.
    """
    land = covering(areas)
    parts = _parts(grid, land, neighbours, priority)
    parts["quartier"] = share_among_quartiers(parts, land, quartiers, settlements)
    figures = land.set_index("code")
    counted = iris.groupby("area_code")["population"].sum()
    dwellings = _dwellings(figures, quartiers)
    spread = []
    for code, mine in parts.groupby("area_code", sort=True):
        people, homes = mine["people"].to_numpy(float), mine["households"].to_numpy(float)
        spread.append(
            mine.assign(
                population=apportion(int(figures["population"][code]), people),
                population_rp2021=apportion(int(counted.get(code, 0)), people),
                dwellings=apportion(int(dwellings.get(code, 0)), homes),
            )
        )
    points = pd.concat(spread).sort_index()
    points = points[(points["population"] > 0) | (points["population_rp2021"] > 0) | (points["dwellings"] > 0)].reset_index(drop=True)
    points["municipality"] = points["area_code"].map(municipality_of)
    points["social_dwellings"] = _social(points, areas)
    return shaped(points)


def _parts(grid: gpd.GeoDataFrame, land: gpd.GeoDataFrame, neighbours: gpd.GeoDataFrame, priority: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the parts of the cells, with their share of what each counts; a cell beyond the generalised coast is in the nearest area."""
    squares = gpd.GeoDataFrame({"cell": grid["code"]}, geometry=grid.geometry.to_numpy(), crs=grid.crs)
    parts = cell_parts(land, priority, squares)
    beyond = squares[~squares["cell"].isin(parts["cell"])]
    centres = shapely.centroid(beyond.geometry.to_numpy())
    xy = shapely.get_coordinates(centres)
    found = [code for code, _name in Communes(land, neighbours).at(xy[:, 0], xy[:, 1])] if len(beyond) else []
    more = gpd.GeoDataFrame(
        {"area_code": found, "qpv_code": None, "part_m2": 1.0, "cell": beyond["cell"].to_numpy()}, geometry=centres, crs=grid.crs
    )
    whole = gpd.GeoDataFrame(pd.concat([parts, more[more["area_code"] != ""]], ignore_index=True), crs=grid.crs)
    share = whole["part_m2"] / whole.groupby("cell")["part_m2"].transform("sum")
    cells = grid.set_index("code").loc[whole["cell"]]
    households, poor = cells["households"].to_numpy(float), cells["poor_households"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        poverty = np.where(households > 0, np.clip(100 * poor / households, 0, 100), np.nan)
    return whole.assign(
        people=cells["population"].to_numpy(float) * share,
        households=households * share,
        poverty_rate_pct=np.round(poverty, 1),
        social=np.nan_to_num(cells["social_dwellings"].to_numpy(float)) * share,
    )


def _dwellings(figures: pd.DataFrame, quartiers: gpd.GeoDataFrame) -> dict[str, int]:
    """Return the dwellings of each area: of the commune, or the sum of an arrondissement's quartiers."""
    known = figures["dwellings"].dropna().astype(int).to_dict()
    return {**quartiers.groupby("arrondissement")["dwellings"].sum().astype(int).to_dict(), **known}


def _social(points: pd.DataFrame, areas: gpd.GeoDataFrame) -> Floats:
    """Return each commune's social dwellings (main residences × SRU rate), shared as the grid counts them; NaN without a rate."""
    result = np.full(len(points), np.nan)
    known = areas[areas["social_housing_rate_pct"].notna() & areas["main_residences"].notna()]
    for code, homes, rate in zip(known["code"], known["main_residences"], known["social_housing_rate_pct"], strict=True):
        mine = np.flatnonzero((points["municipality"] == code).to_numpy())
        if len(mine):
            result[mine] = apportion(social_dwellings_total(int(homes), float(rate)), _weights(points, mine))
    return result


def _weights(points: pd.DataFrame, rows: npt.NDArray[np.int64]) -> Floats:
    """Return how social dwellings are shared among points: as the grid counts them, else as those shared before, else as dwellings."""
    for column in ("social", "social_dwellings", "dwellings"):
        if column in points:
            weights = np.nan_to_num(points[column].to_numpy(float)[rows])
            if weights.sum() > 0:
                return np.asarray(weights, float)
    return np.ones(len(rows))


def with_social(points: gpd.GeoDataFrame, counts: pd.DataFrame, contours: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return demand points with the social dwellings that RPLS counts: by IRIS where their contours came, by commune otherwise.

    A commune that RPLS does not name keeps what it had. Every dwelling counted is kept, in its IRIS or, without contour, in its commune.
    """
    result = points["social_dwellings"].to_numpy(float).copy()
    place = iris_of(points, contours)
    for area, counted in counts.groupby("area_code"):
        mine = np.flatnonzero((points["area_code"] == area).to_numpy())
        if not len(mine):
            continue
        shared, left = np.zeros(len(points)), 0
        for code, dwellings in zip(counted["code"], counted["dwellings"], strict=True):
            inside = mine[(place[mine] == code)]
            if len(inside):
                shared[inside] += apportion(int(dwellings), _weights(points, inside))
            else:
                left += int(dwellings)
        shared[mine] += apportion(left, _weights(points, mine))
        result[mine] = shared[mine]
    return gpd.GeoDataFrame(points.assign(social_dwellings=result), crs=points.crs)


def with_iris(points: gpd.GeoDataFrame, iris: pd.DataFrame, contours: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return estimated demand points with the poverty rate of their IRIS where it is published, in place of their commune's mean."""
    rates = iris.set_index("code")["poverty_rate_pct"]
    own = rates.reindex(iris_of(points, contours)).to_numpy(float)
    return gpd.GeoDataFrame(
        points.assign(poverty_rate_pct=np.where(np.isnan(own), points["poverty_rate_pct"].to_numpy(float), own)), crs=points.crs
    )


def iris_of(points: gpd.GeoDataFrame, contours: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the code of the IRIS that holds each point; "" where none does."""
    found = np.full(len(points), "", object)
    if len(contours):
        at, zone = shapely.STRtree(contours.geometry.to_numpy()).query(points.geometry.to_numpy(), "intersects")
        found[at[::-1]] = contours["code"].to_numpy(object)[zone[::-1]]
    return found
