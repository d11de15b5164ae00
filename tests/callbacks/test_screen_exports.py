"""What is exported from « Convergence » and « Scénarios » says what the screen says, in every format, read back as its users read it."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from callbacks.application import Convergence
from domain.stakeholder import STAKEHOLDERS
from services.context import Context
from services.words.scores import verdict_words

JUDGED = "kinds=premises&as=shop&w=waste-3&green=waste-0.7&hyp=walk_reach_m-1200&judged=1"
QUESTION = "mode=straight&k=2&open=shop&min=15&budget=900"


@pytest.fixture
def client(app: Convergence) -> Iterator[FlaskClient]:
    with app.server.test_client() as client:
        yield client


@pytest.fixture
def plan(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get(f"/scenario/plan.json?{QUESTION}").get_json())


def exported(client: FlaskClient, fmt: str, query: str, lang: str = "fr") -> bytes:
    answer = client.get(f"/export/lieux.{fmt}?{query}&lang={lang}")
    assert answer.status_code == 200
    return answer.data


def of_plan(plan: dict[str, Any]) -> str:
    return urlencode({"places": ".".join(place["id"] for place in plan["places"]), "question": QUESTION})


def sheet(data: bytes, name: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_file_of_convergence_says_of_each_place_what_its_table_says(client: FlaskClient, context: Context) -> None:
    data = json.loads(exported(client, "geojson", JUDGED))
    assessment = context.assessor.assess(JUDGED)
    assert data["features"]
    for feature in data["features"]:
        told, row = feature["properties"], assessment.row_of(feature["id"])
        assert row is not None
        assert (told["rank"] or 0) == assessment.rank[row]
        assert told["verdict"] == verdict_words(assessment, row)
        assert told["completeness"] == pytest.approx(100 * assessment.scores.completeness[row])
        low, high = assessment.span(row)
        assert (told["convergence"] is None) == (low != high or np.isnan(low))
        for at, actor in enumerate(STAKEHOLDERS):
            ends = assessment.actor_span(row, at)
            wanted = pytest.approx(100 * ends[0]) if ends[0] == ends[1] else None
            assert told[f"score_{actor.id}"] == wanted
    facts = data["metadata"]["screen"]
    assert facts["Lieux jugés comme"] == "Boutique-relais"
    assert facts["Poids des acteurs"].startswith("Direction Déchets 50")
    assert "Direction Déchets : vert à partir de 70" in facts["Seuils, sur 100"]
    assert "1\u202f200" in facts["Hypothèses modifiées"] and "(hypothèse)" in facts["Hypothèses modifiées"]
    assert data["metadata"]["address"].endswith("/convergence?kinds=premises&as=shop&w=waste-3&green=waste-0.7&hyp=walk_reach_m-1200")


def test_the_workbook_of_convergence_has_a_typed_sheet_for_each_thing(client: FlaskClient) -> None:
    data = exported(client, "xlsx", JUDGED)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Lieux", "Convergence", "Mesures", "Poids et seuils", "Hypothèses", "Sources et filtre"]
    scores = sheet(data, "Convergence")
    ranks = [row["Rang"] for row in scores if row["Rang"] != ""]
    assert ranks == sorted(ranks) and all(isinstance(rank, float) for rank in ranks)
    assert all(row["Convergence, bas"] <= row["Convergence, haut"] for row in scores if row["Convergence, bas"] != "")
    assert {row["Exemple"] for row in scores} == {"exemple"}
    actors = [row for row in sheet(data, "Poids et seuils") if row["Critère"] == ""]
    assert sum(row["Part du poids (%)"] for row in actors) == pytest.approx(100)
    hypotheses = {row["Identifiant"]: row for row in sheet(data, "Hypothèses")}
    assert hypotheses["walk_reach_m"]["Modifiée par le groupe"] == "oui" and hypotheses["walk_reach_m"]["central"] == 1200
    assert hypotheses["detour"]["Nature"] == "hypothèse" and hypotheses["jobs_per_1000_t"]["Nature"] == "chiffre sourcé"


def test_the_file_of_explore_says_nothing_of_scores(client: FlaskClient) -> None:
    text = exported(client, "csv", "kinds=premises&as=shop").decode("utf-8-sig")
    head = text.splitlines()[0].split(";")
    assert "Verdict" not in head and "Poids des acteurs" not in head
    judged = next(csv.reader(io.StringIO(exported(client, "csv", JUDGED).decode("utf-8-sig")), delimiter=";"))
    assert {"Verdict", "Rang", "Poids des acteurs", "Seuils, sur 100", "Hypothèses modifiées"} <= set(judged)


def test_the_workbook_of_convergence_carries_its_networks_marked_as_example(client: FlaskClient, context: Context) -> None:
    ids = context.territory.candidates["id"].tolist()
    net = f"net=2.{ids[3]}.{ids[20]}.{ids[40]}~Réseau nord"
    (line,) = sheet(exported(client, "xlsx", f"{JUDGED}&{net}"), "Réseaux")
    assert (line["Identifiant"], line["Nom"], line["Exemple"]) == ("net_2", "Réseau nord", "exemple")
    assert len(line["Boutiques-relais"].split(" ; ")) == 2
    need = [value for name, value in line.items() if name.startswith("La surface qu'il faudrait au pôle")]
    assert len(need) == 3
    assert 0 < need[0] < need[1] < need[2]
    assert "Réseaux" not in CalamineWorkbook.from_filelike(io.BytesIO(exported(client, "xlsx", JUDGED))).sheet_names


def test_a_network_is_drawn_in_gis_files_as_the_points_of_its_places_the_hub_first(
    client: FlaskClient, context: Context, tmp_path: Path
) -> None:
    places = context.territory.candidates.iloc[[3, 20, 40]]
    hub, *shops = places["id"]
    query = f"{JUDGED}&net=2.{hub}.{'.'.join(shops)}~Réseau nord,5.{hub}"
    path = tmp_path / "reseaux.gpkg"
    path.write_bytes(exported(client, "gpkg", query))
    layer = gpd.read_file(path, layer="reseaux").set_index("id")
    named = layer.loc["net_2"]
    assert (named["name"], named["example"], named["hub_id"], named["shop_ids"]) == ("Réseau nord", "exemple", hub, " ; ".join(shops))
    assert pd.isna(layer.loc["net_5", "shop_ids"]) and named["convergence_low"] <= named["convergence_high"]
    for drawn, place in zip(named.geometry.geoms, places.geometry, strict=True):
        assert drawn.distance(place) < 0.2
    written = json.loads(exported(client, "geojson", query))
    first, alone = written["layers"]["reseaux"]["features"]
    assert first["geometry"]["type"] == alone["geometry"]["type"] == "MultiPoint"
    assert np.allclose(first["geometry"]["coordinates"], places[["lon", "lat"]].to_numpy(), atol=1e-6)
    assert first["properties"]["shop_ids"].split(" ; ") == shops and len(alone["geometry"]["coordinates"]) == 1


def test_the_map_of_a_plan_holds_who_is_reached_and_the_catchments(client: FlaskClient, plan: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(exported(client, "gpkg", of_plan(plan)))
    listed = dict(pyogrio.list_layers(path).tolist())
    assert next(iter(listed)) == "lieux"
    assert listed["habitants_atteints"] == "Point" and listed["zones_desservies"] == "MultiPolygon"
    people, areas = gpd.read_file(path, layer="habitants_atteints"), gpd.read_file(path, layer="zones_desservies")
    assert people.crs == areas.crs == "EPSG:2154"
    assert areas["id"].tolist() == [place["id"] for place in plan["places"]]
    assert areas.geometry.is_valid.all() and (areas.area > 0).all()
    reached = people[people["place_id"].notna()]
    assert set(reached["place_id"]) <= set(areas["id"]) and len(reached)
    for place, own in reached.groupby("place_id"):
        area = areas.set_index("id").geometry[place].buffer(120)  # outlines are simplified, cells have a size
        assert own.within(area).mean() > 0.95
    assert people[people["reached_by"].isna()]["reached_pct"].eq(0).all()


def test_the_workbook_of_a_plan_says_its_question_its_order_and_gains_as_ranges(client: FlaskClient, plan: dict[str, Any]) -> None:
    data = exported(client, "xlsx", of_plan(plan))
    names = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert names == ["Lieux", "Question", "Plan", "Gains par acteur", "Hypothèses", "Sources et filtre"]
    words = " ".join(row["Question et conditions"] for row in sheet(data, "Question"))
    assert "2 boutiques-relais" in words and "900" in words
    rows = sheet(data, "Plan")
    assert [row["Identifiant"] for row in rows] == [place["id"] for place in plan["places"]]
    assert all(row["Emplois, hypothèse, bas"] <= row["Emplois, hypothèse, haut"] for row in rows if row["Emplois, hypothèse, bas"] != "")
    gains = {(row["Acteur"], row["Gain"]): row for row in sheet(data, "Gains par acteur")}
    tonnes = gains["Direction Déchets", "Réemploi"]
    assert tonnes["bas"] <= tonnes["central"] <= tonnes["haut"] and tonnes["Nature"] == "hypothèse"
    people = gains["Direction de l'Économie", "Habitants, clientèle possible"]
    assert 0 <= people["Avant"] <= people["Après"] <= people["En tout"]


def test_a_plan_in_english_is_in_english(client: FlaskClient, plan: dict[str, Any]) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(exported(client, "xlsx", of_plan(plan), "en"))).sheet_names
    assert names[1:5] == ["Question", "Plan", "Gains by actor", "Hypotheses"]


def test_every_layer_of_the_map_of_a_screen_has_its_style(client: FlaskClient, plan: dict[str, Any], tmp_path: Path) -> None:
    for name, query in (("judged", f"{JUDGED}&net=1.{plan['places'][0]['id']}"), ("plan", of_plan(plan))):
        path = tmp_path / f"{name}.gpkg"
        path.write_bytes(exported(client, "gpkg", query))
        styles = pyogrio.read_dataframe(path, layer="layer_styles")
        assert set(styles["f_table_name"]) == {layer for layer, geometry in pyogrio.list_layers(path).tolist() if geometry}
        for style in styles.itertuples():
            fields = set(pyogrio.read_info(path, layer=style.f_table_name)["fields"])
            told = ET.fromstring(style.styleQML).iter("rule")  # noqa: S314 - written here
            assert set(re.findall(r'"([a-z_0-9]+)"', " ".join(rule.get("filter", "") for rule in told))) <= fields
