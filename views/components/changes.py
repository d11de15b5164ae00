"""What was changed, field by field: before, then after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.words.journal import ChangedField

MOST_UNFOLDED = 3


def changes_list(changes: Sequence[ChangedField], *, folded: bool = False) -> list[Any]:
    """Return a list of changes, nothing where there is none; `folded` folds a long one under how many it has."""
    if not changes:
        return []
    lines = html.Ul([_change(one) for one in changes], className="mod-diffs")
    if not folded or len(changes) <= MOST_UNFOLDED:
        return [lines]
    n = len(changes)
    return [html.Details([html.Summary(ngettext("{n} champ", "{n} champs", n).format(n=number(n))), lines])]


def _change(one: ChangedField) -> html.Li:
    """Return a field before and after; what was told for the first time has no before."""
    before = [] if one.before is None else [html.Del(one.before), " → "]
    return html.Li([f"{one.label} : ", *before, html.Ins(_("rien") if one.after is None else one.after)])
