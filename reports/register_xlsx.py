"""The register of decisions and commitments as a workbook: a sheet each, of what the filters find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from domain.commitment import KIND_LABELS, Commitment
from domain.meeting import Decision, Meeting
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from reports.xlsx_file import OPTIONS, cell
from services.register import STATES, Register
from services.words.meetings import ACTOR_LABELS, decided_words, position_words

WIDTH = 26
Value = str | float | dt.date | None


def register_workbook(found: Register) -> bytes:
    """Return the workbook; what is unknown leaves its cell empty, and no text becomes a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": _("Décisions et engagements"), "created": dt.datetime.combine(found.today, dt.time())})
    heads = (_("Séance"), _("Date"), _("Question"), _("Décision"), _("Pourquoi"), *(_(actor.label) for actor in STAKEHOLDERS))
    _sheet(book, _("Décisions"), heads, (_decision(*pair) for pair in found.decisions))
    heads = (_("Séance"), _("Date"), _("Qui s'engage"), _("Nature"), _("Engagement"), _("Montant ou quantité"), _("Unité"), _("Échéance"),
             _("Condition bloquante"), _("Condition levée"), _("État"), _("Motif"), _("Lieu"))  # fmt: skip
    _sheet(book, _("Engagements"), heads, (_commitment(meeting, one, found) for meeting, one in found.commitments))
    book.close()
    return buffer.getvalue()


def _decision(meeting: Meeting, one: Decision) -> list[Value]:
    outcome = one.outcome
    decided = "" if outcome is None else decided_words(outcome.words)
    return [
        meeting.title,
        meeting.day,
        one.question,
        decided,
        outcome.why if outcome else "",
        *(_position(one, actor.id) for actor in STAKEHOLDERS),
    ]


def _position(one: Decision, actor: str) -> str:
    given = one.positions.get(actor)
    return "" if given is None else position_words(given.stance, given.words)


def _commitment(meeting: Meeting, one: Commitment, found: Register) -> list[Value]:
    lifted = "" if not one.condition else _("oui") if one.is_lifted else _("non")
    state, place = _(STATES[one.state(found.today)]), found.places.get(one.place, one.place)
    what: Sequence[Value] = (_(ACTOR_LABELS[one.actor]), _(KIND_LABELS[one.kind]), one.what, one.amount, one.unit, one.deadline)
    return [meeting.title, meeting.day, *what, one.condition, lifted, state, one.reason, place]


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef1f3"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, len(heads) - 1, WIDTH)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, dt.date):
                sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, float):
                sheet.write_number(row, column, value)
            elif value:
                sheet.write_string(row, column, cell(value))
    sheet.freeze_panes(1, 0)
