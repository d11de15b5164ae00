"""The lists of the form of a place, what happened and what there is to do: empty, with the model of a row that the browser copies."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.place_history import EVENTS
from i18n import gettext as _
from views.components.parts import act


def history() -> html.Div:
    """Return what happened to a place."""
    what = html.Select([html.Option(_(label), value=code) for code, label in EVENTS.items()], className="text-field", **_part("what"))
    return _rows("history", _("Histoire du lieu : vacance, propriétaires"), _("Ajouter un fait"), [what, _words("")])


def reminders() -> html.Div:
    """Return what there is to do about a place."""
    done = html.Label([native("done", type="checkbox"), _("Fait")], className="flag")
    return _rows("reminders", _("Rappels"), _("Ajouter un rappel"), [done, _words(_("à rappeler"), required="required")])


def _rows(name: str, label: str, more: str, parts: list[Any]) -> html.Div:
    """Return a list, empty, with the model of a row: the browser adds and removes rows of it (``assets/proposals/rows.mjs``)."""
    day = native("on", type="date", required="required", **_named(_("Date")))
    row = html.Div([day, *parts, act("propose-row-drop", "×", class_name="icon-button", label=_("Supprimer"))], className="propose-row")
    marks: dict[str, Any] = {"data-field": name, "data-kind": "rows"}
    inside = [
        html.Span(label, className="propose-label"),
        html.Div(className="propose-rows-in"),
        html.Template(row),
        act("propose-row-add", more),
    ]
    return html.Div(inside, id=f"propose-f-{name}", className="propose-field wide propose-rows", **marks)


def _words(first: str, **more: Any) -> dmc.TextInput:
    return native("text", first, maxLength=300, **_named(_("Précisions")), **more)


def _named(label: str) -> dict[str, Any]:
    return {"aria-label": label}


def _part(name: str) -> dict[str, Any]:
    """Return what marks the control of a part of a row."""
    return {"data-part": name, **(_named(_("Quoi")) if name == "what" else {})}


def native(name: str, first: str = "", **attributes: Any) -> dmc.TextInput:
    """Return the control of a part of a row; the browser copies it."""
    marks = {"input": {**_part(name), **attributes}}
    return dmc.TextInput(value=first, unstyled=True, classNames={"input": "" if name == "done" else "text-field"}, attributes=marks)
