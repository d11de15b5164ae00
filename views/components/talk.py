"""What was said and done of a proposal: its messages, and its history, for its proposer and for those who decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.proposal import MAX_TEXT
from i18n import gettext as _
from i18n.moments import moment
from services.place_messages import PlaceMessage
from services.words.journal import TimelineEntry
from views.components.changes import changes_list
from views.components.parts import badge, button, note


def message_form(field: str, internal: tuple[str, str], send: str, status: str, *, may_be_internal: bool = True) -> list[Any]:
    """Return the form of one more message: its field, the box of an internal note (id and label), the button, what became of it.

    What is typed stays through a reload of the page.
    """
    typed = dmc.Textarea(
        id=field,
        label=_("Votre message"),
        value="",
        autosize=True,
        minRows=2,
        maxRows=10,
        size="sm",
        persistence=True,
        persistence_type="session",
        attributes={"input": {"maxLength": MAX_TEXT}},
        className="mod-field",
    )
    name, label = internal
    hidden = {} if may_be_internal else {"display": "none"}
    box = dmc.Checkbox(id=name, label=label, checked=False, size="xs", style=hidden)
    return [typed, box, html.Div([button(send, _("Envoyer")), html.Span(id=status, role="status")], className="mod-acts")]


def messages(found: Sequence[PlaceMessage], nothing: str) -> Any:
    """Return the messages, oldest first; `nothing` is what is said where there is none, in the current language."""
    return html.Ul([_message(one) for one in found], className="mod-messages") if found else note(nothing)


def _message(one: PlaceMessage) -> html.Li:
    organisation = f" · {one.organisation}" if one.organisation else ""
    by: list[Any] = [html.B(one.author or _("quelqu'un")), f"{organisation} · {moment(one.at)}"]
    if one.internal:
        by.append(badge(_("note interne")))
    elif one.kind == "decision":
        by.append(badge(_("décision"), "info"))
    title = [html.P(f"{one.title}.")] if one.title else []
    text = [html.P(one.text, className="mod-text")] if one.text else []
    marks = (("mod-internal", one.internal), ("mine", one.mine))
    return html.Li([html.P(by, className="mod-by"), *title, *text], className=" ".join(name for name, is_so in marks if is_so))


def timeline(entries: Sequence[TimelineEntry]) -> html.Ol:
    """Return what was done, newest first."""
    return html.Ol([_entry(one) for one in entries], className="mod-timeline")


def _entry(one: TimelineEntry) -> html.Li:
    by = html.P([html.B(one.author or _("quelqu'un")), f" · {moment(one.at)}"], className="mod-by")
    return html.Li([by, html.P(one.text), *changes_list(one.changes)])
