"""Saved scenarios: the list with its actions, and two to four side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from dash import dcc, html

from domain.person import Action
from domain.saved import MAX_NAME, ORDER_LABELS, STATUS_LABELS, SavedScenario, ScenarioPage, Wanted
from domain.scenario import Question
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import day, number
from scenarios.saving import outcome_json, places_of
from services.scenario_library import ComparedScenarios, ListedScenarios
from services.words.scenarios import (
    about,
    barred,
    differences,
    lead,
    percent,
    short,
    signed,
    span,
    stake_shares,
    unknown_areas,
    unknown_costs,
)
from views.components.parts import act, hidden_head
from views.components.provenance import disclosed, hypothesis_badge

Name = Callable[[str], str]


class May(Protocol):
    """Says whether whoever asks may do something, to a scenario where there is one."""

    def __call__(self, action: Action, thing: SavedScenario | None = None, /) -> bool:
        """Say it."""


# List


SHOWN: Mapping[str, str] = {"": N_("tous"), "starred": N_("en avant"), **{status.value: label for status, label in STATUS_LABELS.items()}}


def library_bar() -> html.Div:
    """Return what one looks for in the list: a text, some of the scenarios, an order. The browser asks for the list anew as they change."""
    text = dcc.Input(id="library-search", type="search", maxLength=MAX_NAME, autoComplete="off", className="text-field")
    fields = (
        (_("Rechercher un nom, un auteur"), text),
        (
            _("Montrer"),
            html.Select([html.Option(_(label), value=key) for key, label in SHOWN.items()], id="library-show", className="text-field"),
        ),
        (
            _("Ordre"),
            html.Select(
                [html.Option(_(label), value=key.value) for key, label in ORDER_LABELS.items()], id="library-order", className="text-field"
            ),
        ),
    )
    labels = [html.Label([html.Span(label), field]) for label, field in fields]
    return html.Div(labels, className="library-bar", role="search", **{"aria-label": _("Chercher parmi les scénarios enregistrés")})


def library(shown: ListedScenarios | None, may: May) -> list[Any]:
    """Return one page of the saved scenarios, and the way to the others; only the buttons that whoever asks may press.

    Nothing while nothing is asked.
    """
    if shown is None:
        return []
    page, wanted, may_save = shown.page, shown.wanted, may(Action.SAVE_SCENARIO)
    switch = act(
        "scenario-archived",
        _("Voir les scénarios en cours") if wanted.archived else _("Voir les scénarios archivés"),
        value="" if wanted.archived else "1",
    )
    if not page.items:
        return [html.P(_nothing(wanted, may_save), className="note"), switch]
    titles = (_("Scénario"), _("État"), _("Habitants atteints"), _("Acteurs"), _("Enregistré le"))
    heads = [html.Th(_("Comparer"), scope="col"), hidden_head(_("En avant")), *[html.Th(text, scope="col") for text in titles]]
    head = html.Tr([*heads, hidden_head(_("Actions"))])
    table = html.Table(
        [html.Thead(head), html.Tbody([_row(item, may(Action.CHANGE_SCENARIO, item), may_save) for item in page.items])],
        className="matrix plain-matrix library",
    )
    compare = act("scenario-compare", [_("Comparer les scénarios cochés"), html.Span(**{"data-ticked": ""})])
    untick = act("scenario-untick", _("Tout décocher"))
    return [html.Div([compare, untick, switch], className="matrix-bar"), _pages(page, page.pages == 1 and not _is_narrowed(wanted)), table]


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


def _pages(page: ScenarioPage, is_whole: bool) -> html.Nav:
    """Return which scenarios are shown, out of how many, and the buttons of the pages before and after."""
    last = page.first + len(page.items) - 1
    words = ngettext("{first} à {last} sur {n} scénario", "{first} à {last} sur {n} scénarios", page.total)
    told = html.Span(words.format(first=number(page.first), last=number(last), n=number(page.total)), className="note", role="status")
    ways = [("previous", _("Page précédente"), page.number > 1), ("next", _("Page suivante"), page.number < page.pages)]
    buttons = [act("scenario-page", label, class_name="mini", value=way) for way, label, exists in ways if exists]
    marks = {"aria-label": _("Pages de la liste"), "data-page": str(page.number), **({"data-whole": "1"} if is_whole else {})}
    return html.Nav([told, *buttons], className="mini-bar library-pages", **marks)


def _row(saved: SavedScenario, may_change: bool, may_save: bool) -> html.Tr:
    told = outcome_json(saved)
    link = html.A(saved.name, href=f"/s/{saved.id}", className="place-link")
    words = [link, html.Small(lead(Question.from_query(saved.question)))]
    words += [html.Small(f"« {saved.note} »", className="saved-note")] if saved.note else []
    words += [html.Small(_("par {name}").format(name=saved.author))] if saved.author else []
    people = told["residents"]
    shares = stake_shares(told["stakes"], "after")
    actors = " ".join(f"{actor.letter} {percent(shares[actor.id])}" for actor in STAKEHOLDERS)
    cells = [
        html.Td(
            html.Span(
                className="tick",
                role="checkbox",
                tabIndex=0,
                **{"data-tick": saved.id, "aria-label": _("Comparer « {name} »").format(name=saved.name), "aria-checked": "false"},
            )
        ),
        html.Td(_star(saved, may_change)),
        html.Th(words, scope="row"),
        html.Td(_statuses(saved) if may_change else _(STATUS_LABELS[saved.status])),
        html.Td(_("{n} ({share})").format(n=about(people["after"]), share=percent(people["after"] / people["total"]))),
        html.Td(actors),
        html.Td(day(saved.created_at.date())),
        html.Td(_tools(saved, may_change, may_save)),
    ]
    flags = {
        "data-saved": saved.id,
        "data-version": str(saved.version),
        "data-starred": str(int(saved.starred)),
        "data-archived": str(int(saved.archived)),
        "data-name": saved.name,
    }
    return html.Tr(cells, **flags)


def _star(saved: SavedScenario, may_change: bool) -> html.Button | html.Span:
    sign = "★" if saved.starred else "☆"
    if not may_change:
        return html.Span(sign, className="star", title=_("En avant") if saved.starred else None)
    label = _("Mettre en avant « {name} »").format(name=saved.name)
    return act("scenario-star", sign, class_name="star", pressed=str(saved.starred).lower(), value=saved.id, label=label)


def _tools(saved: SavedScenario, may_change: bool, may_save: bool) -> html.Div:
    """Return what may be done with a saved scenario: copied, archived or brought back, linked to."""
    archive = (_("Rétablir"), _("Rétablir « {name} »")) if saved.archived else (_("Archiver"), _("Archiver « {name} »"))
    offered = (
        ("scenario-copy", (_("Dupliquer"), _("Dupliquer « {name} »")), may_save),
        ("scenario-archive", archive, may_change),
        ("scenario-link", (_("Lien"), _("Copier le lien de « {name} »")), True),
    )
    tools = [
        act(action, word, class_name="mini", value=saved.id, label=label.format(name=saved.name))
        for action, (word, label), may in offered
        if may
    ]
    return html.Div(tools, className="mini-bar")


def _statuses(saved: SavedScenario) -> html.Div:
    """Return the status as three buttons: one click changes it, and it can be changed back."""
    buttons = [
        act("scenario-status", _(label), class_name="mini", pressed=str(saved.status is status).lower(), value=f"{saved.id}:{status.value}")
        for status, label in STATUS_LABELS.items()
    ]
    return html.Div(buttons, className="mini-bar statuses", role="group", **{"aria-label": _("État de « {name} »").format(name=saved.name)})


# Side by side


def comparison(shown: ComparedScenarios | None) -> list[Any]:
    """Return two to four saved scenarios side by side: deltas to the first, by actor, and the words of what differs.

    Nothing while nothing is asked.
    """
    if shown is None:
        return []
    saved, name_of = shown.saved, shown.name_of
    if len(saved) < 2:
        return [html.P(_("Cochez deux à quatre scénarios dans « Mes scénarios », puis « Comparer »."), className="note")]
    first = saved[0]
    head = [hidden_head(_("Scénario")), *[html.Th(html.A(item.name, href=f"/s/{item.id}"), scope="col") for item in saved]]
    rows = [_words_row(saved, name_of), *_figure_rows(saved), _origins_row(shown), _places_row(saved, name_of), _map_row(saved)]
    note = _("Les écarts se lisent par rapport à « {name} ». Chiffres tels qu'enregistrés.").format(name=first.name)
    return [
        html.P(note, className="note"),
        html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="matrix plain-matrix compare"),
    ]


def _words_row(saved: Sequence[SavedScenario], name_of: Name) -> html.Tr:
    questions = [Question.from_query(item.question) for item in saved]
    cells = [html.Td(lead(questions[0]))]
    for question in questions[1:]:
        lines = differences(questions[0], question, name_of)
        cells.append(html.Td(html.Ul([html.Li(line) for line in lines]) if lines else _("même question")))
    return html.Tr([html.Th(_("Ce qui diffère"), scope="row"), *cells])


def _figure_rows(saved: Sequence[SavedScenario]) -> list[html.Tr]:
    told = [outcome_json(item) for item in saved]
    rows = [_delta_row(_("Habitants atteints"), [item["residents"]["after"] for item in told])]
    for actor in STAKEHOLDERS:
        shares = [100 * stake_shares(item["stakes"], "after")[actor.id] for item in told]
        sign = html.Span(actor.letter, className=f"sign-actor actor-{actor.id}", **{"aria-hidden": "true"})
        rows.append(_delta_row([sign, " ", _(actor.label)], shares, "%", 1, gain=True))
    rows.append(_delta_row(_("QPV atteints"), [_part(item["residents_qpv"]) for item in told], "%", 1))
    rows.append(_delta_row(_("Autres habitants atteints"), [_part(item["residents_rest"]) for item in told], "%", 1))
    for key, label, unit, decimals in (("tonnes", N_("Réemploi"), N_("t/an"), 0), ("jobs", N_("Emplois"), N_("emplois"), 1)):
        cells = [
            html.Td([span(item[key], _(unit), decimals), " ", hypothesis_badge(), *_note(unknown_areas(len(item.get("area_unknown", ()))))])
            for item in told
        ]
        rows.append(html.Tr([html.Th(_(label), scope="row"), *cells]))
    left_out = [_left_out(item) for item in told]
    rows.append(_delta_row(_("Coût connu sur trois ans"), [item["cost_eur"] / 1_000 for item in told], _("k€"), notes=left_out))
    proofs = [_proof(item) for item in saved]
    return [*rows, html.Tr([html.Th(_("Certificat"), scope="row"), *[html.Td(text) for text in proofs]])]


def _origins_row(shown: ComparedScenarios) -> html.Tr:
    """Return where the figures of each scenario come from, those of its column."""
    cells = [html.Td([disclosed(told.label, told, "figure-line") for told in origins.values()] or "–") for origins in shown.origins]
    return html.Tr([html.Th(_("D'où viennent ces chiffres"), scope="row"), *cells])


def _left_out(told: Mapping[str, Any]) -> str:
    """Say which places a cost leaves out, and which ones the budget ruled out."""
    lines = [unknown_costs(told["cost_unknown"]), *barred(told.get("cost_barred", 0), 0)]
    return " ; ".join(line for line in lines if line)


def _part(stake: Mapping[str, float]) -> float:
    return 100 * stake["after"] / stake["total"] if stake["total"] else 0.0


def _delta_row(
    label: Any, values: Sequence[float], unit: str = "", decimals: int = 0, gain: bool = False, notes: Sequence[str] = ()
) -> html.Tr:
    """Write the values, each with its difference to the first and its note; `gain` says in colour and word who wins and who loses."""
    cells = [html.Td(f"{number(values[0], decimals)} {unit}".strip(), className="num")]
    for value in values[1:]:
        text = signed(value - values[0], unit, decimals)
        won = "" if not gain or text == "=" else _("gagne") if value > values[0] else _("perd")
        tone = "" if not won else "won" if value > values[0] else "lost"
        delta = html.Small(f" {text} {won}".rstrip(), className=f"delta {tone}".strip())
        cells.append(html.Td([f"{number(value, decimals)} {unit}".strip(), delta], className="num"))
    for cell, note in zip(cells, notes, strict=False):
        shown = cell.children if isinstance(cell.children, list) else [cell.children]
        cell.children = [*shown, *_note(note)]
    return html.Tr([html.Th(label, scope="row"), *cells])


def _note(words: str) -> list[html.Small]:
    return [html.Small(f" {words}")] if words else []


def _proof(saved: SavedScenario) -> str:
    told = saved.result["progress"]
    if told["bound"] is None or told["value"] is None:
        return _("sans borne")
    gap = abs(told["bound"] - told["value"]) / abs(told["value"]) if told["value"] else 0.0
    return _("prouvé optimal") if gap <= 1e-6 else _("à {gap} du meilleur possible").format(gap=percent(gap, 2))


def _places_row(saved: Sequence[SavedScenario], name_of: Name) -> html.Tr:
    base = set(places_of(saved[0]))
    cells = []
    for i, item in enumerate(saved):
        mine = places_of(item)
        lines = [html.Li([html.B("+ ") if i and place not in base else "", short(name_of(place))]) for place in mine]
        gone = [html.Li(html.S(short(name_of(place)))) for place in sorted(base - set(mine))] if i else []
        cells.append(html.Td(html.Ul([*lines, *gone])))
    return html.Tr([html.Th(_("Lieux"), scope="row"), *cells])


def _map_row(saved: Sequence[SavedScenario]) -> html.Tr:
    cells = [html.Td(_("référence")), *[html.Td(_on_map(saved[0], item)) for item in saved[1:]]]
    return html.Tr([html.Th(_("Carte des différences"), scope="row"), *cells])


def _on_map(base: SavedScenario, item: SavedScenario) -> html.Button:
    label = _("Voir sur la carte ce que change « {name} »").format(name=item.name)
    return act("scenario-difference", _("Voir sur la carte"), class_name="mini", value=f"{base.id}.{item.id}", label=label)
