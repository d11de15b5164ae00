"""What one more year of waiting costs, by actor: on the sheet of a place, and under a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from criteria.waiting import Left
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from services.words.waiting import amount_words, cost_words, waiting_words
from views.components.parts import actor_sign
from views.components.provenance import disclosed, hypothesis_badge

LINE = "plain-details figure-line"


def waiting(left: Sequence[Left]) -> html.Section:
    """Return the section: the sentence, then what each actor loses; each figure opens where it comes from."""
    lead = html.P([_("Attendre un an coûte {words}.").format(words=waiting_words(left))], className="lead")
    blocks = [block for actor in STAKEHOLDERS for block in _actor(actor, [one for one in left if one.actor is actor])]
    return html.Section([html.H3([_("Ne rien faire, par an"), " ", hypothesis_badge()]), lead, *blocks], className="sheet-block waiting")


def _actor(actor: Stakeholder, left: Sequence[Left]) -> list[html.Div]:
    if not left:
        return []
    head = html.Div([actor_sign(actor), html.B(_(actor.label))], className="gain-head")
    return [html.Div([head, *(_line(one) for one in left)], className="gain")]


def _line(one: Left) -> Any:
    words, cost = amount_words(one.id, one.amount), cost_words(one)
    is_known = one.amount.value == one.amount.value
    text = _("{what} : {cost}").format(what=words, cost=cost) if cost and is_known else words
    return disclosed(text, one.cost or one.amount, LINE)
