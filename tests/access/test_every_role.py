"""Every route of the application, asked directly by every role: answered or refused by its rule, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from access.gate import Contract
from access.identity import EXTENSION, Accounts
from access.rules import ROUTES
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import Action, PersonRole, can
from geodata.territory import Territory
from store.scenarios import Scenarios
from tests.access.accounts import OWN, sign_in
from tests.access.expected import CALLBACKS, EVERYBODY, EXPECTED, SIGNED_IN, TABLE
from tests.attack.sizes import SIZES
from tests.bodies import POST, fitting_body
from tests.saved_scenarios import change
from tests.store.drafts import draft
from tests.store.people import CHIEF, PLANNER, enrol
from views.components import ids

ANYBODY, UNKNOWN = "nobody signed in", "a session that is none"
WHO = [ANYBODY, UNKNOWN, *PersonRole]


@pytest.fixture(scope="module")
def peopled(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    """The whole application, with one person for each role."""
    file = tmp_path_factory.mktemp("people") / "convergence.db"
    made = create_app(Settings(demo=True, database_url=f"sqlite:///{file}"), territory)
    for role in PersonRole:
        enrol(_accounts(made).persons, f"{role.value}.x", role)
    return made


def _accounts(app: Convergence) -> Accounts:
    return app.server.extensions[EXTENSION]


def _browser(app: Convergence, who: str) -> FlaskClient:
    browser = app.server.test_client()
    if who == UNKNOWN:
        browser.set_cookie("session", "x" * 43)
    elif who != ANYBODY:
        assert sign_in(browser, f"{who}.x").status_code == 303
    return browser


def _role(who: str) -> PersonRole:
    return PersonRole.VISITOR if who in {ANYBODY, UNKNOWN} else PersonRole(who)


def test_every_route_is_in_the_table_of_who_may() -> None:
    assert set(EXPECTED) == set(ROUTES)
    assert len(EXPECTED) == sum(len(endpoints.split()) for endpoints in TABLE.values())


@pytest.mark.parametrize("who", WHO if SIZES.is_full else [ANYBODY, PersonRole.LANDLORD, PersonRole.FACILITATOR])
def test_every_callback_runs_for_each_role_as_the_table_says(who: str, peopled: Convergence, contracts: Mapping[str, Contract]) -> None:
    browser = _browser(peopled, who)
    assert set(CALLBACKS) <= {contract.outputs[0][0] for contract in contracts.values()}
    for contract in contracts.values():
        response = browser.open(**POST, json=fitting_body(contract, "/nowhere"))
        name = contract.outputs[0][0]
        may = _role(who) in CALLBACKS.get(name, EVERYBODY) and not (name in SIGNED_IN and who in {ANYBODY, UNKNOWN})
        assert (response.status_code in {200, 204}) if may else (response.status_code == 403), contract.output


@pytest.mark.parametrize("who", WHO)
def test_every_route_answers_or_refuses_each_role_by_its_rule(who: str, peopled: Convergence) -> None:
    browser = _browser(peopled, who)
    seen = set()
    for rule in peopled.server.url_map.iter_rules():
        path = re.sub(r"<[^>]*>", "nothing", rule.rule)
        may = _role(who) in EXPECTED[rule.endpoint] and not (rule.endpoint in SIGNED_IN and who in {ANYBODY, UNKNOWN})
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            if rule.endpoint in {"sign_out", "sign_in"}:
                continue  # they would change who is asking
            response = browser.open(path, method=method, headers=OWN)
            assert (response.status_code == 403) is not may, (rule.rule, method)
            assert response.status_code < 500, (rule.rule, method)
            if not may:
                assert re.match(r"^[A-ZÀ-Ý].{10,}\.$", response.json["error"])
            seen.add(rule.endpoint)
    assert seen >= set(ROUTES) - {"sign_out", "sign_in"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("author", [None, "Personne waste.x", "Personne facilitator.x"])
def test_each_role_changes_exactly_the_scenarios_that_it_may(author: str | None, who: str, peopled: Convergence) -> None:
    scenarios = Scenarios(_accounts(peopled).persons._database)
    saved = scenarios.create(replace(PLANNER, name=author or ""), draft())
    browser = _browser(peopled, who)
    notice = change(browser, "star", saved.id, 1)[ids.LIBRARY_NOTICE]["children"]
    person = next((one for one in _accounts(peopled).persons.list(CHIEF) if one.login == f"{who}.x"), None)
    may = person is not None and can(person, Action.CHANGE_SCENARIO, saved)
    assert bool(notice) is not may
    after = scenarios.get(saved.id)
    assert after is not None
    assert (after.starred, after.author) == (may, author)
    assert scenarios.history(saved.id)[-1].author == (person.name if may and person else author)


@pytest.mark.parametrize("who", WHO)
def test_a_copy_bears_the_name_of_whoever_made_it(who: str, peopled: Convergence) -> None:
    scenarios = Scenarios(_accounts(peopled).persons._database)
    saved = scenarios.create(PLANNER, draft())
    before = {item.id for item in scenarios.page().items}
    notice = change(_browser(peopled, who), "copy", saved.id, 1)[ids.LIBRARY_NOTICE]["children"]
    copied = [item.author for item in scenarios.page().items if item.id not in before]
    assert copied == ([] if _role(who) is PersonRole.VISITOR else [f"Personne {who}.x"])
    assert bool(notice) is not bool(copied)


def test_the_header_of_each_person_bears_their_own_name(peopled: Convergence) -> None:
    layouts = {who: _browser(peopled, who).get("/_dash-layout").text for who in (ANYBODY, "waste", "economy")}
    assert "Se connecter" in layouts[ANYBODY]
    assert "Se d\\u00e9connecter" not in layouts[ANYBODY]
    for who in ("waste", "economy"):
        assert f"Personne {who}.x" in layouts[who]
        assert "Se d\\u00e9connecter" in layouts[who]
    assert "Personne waste.x" not in layouts["economy"] + layouts[ANYBODY]
    assert not any("exemple)" in text and "demo-" in text for text in layouts.values())
