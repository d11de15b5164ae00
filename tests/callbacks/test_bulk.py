"""The routes of the imports: who may, how much, and whose."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app import Convergence
from domain.candidate import Kind
from domain.person import PersonRole
from intake.fields import FIELDS
from intake.table import MAX_BYTES
from tests.intake.making import csv_of, feature, geojson, gpkg, point, read, xlsx

OWN = {"Sec-Fetch-Site": "same-origin"}
GOOD = csv_of("A;1, rue;5,3691;43,3487;80", "B;2, rue;5,37;43,35;12O", ";3, rue;5,38;43,35;90")
ROUTES = ("/import/nothing/check", "/import/nothing/commit", "/import/nothing/cancel", "/import/nothing/submit", "/import/nothing/forget")


def signed(app: Convergence, role: PersonRole) -> FlaskClient:
    """A browser of the demonstration's person of a role."""
    browser = app.server.test_client()
    assert browser.post("/demonstration", data={"role": role.value}, headers=OWN).status_code == 303
    return browser


@pytest.fixture
def landlord(app: Convergence) -> FlaskClient:
    return signed(app, PersonRole.LANDLORD)


def send(browser: FlaskClient, data: bytes = GOOD, name: str = "a.csv") -> Any:
    return browser.post(f"/import?name={name}", data=data, headers=OWN)


def begun(browser: FlaskClient, data: bytes = GOOD, name: str = "a.csv") -> Any:
    response = send(browser, data, name)
    assert response.status_code == 200, response.data
    assert response.headers["Cache-Control"] == "no-store"
    return response.json


def post(browser: FlaskClient, path: str, **body: Any) -> Any:
    return browser.post(path, json=body, headers=OWN)


def names(browser: FlaskClient) -> list[str]:
    return [line["id"] for line in browser.get("/import").json["open"]]


@pytest.mark.parametrize("role", [None, *PersonRole])
def test_only_those_who_propose_import(role: PersonRole | None, app: Convergence) -> None:
    browser = app.server.test_client() if role is None else signed(app, role)
    may = role in {PersonRole.LANDLORD, PersonRole.ECONOMY}
    assert send(browser).status_code == (200 if may else 403)
    for path in ("/import", "/import/template.csv", "/import/nothing", "/import/nothing/corrected.csv"):
        assert (browser.get(path).status_code == 403) is not may
    for path in ROUTES:
        response = post(browser, path, **({"mode": "valid"} if path.endswith("commit") else {}))
        assert response.status_code == ((200 if path.endswith("submit") else 404) if may else 403), path


