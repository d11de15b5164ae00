"""What the Convergence screen asks the server: values to score with, and explanations for an address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from access.gate import Contract
from criteria.weights import ACTORS
from domain.address import MAX_QUERY_LENGTH
from domain.candidate import Role
from domain.selection import Selection
from services.context import Context
from services.convergence_config import VALUES_PATH
from services.networks import judged_networks
from tests.bodies import POST, valid_body
from views.components import ids

SHARED = (HealthCheck.function_scoped_fixture,)
QUERIES = ("as=hub", "", "as=shop&w=waste-3,economy-0&kinds=premises", "hyp=walk_reach_m-600,detour-1.5&as=hub", "green=waste-0.9")
READS_QUERY = (ids.PROFILE, ids.ROBUST, ids.COMPARE)


def _body(contract: Contract, values: Mapping[str, Any]) -> dict[str, Any]:
    body = valid_body(contract)
    for item in body["inputs"]:
        item["value"] = values.get(item["id"])
    return body


def _ask(client: FlaskClient, contracts: Mapping[str, Contract], component: str, **values: Any) -> Any:
    contract = contracts[f"{component}.children"]
    named = {ids.FOCUS: values.get("place"), ids.PARAMS: values.get("query"), ids.ROBUST_PARAMS: values.get("query")}
    response = client.open(**POST, json=_body(contract, named))
    assert response.status_code == 200, response.data
    return response.json["response"][component]["children"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_values_are_those_of_the_assessment_and_an_unknown_is_null(query: str, client: FlaskClient, context: Context) -> None:
    response = client.get(f"{VALUES_PATH}?{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    given_values, held = response.json, context.assessor.assess(query)
    assert given_values["role"] == held.role.value == (Role.HUB if "hub" in query else Role.SHOP)
    assert given_values["version"] == held.version
    assert [(c["id"], ACTORS[c["actor"]]) for c in given_values["criteria"]] == [(c.id, c.stakeholder.id) for c in held.items]
    values = np.array([[np.nan if value is None else value for value in row] for row in given_values["values"]])
    np.testing.assert_allclose(values, held.values, atol=1e-9)
    assert {int(row) for row in given_values["excluded"]} == set(np.flatnonzero(~held.eligible))
    assert all(reasons for reasons in given_values["excluded"].values())


def test_hypotheses_change_the_values_and_weights_do_not(client: FlaskClient) -> None:
    plain = client.get(VALUES_PATH).json
    assert client.get(f"{VALUES_PATH}?w=waste-5&green=waste-0.1&kinds=premises").json == plain
    assert client.get(f"{VALUES_PATH}?hyp=walk_reach_m-500").json["values"] != plain["values"]


def test_the_values_speak_the_reader_s_language_and_are_not_shared_between_readers(client: FlaskClient) -> None:
    french, english = client.get(VALUES_PATH), client.get(f"{VALUES_PATH}?lang=en")
    labels = [[c["label"] for c in response.json["criteria"]] for response in (french, english)]
    assert len(set(labels[0]) & set(labels[1])) < len(labels[0]) / 2
    assert french.headers["Cache-Control"].startswith("private")
    assert "Cookie" in french.headers["Vary"]


@examples(max_examples=80, suppress_health_check=SHARED)
@given(query=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_query_breaks_the_values(query: bytes, client: FlaskClient) -> None:
    for prefix in (b"", b"as=", b"hyp=", b"as=hub&hyp=detour-"):
        response = client.open(VALUES_PATH, query_string=(prefix + query).decode("latin-1"))
        assert response.status_code == 200
        assert json.loads(response.data)["values"]


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "-inf", "1e999", "0", "1e-300", "", "0x10", "1_0", "١٢", "1" * 400])
def test_no_hypothesis_can_make_a_value_leave_its_range(value: str, client: FlaskClient) -> None:
    response = client.get(VALUES_PATH, query_string={"hyp": f"detour-{value},walk_reach_m-{value},jobs_per_1000_t-{value}"})
    assert response.status_code == 200
    known = [cell for row in response.json["values"] for cell in row if cell is not None]
    assert 0 <= min(known) <= max(known) <= 1


def test_a_request_that_is_not_a_read_is_refused(client: FlaskClient) -> None:
    assert client.post(VALUES_PATH).status_code == 405


@pytest.mark.parametrize("component", READS_QUERY)
def test_an_address_that_is_too_long_is_refused(component: str, contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    contract = contracts[f"{component}.children"]
    query = {ids.PARAMS: "w=" + "a" * MAX_QUERY_LENGTH, ids.ROBUST_PARAMS: "w=" + "a" * MAX_QUERY_LENGTH}
    assert client.open(**POST, json=_body(contract, query)).status_code == 400


@pytest.mark.parametrize("component", READS_QUERY)
@pytest.mark.parametrize("wrong", [1, True, ["as=hub"], {"as": "hub"}])
def test_an_address_that_is_not_text_is_refused(component: str, wrong: Any, contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    contract = contracts[f"{component}.children"]
    assert client.open(**POST, json=_body(contract, {ids.PARAMS: wrong, ids.ROBUST_PARAMS: wrong})).status_code == 400


@examples(max_examples=25, suppress_health_check=SHARED)
@given(query=st.text(max_size=80) | st.builds("as={}&w={}&cmp={}&places={}".format, *[st.text(max_size=10)] * 4))
def test_any_address_is_explained(query: str, contracts: Mapping[str, Contract], client: FlaskClient, context: Context) -> None:
    place = str(context.territory.candidates["id"].iloc[0])
    assert _ask(client, contracts, ids.PROFILE, place=place, query=query)
    assert _ask(client, contracts, ids.COMPARE, query=query)


def test_the_profile_follows_the_role_and_the_weights_of_the_address(
    contracts: Mapping[str, Contract], client: FlaskClient, context: Context
) -> None:
    place = str(context.territory.candidates["id"].iloc[0])
    shown = [json.dumps(_ask(client, contracts, ids.PROFILE, place=place, query=query)) for query in ("", "as=hub", "w=waste-9")]
    assert len(set(shown)) == 3


def test_robustness_is_not_worked_out_for_a_closed_panel(contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    assert _ask(client, contracts, ids.ROBUST, query=None) == []
    assert "basculer" in json.dumps(_ask(client, contracts, ids.ROBUST, query=""))


def test_robustness_keeps_to_the_filters_of_the_address(contracts: Mapping[str, Contract], client: FlaskClient, context: Context) -> None:
    best = context.assessor.assess("").contenders()[:3]
    kept = Selection.from_json({"filters": {"places": list(context.territory.candidates["id"].iloc[best])}}, context.facets)
    shown = json.dumps(_ask(client, contracts, ids.ROBUST, query=kept.to_query()), ensure_ascii=False)
    assert "parmi 3 lieux" in shown


def test_the_values_carry_the_networks_of_the_address_whatever_the_role(client: FlaskClient, context: Context) -> None:
    ids_ = context.territory.candidates["id"].tolist()
    net = f"net=1.{ids_[3]}.{ids_[20]}~Nord,7.GONE.{ids_[4]}"
    for role in Role:
        (found,) = client.get(f"{VALUES_PATH}?as={role.value}&{net}").json["networks"]
        (one,) = judged_networks(context.assessor, net)
        assert (found["id"], found["name"], found["is_example"], found["members"]) == ("net_1", "Nord", True, [3, 20])
        values = np.array([np.nan if value is None else value for value in found["values"]])
        np.testing.assert_allclose(values, one.assessment.values[0], atol=1e-9)
        assert [c["id"] for c in found["criteria"]] == [item.id for item in one.assessment.items]
        assert found["excluded"] + found["undecided"] in ("", one.assessment.suitability.sentence(0))
    assert client.get(f"{VALUES_PATH}?as=hub").json["networks"] == []
