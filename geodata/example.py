"""Example data: invented candidates and facilities, drawn with a fixed seed from the committed fact tables."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.communes import covering
from geodata.crs import COORDINATE_DECIMALS, local_crs, to_l93
from geodata.draw import days, gaps, pick, rounded_to
from geodata.facts import FACTS
from geodata.perimeter import in_use, municipality_of
from geodata.schemas import CANDIDATES, LANDLORDS

SEED = 20_260_101
PREMISES = 124
MOST_PREMISES = 6
"""Premises of a neighbourhood, on average at most."""
SITE_SPREAD_M = 180.0
PREMISES_RINGS_M = (0.0, 300.0, 900.0)
PREMISES_RING_SHARES = (0.55, 0.27, 0.18)
_TRIES = 4_000

_SITE_WORDS = ("Atelier", "Entrepôt", "Halle", "Bâtiment", "Cellule", "Ancien dépôt")
_SITE_STREETS = (
    "avenue des Artisans", "rue de la Forge", "impasse des Ateliers", "chemin de la Carrière", "avenue du Four à chaux",
    "rue des Tonneliers", "allée de la Soudure", "rue du Gabarit", "chemin des Tuileries", "avenue de l'Établi",
)  # fmt: skip
_PREMISES_WORDS = (
    "Ancienne supérette", "Ancienne laverie", "Ancienne boulangerie", "Ancien cabinet médical", "Ancienne agence",
    "Local associatif", "Ancien salon de coiffure", "Pied d'immeuble", "Ancienne loge", "Ancienne pharmacie",
    "Ancien bar-tabac", "Ancienne mercerie",
)  # fmt: skip
_PREMISES_STREETS = (
    "allée des Platanes", "rue des Micocouliers", "avenue du Vallat", "place du Lavoir", "traverse du Mûrier",
    "impasse des Lauriers", "boulevard de la Restanque", "rue du Figuier", "montée des Genêts", "chemin de la Noria",
    "square des Amandiers", "rue du Cabanon", "allée des Arbousiers", "place de la Treille", "traverse des Cigales",
    "rue du Puits-Neuf",
)  # fmt: skip


def example_candidates(areas: gpd.GeoDataFrame, priority: gpd.GeoDataFrame, zones: pd.DataFrame | None = None) -> gpd.GeoDataFrame:
    """Return the invented candidates (metres): zone sites, then premises; always the same ones.

    Parameters
    ----------
    areas : GeoDataFrame
        Communes and arrondissements: code, name, geometry.
    priority : GeoDataFrame
        Where the premises are: code, name, area_ha, geometry (the priority neighbourhoods, or what stands for them).
    zones : DataFrame, optional
        Where the sites are: zone_name, area_code, x and y (metres), sites; the committed zones when it is None.

    Raises
    ------
    ValueError
        When a fact table puts a zone outside its commune.
    """
    land = covering(areas).reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    names = dict(zip(areas["code"], areas["name"], strict=True))
    frames = [_zone_sites(rng, land, names, committed_zones() if zones is None else zones), _premises(rng, land, priority, names)]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[[name for name in CANDIDATES.columns if name in frame]]
    return gpd.GeoDataFrame(frame, crs=local_crs())


def example_facilities() -> gpd.GeoDataFrame:
    """Return the invented ressourceries and déchèteries (EPSG:2154)."""
    raw = pd.read_csv(FACTS / "example_facilities.csv", dtype={"area_code": "str"}, parse_dates=["updated_on"])
    x, y = to_l93(raw["lon"], raw["lat"])
    frame = pd.DataFrame(
        {
            "id": [f"EX-{number:02d}" for number in range(1, len(raw) + 1)],
            **{name: raw[name] for name in ("name", "kind", "area_code")},
            "municipality": raw["area_code"].map(municipality_of),
            "tonnes_yr": raw["tonnes_yr"].astype(float),
            "is_example": True,
            "updated_on": raw["updated_on"],
        }
    )
    return gpd.GeoDataFrame(
        frame, geometry=shapely.points(np.round(x, COORDINATE_DECIMALS), np.round(y, COORDINATE_DECIMALS)), crs=local_crs()
    )


def committed_zones() -> pd.DataFrame:
    """Return the zones of the product's own territory, near which sites are invented: zone_name, area_code, x and y (metres), sites."""
    zones = pd.read_csv(FACTS / "example_zones.csv", dtype={"area_code": "str"})
    x, y = to_l93(zones["lon"], zones["lat"])
    return zones.assign(x=x, y=y)


