"""The styles of a GeoPackage: read by GDAL from its table, well-formed, and as the screen draws."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from domain.candidate import Kind
from reports import geopackage, gis_styles
from reports.extract import Extract
from reports.gis_styles import SE, SLD, Condition, Rule, Sign, styles_of, to_qml, to_sld
from tests.reports.conftest import Make

ASSETS = Path(__file__).parents[2] / "assets"
ORDER = ("Name", "Filter", "PointSymbolizer", "PolygonSymbolizer")
"""The parts of a rule in the order that Symbology Encoding 1.1 asks for."""


@pytest.fixture(scope="module")
def extract(make: Make) -> Extract:
    return make("")


@pytest.fixture(scope="module")
def path(extract: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("styles") / "lieux.gpkg"
    file.write_bytes(geopackage.write(extract))
    return file


def test_gdal_reads_the_table_of_styles_and_the_places_come_first(path: Path) -> None:
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    assert set(styles["f_table_name"]) == {"lieux", "communes", "qpv", "equipements"}
    assert styles["useAsDefault"].astype(bool).all() and set(styles["f_geometry_column"]) == {"geom"}
    assert pyogrio.list_layers(path)[0][0] == "lieux"


def test_every_style_is_well_formed_and_names_fields_of_its_layer(path: Path) -> None:
    for style in pyogrio.read_dataframe(path, layer="layer_styles").itertuples():
        fields = set(pyogrio.read_info(path, layer=style.f_table_name)["fields"])
        qml, sld = ET.fromstring(style.styleQML), ET.fromstring(style.styleSLD)  # noqa: S314 - written here
        rules = qml.findall("renderer-v2/rules/rule")
        symbols = {symbol.get("name"): symbol for symbol in qml.findall("renderer-v2/symbols/symbol")}
        assert rules and [rule.get("symbol") for rule in rules] == list(symbols)
        assert set(re.findall(r'"([a-z_0-9]+)"', " ".join(rule.get("filter", "") for rule in rules))) <= fields
        assert sld.tag == f"{{{SLD}}}StyledLayerDescriptor" and sld.get("version") == "1.1.0"
        told = sld.findall(f".//{{{SE}}}Rule")
        assert [rule.findtext(f"{{{SE}}}Name") for rule in told] == [rule.get("label") for rule in rules]
        for rule in told:
            parts = [ORDER.index(part.tag.rpartition("}")[2]) for part in rule]
            assert parts == sorted(parts) and len(parts) >= 2
        assert {name.text for name in sld.iter("{http://www.opengis.net/ogc}PropertyName")} <= fields


def passing(frame: pd.DataFrame, conditions: Iterable[Condition]) -> pd.Series:
    kept = pd.Series(True, index=frame.index)
    for condition in conditions:
        values = frame[condition.field]
        tests: Mapping[str, pd.Series] = {
            "=": values == condition.value,
            "known": values.notna(),
            "unknown": values.isna(),
        }
        kept &= tests[condition.operator]
    return kept


def test_every_place_is_drawn_once_and_the_invented_ones_in_dashes(path: Path, extract: Extract) -> None:
    places, rules = gpd.read_file(path, layer="lieux"), styles_of(extract)["lieux"]
    drawn = pd.concat([passing(places, rule.conditions) for rule in rules], axis=1).sum(axis=1)
    assert (drawn == 1).all()
    for rule in rules:
        kept = places[passing(places, rule.conditions)]
        assert kept["example"].notna().all() if rule.sign.dashed else kept["example"].isna().all()
    sites = [rule for rule in rules if Condition("kind", "=", Kind.ZONE_SITE.value) in rule.conditions]
    assert {rule.sign.shape for rule in sites} == {"square"}


def test_the_colours_are_those_of_the_light_theme() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.rglob("*.css")))
    light = {}
    for block in re.findall(r":root \{([^}]*)\}", css):
        light |= dict(re.findall(r"--([a-z-]+): ([^;]+);", block))
    one = {"site": "SITE", "premises": "PREMISES", "facility": "FACILITY", "mark-line": "MARK_LINE", "area-line": "AREA_LINE"}
    one |= {"qpv": "QPV", "excluded": "EXCLUDED", "unreached": "UNREACHED", "reached-existing": "REACHED_EXISTING"}
    assert {name: light[name] for name in one} == {name: getattr(gis_styles, constant) for name, constant in one.items()}
    assert tuple(light["scores"].split()) == gis_styles.SCORES and tuple(light["tints"].split()) == gis_styles.TINTS


def test_a_name_that_holds_quotes_or_marks_stays_a_value() -> None:
    hostile = "l'\"<a> & b"
    rules = [Rule(hostile, Sign("#ffffff", "circle", 4), (Condition("id", "=", hostile), Condition("area", ">=", 3.0)))]
    rule = ET.fromstring(to_qml(rules)).find("renderer-v2/rules/rule")  # noqa: S314
    assert rule is not None and rule.get("filter") == '"id" = \'l\'\'"<a> & b\' AND "area" >= 3.0'
    literals = ET.fromstring(to_sld("x", rules)).iter("{http://www.opengis.net/ogc}Literal")  # noqa: S314
    assert [literal.text for literal in literals] == [hostile, "3.0"]
