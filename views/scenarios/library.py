"""The panel of the saved scenarios: what one looks for, the list with its actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import dash_mantine_components as dmc
from dash import dcc, html

from domain.limits import MAX_NAME, MAX_REASON
from domain.person import Action
from domain.saved import ORDER_LABELS, STATUS_LABELS, Order, SavedScenario, ScenarioPage, Wanted
from domain.scenario import Question
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, ngettext, quoted
from i18n import gettext as _
from i18n.numbers import day, number
from scenarios.saving import outcome_json
from services.scenario_library import ListedScenarios
from services.words.scenarios import (
    about,
    in_full,
    percent,
    stake_shares,
)
from views.components import ids
from views.components.parts import CANCEL, PRIMARY, SEND, act, button, hidden_head

Name = Callable[[str], str]


class May(Protocol):
    """Says whether whoever asks may do something, to a scenario where there is one."""

    def __call__(self, action: Action, thing: SavedScenario | None = None, /) -> bool:
        """Say it."""


SHOW_LABELS: Mapping[str, str] = {
    "": N_("tous"),
    "starred": N_("en avant"),
    **{status.value: label for status, label in STATUS_LABELS.items()},
}
LISTED = (
    (ids.shown("library"), "children"),
    (ids.LIBRARY_EXTENT, "children"),
    (ids.LIBRARY_PREVIOUS, "disabled"),
    (ids.LIBRARY_NEXT, "disabled"),
    (ids.LIBRARY_PREVIOUS, "hidden"),
    (ids.LIBRARY_NEXT, "hidden"),
    (ids.LIBRARY_PAGES, "hidden"),
    (ids.LIBRARY_BAR, "hidden"),
    (ids.LIBRARY_ARCHIVED, "children"),
    (ids.LIBRARY_FOCUS, "data"),
)
"""What shows a page of the list; the last one is what the keyboard goes to, where it was in what is drawn again."""


def library_panel() -> list[Any]:
    """Return the panel: what one looks for, what is done to the ticked ones, the list, and the reason that a change may need."""
    stores = [dcc.Store(id=name) for name in (ids.LIBRARY_QUERY, ids.LIBRARY_STEP, ids.LIBRARY_FOCUS, ids.REASON_FOR)]
    listed = html.Div(id=ids.shown("library"), className="scenario-panel")
    ticked = dmc.CheckboxGroup(listed, id=ids.LIBRARY_TICKED, value=[], **{"aria-label": _("Scénarios à comparer")})
    notice = html.P(id=ids.LIBRARY_NOTICE, className="note", role="status", **{"aria-label": _("Scénarios enregistrés")})
    return [*stores, _search(), _reason_form(), notice, _bar(), _pages(), ticked]


def _search() -> html.Div:
    shows, orders = SHOW_LABELS.items(), ORDER_LABELS.items()
    fields = [
        dmc.TextInput(id=ids.LIBRARY_SEARCH, label=_("Rechercher un nom, un auteur"), debounce=250,
                      attributes={"input": {"autoComplete": "off", "maxLength": MAX_NAME, "type": "search"}}),
        dmc.Select(id=ids.LIBRARY_SHOW, label=_("Montrer"), data=[{"value": key, "label": _(label)} for key, label in shows]),
        dmc.Select(id=ids.LIBRARY_ORDER, label=_("Ordre"), data=[{"value": key.value, "label": _(label)} for key, label in orders]),
    ]  # fmt: skip
    for field, value in zip(fields, ("", "", Order.NEWEST.value), strict=True):
        field.size, field.value = "xs", value
    for select in fields[1:]:
        select.allowDeselect = False
    return html.Div(fields, className="library-search", role="search", **{"aria-label": _("Chercher parmi les scénarios enregistrés")})


def _bar() -> html.Div:
    """Return what is done to the ticked scenarios, and the way to the archived ones."""
    ticked = [button(ids.LIBRARY_COMPARE, compare_label(0)), button(ids.LIBRARY_UNTICK, _("Tout décocher"))]
    most = html.Span(id=ids.LIBRARY_MOST, className="note", role="status")
    parts = [html.Div([*ticked, most], id=ids.LIBRARY_BAR, className="mini-bar", hidden=True), button(ids.LIBRARY_ARCHIVED, "")]
    return html.Div(parts, className="matrix-bar")


def compare_label(n: int) -> str:
    """Return what the button that compares says of `n` ticked scenarios."""
    label = _("Comparer les scénarios cochés")
    return f"{label} ({number(n)})" if n else label


def _pages() -> html.Nav:
    """Return which scenarios are shown, out of how many, and the ways to the pages before and after."""
    extent = html.Span(id=ids.LIBRARY_EXTENT, className="note", role="status")
    ways = [button(ids.LIBRARY_PREVIOUS, _("Page précédente"), kind="mini"), button(ids.LIBRARY_NEXT, _("Page suivante"), kind="mini")]
    marks = {"aria-label": _("Pages de la liste")}
    return html.Nav([extent, *ways], id=ids.LIBRARY_PAGES, className="mini-bar library-pages", hidden=True, **marks)


def _reason_form() -> html.Div:
    """Return where one says why a scenario is no longer « Retenu »."""
    why = _("Pourquoi ce scénario n'est-il plus retenu ? Le motif est gardé au journal.")
    field = dmc.Textarea(id=ids.REASON, label=why, minRows=2, value="", attributes={"input": {"maxLength": MAX_REASON}})
    ways = [
        button(ids.REASON_CONFIRM, _("Confirmer"), kind=PRIMARY, **SEND),
        button(ids.REASON_CANCEL, _("Annuler"), **CANCEL),
    ]
    marks = {"aria-label": _("Motif")}
    return html.Div(
        [field, html.Div(ways, className="matrix-bar")], id=ids.REASON_FORM, className="save-form", hidden=True, role="group", **marks
    )


def library(shown: ListedScenarios, may: May, focus: str = "") -> dict[tuple[str, str], Any]:
    """Return one page of the saved scenarios and the way to the others; only the buttons that whoever asks may press.

    `focus` is the id of what the keyboard goes to.
    """
    page, wanted, may_save = shown.page, shown.wanted, may(Action.SAVE_SCENARIO)
    rows = [_row(item, shown.name_of, may(Action.CHANGE_SCENARIO, item), may_save) for item in page.items]
    switch = _("Voir les scénarios en cours") if wanted.archived else _("Voir les scénarios archivés")
    content = _table(rows) if rows else html.P(_nothing(wanted, may_save), className="note")
    focused = {"id": focus} if focus else None
    is_one, ends = page.pages == 1, (page.number <= 1, page.number >= page.pages)
    values = (content, _extent(page), *ends, is_one, is_one, not rows, not rows, switch, focused)
    return dict(zip(LISTED, values, strict=True))


def _table(rows: list[html.Tr]) -> html.Table:
    titles = (_("Scénario"), _("État"), _("Habitants atteints"), _("Acteurs"), _("Enregistré le"))
    heads = [html.Th(_("Comparer"), scope="col"), hidden_head(_("En avant")), *[html.Th(text, scope="col") for text in titles]]
    head = html.Tr([*heads, hidden_head(_("Actions"))])
    return html.Table([html.Thead(head), html.Tbody(rows)], className="matrix plain-matrix library")


def _extent(page: ScenarioPage) -> str:
    words = ngettext("{first} à {last} sur {n} scénario", "{first} à {last} sur {n} scénarios", page.total)
    return words.format(first=number(page.first), last=number(page.first + len(page.items) - 1), n=number(page.total))


def _nothing(wanted: Wanted, may_save: bool) -> str:
    if _is_narrowed(wanted):
        return _("Aucun scénario ne correspond à ce que vous cherchez : changez le texte, ou montrez-les tous.")
    if wanted.archived:
        return _("Aucun scénario archivé.")
    if not may_save:
        return _("Aucun scénario enregistré. Connectez-vous pour en enregistrer.")
    return _("Aucun scénario enregistré : posez une question à gauche, puis « Enregistrer ».")


def _is_narrowed(wanted: Wanted) -> bool:
    return bool(wanted.search.strip()) or wanted.starred is not None or wanted.status is not None


def _row(saved: SavedScenario, name_of: Name, may_change: bool, may_save: bool) -> html.Tr:
    outcome = outcome_json(saved)
    link = html.A(saved.name, id=name_id(saved.id), href=f"/s/{saved.id}", className="place-link")
    words = [link, html.Small(in_full(Question.from_query(saved.question), name_of))]
    words += [html.Small(quoted(saved.note), className="saved-note")] if saved.note else []
    words += [html.Small(_("par {name}").format(name=saved.author))] if saved.author else []
    people = outcome["residents"]
    shares = stake_shares(outcome["stakes"], "after")
    actors = " ".join(f"{actor.letter} {percent(shares[actor.id])}" for actor in STAKEHOLDERS)
    compare = dmc.Checkbox(value=saved.id, size="xs", **{"aria-label": _("Comparer « {name} »").format(name=saved.name)})
    cells = [
        html.Td(compare),
        html.Td(_star(saved, may_change)),
        html.Th(words, scope="row"),
        html.Td(_statuses(saved) if may_change else _(STATUS_LABELS[saved.status])),
        html.Td(_("{n} ({share})").format(n=about(people["after"]), share=percent(people["after"] / people["total"]))),
        html.Td(actors),
        html.Td(day(saved.created_at.date())),
        html.Td(_tools(saved, may_change, may_save)),
    ]
    return html.Tr(cells, **{"data-saved": saved.id})


def name_id(scenario_id: str) -> str:
    """Return the id of the name of a scenario in the list."""
    return f"saved-{scenario_id}"


def act_id(act: str, scenario_id: str, version: int) -> dict[str, str]:
    """Return the id of the button that does `act` to a scenario as it was at `version`."""
    return ids.one_of(ids.LIBRARY_ACT, f"{act}.{scenario_id}.{version}")


def _press(act: str, saved: SavedScenario, children: str, label: str | None = None, **more: Any) -> html.Button:
    named = {"aria-label": label, "title": label} if label else {}
    return html.Button(children, id=act_id(act, saved.id, saved.version), type="button", **{"className": "mini", **named, **more})


def _star(saved: SavedScenario, may_change: bool) -> html.Button | html.Span:
    sign = "★" if saved.starred else "☆"
    if not may_change:
        return html.Span(sign, className="star", title=_("En avant") if saved.starred else None)
    label = _("Mettre en avant « {name} »").format(name=saved.name)
    marks = {"className": "star", "aria-pressed": str(saved.starred).lower()}
    return _press("unstar" if saved.starred else "star", saved, sign, label, **marks)


def _tools(saved: SavedScenario, may_change: bool, may_save: bool) -> html.Div:
    """Return what may be done with a saved scenario: copied, archived or brought back, linked to."""
    copied, linked = _("Dupliquer « {name} »").format(name=saved.name), _("Copier le lien de « {name} »").format(name=saved.name)
    archived = (_("Rétablir « {name} »") if saved.archived else _("Archiver « {name} »")).format(name=saved.name)
    tools = [_press("copy", saved, _("Dupliquer"), copied)] if may_save else []
    if may_change:
        way, word = ("restore", _("Rétablir")) if saved.archived else ("archive", _("Archiver"))
        tools.append(_press(way, saved, word, archived))
    tools.append(act("scenario-link", _("Lien"), class_name="mini", value=saved.id, label=linked))
    return html.Div(tools, className="mini-bar")


def _statuses(saved: SavedScenario) -> html.Div:
    """Return the status as three buttons: one click changes it, and it can be changed back."""
    buttons = [
        _press(status.value, saved, _(label), **{"aria-pressed": str(saved.status is status).lower()})
        for status, label in STATUS_LABELS.items()
    ]
    return html.Div(buttons, className="mini-bar statuses", role="group", **{"aria-label": _("État de « {name} »").format(name=saved.name)})
