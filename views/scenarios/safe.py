"""Panel « Sans regret » of the screen « Scénarios »: the places in nearly all of the best plans, and what the loss of one would cost."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number, quantity
from services.studies import NoPlan, SafeStudy, SurePlace
from services.words.scenarios import percent, short
from views.components.parts import act, hidden_head
from views.scenarios.following import Panel
from views.scenarios.panels import floors_note, measure_note, nothing, origin_of, studied, today_note
from views.scenarios.result import impose_button

STRONG = 0.9


def safe_panel(study: SafeStudy | NoPlan | None) -> Panel:
    """Return the panel; nothing while nothing is asked."""
    if study is None:
        return Panel()
    if isinstance(study, NoPlan):
        return nothing()
    if not study.counts:
        return studied(study.state, today_note(study.subject), is_known=False)
    words = _("Sans regret, quel que soit le poids de chaque acteur : {names}.")
    names = ", ".join(short(name) for name in study.no_regret)
    lead = (
        words.format(names=names) if names else _("Aucun lieu n'est dans 90 % des meilleurs plans : le choix dépend du poids des acteurs.")
    )
    method = _(
        "{n} pondérations tirées au hasard pour chaque nombre de lieux ; chaque plan est à moins de {gap} du meilleur possible, prouvé."
    )
    content = [
        *today_note(study.subject),
        html.P(html.B(lead), className="lead"),
        *_measure(study),
        *floors_note(study.subject),
        html.P(method.format(n=number(study.draws), gap=percent(study.gap, 1)), className="note"),
        _share_table(study),
        *origin_of(study.origin),
        *_losses(study),
    ]
    return studied(study.state, content)


def _share_table(study: SafeStudy) -> html.Table:
    counts = [html.Th(ngettext("{k} lieu", "{k} lieux", k).format(k=k), scope="col") for k in study.counts]
    head = html.Tr([html.Th(_("Lieu"), scope="col"), *counts, hidden_head(_("Actions"))])
    caption = html.Caption(_("Part des meilleurs plans où chaque lieu est ouvert"))
    rows = [_share_row(place, study.counts) for place in study.places]
    return html.Table([caption, html.Thead(head), html.Tbody(rows)], className="matrix plain-matrix")


def _share_row(place: SurePlace, counts: tuple[int, ...]) -> html.Tr:
    name = act("scenario-focus", short(place.name), class_name="plain-button", value=place.id)
    cells = [html.Td(percent(place.shares[k]), className="num strong" if place.shares[k] >= STRONG else "num") for k in counts]
    return html.Tr([html.Th(name, scope="row"), *cells, html.Td(impose_button(place.id, place.imposed, short(place.name)))])


def _measure(study: SafeStudy) -> list[Any]:
    """Say what the study measures, where it is not who is reached, the goal of the question."""
    if not study.in_minutes:
        return measure_note(study.subject)
    words = _("Étude faite sur le temps moyen jusqu'au lieu ouvert le plus proche, une heure au plus, pondéré par les enjeux des acteurs.")
    return [html.P(words, className="note")]


def _losses(study: SafeStudy) -> list[Any]:
    """Say what is lost with each place, and what would best stand in for it."""
    if not study.losses:
        return []
    words = _("Perdre {name} : −{lost}. Le mieux alors : {instead}, il ne manque plus que {missing}.")
    if study.in_minutes:
        words = _("Perdre {name} : {lost} de plus en moyenne. Le mieux alors : {instead}, il n'en reste que {missing} de plus.")
    items = [
        html.Li(
            words.format(
                name=short(loss.name),
                lost=_lost(loss.lost, study),
                instead=", ".join(short(name) for name in loss.instead) or _("personne"),
                missing=_lost(loss.missing, study),
            )
        )
        for loss in study.losses
    ]
    return [html.H3(_("Si un lieu se dérobe")), html.Ul(items)]


def _lost(value: float, study: SafeStudy) -> str:
    return quantity(value, "min", 2) if study.in_minutes else percent(value, 1)
