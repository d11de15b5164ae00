"""What is said of the hypotheses that decisions of meetings moved: everybody reads by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from criteria.hypotheses import HYPOTHESES
from domain.hypothesis import MovedHypothesis
from i18n import gettext as _
from i18n.numbers import day, number


def decided_words(one: MovedHypothesis) -> str:
    """Return what is said beside a hypothesis that was moved."""
    value = f"{number(one.value, 2)} {_(HYPOTHESES[one.hypothesis].unit)}".strip()
    return _("hypothèse révisée par la décision du {day} : {value}").format(day=day(one.at.date()), value=value)


def decided_note(moved: Mapping[str, MovedHypothesis]) -> list[Any]:
    """Return the hypotheses that were moved, for a screen that has no control of them; nothing where none was."""
    rows = [html.Li([_(HYPOTHESES[one.hypothesis].label), " : ", decided_words(one)]) for one in moved.values()]
    return [html.Ul(rows, className="note plain-list", **{"aria-label": _("Hypothèses révisées")})] if rows else []
