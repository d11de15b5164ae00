"""What a place would be worth as it is described: a line a role, then why, what each missing figure would change."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from i18n import labelled
from i18n.numbers import number
from services.feedback import ActorStanding, Feedback, MissingFigure, RoleFeedback, Whereabouts
from views.components.parts import actor_sign, note

MOST_QPV = 2


def roles(found: Feedback) -> list[Any]:
    """Return a line a role and what the landlord gains; where there is none yet, what the place needs."""
    if found.roles is None:
        outside = _("Cette position est hors du territoire : le lieu ne paraîtra pas.")
        return [note(outside if found.placed else _("Placez le lieu : les critères se calculent aussitôt."))]
    gain = [html.H3(_("Ce que le bailleur y gagne")), html.P(found.landlord_gain, className="note")] if found.landlord_gain else []
    return [html.H3(_("Ce qu'il vaudrait, tel qu'il est décrit")), *(_role(one) for one in found.roles), *gain]


def reasons(found: Feedback) -> list[Any]:
    """Return why each role suits or not, and what each missing figure would change."""
    if found.roles is None:
        return []
    why = [part for one in found.roles for part in (html.B(one.label), _why(one))]
    missing = (
        html.Ul([_lack(one) for one in found.missing], className="propose-missing")
        if found.missing
        else note(_("Rien d'important ne manque."))
    )
    return [note(where(found)), *why, html.B(_("Données manquantes")), missing]


def where(found: Feedback) -> str:
    """Return the commune, the quartier and the nearest priority neighbourhoods of a place."""
    return _whereabouts(found.where) if found.where else ""


def _whereabouts(found: Whereabouts) -> str:
    qpv = [f"QPV {one.name} ({number(one.distance_m)} m)" for one in found.qpv[:MOST_QPV]]
    return " · ".join(part for part in (found.area, found.quartier, *qpv) if part)


def _why(role: RoleFeedback) -> html.Ul:
    more = [] if not role.eligible else [_("Les quatre acteurs y gagnent.")] if role.convergent else role.lacks
    return html.Ul([html.Li(text) for text in (role.suited, *more)], className="propose-said")


def _role(role: RoleFeedback) -> html.Div:
    """Return one line a role: it has the same height whatever it says, so that nothing moves under the hand that writes."""
    fits = html.Span(role.suited, className=f"propose-fits fits-{role.fits}", title=role.suited)
    head = [html.B(role.label), fits, html.Span([_actor(one) for one in role.actors], className="propose-dots")]
    return html.Div(
        [html.Div(head, className="propose-role-head"), html.Small(_figures(role), className="note")],
        className="propose-role",
    )


def _figures(role: RoleFeedback) -> str:
    if role.convergence is None:
        return ""
    complete = _("complétude {n} %").format(n=number(role.completeness or 0))
    shown = _("Convergence {n}/100").format(n=role.shown)
    return f"{shown}, {complete}"


def _actor(one: ActorStanding) -> html.Span:
    text = labelled(one.label, f"{'?' if one.score is None else one.shown}, {one.words}")
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span(
        [
            actor_sign(one),
            html.Span(className=f"light light-{one.colour}", **hidden),
            html.Span(text, className="visually-hidden"),
        ],
        className="propose-actor",
        title=text,
    )


def _lack(one: MissingFigure) -> html.Li:
    parts = [_("complétude +{n} %").format(n=number(one.completeness))] if one.completeness > 0 else []
    if one.low is not None and one.high is not None and one.low != one.high:
        parts.append(_("convergence entre {low} et {high}").format(low=number(one.low), high=number(one.high)))
    if one.may_exclude:
        parts.append(_("peut exclure le lieu"))
    field: dict[str, Any] = {"data-field-of": one.field}
    return html.Li(
        [html.Button(one.label, type="button", className="plain-button", **field), " ", html.Span(" · ".join(parts), className="note")]
    )
