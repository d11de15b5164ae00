"""Synthetic candidates, as many as wanted, for benches and property tests: never shown as data."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, Floats, local_crs
from geodata.draw import days, gaps, pick, rounded_to
from geodata.enrich import enrich
from geodata.perimeter import in_use, municipality_of
from geodata.schemas import CANDIDATES, KINDS, LANDLORDS, STATUSES, typed
from geodata.territory import Territory

_YES_NO = {"yes": 0.55, "no": 0.20, None: 0.25}


def synthetic_candidates(n: int, territory: Territory, seed: int) -> gpd.GeoDataFrame:
    """Return n random enriched candidates on the territory's land (EPSG:2154), the same for the same seed.

    Parameters
    ----------
    n : int
        Number of rows, 0 to 999,999.
    territory : Territory
        Gives the land, the priority neighbourhoods and the quartiers.
    seed : int
        Seed of the generator.

    Returns
    -------
    GeoDataFrame
        Columns and types of ``schemas.ENRICHED_CANDIDATES``; positions are uniform over the land.
    """
    rng = np.random.default_rng(seed)
    areas = territory.municipalities[territory.municipalities["code"].isin(in_use().areas)]
    xy, area_codes = _on_land(rng, n, areas)
    frame = _attributes(rng, n, area_codes)
    points = shapely.points(xy[:, 0], xy[:, 1])
    candidates = gpd.GeoDataFrame(typed("candidates", frame), geometry=points, crs=local_crs())[list(CANDIDATES.columns)]
    return enrich(candidates, territory.priority_neighbourhoods, territory.outlined_quartiers)


def _on_land(rng: np.random.Generator, n: int, areas: gpd.GeoDataFrame) -> tuple[Floats, npt.NDArray[np.object_]]:
    """Draw n points uniformly over the areas: an area by its size, then a point by rejection in its box."""
    size = areas.geometry.area.to_numpy()
    counts = rng.multinomial(n, size / size.sum())
    blocks = [_inside(rng, int(count), shape) for count, shape in zip(counts, areas.geometry, strict=True)]
    xy = np.concatenate(blocks)
    codes = np.repeat(areas["code"].to_numpy(object), counts)
    order = rng.permutation(n)
    return xy[order], codes[order]


def _inside(rng: np.random.Generator, count: int, shape: shapely.Geometry) -> Floats:
    west, south, east, north = shape.bounds
    share = float(shape.area) / ((east - west) * (north - south))
    shapely.prepare(shape)
    found = np.empty((0, 2))
    while len(found) < count:
        tries = int((count - len(found)) / share * 1.1) + 8
        xy = np.round(rng.uniform((west, south), (east, north), (tries, 2)), COORDINATE_DECIMALS)
        found = np.concatenate([found, xy[shapely.contains_xy(shape, xy[:, 0], xy[:, 1])]])
    return found[:count]


def _attributes(rng: np.random.Generator, n: int, area_codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    kind = rng.choice(KINDS, n, p=(0.3, 0.7))
    zone = kind == "zone_site"
    area = rounded_to(np.exp(rng.uniform(np.log(np.where(zone, 250, 45)), np.log(np.where(zone, 3_500, 420)))), 5)
    return pd.DataFrame(
        {
            "id": [f"SY-{number:06d}" for number in range(1, n + 1)],
            "kind": kind,
            "name": [f"Lieu de synthèse {number}" for number in range(1, n + 1)],
            "address": None,
            "area_code": area_codes,
            "municipality": [municipality_of(code) for code in area_codes],
            "zone_name": pd.Series("Zone de synthèse", index=range(n)).where(zone),
            "landlord": pd.Series(rng.choice(LANDLORDS, n)).where(~zone),
            "status": rng.choice(STATUSES, n),
            "area_m2": gaps(rng, area, 0.03),
            "sales_area_m2": gaps(rng, rounded_to(area * rng.uniform(0.2, 0.8, n), 5), 0.4),
            "rent_eur_m2_yr": gaps(rng, np.round(rng.triangular(55, 95, 190, n)), 0.25),
            "charges_eur_m2_yr": gaps(rng, np.round(rng.uniform(8, 38, n)), 0.4),
            "available_on": pd.Series(days(rng, "2026-01-05", "2028-06-30", n)).where(rng.random(n) > 0.3),
            "clear_height_m": gaps(rng, np.round(rng.triangular(2.4, 3.6, 8.0, n), 1), 0.35),
            "door_width_m": gaps(rng, np.round(rng.uniform(0.8, 5.0, n), 1), 0.45),
            "van_access": pick(rng, n, _YES_NO),
            "level_access": pick(rng, n, _YES_NO),
            "transit_m": gaps(rng, rounded_to(rng.gamma(2.2, 150, n) + 40, 10), 0.25),
            "tenure_months": gaps(rng, rng.choice([6.0, 11.0, 12.0, 36.0, 72.0, 108.0], n), 0.2),
            "visibility": pick(rng, n, {"low": 0.3, "medium": 0.35, "high": 0.2, None: 0.15}),
            "basement_sale": pick(rng, n, {"no": 0.75, "yes": 0.05, None: 0.2}),
            "plui_allows": pick(rng, n, {"yes": 0.65, "no": 0.1, None: 0.25}),
            "flood_zone": pick(rng, n, {"none": 0.6, "blue": 0.12, "red": 0.06, None: 0.22}),
            "vacant_since": pd.Series(days(rng, "2021-03-01", "2025-12-15", n)).where(rng.random(n) > 0.35),
            "updated_on": days(rng, "2025-01-06", "2026-02-27", n),
            "source_id": np.where(zone, "example_zone_sites", "example_premises"),
            "is_example": True,
        }
    )
