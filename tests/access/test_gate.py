"""The gate: each declared callback passes, everything else is answered 400 with a sentence, nothing is answered 5xx."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import cycle, product
from typing import Annotated, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter

from access.gate import CALLBACK_PATH, MAX_BODY_BYTES, MOST_ALIKE, Contract, Each, Refused, check, install_gate, parse_body
from callbacks.application import Convergence
from domain.person import Action, PersonRole
from i18n import use_language
from tests.attack.sizes import SIZES
from tests.bodies import POST, first_of, fitting_body, mutated, random_request, valid_body
from tests.selections import JSON

TEXT = TypeAdapter(str | None)
COUNT = TypeAdapter(int)
CONTRACT = Contract(
    "out.children", (("out", "children"),), (("in", "value", TEXT), ("in", "n", COUNT)), (("kept", "data", TEXT),), Action.READ
)
CONTRACTS = {CONTRACT.output: CONTRACT}
MOST_RUNS = 8 if SIZES.is_full else 2  # of each callback among the random bodies: some take a while
SENTENCE = re.compile(r"^[A-ZÀ-Ý].{10,}\.$")


def _good() -> dict[str, Any]:
    body = valid_body(CONTRACT)
    body["inputs"][1]["value"] = 3
    return body


def _with(**changes: Any) -> dict[str, Any]:
    return _good() | changes


def _item(part: str, index: int, **changes: Any) -> dict[str, Any]:
    body = _good()
    body[part][index] |= changes
    return body


BAD: dict[str, dict[str, Any]] = {
    "no output": {key: value for key, value in _good().items() if key != "output"},
    "unknown output": _with(output="secret.children"),
    "output that is no text": _with(output=["out.children"]),
    "other outputs": _with(outputs={"id": "secret", "property": "children"}),
    "outputs in a list": _with(outputs=[{"id": "out", "property": "children"}, {"id": "more", "property": "children"}]),
    "outputs that are no object": _with(outputs=7),
    "no inputs": {key: value for key, value in _good().items() if key != "inputs"},
    "one input too few": _with(inputs=_good()["inputs"][:1]),
    "one input too many": _with(inputs=[*_good()["inputs"], _good()["inputs"][0]]),
    "inputs in another order": _with(inputs=_good()["inputs"][::-1]),
    "inputs that are no list": _with(inputs={"in.value": None}),
    "another input id": _item("inputs", 0, id="other"),
    "a pattern for an id": _item("inputs", 0, id={"type": "in", "index": 0}),
    "another property": _item("inputs", 0, property="children"),
    "a key too many in an input": _item("inputs", 0, extra=1),
    "a number for a text": _item("inputs", 0, value=12),
    "a list for a text": _item("inputs", 0, value=["a"]),
    "a text for a number": _item("inputs", 1, value="twelve"),
    "nothing where a number is due": _item("inputs", 1, value=None),
    "no state": {key: value for key, value in _good().items() if key != "state"},
    "a state of another type": _item("state", 0, value={"a": 1}),
    "a key too many": _with(background=True),
    "a trigger that was not declared": _with(changedPropIds=["secret.n_clicks"]),
    "a trigger that is no text": _with(changedPropIds=[{"in": "value"}]),
    "triggers that are no list": _with(changedPropIds="in.value"),
}


def test_the_declared_request_passes() -> None:
    check(_good(), CONTRACTS)
    check({key: value for key, value in _good().items() if not key.endswith("PropIds") and not key.startswith("parsed")}, CONTRACTS)


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_was_not_declared_is_refused_with_a_sentence(body: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        check(body, CONTRACTS)
    assert SENTENCE.match(str(refusal.value))
    with use_language("en"), pytest.raises(Refused) as in_english:
        check(body, CONTRACTS)
    assert SENTENCE.match(str(in_english.value))
    assert str(in_english.value) != str(refusal.value)


PLACES = Each("only", TypeAdapter(Annotated[str, Field(pattern=r"^LP-\d{6}$")]))
ALIKE = Contract("out.data", (("out", "data"),), (("in", "n", COUNT), (PLACES, "n_clicks", COUNT)), ((PLACES, "title", TEXT),), Action.READ)


def _one(index: Any = "LP-000001", **changes: Any) -> dict[str, Any]:
    return {"id": {"type": "only", "index": index}, "property": "n_clicks", "value": 1} | changes


def _alike(*sent: Any, changed: Any = ("in.n",), state: Any = ()) -> dict[str, Any]:
    inputs = [{"id": "in", "property": "n", "value": 1}, list(sent)]
    outputs = {"id": "out", "property": "data"}
    return {"output": "out.data", "outputs": outputs, "inputs": inputs, "state": [list(state)], "changedPropIds": list(changed)}


TRIGGER = '{"index":"LP-000001","type":"only"}.n_clicks'


def test_components_of_a_declared_type_pass_however_many() -> None:
    many = [_one(f"LP-{n:06d}") for n in range(300)]
    for body in (_alike(), _alike(_one(), changed=[TRIGGER]), _alike(*many, state=[_one(property="title", value="x")])):
        check(body, {ALIKE.output: ALIKE})


ALIKE_BAD: dict[str, dict[str, Any]] = {
    "an index of another form": _alike(_one("LP-1")),
    "an index that is a number": _alike(_one(1)),
    "an index that is a wildcard": _alike(_one(["ALL"])),
    "a wildcard for an index": _alike(_one({"wild": "ALL"})),
    "no index": _alike(_one(id={"type": "only"})),
    "a key too many in an id": _alike(_one(id={"type": "only", "index": "LP-000001", "more": 1})),
    "another type": _alike(_one(id={"type": "secret", "index": "LP-000001"})),
    "a type that is no text": _alike(_one(id={"type": ["only"], "index": "LP-000001"})),
    "a plain id": _alike(_one(id="only")),
    "an id written as a text": _alike(_one(id='{"index":"LP-000001","type":"only"}')),
    "twice the same": _alike(_one(), _one()),
    "another property": _alike(_one(property="title")),
    "a key too many": _alike(_one(extra=1)),
    "a value of another type": _alike(_one(value="one")),
    "one of many of another type": _alike(_one(), _one("LP-000002", value=None)),
    "a text among them": _alike(_one(), "LP-000002"),
    "too many": _alike(*(_one(f"LP-{n:06d}") for n in range(MOST_ALIKE + 1))),
    "one where a list is due": _alike() | {"inputs": [_alike()["inputs"][0], _one()]},
    "a list where one is due": _alike() | {"inputs": [[_alike()["inputs"][0]], []]},
    "a state of another index": _alike(state=[_one("LP-1", property="title", value="x")]),
    "a trigger that was not sent": _alike(changed=[TRIGGER]),
    "a trigger of another index": _alike(_one(), changed=[TRIGGER.replace("1", "2")]),
    "a trigger of another property": _alike(_one(), changed=[TRIGGER.replace("n_clicks", "title")]),
}


@pytest.mark.parametrize("body", ALIKE_BAD.values(), ids=ALIKE_BAD)
def test_of_a_type_of_components_nothing_else_than_what_was_declared_passes(body: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        check(body, {ALIKE.output: ALIKE})
    assert SENTENCE.match(str(refusal.value))


@given(JSON)
def test_any_json_in_the_place_of_components_of_a_type_is_refused_or_of_their_form(sent: Any) -> None:
    body = _alike() | {"inputs": [_alike()["inputs"][0], sent]}
    if sent != []:
        with pytest.raises(Refused):
            check(body, {ALIKE.output: ALIKE})


@given(JSON)
def test_any_json_is_either_refused_or_exactly_the_declared_form(body: Any) -> None:
    if isinstance(body, dict):
        with pytest.raises(Refused):
            check(body, CONTRACTS)


@given(st.integers(0, 10**9))
def test_a_spoilt_request_that_passes_still_has_the_declared_form(seed: int) -> None:
    body = mutated(random.Random(seed), _good())
    try:
        assert isinstance(body, dict)
        check(body, CONTRACTS)
    except (Refused, AssertionError):
        return
    assert [(item["id"], item["property"]) for item in body["inputs"]] == [("in", "value"), ("in", "n")]
    assert body["inputs"][0].get("value") is None or isinstance(body["inputs"][0]["value"], str)
    assert set(body) <= {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}


RAW: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"output=page.children",
    "a list": b"[]",
    "a text": b'"page"',
    "null": b"null",
    "NaN": b'{"output": NaN}',
    "infinity": b'{"inputs": [-Infinity]}',
    "not UTF-8": b'{"output": "\xff\xfe"}',
    "half": b'{"output": "page',
    "deep nesting": b'{"inputs": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "an endless number": b'{"inputs": ' + b"9" * 100_000 + b"}",
    "huge": b'{"output": "' + b"a" * (MAX_BODY_BYTES + 1) + b'"}',
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_a_body_that_is_no_request_is_answered_400_in_the_persons_language(raw: bytes, client: FlaskClient) -> None:
    french, english = (client.open(**POST, data=raw, query_string=query) for query in ({}, {"lang": "en"}))
    assert (french.status_code, english.status_code) == (400, 400)
    assert SENTENCE.match(french.json["error"])
    assert SENTENCE.match(english.json["error"])
    assert french.json["error"] != english.json["error"]


def test_a_huge_body_is_refused_before_it_is_read() -> None:
    class Endless:
        """A body that says how long it is and fails when somebody reads it."""

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("read")

    server = Flask("gate")
    install_gate(server, CONTRACTS)
    environ = {"wsgi.input": Endless(), "CONTENT_LENGTH": str(50 * MAX_BODY_BYTES)}
    response = server.test_client().post(CALLBACK_PATH, environ_overrides=environ)
    assert response.status_code == 400
    assert response.json["error"] == "Requête trop volumineuse."


@pytest.fixture
def browsers(app: Convergence) -> dict[Action, FlaskClient]:
    """For each action, the browser of an example person who may do it."""
    of_role = {role: app.server.test_client() for role in (PersonRole.FACILITATOR, PersonRole.LANDLORD)}
    for role, browser in of_role.items():
        assert browser.post("/demonstration", data={"role": role.value}, headers=POST["headers"]).status_code == 303
    return {action: of_role[PersonRole.LANDLORD if action is Action.PROPOSE else PersonRole.FACILITATOR] for action in Action}


def test_every_declared_callback_passes_with_values_that_fit(
    contracts: Mapping[str, Contract], browsers: Mapping[Action, FlaskClient]
) -> None:
    assert contracts
    for contract in contracts.values():
        response = browsers[contract.action].open(**POST, json=fitting_body(contract))
        assert response.status_code in {200, 204}, (contract.output, response.data[:300])


def test_no_callback_takes_a_value_of_any_type(contracts: Mapping[str, Contract]) -> None:
    strange = {"__strange__": [1, {"deep": None}]}
    for contract in contracts.values():
        for index in range(len(contract.inputs)):
            body = fitting_body(contract)
            first_of(body["inputs"][index])["value"] = strange
            with pytest.raises(Refused):
                check(body, contracts)


def _accepted(raw: bytes, contracts: Mapping[str, Contract]) -> str:
    """Return the output of the callback that a request would run; empty when the gate refuses it."""
    try:
        body = parse_body(raw)
        check(body, contracts)
    except Refused:
        return ""
    return str(body["output"])


def test_random_bodies_are_never_answered_by_an_error_of_ours(
    contracts: Mapping[str, Contract], browsers: Mapping[Action, FlaskClient]
) -> None:
    rng = random.Random(20_260_301)
    bodies = [fitting_body(contract, "/nowhere") for contract in contracts.values()]
    statuses: Counter[int] = Counter()
    runs: Counter[str] = Counter()
    least = 10_000 if SIZES.is_full else 2_000
    while statuses.total() < least or (statuses.total() < 10 * least and not all(runs[output] for output in contracts)):
        raw = random_request(rng, bodies)
        output = _accepted(raw, contracts)
        runs[output] += 1
        if output and runs[output] > MOST_RUNS:
            continue
        action = contracts[output].action if output else Action.READ
        status = browsers[action].open(**POST, data=raw).status_code
        statuses[status] += 1
        assert (status in {200, 204}) if output else (status == 400), raw
    assert [output for output in contracts if not runs[output]] == []


OTHER_WAYS: dict[str, Callable[[FlaskClient], Any]] = {
    "a form": lambda client: client.post(CALLBACK_PATH, data={"output": "page.children"}),
    "a final slash": lambda client: client.post(CALLBACK_PATH + "/", json={}),
    "PUT": lambda client: client.put(CALLBACK_PATH, json={}),
    "job of a background callback": lambda client: client.post(CALLBACK_PATH + "?cancelJob=1&job=2&cacheKey=x", json={}),
    "valid JSON of another content type": lambda client: client.post(CALLBACK_PATH, data=b"{}", content_type="text/plain"),
}


@pytest.mark.parametrize("way", OTHER_WAYS.values(), ids=OTHER_WAYS)
def test_no_other_way_to_the_callbacks_is_answered_by_an_error_of_ours(way: Callable[[FlaskClient], Any], client: FlaskClient) -> None:
    assert 400 <= way(client).status_code < 500


def test_reading_the_callbacks_address_runs_none(client: FlaskClient) -> None:
    assert client.get(CALLBACK_PATH).mimetype == "text/html"


def test_a_good_request_of_another_content_type_is_refused(contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    body = json.dumps(fitting_body(next(iter(contracts.values())))).encode()
    assert 400 <= client.post(CALLBACK_PATH, data=body, content_type="text/plain").status_code < 500


def test_background_jobs_cannot_be_reached_through_the_address(contracts: Mapping[str, Contract], client: FlaskClient) -> None:
    for contract in contracts.values():
        response = client.post(CALLBACK_PATH + "?cancelJob=1&job=1&cacheKey=a", json=fitting_body(contract))
        assert response.status_code < 500


QUERIES = (
    "",
    "?" + "a=" * 3_000,
    "?communes=%ff&area=x-y&place=../..&zone=5,43",
    "?lang=en&kinds=premises",
    "?w=nan&h=inf&as=x&cmp=....",
    "?%00=%00",
)


VALUES = ("nothing", "lieux.csv", "a.b.c", "é%2f..", "PR-0001")


def test_no_route_is_answered_by_an_error_of_ours(app: Convergence, client: FlaskClient) -> None:
    """Each route is asked with every query and, where it has a part that varies, every value of it; `make attack` asks each with each."""
    asked = list(product(VALUES, QUERIES) if SIZES.is_full else zip(cycle(VALUES), QUERIES, strict=False))
    for rule in app.server.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            for value, query in asked:
                path = re.sub(r"<[^>]*>", value, rule.rule) + query
                assert client.get(path).status_code < 500, path


STRANGE_PATHS = (
    "/_dash-component-suites/nowhere/a.js",
    "/_dash-component-suites/dash/nothing.js",
    "/_dash-component-suites/dash/deps/../../app.py",
    "/_dash-component-suites/dash/..%2f..%2fapp.py",
    "/_dash-component-suites/dash/%00",
    "/assets/../app.py",
    "/assets/%2e%2e/app.py",
    "/assets/nothing.css",
    "/data/",
    "/data/../app.py",
    "/_favicon.ico",
    "/_reload-hash",
    "/_dash-layout",
    "/_dash-dependencies",
    "/nowhere",
    "/?" + "a" * 20_000,
    "/?lang=" + "x" * 500,
    "/%ff%fe",
)


@pytest.mark.parametrize("path", STRANGE_PATHS, ids=lambda path: path[:50])
def test_no_address_is_answered_by_an_error_of_ours(path: str, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code < 500
    assert b"Traceback" not in response.data
    assert b"def create_app" not in response.data


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        body = parse_body(raw)
    except Refused as refusal:
        assert SENTENCE.match(str(refusal))
    else:
        assert isinstance(body, dict)