def test_a_request_from_another_site_imports_nothing(landlord: FlaskClient) -> None:
    before = names(landlord)
    assert landlord.post("/import?name=a.csv", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert names(landlord) == before


def test_a_file_too_big_is_refused_before_it_is_read(landlord: FlaskClient) -> None:
    huge = {"CONTENT_LENGTH": str(MAX_BYTES + 1)}
    response = landlord.post("/import?name=a.csv", data=b"x", headers=OWN, environ_overrides=huge)
    assert (response.status_code, response.json) == (422, {"error": "Le fichier dépasse 10 Mo."})
    assert send(landlord, b"").status_code == 422


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF"), ("", GOOD), ("a.xlsx", GOOD), ("a.csv", b"\x00"), ("a.geojson", b"{")])
def test_a_file_that_cannot_be_read_is_a_sentence(name: str, data: bytes, landlord: FlaskClient) -> None:
    response = send(landlord, data, name)
    assert response.status_code == 422
    assert response.json["error"].endswith(".")


def test_the_answer_tells_how_the_file_was_read_and_what_it_would_make(landlord: FlaskClient) -> None:
    told = begun(landlord)
    assert told["mapping"] == {"Nom": "name", "Adresse": "address", "Longitude": "x", "Latitude": "y", "Surface (m²)": "area_m2"}
    assert told["columns"][0] == {"name": "Nom", "samples": ["A", "B"]}
    assert told["notes"] == ["Encodage lu : UTF-8.", "Séparateur lu : « ; »."]
    assert {key: told["counts"][key] for key in ("rows", "valid", "wrong", "errors", "done")} == {
        "rows": 3, "valid": 1, "wrong": 2, "errors": 2, "done": 0,
    }  # fmt: skip
    first, second = told["errors"]["rows"]
    assert (first["row"], first["name"], first["errors"][0]["label"]) == (3, "B", "Surface")
    assert first["cells"] == [{"field": "area_m2", "label": "Surface (m²)", "text": "12O"}]
    assert second["errors"][0]["message"] == "Nom du lieu : obligatoire"
    assert told["points"] == {"good": [[5.3691, 43.3487, 2, "A"]], "bad": [[5.37, 43.35, 3, "B"], [5.38, 43.35, 4, ""]]}
    assert [row["ok"] for row in told["preview"]["rows"]] == [True, False, False]
    assert "80\u202fm²" in told["preview"]["rows"][0]["cells"]


def test_a_correction_counts_at_once_and_one_field_can_be_shown_alone(landlord: FlaskClient) -> None:
    key = begun(landlord)["id"]
    told = post(landlord, f"/import/{key}/check", corrections={"3": {"area_m2": "120"}}).json
    assert (told["counts"]["valid"], told["counts"]["wrong"]) == (2, 1)
    assert landlord.get(f"/import/{key}").json["counts"] == told["counts"]
    begun_again = begun(landlord)["id"]
    only = landlord.get(f"/import/{begun_again}?field=name").json["errors"]
    assert ([row["row"] for row in only["rows"]], only["only"], only["rows_n"]) == ([4], "name", 1)


def test_positions_read_otherwise_are_offered_and_read_so_when_asked(landlord: FlaskClient) -> None:
    told = begun(landlord, csv_of("A;a;43,3487;5,3691;80", "B;b;43,35;5,37;90"))
    (slip,) = told["misplacements"]
    assert "inversées" in slip["sentence"]
    told = post(landlord, f"/import/{told['id']}/check", accept=[slip["id"]]).json
    assert (told["counts"]["valid"], told["misplacements"], told["accepted"]) == (2, [], [slip["id"]])
    assert post(landlord, f"/import/{told['id']}/check", accept=[]).json["counts"]["valid"] == 0


def test_a_system_of_coordinates_can_be_declared(landlord: FlaskClient) -> None:
    told = begun(landlord, csv_of("A;a;892159,34;6252833,64;80", head="Nom;Adresse;X;Y;Surface"))
    assert "Déclarez" in told["need"]
    assert told["counts"]["valid"] == 0
    assert post(landlord, f"/import/{told['id']}/commit", mode="valid").status_code == 422
    assert post(landlord, f"/import/{told['id']}/check", crs="EPSG:2154").json["counts"]["valid"] == 1


def test_drafts_are_made_once_and_all_submitted_or_undone(landlord: FlaskClient) -> None:
    key = begun(landlord)["id"]
    assert "Tout ou rien" in post(landlord, f"/import/{key}/commit", mode="all").json["error"]
    first, second = (post(landlord, f"/import/{key}/commit", mode="valid").json for _turn in range(2))
    assert (first["acted"], first["over"], first["to_submit"]) == (1, True, 1)
    assert (second["acted"], second["done"], second["over"]) == (0, 1, True)
    assert post(landlord, f"/import/{key}/check", mapping={"Nom": "name"}).status_code == 422
    assert post(landlord, f"/import/{key}/submit").json["acted"] == 1
    assert post(landlord, f"/import/{key}/cancel").json["acted"] == 1
    assert post(landlord, f"/import/{key}/commit", mode="valid").status_code == 404
    assert key not in names(landlord)


def test_the_import_of_another_is_not_found(app: Convergence, landlord: FlaskClient) -> None:
    key, other = begun(landlord)["id"], signed(app, PersonRole.ECONOMY)
    assert key in names(landlord)
    assert key not in names(other)
    for path in (f"/import/{key}", f"/import/{key}/corrected.csv"):
        assert other.get(path).status_code == 404
    for path in (f"/import/{key}/check", f"/import/{key}/cancel", f"/import/{key}/forget"):
        assert post(other, path).status_code == 404
    assert post(other, f"/import/{key}/commit", mode="valid").status_code == 404
    assert landlord.get(f"/import/{key}").json["counts"]["done"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"surprise": 1},
        {"mapping": []},
        {"mapping": {"a": 3}},
        {"crs": "EPSG:27572"},
        {"corrections": {"x": {"name": "a"}}},
        {"corrections": {"3": {"name": 4}}},
        {"corrections": {"3": {"name": "a" * 3000}}},
        {"leave": ["3"]},
        {"leave": [2.5]},
        {"leave_twins": "yes"},
        {"field": None},
    ],
)
def test_a_body_of_another_form_is_refused(body: dict[str, Any], landlord: FlaskClient) -> None:
    key = begun(landlord)["id"]
    assert post(landlord, f"/import/{key}/check", **body).status_code == 400
    assert landlord.get(f"/import/{key}").json["counts"]["wrong"] == 2


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_template_and_file_to_correct_are_downloads_that_can_be_read(fmt: str, landlord: FlaskClient) -> None:
    template = landlord.get(f"/import/template.{fmt}")
    assert template.headers["Content-Disposition"] == f'attachment; filename="modele-locaux.{fmt}"'
    assert len(read(f"a.{fmt}", template.data).columns) == len(FIELDS[Kind.PREMISES])
    key = begun(landlord)["id"]
    wrong, every = (landlord.get(f"/import/{key}/corrected.{fmt}?rows={rows}").data for rows in ("wrong", "all"))
    assert (len(read(f"a.{fmt}", wrong).rows), len(read(f"a.{fmt}", every).rows)) == (2, 3)
    for path in ("template.exe", f"{key}/corrected.exe"):
        assert landlord.get(f"/import/{path}").status_code == 404


