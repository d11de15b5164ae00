"""The decisions of a meeting one a screen, for a projector: where the options are, positions, what is decided, the ways to the others."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import STANCE_LABELS, Decision
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from geodata.territory import Territory
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import number
from services.meetings import PATH, Projection
from views.components import ids
from views.components.parts import actor_sign
from views.meetings.options_map import options_map


def projector(shown: Projection, territory: Territory) -> list[Any]:
    """Return the screen of one decision but the balance of its options (`views.meetings.balance`), and the ways to the others."""
    meeting, decision = shown.meeting, shown.decision
    out = html.A(_("Quitter la projection"), href=f"{PATH}/{meeting.id}", className="button")
    if decision is None:
        return [html.H1(meeting.title), html.P(_("L'ordre du jour n'est pas encore écrit.")), html.Nav(out, className="projector-ways")]
    head = html.Div([html.H1(decision.question), html.P(meeting.title)], className="projector-head")
    return [head, *_map(shown, territory), _positions(decision), _outcome(decision), _ways(shown, out)]


def _map(shown: Projection, territory: Territory) -> list[Any]:
    """Return the places of the options on the map, and their list for those who do not see it."""
    picture = options_map(territory, shown.options.options)
    if not picture:
        return []
    marks = [mark for option in shown.options.options for mark in option.marks]
    listed = [html.Li(f"{mark.text} : {mark.name}") for mark in marks]
    names = html.Details([html.Summary(_("Les lieux de la carte")), html.Ul(listed, className="plain-list")])
    image = html.Img(src=picture, alt=_("Carte des lieux de chaque option ; leur liste suit."))
    return [html.Div([image, names], className="projector-map")]


def _ways(shown: Projection, out: html.A) -> html.Nav:
    at, of = shown.at + 1, len(shown.meeting.decisions)
    count = _("Décision {n} sur {of}").format(n=number(at), of=number(of))
    ways = [
        _turn("previous", _("Précédente"), "ArrowLeft", at == 1),
        html.Span(count, role="status"),
        _turn("next", _("Suivante"), "ArrowRight", at == of),
    ]
    return html.Nav([*ways, out], className="projector-ways", **{"aria-label": _("Décisions")})


def _turn(name: str, words: str, key: str, disabled: bool) -> html.Button:
    """Return the button that shows another decision; ``assets/meetings/page.mjs`` presses it for the arrows of the keyboard."""
    marks = {"data-turn": name, "aria-keyshortcuts": key}
    return html.Button(words, id=ids.one_of(ids.MEETING_TURN, name), type="button", className="button", disabled=disabled, **marks)


def _positions(decision: Decision) -> html.Ul:
    """Return every actor's position, in words where there are some: no count stands for them."""
    return html.Ul([_position(decision, actor) for actor in STAKEHOLDERS], className="projector-positions")


def _position(decision: Decision, actor: Stakeholder) -> html.Li:
    given = decision.positions.get(actor.id)
    stance = _(STANCE_LABELS[given.stance]) if given else _("pas encore donnée")
    words = [f" : {quoted(given.words)}"] if given and given.words else []
    tone = given.stance.value if given else "none"
    return html.Li([actor_sign(actor), _(actor.label), " : ", html.B(stance), *words], className=f"stance-{tone}")


def _outcome(decision: Decision) -> html.P:
    outcome = decision.outcome
    if outcome is None:
        return html.P(_("Pas encore décidée."), className="projector-outcome")
    if outcome.is_postponed:
        return html.P([html.B(_("Reportée à une prochaine séance")), f" : {outcome.why}"], className="projector-outcome")
    why = [f" ({outcome.why})"] if outcome.why else []
    return html.P([html.B(_("Décidé : ")), outcome.words, *why], className="projector-outcome")
