"""Scenarios saved, changed and listed as a page does it: by the requests of its callbacks."""

from __future__ import annotations

import json
from typing import Any, cast

from flask.testing import FlaskClient

from access.gate import CALLBACK_PATH, Contract, name_of
from callbacks import scenario_library, scenario_saving
from callbacks.registry import Registry
from tests.bodies import first_of, valid_body
from views.components import ids
from views.scenarios.library import act_id

OWN = {"Sec-Fetch-Site": "same-origin"}


def _contracts() -> dict[str, Contract]:
    registry = Registry()
    for screen in (scenario_saving, scenario_library):
        screen.declare(registry, cast("Any", None))
    return registry.contracts


CONTRACTS = _contracts()


def body_of(target: tuple[str, str], pressed: str | dict[str, str], values: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """Return the request of the callback that writes `target`, `pressed` being what is pressed; `values` are by component and property."""
    body = valid_body(next(one for one in CONTRACTS.values() if target in one.outputs))
    for item in (first_of(one) for one in body["inputs"]):
        if isinstance(pressed, dict) and isinstance(item["id"], dict):
            item["id"] = pressed
        if item["id"] == pressed:
            item["value"] = 1
            body["changedPropIds"] = body["parsedChangedPropsIds"] = [f"{name_of(pressed)}.{item['property']}"]
    for item in (first_of(one) for one in [*body["inputs"], *body["state"]]):
        key = (name_of(item["id"]), item["property"])
        item["value"] = values.get(key, item["value"])
    return body


def save_body(query: str, name: str = "essai", note: str = "une note") -> dict[str, Any]:
    """Return the request that saves what an address shows."""
    values = {(ids.SAVE_NAME, "value"): name, (ids.SAVE_NOTE, "value"): note, (ids.PLAN_ASK, "data"): query}
    return body_of((ids.SAVED, "data"), ids.SAVE, values)


def change_body(act: str, scenario_id: str, version: int, reason: str = "") -> dict[str, Any]:
    """Return the request that does `act` to a scenario as it was at `version`; with its reason once it is asked for."""
    target, button = (ids.LIBRARY_STEP, "data"), act_id(act, scenario_id, version)
    if not reason:
        return body_of(target, button, {})
    unexplained = {"id": ids.REASON, "act": button["index"]}
    body = body_of(target, ids.REASON_CONFIRM, {(ids.REASON_FOR, "data"): unexplained, (ids.REASON, "value"): reason})
    body["inputs"][0] = []  # the list sends of its own buttons what it has, which is nothing to this
    return body


def sent(client: FlaskClient, body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Send a request; return what it writes, by component."""
    response = client.post(CALLBACK_PATH, json=body, headers=OWN)
    assert response.status_code == 200, response.data
    written: dict[str, dict[str, Any]] = response.json["response"]
    return written


def save(client: FlaskClient, query: str, name: str = "essai", note: str = "une note") -> dict[str, Any]:
    """Save what an address shows; return the id and the link of what was saved, with its version."""
    made = sent(client, save_body(query, name, note))[ids.SAVED]["data"]
    assert "link" in made, made
    return {**made, "version": 1}


def change(client: FlaskClient, act: str, scenario_id: str, version: int, reason: str = "") -> dict[str, dict[str, Any]]:
    """Do something to a saved scenario; return what the page writes."""
    return sent(client, change_body(act, scenario_id, version, reason))


def ticked(client: FlaskClient, names: list[str], pressed: str = ids.LIBRARY_TICKED) -> dict[str, dict[str, Any]]:
    """Tick scenarios in the list, or press what unticks them; return what the page writes."""
    values = {(ids.LIBRARY_TICKED, "value"): names}
    return sent(client, body_of((ids.LIBRARY_COMPARE, "children"), pressed, values))


def listed(client: FlaskClient, **query: Any) -> dict[str, dict[str, Any]]:
    """Return what the panel shows of what is looked for; its content is text, under ``children``."""
    values = {(ids.ask("library"), "data"): "1", (ids.LIBRARY_QUERY, "data"): query}
    written = sent(client, body_of((ids.shown("library"), "children"), ids.LIBRARY_STEP, {**values, (ids.LIBRARY_STEP, "data"): None}))
    content = json.dumps(written[ids.shown("library")]["children"], ensure_ascii=False)
    return {**written, ids.shown("library"): {"children": content}}


def listing(client: FlaskClient, **query: Any) -> str:
    """Return the content of the list, as text."""
    return str(listed(client, **query)[ids.shown("library")]["children"])
