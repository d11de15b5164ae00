"""The GeoPackage, read back by GDAL."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from reports import geopackage
from reports.columns import COLUMNS
from reports.extract import Extract
from tests.reports.conftest import ADDRESS, Make

LAYERS = {"lieux": "Point", "communes": "MultiPolygon", "qpv": "MultiPolygon", "equipements": "Point"}


@pytest.fixture(scope="module")
def kept(make: Make) -> Extract:
    return make("qpv=inside.within_300")


@pytest.fixture(scope="module")
def path(kept: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("gpkg") / "lieux.gpkg"
    file.write_bytes(geopackage.write(kept))
    return file


def test_it_holds_four_layers_and_the_tables_that_explain_them(path: Path) -> None:
    listed = dict(pyogrio.list_layers(path).tolist())
    assert listed == {**LAYERS, "sources": None, "export": None, "champs": None, "layer_styles": None}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_in_lambert_93(path: Path, layer: str) -> None:
    assert pyogrio.read_info(path, layer=layer)["crs"] == "EPSG:2154"


def test_places_come_back_the_same(path: Path, kept: Extract) -> None:
    frame = gpd.read_file(path, layer="lieux")
    assert list(frame.columns) == [*[column.id for column in COLUMNS], "geometry"]
    assert frame["id"].tolist() == kept.rows["id"].tolist()
    assert frame.geometry.geom_equals(kept.rows.geometry).all()
    for name in ("area_m2", "rent_eur_m2_yr", "transit_m"):
        pd.testing.assert_series_equal(frame[name], kept.rows[name], check_names=False)
    assert frame["available_on"].isna().tolist() == kept.rows["available_on"].isna().tolist()
    assert frame["available_on"].dropna().dt.date.tolist() == kept.rows["available_on"].dropna().dt.date.tolist()
    assert set(frame["example"]) == {"exemple"}


def test_areas_and_facilities_come_whole(path: Path, kept: Extract) -> None:
    territory = kept.territory
    wholes = {"communes": territory.municipalities, "qpv": territory.priority_neighbourhoods, "equipements": territory.facilities}
    for layer, frame in wholes.items():
        assert gpd.read_file(path, layer=layer).geometry.geom_equals(frame.geometry.reset_index(drop=True)).all()
    assert set(gpd.read_file(path, layer="equipements")["example"]) == {"exemple"}


def test_it_says_filter_address_version_and_sources(path: Path, kept: Extract) -> None:
    said = pyogrio.read_dataframe(path, layer="export")
    facts = dict(zip(said["label"], said["value"], strict=True))
    assert facts["Adresse de la vue"] == ADDRESS
    assert facts["Version des données"] == kept.territory.version
    assert facts["Filtre"] == "Quartier prioritaire (QPV) : Dans un QPV, À moins de 300 m, dehors"
    assert said["value"].str.contains("lieux d'exemple").any()
    sources = pyogrio.read_dataframe(path, layer="sources")
    assert set(sources.columns) >= {"producer", "licence", "vintage", "url", "nature"}
    assert sources["producer"].str.contains("INSEE").any()


def test_every_field_has_a_heading_that_gis_software_shows(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        aliases = {
            (layer, field): name for layer, field, name in connection.execute("SELECT table_name, column_name, name FROM gpkg_data_columns")
        }
    fields = {(layer, field) for layer in LAYERS for field in pyogrio.read_info(path, layer=layer)["fields"]}
    assert set(aliases) == fields
    assert aliases["lieux", "rent_eur_m2_yr"] == "Loyer annuel (€/m²/an)"
    dictionary = pyogrio.read_dataframe(path, layer="champs")
    assert len(dictionary) == len(fields)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed: the file is read by pyogrio's own GDAL only")
def test_another_gdal_reads_it_without_a_warning(path: Path, kept: Extract) -> None:
    run = subprocess.run(["ogrinfo", "-ro", "-so", "-al", str(path)], capture_output=True, text=True, timeout=60, check=True)
    assert "Warning" not in run.stdout + run.stderr
    assert f"Feature Count: {len(kept.rows)}" in run.stdout
    assert run.stdout.count('ID["EPSG",2154]') == len(LAYERS)


def test_texts_are_kept_as_they_are(hostile: Extract, tmp_path: Path) -> None:
    file = tmp_path / "hostile.gpkg"
    file.write_bytes(geopackage.write(hostile))
    assert gpd.read_file(file, layer="lieux")["name"].tolist() == hostile.rows["name"].tolist()


def test_an_empty_selection_keeps_the_layer_and_its_fields(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "none.gpkg"
    file.write_bytes(geopackage.write(make("area=99000-")))
    info = pyogrio.read_info(file, layer="lieux")
    assert (info["features"], info["geometry_type"], len(info["fields"])) == (0, "Point", len(COLUMNS))


def test_nothing_is_left_on_disk(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    geopackage.write(make("places=ZS-001"))
    assert list(tmp_path.iterdir()) == []