def _zone_sites(rng: np.random.Generator, areas: gpd.GeoDataFrame, names: Mapping[str, str], zones: pd.DataFrame) -> pd.DataFrame:
    rows = zones.loc[zones.index.repeat(zones["sites"])].reset_index(drop=True)
    n = len(rows)
    shapes = areas.set_index("code").geometry
    points = [_near(rng, shapes[code], px, py) for code, px, py in zip(rows["area_code"], rows["x"], rows["y"], strict=True)]
    area = rounded_to(np.exp(rng.uniform(np.log(250), np.log(3_500), n)), 10)
    words, numbers = rng.choice(_SITE_WORDS, n), rng.integers(1, 9, n)
    frame = pd.DataFrame(
        {
            "id": [f"ZS-{number:03d}" for number in range(1, n + 1)],
            "kind": "zone_site",
            "name": [f"{word} {number} – {zone} (exemple)" for word, number, zone in zip(words, numbers, rows["zone_name"], strict=True)],
            "area_code": rows["area_code"],
            "zone_name": rows["zone_name"],
            "landlord": None,
            "area_m2": gaps(rng, area, 0.03),
            "sales_area_m2": gaps(rng, rounded_to(area * rng.uniform(0.15, 0.4, n), 5), 0.45),
            "rent_eur_m2_yr": gaps(rng, np.round(rng.triangular(55, 90, 135, n)), 0.25),
            "charges_eur_m2_yr": gaps(rng, np.round(rng.uniform(8, 24, n)), 0.40),
            "clear_height_m": gaps(rng, np.round(rng.triangular(3.2, 5.5, 9.0, n), 1), 0.35),
            "door_width_m": gaps(rng, np.round(rng.uniform(2.5, 5.0, n), 1), 0.45),
            "van_access": pick(rng, n, {"yes": 0.78, "no": 0.08, None: 0.14}),
            "level_access": pick(rng, n, {"yes": 0.62, "no": 0.13, None: 0.25}),
            "transit_m": gaps(rng, rounded_to(rng.gamma(2.5, 180, n) + 80, 10), 0.30),
            "tenure_months": gaps(rng, rng.choice([9.0, 23.0, 36.0, 72.0, 108.0], n, p=[0.08, 0.20, 0.27, 0.20, 0.25]), 0.20),
            "visibility": pick(rng, n, {"low": 0.30, "medium": 0.38, "high": 0.17, None: 0.15}),
            "basement_sale": pick(rng, n, {"no": 0.80, None: 0.20}),
            "plui_allows": pick(rng, n, {"yes": 0.66, "no": 0.08, None: 0.26}),
            "flood_zone": pick(rng, n, {"none": 0.58, "blue": 0.14, "red": 0.06, None: 0.22}),
            "source_id": "example_zone_sites",
        }
    )
    return _completed(rng, frame, points, names, _SITE_STREETS)


