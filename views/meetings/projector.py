"""The decisions of a meeting one a screen, for a projector: where the options are, positions, what is decided, the ways to the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.meeting import STANCE_LABELS, Decision, Meeting
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from i18n import labelled, quoted
from i18n.numbers import number
from services.meeting_screens import Page, Screen, screens_of
from services.meetings import PATH, Projection
from views.components import ids
from views.components.parts import actor_sign, example_badge
from views.meetings.balance import balance_of
from views.meetings.options_map import options_map


def projector(shown: Projection) -> list[Any]:
    """Return a screen but the balance of the options of its decision (`views.meetings.balance`), and the ways to the others."""
    meeting, screen = shown.meeting, shown.screen
    out = html.A(_("Quitter la projection"), href=f"{PATH}/{meeting.id}", className="button")
    if screen is None:
        return [html.H1(meeting.title), html.P(_("L'ordre du jour n'est pas encore écrit.")), html.Nav(out, className="projector-ways")]
    decision = screen.decision
    awaited = html.P(_("Calcul en cours…"), className="projector-awaited", role="status", **{"data-awaits": balance_of(screen)})
    head = html.Div([html.H1(decision.question), html.P(meeting.title)], className=f"projector-head projector-page-{screen.page}")
    parts = [head, awaited]
    if screen.page in {Page.WHOLE, Page.OPTIONS}:
        parts += _map(shown)
    if screen.page is Page.OPTIONS:
        parts.append(_named(shown, screen))
    if screen.voices:
        parts.append(_positions(decision, screen.voices))
    return [*parts, *([_outcome(decision)] if screen.has_outcome else []), _ways(meeting, screen, out)]


def _named(shown: Projection, screen: Screen) -> html.Ul:
    """Return what each option is, whole, by letter."""
    rows = []
    for option in (shown.options.options[at] for at in screen.options):
        below = [html.Div(option.found.summary)] if option.found.summary else []
        badge = [" ", example_badge(_("exemple"))] if option.found.is_example else []
        rows.append(html.Li([html.B(option.letter, className="projector-letter"), " ", option.found.option.words, *badge, *below]))
    return html.Ul(rows, className="projector-names", **{"aria-label": _("Options")})


def _map(shown: Projection) -> list[Any]:
    """Return the places of the options on the map, and their list for those who do not see it."""
    picture = options_map(shown.ground, shown.options.options)
    if not picture:
        return []
    marks = [mark for option in shown.options.options for mark in option.marks]
    listed = [html.Li(labelled(mark.text, mark.name)) for mark in marks]
    names = html.Details([html.Summary(_("Les lieux de la carte")), html.Ul(listed, className="plain-list")])
    image = html.Img(src=picture, alt=_("Carte des lieux de chaque option ; leur liste suit."))
    is_later = shown.meeting.is_closed and shown.ground.is_of_today
    words = _("Fond de carte d'aujourd'hui (données {version}) : celui de la clôture n'a pas été conservé.")
    later = [html.P(words.format(version=shown.ground.version))] if is_later else []
    return [html.Div([image, *later, names], className="projector-map")]


def _ways(meeting: Meeting, screen: Screen, out: html.A) -> html.Nav:
    every = [one.at for one in screens_of(meeting)]
    count = _("Décision {n} sur {of}").format(n=number(screen.rank + 1), of=number(len(meeting.decisions)))
    if screen.of > 1:
        count += _(", page {n} sur {of}").format(n=number(screen.n), of=number(screen.of))
    ways = [
        _turn("previous", _("Précédente"), "ArrowLeft", screen.at == every[0]),
        html.Span(count, role="status"),
        _turn("next", _("Suivante"), "ArrowRight", screen.at == every[-1]),
    ]
    marks = {"aria-label": _("Décisions"), "data-screens": " ".join(map(str, every))}
    return html.Nav([*ways, out], className="projector-ways", **marks)


def _turn(name: str, words: str, key: str, disabled: bool) -> html.Button:
    """Return the button that shows another decision; ``assets/meetings/page.mjs`` presses it for the arrows of the keyboard."""
    marks = {"data-turn": name, "aria-keyshortcuts": key}
    return html.Button(words, id=ids.one_of(ids.MEETING_TURN, name), type="button", className="button", disabled=disabled, **marks)


def _positions(decision: Decision, voices: Sequence[str]) -> html.Ul:
    """Return the position of some actors, in words where there are some: no count stands for them."""
    given = [_position(decision, actor) for actor in STAKEHOLDERS if actor.id in voices]
    return html.Ul(given, className="projector-positions", **{"aria-label": _("Positions")})


def _position(decision: Decision, actor: Stakeholder) -> html.Li:
    given = decision.positions.get(actor.id)
    stance = _(STANCE_LABELS[given.stance]) if given else _("pas encore donnée")
    words = [labelled("", quoted(given.words))] if given and given.words else []
    tone = given.stance.value if given else "none"
    return html.Li([actor_sign(actor), labelled(_(actor.label), ""), html.B(stance), *words], className=f"stance-{tone}")


def _outcome(decision: Decision) -> html.P:
    outcome = decision.outcome
    if outcome is None:
        return html.P(_("Pas encore décidée."), className="projector-outcome")
    if outcome.is_postponed:
        return html.P([html.B(_("Reportée à une prochaine séance")), labelled("", outcome.why)], className="projector-outcome")
    why = [f" ({outcome.why})"] if outcome.why else []
    return html.P([html.B(_("Décidé : ")), outcome.words, *why], className="projector-outcome")
