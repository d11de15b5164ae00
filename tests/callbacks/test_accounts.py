"""The screens of accounts, asked as their pages do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from access.gate import Contract
from access.identity import EXTENSION
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonRole
from geodata.territory import Territory
from tests.access.accounts import OWN, sign_in
from tests.bodies import POST, fitting_body
from tests.store.people import CHIEF, PASSWORD, enrol
from views.components import ids

NEW = "quatre chaises devant la mer"


@pytest.fixture
def app(territory: Territory, tmp_path: Path) -> Convergence:
    made = create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/convergence.db"), territory)
    persons = made.server.extensions[EXTENSION].persons
    enrol(persons, "chief", PersonRole.FACILITATOR)
    enrol(persons, "ada")
    return made


def browser(app: Convergence, login: str) -> FlaskClient:
    made = app.server.test_client()
    assert sign_in(made, login).status_code == 303
    return made


def press(contracts: Mapping[str, Contract], output: str, button: str, **values: Any) -> dict[str, Any]:
    """Return the request of the callback that writes `output` once a button is pressed, with what its fields hold."""
    contract = next(one for one in contracts.values() if one.outputs[0][0] == output)
    body = fitting_body(contract)
    for item in [*body["inputs"], *body["state"]]:
        item["value"] = 1 if item["id"] == button else values.get(item["id"], item["value"])
    prop = next(item["property"] for item in body["inputs"] if item["id"] == button)
    return body | {"changedPropIds": [f"{button}.{prop}"], "parsedChangedPropsIds": [f"{button}.{prop}"]}


def test_a_changed_password_ends_the_other_sessions_and_leaves_this_device_known(
    app: Convergence, contracts: Mapping[str, Contract]
) -> None:
    here, there = browser(app, "ada"), browser(app, "ada")
    values = {ids.OWN_PRESENT: PASSWORD, ids.OWN_NEW: NEW, ids.OWN_AGAIN: NEW}
    response = here.open(**POST, json=press(contracts, ids.OWN_NOTICE, ids.OWN_CHANGE, **values))
    assert "Mot de passe chang" in str(response.json)
    assert any(cookie.startswith("device=") for cookie in response.headers.getlist("Set-Cookie"))
    assert "Personne ada" in here.get("/_dash-layout").text
    assert "Personne ada" not in there.get("/_dash-layout").text
    assert app.server.extensions[EXTENSION].persons.authenticate("ada", NEW)


def test_the_facilitator_makes_a_person_by_one_press_and_nobody_else_does(app: Convergence, contracts: Mapping[str, Contract]) -> None:
    values = {ids.PERSON_NAME: "Zoé Phare", ids.PERSON_EMAIL: "zoe@phare.example", ids.PERSON_ROLE: "waste"}
    body = press(contracts, ids.PERSON_PANEL, ids.PERSON_SAVE, **values)
    assert browser(app, "ada").open(**POST, json=body).status_code == 403
    assert app.server.test_client().open(**POST, json=body).status_code == 403
    response = browser(app, "chief").open(**POST, json=body)
    assert response.status_code == 200
    assert "/connexion/mot-de-passe?jeton=" in str(response.json)
    assert "zoe" in {person.login for person in app.server.extensions[EXTENSION].persons.list(CHIEF)}


def test_one_closes_only_ones_own_sessions(app: Convergence) -> None:
    ada, chief = browser(app, "ada"), browser(app, "chief")
    sessions = app.server.extensions[EXTENSION].sessions
    person = next(one for one in app.server.extensions[EXTENSION].persons.list(CHIEF) if one.login == "chief")
    (own,) = sessions.of_person(person, "")
    response = ada.post("/compte/session", data={"session": own.handle}, headers=OWN)
    assert (response.status_code, response.headers["Location"]) == (303, "/compte")
    assert "Personne chief" in chief.get("/_dash-layout").text
    assert ada.post("/compte/session", data={"session": own.handle}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
