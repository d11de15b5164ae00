"""The screen of a decided place: its needs against what was committed, and what keeps it from opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.address import Key, write
from domain.ledger import UNCOUNTED_LABELS, Ledger, Line, amount_words, measured, percent_words, reasons, summary
from domain.person import Action, can
from domain.project import NEED_LABELS, Need, Project
from i18n import gettext as _
from i18n import labelled
from i18n.numbers import day, quantity
from services.actuals import of_all
from services.form_fields import NEW
from services.meetings import PATH
from services.projects import FollowedPlace, ShownProject
from services.register import REGISTER_PATH
from services.words.meetings import brought_words
from services.words.projects import inside_words, need_amount, need_words
from views.components.parts import PRIMARY, badge, note, place_name
from views.components.talk import timeline
from views.meetings.actuals import actuals_parts
from views.meetings.buttons import press
from views.meetings.commitments import commitments_table


def project_page(shown: ShownProject) -> list[Any]:
    """Return the screen of a decided place, with what the person may do."""
    back = html.A(_("Toutes les décisions"), href=REGISTER_PATH, className="note")
    return [back, _head(shown), *_state(shown), *actuals_parts(shown), *_needs(shown), *_commitments(shown), *_history(shown)]


def state_badge(project: Project) -> html.Span:
    """Return where a decided place stands."""
    if project.opened_on:
        return badge(_("ouverte le {day}").format(day=day(project.opened_on)), "ok")
    if project.ready_on:
        return badge(_("prêt à ouvrir depuis le {day}").format(day=day(project.ready_on)), "info")
    return badge(_("en préparation"))


def _head(shown: ShownProject) -> html.Div:
    followed, decided = shown.followed, shown.decided
    name = html.H1(place_name(followed.name, followed.is_example))
    facts: list[Any] = [state_badge(followed.project), " "]
    if decided:
        facts += [_("Décidé par : "), html.A(decided.meeting.title, href=f"{PATH}/{decided.meeting.id}"), ", ", decided.decision.question]
    else:
        facts.append(_("Plus aucune décision ne porte sur ce lieu."))
    links = [html.A(_("Voir sur la carte"), href=f"/?{write([(Key.PLACE, followed.place)])}", className="button")]
    return html.Div([html.Div([name, html.P(facts)]), html.Div(links, className="account-acts")], className="persons-head")


def _state(shown: ShownProject) -> list[Any]:
    found, project = shown.followed.ledger, shown.followed.project
    parts: list[Any] = [html.P(sentence(found), className="ledger-sentence"), *_bars(found)]
    why = reasons(found)
    if why:
        words = _("Ce qui manque pour ouvrir") if not project.ready_on else _("Ce lieu n'est plus prêt à ouvrir")
        parts.append(html.Details([html.Summary(words), html.Ul([html.Li(one) for one in why])], open=True, className="ledger-reasons"))
    elif not project.opened_on:
        parts.append(note(_("Tout est engagé, et aucune condition ne bloque.")))
    if shown.may_write:
        parts.append(html.Div(_steps(project), className="account-acts"))
    return parts


def sentence(found: Ledger) -> str:
    """Return how far the needs are covered, as a sentence of its own: « Financé à 82 %, il manque 41 k€. »."""
    words = summary(found)
    return words if words.endswith(".") else words[:1].upper() + words[1:] + "."


def _steps(project: Project) -> list[Any]:
    if not project.ready_on:
        return [press(("ready",), _("Déclarer prêt à ouvrir"), kind=PRIMARY)]
    opening = press(("open", "opening"), _("Corriger l'ouverture") if project.opened_on else _("Déclarer l'ouverture"), kind=PRIMARY)
    return [opening, *([] if project.opened_on else [press(("unready",), _("Revenir en préparation"), kind="button")])]


def _bars(found: Ledger) -> list[Any]:
    """Return a bar for each unit, the same as the sentence says."""
    rows = []
    for pool in found.pools:
        words = _("engagé : {covered} sur {needed}").format(
            covered=amount_words(pool.covered, pool.unit), needed=amount_words(pool.needed, pool.unit)
        )
        bar = html.Progress(value=f"{pool.share:.4f}", max="1", **{"aria-label": f"{words}, {percent_words(pool.share)}"})
        rows.append(html.Div([bar, html.Span(words, className="note")], className="ledger-bar"))
    return rows


def _needs(shown: ShownProject) -> list[Any]:
    found = shown.followed.ledger
    parts: list[Any] = [html.H2(_("Besoins"))]
    if found.lines:
        parts.append(_table(found.lines, may_write=shown.may_write))
    else:
        parts.append(note(_("Aucun besoin : loyer, travaux, équipement, fonctionnement, emplois, autorisations.")))
    if shown.may_write:
        parts.append(html.Div(press(("open", "need", NEW), _("Ajouter un besoin"), kind="button"), className="account-acts"))
        parts += _removed(shown.followed.project.removed)
    return parts


def _table(lines: Sequence[Line], *, may_write: bool) -> html.Div:
    heads = [_("Nature"), _("Il faut"), _("Engagé"), _("Il manque"), *([_("Actions")] if may_write else [])]
    cells = [html.Th(text, scope="col", role="columnheader") for text in (_("Besoin"), *heads)]
    body = html.Tbody([_line(line, heads, may_write=may_write) for line in lines], role="rowgroup")
    label: dict[str, Any] = {"aria-label": _("Besoins")}
    table = html.Table([html.Thead(html.Tr(cells, role="row"), role="rowgroup"), body], className="plain carded", role="table", **label)
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **label)


def _line(line: Line, heads: Sequence[str], *, may_write: bool) -> html.Tr:
    need = line.need
    values: list[Any] = [_(NEED_LABELS[need.kind]), need_amount(need), *_covered(line)]
    if may_write:
        acts = [
            press(("open", "need", need.id), _("Modifier"), label=_("Modifier le besoin : {what}").format(what=need.what)),
            press(("remove", need.id), _("Retirer"), label=_("Retirer le besoin : {what}").format(what=need.what)),
        ]
        values.append(html.Span(acts, className="mini-bar"))
    name = html.Th(html.Span(need.what, className="meeting-words"), scope="row", role="rowheader")
    filled = [html.Td(html.Div(value), role="cell", **{"data-head": head}) for head, value in zip(heads, values, strict=True)]
    return html.Tr([name, *filled], role="row")


def _covered(line: Line) -> tuple[Any, Any]:
    """Return what is committed and what is missing; neither is known where the need has no amount."""
    if line.covered is None or line.missing is None:
        return _("non renseigné"), badge(_("à chiffrer"), "warn")
    unit, missing = measured(line.missing, line.need.unit)
    nothing = badge(_("rien"), "ok")
    return quantity(line.covered, line.need.unit, 2), amount_words(missing, unit, is_missing=True) if missing > 0 else nothing


def _removed(needs: Sequence[Need]) -> list[Any]:
    if not needs:
        return []
    rows = [
        html.Li(
            [need_words(one), " ", press(("restore", one.id), _("Remettre"), label=_("Remettre le besoin : {what}").format(what=one.what))]
        )
        for one in needs
    ]
    return [html.Details([html.Summary(_("Besoins retirés")), html.Ul(rows)], open=True, className="note")]


def _commitments(shown: ShownProject) -> list[Any]:
    parts: list[Any] = [html.H2(_("Engagements"))]
    if shown.commitments:
        parts.append(commitments_table(shown.commitments, shown.today, shown.places, of=shown.person))
    else:
        parts.append(note(_("Aucun engagement ne porte sur ce lieu : qui apporte quoi, pour quand, à quelle condition.")))
    if shown.followed.ledger.uncounted:
        rows = [
            html.Li([html.B(f"{brought_words(one.kind, one.amount, one.unit)}, {one.what}"), labelled("", _(UNCOUNTED_LABELS[why])), "."])
            for one, why in shown.followed.ledger.uncounted
        ]
        parts.append(html.Div([html.P(_("Ne comptent pas dans le registre :")), html.Ul(rows)], className="note"))
    if can(shown.person, Action.TAKE_POSITION) and shown.decided:
        parts.append(html.Div(press(("open", "commitment", NEW), _("Ajouter un engagement"), kind="button"), className="account-acts"))
    return parts


def _history(shown: ShownProject) -> list[Any]:
    """Return what became of the place and of each commitment, newest first."""
    if not shown.timeline:
        return []
    return [html.Details([html.Summary(html.H2(_("Ce qu'il en est advenu"))), timeline(shown.timeline)], className="project-history")]


def followed_list(places: Sequence[FollowedPlace]) -> list[Any]:
    """Return the decided places, each with where it stands and the way to its screen."""
    if not places:
        return []
    rows = [
        html.Li(
            [
                html.A(place_name(one.name, one.is_example), href=one.address),
                " ",
                state_badge(one.project),
                html.Div(sentence(one.ledger), className="note"),
            ]
        )
        for one in places
    ]
    inside, total = of_all([one.project for one in places])
    overall = [html.P([html.B(_("Tous lieux ouverts : ")), inside_words(inside, total)])] if total else []
    return [html.H2(_("Lieux décidés")), html.Ul(rows, className="register-decisions"), *overall]
