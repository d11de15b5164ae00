"""What the callbacks answer: a screen for a path, a state for an address, a sheet for a place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from access.gate import Contract
from domain.candidate import EXAMPLE_SUFFIX
from domain.selection import FacetSet, Selection
from services.context import Context
from tests.bodies import POST, valid_body
from views.components import ids

SHARED = (HealthCheck.function_scoped_fixture,)


def _writing(contracts: Mapping[str, Contract], component: str, prop: str = "children") -> Contract:
    """Return the callback that writes a component's property."""
    return next(contract for contract in contracts.values() if (component, prop) in contract.outputs)


def _request(contract: Contract, value: Any) -> dict[str, Any]:
    """Return the request of a screen that knows nothing yet: `value` in every input, no state."""
    body = valid_body(contract, value)
    for item in body["state"]:
        item["value"] = None
    return body


def _ask(client: FlaskClient, contract: Contract, value: Any, **options: Any) -> Any:
    response = client.open(**POST, json=_request(contract, value), **options)
    assert response.status_code == 200, response.data
    component, prop = contract.outputs[0]
    return response.json["response"][component][prop]


@pytest.mark.parametrize(("path", "shown"), [("/", "screen explore"), ("/sources", "Sources des données")])
def test_a_path_opens_its_screen(path: str | None, shown: str, contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    assert shown in json.dumps(_ask(client, _writing(contracts, ids.PAGE), path), ensure_ascii=False)


@pytest.mark.parametrize("path", ["/nowhere", "/sources/more", "//", "/<script>", "/" + "a" * 3_000])
def test_an_unknown_path_says_so_and_leads_back_to_the_map(path: str, contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    text = json.dumps(_ask(client, _writing(contracts, ids.PAGE), path), ensure_ascii=False)
    if path.rstrip("/"):
        assert "Page introuvable" in text
        assert '"href": "/"' in text


@examples(max_examples=60, suppress_health_check=SHARED)
@given(search=st.text(max_size=120))
def test_any_address_gives_the_state_of_its_valid_part(
    search: str, contracts: Mapping[str, Contract], client: FlaskClient, facets: FacetSet
) -> None:
    given_query = f"?kinds=premises&x={search}"
    state = _ask(client, _writing(contracts, ids.STATE, "data"), given_query)
    assert Selection.from_json(state, facets) == Selection.from_query(given_query, facets)
    assert state["filters"]["kinds"] == ["premises"]


def test_no_place_gives_an_empty_sheet(contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    assert _ask(client, _writing(contracts, ids.SHEET), None) == []


@pytest.mark.parametrize("place", ["NOWHERE-1", "<script>alert(1)</script>", "'; DROP TABLE", "é" * 64])
def test_an_unknown_place_says_so_with_its_id(place: str, contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    text = json.dumps(_ask(client, _writing(contracts, ids.SHEET), place), ensure_ascii=False)
    assert "Lieu introuvable" in text
    assert json.dumps(place, ensure_ascii=False)[1:-1] in text


def test_an_id_that_is_too_long_is_refused(contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    assert client.open(**POST, json=_request(_writing(contracts, ids.SHEET), "a" * 65)).status_code == 400


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_place_has_a_sheet_that_names_it_and_its_source(
    language: str, contracts: Mapping[str, Contract], client: FlaskClient, context: Context
) -> None:
    frame = context.territory.candidates
    for row in frame.iloc[:: max(1, len(frame) // 12)].itertuples():
        text = json.dumps(_ask(client, _writing(contracts, ids.SHEET), row.id, query_string={"lang": language}), ensure_ascii=False)
        assert json.dumps(row.name.removesuffix(EXAMPLE_SUFFIX), ensure_ascii=False)[1:-1] in text
        assert "Convergence" in text
        assert "nan" not in text.lower().replace("renan", "").split('"')


def test_an_unknown_value_is_written_so_and_never_as_zero(contracts: Mapping[str, Contract], client: FlaskClient, context: Context) -> None:
    frame = context.territory.candidates
    place = frame[frame["rent_eur_m2_yr"].isna()].iloc[0]["id"]
    text = json.dumps(_ask(client, _writing(contracts, ids.SHEET), place), ensure_ascii=False)
    assert "non renseigné" in text
    assert '"0\u202f€/m²/an"' not in text
