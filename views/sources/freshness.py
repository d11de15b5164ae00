"""Screen « Sources »: how fresh the official data are, what was received, and which is in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from i18n import gettext as _
from services.official_data import DataState, Received, SourceHealth
from views.components import ids
from views.components.parts import PRIMARY, badge, note, trouble

WAIT_MS = 1_500
EVERYTHING = "*"
"""The index of the button that reads every data set."""


def freshness_frame() -> list[Any]:
    """Return the part of the screen that the callbacks fill."""
    return [
        html.H2(_("Fraîcheur des données officielles")),
        dcc.Store(id=ids.DATA_STEP),
        dcc.Interval(id=ids.DATA_WAIT, interval=WAIT_MS, disabled=True),
        html.Div(id=ids.DATA_NOTICE, role="status"),
        html.Div(note(_("Chargement…")), id=ids.DATA_HEALTH, tabIndex=-1),
    ]


def freshness(state: DataState) -> list[Any]:
    """Return what was received, then the health of each data set."""
    reading = [_("Lecture en cours : "), html.B(state.under_way)] if state.under_way else None
    parts: list[Any] = [note(state.in_use), html.P(reading, role="status", className="note", hidden=not reading)]
    parts += [note(_("À la dernière vérification, {troubles}.").format(troubles=state.troubles))] if state.troubles else []
    if state.can_change:
        parts.append(html.Div(trouble(state.failure) if state.failure else None))
        check = _press(ids.DATA_CHECK, EVERYTHING, _("Vérifier toutes les sources"), PRIMARY, is_busy=bool(state.under_way))
        embedded = _press(ids.DATA_USE, EVERYTHING, _("Revenir aux données de départ"), "button", hidden=state.is_embedded)
        parts.append(html.Div([check, " ", embedded], className="propose-acts"))
        parts.append(html.Div(_all_received(state.received) if state.received else None))
    return [*parts, _health_table(state)]


def _all_received(received: Sequence[Received]) -> list[Any]:
    return [html.H3(_("Données reçues")), html.Ul([_received(one) for one in received], className="plain-list")]


def _press(of: str, about: str, words: str, kind: str = "mini", *, is_busy: bool = False, **more: Any) -> html.Button:
    """Return one of the buttons that do one thing (an id of `views.components.ids`), told apart by what it is about.

    One that cannot be pressed for the moment says why when it is.
    """
    busy = {"aria-disabled": "true"} if is_busy else {}
    return html.Button(words, id={"type": of, "index": about}, type="button", className=kind, **busy, **more)


def _heads() -> tuple[str, ...]:
    return _("En service"), _("Dernière vérification"), _("Ce qui en dépend")


def _health_table(state: DataState) -> html.Div:
    heads = [html.Th(text, scope="col", role="columnheader") for text in (_("Source"), *_heads())]
    rows = [_health(one, state) for one in state.sources]
    table = html.Table(
        [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")], className="plain carded", role="table"
    )
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": _("Fraîcheur des données officielles")})


def _health(one: SourceHealth, state: DataState) -> html.Tr:
    used = [one.vintage, *([html.Br(), note(_("lu le {day}").format(day=one.read))] if one.read else [])]
    checked: list[Any] = [badge(one.checked, "warn" if one.sentence else "")]
    checked += [note(one.sentence)] if one.sentence else []
    if state.can_change:
        busy = bool(state.under_way)
        words = {"aria-label": _("Vérifier : {source}").format(source=one.label)}
        checked.append(_press(ids.DATA_CHECK, one.id, _("Vérifier"), is_busy=busy, **words))
        if one.is_refused:
            checked.append(_press(ids.DATA_ACCEPT, one.id, _("Accepter ces pertes"), is_busy=busy))
    cells = zip(_heads(), (used, checked, ", ".join(one.rests_on_it) or _("la carte et les fiches")), strict=True)
    return html.Tr(
        [
            html.Th(one.label, scope="row", role="rowheader"),
            *(html.Td(html.Div(value), role="cell", **{"data-head": head}) for head, value in cells),
        ],
        role="row",
    )


def _received(one: Received) -> html.Li:
    words, more = (_("en service"), {"aria-disabled": "true"}) if one.is_in_use else (_("Mettre en service"), {})
    use = html.Button(words, id={"type": ids.DATA_USE, "index": one.name}, type="button", className="mini", **more)
    lines = html.Details([html.Summary(_("Ce qui change")), html.Ul([html.Li(line) for line in one.lines])])
    return html.Li([html.B(one.label), " ", use, lines])
