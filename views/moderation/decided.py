"""What changes on the screen « Modérer » once something was pressed: each function returns values by component and property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.proposal import Act
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.moderation import DecisionRefusal, LateChange
from views.components import ids
from views.moderation.decision import DONE, SEND, SEND_MANY, conflict, many_done, many_left
from views.moderation.fields import DECISION_FIELDS, MANY, ONE, shown_fields

Values = dict[tuple[str, str], Any]
NOTICE = {ONE: "mod-notice", MANY: "mod-outcome"}


def begun(scope: str, act: Act) -> Values:
    """Open the form of a decision."""
    words = (SEND_MANY if scope == MANY else SEND)[act]
    ready = {(ids.decision(scope, f"ready-{one}"), "hidden"): one is not act for one in SEND}
    shown = {(ids.decision(scope, "act"), "data"): act.value, (ids.decision(scope, "form"), "hidden"): False}
    return {**shown, **ready, (ids.decision(scope, "send"), "children"): _(words), **shown_fields(scope, act)}


def closed(scope: str, *, is_sent: bool = False) -> Values:
    """Close the form; what was typed stays until it is sent."""
    emptied = {one.target(scope, "value"): "" for one in DECISION_FIELDS} if is_sent else {}
    return {(ids.decision(scope, "act"), "data"): None, (ids.decision(scope, "form"), "hidden"): True, **emptied}


def unexplained(scope: str) -> Values:
    """Ask for the reason that is lacking."""
    return {DECISION_FIELDS[0].target(scope, "error"): _("Écrivez une phrase : le proposant doit savoir pourquoi.")}


def no_notice() -> Values:
    """Take away what was said of the last decision."""
    return {
        (ids.decision(ONE, "status"), "children"): "",
        (ids.decision(ONE, "undo"), "hidden"): True,
        (ids.decision(ONE, "conflict"), "hidden"): True,
        (ids.decision(ONE, "next"), "hidden"): True,
        (ids.decision(ONE, "all-done"), "hidden"): True,
    }


def decided(act: Act, done: dict[str, Any], waiting: int, step: str) -> Values:
    """Say what was decided, with the way back and the way on; `done` is the proposal as it then is (id, version, name)."""
    is_back = act is Act.REOPEN
    return {
        **no_notice(),
        (ids.decision(ONE, "status"), "children"): _(DONE[act]).format(name=done["name"]),
        (ids.decision(ONE, "done"), "data"): done,
        (ids.decision(ONE, "notice"), "className"): NOTICE[ONE],
        (ids.decision(ONE, "undo"), "hidden"): is_back,
        (ids.decision(ONE, "next"), "hidden"): is_back or not waiting,
        (ids.decision(ONE, "all-done"), "hidden"): is_back or bool(waiting),
        (ids.decision(ONE, "step"), "data"): step,
    }


def failed(scope: str, sentence: str) -> Values:
    """Say why nothing was decided."""
    wrong = {(ids.decision(scope, "notice"), "className"): f"{NOTICE[scope]} mod-wrong", (ids.decision(scope, "undo"), "hidden"): True}
    if scope == ONE:
        return {**wrong, (ids.decision(ONE, "status"), "children"): sentence}
    return {**wrong, (ids.decision(MANY, "outcome"), "children"): html.P(sentence), (ids.decision(MANY, "notice"), "hidden"): False}


def late(name: str, changes: Sequence[LateChange]) -> Values:
    """Say that somebody else was faster: nothing was written."""
    shown = {(ids.decision(ONE, "late"), "children"): conflict(name, changes), (ids.decision(ONE, "conflict"), "hidden"): False}
    return {**no_notice(), **shown}


def many_decided(act: Act, n: int, left: Sequence[DecisionRefusal], undoable: list[dict[str, Any]], step: str) -> Values:
    """Say what was decided of many, and of which nothing was."""
    return {
        (ids.decision(MANY, "outcome"), "children"): [html.P(html.B(many_done(act, n))), *many_left(left)],
        (ids.decision(MANY, "notice"), "className"): NOTICE[MANY],
        (ids.decision(MANY, "notice"), "hidden"): False,
        (ids.decision(MANY, "undo"), "children"): _undo_label(act, n),
        (ids.decision(MANY, "undo"), "hidden"): not undoable,
        (ids.decision(MANY, "done"), "data"): undoable,
        (ids.decision(MANY, "step"), "data"): step,
        (ids.QUEUE, "selectedRows"): [],
    }


def _undo_label(act: Act, n: int) -> str:
    if act is Act.ACCEPT:
        return ngettext("Annuler cette acceptation", "Annuler ces {n} acceptations", n).format(n=number(n))
    return ngettext("Annuler cette décision", "Annuler ces {n} décisions", n).format(n=number(n))
