"""Panels of the screen « Scénarios »: the places without regret, the front between the actors."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

from domain.scenario import STAKES, Goal
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.instance import Instance
from scenarios.outcome import outcome_of
from scenarios.service import Answer, Study
from scenarios.sweeps import from_bytes, read_front, read_robust
from services.scenarios import CurveShown, StudyShown
from services.words.scenarios import percent, short
from views.components.parts import act, hidden_head
from views.scenarios.result import impose_button, while_running

SHOWN = 15


def nothing() -> list[Any]:
    """Return what a panel says while there is no plan to speak of."""
    return [html.P(_("Il faut d'abord un plan : changez la question, à gauche."), className="note")]


def measure_note(answer: Answer) -> list[Any]:
    """Say, where the goal is another, that a study speaks of who is reached in the time given."""
    if answer.instance is None or answer.instance.question.goal is Goal.COVER:
        return []
    words = _("Étude faite sur les habitants atteints à moins de {n} min, quel que soit le but.")
    return [html.P(words.format(n=answer.instance.question.minutes), className="note")]


def floors_note(answer: Answer) -> list[Any]:
    """Say, where the capacity of the floors is asked for, that a study leaves it out."""
    if answer.instance is None or not answer.instance.question.capacity:
        return []
    return [html.P(_("Étude faite sans la capacité des surfaces."), className="note")]


def today_note(shown: StudyShown | CurveShown) -> list[Any]:
    """Say that a study is of the data in force, where the plan beside it is as it was saved."""
    if not shown.beside_saved:
        return []
    return [html.P(_("Étude sur les données d'aujourd'hui ; le plan à droite est tel qu'enregistré."), className="note")]


# Robustness


def safe_panel(shown: StudyShown | None) -> list[Any]:
    """Return the panel « Sans regret »; nothing while nothing is asked."""
    if shown is None:
        return []
    if shown.found.instance is None:
        return nothing()
    return [*today_note(shown), *robust(shown.found, shown.study, shown.may_stop)]


def robust(answer: Answer, study: Study | None, may_stop: bool = False) -> list[Any]:
    """Return the places that are in nearly all of the best plans, and what the loss of each place would cost."""
    if study is None or answer.instance is None:
        return nothing()
    instance, known = answer.instance, read_robust(answer.instance, from_bytes(study.state))
    if not known.shares:
        return [_progress(study, may_stop)]
    asked = instance.question.k if instance.question.k in known.shares else next(iter(known.shares))
    safe = known.no_regret.get(asked, ())
    words = _("Sans regret, quel que soit le poids de chaque acteur : {names}.")
    names = ", ".join(short(str(instance.names[place])) for place in safe)
    lead = (
        words.format(names=names) if safe else _("Aucun lieu n'est dans 90 % des meilleurs plans : le choix dépend du poids des acteurs.")
    )
    method = _(
        "{n} pondérations tirées au hasard pour chaque nombre de lieux ; chaque plan est à moins de {gap} du meilleur possible, prouvé."
    )
    note = html.P(method.format(n=number(known.draws[asked]), gap=percent(known.gap, 1)), className="note")
    progress = [] if study.finished else [_progress(study, may_stop)]
    return [
        *progress,
        html.P(html.B(lead), className="lead"),
        *measure_note(answer),
        *floors_note(answer),
        note,
        _share_table(instance, known.shares, asked),
        *_losses(instance, known.losses),
    ]


def _share_table(instance: Instance, shares: dict[int, Any], asked: int) -> html.Table:
    counts = sorted(shares)
    order = [int(place) for place in np.argsort(-shares[asked], kind="stable") if max(shares[k][place] for k in counts) > 0][:SHOWN]
    head = html.Tr(
        [
            html.Th(_("Lieu"), scope="col"),
            *[html.Th(ngettext("{k} lieu", "{k} lieux", k).format(k=k), scope="col") for k in counts],
            hidden_head(_("Actions")),
        ]
    )
    rows = []
    for place in order:
        name = act("scenario-focus", short(str(instance.names[place])), class_name="plain-button", value=str(instance.ids[place]))
        cells = [html.Td(percent(float(shares[k][place])), className="num strong" if shares[k][place] >= 0.9 else "num") for k in counts]
        impose = impose_button(
            str(instance.ids[place]), str(instance.ids[place]) in instance.question.required, short(str(instance.names[place]))
        )
        rows.append(html.Tr([html.Th(name, scope="row"), *cells, html.Td(impose)]))
    caption = html.Caption(_("Part des meilleurs plans où chaque lieu est ouvert"))
    return html.Table([caption, html.Thead(head), html.Tbody(rows)], className="matrix plain-matrix")


def _losses(instance: Instance, losses: tuple[dict[str, Any], ...]) -> list[Any]:
    """Say what is lost with each place, and what would best stand in for it."""
    if not losses:
        return []
    items = []
    for loss in sorted(losses, key=lambda item: item["left"]):
        names = ", ".join(short(str(instance.names[place])) for place in loss["instead"]) or _("personne")
        words = _("Perdre {name} : −{lost}. Le mieux alors : {instead}, il ne manque plus que {missing}.")
        items.append(html.Li(words.format(
            name=short(str(instance.names[loss["place"]])), lost=percent((loss["whole"] - loss["left"]) / 100, 1), instead=names,
            missing=percent(max(loss["whole"] - loss["repaired"], 0.0) / 100, 1),
        )))  # fmt: skip
    return [html.H3(_("Si un lieu se dérobe")), html.Ul(items)]


def _progress(study: Study, may_stop: bool) -> html.Div:
    state = _("Calcul en cours ({n} pas)…") if study.running else _("Calcul arrêté après {n} pas.")
    buttons = while_running(study.key, may_stop) if study.running else [act("scenario-resume", _("Reprendre"), value=study.key)]
    return html.Div(
        [html.P(study.sentence or state.format(n=study.steps), className="proof", role="status"), *buttons], className="searching"
    )


# Front


def front_panel(shown: StudyShown | None) -> list[Any]:
    """Return the panel of the front between the actors; nothing while nothing is asked."""
    if shown is None:
        return []
    if shown.found.instance is None:
        return nothing()
    return [*today_note(shown), *front(shown.found, shown.study, shown.may_stop)]


def front(answer: Answer, study: Study | None, may_stop: bool = False) -> list[Any]:
    """Return the plans that no other beats for the four actors at once, each to be adopted in one click."""
    if study is None or answer.instance is None or answer.progress is None:
        return nothing()
    points, _finished = read_front(from_bytes(study.state))
    if not points:
        return [_progress(study, may_stop)]
    instance = answer.instance
    current = frozenset(answer.progress.plan or ())
    words = ngettext(
        "{n} plan qu'aucun autre ne bat sur les quatre enjeux à la fois. Adopter un plan impose ses lieux ; « Annuler » en revient.",
        "{n} plans qu'aucun autre ne bat sur les quatre enjeux à la fois. Adopter un plan impose ses lieux ; « Annuler » en revient.",
        len(points),
    )
    head = [html.Th(_("Plan"), scope="col")]
    head += [
        html.Th(
            [html.Span(a.letter, className=f"sign-actor actor-{a.id}"), html.Span(_(a.label), className="visually-hidden")], scope="col"
        )
        for a in STAKEHOLDERS
    ]
    head += [html.Th(_("Habitants"), scope="col"), hidden_head(_("Actions"))]
    best = np.array([point.values for point in points]).max(axis=0)
    rows = [_front_row(instance, i, point.plan, point.values, best, current) for i, point in enumerate(points)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="matrix plain-matrix")
    progress = [] if study.finished else [_progress(study, may_stop)]
    lead = html.P(words.format(n=len(points)), className="lead")
    return [*progress, lead, *measure_note(answer), *floors_note(answer), _lines(points), table]


def _front_row(instance: Instance, i: int, plan: tuple[int, ...], values: Any, best: Any, current: frozenset[int]) -> html.Tr:
    new = [place for place in plan if place < instance.n]
    ids = ".".join(sorted(str(instance.ids[place]) for place in new))
    names = ", ".join(short(str(instance.names[place])) for place in new)
    cells = [
        html.Td(percent(float(values[a]) / 100, 1), className="num strong" if values[a] >= best[a] - 1e-9 else "num")
        for a in range(len(STAKES))
    ]
    people = outcome_of(instance, new).residents.after
    same = frozenset(new) == current
    button = (
        html.Small(_("plan actuel"), className="tag")
        if same
        else act("scenario-adopt", _("Adopter"), class_name="mini", value=ids, label=_("Adopter le plan {n}").format(n=i + 1))
    )
    head = html.Th([html.B(_("Plan {n}").format(n=i + 1)), html.Small(names, className="plan-names")], scope="row")
    return html.Tr([head, *cells, html.Td(number(people), className="num"), html.Td(button)], className="on" if same else "")


def _lines(points: Any) -> html.Div:
    """Draw each plan as a dot on each actor's line: what one gives up for the other is seen at a glance."""
    values = np.array([point.values for point in points])
    low, high = values.min(axis=0), values.max(axis=0)
    lines = []
    for a, actor in enumerate(STAKEHOLDERS):
        width = max(float(high[a] - low[a]), 1e-9)
        dots = []
        for i, point in enumerate(points):
            at = 100 * float(point.values[a] - low[a]) / width
            new = html.Button(
                str(i + 1),
                type="button",
                className="front-dot",
                style={"left": f"{at:.1f}%"},
                title=_("Plan {n} : {share}").format(n=i + 1, share=percent(float(point.values[a]) / 100, 1)),
                **{"data-act": "scenario-show-row", "data-value": str(i)},
            )
            dots.append(new)
        ends = [
            html.Small(percent(float(low[a]) / 100, 1)),
            html.Div(dots, className="front-track"),
            html.Small(percent(float(high[a]) / 100, 1)),
        ]
        sign = html.Span(actor.letter, className=f"sign-actor actor-{actor.id}", **{"aria-hidden": "true"})
        lines.append(html.Div([sign, html.Span(_(actor.label), className="front-name"), *ends], className="front-line"))
    return html.Div(lines, className="front")
