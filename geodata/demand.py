"""Demand points: official population totals spread over the cells of a 300 m grid (an estimate)."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.apportion import apportion
from geodata.cells import cell_parts, share_among_quartiers
from geodata.crs import L93, Floats
from geodata.perimeter import AREAS, ARRONDISSEMENTS, municipality_of

# [H] working hypotheses, discussed in docs/adr: no published figure exists below the IRIS offline.
DECAY_SHARE = 0.6
DENSITY_FLOOR = 0.03
QPV_DENSITY_FLOOR = 0.6
QPV_DENSITY_BOOST = 2.5
QPV_SOCIAL_BOOST = 5.0
SOCIAL_CAP_SHARE = 0.9


@dataclass(frozen=True)
class Unit:
    """What is spread together: a commune, or a quartier of Marseille, with the totals that must be kept."""

    code: str
    centre_l93: tuple[float, float]
    population: int
    population_rp2021: int
    dwellings: int
    poverty_rate_pct: float


def demand_points(
    areas: gpd.GeoDataFrame,
    town_halls: gpd.GeoDataFrame,
    priority: gpd.GeoDataFrame,
    quartiers: gpd.GeoDataFrame,
    iris: pd.DataFrame,
    indicators: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return the demand points (EPSG:2154), all totals kept exactly.

    Parameters
    ----------
    areas : GeoDataFrame
        The 34 communes and arrondissements: code, legal population, geometry.
    town_halls : GeoDataFrame
        The communes' town halls: code, point.
    priority, quartiers : GeoDataFrame
        Priority neighbourhoods and quartiers.
    iris, indicators : DataFrame
        RP2021 figures by IRIS; indicators by commune.

    Returns
    -------
    GeoDataFrame
        One row an inhabited part of a cell; see ``geodata.schemas.DEMAND``.
    """
    covering = gpd.GeoDataFrame(areas[areas["code"].isin(AREAS)], crs=L93)
    parts = cell_parts(covering, priority)
    parts["quartier"] = share_among_quartiers(parts, covering, quartiers)
    parts["unit"] = parts["quartier"].where(parts["quartier"].notna(), parts["area_code"])
    units = _commune_units(areas, town_halls, iris, indicators) + _quartier_units(areas, quartiers)
    spread = pd.concat([_spread(unit, parts[parts["unit"] == unit.code]) for unit in units])
    points = spread[(spread["population"] > 0) | (spread["population_rp2021"] > 0) | (spread["dwellings"] > 0)].sort_index()
    points["municipality"] = points["area_code"].map(municipality_of)
    points["social_dwellings"] = _social_dwellings(points, indicators)
    return _shaped(points.reset_index(drop=True))


def _commune_units(areas: gpd.GeoDataFrame, town_halls: gpd.GeoDataFrame, iris: pd.DataFrame, indicators: pd.DataFrame) -> list[Unit]:
    """Return the 17 communes outside Marseille, centred on their town hall."""
    legal = areas.set_index("code")["population"]
    halls = town_halls.set_index("code").geometry
    dwellings = indicators.set_index("code")["dwellings"]
    counted = iris.groupby("municipality")["population"].sum()
    poverty = _poverty_by_commune(iris)
    return [
        Unit(
            code,
            (float(halls[code].x), float(halls[code].y)),
            int(legal[code]),
            int(counted[code]),
            int(dwellings[code]),
            float(poverty.get(code, np.nan)),
        )
        for code in AREAS
        if code not in ARRONDISSEMENTS
    ]


def _poverty_by_commune(iris: pd.DataFrame) -> pd.Series:
    """Return the population-weighted mean of the published IRIS poverty rates, by commune."""
    known = iris[iris["poverty_rate_pct"].notna()]
    weighted = (known["poverty_rate_pct"] * known["population"]).groupby(known["municipality"]).sum()
    return (weighted / known["population"].groupby(known["municipality"]).sum()).round(1)


def _quartier_units(areas: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame) -> list[Unit]:
    """Return the 111 quartiers; their RP2021 shares are scaled to each arrondissement's legal population."""
    legal = areas.set_index("code")["population"]
    units = []
    for code, group in quartiers.groupby("arrondissement", sort=True):
        scaled = apportion(int(legal[code]), group["population"].to_numpy())
        for row, population in zip(group.itertuples(), scaled, strict=True):
            centre = (float(row.geometry.x), float(row.geometry.y))
            units.append(Unit(row.code, centre, int(population), int(row.population), int(row.dwellings), float(row.poverty_rate_pct)))
    return units


def _spread(unit: Unit, parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Spread one unit's totals over its parts."""
    weights = density(parts, unit.centre_l93)
    population = apportion(unit.population, weights)
    return parts.assign(
        population=population,
        population_rp2021=apportion(unit.population_rp2021, weights),
        dwellings=apportion(unit.dwellings, weights),
        poverty_rate_pct=unit.poverty_rate_pct,
    )


def density(parts: gpd.GeoDataFrame, centre_l93: tuple[float, float]) -> Floats:
    """Return the relative number of people of each part of one unit.

    The part's area × exp(−d / h), with d the distance to the unit's centre (town hall or quartier centroid) and
    h = 0.6 × the radius of the disc of the unit's area, never below 3 % of the centre's density. Priority
    neighbourhoods are dense wherever they stand: never below 60 % of the centre's density, then × 2.5.
    """
    xy = shapely.get_coordinates(parts.geometry.to_numpy())
    area = parts["part_m2"].to_numpy(float)
    distance_m = np.hypot(xy[:, 0] - centre_l93[0], xy[:, 1] - centre_l93[1])
    reach_m = DECAY_SHARE * np.sqrt(area.sum() / np.pi)
    inside = parts["qpv_code"].notna().to_numpy()
    boost, floor = np.where(inside, QPV_DENSITY_BOOST, 1.0), np.where(inside, QPV_DENSITY_FLOOR, DENSITY_FLOOR)
    return np.asarray(area * np.maximum(np.exp(-distance_m / reach_m), floor) * boost, float)


def _social_dwellings(points: pd.DataFrame, indicators: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Spread each commune's estimated social dwellings (main residences × SRU rate); NaN if the rate is unknown."""
    result = np.full(len(points), np.nan)
    known = indicators[indicators["social_housing_rate_pct"].notna()]
    totals = {
        str(code): social_dwellings_total(int(homes), float(rate))
        for code, homes, rate in zip(known["code"], known["main_residences"], known["social_housing_rate_pct"], strict=True)
    }
    for code, total in totals.items():
        mine = np.flatnonzero((points["municipality"] == code).to_numpy())
        dwellings = points["dwellings"].to_numpy()[mine]
        boost = np.where(points["qpv_code"].notna().to_numpy()[mine], QPV_SOCIAL_BOOST, 1.0)
        result[mine] = apportion(total, dwellings * boost, np.floor(dwellings * SOCIAL_CAP_SHARE))
    return result


def social_dwellings_total(main_residences: int, rate_pct: float) -> int:
    """Return a commune's estimated number of social dwellings: main residences × SRU rate, rounded."""
    return round(main_residences * rate_pct / 100)


def _shaped(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Name the points and order the columns."""
    points["id"] = [f"D{number:05d}" for number in range(1, len(points) + 1)]
    columns = [
        "id", "municipality", "area_code", "quartier", "population", "population_rp2021", "dwellings", "social_dwellings",
        "poverty_rate_pct", "qpv_code", "geometry",
    ]  # fmt: skip
    return gpd.GeoDataFrame(points[columns], crs=L93)
