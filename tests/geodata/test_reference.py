"""Checks against reference data that the project may not carry (CONVERGENCE_REFERENCE_DATA names their folder)."""

from __future__ import annotations

import unicodedata

import geopandas as gpd
import pandas as pd
import shapely

from geodata.catalogue import SOURCES
from tests.reference import needs, reference

QUARTIERS, CELLS, NEIGHBOURHOODS = "quartiers_marseille_111.parquet", "filosofi2021_1km_half.csv", "qpv2024_gazetteer_4dec.geojson"


def plain(name: object) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", str(name).upper()) if letter.isalpha())


@needs(QUARTIERS)
def test_most_people_of_marseille_stand_in_their_true_quartier(territory):
    polygons = gpd.read_parquet(reference(QUARTIERS)).to_crs(2154)
    names = territory.quartiers.set_index("code")["name"]
    points = territory.demand[territory.demand["municipality"] == "13055"]
    joined = points.sjoin(polygons[["nom_qua", "geometry"]], predicate="within", how="left").drop_duplicates("id")
    right = joined["quartier"].map(names).map(plain) == joined["nom_qua"].map(plain)
    assert (right * joined["population"]).sum() / joined["population"].sum() > 0.85


def in_cells(territory) -> pd.DataFrame:
    """INSEE's 1 km cells that lie in the territory: area, population, people of the demand points, scaled to the area's cells."""
    cells = pd.read_csv(reference(CELLS))
    points = territory.demand.to_crs(3035)
    south_west = {"west_m_3035": points.geometry.x // 1_000 * 1_000, "south_m_3035": points.geometry.y // 1_000 * 1_000}
    people = points.assign(**south_west).groupby(list(south_west))["population_rp2021"].sum().rename("people").reset_index()
    cells = cells.merge(people, how="left").fillna({"people": 0})
    west, south = cells["west_m_3035"].to_numpy(), cells["south_m_3035"].to_numpy()
    squares = shapely.box(west, south, west + 1_000, south + 1_000)
    codes = set(territory.demand["area_code"])
    areas = territory.municipalities[territory.municipalities["code"].isin(codes)].to_crs(3035)
    whole = shapely.area(shapely.intersection(squares, shapely.union_all(areas.geometry.to_numpy()))) > 0.98e6
    centres = gpd.GeoDataFrame(cells[whole], geometry=shapely.centroid(squares[whole]), crs=3035)
    found = centres.sjoin(areas[["code", "geometry"]])
    found["people"] *= found.groupby("code")["population"].transform("sum") / found.groupby("code")["people"].transform("sum")
    return found


@needs(CELLS)
def test_the_share_of_people_in_the_wrong_km2_is_no_more_than_what_is_declared(territory):
    cells = in_cells(territory)
    misplaced = (cells["population"] - cells["people"]).abs() / 2
    assert len(cells) > 100
    assert 100 * misplaced.sum() / cells["population"].sum() <= SOURCES["demand_estimate"].error.share_pct
    known = cells.groupby("code")["population"].sum()
    by_area = (misplaced.groupby(cells["code"]).sum() / known)[known > 2_000]
    assert by_area.max() <= 0.4


@needs(NEIGHBOURHOODS)
def test_priority_neighbourhoods_match_an_independent_copy(territory):
    copy = gpd.read_file(reference(NEIGHBOURHOODS)).to_crs(2154)
    code = next(column for column in copy.columns if copy[column].astype(str).str.fullmatch(r"QN013\d\d[A-Z]").any())
    other = copy[~copy.geometry.is_empty].set_index(code).geometry.buffer(0)
    own = territory.priority_neighbourhoods.set_index("code").geometry
    common = own.index.intersection(other.index)
    assert len(common) >= 40
    # The copy is rounded to four decimals (about 10 m): the two differ by a thin rim only.
    rim = own[common].symmetric_difference(other[common], align=True).area / own[common].area
    assert rim.max() < 0.08
