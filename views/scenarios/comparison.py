"""Two to four saved scenarios side by side, on the screen « Scénarios »."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html

from domain.saved import SavedScenario
from domain.scenario import Question
from domain.stakeholder import STAKEHOLDERS
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day, number
from scenarios.saving import computed_at, outcome_json, places_of
from services.scenario_library import ComparedScenarios
from services.words.scenarios import (
    GROUNDS,
    barred,
    certified,
    differences,
    full_lines,
    short,
    signed,
    span,
    stake_shares,
    unknown_areas,
    unknown_costs,
    within_hour,
)
from views.components.parts import act, actor_sign, hidden_head
from views.components.provenance import disclosed, hypothesis_badge

Name = Callable[[str], str]


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
    rows = [_words_row(saved, name_of), _data_row(saved), *_figure_rows(saved)]
    rows += [_origins_row(shown), _places_row(saved, name_of), _map_row(saved)]
    note = _("Les écarts se lisent par rapport à « {name} ». Chiffres tels qu'enregistrés.").format(name=first.name)
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="matrix plain-matrix compare")
    region = {"role": "region", "tabIndex": 0, "aria-label": _("Comparaison des scénarios")}
    return [html.P(note, className="note"), *_data_note(shown.differing), html.Div(table, className="compare-scroll", **region)]


def _data_note(differing: Sequence[str]) -> list[html.P]:
    """Say which data the scenarios do not share: each certificate then speaks of its own."""
    if not differing:
        return []
    names = ", ".join(_(GROUNDS[name]) for name in differing)
    words = _("Calculés sur des données différentes : {names}. Chaque certificat vaut pour les données de son scénario seulement.")
    return [html.P(words.format(names=names), className="searching compare-data", role="status")]


def _data_row(saved: Sequence[SavedScenario]) -> html.Tr:
    """Say of each scenario the day of its computation, and the versions that it rests on."""
    words = _("Calculé le {day}. Données {data}, critères {criteria}.")
    lines = [words.format(day=day(computed_at(item).date()), data=item.data_version, criteria=item.criteria_version) for item in saved]
    return html.Tr([html.Th(_("Calcul"), scope="row"), *[html.Td(line) for line in lines]])


def _words_row(saved: Sequence[SavedScenario], name_of: Name) -> html.Tr:
    questions = [Question.from_query(item.question) for item in saved]
    cells = [html.Td(html.Ul([html.Li(line) for line in full_lines(questions[0], name_of)]))]
    for question in questions[1:]:
        lines = differences(questions[0], question, name_of)
        cells.append(html.Td(html.Ul([html.Li(line) for line in lines]) if lines else _("même question")))
    return html.Tr([html.Th(_("Question, et ce qui en diffère"), scope="row"), *cells])


def _figure_rows(saved: Sequence[SavedScenario]) -> list[html.Tr]:
    outcomes = [outcome_json(item) for item in saved]
    rows = [_delta_row(_("Habitants atteints"), [item["residents"]["after"] for item in outcomes]), _mean_row(outcomes)]
    for actor in STAKEHOLDERS:
        shares = [100 * stake_shares(item["stakes"], "after")[actor.id] for item in outcomes]
        sign = actor_sign(actor)
        rows.append(_delta_row([sign, " ", _(actor.label)], shares, "%", 1, gain=True))
    if any(item["residents_qpv"]["total"] for item in outcomes):
        rows.append(_delta_row(_("QPV atteints"), [_part(item["residents_qpv"]) for item in outcomes], "%", 1))
        rows.append(_delta_row(_("Autres habitants atteints"), [_part(item["residents_rest"]) for item in outcomes], "%", 1))
    for key, label, unit, decimals in (("tonnes", N_("Réemploi"), N_("t/an"), 0), ("jobs", N_("Emplois"), N_("emplois"), 1)):
        cells = [
            html.Td([span(item[key], unit, decimals), " ", hypothesis_badge(), *_note(unknown_areas(len(item.get("area_unknown", ()))))])
            for item in outcomes
        ]
        rows.append(html.Tr([html.Th(_(label), scope="row"), *cells]))
    left_out = [_left_out(item) for item in outcomes]
    rows.append(_delta_row(_("Coût connu sur trois ans"), [item["cost_eur"] / 1_000 for item in outcomes], _("k€"), notes=left_out))
    proofs = [_proof(item) for item in saved]
    return [*rows, html.Tr([html.Th(_("Certificat"), scope="row"), *[html.Td(text) for text in proofs]])]


def _origins_row(shown: ComparedScenarios) -> html.Tr:
    """Return where the figures of each scenario come from, those of its column."""
    cells = [html.Td([disclosed(origin.label, origin, "figure-line") for origin in origins.values()] or "–") for origins in shown.origins]
    return html.Tr([html.Th(_("D'où viennent ces chiffres"), scope="row"), *cells])


def _left_out(outcome: Mapping[str, Any]) -> str:
    """Say which places a cost leaves out, and which ones the budget ruled out."""
    lines = [unknown_costs(outcome["cost_unknown"]), *barred(outcome.get("cost_barred", 0), 0)]
    return " ; ".join(line for line in lines if line)


def _part(stake: Mapping[str, float]) -> float:
    return 100 * stake["after"] / stake["total"] if stake["total"] else 0.0


def _mean_row(outcomes: Sequence[Mapping[str, Any]]) -> html.Tr:
    """Set the mean times side by side, each with whom it leaves out."""
    left_out = [within_hour(item.get("beyond_hour") or 0.0, item["residents"]["total"]) for item in outcomes]
    return _delta_row(_("Temps moyen"), [item.get("mean_min") for item in outcomes], "min", 1, notes=left_out)


def _delta_row(
    label: Any, values: Sequence[float | None], unit: str = "", decimals: int = 0, gain: bool = False, notes: Sequence[str] = ()
) -> html.Tr:
    """Write the values, each with its difference to the first and its note; `gain` says in colour and word who wins and who loses."""
    cells = []
    for i, value in enumerate(values):
        shown = _("non renseigné") if value is None else f"{number(value, decimals)} {unit}".strip()
        delta = _delta(value, values[0], unit, decimals, gain) if i else []
        note = _note(notes[i]) if notes else []
        cells.append(html.Td([shown, *delta, *note], className="num"))
    return html.Tr([html.Th(label, scope="row"), *cells])


def _delta(value: float | None, first: float | None, unit: str, decimals: int, gain: bool) -> list[html.Small]:
    """Write the difference of two values as they are shown; that of two shares is in points."""
    if value is None or first is None:
        return []
    more = round(value, decimals) - round(first, decimals)
    text = signed(more, _("pt") if unit == "%" else unit, decimals)
    if not gain or text == "=":
        return [html.Small(f" {text}", className="delta")]
    word, tone = (_("gagne"), "won") if more > 0 else (_("perd"), "lost")
    return [html.Small(f" {text} {word}", className=f"delta {tone}")]


def _note(words: str) -> list[html.Small]:
    return [html.Small(f" {words}")] if words else []


def _proof(saved: SavedScenario) -> str:
    progress = saved.result["progress"]
    if progress["bound"] is None or progress["value"] is None:
        return certified(None)
    return certified(abs(progress["bound"] - progress["value"]) / abs(progress["value"]) if progress["value"] else 0.0)


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
