"""One proposal: its photos, what changed, where it is, its criteria, all that is told of it."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.feedback import ActorStanding, MissingFigure, RoleFeedback, Whereabouts
from services.moderation_detail import ModerationDetail
from services.words.places import Fact, FactBlock
from views.components.parts import actor_sign, badge, note
from views.components.photos import opened, photo
from views.moderation.beside import beside
from views.moderation.parts import block, known, plain_table, scrolling, warning
from views.moderation.queue import KINDS


def head(detail: ModerationDetail) -> list[Any]:
    """Return the name of a proposal, whose it is and where."""
    version = _("version {n}").format(n=number(detail.version))
    where: list[Any] = [" · ".join([detail.organisation, detail.area, detail.id, version])]
    if detail.is_public:
        where += [" ", html.A(_("Voir sur la carte"), href=f"/?{write([(Key.PLACE, detail.id)])}")]
    return [
        html.H2([_sign(detail.kind), detail.name], id="moderation-title", tabIndex=-1),
        html.P(where, className="mod-where"),
        html.Span(_badges(detail), className="mod-badges"),
    ]


def _sign(kind: str) -> html.Span:
    words = _(KINDS[kind])
    return html.Span(html.Span(f"{words} : ", className="visually-hidden"), className=f"mod-sign mod-{kind}", title=words)


def _badges(detail: ModerationDetail) -> list[html.Span]:
    found = [badge(_("doublon probable"), "warn")] if detail.is_double else []
    if detail.is_change:
        found.append(badge(_("modification d'un lieu accepté"), "info"))
    if detail.is_example:
        found.append(badge(_("exemple"), "example"))
    if detail.known_percent < 100:
        found.append(badge(_("rempli à {n} %").format(n=number(detail.known_percent))))
    return found


def main(detail: ModerationDetail) -> list[Any]:
    """Return all that one decides by."""
    parts = [_changes(detail), _photos(detail), _position(detail), _criteria(detail), _facts(detail), beside(detail.beside)]
    return [part for part in parts if part is not None]


def _changes(detail: ModerationDetail) -> html.Section | None:
    if not detail.changes:
        return None
    title = _("Ce qui change par rapport à la version visible de tous")
    rows = [([one.label, html.Small(one.note)] if one.note else one.label, known(one.before), known(one.after)) for one in detail.changes]
    return block(title, scrolling(title, plain_table((_("Champ"), _("Avant"), _("Après")), rows, "mod-changes")))


def _photos(detail: ModerationDetail) -> html.Section:
    pictures = [one for one in detail.attachments if one.kind == "photo"]
    papers = [one for one in detail.attachments if one.kind != "photo"]
    photos = html.Div([photo(one, n) for n, one in enumerate(pictures, 1)], className="place-photos")
    parts: list[Any] = [photos if pictures else note(_("Aucune photo."))]
    if papers:
        parts.append(html.Ul([html.Li([opened(one.url, one.caption or one.name), f" ({one.size})"]) for one in papers]))
    return block(_("Photos et documents"), *parts)


def _position(detail: ModerationDetail) -> html.Section:
    assessed, parts = detail.feedback, []
    if not assessed.placed:
        parts.append(warning(_("Aucune position n'est donnée : le lieu ne peut pas être accepté.")))
    elif not assessed.inside:
        parts.append(warning(_("La position tombe hors du territoire : accepté, le lieu ne paraîtrait pas sur la carte.")))
    if detail.double:
        more = _("D'autres lieux sont aussi près : {n}.").format(n=number(detail.double.more)) if detail.double.more else ""
        name = html.B(f"{detail.double.name} ({detail.double.id}). ")
        parts.append(warning(name, _("Moins de 30 m les séparent : c'est peut-être le même lieu."), f" {more}" if more else ""))
    words = _("Plan : le lieu, un cercle d'un kilomètre et les lieux voisins numérotés")
    plan = [html.Img(src=detail.map, alt=words, className="minimap mod-map")] if detail.map else []
    around = html.Div([note(text) for text in _around(assessed.where)]) if assessed.where else html.Div()
    return block(_("Position et voisinage"), *parts, html.Div([*plan, around], className="mod-position"))


def _around(where: Whereabouts) -> list[str]:
    names = ", ".join(near.name for near in where.qpv)
    qpv = _("QPV à moins de 800 m : {names}").format(names=names) if names else where.no_qpv
    residents = ngettext("{n} habitant à moins de 1 km", "{n} habitants à moins de 1 km", where.residents)
    found = [", ".join(part for part in (where.area, where.quartier) if part), qpv, residents.format(n=number(where.residents))]
    return [text for text in found if text]


def _criteria(detail: ModerationDetail) -> html.Section | None:
    assessed = detail.feedback
    if assessed.roles is None:
        return None
    missing, title = assessed.missing or (), _("Ce qui manque, et ce que cela changerait")
    heads = (_("Champ"), _("Complétude"), _("Convergence possible"))
    table = scrolling(title, plain_table(heads, [_lack(one) for one in missing]))
    return block(
        _("Ce que le lieu vaut, tel qu'il est décrit"),
        html.Div([_role(one) for one in assessed.roles], className="mod-roles"),
        html.H4(title),
        table if missing else note(_("Rien de ce qui compte ne manque.")),
    )


def _role(one: RoleFeedback) -> html.Div:
    score = _("inconnu") if one.convergence is None else _("{n} sur 100").format(n=one.shown)
    share = number(one.completeness) if one.completeness is not None else "–"
    complete = _("complétude {n} %").format(n=share)
    lacks = [html.Ul([html.Li(text) for text in one.lacks], className="mod-lacks")] if one.eligible and one.lacks else []
    return html.Div(
        [
            html.H4([one.label, " ", html.Span(one.suited, className=f"mod-fit mod-fit-{one.fits}")]),
            html.P([f"{_('Convergence')} : ", html.B(score), f" · {complete}"]),
            html.Ul([_actor(actor) for actor in one.actors], className="mod-actors"),
            *lacks,
        ],
        className="mod-role",
    )


def _actor(actor: ActorStanding) -> html.Li:
    return html.Li(
        [
            actor_sign(actor),
            html.Span(actor.label, className="mod-actor"),
            html.Span(className=f"light light-{actor.colour}", **{"aria-hidden": "true"}),
            html.B(_("inconnu") if actor.score is None else actor.shown),
            html.Span(actor.words, className="mod-word"),
        ]
    )


def _lack(one: MissingFigure) -> tuple[Any, ...]:
    gain = ngettext("+ {n} point", "+ {n} points", one.completeness).format(n=number(one.completeness)) if one.completeness else "–"
    exclude = [html.Small(_("peut exclure le lieu"))] if one.may_exclude else []
    return one.label, gain, [_span(one), *exclude]


def _span(one: MissingFigure) -> str:
    if one.low is None or one.high is None:
        return _("inconnu")
    return number(one.low) if one.low == one.high else f"{number(one.low)}–{number(one.high)}"


def _facts(detail: ModerationDetail) -> html.Section:
    return block(_("Tout ce qui est déclaré"), html.Div([_fact_block(part) for part in detail.facts], className="mod-facts"))


def _fact_block(part: FactBlock) -> html.Div:
    return html.Div([html.H4(part.title), html.Dl([_fact(one) for one in part.rows])], className="sheet-block")


def _fact(one: Fact) -> html.Div:
    value = known(None) if one.value is None else html.Span(one.value, className="mod-text")
    reserved = [html.Small(_("réservé"))] if one.confidential and one.value is not None else []
    return html.Div([html.Dt(one.label), html.Dd([value, *reserved])], className="sheet-row")
