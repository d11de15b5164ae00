"""What the list of one's own places shows, asked for as the page asks."""

from __future__ import annotations

from typing import Any, cast

from flask.testing import FlaskClient
from playwright.sync_api import Page

from access.gate import CALLBACK_PATH
from callbacks import own_place, own_place_acts, own_place_photos, own_places, place_queue
from callbacks.registry import Registry
from services.context import Context
from tests.bodies import POST, fitting_body
from tests.browser.demonstration import SAME_ORIGIN, Demonstration
from tests.callbacks.moderating import Nothing
from views.components import ids

NAMES = {"search": ids.OWN_SEARCH, "stage": ids.OWN_STAGE, "order": ids.OWN_ORDER, "params": ids.PARAMS, "has_no_table": ids.OWN_TABLE_BOX}


def own_request(target: str, pressed: str = "", **values: Any) -> dict[str, Any]:
    """Return the request of the callback that writes a component before any other; `pressed` is a button, by its id."""
    registry = Registry()
    for screen in (own_places, own_place, own_place_acts, own_place_photos, place_queue):
        screen.register(registry, cast("Context", Nothing()))
    contract = next(one for one in registry.contracts.values() if one.outputs[0][0] == target)
    body = fitting_body(contract)
    given = {NAMES.get(name, name): value for name, value in values.items()} | ({pressed: values.get(pressed, 1)} if pressed else {})
    for item in [*body["inputs"], *body["state"]]:
        if isinstance(item, list):  # one of each of several buttons: none was pressed
            continue
        item["value"] = given.get(item["id"], item["value"])
    changed = f"{pressed}.data" if pressed == ids.TO_PLACE_POINT else f"{pressed}.n_clicks"
    return {**body, "changedPropIds": [changed]} if pressed else body


def ask(browser: FlaskClient, target: str, pressed: str = "", **values: Any) -> Any:
    """Return what the callback that writes a component before any other answers, by component and property."""
    response = browser.open(**POST, json=own_request(target, pressed, **values))
    assert response.status_code == 200, response.text
    return cast("Any", response.json)["response"]


def done_to(browser: FlaskClient, place: Any, act: str) -> str:
    """Do something to a place, {id, version}, as its form does; return what is said of it."""
    pressed = {"id": place["id"], "version": place["version"], "act": act, "n": 1}
    return str(ask(browser, ids.PLACE_NOTICE, **{ids.PLACE_PRESSED: pressed})[ids.PLACE_NOTICE]["children"])


def own_list(browser: FlaskClient, **values: Any) -> Any:
    """Return what the list shows a person."""
    return ask(browser, ids.OWN_GRID, **values)


def own_rows(browser: FlaskClient, **values: Any) -> list[dict[str, Any]]:
    """Return the places that the list shows a person."""
    rows: list[dict[str, Any]] = own_list(browser, **values)[ids.OWN_GRID]["rowData"]
    return rows


def own_rows_on(demo: Demonstration, page: Page, **values: Any) -> list[dict[str, Any]]:
    """Return the places that the list shows the person of a page."""
    body = own_request(ids.OWN_GRID, **values)
    answer = page.context.request.post(f"{demo.url}{CALLBACK_PATH}", data=body, headers=SAME_ORIGIN)
    assert answer.ok, answer.text()
    rows: list[dict[str, Any]] = answer.json()["response"][ids.OWN_GRID]["rowData"]
    return rows
