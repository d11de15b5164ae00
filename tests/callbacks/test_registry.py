"""Callbacks exist only by their declaration: none twice, none beside the registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from pydantic import TypeAdapter

from access.gate import Each, name_of
from callbacks.application import Convergence
from callbacks.registry import Registry, Value, output_key
from domain.person import Action
from services.context import Context
from tests.callbacks.screens import declared

ROOT = Path(__file__).parents[2]


def _nothing(*_values: object) -> None:
    return None


def test_two_callbacks_cannot_write_the_same_outputs() -> None:
    registry = Registry()
    registry.server([("sheet", "children")], [Value("url", "search")], action=Action.READ)(_nothing)
    with pytest.raises(ValueError, match=re.escape("sheet.children")):
        registry.server([("sheet", "children")], [Value("url", "pathname")], action=Action.READ)(_nothing)


def test_a_declaration_becomes_the_contract_of_the_gate() -> None:
    registry = Registry()
    registry.server([("a", "x"), ("b", "y")], [Value("url", "search", str)], [Value("kept", "data", int)], action=Action.SAVE_SCENARIO)(
        _nothing
    )
    contract = registry.contracts["..a.x...b.y.."]
    assert contract.outputs == (("a", "x"), ("b", "y"))
    assert contract.action is Action.SAVE_SCENARIO
    assert [(component, prop) for component, prop, _schema in (*contract.inputs, *contract.state)] == [("url", "search"), ("kept", "data")]
    assert all(isinstance(schema, TypeAdapter) for _component, _prop, schema in contract.inputs)


def test_dash_names_the_outputs_as_the_contract_does(context: Context) -> None:
    registry = Registry()
    registry.server([("a", "x")], [Value("url", "search", str)], action=Action.READ)(_nothing)
    registry.server([("b", "x"), ("c", "y")], [Value("url", "search", str)], action=Action.READ)(_nothing)
    dash = Dash("names")
    registry.bind(dash)
    assert set(dash.callback_map) == set(registry.contracts)
    assert output_key([("a", "x")]) == "a.x"


def test_every_callback_of_the_application_is_declared(app: Convergence, client: FlaskClient, context: Context) -> None:
    served = client.get("/_dash-dependencies").json
    registry = declared(context)
    server_side = {entry["output"] for entry in served if not entry.get("clientside_function")}
    assert server_side == set(registry.contracts)
    named = sorted(entry["clientside_function"]["function_name"] for entry in served if entry.get("clientside_function"))
    assert named == sorted(function.function_name for function, *_ in registry.wires if hasattr(function, "function_name"))
    assert len(served) == len(registry.wires)
    assert {key for key, entry in app.callback_map.items() if "callback" in entry} <= set(registry.contracts)


def test_the_inputs_that_dash_waits_for_are_those_of_the_contract(client: FlaskClient, context: Context) -> None:
    contracts = declared(context).contracts
    for entry in client.get("/_dash-dependencies").json:
        if entry["output"] in contracts:
            contract = contracts[entry["output"]]
            for part in ("inputs", "state"):
                pairs = [(_dash_name(component), prop) for component, prop, _schema in getattr(contract, part)]
                assert [(item["id"], item["property"]) for item in entry[part]] == pairs


def _dash_name(component: str | Each) -> str:
    return component if isinstance(component, str) else name_of({"type": component.type, "index": ["ALL"]})


def test_no_callback_is_declared_beside_the_registry() -> None:
    beside = re.compile(r"@(?:app|dash)?\.?callback\(|clientside_callback\(|\.callback\(")
    rooms = ("callbacks", "views", "access", "layers", "reports")
    files = [ROOT / "app.py", *[path for room in rooms for path in (ROOT / room).rglob("*.py")]]
    found = [path.name for path in files if beside.search(path.read_text(encoding="utf-8"))]
    assert found == ["registry.py"]


def test_no_callback_takes_just_anything(context: Context) -> None:
    """A server callback says the type of each value it takes: « Any » is what the browser keeps to itself."""
    for function, _outputs, inputs, state, *_ in declared(context).wires:
        if not hasattr(function, "function_name"):
            assert all(value.type is not Value("", "").type for value in (*inputs, *state)), function
