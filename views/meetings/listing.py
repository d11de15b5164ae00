"""The list of meetings."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import Meeting
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day, number
from services.meetings import PATH, ListedMeetings
from views.components.parts import PRIMARY, badge, note
from views.meetings.buttons import press


def listing(listed: ListedMeetings) -> list[Any]:
    """Return the list, with what whoever prepares meetings may do."""
    new = [press(("open", "create"), _("Nouvelle séance"), kind=PRIMARY)] if listed.may_prepare else []
    head = html.Div([html.H1(_("Séances")), *new], className="persons-head")
    words = _("Une ou deux fois par an, les acteurs partagent leurs priorités : questions, positions et décisions sont gardées ici.")
    intro = note(words)
    if not listed.meetings:
        empty = (
            _("Aucune séance. Préparez la première : « Nouvelle séance ».") if listed.may_prepare else _("Aucune séance pour l'instant.")
        )
        return [head, intro, html.P(empty)]
    return [head, intro, _table(listed)]


def _heads() -> tuple[str, ...]:
    return _("Date"), _("Lieu"), _("État"), _("Décisions")


def _table(listed: ListedMeetings) -> html.Div:
    heads = [html.Th(text, scope="col", role="columnheader") for text in (_("Séance"), *_heads())]
    if listed.may_prepare:
        heads.append(html.Th(html.Span(_("Actions"), className="visually-hidden"), scope="col", role="columnheader"))
    rows = [_row(meeting, listed.may_prepare) for meeting in listed.meetings]
    table = html.Table(
        [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")], className="plain carded", role="table"
    )
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": _("Séances")})


def _row(meeting: Meeting, may_prepare: bool) -> html.Tr:
    name = html.Th(html.A(meeting.title, href=f"{PATH}/{meeting.id}"), scope="row", role="rowheader")
    values = (day(meeting.day) if meeting.day else _("à fixer"), meeting.place or _("à fixer"), stage_badge(meeting), _counted(meeting))
    cells = [html.Td(html.Div(value), role="cell", **{"data-head": head}) for head, value in zip(_heads(), values, strict=True)]
    if may_prepare:
        label = _("Dupliquer « {name} »").format(name=meeting.title)
        cells.append(html.Td(press(("duplicate", meeting.id), _("Dupliquer"), label=label), role="cell"))
    return html.Tr([name, *cells], role="row")


def stage_badge(meeting: Meeting) -> html.Span:
    """Return where a meeting stands."""
    return badge(_("close")) if meeting.is_closed else badge(_("en préparation"), "info")


def _counted(meeting: Meeting) -> str:
    done = sum(one.outcome is not None and not one.outcome.is_postponed for one in meeting.decisions)
    n = len(meeting.decisions)
    if not n:
        return _("aucune")
    return ngettext("{done} prise sur {n}", "{done} prises sur {n}", done).format(done=number(done), n=number(n))
