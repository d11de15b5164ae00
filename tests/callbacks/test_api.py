"""The interface for programs: what it answers is what the screens show, and it is what its description says (schemathesis)."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.generation import GenerationMode

from access import programs
from access.identity import EXTENSION
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonRole
from domain.stakeholder import STAKEHOLDERS
from geodata.territory import Territory
from reports.api.openapi import openapi
from scenarios.saving import draft_of
from services.context import Context
from services.words.scores import verdict_words
from store.database import Database
from store.persons import Persons
from store.tokens import Tokens
from tests.callbacks.test_ogc import PLANNER
from tests.store.people import CHEAP, enrol

BRACES = str.maketrans("{}", "<>")
EXAMPLES = 4
"""Requests of each kind for each operation: always the same ones."""


@pytest.fixture
def client(app: Convergence) -> FlaskClient:
    return app.server.test_client()


def read(client: FlaskClient, path: str, status: int = 200) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == status, answer.data
    return dict(json.loads(answer.data))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_does_what_its_description_says(app: Convergence, mode: GenerationMode) -> None:
    config = schemathesis.Config.from_dict({"generation": {"mode": mode.value, "deterministic": True}})
    described = schemathesis.openapi.from_wsgi("/api", app.server, config=config)
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue

        @seed(0)
        @given(operation.as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its client reads no packed answer

        check()


def test_every_route_for_programs_is_described(app: Convergence, context: Context) -> None:
    with app.server.test_request_context():
        paths = {
            path.replace("{id}", "<name>").replace("{collection}", "<name>").replace("{feature}", "<feature>")
            for path in openapi(context).paths
        }
    served = {rule.rule.rstrip("/") for rule in app.server.url_map.iter_rules() if rule.rule.startswith(("/api", "/ogc"))}
    assert paths == served


def test_places_are_those_of_the_screen_page_by_page(client: FlaskClient, territory: Territory) -> None:
    found, path = list[str](), "/api/places?kinds=premises&limit=40"
    while path:
        page = read(client, path)
        found += [place["id"] for place in page["places"]]
        following = page.get("next", "")
        path = following[following.index("/api/") :] if following else ""
    frame = territory.candidates
    assert found == frame[frame["kind"] == "premises"]["id"].tolist() and page["total"] == len(found)
    place = read(client, f"/api/places/{found[0]}")
    assert set(place["properties"]) == {field["id"] for field in page["fields"]}
    assert place["properties"]["example"] == "exemple"
    assert not any(name.startswith("confidential") for name in place["properties"])


def test_scores_are_those_of_the_screen(client: FlaskClient, context: Context) -> None:
    query = "as=hub&w=waste-3&hyp=walk_reach_m-1200&kinds=zone_site"
    page, assessment = read(client, f"/api/scores?{query}&limit=1000"), context.assessor.assess(query)
    ranks = [score["rank"] for score in page["scores"] if score["rank"] is not None]
    assert ranks == sorted(ranks) and page["role"] == "hub" and page["version"] == assessment.version
    for score in page["scores"]:
        row = assessment.row_of(score["id"])
        assert row is not None and score["verdict"] == verdict_words(assessment, row)
        assert [actor["actor"] for actor in score["actors"]] == [actor.id for actor in STAKEHOLDERS]
        assert score["is_excluded"] == (not assessment.eligible[row])
    assert next(one for one in page["hypotheses"] if one["id"] == "walk_reach_m")["is_changed"]
    assert [weight["share_pct"] for weight in page["weights"]] == pytest.approx([50, 100 / 6, 100 / 6, 100 / 6])


def test_a_scenario_is_told_as_it_was_saved(client: FlaskClient, context: Context) -> None:
    saved = context.scenarios.create(PLANNER, draft_of(context.service.answer("mode=straight&k=2&open=hub"), "Deux pôles", ""))
    assert saved.id in [one["id"] for one in read(client, "/api/scenarios")["scenarios"]]
    told = read(client, f"/api/scenarios/{saved.id}")
    assert told["name"] == "Deux pôles" and told["status"] == "draft"
    tables = {table["id"]: table for table in told["tables"]}
    assert [row[1] for row in tables["plan"]["rows"]] == [one["id"] for one in saved.result["outcome"]["opened"]]
    assert "Certificat" in {fact["label"] for fact in told["facts"]}


@pytest.mark.parametrize("path", ["places?limit=0", "places?unknown=1", "scores?as=x", "scenarios?page=0", "places/ZS-001?limit=3"])
def test_what_is_not_valid_is_refused_with_a_sentence(client: FlaskClient, path: str) -> None:
    assert read(client, f"/api/{path}", 400)["error"].endswith(".")


@pytest.mark.parametrize("path", ["places/nobody", "places/a.b", "scenarios/none"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert read(client, f"/api/{path}", 404)["error"].endswith(".")


@pytest.fixture(scope="module")
def peopled(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> tuple[Convergence, str]:
    """An application with an account of the Economy directorate, and a token of it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tokens')}/c.db"
    made = create_app(Settings(demo=True, database_url=url), territory)
    database = Database.open(url)
    return made, Tokens(database).make(enrol(Persons(database, CHEAP), "marie", PersonRole.ECONOMY), "un script")


def test_a_token_reads_as_its_account_and_one_that_opens_nothing_is_refused(peopled: tuple[Convergence, str]) -> None:
    client, token = peopled[0].server.test_client(), peopled[1]
    for path in ("/api/places", "/ogc", "/export/lieux.csv"):
        assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 200
        refused = client.get(path, headers={"Authorization": "Bearer cvg_nothing"})
        assert refused.status_code == 401 and refused.headers["WWW-Authenticate"] == "Bearer"
        assert "Mon compte" in refused.get_json()["error"]
    answer = client.get("/api/places", headers={"Authorization": f"Bearer {token}"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.post("/compte/jeton", headers={"Authorization": f"Bearer {token}"}).status_code == 403  # it signs nobody in


def test_too_many_requests_are_refused_whichever_worker_answers(peopled: tuple[Convergence, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "MOST", 3)
    database = Database.open(peopled[0].server.extensions[EXTENSION].settings.database_url)
    token = Tokens(database).make(enrol(Persons(database, CHEAP), "paul"), "un script")
    answers = [peopled[0].server.test_client().get("/api", headers={"Authorization": f"Bearer {token}"}) for _n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60 and "minute" in answers[-1].get_json()["error"]
