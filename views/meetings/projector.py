"""The decisions of a meeting one a screen, for a projector: what each option brings to each actor, positions, what is decided."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import STANCE_LABELS, Decision
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import number
from services.meeting_gains import ActorGain, OptionGains
from services.meetings import PATH, Projection
from views.components import ids
from views.components.parts import actor_sign, example_badge


def projector(shown: Projection) -> list[Any]:
    """Return the screen of one decision, and the ways to the others."""
    meeting, decision = shown.meeting, shown.decision
    out = html.A(_("Quitter la projection"), href=f"{PATH}/{meeting.id}", className="button")
    if decision is None:
        return [html.H1(meeting.title), html.P(_("L'ordre du jour n'est pas encore écrit.")), html.Nav(out, className="projector-ways")]
    parts: list[Any] = [html.P(meeting.title, className="projector-meeting"), html.H1(decision.question)]
    if decision.options:
        cards = [_option(one, decision) for one in shown.gains]
        parts.append(html.Ul(cards, className="projector-options"))
    parts += [_positions(decision), _outcome(decision), _ways(shown, out)]
    return parts


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


def _option(found: OptionGains, decision: Decision) -> html.Li:
    is_chosen = decision.outcome is not None and decision.outcome.option == found.option.id
    title: list[Any] = [found.option.words]
    if found.is_example and "exemple" not in found.option.words:
        title += [" ", example_badge(_("exemple"))]
    if is_chosen:
        title += [" ", html.Span(_("retenue"), className="projector-chosen")]
    parts: list[Any] = [html.H2(title)]
    if found.is_convergent is not None:
        words = _("Convergent : les quatre acteurs gagnent") if found.is_convergent else _not_convergent(found.gains)
        parts.append(html.P(words, className="projector-convergent" if found.is_convergent else ""))
    parts += [_gain(one) for one in found.gains]
    if found.summary:
        parts.append(html.P(found.summary))
    return html.Li(parts, className="projector-option chosen" if is_chosen else "projector-option")


def _not_convergent(gains: tuple[ActorGain, ...]) -> str:
    lacking = [_(actor.label) for actor, gain in zip(STAKEHOLDERS, gains, strict=True) if not gain.gains]
    return _("Pas convergent : rien de plus pour {who}").format(who=", ".join(lacking))


def _gain(gain: ActorGain) -> html.Div:
    actor = next(one for one in STAKEHOLDERS if one.id == gain.actor)
    label: list[Any] = [gain.words]
    if gain.is_hypothesis:
        label += [" ", html.Em(_("(hypothèse)"))]
    name = html.Span(_(actor.label), className="visually-hidden")
    figure = html.B(gain.figure, className="projector-figure")
    return html.Div([actor_sign(actor), name, figure, html.Span(label)], className="projector-gain")


def _positions(decision: Decision) -> html.Ul:
    """Return every actor's position, in words where there are some: no count stands for them."""
    return html.Ul([_position(decision, actor.id) for actor in STAKEHOLDERS], className="projector-positions")


def _position(decision: Decision, actor_id: str) -> html.Li:
    actor = next(one for one in STAKEHOLDERS if one.id == actor_id)
    given = decision.positions.get(actor_id)
    stance = _(STANCE_LABELS[given.stance]) if given else _("pas encore donnée")
    words = [f" : {quoted(given.words)}"] if given and given.words else []
    tone = given.stance.value if given else "none"
    return html.Li(
        [actor_sign(actor), html.Span(_(actor.label), className="visually-hidden"), html.B(stance), *words], className=f"stance-{tone}"
    )


def _outcome(decision: Decision) -> html.P:
    outcome = decision.outcome
    if outcome is None:
        return html.P(_("Pas encore décidée."), className="projector-outcome")
    if outcome.is_postponed:
        return html.P([html.B(_("Reportée à une prochaine séance")), f" : {outcome.why}"], className="projector-outcome")
    why = [f" ({outcome.why})"] if outcome.why else []
    return html.P([html.B(_("Décidé : ")), outcome.words, *why], className="projector-outcome")
