"""The decisions of a meeting one a screen, for a projector: where the options are, positions, what is decided, the ways to the others."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import STANCE_LABELS, Decision
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import number
from services.meeting_options import LETTERS
from services.meetings import PATH, Page, Projection, Screen, screens_of
from views.components import ids
from views.components.parts import actor_sign
from views.meetings.balance import balance_of
from views.meetings.options_map import options_map


def projector(shown: Projection) -> list[Any]:
    """Return the screen of one decision but the balance of its options (`views.meetings.balance`), and the ways to the others."""
    meeting, screen = shown.meeting, shown.screen
    out = html.A(_("Quitter la projection"), href=f"{PATH}/{meeting.id}", className="button")
    if screen is None:
        return [html.H1(meeting.title), html.P(_("L'ordre du jour n'est pas encore écrit.")), html.Nav(out, className="projector-ways")]
    decision = screen.decision
    awaited = html.P(
        _("Calcul en cours…"), className="projector-awaited", role="status", **{"data-awaits": balance_of(decision, screen.page)}
    )
    head = html.Div([html.H1(decision.question), html.P(meeting.title)], className=f"projector-head projector-page-{screen.page}")
    if screen.page is Page.FIGURES:
        return [head, awaited, *_map(shown), _ways(shown, screen, out)]
    beside = _named(decision) if screen.page is Page.WORDS else _map(shown)
    return [head, awaited, *beside, _positions(decision), _outcome(decision), _ways(shown, screen, out)]


def _named(decision: Decision) -> list[Any]:
    """Return the whole names of the options, by letter."""
    rows = [
        html.Li([html.B(letter, className="projector-letter"), " ", one.words])
        for letter, one in zip(LETTERS, decision.options, strict=False)
    ]
    return [html.Ul(rows, className="projector-map projector-names", **{"aria-label": _("Options")})]


def _map(shown: Projection) -> list[Any]:
    """Return the places of the options on the map, and their list for those who do not see it."""
    picture = options_map(shown.ground, shown.options.options)
    if not picture:
        return []
    marks = [mark for option in shown.options.options for mark in option.marks]
    listed = [html.Li(f"{mark.text} : {mark.name}") for mark in marks]
    names = html.Details([html.Summary(_("Les lieux de la carte")), html.Ul(listed, className="plain-list")])
    image = html.Img(src=picture, alt=_("Carte des lieux de chaque option ; leur liste suit."))
    is_later = shown.meeting.is_closed and shown.ground.is_of_today
    words = _("Fond de carte d'aujourd'hui (données {version}) : celui de la clôture n'a pas été conservé.")
    later = [html.P(words.format(version=shown.ground.version))] if is_later else []
    return [html.Div([image, *later, names], className="projector-map")]


def _ways(shown: Projection, screen: Screen, out: html.A) -> html.Nav:
    decisions, last = shown.meeting.decisions, len(screens_of(shown.meeting)) - 1
    count = _("Décision {n} sur {of}").format(n=number(decisions.index(screen.decision) + 1), of=number(len(decisions)))
    if screen.page is not Page.WHOLE:
        count += _(", page {n} sur {of}").format(n=number(1 if screen.page is Page.FIGURES else 2), of=number(2))
    ways = [
        _turn("previous", _("Précédente"), "ArrowLeft", shown.at == 0),
        html.Span(count, role="status"),
        _turn("next", _("Suivante"), "ArrowRight", shown.at == last),
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
