"""Checks against reference data that the project may not carry (CONVERGENCE_REFERENCE_DATA names their folder)."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import geopandas as gpd
import pytest

FOLDER = os.environ.get("CONVERGENCE_REFERENCE_DATA")
pytestmark = pytest.mark.skipif(not FOLDER, reason="CONVERGENCE_REFERENCE_DATA is not set: no reference data to check against")


def plain(name: object) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", str(name).upper()) if letter.isalpha())


def test_most_people_of_marseille_stand_in_their_true_quartier(territory):
    polygons = gpd.read_parquet(Path(str(FOLDER)) / "quartiers_marseille_111.parquet").to_crs(2154)
    names = territory.quartiers.set_index("code")["name"]
    points = territory.demand[territory.demand["municipality"] == "13055"]
    joined = points.sjoin(polygons[["nom_qua", "geometry"]], predicate="within", how="left").drop_duplicates("id")
    right = joined["quartier"].map(names).map(plain) == joined["nom_qua"].map(plain)
    assert (right * joined["population"]).sum() / joined["population"].sum() > 0.85


def test_priority_neighbourhoods_match_an_independent_copy(territory):
    copy = gpd.read_file(Path(str(FOLDER)) / "qpv2024_gazetteer_4dec.geojson").to_crs(2154)
    code = next(column for column in copy.columns if copy[column].astype(str).str.fullmatch(r"QN013\d\d[A-Z]").any())
    other = copy[~copy.geometry.is_empty].set_index(code).geometry.buffer(0)
    own = territory.priority_neighbourhoods.set_index("code").geometry
    common = own.index.intersection(other.index)
    assert len(common) >= 40
    # The copy is rounded to four decimals (about 10 m): the two differ by a thin rim only.
    rim = own[common].symmetric_difference(other[common], align=True).area / own[common].area
    assert rim.max() < 0.08
