"""The callbacks and routes of the imports: who may, how much, and whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from access.gate import Contract
from callbacks.application import Convergence
from domain.candidate import Kind
from domain.person import PersonRole
from intake.fields import FIELDS
from intake.table import MAX_BYTES
from tests.attack.sizes import SIZES
from tests.bodies import POST
from tests.callbacks.importing import GOOD, OWN, Screen, send, sent, signed, text
from tests.intake.making import csv_of, feature, geojson, gpkg, point, read, xlsx
from tests.own_places import own_rows
from views.components import import_ids


@pytest.mark.parametrize("role", [None, *PersonRole])
def test_only_those_who_propose_import(role: PersonRole | None, app: Convergence) -> None:
    browser = app.server.test_client() if role is None else signed(app, role)
    may = role in {PersonRole.LANDLORD, PersonRole.ECONOMY}
    assert send(browser).status_code == (200 if may else 403)
    for path in ("/import/template.csv", "/import/nothing/corrected.csv"):
        assert (browser.get(path).status_code == 403) is not may


def test_a_request_from_another_site_imports_nothing(landlord: Screen) -> None:
    before = landlord.underway
    assert landlord.browser.post("/import?name=a.csv", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert landlord.underway == before


def test_a_file_too_big_is_refused_before_it_is_read(landlord: Screen) -> None:
    huge = {"CONTENT_LENGTH": str(MAX_BYTES + 1)}
    response = landlord.browser.post("/import?name=a.csv", data=b"x", headers=OWN, environ_overrides=huge)
    assert (response.status_code, response.json) == (422, {"error": "Le fichier dépasse 40 Mo."})
    assert send(landlord.browser, b"").status_code == 422


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF"), ("", b"PK"), ("a.xlsx", b"\x01"), ("a.csv", b"\x00"), ("a.geojson", b"{")])
def test_a_file_that_cannot_be_read_is_a_sentence(name: str, data: bytes, landlord: Screen) -> None:
    response = send(landlord.browser, data, name)
    assert response.status_code == 422
    assert response.json["error"].endswith(".")


def test_the_panel_tells_how_the_file_was_read_and_what_it_would_make(landlord: Screen) -> None:
    screen = landlord.open()
    assert screen.step == "check"
    assert "3 lignes" in screen.counts
    assert "1 ligne valide" in screen.counts
    assert "2 à corriger" in screen.counts
    assert "Séparateur lu : «\u00a0;\u00a0»." in screen.counts
    assert screen.shown[import_ids.MAPPING, "rowData"][0] == {"row": "0", "name": "Nom", "samples": "A · B", "field": "Nom du lieu"}
    assert list(screen.rows) == ["3", "4"]
    assert screen.rows["3"]["cells"]["x"] == "2,37"
    assert "hors du territoire" in screen.rows["3"]["errors"]["x"]
    assert screen.rows["4"]["sentence"] == "Nom du lieu : obligatoire."
    assert screen.shown[import_ids.POINTS, "data"]["points"] == [
        [5.3691, 43.3487, 2, "A", False], [5.38, 43.35, 4, "", True],
    ]  # fmt: skip
    assert "80\u202fm²" in text(screen.shown[import_ids.PREVIEW, "children"])


def test_a_correction_counts_at_once_and_its_row_stays_in_sight(landlord: Screen) -> None:
    screen = landlord.open()
    screen.correct(3, "x", "5,37")
    assert "2 lignes valides, 1 à corriger" in screen.counts
    assert (screen.rows["3"]["state"], screen.rows["3"]["sentence"]) == ("good", "Juste.")
    screen.do(import_ids.ROWS, "field:name")
    assert list(screen.rows) == ["4"]
    screen.do(import_ids.ROWS, "all")
    assert list(screen.rows) == ["2", "3", "4"]


def test_one_valid_row_is_counted_in_the_singular(landlord: Screen) -> None:
    screen = landlord.open()
    assert screen.shown[import_ids.MODE_VALID, "label"] == "Importer seulement la ligne valide"
    assert screen.shown[import_ids.GO, "children"] == "Importer 1 lieu"
    screen.correct(3, "x", "5,37")
    assert screen.shown[import_ids.MODE_VALID, "label"] == "Importer seulement les 2 lignes valides"
    assert screen.shown[import_ids.GO, "children"] == "Importer 2 lieux"


def test_rows_that_are_ticked_are_left_out_and_taken_back(landlord: Screen) -> None:
    screen = landlord.open()
    assert "Cochez" in screen.do(import_ids.LEAVE)
    screen.shown[import_ids.CELLS, "selectedRows"] = [{"row": "4", "cells": {}}]
    assert screen.do(import_ids.LEAVE) == ""
    assert "1 à corriger" in screen.counts
    screen.do(import_ids.ROWS, "left")
    assert list(screen.rows) == ["4"]
    screen.shown[import_ids.CELLS, "selectedRows"] = [{"row": "4"}]
    screen.do(import_ids.TAKE_BACK)
    assert "2 à corriger" in screen.counts


def test_positions_read_otherwise_are_offered_and_read_so_when_wanted(landlord: Screen) -> None:
    screen = landlord.open(csv_of("A;a;43,3487;5,3691;80", "B;b;43,35;5,37;90"))
    assert "inversées" in text(screen.shown[import_ids.MISPLACED, "children"])
    screen.do(import_ids.ACCEPT)
    assert "2 lignes valides" in screen.counts
    assert screen.shown[import_ids.ACCEPT, "hidden"] is True
    screen.do(import_ids.REFUSE)
    assert "0 ligne valide" in screen.counts


def test_a_system_that_the_file_does_not_name_is_found_and_said(landlord: Screen) -> None:
    screen = landlord.open(csv_of("A;a;892159,34;6252833,64;80", head="Nom;Adresse;X;Y;Surface"))
    assert "1 ligne valide" in screen.counts
    assert "Lambert-93" in str([shown for (_component, prop), shown in screen.shown.items() if prop == "children"])


def test_a_system_of_coordinates_can_be_declared(landlord: Screen) -> None:
    lines = ("A;a;892159,34;6252833,64;80", "B;b;12;34;80", "C;c;56;78;80")
    screen = landlord.open(csv_of(*lines, head="Nom;Adresse;X;Y;Surface"))
    assert screen.step == "columns"
    assert "Déclarez" in text(screen.shown[import_ids.COLUMNS_ABOUT, "children"])
    assert "Déclarez" in screen.run("commit")["error"]
    screen.do(import_ids.CRS, "EPSG:2154")
    assert "1 ligne valide" in screen.counts


def test_a_field_has_one_column(landlord: Screen) -> None:
    screen = landlord.open(csv_of("Boutique;1, rue;120", head="Machin;Truc;Taille"), "liste.csv")
    assert screen.step == "columns"
    screen.map(0, "Nom du lieu")
    screen.map(1, "Nom du lieu")
    assert [row["field"] for row in screen.shown[import_ids.MAPPING, "rowData"]] == ["— non reprise —", "Nom du lieu", "— non reprise —"]


def test_what_an_example_person_imports_is_marked_as_what_they_type(landlord: Screen) -> None:
    screen = landlord.open()
    screen.run("commit")
    screen.browser.post("/proposals", json={"fields": {"name": "Laverie"}}, headers=OWN)
    items = own_rows(screen.browser)
    assert {item["name"] for item in items} >= {"A", "Laverie"}
    assert all("exemple" in item["summary"] for item in items)


def test_drafts_are_made_once_and_all_submitted_or_undone(landlord: Screen) -> None:
    screen = landlord.open()
    key = screen.key
    assert "Tout ou rien" in screen.run("commit", only_valid=False)["error"]
    first, second = screen.run("commit", 2), screen.run("commit", 3)
    assert (first["acted"], first["is_over"], first["to_submit"], first["to_place"]) == (1, True, 1, 0)
    assert (second["acted"], second["done"], second["is_over"]) == (0, 1, True)
    assert screen.shown[import_ids.REST, "hidden"] is False
    assert "ne changent plus" in screen.map(0, "Nom du lieu")
    assert screen.run("submit", 4)["acted"] == 1
    assert text(screen.shown[import_ids.MADE, "children"]).startswith("1 lieu soumis")
    assert screen.run("cancel", 5)["acted"] == 1
    assert text(screen.shown[import_ids.MADE, "children"]).startswith("Import annulé : 1 lieu retiré.")
    assert key not in screen.underway


def test_a_file_sent_again_is_recognised_and_one_choice_says_what_becomes_of_it(landlord: Screen) -> None:
    rows = csv_of("LOT-1;A;1, rue;5,3691;43,3487;80", ";B;2, rue;5,37;43,35;70", head="Référence;Nom;Adresse;Longitude;Latitude;Surface")
    landlord.open(rows).run("commit")
    screen = landlord.open(rows.replace(b";80", b";95").replace(b";70", b";75"))
    assert "1 ligne est d'un lieu déjà ici" in text(screen.shown[import_ids.SURE_ABOUT, "children"])
    assert "1 ligne porte le nom" in text(screen.shown[import_ids.LIKELY_ABOUT, "children"])
    assert (screen.shown[import_ids.SURE, "value"], screen.shown[import_ids.LIKELY, "value"]) == ("update", "leave")
    assert screen.shown[import_ids.GO, "children"] == "Mettre à jour 1 lieu"
    assert "par sa référence : «\u00a0A\u00a0»" in screen.rows["2"]["sentence"]
    screen.do(import_ids.LIKELY, "add")
    assert screen.shown[import_ids.GO, "children"] == "Mettre à jour 1 lieu, en ajouter 1"
    screen.do(import_ids.LIKELY, "update")
    assert screen.shown[import_ids.GO, "children"] == "Mettre à jour 2 lieux"
    assert screen.run("commit")["updated"] == 2
    assert text(screen.shown[import_ids.MADE, "children"]).startswith("2 lieux mis à jour")
    assert screen.run("cancel", 2)["updated"] == 2
    made = text(screen.shown[import_ids.MADE, "children"])
    assert "2 lieux ont repris leurs valeurs d'avant." in made
    assert "restés" not in made


def test_one_s_own_places_are_taken_away_and_come_back(landlord: Screen) -> None:
    landlord.open(csv_of("A;1, rue;5,3691;43,3487;80", "B;2, rue;5,37;43,35;70")).run("commit")
    links = landlord.own_links()
    assert len(links) == 4
    for link in links:
        file = landlord.browser.get(link)
        assert file.status_code == 200, link
        name = file.headers["Content-Disposition"].split('"')[1]
        assert landlord.open(file.data, name).shown[import_ids.GO, "children"] == "Mettre à jour 2 lieux", name
        ran = landlord.run("commit")
        assert (ran["updated"], ran["same"]) == (0, 2)
    assert landlord.browser.get("/export/mes-lieux.exe").status_code == 404
    assert b";A;" not in landlord.browser.get("/export/mes-lieux.csv?search=B").data


def test_a_row_without_a_position_stays_a_draft_to_place(landlord: Screen) -> None:
    screen = landlord.open(csv_of("A;1, rue;5,3691;43,3487;80", "B;2, rue;;;90"))
    assert "1 sans position" in screen.counts
    ran = screen.run("commit")
    assert (ran["to_submit"], ran["to_place"]) == (1, 1)
    assert "placez-le sur la carte" in text(screen.shown[import_ids.MADE, "children"])


def test_the_import_of_another_is_not_found(app: Convergence, landlord: Screen, contracts: Mapping[str, Contract]) -> None:
    key, other = landlord.open().key, Screen(signed(app, PersonRole.ECONOMY), contracts)
    assert key not in other.underway
    assert other.browser.get(f"/import/{key}/corrected.csv").status_code == 404
    other.shown[import_ids.AT, "data"] = {"step": "check", "id": key, "pending": ""}
    assert "n'existe pas" in other.do(import_ids.SENT, {"id": key})
    assert "n'existe pas" in other.correct(3, "area_m2", "1")
    other.shown[import_ids.UNDERWAY_CHOICE, "value"] = key
    assert "n'existe pas" in other.do(import_ids.FORGET)
    for action in ("commit", "cancel"):
        assert "n'existe pas" in other.run(action)["error"]
    landlord.do(import_ids.ROWS, "all")
    assert len(landlord.rows) == 3


def test_an_import_is_taken_up_again_or_forgotten(landlord: Screen) -> None:
    key = landlord.open(name="repris.csv").key
    assert key in landlord.underway
    landlord.shown[import_ids.UNDERWAY_CHOICE, "value"] = key
    landlord.do(import_ids.RESUME)
    assert (landlord.step, landlord.key) == ("check", key)
    landlord.do(import_ids.ANOTHER)
    landlord.shown[import_ids.UNDERWAY_CHOICE, "value"] = key
    landlord.do(import_ids.FORGET)
    assert key not in landlord.underway


@pytest.mark.parametrize(
    ("component", "value"),
    [
        (import_ids.TYPED, {"grid": "columns", "changes": [{"row": "x", "column": "field", "text": "a"}]}),
        (import_ids.TYPED, {"grid": "columns", "changes": {"0": "name"}}),
        (import_ids.TYPED, {"grid": "other", "changes": []}),
        (import_ids.TYPED, {"grid": "cells", "changes": [{"row": "3", "column": "name", "text": 4}]}),
        (import_ids.TYPED, {"grid": "cells", "changes": [{"row": "3", "column": "name", "text": "a" * 3000}]}),
        (import_ids.TYPED, {"grid": "cells", "changes": [{"row": "-3", "column": "name", "text": "a"}]}),
        (import_ids.CRS, "Lambert"),
        (import_ids.RENT_UNIT, "day"),
        (import_ids.SENT, {"id": "a", "surprise": 1}),
        (import_ids.ROWS, 3),
        (import_ids.MODE, "half"),
    ],
)
def test_a_value_of_another_form_is_refused(component: str, value: Any, landlord: Screen) -> None:
    screen = landlord.open()
    assert screen.browser.open(**POST, json=screen.request(screen._panel, component, value)).status_code == 400


def test_a_column_that_the_file_has_not_is_a_sentence(landlord: Screen) -> None:
    assert landlord.open().map(150, "Nom du lieu").endswith(".")


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_template_and_file_to_correct_are_downloads_that_can_be_read(fmt: str, landlord: Screen) -> None:
    browser = landlord.browser
    template = browser.get(f"/import/template.{fmt}")
    assert template.headers["Content-Disposition"] == f'attachment; filename="modele-locaux.{fmt}"'
    assert len(read(f"a.{fmt}", template.data).columns) == len(FIELDS[Kind.PREMISES])
    key = sent(browser)
    wrong, every = (browser.get(f"/import/{key}/corrected.{fmt}?rows={rows}").data for rows in ("wrong", "all"))
    assert (len(read(f"a.{fmt}", wrong).rows), len(read(f"a.{fmt}", every).rows)) == (2, 3)
    for path in ("template.exe", f"{key}/corrected.exe"):
        assert browser.get(f"/import/{path}").status_code == 404


def test_a_map_file_keeps_its_own_positions(app: Convergence, contracts: Mapping[str, Contract]) -> None:
    data = geojson(feature(point(), statut="Visité"), feature(point(2.0, 48.0)))
    screen = Screen(signed(app, PersonRole.ECONOMY), contracts).open(data, "zone.geojson")
    assert screen.shown[import_ids.CRS, "value"] == "EPSG:4326"
    assert "1 ligne valide, 1 à corriger" in screen.counts
    assert {column["colId"] for column in screen.shown[import_ids.CELLS, "columnDefs"] if "colId" in column} >= {"x", "y"}
    screen.type("cells", ("2", "x", "5,4"), ("2", "y", "43,3"))
    assert "aucune erreur" in screen.counts


def test_a_geopackage_goes_through_the_process_apart(app: Convergence, contracts: Mapping[str, Contract]) -> None:
    screen = Screen(signed(app, PersonRole.ECONOMY), contracts).open(gpkg(), "zone.gpkg")
    assert "1 ligne valide" in screen.counts
    assert screen.shown[import_ids.POINTS, "data"]["points"][0][:2] == [5.3691, 43.3487]


def test_whatever_the_cells_hold_it_is_shown_as_text(landlord: Screen) -> None:
    nasty = ["<script>alert(1)</script>", "=1+1", "\u202ea", "a\x07", '"><img src=x>', "1e999", "nan"]
    screen = landlord.open(xlsx([["Nom", "Adresse", "Surface"], *[[cell, cell, cell] for cell in nasty]]), "a.xlsx")
    assert f"{len(nasty)} lignes" in screen.counts
    screen.correct(2, "name", nasty[4])
    assert screen.rows["2"]["cells"]["name"] == nasty[4]
    assert landlord.browser.get(f"/import/{screen.key}/corrected.xlsx").status_code == 200


fields = st.sampled_from(["name", "area_m2", "x", "nothing", ""])
cells = st.fixed_dictionaries({"row": st.from_regex(r"\A[0-9]{1,7}\Z"), "column": fields, "text": st.text(max_size=20)})
typed = st.fixed_dictionaries({"grid": st.sampled_from(["columns", "cells"]), "changes": st.lists(cells, max_size=3)})
gestures = st.one_of(
    st.tuples(st.just(import_ids.TYPED), typed),
    st.tuples(st.just(import_ids.ROWS), st.sampled_from(["wrong", "all", "left", "known", "noted", "field:name", "field:", "x", ""])),
    st.tuples(st.just(import_ids.STEPPER), st.integers(0, 4)),
    st.tuples(st.sampled_from([import_ids.ACCEPT, import_ids.LEAVE_KNOWN, import_ids.FORGET, import_ids.RESUME]), st.just(1)),
    st.tuples(st.just(import_ids.CRS), st.sampled_from(["EPSG:4326", "EPSG:2154"])),
)


@examples(max_examples=60 if SIZES.is_full else 20, deadline=None, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(st.lists(gestures, min_size=1, max_size=4))
def test_whatever_a_person_does_the_answer_is_no_fault(landlord: Screen, done: list[tuple[str, Any]]) -> None:
    if not landlord.shown.get((import_ids.AT, "data"), {}).get("id"):
        landlord.open()
    for component, value in done:
        landlord.do(component, value)


@examples(max_examples=40 if SIZES.is_full else 15, deadline=None, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(st.binary(max_size=60), st.sampled_from(["csv", "geojson", "txt", "json", "exe", ""]))
def test_whatever_the_file_the_answer_is_no_fault(landlord: Screen, data: bytes, ending: str) -> None:
    assert send(landlord.browser, data, f"a.{ending}").status_code in {200, 422}
