"""The panel of imports as a browser has it: what it shows, and what a person does there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient

from access.gate import Contract, name_of
from callbacks.application import Convergence
from domain.person import PersonRole
from tests.bodies import POST, fitting_body
from tests.intake.making import csv_of
from tests.own_places import own_list
from views.components import ids, import_ids

OWN = {"Sec-Fetch-Site": "same-origin"}
GOOD = csv_of("A;1, rue;5,3691;43,3487;80", "B;2, rue;2,37;43,35;120", ";3, rue;5,38;43,35;90")


def signed(app: Convergence, role: PersonRole) -> FlaskClient:
    """A browser of the demonstration's person of a role."""
    browser = app.server.test_client()
    assert browser.post("/demonstration", data={"role": role.value}, headers=OWN).status_code == 303
    return browser


def send(browser: FlaskClient, data: bytes = GOOD, name: str = "a.csv") -> Any:
    return browser.post(f"/import?name={name}", data=data, headers=OWN)


def sent(browser: FlaskClient, data: bytes = GOOD, name: str = "a.csv") -> str:
    response = send(browser, data, name)
    assert response.status_code == 200, response.data
    assert response.headers["Cache-Control"] == "no-store"
    return str(response.json["id"])


class Screen:
    """The panel of a browser: what it shows, by component and property, and what a person does there."""

    def __init__(self, browser: FlaskClient, contracts: Mapping[str, Contract]) -> None:
        self.browser = browser
        self.shown: dict[tuple[str, str], Any] = {}
        self._panel, self._run = (
            next(one for one in contracts.values() if target in one.outputs)
            for target in ((import_ids.AT, "data"), (import_ids.RAN, "data"))
        )

    def request(self, contract: Contract, trigger: str, value: Any) -> dict[str, Any]:
        """What the browser would send once `trigger` has a value."""
        body = fitting_body(contract)
        for part, declared in (("inputs", contract.inputs), ("state", contract.state)):
            for item, (component, prop, _schema) in zip(body[part], declared, strict=True):
                if isinstance(item, list):
                    item[:] = self._matched(value if trigger == component.type else {})
                    if trigger == component.type:
                        body["changedPropIds"] = [f"{name_of(item[0]['id'])}.{prop}"]
                    continue
                item["value"] = self.shown.get((component, prop))
                if component == trigger and part == "inputs":
                    item["value"] = value
                    body["changedPropIds"] = [f"{component}.{prop}"]
        return body

    def _matched(self, changed: Mapping[str, str]) -> list[dict[str, Any]]:
        """What the browser sends of the texts that are matched."""
        values = {**(self.shown.get((import_ids.MATCHED, "data")) or {}), **changed}
        return [{"id": ids.one_of(import_ids.VALUE, index), "property": "value", "value": code or None} for index, code in values.items()]

    def match(self, changed: Mapping[str, str]) -> bool:
        """Choose what texts stand for, by index; return whether anything was done."""
        before = dict(self.shown)
        self.do(import_ids.VALUE, changed)
        return self.shown != before

    def do(self, trigger: str, value: Any = 1, contract: Contract | None = None) -> Any:
        """Do something, and take what the panel shows then; return its alert."""
        body = self.request(contract or self._panel, trigger, value)
        response = self.browser.open(**POST, json=body)
        assert response.status_code in {200, 204}, response.data
        answer = response.json["response"] if response.status_code == 200 else {}
        self.shown |= {(component, prop): given for component, props in answer.items() for prop, given in props.items()}
        sent = [item for item in body["inputs"] if not isinstance(item, list)]
        self.shown |= {(item["id"], item["property"]): item["value"] for item in sent if item["id"] == trigger}
        return text(self.shown.get((import_ids.ALERT, "children")))

    def open(self, data: bytes = GOOD, name: str = "a.csv") -> Screen:
        """Send a file and look at it."""
        self.do(import_ids.SENT, {"id": sent(self.browser, data, name)})
        return self

    def correct(self, row: int, field: str, words: str) -> str:
        return self.type("cells", (str(row), field, words))

    def map(self, column: int, heading: str) -> str:
        return self.type("columns", (str(column), "field", heading))

    def type(self, grid: str, *cells: tuple[str, str, str]) -> str:
        """Type in cells of a grid: (row, column, text) each."""
        changes = [{"row": row, "column": column, "text": words} for row, column, words in cells]
        return self.do(import_ids.TYPED, {"grid": grid, "changes": changes})

    def run(self, action: str, turn: int = 1, only_valid: bool = True) -> dict[str, Any]:
        """Do a long action to its end, as the browser does."""
        asked = {"turn": turn, "part": 0, "id": self.key, "action": action, "after": "", "only_valid": only_valid}
        for part in range(50):
            self.do(import_ids.ASK, {**asked, "part": part}, self._run)
            ran = self.shown[import_ids.RAN, "data"]
            if ran["is_over"] or ran["error"]:
                break
            asked["after"] = ran["after"]
        self.do(import_ids.OVER, ran)
        return ran

    @property
    def key(self) -> str:
        return str(self.shown[import_ids.AT, "data"]["id"])

    @property
    def step(self) -> str:
        return str(self.shown[import_ids.AT, "data"]["step"])

    @property
    def counts(self) -> str:
        return text(self.shown[import_ids.COUNTS, "children"])

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        return {row["row"]: row for row in self.shown[import_ids.CELLS, "rowData"]}

    def own_links(self) -> list[str]:
        """The addresses by which the list is taken away."""
        shown = own_list(self.browser)[ids.OWN_EXPORT]["children"]
        parts = [part for one in shown for part in one["props"]["parts"]]
        return [part[1]["href"] for part in parts if isinstance(part, list) and part[0] == "a"]

    @property
    def underway(self) -> list[str]:
        self.do(import_ids.ANOTHER)
        return [one["value"] for one in self.shown[import_ids.UNDERWAY_CHOICE, "data"]]


def text(shown: Any) -> str:
    """The words of components."""
    if isinstance(shown, list):
        return re.sub(" +", " ", " ".join(text(one) for one in shown)).replace(" ,", ",")
    if isinstance(shown, dict):
        props = shown["props"]
        return text(_parts(props["parts"], props.get("children") or []) if "parts" in props else props.get("children"))
    return "" if shown is None else str(shown)


def _parts(parts: list[Any], components: list[Any]) -> list[Any]:
    """What a `PlainHtml` draws, in order: texts, and the components among them."""
    drawn: list[Any] = []
    for part in parts:
        if isinstance(part, list):
            drawn.append(_parts(part[2:], components))
        else:
            drawn.append(components[part["child"]] if isinstance(part, dict) else part)
    return drawn
