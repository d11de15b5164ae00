"""A column of the queue, or a field of the decision, that is declared once is on the screen « Modérer » and passes the gate."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any, cast

import dash_mantine_components as dmc
import pytest
from pydantic import Field

from callbacks import decisions
from callbacks.registry import Registry
from domain.proposal import Act, Stage
from i18n import N_
from services.context import Context
from services.moderation_queue import QueueRow
from tests.callbacks.moderating import Nothing
from tests.components import of_type
from views.moderation import queue
from views.moderation.fields import DECISION_FIELDS, MANY, ONE, SCOPES, DecisionField, message_of
from views.moderation.queue import QUEUE_COLUMNS, QueueColumn, column_definitions, grid, grid_rows
from views.moderation.screen import layout

ROW = QueueRow(
    id="LP-000001", name="Halle", kind="premises", organisation="Habitat", area="Marseille 3e", stage=Stage.SUBMITTED, version=2,
    since="2026-11-03T10:00:00+00:00", changed="2026-11-03T10:00:00+00:00", area_m2=None, suits_hub="unknown", suits_shop="yes",
    known_percent=40, is_example=False, is_change=False, is_double=True,
)  # fmt: skip


def test_a_column_that_is_declared_is_in_the_grid_with_its_value_and_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    added = QueueColumn("letters", N_("Nom"), lambda row: len(row.name), lambda row: f"{len(row.name)} lettres", width=90)
    monkeypatch.setattr(queue, "QUEUE_COLUMNS", (*QUEUE_COLUMNS, added))
    definition = next(one for one in grid().columnDefs if one["field"] == "letters")
    assert (definition["headerName"], definition["width"]) == ("Nom", 90)
    (row,) = grid_rows([ROW])
    assert (row["letters"], row["shown"]["letters"]) == (5, "5 lettres")


def test_every_column_has_a_heading_of_its_own_and_says_what_is_unknown() -> None:
    headings = [one["headerName"] for one in column_definitions()]
    assert len(set(headings)) == len(headings) == len(QUEUE_COLUMNS)
    (row,) = grid_rows([ROW])
    assert set(row["shown"]) == {column.id for column in QUEUE_COLUMNS}
    assert (row["area_m2"], row["shown"]["area_m2"]) == (None, "non renseigné")
    (known,) = grid_rows([ROW.model_copy(update={"area_m2": 140.0})])
    assert (known["area_m2"], known["shown"]["area_m2"]) == (140.0, "140\u202fm²")


def _visit(value: Any) -> str:
    return f"Visite le {value}." if value else ""


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> DecisionField:
    """Declare one more field, for a request alone, wherever the list is read."""
    day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] | None
    added = DecisionField("visit_on", {Act.ASK: N_("Jour")}, dmc.TextInput, day, _visit)
    for name, module in list(sys.modules.items()):
        if name.startswith(("views.moderation", "callbacks.")) and getattr(module, "DECISION_FIELDS", None) is DECISION_FIELDS:
            monkeypatch.setattr(module, "DECISION_FIELDS", (*DECISION_FIELDS, added))
    return added


def test_a_field_that_is_declared_is_in_both_forms_and_what_it_says_is_sent(visit: DecisionField, context: Context) -> None:
    shown = [one.id for one in of_type(layout(context), "TextInput")]
    assert {f"decision-{scope}-visit_on" for scope in SCOPES} <= set(shown)
    values: Mapping[str, Any] = {"reason": "La hauteur ?", "visit_on": "2026-12-03"}
    assert message_of(Act.ASK, values) == "La hauteur ? Visite le 2026-12-03."
    assert message_of(Act.REFUSE, values) == "La hauteur ?"


@pytest.mark.parametrize("scope", [ONE, MANY])
def test_the_gate_knows_the_type_of_a_field_that_is_declared(scope: str, visit: DecisionField) -> None:
    registry = Registry()
    decisions.register(registry, cast("Context", Nothing()))
    contract = next(one for one in registry.contracts.values() if one.outputs[0] == (f"decision-{scope}-act", "data"))
    schema = next(schema for component, _prop, schema in contract.state if component == f"decision-{scope}-visit_on")
    schema.validate_python("2026-12-03")
    with pytest.raises(ValueError, match="pattern"):
        schema.validate_python("demain")
