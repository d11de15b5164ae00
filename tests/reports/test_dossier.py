"""A dossier: the parts that are ticked alone, of the same filter and weights as the screen, tagged, with an address and a fingerprint."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from domain.person import VISITOR
from i18n import use_language
from reports.dossier import MOST_ROWS, PARTS, Dossier, dossier_content
from reports.dossier_page import dossier_form, dossier_pdf
from scenarios.saving import draft_of
from services.context import Context
from tests.callbacks.test_ogc import PLANNER
from tests.reports.tagged import check_tagged

AT = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


@pytest.fixture
def client(app: Any) -> FlaskClient:
    made: FlaskClient = app.server.test_client()
    return made


def ticked(*parts: str, more: str = "") -> str:
    return "&".join(["made=1", *(f"part_{part}=1" for part in parts), *filter(None, [more])])


def test_it_has_the_parts_that_are_ticked_in_reading_order(context: Context) -> None:
    everything = Dossier(context, VISITOR, "kinds=premises")
    assert everything.parts == tuple(PARTS), "all of them before anybody chose"
    some = dossier_content(Dossier(context, VISITOR, ticked("real", "places", more="as=hub&kinds=zone_site")))
    assert [part["title"] for part in some["parts"]] == ["Lieux", "Part de données réelles"]
    assert not Dossier(context, VISITOR, "made=1").parts


def test_places_and_matrix_are_those_of_the_filter_in_the_order_of_the_screen(context: Context) -> None:
    query = ticked("places", "matrix", more="as=hub&kinds=zone_site&w=waste-3")
    dossier, found = Dossier(context, VISITOR, query), context.assessor.assess("as=hub&w=waste-3")
    places, matrix = (part["tables"][0]["rows"] for part in dossier_content(dossier)["parts"])
    frame = context.territory.candidates
    shown = [row for row in found.order().tolist() if frame["kind"].iloc[row] == "zone_site"][:MOST_ROWS]
    assert [row[1] for row in places] == [row[1] for row in matrix] == frame["name"].iloc[shown].tolist()
    assert [row[0] for row in matrix] == [str(found.rank[row] or "–") for row in shown]
    assert not any(cell == "nan" for row in (*places, *matrix) for cell in row)


def test_nothing_on_screen_is_said_and_draws_no_table(context: Context) -> None:
    found = dossier_content(Dossier(context, VISITOR, ticked("places", "map", "profile", "scenario", more="kinds=premises&area=1-2")))
    assert all(part["words"] and not part["tables"] and part["map"] is None for part in found["parts"])


def test_a_scenario_its_map_and_a_comparison_are_as_they_were_saved(context: Context) -> None:
    two, three = (
        context.scenarios.create(PLANNER, draft_of(context.service.answer(f"mode=straight&k={k}&open=hub"), f"{k} pôles", ""))
        for k in (2, 3)
    )
    query = ticked("scenario", "map", "comparison", more=f"scenario={two.id}&vs_{two.id}=1&vs_{three.id}=1")
    drawn, plan, compared = dossier_content(Dossier(context, VISITOR, query))["parts"]
    names = [place["name"] for place in two.result["attributes"]]
    assert [row[1] for row in drawn["tables"][0]["rows"]] == names
    assert drawn["map"]["svg"].count("<circle") == len(names)
    assert two.id in json.dumps(plan["tables"])
    assert compared["tables"][0]["heads"][1:] == ["2 pôles", "3 pôles"]
    form = dossier_form(Dossier(context, VISITOR, f"vs={two.id}.{three.id}"), context.scenarios.page().items)
    assert form.count(" checked") == len(PARTS) + 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_is_tagged_and_bears_its_fingerprint_on_each_page(language: str, context: Context) -> None:
    place = str(context.territory.candidates["id"].iloc[3])
    with use_language(language):
        dossier = Dossier(context, VISITOR, ticked("map", "profile", "grounds", "real", more=f"profile={place}"))
        content, reader = dossier_content(dossier), PdfReader(io.BytesIO(dossier_pdf(dossier, AT)))
    assert any(node.get("/S") == "/Figure" for node in check_tagged(reader, language)), "the map"
    assert content["example"], "invented places are said to be"
    fingerprint = content["fingerprint"]["value"]
    assert all(fingerprint[:12] in page.extract_text() for page in reader.pages)
    with use_language(language):
        assert dossier_content(dossier)["fingerprint"]["value"] == fingerprint, "the same view gives the same"
        other = Dossier(context, VISITOR, dossier.query + "&hyp=detour-1.5")
        assert dossier_content(other)["fingerprint"]["value"] != fingerprint


def test_every_figure_of_a_profile_says_where_it_comes_from(context: Context) -> None:
    for place in context.territory.candidates["id"].iloc[::40]:
        (profile,) = dossier_content(Dossier(context, VISITOR, ticked("profile", more=f"profile={place}")))["parts"]
        heads, rows = (profile["tables"][1][key] for key in ("heads", "rows"))
        assert rows and all(row[heads.index("D'où il vient")] and row[heads.index("Nature")] for row in rows)


def test_a_network_is_in_the_matrix_with_what_it_brings_and_has_its_profile(context: Context) -> None:
    hub, *shops = context.territory.candidates["id"].iloc[[3, 20, 40]]
    query = ticked("matrix", "profile", more=f"net=2.{hub}.{'.'.join(shops)}~Réseau+nord&profile=net_2")
    dossier = Dossier(context, VISITOR, query)
    matrix, profile = dossier_content(dossier)["parts"]
    (line,), (brought,) = (table["rows"] for table in matrix["tables"][1:])
    assert line[:2] == ["–", "Réseau nord"] and brought[:2] == ["net_2", "Réseau nord"]
    assert len(brought[3].split(" ; ")) == 2
    assert profile["title"] == "Profil : Réseau nord" and len(profile["tables"]) == 2
    assert '<option value="net_2" selected="">Réseau nord</option>' in dossier_form(dossier, [])
    without = dossier_content(Dossier(context, VISITOR, ticked("matrix", "profile", more="profile=net_2")))["parts"]
    assert len(without[0]["tables"]) == 1 and without[1]["words"] == ["Aucun lieu n'est choisi."]


def test_the_routes_answer_the_form_the_file_and_what_is_wrong(client: FlaskClient) -> None:
    page = client.get("/dossier?kinds=premises&as=hub&x=%22%3E%3Cscript%3E")
    assert page.status_code == 200 and "script-src" not in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text and 'name="kinds" value="premises"' in page.text
    file = client.get(f"/dossier.pdf?{ticked('real')}")
    assert (file.status_code, file.mimetype, file.data[:5]) == (200, "application/pdf", b"%PDF-")
    refused = client.get("/dossier.pdf?made=1")
    assert refused.status_code == 422 and "Cochez au moins une partie" in refused.text
