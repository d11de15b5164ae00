"""Demand points: official population totals spread over the cells of a grid (an estimate)."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.apportion import apportion
from geodata.cells import cell_parts, inhabited, share_among_quartiers
from geodata.communes import covering
from geodata.crs import local_crs
from geodata.density import Centre, centres, density
from geodata.perimeter import in_use, municipality_of

# [H] working hypotheses, discussed in docs/adr: no published figure exists below the IRIS offline.
QPV_SOCIAL_BOOST = 5.0
SOCIAL_CAP_SHARE = 0.9


@dataclass(frozen=True)
class Ground:
    """What the project has drawn of where people live: settlements (points), and land where nobody does (polygons), in EPSG:2154."""

    settlements: gpd.GeoDataFrame
    uninhabited: gpd.GeoDataFrame


@dataclass(frozen=True)
class Unit:
    """What is spread together: a commune, an arrondissement, or a quartier of one, with the totals that must be kept.

    `anchor` is the town hall or the centroid, around which people live where no settlement is known; `city_l93` the centre of the city
    that a quartier or an arrondissement is of.
    """

    code: str
    anchor: Centre
    city_l93: tuple[float, float] | None
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
    ground: Ground,
) -> gpd.GeoDataFrame:
    """Return the demand points (EPSG:2154), all totals kept exactly.

    Parameters
    ----------
    areas : GeoDataFrame
        The communes and arrondissements: code, legal population, geometry.
    town_halls : GeoDataFrame
        The communes' town halls: code, point.
    priority, quartiers : GeoDataFrame
        Priority neighbourhoods and quartiers (polygons, or the points of their centres).
    iris, indicators : DataFrame
        RP2021 figures by IRIS; indicators by commune.
    ground : Ground
        Where people live, and where nobody does.

    Returns
    -------
    GeoDataFrame
        One row an inhabited part of a cell; see ``geodata.schemas.DEMAND``.
    """
    land = covering(areas)
    parts = cell_parts(inhabited(land, priority, ground.uninhabited), priority)
    parts["quartier"] = share_among_quartiers(parts, land, quartiers, ground.settlements)
    parts["unit"] = parts["quartier"].where(parts["quartier"].notna(), parts["area_code"])
    units = _area_units(land, town_halls, quartiers, iris, indicators) + _quartier_units(areas, town_halls, quartiers)
    spread = pd.concat([_spread(unit, parts[parts["unit"] == unit.code], ground.settlements) for unit in units])
    points = spread[(spread["population"] > 0) | (spread["population_rp2021"] > 0) | (spread["dwellings"] > 0)].sort_index()
    points["municipality"] = points["area_code"].map(municipality_of)
    points["social_dwellings"] = _social_dwellings(points, indicators)
    return shaped(points.reset_index(drop=True))


def _area_units(
    areas: gpd.GeoDataFrame, town_halls: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame, iris: pd.DataFrame, indicators: pd.DataFrame
) -> list[Unit]:
    """Return the communes, centred on their town hall, and the arrondissements without quartiers, on their centroid."""
    legal, shapes = areas.set_index("code")["population"], areas.set_index("code").geometry
    dwellings = indicators.set_index("code")["dwellings"]
    counted, poverty = iris.groupby("area_code")["population"].sum(), _poverty_by_area(iris)
    return [
        Unit(
            code,
            _anchor(code, town_halls, shapes[code]),
            _city(code, town_halls),
            int(legal[code]),
            int(counted[code]),
            int(dwellings[code]),
            float(poverty.get(code, np.nan)),
        )
        for code in in_use().areas
        if code not in set(quartiers["arrondissement"])
    ]


def _anchor(code: str, town_halls: gpd.GeoDataFrame, shape: shapely.Geometry) -> Centre:
    """Return the town hall of a commune, else a point in the middle of the area."""
    halls = town_halls.geometry[town_halls["code"] == code]
    point = halls.iloc[0] if len(halls) else shape.representative_point()
    return Centre(float(point.x), float(point.y))


def _city(code: str, town_halls: gpd.GeoDataFrame) -> tuple[float, float] | None:
    """Return the town hall (metres) of the city that an arrondissement is of; None for a commune."""
    city = municipality_of(code)
    if city == code:
        return None
    hall = town_halls.set_index("code").geometry[city]
    return float(hall.x), float(hall.y)


def _poverty_by_area(iris: pd.DataFrame) -> pd.Series:
    """Return the population-weighted mean of the published IRIS poverty rates, by commune or arrondissement."""
    known = iris[iris["poverty_rate_pct"].notna()]
    weighted = (known["poverty_rate_pct"] * known["population"]).groupby(known["area_code"]).sum()
    return (weighted / known["population"].groupby(known["area_code"]).sum()).round(1)


def _quartier_units(areas: gpd.GeoDataFrame, town_halls: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame) -> list[Unit]:
    """Return the quartiers; their RP2021 shares are scaled to each arrondissement's legal population."""
    legal = areas.set_index("code")["population"]
    units = []
    for code, group in quartiers.groupby("arrondissement", sort=True):
        scaled = apportion(int(legal[code]), group["population"].to_numpy())
        city = _city(str(code), town_halls)
        for row, population in zip(group.itertuples(), scaled, strict=True):
            middle = row.geometry.centroid
            anchor = Centre(float(middle.x), float(middle.y))
            units.append(
                Unit(row.code, anchor, city, int(population), int(row.population), int(row.dwellings), float(row.poverty_rate_pct))
            )
    return units


def _spread(unit: Unit, parts: gpd.GeoDataFrame, settlements: gpd.GeoDataFrame) -> pd.DataFrame:
    """Spread one unit's totals over its parts, around its settlements, or its anchor when none is known."""
    around = centres(settlements[settlements["unit"] == unit.code]) or (unit.anchor,)
    weights = density(parts, around, unit.city_l93)
    population = apportion(unit.population, weights)
    return parts.assign(
        population=population,
        population_rp2021=apportion(unit.population_rp2021, weights),
        dwellings=apportion(unit.dwellings, weights),
        poverty_rate_pct=unit.poverty_rate_pct,
    )


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


def shaped(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return demand points named in order, with the columns of their schema in its order."""
    points["id"] = [f"D{number:05d}" for number in range(1, len(points) + 1)]
    columns = [
        "id", "municipality", "area_code", "quartier", "population", "population_rp2021", "dwellings", "social_dwellings",
        "poverty_rate_pct", "qpv_code", "geometry",
    ]  # fmt: skip
    return gpd.GeoDataFrame(points[columns], crs=local_crs())
