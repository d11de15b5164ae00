"""Rules: what declares no action stops the start, and whoever may not is refused before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from pydantic import TypeAdapter

from access.gate import CALLBACK_PATH, Contract, install_gate
from access.identity import install_identity
from access.rules import ROUTES, install_rules
from access.settings import Settings
from access.sign_in import serve_sign_in
from app import create_app
from callbacks import explore
from callbacks.application import Convergence
from callbacks.registry import Registry, Value
from domain.person import Action, PersonRole
from geodata.territory import Territory
from services.context import Context
from tests.access.accounts import OWN, sign_in, small_service
from tests.bodies import POST, valid_body
from tests.store.people import enrol


def test_a_callback_without_an_action_is_named_and_stops_the_start(
    territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(registry: Registry, _context: Context) -> None:
        registry.server([("secret", "children")], [Value("url", "search", str)])(lambda _search: None)

    with pytest.raises(ValueError, match=r"secret\.children"):
        forgetful(Registry(), None)  # type: ignore[arg-type]
    monkeypatch.setattr(explore, "register", forgetful)
    with pytest.raises(ValueError, match=r"secret\.children"):
        create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/x.db"), territory)


def test_a_route_without_a_rule_is_named_and_stops_the_start(territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(server: Flask, _context: Context) -> None:
        server.add_url_rule("/secret", "secret_page", lambda: "secret")

    monkeypatch.setattr("callbacks.routes.serve_exports", forgetful)
    with pytest.raises(ValueError, match="secret_page"):
        create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/x.db"), territory)


def test_every_rule_is_of_a_route_that_exists(app: Convergence) -> None:
    assert {rule.endpoint for rule in app.server.url_map.iter_rules()} == set(ROUTES)


def test_what_changes_something_for_others_is_never_open(app: Convergence) -> None:
    unsafe = {rule.endpoint for rule in app.server.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}}
    session = {"sign_in", "sign_out", "demonstration", "forgotten", "password_set", "account_request"}
    # Before one has signed in; going on; a link whose token is looked at each time; a file that is read and not kept. Callbacks have
    # rules of their own.
    own = {*session, "resume", "invitation_send", "zone_file"}
    assert {endpoint for endpoint in unsafe if ROUTES[endpoint] is Action.READ} == {*own, CALLBACK_PATH}


def test_a_route_that_came_after_the_start_is_refused() -> None:
    server = Flask("late", static_folder=None)
    install_rules(server, {})
    server.add_url_rule("/late", "late", lambda: "secret")
    response = server.test_client().get("/late")
    assert response.status_code == 403
    assert "secret" not in response.text
    assert server.test_client().get("/nowhere").status_code == 404


def _callback(file: Path, action: Action) -> tuple[Flask, dict[str, Contract], list[str]]:
    """A service with one callback, and what it was run for."""
    ran: list[str] = []
    contract = Contract("out.children", (("out", "children"),), (("in", "value", TypeAdapter(str | None)),), (), action)
    contracts = {contract.output: contract}
    service = small_service(file)
    for role in PersonRole:
        enrol(service.accounts.persons, f"{role.value}.x", role)
    server = Flask("callbacks", static_folder=None)
    install_identity(server, service.accounts)
    serve_sign_in(server, service.accounts)
    install_gate(server, contracts)
    server.add_url_rule(CALLBACK_PATH, "run", lambda: ran.append("ran") or "{}", methods=["POST"])
    install_rules(server, {**ROUTES, "run": Action.READ})
    return server, contracts, ran


SAVERS = set(PersonRole) - {PersonRole.VISITOR}
MAY = {Action.READ: set(PersonRole), Action.SAVE_SCENARIO: SAVERS, Action.MANAGE_PERSONS: {PersonRole.FACILITATOR}}


@pytest.mark.parametrize("action", MAY)
def test_the_gate_runs_a_callback_for_the_roles_of_its_action_and_no_other(action: Action, tmp_path: Path) -> None:
    server, contracts, ran = _callback(tmp_path / "x.db", action)
    body = valid_body(contracts["out.children"])
    for role in PersonRole:
        browser = server.test_client()
        assert sign_in(browser, f"{role.value}.x").status_code == 303
        ran.clear()
        response = browser.open(**POST, json=body)
        assert bool(ran) is (role in MAY[action]) is (response.status_code == 200)
        if not ran:
            assert response.status_code == 403
            assert response.json["error"].endswith(".")
    ran.clear()
    assert server.test_client().open(**POST, json=body).status_code == (200 if action is Action.READ else 403)
    assert server.test_client().open(**POST, json={}).status_code == 400
    assert bool(ran) is (action is Action.READ)


def test_until_there_is_a_person_a_visitor_saves_and_afterwards_no_more(tmp_path: Path) -> None:
    service = small_service(tmp_path / "x.db")
    server = Flask("saving", static_folder=None)
    install_identity(server, service.accounts)
    server.add_url_rule("/save", "save", lambda: "saved", methods=["POST"])
    install_rules(server, {**ROUTES, "save": Action.SAVE_SCENARIO})
    assert server.test_client().post("/save", headers=OWN).text == "saved"
    enrol(service.accounts.persons)
    refused = server.test_client().post("/save", headers=OWN)
    assert refused.status_code == 403
    assert refused.json == {"error": "Pour cela, il faut d'abord se connecter."}
