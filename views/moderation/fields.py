"""The form of a decision: its fields, declared once each, for one proposal and for many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import dash_mantine_components as dmc
from pydantic import Field

from domain.limits import MAX_REASON
from domain.proposal import Act
from i18n import N_
from i18n import gettext as _
from views.components import ids

ONE, MANY = "one", "many"
SCOPES = (ONE, MANY)


@dataclass(frozen=True, slots=True)
class DecisionField:
    """A field of the form.

    Attributes
    ----------
    id : its name in the form.
    labels : French label (gettext message id), by decision; the field is not shown for a decision that has none.
    component : makes the field, given the attributes that all fields have (id, value, persistence…).
    type : what the browser may send of it.
    sentence : what the proposer reads of it; "" for nothing.
    """

    id: str
    labels: Mapping[Act, str]
    component: Callable[..., Any]
    type: Any
    sentence: Callable[[Any], str] = field(default=lambda value: str(value or "").strip())

    def target(self, scope: str, prop: str) -> tuple[str, str]:
        """Return a property of the field in the form of a scope."""
        return ids.decision(scope, self.id), prop

    def made(self, scope: str) -> Any:
        """Return the field; what is typed in it stays in the browser's tab, for each proposal, until it is sent."""
        common = {"id": ids.decision(scope, self.id), "value": "", "persistence": scope, "persistence_type": "session"}
        return self.component(**common, size="sm", className="mod-field")


def _text(**attributes: Any) -> dmc.Textarea:
    return dmc.Textarea(autosize=True, minRows=3, maxRows=12, attributes={"input": {"maxLength": MAX_REASON}}, **attributes)


DECISION_FIELDS: tuple[DecisionField, ...] = (
    DecisionField(
        "reason",
        {Act.ASK: N_("Ce que vous demandez (le proposant le lira)"), Act.REFUSE: N_("Motif du refus (le proposant le lira)")},
        _text,
        Annotated[str, Field(max_length=MAX_REASON)] | None,
    ),
)
"""The fields of the form, in order: the first one is that of the reason. One more line is one more field."""


def message_of(act: Act, values: Mapping[str, Any]) -> str:
    """Return what the proposer reads of a decision: what each field says of it, in order."""
    sentences = [one.sentence(values.get(one.id)) for one in DECISION_FIELDS if act in one.labels]
    return " ".join(text for text in sentences if text)


def shown_fields(scope: str, act: Act | None) -> dict[tuple[str, str], Any]:
    """Return the properties of the fields for a decision."""
    shown: dict[tuple[str, str], Any] = {}
    for one in DECISION_FIELDS:
        is_shown = act in one.labels
        shown[one.target(scope, "display")] = "block" if is_shown else "none"
        shown[one.target(scope, "label")] = _(one.labels[act]) if act is not None and is_shown else ""
        shown[one.target(scope, "error")] = ""
    return shown