def test_a_map_file_keeps_its_own_positions(app: Convergence) -> None:
    officer = signed(app, PersonRole.ECONOMY)
    told = begun(officer, geojson(feature(point(), statut="Visité"), feature(point(2.0, 48.0))), "zone.geojson")
    assert told["has_geometry"] is True
    assert told["crs"] == "EPSG:4326"
    assert (told["counts"]["valid"], told["counts"]["wrong"]) == (1, 1)
    (row,) = told["errors"]["rows"]
    assert [cell["field"] for cell in row["cells"]] == ["x", "y"]
    fixed = post(officer, f"/import/{told['id']}/check", corrections={"2": {"x": "5,4", "y": "43,3"}}).json
    assert fixed["counts"]["wrong"] == 0


def test_a_geopackage_goes_through_the_process_apart(app: Convergence) -> None:
    told = begun(signed(app, PersonRole.ECONOMY), gpkg(), "zone.gpkg")
    assert (told["has_geometry"], told["counts"]["valid"], told["points"]["good"][0][:2]) == (True, 1, [5.3691, 43.3487])


def test_whatever_the_cells_hold_the_answer_is_plain_json(landlord: FlaskClient) -> None:
    nasty = ["<script>alert(1)</script>", "=1+1", "\u202ea", "a\x07", '"><img src=x>', "1e999", "nan"]
    told = begun(landlord, xlsx([["Nom", "Adresse", "Surface"], *[[cell, cell, cell] for cell in nasty]]), "a.xlsx")
    assert told["counts"]["rows"] == len(nasty)
    key = told["id"]
    assert post(landlord, f"/import/{key}/check", corrections={"2": {"name": nasty[4], "area_m2": "nan"}}).status_code == 200
    assert landlord.get(f"/import/{key}/corrected.xlsx").status_code == 200


keys = st.sampled_from(["mapping", "crs", "accept", "corrections", "leave", "take_back", "leave_twins", "field", "mode", "after", "x"])
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.sampled_from(["2", "name", "Nom"])
anything = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain.map(str), inner, max_size=3), max_leaves=6)


@examples(max_examples=60, deadline=None, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(st.sampled_from(["check", "commit", "cancel", "submit", "forget"]), st.dictionaries(keys, anything, max_size=3) | anything)
def test_whatever_the_body_the_answer_is_no_fault(landlord: FlaskClient, step: str, body: Any) -> None:
    key = (names(landlord) or [begun(landlord)["id"]])[0]
    assert landlord.post(f"/import/{key}/{step}", json=body, headers=OWN).status_code in {200, 400, 404, 422}


@examples(max_examples=40, deadline=None, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(st.binary(max_size=60), st.sampled_from(["csv", "geojson", "txt", "json", "exe", ""]))
def test_whatever_the_file_the_answer_is_no_fault(landlord: FlaskClient, data: bytes, ending: str) -> None:
    assert send(landlord, data, f"a.{ending}").status_code in {200, 422}
