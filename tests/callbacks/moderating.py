"""Presses of the screen « Modérer », sent as the page sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.gate import Contract
from callbacks import decisions, explore, moderate
from callbacks.registry import Registry
from services.context import Context
from tests.bodies import POST, fitting_body
from views.components import ids


class Nothing:
    """A context of which nothing is asked before a callback runs."""

    def __getattr__(self, _name: str) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def contract_of(target: str) -> Contract:
    """Return what the gate expects of the callback that writes a target, ``component.property``, before any other."""
    registry = Registry()
    for screen in (moderate, decisions, explore):
        screen.register(registry, cast("Context", Nothing()))
    return next(one for one in registry.contracts.values() if ".".join(one.outputs[0]) == target)


def request_of(target: str, pressed: str = "", **values: Any) -> dict[str, Any]:
    """Return the request of the callback that writes a target: `values` by component, an underscore for each dash; `pressed` starts it."""
    body = fitting_body(contract_of(target))
    for item in [*body["inputs"], *body["state"]]:
        name = item["id"].replace("-", "_")
        item["value"] = 1 if item["id"] == pressed else values.get(name, item["value"])
    return {**body, "changedPropIds": [f"{pressed}.n_clicks"]} if pressed else body


def call(browser: FlaskClient, target: str, pressed: str = "", **values: Any) -> TestResponse:
    """Run the callback that writes a target."""
    return browser.open(**POST, json=request_of(target, pressed, **values))


def press(browser: FlaskClient, button: str, seen: Mapping[str, Any] | None = None, scope: str = "one", **values: Any) -> TestResponse:
    """Press a button of a decision; `values` are those of the form and the stores, without their scope."""
    named = {ids.decision(scope, name).replace("-", "_"): value for name, value in values.items() if not name.startswith("moderation")}
    named |= {name: value for name, value in values.items() if name.startswith("moderation")}
    if scope == "one":
        named["moderation_seen"] = seen
    return call(browser, f"{ids.decision(scope, 'act')}.data", ids.decision(scope, button), **named)