def _premises(rng: np.random.Generator, areas: gpd.GeoDataFrame, priority: gpd.GeoDataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    n = min(PREMISES, MOST_PREMISES * len(priority))
    zone = _zone_of_each(rng, n, priority["area_ha"].to_numpy(float))
    land = shapely.union_all(areas.geometry.to_numpy())
    ring = rng.choice(len(PREMISES_RINGS_M), n, p=PREMISES_RING_SHARES)
    shapes = [_ring(priority.geometry.iloc[index], int(level), land) for index, level in zip(zone, ring, strict=True)]
    points = [_inside(rng, shape) for shape in shapes]
    owner = areas.sindex.query(np.array(points), predicate="intersects", output_format="indices")
    area_index = owner[1][np.unique(owner[0], return_index=True)[1]]
    area = rounded_to(np.exp(rng.uniform(np.log(45), np.log(420), n)), 5)
    frame = pd.DataFrame(
        {
            "id": [f"RC-{number:03d}" for number in range(1, n + 1)],
            "kind": "premises",
            "name": _premises_names(rng, zone, priority["name"].to_numpy()),
            "area_code": areas["code"].to_numpy()[area_index],
            "zone_name": None,
            "landlord": rng.choice(LANDLORDS, n, p=(0.36, 0.27, 0.22, 0.15)),
            "area_m2": gaps(rng, area, 0.03),
            "sales_area_m2": gaps(rng, rounded_to(area * rng.uniform(0.45, 0.8, n), 5), 0.40),
            "rent_eur_m2_yr": gaps(rng, np.round(rng.triangular(60, 95, 190, n)), 0.25),
            "charges_eur_m2_yr": gaps(rng, np.round(rng.uniform(10, 38, n)), 0.40),
            "clear_height_m": gaps(rng, np.round(rng.triangular(2.4, 3.2, 4.6, n), 1), 0.35),
            "door_width_m": gaps(rng, np.round(rng.uniform(0.8, 2.4, n), 1), 0.45),
            "van_access": pick(rng, n, {"yes": 0.48, "no": 0.26, None: 0.26}),
            "level_access": pick(rng, n, {"yes": 0.56, "no": 0.20, None: 0.24}),
            "transit_m": gaps(rng, rounded_to(rng.gamma(2.2, 110, n) + 40, 10), 0.20),
            "tenure_months": gaps(rng, rng.choice([6.0, 11.0, 12.0, 36.0, 72.0, 108.0], n, p=[0.06, 0.06, 0.18, 0.34, 0.18, 0.18]), 0.22),
            "visibility": pick(rng, n, {"low": 0.26, "medium": 0.34, "high": 0.26, None: 0.14}),
            "basement_sale": pick(rng, n, {"no": 0.72, "yes": 0.07, None: 0.21}),
            "plui_allows": pick(rng, n, {"yes": 0.68, "no": 0.07, None: 0.25}),
            "flood_zone": pick(rng, n, {"none": 0.66, "blue": 0.10, "red": 0.04, None: 0.20}),
            "source_id": "example_premises",
        }
    )
    return _completed(rng, frame, points, names, _PREMISES_STREETS)


def _completed(
    rng: np.random.Generator, frame: pd.DataFrame, points: list[shapely.Point], names: Mapping[str, str], streets: tuple[str, ...]
) -> pd.DataFrame:
    """Add what both kinds share: address, status, dates, geometry."""
    n = len(frame)
    coded = [in_use().postcodes[code][0] for code in frame["area_code"]]
    places = [names[municipality_of(code)] for code in frame["area_code"]]
    street = [f"{number}, {name}" for number, name in zip(rng.integers(1, 98, n), rng.choice(streets, n), strict=True)]
    vacant = days(rng, "2021-03-01", "2025-12-15", n)
    return frame.assign(
        address=[f"{line}, {code} {place}" for line, code, place in zip(street, coded, places, strict=True)],
        municipality=frame["area_code"].map(municipality_of),
        status=rng.choice(("spotted", "visited", "under_study", "shortlisted", "unavailable"), n, p=(0.46, 0.22, 0.17, 0.07, 0.08)),
        available_on=pd.Series(days(rng, "2026-01-05", "2028-06-30", n)).where(rng.random(n) > 0.30),
        vacant_since=pd.Series(vacant).where(rng.random(n) > 0.35),
        updated_on=days(rng, "2025-01-06", "2026-02-27", n),
        is_example=True,
        geometry=points,
    )


def _near(rng: np.random.Generator, area: shapely.Geometry, x: float, y: float) -> shapely.Point:
    """Return a point around (x, y) that lies in the area (metres, EPSG:2154)."""
    if not shapely.contains_xy(area, x, y):
        raise ValueError(f"example zone outside its commune: {x:.0f}, {y:.0f}")
    for _ in range(_TRIES):
        px, py = np.round(rng.normal((x, y), SITE_SPREAD_M), COORDINATE_DECIMALS)
        if shapely.contains_xy(area, px, py):
            return shapely.Point(px, py)
    raise ValueError("no land found around the example zone")


def _ring(zone: shapely.Geometry, level: int, land: shapely.Geometry) -> shapely.Geometry:
    """Return the land inside a zone (level 0), or in one of the rings around it."""
    inner, outer = PREMISES_RINGS_M[max(level - 1, 0)], PREMISES_RINGS_M[level]
    shape = zone if level == 0 else zone.buffer(outer).difference(zone.buffer(inner))
    return shapely.intersection(shape, land)


def _inside(rng: np.random.Generator, shape: shapely.Geometry) -> shapely.Point:
    """Return a random point of a polygon, at the snapshot's precision."""
    west, south, east, north = shape.bounds
    for _ in range(_TRIES):
        x, y = np.round(rng.uniform((west, south), (east, north)), COORDINATE_DECIMALS)
        if shapely.contains_xy(shape, x, y):
            return shapely.Point(x, y)
    raise ValueError("no point found inside the polygon")


def _zone_of_each(rng: np.random.Generator, n: int, area_ha: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Give two premises to every zone, the others in proportion to the square root of its area."""
    every = np.repeat(np.arange(len(area_ha)), 2)
    weights = np.sqrt(area_ha)
    others = rng.choice(len(area_ha), n - len(every), p=weights / weights.sum())
    return np.sort(np.concatenate([every, others])).astype(np.int64)


def _premises_names(rng: np.random.Generator, zone: npt.NDArray[np.int64], names: npt.NDArray[np.object_]) -> list[str]:
    """Name each premises after a former use, never the same twice in a zone as long as there are others."""
    result = []
    for index in np.unique(zone):
        words = np.resize(rng.permutation(_PREMISES_WORDS), int((zone == index).sum()))
        result += [f"{word} – {names[index]} (exemple)" for word in words]
    return result
