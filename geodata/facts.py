"""The committed fact tables, read as frames with English column names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, WGS84, local_crs, to_l93

FACTS = Path(__file__).parent / "facts"

INDICATORS = {
    "insee": "code",
    "taux_sru_2024_pct": "social_housing_rate_pct",
    "n_friches": "brownfields_n",
    "friches_surface_m2": "brownfields_m2",
    "insee2021_vacancy_rate_pct": "vacancy_rate_pct",
    "lovac2025_taux_vacance_pct": "lovac_vacancy_rate_pct",
    "lovac2025_taux_longue_pct": "lovac_long_vacancy_rate_pct",
    "filosofi2021_median_eur": "median_income_eur",
    "insee2021_log": "dwellings",
    "insee2021_rp": "main_residences",
}
_QUARTIERS = {
    "code_gq": "code",
    "nom_qua": "name",
    "depco": "arrondissement",
    "pop": "population",
    "pop_0_19": "population_0_19",
    "pop_20_64": "population_20_64",
    "pop_65p": "population_65_plus",
    "logements": "dwellings",
    "res_principales": "main_residences",
    "logements_vacants": "vacant_dwellings",
    "maisons": "houses",
    "appartements": "flats",
    "taux_pauvrete_pond": "poverty_rate_pct",
    "part_pop_couverte": "poverty_coverage",
    "area_ha": "area_ha",
}
IRIS = {
    "iris": "code",
    "com": "area_code",
    "insee_com": "municipality",
    "typ_iris": "iris_type",
    "lab_iris": "label_quality",
    "code_gq": "quartier",
    "pop": "population",
    "pop_0_19": "population_0_19",
    "pop_20_64": "population_20_64",
    "pop_65p": "population_65_plus",
    "logements": "dwellings",
    "res_principales": "main_residences",
    "res_secondaires": "second_homes",
    "logements_vacants": "vacant_dwellings",
    "maisons": "houses",
    "appartements": "flats",
    "rp_en_appartement": "main_residences_in_flats",
    "median_eur": "median_income_eur",
    "poverty_rate_pct": "poverty_rate_pct",
    "gini": "gini",
}
_ACCENTED = {
    "ACCATES": "Accates", "BARTHELEMY": "Barthélemy", "BARNABE": "Barnabé", "CHATEAU": "Château", "DESERT": "Désert", "EOURES": "Éoures",
    "FOURRAGERE": "Fourragère", "HOTEL": "Hôtel", "ILES": "Îles", "JEROME": "Jérôme", "MALPASSE": "Malpassé", "MEDECINS": "Médecins",
    "MILLIERE": "Millière", "ANDRE": "André", "OPERA": "Opéra", "PERIER": "Périer", "PREFECTURE": "Préfecture", "VAUFREGES": "Vaufrèges",
}  # fmt: skip
_SMALL_WORDS = {"DE", "DU", "LA", "LE", "LES", "AND"}


def french_case(name: str) -> str:
    """Return a quartier's name with French capitals and accents.

    Examples
    --------
    >>> french_case("SAINT-JEAN-DU-DESERT")
    'Saint-Jean-du-Désert'
    """
    text = re.sub(r"^(SAINTE?) ", r"\1-", name)
    first = True
    words = []
    for part in re.split(r"([ \-'])", text):
        small = part in _SMALL_WORDS and not first
        words.append(part.lower() if small else _ACCENTED.get(part, part.capitalize()))
        first = first and not part.strip(" -'")
    return "".join(words)


def indicators() -> pd.DataFrame:
    """Return the indicators of communes and arrondissements (NaN where the source is silent)."""
    frame = pd.read_csv(FACTS / "communes_indicateurs.csv", dtype={"insee": "str"})
    return frame[list(INDICATORS)].rename(columns=INDICATORS)


def quartiers() -> gpd.GeoDataFrame:
    """Return the quartiers of Marseille as points, in the territory's projection, with RP2021 counts."""
    raw = pd.read_csv(FACTS / "quartiers_marseille.csv", dtype={"code_gq": "str", "depco": "str"})
    x, y = to_l93(raw["lon"], raw["lat"])
    frame = raw[list(_QUARTIERS)].rename(columns=_QUARTIERS)
    frame["name"] = frame["name"].map(french_case)
    points = shapely.points(np.round(x, COORDINATE_DECIMALS), np.round(y, COORDINATE_DECIMALS))
    return gpd.GeoDataFrame(frame, geometry=points, crs=local_crs()).sort_values("code", ignore_index=True)


def iris() -> pd.DataFrame:
    """Return the 470 IRIS (no geometry) with RP2021 counts and Filosofi 2021 where published."""
    raw = pd.read_csv(FACTS / "iris_pop_rp2021.csv", dtype={"iris": "str", "com": "str", "insee_com": "str", "code_gq": "str"})
    return raw[list(IRIS)].rename(columns=IRIS).sort_values("code", ignore_index=True)


def settlements() -> gpd.GeoDataFrame:
    """Return where people live, drawn by the project (points, EPSG:2154): name, unit (a commune's or a quartier's code), kind."""
    raw = pd.read_csv(FACTS / "settlements.csv", dtype={"unit": "str"})
    x, y = to_l93(raw["lon"], raw["lat"])
    points = shapely.points(np.round(x, COORDINATE_DECIMALS), np.round(y, COORDINATE_DECIMALS))
    return gpd.GeoDataFrame(raw[["name", "unit", "kind"]], geometry=points, crs=local_crs())


def uninhabited() -> gpd.GeoDataFrame:
    """Return where nobody lives, drawn coarsely by the project (polygons, EPSG:2154): name, kind."""
    features = json.loads((FACTS / "uninhabited.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    geometry = gpd.GeoSeries(shapes, crs=WGS84).to_crs(local_crs()).to_numpy()
    columns = {name: [feature["properties"][name] for feature in features] for name in ("name", "kind")}
    return gpd.GeoDataFrame(columns, geometry=shapely.transform(geometry, lambda xy: np.round(xy, COORDINATE_DECIMALS)), crs=local_crs())


def abroad() -> gpd.GeoSeries:
    """Return the countries next to France, drawn coarsely by the project so that their shores are right (polygons, WGS 84).

    They overlap France, over which they are not drawn.
    """
    features = json.loads((FACTS / "abroad.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [shapely.segmentize(shapely.geometry.shape(feature["geometry"]), 0.2) for feature in features]
    return gpd.GeoSeries(shapes, crs=WGS84)


def priority_neighbourhoods() -> gpd.GeoDataFrame:
    """Return the 44 priority neighbourhoods (QPV 2024) as polygons (EPSG:2154)."""
    features = json.loads((FACTS / "qpv2024.geojson").read_text(encoding="utf-8"))["features"]
    properties = [feature["properties"] for feature in features]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    geometry = gpd.GeoSeries(shapes, crs=WGS84).to_crs(local_crs()).to_numpy()
    towns = [item["insee_com"].replace(",", ".") for item in properties]
    frame = gpd.GeoDataFrame(
        {
            "code": [item["code_qp"] for item in properties],
            "name": [item["lib_qp"] for item in properties],
            "municipality": [town.split(".")[0] for town in towns],
            "municipalities": towns,
            "area_ha": [float(item["area_ha"]) for item in properties],
            "population": np.full(len(towns), np.nan),
            "poverty_rate_pct": np.full(len(towns), np.nan),
        },
        geometry=shapely.transform(geometry, lambda xy: np.round(xy, COORDINATE_DECIMALS)),
        crs=local_crs(),
    )
    return frame.sort_values("code", ignore_index=True)
