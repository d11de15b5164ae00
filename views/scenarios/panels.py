"""What the panels of the studies share: what a study is about, and how far it is."""

from __future__ import annotations

from typing import Any

from dash import html

from criteria.provenance import Provenance
from domain.scenario import Goal, Question
from i18n import gettext as _
from services.studies import StudyState, Subject
from services.words.scenarios import conditions, lead
from views.components.pictures import picture_buttons, pictured
from views.components.provenance import disclosed
from views.scenarios.following import Panel, progress_line, way_back, ways_out


def nothing() -> Panel:
    """Return what a panel says while there is no plan to speak of."""
    return Panel(content=[html.P(_("Il faut d'abord un plan : changez la question, à gauche."), className="note")])


def measure_note(subject: Subject) -> list[Any]:
    """Say, where the goal is another, that a study speaks of who is reached in the time given."""
    if subject.question.goal is Goal.COVER:
        return []
    words = _("Étude faite sur les habitants atteints à moins de {n} min, quel que soit le but.")
    return [html.P(words.format(n=subject.question.minutes), className="note")]


def floors_note(subject: Subject) -> list[Any]:
    """Say, where the capacity of the floors is asked for, that a study leaves it out."""
    return [html.P(_("Étude faite sans la capacité des surfaces."), className="note")] if subject.question.capacity else []


def today_note(subject: Subject) -> list[Any]:
    """Say that a study is of the data in force, where the plan beside it is as it was saved."""
    if not subject.beside_saved:
        return []
    return [html.P(_("Étude sur les données d'aujourd'hui ; le plan à droite est tel qu'enregistré."), className="note")]


def chart(title: str, question: Question, drawn: html.Div) -> html.Figure:
    """Return a chart made of boxes, under its title, with the buttons that save it as a picture; the question is written in it."""
    about = " ; ".join([lead(question), *conditions(question)])
    return html.Figure(
        [html.Figcaption([title, picture_buttons(title)], className="chart-title"), drawn], **{**pictured(title), "data-about": about}
    )


def origin_of(origin: Provenance | None) -> list[Any]:
    """Return where the values of a panel come from, once they are known."""
    return [] if origin is None else [disclosed(_("D'où viennent ces valeurs"), origin, "plain-details figure-line")]


def studied(state: StudyState, content: list[Any], *, is_known: bool = True) -> Panel:
    """Return the panel of a study: what is known of it and, until it ends, how far it is and the ways out of it."""
    if state.finished and is_known:
        return Panel(content=content)
    words = _("Calcul en cours ({n} pas)…") if state.running else _("Calcul arrêté après {n} pas.")
    ways = ways_out(state.key, state.may_stop) if state.running else way_back(state.key)
    return Panel([progress_line(state.sentence or words.format(n=state.steps))], ways, content)
