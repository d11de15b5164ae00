"""Commitments in a table: of one meeting, or of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from domain.address import Key, write
from domain.commitment import LATE, Commitment, CommitmentStatus
from domain.meeting import Meeting
from domain.person import Person, speaks_for
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n.numbers import day
from services.meetings import PATH
from services.register import STATES
from services.words.meetings import brought_words
from views.components.parts import actor_sign, badge, note
from views.meetings.buttons import press

TONES = {LATE: "warn", CommitmentStatus.DONE.value: "ok", CommitmentStatus.UNDER_WAY.value: "info"}
Row = tuple[Meeting, Commitment]


def commitments_table(rows: Sequence[Row], today: dt.date, places: Mapping[str, str], *, of: Person | None = None) -> html.Div:
    """Return the table; `of` is who may change those that are theirs, None where each row names its meeting instead."""
    last = _("Séance") if of is None else _("Actions")
    heads = (_("Qui"), _("Échéance"), _("État"), _("Condition bloquante"), last)
    cells = [html.Th(text, scope="col", role="columnheader") for text in (_("Engagement"), *heads)]
    parts = [
        html.Thead(html.Tr(cells, role="row"), role="rowgroup"),
        html.Tbody([_row(row, today, places, heads, of) for row in rows], role="rowgroup"),
    ]
    table = html.Table(parts, className="plain carded", role="table", **{"aria-label": _("Engagements")})
    return html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": _("Engagements")})


def _row(row: Row, today: dt.date, places: Mapping[str, str], heads: Sequence[str], of: Person | None) -> html.Tr:
    meeting, one = row
    actor = next(actor for actor in STAKEHOLDERS if actor.id == one.actor)
    state = one.state(today)
    words: list[Any] = [badge(_(STATES[state]), TONES.get(state, ""))]
    words += [html.Br(), note(one.reason)] if one.reason else []
    values: list[Any] = [
        [actor_sign(actor), " ", _(actor.label)],
        day(one.deadline) if one.deadline else _("sans échéance"),
        words,
        _condition(one),
        html.A(meeting.title, href=f"{PATH}/{meeting.id}") if of is None else _acts(one, of),
    ]
    name = html.Th([brought_words(one.kind, one.amount, one.unit), *_about(one, places)], scope="row", role="rowheader")
    filled = [
        html.Td(html.Div(value) if value else None, role="cell", **{"data-head": head}) for head, value in zip(heads, values, strict=True)
    ]
    return html.Tr([name, *filled], role="row")


def _about(one: Commitment, places: Mapping[str, str]) -> list[Any]:
    parts: list[Any] = [html.Div(one.what, className="meeting-words note")]
    if one.place:
        link = html.A(places.get(one.place, one.place), href=f"/?{write([(Key.PLACE, one.place)])}")
        parts.append(html.Div(link, className="note"))
    return parts


def _condition(one: Commitment) -> list[Any]:
    if not one.condition:
        return []
    return [one.condition, " ", badge(_("bloque"), "warn") if one.is_blocked else badge(_("levée"), "ok")]


def _acts(one: Commitment, of: Person) -> Any:
    if not speaks_for(of, one.actor):
        return None
    return press(("open", "commitment", one.id), _("Modifier"), label=_("Modifier l'engagement : {what}").format(what=one.what))
